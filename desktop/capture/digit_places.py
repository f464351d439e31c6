"""Where the digits of a number stand, those among them that were not found (decision 13)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from itertools import pairwise

from desktop.capture.kinds import plain
from desktop.capture.layout import ReadLine, Row, boxes
from desktop.domain.reading import Box

MY_NUMBER_LENGTH = 12
LIKE_DIGITS = str.maketrans("OoQD〇○IlBSqg", "000000118599")
_RUN = re.compile(r"\d(?:[ \-ー－―‐—・.·]{0,2}\d)*")
_MANY = 7
_MANY_GROUPED = 6  # where four of them were read as the group they are
_GROUP = 4
_LOST = 7  # pitches between two digits of one stack: some between them were not found
_TALLEST = 16  # pitches: twelve digits written downwards in three groups
_OUTER_GROUPS = re.compile(r"(?<!\d)(\d{4})[ |]+(\d{4})(?!\d)")
_YEAR = re.compile(r"(?:19|20)\d\d")
_ROOM_FOR_ONE = (0.9, 3.5)  # widths of a group
_TWO_GROUPS = re.compile(r"\d{4}\D{1,2}\d{4}")
_GROUP_ROOM = 6  # line heights that a third group of four takes, with its gap


def digit_runs(text: str) -> list[tuple[str, int, int]]:
    """Every unbroken run of digits, whatever separates its groups: digits, start, end."""
    return [
        (re.sub(r"\D", "", match[0]), match.start(), match.end()) for match in _RUN.finditer(text)
    ]


def is_numbering(digits: str) -> bool:
    """Whether the digits count up one by one, as the items of a list do."""
    return all(int(b) - int(a) == 1 for a, b in pairwise(digits))


def with_room(places: Sequence[tuple[int, Box]], count: int) -> list[Box]:
    """The place of so many digits, and at both ends the room of those that were not found."""
    found = [box for _, box in places]
    if not found:
        return found
    left, top = min(x for x, *_ in found), min(y for _, y, *_ in found)
    right = max(x + width for x, _, width, _ in found)
    bottom = max(y + height for _, y, _, height in found)
    missing = max(0, MY_NUMBER_LENGTH - count)
    room = round(missing * 1.2 * (right - left) / count)
    # In one piece: a digit between two that were found may not have been.
    start = max(0, left - room)
    return [(start, top, right + room - start, bottom - top)]


def lost_of(text: str, length: int) -> int:
    """How many digits of a number of that length were not read, as under a stamp."""
    return max(0, length - len(re.findall(r"\d", text)))


def group_lost(row: Row, lines: Sequence[ReadLine]) -> list[Box]:
    """Two groups of four digits by themselves: a third one, faint, cut or stamped, may not have
    been found. The box has room for it on either side, or holds what is between."""
    found: list[Box] = []
    for _, start, end in digit_runs(row.text):
        if _TWO_GROUPS.fullmatch(row.text[start:end]) is None:
            continue
        for _, (x, y, width, height) in boxes(row, lines, start, end):
            room = _GROUP_ROOM * height
            found.append((max(0, x - room), y, width + 2 * room, height))
    for match in _OUTER_GROUPS.finditer(row.text):
        places = [box for _, box in boxes(row, lines, match.start(), match.end())]
        if len(places) == 2 and not all(map(_YEAR.fullmatch, match.group(1, 2))):
            found += _with_a_group_between(*places)
    return found


def _with_a_group_between(first: Box, last: Box) -> list[Box]:
    """Both and what is between, where one more group has its place there and not much more."""
    gap = last[0] - first[0] - first[2]
    if not _ROOM_FOR_ONE[0] * first[2] <= gap <= _ROOM_FOR_ONE[1] * first[2]:
        return []
    top, bottom = min(first[1], last[1]), max(first[1] + first[3], last[1] + last[3])
    return [(first[0], top, last[0] + last[2] - first[0], bottom - top)]


def downwards(lines: Sequence[ReadLine]) -> list[Box]:
    """Stacks of digits no taller than twelve of them in groups, some misread or not found, some
    read together; but for a list's numbering."""
    found: list[Box] = []
    for stack in _digit_stacks(lines):
        text = "".join(map(_as_digits, stack))
        pitch = _pitch(stack)
        top, bottom = stack[0].box[1], max(one.bottom for one in stack)
        grouped = any(len(_as_digits(one)) >= _GROUP for one in stack)
        many = _MANY_GROUPED if grouped else _MANY
        if len(text) < many or is_numbering(text) or (bottom - top) / pitch > _TALLEST:
            continue
        # Digits at either end may not have been found: as many places as twelve would take.
        spare = max(pitch, _TALLEST * pitch - (bottom - top))
        left, right = min(one.box[0] for one in stack), max(one.right for one in stack)
        found.append((left, max(0, top - spare), right - left, bottom - top + 2 * spare))
    return found


def _digit_stacks(lines: Sequence[ReadLine]) -> list[list[ReadLine]]:
    """Upright pieces that are digits, one under another, with room between for lost ones."""
    upright = [one for one in lines if one.box[2] <= one.box[3] and _as_digits(one)]
    stacks: list[list[ReadLine]] = []
    for line in sorted(upright, key=lambda one: one.box[1]):
        for stack in stacks:
            last = stack[-1]
            aside = abs(line.box[0] + line.box[2] / 2 - last.box[0] - last.box[2] / 2)
            near = line.box[1] - last.bottom < _LOST * _pitch([*stack, line])
            if aside < 0.8 * max(line.box[2], last.box[2]) and near:
                stack.append(line)
                break
        else:
            stacks.append([line])
    return stacks


def _pitch(stack: Sequence[ReadLine]) -> int:
    """From one digit to the next."""
    heights = sorted(one.box[3] // len(_as_digits(one)) for one in stack)
    return max(1, heights[len(heights) // 2])


def _as_digits(line: ReadLine) -> str:
    """The piece as the digits it may be; "" where it holds anything else."""
    text = plain(unicodedata.normalize("NFKC", line.text)).translate(LIKE_DIGITS)
    text = re.sub(r"[-ー－|・.]", "", text)
    return text if text.isdigit() else ""
