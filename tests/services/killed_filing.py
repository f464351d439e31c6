"""A program that files every envelope of the spool and says each case, until it is killed.

Arguments: place, workstation folder.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from desk_office import MORNING, passphrase

from desktop import paths
from desktop.services.act import new_act
from desktop.services.desk import Desk, Surroundings
from desktop.services.filing import FilingFacts


def main(place: str, workstation: str) -> None:
    surroundings = Surroundings(paths.resources(), paths.forms(), Path(workstation), kdf_light=True)
    desk = Desk.open(place, surroundings, window=False)
    clerk = desk.people.sign_in("c01", passphrase("c01"), MORNING)
    other = next(person.id for person in desk.people.roster() if person.login == "c02")
    facts = FilingFacts(MORNING.date(), (clerk.person_id, other), ("請求書",), True)
    say("ready")
    for envelope in desk.intake.unfiled():
        say(desk.filing.file(new_act(clerk, MORNING), envelope.id, facts).number)


def say(word: str) -> None:
    sys.stdout.write(word + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
