"""Pages read in long-lived children of their own, several at once; a lost child is replaced.

Nothing heavy is loaded here: the networks live in `reader_child`. A child starts with the first
page and leaves by itself after some idle minutes.
"""

from __future__ import annotations

import contextlib
import json
import pickle
import threading
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType

import numpy as np

from desktop.capture.child import Child, Deadline
from desktop.capture.frames import BrokenFrame, read_frame, write_frame
from desktop.capture.pixels import Pixels
from desktop.domain.errors import DeskError
from desktop.domain.forms import FormDefinition
from desktop.domain.reading import (
    BlockedPage,
    Forbidden,
    ForbiddenFound,
    PageKind,
    ScreenedPage,
    SeparatorSheet,
)
from desktop.domain.reading_json import reading_from_json

Result = ScreenedPage | BlockedPage | SeparatorSheet
_MODULE = "desktop.capture.reader_child"
_MAX_ANSWER = 8_000_000
_TRIES = 2


class ReadingFailed(DeskError):
    """The reading of one page broke down twice; nothing of it was kept."""

    code = "reading_failed"

    def __init__(self) -> None:
        super().__init__(
            "ページの読み取りが途中で止まりました。",
            "もう一度取り込み、続く場合はスキャンし直してください。",
        )


class ReadingUnavailable(DeskError):
    """The reading networks are not installed on this machine."""

    code = "reading_unavailable"

    def __init__(self) -> None:
        super().__init__(
            "文字を読み取る部品が入っていません。",
            "「madoguchi doctor」で確かめ、管理者に導入を依頼してください。",
        )


class Reader:
    """Screens and reads pages: `with Reader(forms) as reader: reader.screen(pixels)`.

    `seconds` bounds one page, loading included; after `idle_seconds` without a page a child ends.
    Safe to use from several threads.
    """

    def __init__(
        self,
        forms: Sequence[FormDefinition],
        *,
        workers: int = 2,
        seconds: float = 60.0,
        idle_seconds: int = 300,
    ) -> None:
        self._forms = pickle.dumps(tuple(forms))
        self._seconds = seconds
        self._idle_seconds = idle_seconds
        self._closed = False
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="reader")
        self._own = threading.local()
        self._children: set[Child] = set()
        self._lock = threading.Lock()

    def __enter__(self) -> Reader:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Drop what waits, end the children and the threads."""
        self._closed = True
        self._pool.shutdown(wait=False, cancel_futures=True)
        with self._lock:
            for child in self._children:
                child.kill()
        self._pool.shutdown(wait=True)
        for child in self._children:
            child.end()
        self._children.clear()

    def submit(self, page: Pixels) -> Future[Result]:
        """The page's result to come."""
        return self._pool.submit(self._read, page)

    def screen(self, page: Pixels) -> Result:
        """The page to keep, or that it must not be kept; waits for it."""
        return self.submit(page).result()

    @property
    def child_pids(self) -> tuple[int, ...]:
        """The processes now reading."""
        with self._lock:
            return tuple(child.pid for child in self._children)

    def _read(self, page: Pixels) -> Result:
        for _ in range(_TRIES):
            if self._closed:
                break
            child = self._child()
            try:
                with Deadline(child, self._seconds):
                    return _ask(child, page)
            except (BrokenFrame, BrokenPipeError):
                self._drop(child)
        raise ReadingFailed

    def _child(self) -> Child:
        """This thread's child, started when there is none."""
        child: Child | None = getattr(self._own, "child", None)
        if child is None:
            child = Child(_MODULE)
            with self._lock:
                self._children.add(child)
            self._own.child = child
            with contextlib.suppress(BrokenPipeError):  # asking it for a page will tell
                write_frame(child.stdin, {"idle": self._idle_seconds}, [self._forms])
        return child

    def _drop(self, child: Child) -> None:
        self._own.child = None
        with self._lock:
            self._children.discard(child)
        child.end()


def _ask(child: Child, page: Pixels) -> Result:
    pixels = np.ascontiguousarray(page.array)
    head = {"width": page.width, "height": page.height, "mode": page.mode, "dpi": page.dpi}
    write_frame(child.stdin, head, [pixels.tobytes()])
    answer, blobs = read_frame(child.stdout, _MAX_ANSWER)
    match answer.get("result"):
        case "kept":
            image, thumbnail, reading = blobs
            width, height = int(answer["width"]), int(answer["height"])
            return ScreenedPage(image, thumbnail, width, height, reading_from_json(reading))
        case "blocked":
            return _blocked(blobs[0])
        case "separator":
            return SeparatorSheet(float(answer["seconds"]))
        case "no_models":
            raise ReadingUnavailable
        case _:
            raise ReadingFailed


def _blocked(data: bytes) -> BlockedPage:
    values = json.loads(data)
    found = tuple(
        ForbiddenFound(Forbidden(kind), None if box is None else (box[0], box[1], box[2], box[3]))
        for kind, box in values["forbidden"]
    )
    return BlockedPage(PageKind(values["kind"]), found, float(values["seconds"]))
