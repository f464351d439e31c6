"""The head of an address in the shape of the gazetteer's keys, with the way back to the line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from desktop.address.numerals import KANJI_DIGITS, kanji_of, number_of
from desktop.address.place_key import FOLDS

_LONGEST: Final = 64  # no head of an address is longer
_MOST_DIGITS: Final = 4


@dataclass(frozen=True, slots=True)
class KeyText:
    """`starts[i]` and `ends[i]` are the place in the line of the key's character i.

    Digits stand as 漢数字, since names are registered so; all characters of one number share its
    place, and no name ends inside of a number.
    """

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def splits_number(self, at: int) -> bool:
        return 0 < at < len(self.starts) and self.starts[at] == self.starts[at - 1]

    def line_end(self, at: int, start: int = 0) -> int:
        """The place in the line just behind the key's first `at` characters."""
        return self.ends[at - 1] if at else start


def key_text(line: str, start: int = 0, *, digit_by_digit: bool = False) -> KeyText:
    """`digit_by_digit`: 一一 in the line means 十一."""
    text: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    at, size = start, len(line)
    while at < size and len(text) < _LONGEST:
        character = line[at]
        if "0" <= character <= "9":
            last = at + 1
            while last < size and "0" <= line[last] <= "9":
                last += 1
            digits = line[at:last]
            written = kanji_of(int(digits)) if last - at <= _MOST_DIGITS else digits
            text.extend(written)
            starts.extend([at] * len(written))
            ends.extend([last] * len(written))
            at = last
            continue
        if digit_by_digit and character in KANJI_DIGITS:
            last = at + 1
            while last < size and line[last] in KANJI_DIGITS:
                last += 1
            written = kanji_of(number_of(line[at:last]) or 0) if last - at > 1 else character
            text.extend(written)
            starts.extend([at] * len(written))
            ends.extend([last] * len(written))
            at = last
            continue
        at += 1
        if character == " ":
            continue
        if character == "字":
            if text and text[-1] in "大小" and ends[-1] == at - 1:
                text.pop(), starts.pop(), ends.pop()
            continue
        if character == "々" and text:
            character = text[-1]
        folded = FOLDS.get(character, character)
        if folded == "リ" and text and text[-1] == "通":
            ends[-1] = at
            continue
        text.append(folded)
        starts.append(at - 1)
        ends.append(at)
    return KeyText("".join(text), tuple(starts), tuple(ends))
