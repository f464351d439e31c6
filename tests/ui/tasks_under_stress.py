"""Many short tasks on both pools, dropped, cancelled and deleted at once: run in a process of its
own, because what it looks for ends the process. Prints how many tasks it ran.

In the last eighth the receiver deletes tasks as well; before, only the runner does."""

from __future__ import annotations

import gc
import os
import random
import sys

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Slot

from desktop.ui.tasks import Asked, Job, Task, TaskRunner

_AT_ONCE = 60


class Screen(QObject):
    """A receiver that comes and goes, as screens do, and stands in a cycle, as screens do."""

    def __init__(self) -> None:
        super().__init__()
        self.me = self
        self.got = 0

    @Slot(object, object)
    def take(self, answer: object, _tag: object) -> None:
        self.got += 1

    @Slot(object)
    def take_step(self, _step: object) -> None:
        self.got += 1


class Storm(QObject):
    def __init__(self, tasks: TaskRunner, rounds: int) -> None:
        super().__init__()
        self._tasks, self._left, self._deleting = tasks, rounds, rounds // 8
        self._dice = random.Random(rounds)
        self._asked = Asked()
        self._kept: list[Task] = []
        self.ran = 0
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._blow)
        self._timer.start(0)

    @Slot()
    def _blow(self) -> None:
        screen = Screen()
        while self._tasks.running < _AT_ONCE:
            run = self._dice.choice((self._tasks.long_store, self._tasks.long_free))
            task = run(_work, asked=self._dice.choice((None, self._asked)))
            task.succeeded.connect(screen.take)
            task.progressed.connect(screen.take_step)
            fate = self._dice.randrange(4)
            if fate == 0:
                task.cancel()
            elif fate == 1 and self._left < self._deleting:
                task.deleteLater()
            elif fate == 2:
                self._kept.append(task)
            self.ran += 1
        del self._kept[: self._dice.randrange(_AT_ONCE)]
        self._left -= 1
        if self._left <= 0:
            self._timer.stop()
            self._tasks.shutdown()
            QCoreApplication.exit(0)


def _work(job: Job) -> object:
    job.step([job])
    if job.cancelled.is_set():
        raise InterruptedError
    return [[] for _ in range(8)]


def main(rounds: int) -> int:
    sys.setswitchinterval(1e-6)
    gc.set_threshold(40, 2, 2)
    app = QCoreApplication(sys.argv[:1])
    tasks = TaskRunner(app, threads=3)
    storm = Storm(tasks, rounds)
    code = app.exec()
    print(storm.ran)
    return code


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1])))
