"""Black boxes burnt into the pixels of a page that is kept already (DOMAIN §5)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import cv2
import numpy as np

from desktop.capture import encode
from desktop.domain.reading import Box


@dataclass(frozen=True, slots=True)
class Burnt:
    """The page's new picture and thumbnail, JPEG, in the size it had."""

    image: bytes = field(repr=False)
    thumbnail: bytes = field(repr=False)
    width: int
    height: int


def burn(image: bytes, boxes: Iterable[Box]) -> Burnt:
    """The picture with the boxes black; the thumbnail is made from the black picture.

    `image` is what `encode` made of a screened page and the vault sealed: no hostile file, so it
    is decoded here and not in the sandboxed child.
    """
    decoded = cv2.imdecode(np.frombuffer(image, np.uint8), cv2.IMREAD_UNCHANGED)
    picture = np.asarray(decoded, np.uint8)
    if picture.ndim == 3:
        picture = picture[..., ::-1]
    picture = picture.copy()
    for x, y, width, height in boxes:
        picture[y : y + height, x : x + width] = 0
    tall, wide = picture.shape[:2]
    return Burnt(encode.keep_size(picture), encode.thumbnail(picture), wide, tall)
