"""The district before a town's name: 神田 in 千代田区, left out, added, or lately put in front.

三崎町 became 神田三崎町; people write 多町 for 神田多町 and 神田一ツ橋 for 一ツ橋. A district is a
beginning that several towns of a municipality share. 胆沢区南都田 is 胆沢南都田 today.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from desktop.address.gazetteer import Gazetteer
from desktop.address.located import Located
from desktop.address.place_key import place_key

_SHORTEST: Final = 2
_SHARED_BY: Final = 3


@dataclass(frozen=True, slots=True)
class Districted:
    """`town` is meant by a name that leaves `district` out, or adds it."""

    town: int
    district: str
    added: bool


@lru_cache(maxsize=256)
def towns_of(gazetteer: Gazetteer, place: int) -> tuple[Sequence[str], Sequence[int]]:
    """The keys of a municipality's towns, and their numbers."""
    towns = gazetteer.towns_of(place)
    return [key for key, _ in towns], [number for _, number in towns]


@lru_cache(maxsize=8192)
def name_today(gazetteer: Gazetteer, number: int) -> int:
    """The town that bears another name today; the town itself where its name is still in use.

    A town without a postal code is an old name if one with a code is called the same but for a 区
    that is no more (胆沢区南都田), or for 町目 and 丁目.
    """
    if gazetteer.postal_codes(number):
        return number
    town = gazetteer.town(number)
    key = place_key(town.name)
    shapes = {key[:at] + key[at + 1 :] for at, c in enumerate(key) if c == "区" and at > 1}
    shapes |= {key.replace("町目", "丁目"), key.replace("丁目", "町目")}
    shapes.discard(key)
    named = zip(*towns_of(gazetteer, town.place), strict=True)
    today = {other for name, other in named if name in shapes and gazetteer.postal_codes(other)}
    return today.pop() if len(today) == 1 else number


@lru_cache(maxsize=4096)
def districted(gazetteer: Gazetteer, place: int, written: str) -> Districted | None:
    """The one town of today that is meant by a name with its district left out, or one added."""
    keys, numbers = towns_of(gazetteer, place)
    found = [*_left_out(keys, numbers, written), *_added(keys, numbers, written)]
    found = [one for one in found if gazetteer.postal_codes(one.town)]
    return found[0] if len(found) == 1 else None


def _left_out(keys: Sequence[str], numbers: Sequence[int], written: str) -> list[Districted]:
    if len(written) < _SHORTEST:
        return []
    found = []
    for key, number in zip(keys, numbers, strict=True):
        district = key.removesuffix(written)
        if key != written != district != key and _is_district(keys, district):
            found.append(Districted(number, district, added=False))
    return found


def _added(keys: Sequence[str], numbers: Sequence[int], written: str) -> list[Districted]:
    found = []
    for key, number in zip(keys, numbers, strict=True):
        if len(key) < _SHORTEST or not written.endswith(key):
            continue
        district = written.removesuffix(key)
        if _is_district(keys, district):
            found.append(Districted(number, district, added=True))
    return found


def _is_district(keys: Sequence[str], name: str) -> bool:
    """Whether several towns share this beginning and no shorter one: 一迫, not 一迫上."""
    if len(name) < _SHORTEST:
        return False
    sharing = sum(key.startswith(name) for key in keys)
    if sharing < _SHARED_BY or len(name) == _SHORTEST:
        return sharing >= _SHARED_BY
    return 2 * sharing > sum(key.startswith(name[:-1]) for key in keys)


def named_today(gazetteer: Gazetteer, found: Located) -> Located:
    """A name that the town bore before, or that the postal list knows with a district only."""
    town = found.town
    if town is None or not found.town_name:
        return found
    now = name_today(gazetteer, town.number)
    certain = now != town.number
    if not certain and not gazetteer.postal_codes(town.number):
        whole = districted(gazetteer, town.place, place_key(town.name))
        now = now if whole is None or whole.added else whole.town
    if now == town.number:
        return found
    today = gazetteer.town(now)
    renamed = replace(
        found,
        town=today,
        town_name=today.name + found.aza,
        aliased=(*found.aliased, "town"),
        confidence=found.confidence - (0.1 if certain else 0.3),
        notes=(*found.notes, f"「{town.name}」は今の「{today.name}」です"),
    )
    if certain:
        return renamed
    before = f"{found.place.prefecture}{found.place.name}" if found.place else ""
    return replace(
        renamed,
        notes=(*found.notes, f"「{town.name}」は今の町名一覧になく、「{today.name}」と読みました"),
        alternatives=(before + town.name,),
        others=(found,),
    )
