"""Breaking Japanese text into lines: 禁則処理, Latin words and numbers kept whole."""

from __future__ import annotations

import re
from collections.abc import Callable

# Must not begin a line, must not end one (JIS X 4051, the common part).
_NOT_FIRST = frozenset(
    "、。，．・：；？！）］｝〉》」』】〕〟’”ーゝゞ々ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ"
    ",.:;?!)]}%％円年月日号"
)
_NOT_LAST = frozenset("（［｛〈《「『【〔〝‘“([{〒")
_BLANKS = " \u3000"  # a line broken at a blank needs none
_PIECE = re.compile(r"[0-9A-Za-z@#&'_./+:,-]+|.", re.DOTALL)


def break_lines(text: str, width: float, measure: Callable[[str], float]) -> tuple[str, ...]:
    """The text in lines no wider than `width`; a line end in the text is kept.

    A single word wider than the line is cut: an address without a place to break must still fit.
    """
    return tuple(
        line for part in text.split("\n") for line in _break_paragraph(part, width, measure)
    )


def _break_paragraph(text: str, width: float, measure: Callable[[str], float]) -> tuple[str, ...]:
    lines: list[str] = []
    line: list[str] = []
    for piece in _pieces(text, width, measure):
        if line and measure("".join([*line, piece])) > width:
            kept, carried = _split_point(line, piece)
            lines.append("".join(kept).rstrip(_BLANKS))
            line = carried
            if not line and piece in _BLANKS:
                continue
        line.append(piece)
    lines.append("".join(line))
    return tuple(lines)


def _pieces(text: str, width: float, measure: Callable[[str], float]) -> list[str]:
    pieces: list[str] = []
    for match in _PIECE.finditer(text):
        piece = match[0]
        pieces.extend([piece] if measure(piece) <= width else list(piece))
    return pieces


def _split_point(line: list[str], following: str) -> tuple[list[str], list[str]]:
    """Where the line ends so that neither its last nor the next line's first piece is forbidden."""
    cut = len(line)
    first = following
    while cut > 1 and (first[0] in _NOT_FIRST or line[cut - 1][-1] in _NOT_LAST):
        cut -= 1
        first = line[cut]
    if first[0] in _NOT_FIRST or line[cut - 1][-1] in _NOT_LAST:
        return line, []
    return line[:cut], line[cut:]
