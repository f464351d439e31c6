"""Breaking Japanese text into lines: 禁則処理, Latin words and numbers kept whole."""

from __future__ import annotations

import re
from collections.abc import Callable

# Must not begin a line, must not end one (JIS X 4051, the common part).
_NOT_FIRST = frozenset(
    "、。，．・：；？！）］｝〉》」』】〕〟’”ーゝゞヽヾ々〻゛゜"
    "ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ｡､｣･ｰﾞﾟｧｨｩｪｫｬｭｮｯ"
    ",.:;?!)]}%％円年月日号"
)
_NOT_LAST = frozenset("（［｛〈《「『【〔〝‘“｢([{〒")
_LEAST_LAST = 4  # pieces: 「い。」 does not stand alone below a full line
_LONG_LINE = 20  # pieces: a shorter line would show what was taken from it
_BLANKS = " \u3000"  # a line broken at a blank needs none
_HAIR = 1e-6  # what adding widths up may differ from the width of the whole
# A mark behind a letter is part of it: variation selectors, loose accents and voiced marks.
_MARKS = "\u0300-\u036f\u3099\u309a\ufe00-\ufe0f\U000e0100-\U000e01ef"
_WHOLE = re.compile(f".[{_MARKS}]*", re.DOTALL)
_PIECE = re.compile(
    f"(?:[0-9A-Za-z@#&'_./+:,\u00c0-\u024f０-９Ａ-Ｚａ-ｚ－．-][{_MARKS}]*)+|.[{_MARKS}]*",
    re.DOTALL,
)


def break_lines(
    text: str, width: float, measure: Callable[[str], float], together: int = 0
) -> tuple[str, ...]:
    """The text in lines no wider than `width`; a line end in the text is kept.

    A single word wider than the line is cut: an address without a place to break must still fit.
    The last `together` characters stand on one line, so that a 様 does not stand alone.
    """
    return tuple(
        line
        for part in text.split("\n")
        for line in _break_paragraph(part, width, measure, together)
    )


def _break_paragraph(
    text: str, width: float, measure: Callable[[str], float], together: int
) -> tuple[str, ...]:
    lines: list[list[str]] = []
    line: list[str] = []
    used = 0.0
    for piece in _pieces(text, width, measure, together):
        wide = measure(piece)
        if line and used + wide > width + _HAIR:
            kept, line = _split_point(line, piece)
            lines.append(kept)
            used = sum(map(measure, line))
            if not line and piece in _BLANKS:
                continue
        line.append(piece)
        used += wide
    if lines and 0 < len(line) < _LEAST_LAST and len(lines[-1]) >= _LONG_LINE:
        lines[-1], line = _filled_up(lines[-1], line)
    return (*("".join(kept).rstrip(_BLANKS) for kept in lines), "".join(line))


def _filled_up(above: list[str], last: list[str]) -> tuple[list[str], list[str]]:
    """The two last lines of a paragraph, with a little of the upper one moved down."""
    moved = _LEAST_LAST - len(last)
    kept, carried = _split_point(above[:-moved], above[-moved])
    down = [*carried, *above[-moved:], *last]
    return (above, last) if down[0][0] in _NOT_FIRST or down[0] in _BLANKS else (kept, down)


def _pieces(text: str, width: float, measure: Callable[[str], float], together: int) -> list[str]:
    pieces: list[str] = []
    for match in _PIECE.finditer(text):
        piece = match[0]
        pieces.extend([piece] if measure(piece) <= width else _WHOLE.findall(piece))
    end = ""
    while pieces and len(end) < together and measure(pieces[-1] + end) <= width:
        end = pieces.pop() + end
    if end[:1] and end[0] in _BLANKS:
        pieces.append(end[0])
        end = end[1:]
    return [*pieces, end] if end else pieces


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
