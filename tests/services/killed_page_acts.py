"""A program that splits, moves, turns and joins the pages of one envelope until it is killed.

Arguments: place, workstation folder.
"""

from __future__ import annotations

import sys
from itertools import count
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from desk_office import MORNING, passphrase

from desktop import paths
from desktop.services.act import new_act
from desktop.services.desk import Desk, Surroundings


def main(place: str, workstation: str) -> None:
    surroundings = Surroundings(paths.resources(), paths.forms(), Path(workstation), kdf_light=True)
    desk = Desk.open(place, surroundings, window=False)
    clerk = desk.people.sign_in("c01", passphrase("c01"), MORNING)
    (envelope,) = desk.intake.unfiled()
    pages = [page.id for page in envelope.pages]
    say("ready")
    for turn in count():
        split = desk.pages.split(new_act(clerk, MORNING), envelope.id, pages[2])
        desk.pages.move(new_act(clerk, MORNING), pages[0], split, turn % 3)
        desk.pages.rotate(new_act(clerk, MORNING), pages[1], 1)
        desk.pages.move(new_act(clerk, MORNING), pages[0], envelope.id, 0)
        desk.pages.join(new_act(clerk, MORNING), split)
        say(str(turn))


def say(word: str) -> None:
    sys.stdout.write(word + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
