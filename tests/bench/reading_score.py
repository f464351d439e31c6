"""Was a field read as it was written? Variants are folded by a table of this file's own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

_VARIANTS = str.maketrans(
    {
        **dict(
            zip(
                "髙﨑邉邊齋齊斎濵濱德瀨澤廣櫻龍莊惠奧關靜燒穗ヶが",
                "高崎辺辺斉斉斉浜浜徳瀬沢広桜竜荘恵奥関静焼穂ケケ",
                strict=True,
            )
        ),
        **dict.fromkeys("－−ー‐–—一", "-"),
        **{chr(0xFF01 + i): chr(0x21 + i) for i in range(94)},
        "　": "",
        " ": "",
    }
)


def folded(text: str) -> str:
    """Without blanks; variants of a character and strokes of one look are one."""
    return text.translate(_VARIANTS)


def _figures(text: str) -> str:
    return "".join(character for character in folded(text) if character.isdigit())


@dataclass(frozen=True, slots=True)
class Mark:
    """One field of one page: what stood there and what was read."""

    hand: str
    damage: str
    form: str
    key: str
    kind: str
    charset: str
    written: str
    read: str
    confidence: float
    sure: bool

    @property
    def right(self) -> bool:
        if self.charset == "phone":  # with or without strokes it is the same number
            return _figures(self.written) == _figures(self.read)
        return folded(self.written) == folded(self.read)


@dataclass(slots=True)
class Count:
    right: int = 0
    all: int = 0

    def add(self, right: bool) -> None:
        self.right += right
        self.all += 1

    def told(self) -> str:
        share = 100 * self.right / self.all if self.all else 0.0
        return f"{share:6.2f} %  ({self.right}/{self.all})"


def report(marks: Iterable[Mark]) -> Iterable[str]:
    """The figures the project promises, line by line."""
    marks = list(marks)
    written = [m for m in marks if m.kind != "tick" and m.written]
    yield "fields exact after folding, by hand"
    yield from _by(written, lambda m: m.hand)
    yield "fields exact, by damage"
    yield from _by(written, lambda m: m.damage)
    yield "fields exact, by characters"
    yield from _by(written, lambda m: f"{m.kind} {m.charset}")
    yield from _digits(marks)
    ticks = [m for m in marks if m.kind == "tick"]
    yield "marks in tick boxes"
    yield from _by(ticks, lambda m: m.damage)
    yield f"  {'all':<24} {_count(ticks).told()}"
    empty = [m for m in marks if m.kind != "tick" and not m.written]
    yield f"empty fields read empty      {_count(empty).told()}"
    fields = [m for m in marks if m.kind != "tick"]
    for name, part in (("fields and marks", marks), ("fields alone", fields), ("written", written)):
        taken = [m for m in part if m.sure]
        share = Count(len(taken), len(part))
        yield f"taken without the clerk: {name:<18} {share.told()}"
        yield f"  of these right           {'':<18} {_count(taken).told()}"
    yield "taken written fields right, by hand"
    yield from _by([m for m in written if m.sure], lambda m: m.hand)


def _by(marks: Iterable[Mark], name: object) -> Iterable[str]:
    counts: dict[str, Count] = defaultdict(Count)
    for mark in marks:
        counts[name(mark)].add(mark.right)  # type: ignore[operator]
    for key in sorted(counts):
        yield f"  {key:<24} {counts[key].told()}"


def _count(marks: Iterable[Mark]) -> Count:
    count = Count()
    for mark in marks:
        count.add(mark.right)
    return count


def _digits(marks: Iterable[Mark]) -> Iterable[str]:
    """Each digit of a comb by its place; a comb of another length counts all its digits wrong."""
    count = Count()
    for mark in marks:
        if mark.kind == "comb":
            same = len(mark.read) == len(mark.written)
            for place, digit in enumerate(mark.written):
                count.add(same and mark.read[place] == digit)
    yield f"digits in boxes              {count.told()}"
