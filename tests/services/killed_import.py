"""A program that takes in mail and says each page that was acknowledged, until it is killed.

Arguments: place, workstation folder, file of scans.
"""

from __future__ import annotations

import sys
import threading
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from desk_office import MORNING, passphrase
from paper_reader import PaperReader

from desktop import paths
from desktop.services.act import new_act
from desktop.services.desk import Desk, Surroundings
from desktop.services.intake import ImportStep
from desktop.services.mail_import import MailImport


def main(place: str, workstation: str, scans: str) -> None:
    surroundings = Surroundings(paths.resources(), paths.forms(), Path(workstation), kdf_light=True)
    desk = Desk.open(place, surroundings, window=False)
    clerk = desk.people.sign_in("c01", passphrase("c01"), MORNING)

    def tell(step: ImportStep) -> None:
        if step.kind == "PAGE":
            sys.stdout.write(step.page_id + "\n")
            sys.stdout.flush()

    run = MailImport(desk.premises, new_act(clerk, MORNING), tell, threading.Event())
    run.run([Path(scans)], PaperReader())  # type: ignore[arg-type]


if __name__ == "__main__":
    main(*sys.argv[1:])
