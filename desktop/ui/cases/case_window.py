"""The window of one case: its head, its pages, and the panel of its present work (DESIGN §6)."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget

from desktop.domain.roles import Capability
from desktop.services.case_views import CaseView
from desktop.ui import theme
from desktop.ui.cases.case_head import CaseHead
from desktop.ui.cases.correction import CorrectionPanel
from desktop.ui.cases.draft import DraftPanel
from desktop.ui.cases.found_number import FoundNumberDialog
from desktop.ui.cases.history import HistoryPanel
from desktop.ui.cases.misfiled import MisfiledDialog
from desktop.ui.cases.open_case import OpenCase
from desktop.ui.cases.page_column import PageColumn
from desktop.ui.cases.panels import panel_for
from desktop.ui.cases.pictures import Pictures
from desktop.ui.cases.task_panel import TaskPanel
from desktop.ui.context import Context
from desktop.ui.labels import label
from desktop.ui.widgets.banner import BannerArea
from desktop.ui.widgets.keys import bind
from desktop.ui.widgets.layout import column, panel, row

_TASK, _TASK_WIDE = 676, 812
_WIDE_FROM = 1700


class CaseWindow(QWidget):
    """Reads the case anew after every change; the panel changes when the work does."""

    def __init__(self, context: Context, case_id: str) -> None:
        super().__init__()
        self.setObjectName("case_window")
        self.setProperty("surface", "canvas")
        self.case_id = case_id
        self._context = context
        self.opened = OpenCase(context, case_id, self)
        self.pictures = Pictures(context, self)
        self.banners = BannerArea(name="case_banners")
        self.head = CaseHead()
        self.pages = PageColumn(self.pictures)
        self.history = HistoryPanel(self.opened)
        self.task: TaskPanel | None = None
        self._composing: CorrectionPanel | DraftPanel | None = None
        self._shown: tuple[object, ...] | None = None
        self._column = QStackedWidget()
        self._column.setObjectName("case_task_column")
        self._reading = panel(
            column(None, row(None, label(self.tr("案件を開いています。"), "dim"), None), None),
            "task",
        )
        self._column.addWidget(self._reading)
        self._column.addWidget(self.history)
        told = panel(column(self.banners, margins=(16, 0, 16, 0)))
        self.setLayout(
            column(
                self.head,
                told,
                (row((self.pages, 1), self._column, spacing=0), 1),
                spacing=0,
            )
        )
        self._lay_widths()
        self.head.back_requested.connect(context.case_closed)
        self.head.history_requested.connect(self.toggle_history)
        self.history.closed.connect(self.toggle_history)
        self.opened.read.connect(self._on_read)
        self.opened.unreadable.connect(self._on_unreadable)
        self.opened.page_wanted.connect(self.pages.show_page)
        self.opened.letter_wanted.connect(self.pages.show_letter)
        self.opened.correction_wanted.connect(self._compose_correction)
        self.opened.refusal_wanted.connect(self._compose_refusal)
        self.pages.page_shown.connect(self._on_page_shown)
        self.pages.offer_moving(may=context.may(Capability.FILE))
        self.pages.move_requested.connect(self._ask_move)
        self.pages.offer_taking_out(may=context.may(Capability.OPEN_MAIL))
        self.pages.number_found.connect(self._ask_taking_out)
        bind(self, "Alt+Left", context.case_closed.emit)
        self.opened.refresh()

    def refresh(self) -> None:
        self.opened.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_widths()

    def focusInEvent(self, event: QFocusEvent) -> None:
        if self.task is not None:
            self._start(self.task)

    def toggle_history(self) -> None:
        if self._column.currentWidget() is self.history:
            self._column.setCurrentWidget(self.task or self._reading)
            if self.task is not None:
                self._start(self.task)
        else:
            self.history.refresh()
            self._column.setCurrentWidget(self.history)

    def _lay_widths(self) -> None:
        wide = self.width() >= theme.px(_WIDE_FROM)
        self._column.setFixedWidth(theme.px(_TASK_WIDE if wide else _TASK))
        self.pages.set_wide(wide)

    def _on_read(self, view: CaseView) -> None:
        self.head.show_case(view)
        self.pages.set_case(view)
        # Letters go out without a new version of the case; the clocks alone rebuild nothing.
        letters = tuple((letter.id, letter.state) for letter in view.letters)
        now = (view.line.state, view.version, letters)
        if self._shown is None:
            self._put(panel_for(self.opened)(self.opened, self.pictures))
        elif now != self._shown:
            same = self.task is not None and view.line.state is self._shown[0]
            if same and self.task is not None and self.task.renew(view):
                self._keep_focus(self.task)
            else:
                self._put(panel_for(self.opened)(self.opened, self.pictures))
        self._shown = now

    def _compose_correction(self, points: tuple[str, ...]) -> None:
        """Put the D-02's points together in place of the panel, which waits behind."""
        self._compose(CorrectionPanel(self.opened, self.pictures, points))

    def _compose_refusal(self) -> None:
        self._compose(DraftPanel(self.opened, self.pictures, unproven=True))

    def _compose(self, composing: CorrectionPanel | DraftPanel) -> None:
        composing.left.connect(self._drop_composing)
        self._composing = composing
        self._column.addWidget(composing)
        self._column.setCurrentWidget(composing)
        composing.start()

    def _drop_composing(self) -> None:
        composing, self._composing = self._composing, None
        if composing is not None:
            self._column.removeWidget(composing)
            composing.hide()
            composing.deleteLater()
        if self.task is not None:
            self._column.setCurrentWidget(self.task)
            self._start(self.task)

    def _on_page_shown(self, page_id: str) -> None:
        self.opened.shown_page = page_id

    def _ask_move(self, page_id: str, title: str) -> None:
        """A misfiled page: where to, and why."""
        if self.opened.view is not None:
            MisfiledDialog(self, self.opened, page_id, title).open()

    def _ask_taking_out(self, page_id: str, title: str) -> None:
        """A forbidden number on a filed page: it goes at once."""
        dialog = FoundNumberDialog(self, self._context, self.pictures, page_id, title)
        dialog.accepted.connect(self.opened.refresh)
        dialog.open()

    def _put(self, task: TaskPanel) -> None:
        old, self.task = self.task, task
        self._column.addWidget(task)
        self._column.setCurrentWidget(task)
        for done in (old, self._composing):
            if done is not None:
                self._column.removeWidget(done)
                done.hide()
                done.deleteLater()
        self._composing = None
        self._start(task)

    def _start(self, task: TaskPanel) -> None:
        """Let the panel take the focus; where it has nothing to do, the pages have it."""
        task.start()
        if not self._has_focus():
            self.pages.thumbs.setFocus(Qt.FocusReason.OtherFocusReason)

    def _keep_focus(self, task: TaskPanel) -> None:
        """A button that went away took the focus with it."""
        if self.isVisible() and not self._has_focus():
            self._start(task)

    def _has_focus(self) -> bool:
        """Whether the focus stands where one works; the way back is no such place."""
        focus = QApplication.focusWidget()
        return focus is not None and focus is not self.head.back and self.isAncestorOf(focus)

    def _on_unreadable(self, error: BaseException) -> None:
        self._context.show_error(error, self)
