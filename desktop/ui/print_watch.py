"""Follows this machine's print jobs to their end, without anybody waiting (CAPTURE §6).

The print system is asked beside the store; what it says is kept by the store's own thread. A job
that stands still is told in a banner, one that ended in a notification.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from desktop.domain.printing import JobState
from desktop.domain.roles import Capability
from desktop.services.print_views import JobView
from desktop.ui.context import Context
from desktop.ui.print_words import job_told, job_words
from desktop.ui.tasks import Asked, Task
from desktop.ui.widgets.banner import Banner, BannerArea
from desktop.ui.widgets.buttons import Button

_FIRST_MS, _LONGEST_MS = 500, 8_000
_STILL = (JobState.STOPPED, JobState.UNKNOWN)
_ENDED = (JobState.DONE, JobState.CANCELLED, JobState.FAILED)


class PrintWatch(QObject):
    def __init__(self, context: Context, area: BannerArea, parent: QObject) -> None:
        super().__init__(parent)
        self._context, self._area = context, area
        self._asked, self._polled = Asked(), Asked()
        self._banners: dict[tuple[str, JobState], Banner] = {}
        self._jobs: tuple[JobView, ...] = ()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_FIRST_MS)
        self._timer.timeout.connect(self._poll)
        context.data_changed.connect(self.look)

    def begin(self) -> None:
        """What was on its way when the window was closed is found again."""
        printing, at = self._context.desk.printing, self._context.now()
        task = self._context.tasks.store(lambda: printing.take_up(at), asked=self._asked)
        task.succeeded.connect(self._on_jobs)

    def look(self) -> None:
        """Whether there is something to follow; soon again, since something was done."""
        if self._context.locked or self._context.somebody is None or self._context.tasks.is_closed:
            return
        self._timer.setInterval(_FIRST_MS)
        task = self._context.tasks.store(self._context.desk.printing.open_jobs, asked=self._asked)
        task.succeeded.connect(self._on_jobs)

    def _on_jobs(self, jobs: object, _tag: object) -> None:
        if not isinstance(jobs, tuple):
            return
        self._jobs = jobs
        self._tell_still()
        self._again()

    def _again(self) -> None:
        if any(one.is_asked for one in self._jobs):
            self._timer.start()
        else:
            self._timer.stop()

    def _poll(self) -> None:
        if self._context.locked or self._context.somebody is None or self._context.tasks.is_closed:
            return
        printing, jobs = self._context.desk.printing, self._jobs
        task = self._context.tasks.free(lambda: printing.ask(jobs), asked=self._polled, quiet=True)
        task.succeeded.connect(self._on_found)
        task.failed.connect(self._on_unheard)

    def _on_found(self, found: object, _tag: object) -> None:
        if not isinstance(found, dict) or self._context.tasks.is_closed:
            return
        known = {one.id: (one.state, one.trouble) for one in self._jobs}
        news = {
            key: one for key, one in found.items() if known.get(key) != (one.state, one.trouble)
        }
        self._timer.setInterval(min(2 * self._timer.interval(), _LONGEST_MS))
        if not news:
            self._again()
            return
        printing, at = self._context.desk.printing, self._context.now()
        task = self._context.tasks.store(lambda: printing.keep(news, at))
        task.succeeded.connect(self._on_recorded)
        task.failed.connect(self._on_unheard)

    def _on_recorded(self, views: object, _tag: object) -> None:
        if not isinstance(views, tuple) or self._context.somebody is None:
            return
        if self._context.locked:
            return  # read anew when unlocked
        for job in views:
            if job.void and job.state in _ENDED:
                self._tell_void(job)
            elif job.state is JobState.DONE:
                self._context.notify(self.tr("{0} の印刷が終わりました。").format(job.title))
            elif job.state in (JobState.FAILED, JobState.CANCELLED):
                self._tell_ended(job)
        self._context.print_news.emit(views)
        self._context.data_changed.emit()

    def _tell_ended(self, job: JobView) -> None:
        """One that failed stays until somebody has read it; a letter's card says it as well."""
        words = self.tr("{0} は印刷されていません。").format(job.title)
        if job.state is JobState.CANCELLED:
            self._context.notify(words + job_told(job))
            return
        tone = job_words(job.state)[1]
        body = f"{job_told(job)}（{job.printer}）"
        self._area.show_banner(Banner(tone, words, body, closable=True, name="print_failed"))

    def _tell_void(self, job: JobView) -> None:
        """Its letter was taken back meanwhile: what may have come out goes nowhere. It stays until
        somebody has read it."""
        headline = self.tr("{0}：この紙は発送しないでください").format(job.title)
        body = f"{job_told(job)}（{job.printer}）"
        banner = Banner("warn", headline, body, closable=True, icon="ban", name="print_void")
        self._area.show_banner(banner)

    def _on_unheard(self, _error: BaseException) -> None:
        """Asked again later; acts on the store say aloud what is wrong with it."""
        self._again()

    # -- what stands still -----------------------------------------------------------------

    def _tell_still(self) -> None:
        # By the state as well: what stood still and then got lost asks for other buttons.
        still = {(one.id, one.state): one for one in self._jobs if one.state in _STILL}
        for gone in [key for key in self._banners if key not in still]:
            self._area.remove(self._banners.pop(gone))
        for key, job in still.items():
            word, tone, icon = job_words(job.state)
            headline = self.tr("{0}：{1}").format(job.title, word)
            body = f"{job_told(job)}（{job.printer}）"
            if not self._may_end(job):
                body += self.tr("案件を扱う人が、この端末で結果を記録します。")
            if key in self._banners:
                self._banners[key].set(tone, headline, body, icon=icon)
                continue
            acts = self._acts(job)
            banner = Banner(tone, headline, body, icon=icon, actions=acts, name="print_banner")
            self._banners[key] = banner
            self._area.show_banner(banner, beside=True)

    def _may_end(self, job: JobView) -> bool:
        """Auditors and administrators record the outcome of the sheets they printed themselves."""
        own = job.by == self._context.signed_in.person_id and job.letter_id is None
        return own or self._context.may(Capability.EXPORT)

    def _acts(self, job: JobView) -> tuple[Button, ...]:
        if not self._may_end(job):
            return ()
        if job.state is JobState.STOPPED:
            cancel = Button(self.tr("印刷を取り消す"), small=True, name="print_banner_cancel")
            cancel.clicked.connect(lambda: self._cancel(job.id, cancel))
            return (cancel,)
        out = Button(self.tr("紙が出ました"), small=True, name="print_banner_out")
        none = Button(self.tr("紙は出ていません"), small=True, name="print_banner_none")
        out.clicked.connect(lambda: self._say(job.id, out, out=True))
        none.clicked.connect(lambda: self._say(job.id, none, out=False))
        return (out, none)

    def _cancel(self, job_id: str, button: Button) -> None:
        button.setEnabled(False)
        printing, act = self._context.desk.printing, self._context.act()
        self._carry(self._context.tasks.store(lambda: printing.cancel(act, job_id)))

    def _say(self, job_id: str, button: Button, *, out: bool) -> None:
        button.setEnabled(False)
        printing, act = self._context.desk.printing, self._context.act()
        self._carry(self._context.tasks.store(lambda: printing.say_out(act, job_id, out=out)))

    def _carry(self, task: Task) -> None:
        task.succeeded.connect(self._on_acted)
        task.failed.connect(self._on_refused)

    def _forget_banners(self) -> None:
        """They are shown anew, with buttons that can be pressed again."""
        while self._banners:
            self._area.remove(self._banners.popitem()[1])

    def _on_acted(self, job: object, _tag: object) -> None:
        self._forget_banners()
        if isinstance(job, JobView):
            self._context.print_news.emit((job,))
        self._context.data_changed.emit()

    def _on_refused(self, error: BaseException) -> None:
        self._forget_banners()
        self._context.show_error(error, self._area)
        self._context.data_changed.emit()
