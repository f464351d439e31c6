"""The wish that a run of taking in mail ends between two pages."""

from __future__ import annotations

import threading

from desktop.ui.tasks import Job


class Stop(threading.Event):
    """Set by the clerk, or by the end of the program.

    A clerk's stop is not the task's, because a stopped run still answers with its report.
    """

    def __init__(self) -> None:
        super().__init__()
        self._job: Job | None = None

    def follow(self, job: Job) -> None:
        """The run has begun as this job."""
        self._job = job

    def is_set(self) -> bool:
        return super().is_set() or (self._job is not None and self._job.cancelled.is_set())
