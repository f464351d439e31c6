"""The worker processes of an import: each takes a part of the customers, sends sealed rows back.

Keys go to them through their pipe, never by arguments, environment or disk.
"""

from __future__ import annotations

import os
import pickle
import queue
import threading
from collections.abc import Iterator
from types import TracebackType
from typing import Final, Self

from desktop.capture.child import Child
from desktop.domain.errors import DeskError
from desktop.services.register_build import Batch, Kit
from desktop.services.register_worker import Job, send

MOST: Final = 4
_AHEAD: Final = 4  # batches that wait to be written

_ENDED: Final = "ended"
_Answer = tuple[Child, Batch | str | None]


class WorkerStopped(DeskError):
    code = "worker_stopped"

    def __init__(self) -> None:
        super().__init__(
            "登録情報を組み立てる処理が途中で止まりました。",
            "これまでの登録情報はそのままです。メモリーとディスクの空きを確かめて、"
            "もう一度取り込んでください。",
        )


def worker_count() -> int:
    """As many as there are processors for this program, within reason."""
    try:
        usable = len(os.sched_getaffinity(0))
    except AttributeError:  # Windows and macOS
        usable = os.cpu_count() or 1
    return max(1, min(MOST, usable))


class Workers:
    """A few processes that build parts of one generation."""

    def __init__(self, kit: Kit, count: int) -> None:
        self._kit = kit
        self._answers: queue.Queue[_Answer] = queue.Queue(_AHEAD * count)
        self._children = [Child("desktop.services.register_worker") for _ in range(count)]
        self._readers = [
            threading.Thread(target=self._read, args=(child,), name="register worker")
            for child in self._children
        ]
        for reader in self._readers:
            reader.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for child in self._children:
            child.kill()
        while any(reader.is_alive() for reader in self._readers):
            # A reader may be waiting to put down what nobody wants any more.
            try:
                self._answers.get(timeout=0.05)
            except queue.Empty:
                continue
        for child in self._children:
            child.end()

    def batches(self, jobs: Iterator[Job]) -> Iterator[Batch]:
        """What the workers make of the jobs, in the order in which it is ready."""
        busy = 0
        for child in self._children:
            self._send(child, self._kit)
            busy += self._give(child, jobs)
        while busy:
            child, answer = self._answers.get()
            if isinstance(answer, str):
                raise WorkerStopped
            if answer is None:
                busy -= not self._give(child, jobs)
            else:
                yield answer

    def _give(self, child: Child, jobs: Iterator[Job]) -> bool:
        """The next job to a worker without one; False where none is left."""
        job = next(jobs, None)
        if job is not None:
            self._send(child, job)
        return job is not None

    @staticmethod
    def _send(child: Child, message: object) -> None:
        try:
            send(child.stdin, message)
        except OSError as gone:
            raise WorkerStopped from gone

    def _read(self, child: Child) -> None:
        try:
            while True:
                answer: Batch | None = pickle.load(child.stdout)  # noqa: S301 our own child
                self._answers.put((child, answer))
        except (EOFError, OSError, ValueError, pickle.UnpicklingError):
            self._answers.put((child, _ENDED))
