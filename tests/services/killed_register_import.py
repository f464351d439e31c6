"""Imports a register with worker processes, telling its progress, until it is killed or the disk
has no `room` left."""

from __future__ import annotations

import resource
import sys
from pathlib import Path

from desk_office import MORNING, passphrase

from desktop import paths
from desktop.domain.errors import DeskError
from desktop.services.act import new_act
from desktop.services.desk import Desk, Surroundings
from desktop.services.register import Register
from desktop.services.register_limits import Limits


def main(place: str, workstation: str, file: str, room: str = "") -> None:
    if room:
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(room), int(room)))
    around = Surroundings(paths.resources(), paths.forms(), Path(workstation), kdf_light=True)
    desk = Desk.open(place, around, window=False)
    by = desk.people.sign_in("a01", passphrase("a01"), MORNING)

    def tell(done: int, total: int) -> None:
        print(f"{done} {total}", flush=True)

    register = Register(desk.premises, Limits(worth_workers=1))
    try:
        register.import_csv(new_act(by, MORNING), Path(file), progress=tell)
    except DeskError as error:
        print(error.code, flush=True)
    else:
        print("done", flush=True)
    desk.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
