"""Worker processes of an import: each takes a part of the customers and sends sealed rows back.

They are started fresh (spawn), without Qt; keys go to them through the pipe that starts them,
never by arguments, environment or disk. A worker ends when its pipe does, also when the program
that started it was killed.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator, Sequence
from contextlib import suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from types import TracebackType
from typing import Final, Self

from desktop.address.reader import AddressReader
from desktop.domain.errors import DeskError
from desktop.services.register_build import Batch, Kit, build_part

MOST: Final = 4
_GONE: Final = 5.0

Job = tuple[int, Sequence[bytes]]


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
        spawning = get_context("spawn")
        self._processes: list[BaseProcess] = []
        self._ends: list[Connection] = []
        for _ in range(count):
            ours, theirs = spawning.Pipe()
            process = spawning.Process(target=serve, args=(theirs, kit), daemon=True)
            process.start()
            theirs.close()
            self._processes.append(process)
            self._ends.append(ours)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for end in self._ends:
            end.close()
        for process in self._processes:
            if error is not None:
                process.terminate()
            process.join(_GONE)
            if process.is_alive():
                process.kill()
                process.join()
            process.close()

    def batches(self, jobs: Iterator[Job]) -> Iterator[Batch]:
        """What the workers make of the jobs, in the order in which it is ready."""
        busy: list[Connection] = []
        try:
            for end in self._ends:
                if (job := next(jobs, None)) is not None:
                    end.send(job)
                    busy.append(end)
            while busy:
                for ready in wait(busy):
                    assert isinstance(ready, Connection)  # noqa: S101 only pipes are waited for
                    batch: Batch | None = ready.recv()
                    if batch is not None:
                        yield batch
                    elif (job := next(jobs, None)) is not None:
                        ready.send(job)
                    else:
                        busy.remove(ready)
        except (EOFError, OSError) as ended:
            raise WorkerStopped from ended


def serve(end: Connection, kit: Kit) -> None:
    """A worker's whole life: jobs in, batches out, None after each job."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is the importing program's affair
    addresses = AddressReader.open(kit.gazetteer)
    # An error's text could name a value of the file; the closed pipe says enough.
    with suppress(Exception):
        while True:
            part, pieces = end.recv()
            for batch in build_part(kit, addresses, part, pieces):
                end.send(batch)
            end.send(None)
