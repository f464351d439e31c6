"""The reading child: pages on standard input, what may be kept of them on standard output."""

from __future__ import annotations

import json
import os
import pickle
import signal
import sys
from typing import BinaryIO

import cv2
import numpy as np

from desktop.capture import sandbox
from desktop.capture.engine import Engine, ModelsMissing
from desktop.capture.frames import BrokenFrame, read_frame, write_frame
from desktop.capture.pixels import Pixels
from desktop.capture.read_page import read_page
from desktop.domain.reading import BlockedPage, ScreenedPage, SeparatorSheet
from desktop.domain.reading_json import reading_to_json

_MAX_PAGE = 200_000_000


def main() -> int:
    sandbox.die_with_parent()
    cv2.setNumThreads(1)
    if hasattr(os, "nice"):
        os.nice(5)  # the window goes first
    source, output = sys.stdin.buffer, sys.stdout.buffer
    try:
        head, (packed,) = read_frame(source, _MAX_PAGE)
        forms = pickle.loads(packed)  # noqa: S301  from the desk that started this child
        engine: Engine | None = None
        while True:
            page = _next_page(source, int(head["idle"]))
            try:
                engine = engine or Engine()
                answer = read_page(engine, page, forms)
            except ModelsMissing:
                write_frame(output, {"result": "no_models"})
            except Exception:  # noqa: BLE001  told without its text, which may hold the page's
                write_frame(output, {"result": "failed"})
            else:
                _write(output, answer)
    except (BrokenFrame, BrokenPipeError):
        return 0  # the desk has closed the pipe


def _next_page(source: BinaryIO, idle_seconds: int) -> Pixels:
    """Wait for a page; after a while the idle process ends and gives its memory back."""
    if hasattr(signal, "alarm"):
        signal.alarm(idle_seconds)
    head, (data,) = read_frame(source, _MAX_PAGE)
    if hasattr(signal, "alarm"):
        signal.alarm(0)
    shape = (head["height"], head["width"], *((3,) if head["mode"] == "RGB" else ()))
    return Pixels(np.frombuffer(data, np.uint8).reshape(shape), float(head["dpi"]))


def _write(output: BinaryIO, answer: ScreenedPage | BlockedPage | SeparatorSheet) -> None:
    if isinstance(answer, SeparatorSheet):
        write_frame(output, {"result": "separator", "seconds": answer.seconds})
        return
    if isinstance(answer, BlockedPage):
        forbidden = [(found.kind, found.box) for found in answer.forbidden]
        values = {"kind": answer.kind, "forbidden": forbidden, "seconds": answer.seconds}
        write_frame(output, {"result": "blocked"}, [json.dumps(values).encode()])
        return
    write_frame(
        output,
        {"result": "kept", "width": answer.width, "height": answer.height},
        [answer.image, answer.thumbnail, reading_to_json(answer.reading)],
    )


if __name__ == "__main__":
    sys.exit(main())
