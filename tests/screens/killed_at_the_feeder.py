"""A program that scans 37 sheets and says each page that was acknowledged, until it is killed.

Arguments: store, login, passphrase, the scanner's address.
"""

from __future__ import annotations

import sys
import threading
from datetime import datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "services"))

from paper_reader import PaperReader

from desktop import paths
from desktop.domain.scanning import ScanProfile, SourceKind
from desktop.services.act import new_act
from desktop.services.desk import Desk, Surroundings
from desktop.services.scanning import Scanning, ScanStep, StepKind
from desktop.ui.clock import JST

MORNING = datetime(2026, 11, 10, 9, 0, tzinfo=JST)


def main(place: str, login: str, passphrase: str, address: str) -> None:
    desk = Desk.open(place, Surroundings(paths.resources(), paths.forms(), None), window=True)
    clerk = desk.people.sign_in(login, passphrase, MORNING)

    def tell(step: ScanStep) -> None:
        if step.kind is StepKind.PAGE:
            sys.stdout.write(step.page_id + "\n")
            sys.stdout.flush()

    scanning = Scanning(desk.premises, desk.intake, reader=PaperReader)
    wish = ScanProfile("", "給紙スキャナー 1", SourceKind.ESCL, address)
    profile = scanning.save_profile(new_act(clerk, MORNING), wish)
    scanning.scan(new_act(clerk, MORNING), profile.id, 37, None, tell, threading.Event())


if __name__ == "__main__":
    main(*sys.argv[1:])
