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
_LEAST_LAST = 4  # pieces: 「い。」 does not stand alone below a full line
_LONG_LINE = 20  # pieces: a shorter line would show what was taken from it
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
    lines: list[list[str]] = []
    line: list[str] = []
    for piece in _pieces(text, width, measure):
        if line and measure("".join([*line, piece])) > width:
            kept, carried = _split_point(line, piece)
            lines.append(kept)
            line = carried
            if not line and piece in _BLANKS:
                continue
        line.append(piece)
    if lines and 0 < len(line) < _LEAST_LAST and len(lines[-1]) >= _LONG_LINE:
        lines[-1], line = _filled_up(lines[-1], line)
    return (*("".join(kept).rstrip(_BLANKS) for kept in lines), "".join(line))


def _filled_up(above: list[str], last: list[str]) -> tuple[list[str], list[str]]:
    """The two last lines of a paragraph, with a little of the upper one moved down."""
    moved = _LEAST_LAST - len(last)
    kept, carried = _split_point(above[:-moved], above[-moved])
    down = [*carried, *above[-moved:], *last]
    return (above, last) if down[0][0] in _NOT_FIRST or down[0] in _BLANKS else (kept, down)


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
