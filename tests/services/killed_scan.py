"""A program that scans an endless stack and says each page that was acknowledged, until killed.

Arguments: place, workstation folder, and after how many pages it stands still (0: never).
"""

from __future__ import annotations

import sys
import threading
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from desk_office import MORNING, passphrase
from paper_feeder import PaperFeeder
from paper_reader import FORM, PaperReader

from desktop import paths
from desktop.services.act import new_act
from desktop.services.desk import Desk, Surroundings
from desktop.services.scanning import Scanning, ScanStep, StepKind


def main(place: str, workstation: str, stands_still_after: str) -> None:
    surroundings = Surroundings(paths.resources(), paths.forms(), Path(workstation), kdf_light=True)
    desk = Desk.open(place, surroundings, window=False)
    clerk = desk.people.sign_in("c01", passphrase("c01"), MORNING)

    said: list[str] = []

    def tell(step: ScanStep) -> None:
        if step.kind is StepKind.PAGE:
            said.append(step.page_id)
            sys.stdout.write(step.page_id + "\n")
            sys.stdout.flush()
            if len(said) == int(stands_still_after):
                threading.Event().wait()

    scanning = Scanning(
        desk.premises, desk.intake, lambda _kind: PaperFeeder([FORM] * 200), PaperReader
    )
    (profile,) = scanning.profiles()
    scanning.scan(new_act(clerk, MORNING), profile.id, 200, None, tell, threading.Event())


if __name__ == "__main__":
    main(*sys.argv[1:])
