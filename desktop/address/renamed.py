"""The office's own table of renamed places: old name, new name, day (ADDRESS §1).

No public list leads from old municipality names to new ones, so the office keeps what it meets.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from desktop.address.characters import visible
from desktop.address.fold import Folded
from desktop.address.gazetteer import Gazetteer
from desktop.address.key_text import KeyText, key_text
from desktop.address.municipalities import PREFECTURES

_PREFECTURES: Final = (*PREFECTURES, *(name[:-1] for name in PREFECTURES[1:]))
_SHORTEST: Final = 2
_COLUMNS: Final = 3
_SEPARATORS: Final = re.compile(r"[./年月]")


@dataclass(frozen=True, slots=True)
class RenamedPlace:
    """`old` has been `new` since `since`; both from the municipality on, prefecture or not."""

    old: str
    new: str
    since: date

    def line(self) -> str:
        """As one text, which `read_line` takes back."""
        return f"{self.old}\t{self.new}\t{self.since.isoformat()}"


@dataclass(frozen=True, slots=True)
class NameProblem:
    """A line of the file that was not taken, which column, and why."""

    line: int
    column: str
    reason: str


@dataclass(frozen=True, slots=True)
class NamesRead:
    accepted: tuple[RenamedPlace, ...]
    rejected: tuple[NameProblem, ...]


def read_line(text: str) -> RenamedPlace:
    """The inverse of `RenamedPlace.line`; raises ValueError."""
    old, new, since = text.split("\t")
    return RenamedPlace(old, new, date.fromisoformat(since))


def read_table(text: str, gazetteer: Gazetteer) -> NamesRead:
    """A CSV table old,new,date; a first line without a date is its heading.

    A new name must be in the gazetteer, an old name may stand once and must not be a new one.
    """
    accepted: dict[str, RenamedPlace] = {}
    lines: dict[str, int] = {}
    rejected: list[NameProblem] = []
    for number, row in enumerate(csv.reader(io.StringIO(text)), 1):
        cells = [visible(cell).replace(" ", "") for cell in row]
        if not any(cells):
            continue
        problem = _problem(cells, accepted, gazetteer)
        if problem is None:
            key = _key(cells[0])
            accepted[key], lines[key] = RenamedPlace(cells[0], cells[1], _day(cells[2])), number
        elif number > 1 or any(c.isdigit() for c in cells[-1]):
            rejected.append(NameProblem(number, *problem))
    for key in sorted({_key(one.new) for one in accepted.values()} & accepted.keys()):
        del accepted[key]
        rejected.append(NameProblem(lines[key], "old", "旧名がほかの行の新名になっています"))
    rejected.sort(key=lambda problem: problem.line)
    return NamesRead(tuple(accepted.values()), tuple(rejected))


def _problem(
    cells: Sequence[str], accepted: dict[str, RenamedPlace], gazetteer: Gazetteer
) -> tuple[str, str] | None:
    if len(cells) != _COLUMNS:
        return "", "列が三つではありません（旧名、新名、日付）"
    old, new, since = cells
    try:
        _day(since)
    except ValueError:
        return "date", "日付として読めません"
    if len(_key(old)) < _SHORTEST:
        return "old", "旧名がないか、短すぎます"
    if _key(old) in accepted:
        return "old", "同じ旧名の行が先にあります"
    if _key(old) == _key(new):
        return "new", "旧名と新名が同じです"
    if not _is_known(new, gazetteer):
        return "new", "新名が地名辞書にありません"
    return None


def _day(text: str) -> date:
    parts = _SEPARATORS.sub("-", text.removesuffix("日")).split("-")
    if len(parts) == 1:
        return date.fromisoformat(text)
    year, month, day = map(int, parts)
    return date(year, month, day)


def _is_known(name: str, gazetteer: Gazetteer) -> bool:
    """Whether the whole name is a municipality, or one and a town in it."""
    key = key_text(name).text
    for length, places in gazetteer.municipalities_at(key):
        if length == len(key):
            return True
        for place in places:
            if any(length + m.length == len(key) for m in gazetteer.towns_at(place, key[length:])):
                return True
    return False


def _key(name: str) -> str:
    return key_text(name).text


def _without_prefecture(name: str) -> str:
    return next((name.removeprefix(p) for p in PREFECTURES if name.startswith(p)), name)


def _changed_part(key: KeyText, length: int, new: str) -> tuple[int, str]:
    """How many characters of the old name stay as written, and what takes the others' place."""
    now, same = key_text(new), 0
    while same < min(length, len(now.text)) - 1 and key.text[same] == now.text[same]:
        same += 1
    while same and (key.splits_number(same) or now.splits_number(same)):
        same -= 1
    return same, new[now.starts[same] :]


class Renamed:
    """The table in use: puts today's name in the place of an older one."""

    def __init__(self, places: Iterable[RenamedPlace] = ()) -> None:
        self._new: dict[str, tuple[RenamedPlace, str]] = {}
        for place in places:
            self._new[_key(place.old)] = place, place.new
            self._new[_key(_without_prefecture(place.old))] = place, _without_prefecture(place.new)
        self._longest = max(map(len, self._new), default=0)

    def apply(self, folded: Folded, start: int) -> tuple[Folded, RenamedPlace | None]:
        """The text with the new name, its characters in the place of the old name's."""
        if not self._new:
            return folded, None
        line = folded.text
        prefecture = next((p for p in _PREFECTURES if line.startswith(p, start)), "")
        for begin in dict.fromkeys((start, start + len(prefecture))):
            key = key_text(line, begin)
            for length in range(min(self._longest, len(key.text)), _SHORTEST - 1, -1):
                found = self._new.get(key.text[:length])
                if found is None or key.splits_number(length):
                    continue
                place, new = found
                if begin > start:
                    new = _without_prefecture(new)
                kept, new = _changed_part(key, length, new)
                first, last = key.starts[kept], key.ends[length - 1]
                span = folded.span(first, last)
                return (
                    Folded(
                        line[:first] + new + line[last:],
                        (*folded.starts[:first], *([span[0]] * len(new)), *folded.starts[last:]),
                        (*folded.ends[:first], *([span[1]] * len(new)), *folded.ends[last:]),
                    ),
                    place,
                )
        return folded, None
