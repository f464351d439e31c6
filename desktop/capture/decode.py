"""Bytes of a scan → upright pixels, made in a child process that may be lost (CAPTURE §4).

The format is told by the file's first bytes, never by its name. The child gets the bytes and
nothing else; its answers are checked before they are believed.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

import numpy as np

from desktop.capture.child import Child, Deadline
from desktop.capture.frames import BrokenFrame, read_frame
from desktop.capture.pixels import Pixels
from desktop.capture.unreadable import Reason, Unreadable

MAX_FILE_BYTES = 300_000_000
MAX_PAGES = 200
MAX_PIXELS = 60_000_000
_MAGIC = (b"%PDF-", b"II*\0", b"MM\0*", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")
_OUT_OF_TIME = (-24, -9)  # SIGXCPU, SIGKILL: the processor time is used up
_MODULE = "desktop.capture.decode_child"


def decode(data: bytes, *, seconds: float = 15.0) -> list[Pixels]:
    """All pages of a file, or `Unreadable`: a file is taken whole or not at all."""
    return list(pages(data, seconds=seconds))


def pages(data: bytes, *, seconds: float = 15.0) -> Iterator[Pixels]:
    """The pages one by one; `seconds` bounds the wait for each.

    A fault found late raises `Unreadable` after earlier pages were yielded: the caller drops them.
    """
    if not data:
        raise Unreadable(Reason.EMPTY)
    if len(data) > MAX_FILE_BYTES:
        raise Unreadable(Reason.TOO_LARGE)
    if not known_format(data):
        raise Unreadable(Reason.UNKNOWN_FORMAT)
    child = Child(_MODULE)
    try:
        yield from _receive(child, data, seconds)
    finally:
        child.end()


def known_format(data: bytes) -> bool:
    """Whether the bytes begin as PDF, TIFF, JPEG or PNG (a PDF may follow up to 1 KB of rest)."""
    return data.startswith(_MAGIC) or b"%PDF-" in data[:1024]


def _receive(child: Child, data: bytes, seconds: float) -> Iterator[Pixels]:
    count = 0
    while True:
        deadline = Deadline(child, seconds)
        try:
            with deadline:
                if count == 0:
                    _send(child.stdin, data)
                head, blobs = read_frame(child.stdout, MAX_PIXELS * 3)
        except BrokenFrame:
            slow = deadline.passed or child.exit_code() in _OUT_OF_TIME
            raise Unreadable(Reason.TOO_SLOW if slow else Reason.DAMAGED) from None
        if "error" in head:
            raise Unreadable(_reason(head["error"]))
        if "end" in head:
            if count == 0:
                raise Unreadable(Reason.NO_PAGES)
            return
        count += 1
        if count > MAX_PAGES:
            raise Unreadable(Reason.TOO_MANY_PAGES)
        yield _page(head, blobs)


def _send(stdin: BinaryIO, data: bytes) -> None:
    try:
        stdin.write(data)
        stdin.close()
    except BrokenPipeError:
        return  # the child is gone; reading its answer says so


def _reason(name: object) -> Reason:
    return next((reason for reason in Reason if reason == name), Reason.DAMAGED)


def _page(head: dict[str, object], blobs: list[bytes]) -> Pixels:
    width, height, dpi = head.get("width"), head.get("height"), head.get("dpi")
    channels = 1 if head.get("mode") == "L" else 3
    if (
        not isinstance(width, int)
        or not isinstance(height, int)
        or not isinstance(dpi, int | float)
        or min(width, height) < 1
        or width * height > MAX_PIXELS
        or len(blobs) != 1
        or len(blobs[0]) != width * height * channels
    ):
        raise Unreadable(Reason.DAMAGED)
    shape = (height, width) if channels == 1 else (height, width, 3)
    array = np.frombuffer(blobs[0], dtype=np.uint8).reshape(shape)
    return Pixels(array, min(max(float(dpi), 50.0), 1200.0))
