"""試し読み in the settings: one sheet, shown and then forgotten."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame

from desktop.domain.scanning import ScanProfile
from desktop.services.trial_scan import TrialSheet
from desktop.ui.context import Context
from desktop.ui.intake.scan_words import profile_words
from desktop.ui.intake.stop import Stop
from desktop.ui.intake.words import forbidden_words, quality_words
from desktop.ui.labels import label
from desktop.ui.tasks import Job, Task
from desktop.ui.tokens import Tone
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.chip import Chip
from desktop.ui.widgets.layout import column, row, rule
from desktop.ui.widgets.page_view import PageView


class TrialScanPanel(QFrame):
    """In the place of the form. The picture is held here only, until the panel is left."""

    left = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setObjectName("trial_scan")
        self.setProperty("surface", "card")
        self._context = context
        self._profile: ScanProfile | None = None
        self._task: Task | None = None
        self._stop = Stop()
        self._title = label("", "h2", name="trial_title")
        self._how = label("", "small", name="trial_how")
        self._state = Chip("", "accent", "loader", name="trial_state")
        self.page = PageView(name="trial_page")
        self._facts = label("", "small", wrap=True, name="trial_facts")
        self._note = label(
            self.tr("この画像は保存も記録もしません。閉じると消えます。"),
            "caption",
            wrap=True,
            name="trial_note",
        )
        self.again = Button(self.tr("もう一度読む"), "secondary", name="trial_again")
        self.again.clicked.connect(self._scan)
        self.end = Button(self.tr("試し読みを閉じる"), "quiet", key="Esc", name="trial_close")
        self.end.clicked.connect(self.leave)
        self.setLayout(
            column(
                row(self._title, None, self._state, spacing=8),
                self._how,
                (self.page, 1),
                self._facts,
                rule(),
                self._note,
                row(self.again, None, self.end, spacing=8),
                spacing=8,
                margins=(16, 14, 16, 12),
            )
        )
        context.person_changed.connect(self.leave)
        self.hide()

    @property
    def is_running(self) -> bool:
        return self._task is not None

    def open_for(self, profile: ScanProfile) -> None:
        """Read one sheet as this profile does."""
        self._profile = profile
        self._title.setText(self.tr("{0} の試し読み").format(profile.name))
        self._how.setText(profile_words(profile))
        self.end.setFocus(Qt.FocusReason.OtherFocusReason)
        self._scan()

    def leave(self) -> None:
        """End the reading where one runs, and forget the sheet."""
        self._stop.set()
        self.page.clear()
        self._facts.setText("")
        if self._profile is not None:
            self._profile = None
            self.left.emit()

    def event(self, event: QEvent) -> bool:
        # Esc leaves the trial, wherever in it the keyboard stands.
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Escape
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)

    def _scan(self) -> None:
        if self._task is not None or self._profile is None:
            return
        scanning, by, profile_id = (
            self._context.desk.scanning,
            self._context.signed_in,
            self._profile.id,
        )
        stop = self._stop = Stop()

        def work(job: Job) -> object:
            stop.follow(job)
            return scanning.try_out(by, profile_id, stop)

        self.page.clear(self.tr("読み取っています。用紙は1枚だけ置いてください。"))
        self._facts.setText("")
        self._say(self.tr("読取中"), "accent", "loader")
        self.again.setEnabled(False)
        self._task = self._context.tasks.long_free(work, tag=profile_id)
        self._task.succeeded.connect(self._on_sheet)
        self._task.failed.connect(self._on_failed)
        self._task.ended.connect(self._on_ended)

    def _on_sheet(self, sheet: object, profile_id: object) -> None:
        wanted = self._profile is not None and self._profile.id == profile_id
        if not (wanted and isinstance(sheet, TrialSheet)) or self._stop.is_set():
            return
        if sheet.image:
            self.page.set_page(sheet.image)
            self.page.fit_page()
        elif sheet.blocked is not None:
            words = self.tr("{0}らしい番号があるため、表示しません。")
            self.page.clear(words.format(forbidden_words(sheet.blocked)))
        else:
            self.page.clear(self.tr("仕切り紙を読み取りました。"))
        width, height = sheet.size_mm
        self._facts.setText(
            self.tr("大きさ {0} × {1} mm　解像度 {2} dpi　{3:.1f} 秒").format(
                width, height, sheet.dpi, sheet.seconds
            )
        )
        if sheet.quality:
            flag, _sentence = quality_words(sheet.quality[0])
            self._say(flag.text, flag.tone, flag.icon)
        elif sheet.blocked is not None:
            self._say(forbidden_words(sheet.blocked), "bad", "octagon-alert")
        else:
            self._say(self.tr("良好"), "ok", "check")

    def _on_failed(self, error: BaseException) -> None:
        if self._profile is not None:
            self.page.clear(self.tr("読み取れませんでした。"))
            self._say(self.tr("停止中"), "bad", "octagon-pause")
            self._context.show_error(error, self)

    def _on_ended(self) -> None:
        self._task = None
        self.again.setEnabled(True)

    def _say(self, words: str, tone: Tone, icon: str) -> None:
        self._state.set(words, tone, icon)
