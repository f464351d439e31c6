"""Imports a register with worker processes, telling its progress, until it is killed."""

from __future__ import annotations

import sys
from pathlib import Path

from desk_office import MORNING, passphrase

from desktop import paths
from desktop.services.act import new_act
from desktop.services.desk import Desk, Surroundings
from desktop.services.register import Register
from desktop.services.register_limits import Limits


def main(place: str, workstation: str, file: str) -> None:
    around = Surroundings(paths.resources(), paths.forms(), Path(workstation), kdf_light=True)
    desk = Desk.open(place, around, window=False)
    by = desk.people.sign_in("a01", passphrase("a01"), MORNING)

    def tell(done: int, total: int) -> None:
        print(f"{done} {total}", flush=True)

    register = Register(desk.premises, Limits(worth_workers=1))
    register.import_csv(new_act(by, MORNING), Path(file), progress=tell)
    print("done", flush=True)
    desk.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
