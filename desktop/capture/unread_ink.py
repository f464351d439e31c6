"""Ink that no letter of a reading stands for: the network drops a letter and is sure of the rest.

Each letter has a place along the line. Where the ink begins well before the first of them, goes on
well behind the last, or fills more between two than two letters do, one was passed over. Small and
large kana, too, are told apart by the ink: the network sees each line as high as any other.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from desktop.capture.engine import Char
from desktop.capture.pixels import Gray
from desktop.domain.forms import Charset

_INK = 218
# In heights of the line, as drawn fields show it: no letter begins or ends further from its place.
_LEAST_BESIDE, _LEAST_LONG = 0.75, 1.1
# Of what two letters take, in line heights and as a share of the line's own measure.
_BETWEEN, _UNUSUAL = 1.4, 1.2
_NARROW, _NARROW_WIDTH = frozenset("・、。（）「」"), 0.65  # and Latin letters and figures
_LONG = frozenset("ー一-")  # their place is where the stroke begins
_WITH_GAPS = (Charset.JAPANESE, Charset.NUMBER)  # figures of a date or a call stand apart
_SMALL = {"ャ": 0.9, "ュ": 0.86, "ョ": 0.88, "ッ": 0.97}  # of a usual letter's height at most
_LARGE = {"ヤ": 0.8, "ユ": 0.57, "ヨ": 0.68, "ツ": 0.72}  # at least
_UNEVEN = frozenset("ァィゥェォーニハヘ・")  # no measure of the others' height


def all_read(crop: Gray, chars: Sequence[Char], charset: Charset) -> bool:
    """Whether the letters account for all of the line's ink."""
    written = [char for char in chars if not char.text.isspace()]
    mask = crop < _INK
    inked: NDArray[np.bool_] = np.any(mask, axis=0)
    rows = np.flatnonzero(mask.any(axis=1))
    if not written or not rows.size:
        return True
    tall = int(np.ptp(rows)) + 1
    places = _places(written, crop.shape[1])
    before, behind = inked[: places[0]].sum(), inked[places[-1] :].sum()
    end = _LEAST_LONG if written[-1].text in _LONG else _LEAST_BESIDE
    if before > _LEAST_BESIDE * tall or behind > end * tall:
        return False
    if charset not in _WITH_GAPS or len(written) <= 1:
        return True
    widths = np.array([_width(char.text) for char in written])
    taken = np.array([inked[a:b].sum() for a, b in itertools.pairwise(places)])
    measure = taken / ((widths[:-1] + widths[1:]) / 2)
    most = float(measure.max())
    return not (most > _BETWEEN * tall and most > _UNUSUAL * float(np.median(measure)))


def sizes_told(crop: Gray, chars: Sequence[Char]) -> bool:
    """Whether every ャ and ヤ of a reading in kana is as high as such a letter is."""
    written = [char for char in chars if not char.text.isspace()]
    if not any(char.text in _SMALL or char.text in _LARGE for char in written):
        return True
    mask = crop < _INK
    places = _places(written, crop.shape[1])
    cuts = [0, *((a + b) // 2 for a, b in itertools.pairwise(places)), mask.shape[1]]
    heights = [_height(mask[:, a:b]) for a, b in itertools.pairwise(cuts)]
    usual = [
        height
        for char, height in zip(written, heights, strict=True)
        if char.text not in _SMALL and char.text not in _LARGE and char.text not in _UNEVEN
    ]
    if not usual:
        return False
    measure = float(np.median(usual))
    for number, (char, height) in enumerate(zip(written, heights, strict=True)):
        if height > _SMALL.get(char.text, 9.0) * measure:
            return False
        if number and height < _LARGE.get(char.text, 0.0) * measure:
            return False
    return True


def _places(chars: Sequence[Char], wide: int) -> list[int]:
    return [min(wide - 1, int(char.at * wide)) for char in chars]


def _width(text: str) -> float:
    return _NARROW_WIDTH if text in _NARROW or text.isascii() else 1.0


def _height(mask: NDArray[np.bool_]) -> int:
    rows = np.flatnonzero(mask.any(axis=1))
    return int(np.ptp(rows)) + 1 if rows.size else 0
