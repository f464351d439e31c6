"""How far a letter is on its way to paper: on its card, from the first byte to the last sheet."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.domain.printing import OPEN_JOBS, JobState
from desktop.services.letter_printing import LetterStanding
from desktop.services.print_views import JobView
from desktop.ui.cases.open_case import OpenCase
from desktop.ui.labels import label
from desktop.ui.print_words import job_told, job_words
from desktop.ui.tasks import Asked
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.chip import Chip
from desktop.ui.widgets.layout import column, row


class PrintLine(QWidget):
    """Hidden while the letter has no job that anybody needs to know of."""

    known = Signal(object)  # LetterStanding

    def __init__(self, opened: OpenCase, letter_id: str) -> None:
        super().__init__()
        self.setObjectName("print_line")
        self._opened, self._letter_id = opened, letter_id
        self._asked = Asked()
        self.standing: LetterStanding | None = None
        self.state = Chip("", "mute", "printer", name="print_state")
        self.words = label("", "small", wrap=True, name="print_words")
        self.cancel = Button(self.tr("印刷を取り消す"), small=True, name="print_cancel")
        self.out = Button(self.tr("紙が出ました"), small=True, name="print_out")
        self.none = Button(self.tr("紙は出ていません"), small=True, name="print_none")
        self.cancel.clicked.connect(self._cancel)
        self.out.clicked.connect(lambda: self._say(self.out, out=True))
        self.none.clicked.connect(lambda: self._say(self.none, out=False))
        self.setLayout(
            column(
                row(self.state, (self.words, 1), spacing=8),
                row(self.cancel, self.out, self.none, None, spacing=8),
                spacing=6,
            )
        )
        self.hide()
        opened.context.print_news.connect(self._on_news)
        opened.context.data_changed.connect(self.refresh)
        self.refresh()

    @property
    def is_open(self) -> bool:
        """Whether a job of the letter has not ended."""
        job = self.standing.job if self.standing is not None else None
        return job is not None and job.state in OPEN_JOBS

    def refresh(self) -> None:
        context = self._opened.context
        if context.locked or context.somebody is None:
            return
        desk, by, letter_id = context.desk, context.signed_in, self._letter_id
        task = context.tasks.store(
            lambda: desk.letter_printing.standing(by, letter_id), asked=self._asked
        )
        task.succeeded.connect(self._on_standing)

    def _on_news(self, jobs: object) -> None:
        """The printer's answer to what was done here is no change by somebody else."""
        ours = isinstance(jobs, tuple) and any(one.letter_id == self._letter_id for one in jobs)
        if ours:
            self._opened.note_own_change(self)

    def _on_standing(self, standing: object, _tag: object) -> None:
        if isinstance(standing, LetterStanding):
            self.standing = standing
            self._show(standing.job)
            self.known.emit(standing)

    def _show(self, job: JobView | None) -> None:
        if job is None or job.state is JobState.DONE:
            self.hide()
            return
        self.state.set(*job_words(job.state))
        self.words.setText(job_told(job))
        self.cancel.setVisible(job.is_asked)
        asked_nowhere = job.state is JobState.UNKNOWN or not job.here
        unknown = asked_nowhere and job.state in OPEN_JOBS
        self.out.setVisible(unknown)
        self.none.setVisible(unknown)
        self.show()

    def _cancel(self) -> None:
        desk, job = self._opened.desk, self._job()
        if job is not None:
            self._opened.change(
                self, lambda act: desk.printing.cancel(act, job.id), button=self.cancel
            )

    def _say(self, button: Button, *, out: bool) -> None:
        desk, job = self._opened.desk, self._job()
        if job is not None:
            self._opened.change(
                self, lambda act: desk.printing.say_out(act, job.id, out=out), button=button
            )

    def _job(self) -> JobView | None:
        return self.standing.job if self.standing is not None else None
