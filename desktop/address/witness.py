"""The postal code as second witness: it agrees, or is noted, or supplies what was left out.

It never overrides a name that is written (ADDRESS §5).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from desktop.address.gazetteer import Gazetteer
from desktop.address.head import GOOD
from desktop.address.located import Located

_UNWITNESSED: Final = 0.95
_NUMBER: Final = re.compile(r"[\s-]*[0-9]")


def witnessed(
    gazetteer: Gazetteer,
    found: Located,
    areas: Sequence[tuple[int, int | None]],
    postal: str,
) -> Located:
    """The postal code beside what was read: agreement is worth something, the rest a note."""
    if found.place is None:
        return found
    if not postal:
        return replace(found, confidence=min(found.confidence, _UNWITNESSED))
    if not areas:
        return _noted(found, "郵便番号が一覧にありません", 0.05)
    here = [town for place, town in areas if place == found.place.index]
    if not here:
        return _noted(found, "郵便番号は別の市区町村のものです", 0.2)
    elsewhere = found.town is not None and found.town.number not in here and None not in here
    if elsewhere and found.town is not None and gazetteer.postal_codes(found.town.number):
        return _noted(found, "郵便番号は別の町のものです", 0.15)
    if found.town is None and found.town_name and None not in here:
        return _noted(found, "町名は小字だけが地名辞書にあり、郵便番号の町と違います", 0.2)
    return found


def _noted(found: Located, note: str, loss: float) -> Located:
    return replace(found, notes=(*found.notes, note), confidence=max(0.0, found.confidence - loss))


def place_by_postal(
    gazetteer: Gazetteer, line: str, start: int, areas: Sequence[tuple[int, int | None]]
) -> Located | None:
    """The place of the postal code where only a number is written."""
    if len(areas) != 1 or _NUMBER.match(line, start) is None:
        return None
    found = Located(start, gazetteer.places[areas[0][0]], quality=GOOD)
    supplied = town_by_postal(gazetteer, found, line, areas)
    if supplied.town is None:
        return None
    return replace(supplied, repaired=("city", "town"), confidence=0.5)


def town_by_postal(
    gazetteer: Gazetteer,
    found: Located,
    line: str,
    areas: Sequence[tuple[int, int | None]],
) -> Located:
    """The town supplied where a number follows the municipality and the code has one town only."""
    if found.place is None or found.town_name or found.town is not None:
        return found
    here = [town for place, town in areas if place == found.place.index]
    if len(here) != 1 or here[0] is None or _NUMBER.match(line, found.end) is None:
        return found
    town = gazetteer.town(here[0])
    return replace(
        found,
        town=town,
        town_name=town.name,
        confidence=0.6,
        repaired=(*found.repaired, "town"),
        notes=(*found.notes, "町名は書かれていないので、郵便番号から補いました"),
    )
