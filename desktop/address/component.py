"""One part of two addresses: both readings as written, how they stand and why."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from desktop.address.characters import fold_variants, visible
from desktop.address.levels import Level
from desktop.address.look_alikes import explained_by_reading
from desktop.address.names import Outcome
from desktop.address.parse import Address
from desktop.address.writing import beyond_normalisation, reasons

MISREAD: Final = "読み取りの誤りかもしれません"
_DISTRICT: Final = frozenset({"丁目", "地割"})
READ_OTHERWISE: Final = "地名の辞書で同じ所と読みました"


@dataclass(frozen=True, slots=True)
class Component:
    """`a` and `b` as written. `level` is the best the two addresses can have because of this part.

    `note` says why the writings differ. `explained_by_reading`: a reading error could explain the
    difference. It is none the less no pass; the note only sends the clerk to the picture.
    """

    component: str
    a: str
    b: str
    outcome: Outcome
    level: Level = Level.EXACT
    note: str = ""
    explained_by_reading: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """A part as written, and the name it stands for; the two differ where the gazetteer helped.

    `repaired`: it helped over a character that was misread.
    """

    written: str
    value: str
    repaired: bool = False


def written(address: Address, *parts: str) -> str:
    """The parts in the characters of the input; "" for what was not written but filled in."""
    spans = (address.spans.get(part, (0, 0)) for part in parts)
    return "".join(" ".join(address.input[start:end].split()) for start, end in spans)


def reads_same(a: str, b: str) -> bool:
    """Whether two writings differ at most in blanks, width and signs nobody sees."""
    return a == b or visible(a).replace(" ", "") == visible(b).replace(" ", "")


def names_a_house(address: Address) -> bool:
    """Whether a number tells the house or plot: 若葉町2丁目 and 第3地割 are districts."""
    numbers = address.numbers[1:] if address.chome else address.numbers
    return any(number.unit not in _DISTRICT for number in numbers)


def together(*notes: str) -> str:
    return "、".join(dict.fromkeys(note for note in notes if note))


def equal(name: str, a: str, b: str) -> Component:
    """Equal to the eye; other bytes (２０３ and 203) cost the EXACT."""
    if a == b or a.replace(" ", "") == b.replace(" ", ""):
        return Component(name, a, b, Outcome.EQUAL)
    return Component(name, a, b, Outcome.EQUAL, Level.NORMALIZED, together(*reasons(a, b)))


def alike(name: str, a: str, b: str, level: Level, note: str) -> Component:
    return Component(name, a, b, Outcome.VARIANT, level, note)


def missing(name: str, a: str, b: str, level: Level, note: str) -> Component:
    return Component(name, a, b, Outcome.MISSING, level, note)


def different(
    name: str,
    a: str,
    b: str,
    level: Level,
    note: str,
    keys: tuple[str, str] | None = None,
) -> Component:
    """A contradiction; `keys` are the two texts without what only the writing makes different."""
    misread = explained_by_reading(*(keys or (a, b)))
    note = together(note, MISREAD if misread else "")
    return Component(name, a, b, Outcome.DIFFERENT, level, note, misread)


def supplied(name: str, a: Part, b: Part) -> Component:
    """Other words that the gazetteer takes for one place: an old name, or a misread one."""
    misread = (a.repaired or b.repaired) and explained_by_reading(a.written, b.written)
    note = together(READ_OTHERWISE, MISREAD if misread else "")
    return Component(name, a.written, b.written, Outcome.VARIANT, Level.VARIANT, note, misread)


def stand(
    name: str, a: Part, b: Part, key: Callable[[str], str], *, omitted: Level, contradicts: str
) -> Component:
    """How two names stand: as written, by §7's normalisation (`key`), by 異体字, or by gazetteer.

    `omitted` is the level where only one side writes the name, though both mean the same.
    """
    if not a.value and not b.value:
        return equal(name, a.written, b.written)
    if not a.value or not b.value:
        return missing(name, a.written, b.written, omitted, "片方にしか書かれていません")
    if fold_variants(key(a.value)) != fold_variants(key(b.value)):
        return different(name, a.written, b.written, Level.NONE, contradicts)
    if not a.written and not b.written:
        return equal(name, a.written, b.written)
    if not a.written or not b.written:
        return missing(name, a.written, b.written, omitted, "片方にしか書かれていません")
    if reads_same(a.written, b.written):
        return equal(name, a.written, b.written)
    why = reasons(a.written, b.written)
    if not why:
        return supplied(name, a, b)
    level = Level.VARIANT if beyond_normalisation(why) else Level.NORMALIZED
    return alike(name, a.written, b.written, level, together(*why))


def worsened(component: Component, level: Level, note: str = "") -> Component:
    """The component with another level and one more reason."""
    return replace(component, level=level, note=together(component.note, note))
