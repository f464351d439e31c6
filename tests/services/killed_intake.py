"""A program that takes in one envelope by the real reader and files it, until it is killed.

Arguments: place, workstation folder, file of scans. It says "ready", "page ID" for each page that
was acknowledged, "case NUMBER" for each envelope that was filed, and "end".
"""

from __future__ import annotations

import sys
import threading
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from desk_office import MORNING, passphrase

from desktop import paths
from desktop.services.act import new_act
from desktop.services.desk import Desk, Surroundings
from desktop.services.filing import FilingFacts
from desktop.services.intake import ImportStep


def main(place: str, workstation: str, scans: str) -> None:
    surroundings = Surroundings(paths.resources(), paths.forms(), Path(workstation), kdf_light=True)
    desk = Desk.open(place, surroundings, window=False)
    clerk = desk.people.sign_in("c01", passphrase("c01"), MORNING)
    other = next(person.id for person in desk.people.roster() if person.login == "c02")
    desk.intake.reader()  # the networks are loaded before the clock of the kills runs
    say("ready")

    def tell(step: ImportStep) -> None:
        if step.kind == "PAGE":
            say(f"page {step.page_id}")

    act = new_act(clerk, MORNING)
    desk.intake.import_files(act, [Path(scans)], tell, threading.Event())
    facts = FilingFacts(MORNING.date(), (clerk.person_id, other), ("請求書",), True, new_case=True)
    for envelope in desk.intake.unfiled():
        say(f"case {desk.filing.file(new_act(clerk, MORNING), envelope.id, facts).number}")
    say("end")
    desk.close()


def say(word: str) -> None:
    sys.stdout.write(word + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
