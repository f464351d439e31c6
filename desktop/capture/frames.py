"""What goes through the pipes between the desk and its children: a JSON head and raw bytes.

No pickle comes back from a child: a child that a hostile file has taken over must not be able to
run anything in the parent.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping, Sequence
from typing import Any, BinaryIO

_HEAD = struct.Struct(">I")
_MAX_HEAD = 4_000_000


class BrokenFrame(Exception):
    """The stream ended or carries what no frame is."""


def write_frame(
    stream: BinaryIO, head: Mapping[str, Any], blobs: Sequence[bytes | memoryview] = ()
) -> None:
    text = json.dumps({**head, "sizes": [len(b) for b in blobs]}, ensure_ascii=False).encode()
    stream.write(_HEAD.pack(len(text)))
    stream.write(text)
    for blob in blobs:
        stream.write(blob)
    stream.flush()


def read_frame(stream: BinaryIO, max_bytes: int) -> tuple[dict[str, Any], list[bytes]]:
    """The next frame; `max_bytes` bounds what its blobs may take together."""
    (length,) = _HEAD.unpack(_exactly(stream, _HEAD.size))
    if length > _MAX_HEAD:
        raise BrokenFrame
    try:
        head = json.loads(_exactly(stream, length))
        sizes = [int(size) for size in head["sizes"]]
    except (ValueError, KeyError, TypeError) as error:
        raise BrokenFrame from error
    if any(size < 0 for size in sizes) or sum(sizes) > max_bytes:
        raise BrokenFrame
    return head, [_exactly(stream, size) for size in sizes]


def _exactly(stream: BinaryIO, count: int) -> bytes:
    data = stream.read(count)
    if len(data) != count:
        raise BrokenFrame
    return data
