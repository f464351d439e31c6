"""A ward that does not hold the town that is written behind it: 札幌市北区北3西6."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from desktop.address.gazetteer import Gazetteer
from desktop.address.head import GOOD, Head, read_in
from desktop.address.key_text import KeyText

_SHORTEST_ALIAS: Final = 3


def in_other_wards(gazetteer: Gazetteer, key: KeyText, line: str, head: Head) -> tuple[Head, ...]:
    """The towns of the same city's other wards whose name is written behind this ward."""
    found = (
        read_in(gazetteer, key, line, place, head.start, head.municipality_end, streets=False)
        for place in _other_wards(gazetteer, head.places[0])
    )
    return tuple(one for one in found if _is_sure(one))


def _is_sure(head: Head) -> bool:
    town = head.town
    if town is None or town.aza or town.loose or head.quality < GOOD:
        return False
    return not town.alias or town.length >= _SHORTEST_ALIAS


@lru_cache(maxsize=256)
def _other_wards(gazetteer: Gazetteer, place: int) -> tuple[int, ...]:
    """The other wards of a designated city, or of Tokyo."""
    here = gazetteer.places[place]
    if not here.ward and not here.city.endswith("区"):
        return ()
    return tuple(
        one.index
        for one in gazetteer.places
        if one.index != place
        and one.current
        and one.prefecture == here.prefecture
        and (one.city == here.city if here.ward else one.city.endswith("区"))
    )
