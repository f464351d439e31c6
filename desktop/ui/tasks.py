"""Work off the window's thread: the only module of the window that knows threads (STYLE §5).

Two pools: one thread for the store, so that its statements stay in order, and a free pool for
reading, drawing and printing. Answers come back on the window's thread by a queued signal.
"""

from __future__ import annotations

import itertools
import sys
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

from PySide6.QtCore import QMetaMethod, QObject, Qt, Signal, Slot
from shiboken6 import isValid

from desktop.ui.garbage import GarbageWatch

# A worker that computes keeps Python's lock so long where the window wants it; painting asks for it
# hundreds of times a second, and Python's own 5 ms would be felt at each.
_LOCK_SECONDS = 0.0005

Progress = Callable[[int, int], None]


class Asked:
    """How often a question was asked; an answer to an earlier asking is dropped."""

    def __init__(self) -> None:
        self.number = 0

    def again(self) -> int:
        """Count one more asking; answers to those before it are late from now on."""
        self.number += 1
        return self.number


class Job:
    """What long work is given: where to report progress, and whether to stop."""

    def __init__(self, report: Callable[[object], None]) -> None:
        self.cancelled = threading.Event()
        self._report = report

    def progress(self, done: int, total: int) -> None:
        self._report((done, total))

    def step(self, value: object) -> None:
        """Report something richer than two numbers."""
        self._report(value)


class Task(QObject):
    """One piece of work; lives on the window's thread.

    Connect `succeeded`, `failed` and `progressed` to bound methods of the receiver, so that the
    connection dies with it. `ended` follows either of them, and a cancelled or late task too.
    """

    succeeded = Signal(object, object)  # result, tag
    failed = Signal(object)  # the exception
    progressed = Signal(object)  # (done, total) or what the work reported
    ended = Signal()

    def __init__(
        self, runner: TaskRunner, job: Job, tag: object, asked: Asked | None, *, quiet: bool = False
    ) -> None:
        super().__init__(runner)
        self.job = job
        self.quiet = quiet
        self._tag = tag
        self._asked = asked
        self._number = asked.again() if asked is not None else 0
        self._future: Future[object] | None = None

    def cancel(self) -> None:
        """Ask the work to stop; whatever it still answers is dropped."""
        self.job.cancelled.set()
        if self._future is not None:
            self._future.cancel()

    @property
    def is_late(self) -> bool:
        return self._asked is not None and self._asked.number != self._number

    @property
    def is_dropped(self) -> bool:
        """Whether nobody wants the answer any more."""
        return self.job.cancelled.is_set() or self.is_late

    def follow(self, future: Future[object]) -> None:
        """The work is on its way; `cancel` reaches it from now on."""
        self._future = future

    def progress(self, value: object) -> None:
        """What the work reported, on the window's thread."""
        if not self.is_dropped:
            self.progressed.emit(value)

    def deliver(self, future: Future[object]) -> BaseException | None:
        """The work has ended; on the window's thread. Answers a failure that nobody heard."""
        if future.cancelled() or self.is_dropped:
            return None
        error = future.exception()
        if error is None:
            self.succeeded.emit(future.result(), self._tag)
            return None
        if not self.isSignalConnected(QMetaMethod.fromSignal(self.failed)):
            return error
        self.failed.emit(error)
        return None


