"""A program that sets up a store and is killed the moment the slot holds the store's key.

Arguments: place, workstation folder. The database's transaction never ends.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

from desk_office import MORNING, OFFICE, PEOPLE
from sqlalchemy import Engine, event

from desktop import paths
from desktop.services.desk import Desk, Surroundings
from desktop.services.premises import SLOT_NAME


def main(place: str, workstation: str) -> None:
    surroundings = Surroundings(paths.resources(), paths.forms(), Path(workstation), kdf_light=True)
    slot = (Path(workstation) if "://" in place else Path(place)) / SLOT_NAME

    def die(_connection: Any) -> None:
        if slot.exists():
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(Engine, "commit", die)
    Desk.set_up(place, surroundings, OFFICE, PEOPLE, MORNING)


if __name__ == "__main__":
    main(*sys.argv[1:])
