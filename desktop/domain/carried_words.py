"""The office's own words of a document whose shipped version was replaced by a newer one.

They hold for the cases of their days (DESIGN §1) and no longer for new ones: the office is asked
whether it carries them on, with the new shipped words beside them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from desktop.domain.own_texts import MORE, OwnPlace


@dataclass(frozen=True, slots=True)
class Carried:
    """`texts` are the former words by the places of the new version, `lost` those for which the
    new version has no place."""

    texts: Mapping[str, str] = field(default_factory=dict)
    lost: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.texts or self.lost)


def left_behind(texts: Mapping[str, str], places: tuple[OwnPlace, ...]) -> bool:
    """Whether these words are all of an earlier shipped version than the places are."""
    return bool(texts) and not texts.keys() & {one.place for one in places}


def carry(
    texts: Mapping[str, str], before: tuple[OwnPlace, ...], places: tuple[OwnPlace, ...]
) -> Carried:
    """Where each text of the former version belongs in the new one.

    A text goes where the same shipped sentence stands now; where that sentence was rewritten, to
    the place of the same number. `before` are the former version's places, as far as it is known.
    """
    if not left_behind(texts, places):
        return Carried()
    shipped = {one.place: one.shipped for one in before}
    found: dict[str, str] = {}
    lost: list[str] = []
    for place, text in texts.items():
        to = _place(place, shipped.get(place, ""), places)
        if to and to not in found:
            found[to] = text
        elif text:
            lost.append(text)
    return Carried(found, tuple(lost))


def _place(place: str, sentence: str, places: tuple[OwnPlace, ...]) -> str:
    _code, _version, part, key = place.split("/")
    able = [one for one in places if one.part == part]
    same = next((one for one in able if one.place.split("/")[3] == key), None)
    alike = [one for one in able if sentence and one.shipped == sentence]
    if part == MORE or same in alike or not alike:
        return same.place if same is not None else ""
    return alike[0].place