class TaskRunner(QObject):
    """Runs the window's work. `busy_changed` tells whether anything is running.

    A worker holds a job, a number and the runner's own signals, never a task: the window may
    delete a task at any moment, also while a worker still stands in the last line of its work.
    """

    failed_unheard = Signal(object)  # a failure nobody had connected to
    busy_changed = Signal(bool)
    # Workers emit these two and nothing else, because the runner outlives them.
    finished = Signal(object, object)  # the task's number, its future
    reported = Signal(object, object)  # the task's number, the value

    def __init__(self, parent: QObject | None = None, *, threads: int = 2) -> None:
        super().__init__(parent)
        sys.setswitchinterval(_LOCK_SECONDS)
        self._store = ThreadPoolExecutor(1, thread_name_prefix="store")
        self._free = ThreadPoolExecutor(threads, thread_name_prefix="free")
        self._numbers = itertools.count(1)
        self._running: dict[int, Task] = {}
        self._garbage = GarbageWatch(self)
        self.finished.connect(self._on_finished, Qt.ConnectionType.QueuedConnection)
        self.reported.connect(self._on_reported, Qt.ConnectionType.QueuedConnection)
        self._closed = False

    @property
    def running(self) -> int:
        return len(self._running)

    @property
    def is_closed(self) -> bool:
        """Whether nothing may be asked for any more: the program ends."""
        return self._closed

    @property
    def is_busy(self) -> bool:
        """Whether work runs that somebody waits for; what comes round by itself is none."""
        return any(not task.quiet for task in self._running.values())

    def store(
        self, function: Callable[[], object], *, tag: object = None, asked: Asked | None = None
    ) -> Task:
        """Run a question or a change to the store, in order after those before it."""
        return self._run(self._store, lambda _job: function(), tag, asked)

    def free(
        self,
        function: Callable[[], object],
        *,
        tag: object = None,
        asked: Asked | None = None,
        quiet: bool = False,
    ) -> Task:
        """Run work that needs no order: reading, drawing, printing, keys. `quiet`: nobody asked
        for it, so it keeps no desk from being locked."""
        return self._run(self._free, lambda _job: function(), tag, asked, quiet=quiet)

    def long_store(
        self, function: Callable[[Job], object], *, tag: object = None, asked: Asked | None = None
    ) -> Task:
        """Like `store`, for work that reports progress and can be stopped."""
        return self._run(self._store, function, tag, asked)

    def long_free(
        self, function: Callable[[Job], object], *, tag: object = None, asked: Asked | None = None
    ) -> Task:
        """Like `free`, for work that reports progress and can be stopped."""
        return self._run(self._free, function, tag, asked)

    @Slot(object, object)
    def _on_finished(self, number: object, future: object) -> None:
        task = self._running.pop(number, None) if isinstance(number, int) else None
        if task is None:
            return
        if not self._running:
            self.busy_changed.emit(False)
        # Whoever asked may have deleted the task meanwhile, or deletes it in answering.
        if isinstance(future, Future) and isValid(task):
            unheard = task.deliver(future)
            if unheard is not None:
                self.failed_unheard.emit(unheard)
        if isValid(task):
            task.ended.emit()
        if isValid(task):
            task.deleteLater()

    @Slot(object, object)
    def _on_reported(self, number: object, value: object) -> None:
        task = self._running.get(number) if isinstance(number, int) else None
        if task is not None and isValid(task):
            task.progress(value)

    def shutdown(self) -> None:
        """Stop long work and wait; nothing is delivered afterwards.

        What was asked of the store before is still carried out, so that no change gets lost and
        the sign-out is logged.
        """
        self._closed = True
        for task in self._running.values():
            task.job.cancelled.set()
        self._free.shutdown(wait=True, cancel_futures=True)
        self._store.shutdown(wait=True)
        self._garbage.stop()

    def _run(
        self,
        pool: ThreadPoolExecutor,
        function: Callable[[Job], object],
        tag: object,
        asked: Asked | None,
        *,
        quiet: bool = False,
    ) -> Task:
        if self._closed:
            raise RuntimeError("the task runner has been shut down")
        number, finished, reported = next(self._numbers), self.finished, self.reported
        job = Job(lambda value: reported.emit(number, value))
        task = Task(self, job, tag, asked, quiet=quiet)
        self._running[number] = task
        if len(self._running) == 1:
            self.busy_changed.emit(True)
        future = pool.submit(function, job)
        task.follow(future)
        future.add_done_callback(lambda done: finished.emit(number, done))
        return task
