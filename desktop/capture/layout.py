"""Read lines on an upright page: their places, the rows they form, columns of characters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from desktop.capture.engine import Char, lowest
from desktop.domain.reading import Box

_NEAR = 3.0  # pieces nearer than this many line heights belong to one statement


@dataclass(frozen=True, slots=True)
class ReadLine:
    """One line as read, character by character, and its box on the upright page."""

    chars: tuple[Char, ...]
    box: Box

    @property
    def text(self) -> str:
        return "".join(char.text for char in self.chars)

    @property
    def confidence(self) -> float:
        return lowest(self.chars)

    @property
    def right(self) -> int:
        return self.box[0] + self.box[2]

    @property
    def bottom(self) -> int:
        return self.box[1] + self.box[3]

    @property
    def middle(self) -> float:
        return self.box[1] + self.box[3] / 2

    def part(self, start: int, end: int) -> ReadLine:
        """Characters `start` to `end` with the part of the box they take."""
        x, y, _, height = self.box
        if start >= end:
            return ReadLine((), (x, y, 1, height))
        left, right = self.span(start, end)
        return ReadLine(self.chars[start:end], (left, y, max(1, right - left), height))

    def span(self, start: int, end: int) -> tuple[int, int]:
        """From where to where on the page characters `start` to `end` reach, generously."""
        x, _, width, _ = self.box
        half = width / max(len(self.chars), 1) / 2
        first, last = self.chars[start].at * width, self.chars[end - 1].at * width
        before = self.chars[start - 1].at * width if start else -half
        after = self.chars[end].at * width if end < len(self.chars) else width + half
        left = max((first + before) / 2, first - 2 * half)
        right = min((last + after) / 2, last + 2 * half)
        return round(x + left), round(x + right)


@dataclass(frozen=True, slots=True)
class Piece:
    """Where one character of a row's text comes from; `line` is −1 for a joint."""

    line: int
    char: int


@dataclass(frozen=True, slots=True)
class Row:
    """Lines side by side, left to right, as one text. `pieces` tells where each character stands.

    Near neighbours are joined by a blank, far ones by a bar, so that a number drawn in groups is
    one number and two columns of a table are not.
    """

    lines: tuple[int, ...]
    text: str
    pieces: tuple[Piece, ...]


def rows(lines: Sequence[ReadLine]) -> list[Row]:
    """The page's rows from top to bottom."""
    order = sorted(range(len(lines)), key=lambda i: lines[i].middle)
    groups: list[list[int]] = []
    for index in order:
        line = lines[index]
        for group in reversed(groups[-4:]):
            last = lines[group[-1]]
            if abs(line.middle - last.middle) < 0.5 * min(line.box[3], last.box[3]):
                group.append(index)
                break
        else:
            groups.append([index])
    return [_row(lines, sorted(group, key=lambda i: lines[i].box[0])) for group in groups]


def columns(lines: Sequence[ReadLine]) -> list[Row]:
    """Single characters one under another, as the texts they are: numbers written downwards."""
    return [
        Row(
            tuple(group),
            "".join(lines[i].text.strip() for i in group),
            tuple(Piece(i, _written(lines[i])) for i in group),
        )
        for group in stacks(lines)
        if all(len(lines[i].text.strip()) == 1 for i in group)
    ]


def stacks(lines: Sequence[ReadLine]) -> list[list[int]]:
    """Lines no wider than tall that stand one under another, each from top to bottom."""
    upright = sorted(
        (i for i, line in enumerate(lines) if line.box[2] <= line.box[3] and line.text.strip()),
        key=lambda i: lines[i].box[1],
    )
    groups: list[list[int]] = []
    for index in upright:
        line = lines[index]
        for group in groups:
            last = lines[group[-1]]
            wide = max(line.box[2], last.box[2])
            middle = line.box[0] + line.box[2] / 2 - (last.box[0] + last.box[2] / 2)
            if abs(middle) < 0.8 * wide and -wide < line.box[1] - last.bottom < 4 * wide:
                group.append(index)
                break
        else:
            groups.append([index])
    return [group for group in groups if len(group) > 1]


def _written(line: ReadLine) -> int:
    """The index of the line's only written character."""
    return next(n for n, char in enumerate(line.chars) if not char.text.isspace())


def _row(lines: Sequence[ReadLine], group: list[int]) -> Row:
    text, pieces = "", []
    for place, index in enumerate(group):
        line = lines[index]
        if place:
            previous = lines[group[place - 1]]
            near = line.box[0] - previous.right < _NEAR * max(line.box[3], previous.box[3])
            text += " " if near else "|"
            pieces.append(Piece(-1, -1))
        for number, char in enumerate(line.chars):
            # Some of the model's characters are more than one code point.
            text += char.text[:1]
            pieces.append(Piece(index, number))
    return Row(tuple(group), text, tuple(pieces))


def boxes(row: Row, lines: Sequence[ReadLine], start: int, end: int) -> list[tuple[int, Box]]:
    """Line number and box for the characters `start` to `end` of a row's text."""
    found = []
    for index in row.lines:
        chars = [p.char for p in row.pieces[start:end] if p.line == index]
        if chars:
            found.append((index, lines[index].part(chars[0], chars[-1] + 1).box))
    return found


def covered(line: ReadLine, masks: Sequence[Box]) -> ReadLine:
    """The line with every character under a mask blacked out in its text too."""
    chars = []
    for number, char in enumerate(line.chars):
        left, right = line.span(number, number + 1)
        middle = (left + right) / 2
        hidden = any(
            x <= middle <= x + width and y <= line.middle <= y + height
            for x, y, width, height in masks
        )
        chars.append(replace(char, text="■", probability=1.0) if hidden else char)
    return ReadLine(tuple(chars), line.box)
