"""A decoded page: upright pixels and nothing of the file they came from."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Gray = NDArray[np.uint8]
Picture = NDArray[np.uint8]


@dataclass(frozen=True, slots=True, eq=False)
class Pixels:
    """`array` is height×width (mode "L") or height×width×3 (mode "RGB"); `dpi` of the paper."""

    array: Picture
    dpi: float

    @property
    def width(self) -> int:
        return int(self.array.shape[1])

    @property
    def height(self) -> int:
        return int(self.array.shape[0])

    @property
    def mode(self) -> str:
        return "L" if self.array.ndim == 2 else "RGB"
