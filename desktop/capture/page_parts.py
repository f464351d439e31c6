"""Several papers copied on one page, told apart: two cards on one A4, both sides of one card.

A page is cut where a strip without text runs across or down it and both halves name a paper of
their own. A half that names none, or the same side of the same paper again, was no half.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from desktop.capture.kinds import is_back, kind_of, plain, title_of
from desktop.capture.layout import ReadLine
from desktop.capture.number_side import lies_number_side_up
from desktop.domain.identity import is_identity_paper
from desktop.domain.reading import Box, PageKind

_LEAST_LINES = 2
_LEAST_GAP = 1.0  # line heights
_MOST = 4
_TRIED = 24  # cuts: two papers lie further apart than most lines of either
_PASSPORTS = (PageKind.PP_OLD, PageKind.PP_NEW)
_HOLDER = "氏名"


@dataclass(frozen=True, slots=True)
class Part:
    """One paper, or one side of it, and its lines."""

    kind: PageKind
    back: bool
    lines: tuple[ReadLine, ...]

    @property
    def box(self) -> Box:
        left, top = min(one.box[0] for one in self.lines), min(one.box[1] for one in self.lines)
        right, bottom = max(one.right for one in self.lines), max(one.bottom for one in self.lines)
        return left, top, right - left, bottom - top


def parts_of(lines: Sequence[ReadLine], dpi: float) -> tuple[Part, ...]:
    """The papers on the page from top to bottom; none where it shows one or is no paper at all."""
    found = _split(tuple(lines), dpi, _MOST)
    return tuple(found) if len(found) > 1 else ()


def kind_at(parts: Sequence[Part], box: Box, whole: PageKind) -> PageKind:
    """The paper nearest to the box; the whole page's kind where it shows one paper only."""
    return min(parts, key=lambda part: _away(part.box, box)).kind if parts else whole


def _away(one: Box, other: Box) -> int:
    """How far apart two boxes lie; 0 where they meet."""
    across = max(one[0] - other[0] - other[2], other[0] - one[0] - one[2], 0)
    down = max(one[1] - other[1] - other[3], other[1] - one[1] - one[3], 0)
    return across + down


def _split(lines: tuple[ReadLine, ...], dpi: float, most: int) -> list[Part]:
    for one, other in _cuts(lines) if most > 1 else ():
        first = _paper(one, dpi)
        second = None if first is None else _paper(other, dpi)
        if first is None or second is None or not _are_two(first, second):
            continue
        return [
            part
            for half in (first, second)
            for part in (_split(half.lines, dpi, most - 1) or [half])
        ]
    whole = _paper(lines, dpi)
    return [] if whole is None else [whole]


def _cuts(lines: Sequence[ReadLine]) -> Iterator[tuple[tuple[ReadLine, ...], tuple[ReadLine, ...]]]:
    """Both halves of the lines at the widest strips without text, the widest first."""
    if len(lines) < 2 * _LEAST_LINES:
        return
    least = _LEAST_GAP * median(min(line.box[2], line.box[3]) for line in lines)
    found: list[tuple[float, tuple[ReadLine, ...], tuple[ReadLine, ...]]] = []
    for axis in (1, 0):
        order = sorted(lines, key=lambda line: line.box[axis])
        reach = 0
        for number, line in enumerate(order):
            gap = line.box[axis] - reach
            if _LEAST_LINES <= number <= len(order) - _LEAST_LINES and gap >= least:
                found.append((gap, tuple(order[:number]), tuple(order[number:])))
            reach = max(reach, line.box[axis] + line.box[axis + 2])
    for _, one, other in sorted(found, key=lambda cut: -cut[0])[:_TRIED]:
        yield one, other


def _paper(lines: tuple[ReadLine, ...], dpi: float) -> Part | None:
    """The identity paper these lines are, if they say which."""
    kind = title_of(lines)
    if kind is PageKind.UNKNOWN:
        kind = kind_of(lines)
        if kind is PageKind.UNKNOWN and lies_number_side_up(lines, dpi):
            kind = PageKind.MNC_BACK
        if kind not in (PageKind.DL, PageKind.DL_BACK, PageKind.MNC_BACK):
            return None
        if kind is PageKind.DL and not _name_stands(lines):
            return None
    if not (is_identity_paper(kind) or kind in (PageKind.DL_BACK, PageKind.MNC_BACK)):
        return None
    return Part(kind, is_back(kind, lines), lines)


def _are_two(one: Part, other: Part) -> bool:
    if one.kind in _PASSPORTS and other.kind in _PASSPORTS:
        return False  # the pages of one passport
    if (one.kind, one.back) != (other.kind, other.back):
        return True
    named = _name_stands(one.lines) and _name_stands(other.lines)
    return named and title_of(other.lines) is other.kind


def _name_stands(lines: Sequence[ReadLine]) -> bool:
    return any(plain(line.text).startswith(_HOLDER) for line in lines)
