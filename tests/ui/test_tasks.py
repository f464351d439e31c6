"""Work off the window's thread: order, lateness, failure, stopping."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import threading
import weakref
from pathlib import Path

import pytest
import standing_heap
from PySide6.QtCore import QObject, QThread, Signal, Slot
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from desktop.domain.errors import Refused
from desktop.ui.garbage import spare_nothing, spare_what_stands
from desktop.ui.tasks import Asked, Job, TaskRunner


class Receiver(QObject):
    """Keeps what reached it and on which thread."""

    got_something = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.answers: list[tuple[object, object]] = []
        self.errors: list[BaseException] = []
        self.steps: list[object] = []
        self.threads: set[QThread] = set()

    @Slot(object, object)
    def take(self, answer: object, tag: object) -> None:
        self.answers.append((answer, tag))
        self.threads.add(QThread.currentThread())
        self.got_something.emit()

    @Slot(object)
    def take_error(self, error: BaseException) -> None:
        self.errors.append(error)
        self.threads.add(QThread.currentThread())
        self.got_something.emit()

    @Slot(object)
    def take_step(self, step: object) -> None:
        self.steps.append(step)


def settled(tasks: TaskRunner, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: tasks.running == 0)


def test_an_answer_arrives_on_the_windows_thread_with_its_tag(
    tasks: TaskRunner, qtbot: QtBot, qapp: QApplication
) -> None:
    receiver = Receiver()
    worker: list[int] = []

    def work() -> str:
        worker.append(threading.get_ident())
        return "answer"

    with qtbot.waitSignal(receiver.got_something):
        tasks.store(work, tag="tag").succeeded.connect(receiver.take)
    assert receiver.answers == [("answer", "tag")]
    assert receiver.threads == {qapp.thread()}
    assert worker != [threading.get_ident()]


def test_a_failure_is_delivered_as_itself(tasks: TaskRunner, qtbot: QtBot) -> None:
    receiver = Receiver()
    refusal = Refused("理由を入れてください。")

    def work() -> None:
        raise refusal

    with qtbot.waitSignal(receiver.got_something):
        tasks.store(work).failed.connect(receiver.take_error)
    assert receiver.errors == [refusal]
    assert receiver.answers == []


def test_a_failure_nobody_listens_to_reaches_the_runner(tasks: TaskRunner, qtbot: QtBot) -> None:
    def work() -> None:
        raise Refused("聞き手がいません。")

    with qtbot.waitSignal(tasks.failed_unheard) as told:
        tasks.free(work)
    assert isinstance(told.args[0], Refused)


def test_a_late_answer_is_dropped(tasks: TaskRunner, qtbot: QtBot) -> None:
    receiver, asked, gate = Receiver(), Asked(), threading.Event()

    def slow() -> str:
        gate.wait(10)
        return "first"

    tasks.free(slow, asked=asked).succeeded.connect(receiver.take)
    tasks.free(lambda: "second", asked=asked).succeeded.connect(receiver.take)
    gate.set()
    settled(tasks, qtbot)
    assert receiver.answers == [("second", None)]


def test_a_late_failure_is_dropped_too(tasks: TaskRunner, qtbot: QtBot) -> None:
    receiver, asked, gate = Receiver(), Asked(), threading.Event()

    def slow() -> None:
        gate.wait(10)
        raise Refused("遅い答え。")

    tasks.free(slow, asked=asked).failed.connect(receiver.take_error)
    asked.again()
    gate.set()
    settled(tasks, qtbot)
    assert receiver.errors == []


def test_store_work_runs_one_after_the_other_in_the_order_of_asking(
    tasks: TaskRunner, qtbot: QtBot
) -> None:
    order: list[int] = []
    busy = threading.Lock()

    def work(number: int) -> None:
        assert busy.acquire(blocking=False), "two statements at once"
        order.append(number)
        busy.release()

    for number in range(40):
        tasks.store(lambda n=number: work(n))
    settled(tasks, qtbot)
    assert order == list(range(40))


def test_free_work_does_not_wait_for_the_store(tasks: TaskRunner, qtbot: QtBot) -> None:
    gate = threading.Event()
    receiver = Receiver()
    tasks.store(lambda: gate.wait(10))
    with qtbot.waitSignal(receiver.got_something):
        tasks.free(lambda: "read").succeeded.connect(receiver.take)
    assert not gate.is_set()
    gate.set()
    settled(tasks, qtbot)


def test_progress_is_delivered_before_the_answer(tasks: TaskRunner, qtbot: QtBot) -> None:
    receiver = Receiver()

    def work(job: Job) -> str:
        job.progress(1, 2)
        job.step("page")
        return "done"

    with qtbot.waitSignal(receiver.got_something):
        task = tasks.long_free(work)
        task.progressed.connect(receiver.take_step)
        task.succeeded.connect(receiver.take)
    assert receiver.steps == [(1, 2), "page"]


def test_a_cancelled_task_sees_it_and_answers_nothing(tasks: TaskRunner, qtbot: QtBot) -> None:
    receiver = Receiver()
    started, saw = threading.Event(), threading.Event()

    def work(job: Job) -> str:
        started.set()
        if job.cancelled.wait(10):
            saw.set()
        return "too late"

    task = tasks.long_free(work)
    task.succeeded.connect(receiver.take)
    task.progressed.connect(receiver.take_step)
    assert started.wait(10)
    with qtbot.waitSignal(task.ended):
        task.cancel()
    assert saw.is_set()
    assert receiver.answers == []


def test_an_answer_for_a_receiver_that_is_gone_is_harmless(tasks: TaskRunner, qtbot: QtBot) -> None:
    receiver, gate = Receiver(), threading.Event()
    task = tasks.free(lambda: gate.wait(10))
    task.succeeded.connect(receiver.take)
    del receiver
    gate.set()
    settled(tasks, qtbot)


def test_shutdown_waits_stops_and_delivers_nothing_more(qtbot: QtBot) -> None:
    runner, receiver = TaskRunner(), Receiver()
    started = threading.Event()
    finished: list[str] = []

    def work(job: Job) -> None:
        started.set()
        job.cancelled.wait(10)
        finished.append("stopped")

    runner.long_free(work).succeeded.connect(receiver.take)
    runner.store(lambda: "kept").succeeded.connect(receiver.take)
    assert started.wait(10)
    runner.shutdown()
    assert finished == ["stopped"]
    settled(runner, qtbot)
    assert receiver.answers == []
    with pytest.raises(RuntimeError, match="shut down"):
        runner.store(lambda: None)


def test_a_change_asked_for_before_the_shutdown_is_still_carried_out() -> None:
    runner = TaskRunner()
    gate, done = threading.Event(), []
    runner.store(lambda: gate.wait(10))
    runner.store(lambda: done.append("signed out"))
    threading.Timer(0.01, gate.set).start()
    runner.shutdown()
    assert done == ["signed out"]


def test_no_thread_is_left_after_shutdown() -> None:
    runner = TaskRunner()
    runner.store(lambda: None)
    runner.free(lambda: None)
    runner.shutdown()
    assert [t.name for t in threading.enumerate() if t.name.startswith(("store_", "free_"))] == []


def test_busy_is_told_once_for_any_number_of_tasks(tasks: TaskRunner, qtbot: QtBot) -> None:
    told: list[bool] = []
    tasks.busy_changed.connect(told.append)
    gate = threading.Event()
    for _ in range(3):
        tasks.free(lambda: gate.wait(10))
    gate.set()
    settled(tasks, qtbot)
    assert told == [True, False]


def test_a_storm_of_short_tasks_ends_with_every_task_told_off() -> None:
    # A process of its own: the fault this guards against ends the process without a word.
    storm = Path(__file__).with_name("tasks_under_stress.py")
    ran = subprocess.run(
        [sys.executable, "-W", "error", str(storm), "16000"],
        cwd=Path(__file__).parents[2],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    assert int(ran.stdout) > 10_000


def test_a_task_its_asker_deletes_is_told_off_without_an_answer(
    tasks: TaskRunner, qtbot: QtBot
) -> None:
    receiver, gate = Receiver(), threading.Event()
    task = tasks.long_free(lambda job: job.step("read") or gate.wait(10))
    task.succeeded.connect(receiver.take)
    delete(task)
    gate.set()
    settled(tasks, qtbot)
    assert receiver.answers == []


def test_deleting_a_task_in_its_answer_is_harmless(tasks: TaskRunner, qtbot: QtBot) -> None:
    gate = threading.Event()
    task = tasks.free(lambda: gate.wait(10))
    task.succeeded.connect(lambda _answer, _tag: delete(task))
    gate.set()
    settled(tasks, qtbot)


class Cycle:
    """Something only the sweeping of cycles can take away."""

    def __init__(self) -> None:
        self.me = self


def test_a_worker_never_sweeps_what_the_window_has_dropped(tasks: TaskRunner, qtbot: QtBot) -> None:
    swept_by: list[int] = []
    cycle = Cycle()
    weakref.finalize(cycle, lambda: swept_by.append(threading.get_ident()))
    del cycle

    def work() -> None:
        kept = [[] for _ in range(20 * gc.get_threshold()[0])]  # would sweep several times
        assert kept

    for _ in range(5):
        tasks.free(work)
    settled(tasks, qtbot)
    assert swept_by == []
    due = [[] for _ in range(2 * gc.get_threshold()[0])]
    qtbot.waitUntil(lambda: bool(swept_by))
    assert due
    assert swept_by == [threading.get_ident()]


def test_python_sweeps_again_after_the_shutdown() -> None:
    before = gc.isenabled()
    runner = TaskRunner()
    assert not gc.isenabled()
    runner.shutdown()
    assert gc.isenabled() == before


def test_what_stands_when_the_window_opens_is_not_looked_through_again() -> None:
    standing = Knot()
    spare_what_stands()
    try:
        assert not any(one is standing for one in gc.get_objects())
        coming = Knot()
        coming.myself = coming
        ended = weakref.ref(coming)
        del coming
        gc.collect()
        assert ended() is None
    finally:
        spare_nothing()
    assert any(one is standing for one in gc.get_objects())
    standing_heap.spare()


class Knot:
    """An object that may stand in a cycle."""

    myself: object = None
