"""The window of one case: its head, its pages, and the panel of its present work (DESIGN §6)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget
from shiboken6 import isValid

from desktop.domain.roles import Capability
from desktop.services.case_views import CaseView
from desktop.services.presence import CaseNews
from desktop.ui import theme
from desktop.ui.cases.case_head import CaseHead
from desktop.ui.cases.case_watch import CaseWatch, companion_words
from desktop.ui.cases.conflict import ConflictPanel, stale
from desktop.ui.cases.correction import CorrectionPanel
from desktop.ui.cases.draft import DraftPanel
from desktop.ui.cases.errand import button_wanted
from desktop.ui.cases.fee_notices import FeeNotices
from desktop.ui.cases.found_number import FoundNumberDialog
from desktop.ui.cases.history import HistoryPanel
from desktop.ui.cases.interim_line import InterimLine
from desktop.ui.cases.misfiled import MisfiledDialog
from desktop.ui.cases.open_case import OpenCase
from desktop.ui.cases.page_column import PageColumn
from desktop.ui.cases.panels import panel_for
from desktop.ui.cases.pictures import Pictures
from desktop.ui.cases.special_notices import SpecialNotices
from desktop.ui.cases.task_panel import TaskPanel
from desktop.ui.cases.typed import TypedField, TypedWatch, changed_by_both, put_back, typed_fields
from desktop.ui.cases.who_changed import WhoChanged
from desktop.ui.context import Context
from desktop.ui.labels import label
from desktop.ui.widgets.banner import Banner, BannerArea
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
        self.history = self.opened.aside = HistoryPanel(self.opened)
        self.task: TaskPanel | None = None
        self._composing: CorrectionPanel | DraftPanel | ConflictPanel | None = None
        self._shown: tuple[object, ...] | None = None
        self._typed: TypedWatch | None = None  # of the panel in front
        self._made: Callable[[], TaskPanel] | None = None  # makes what is being composed anew
        self._told_stale = False
        self._lines_known = self._lines_seen = 0  # of the history: now, and at the last look
        self._who = WhoChanged(context, case_id, self)
        self._who.told.connect(self._on_who)
        self.watch = CaseWatch(context, case_id, self)
        self._column = self.opened.front = QStackedWidget()
        self._column.setObjectName("case_task_column")
        self._reading = panel(
            column(None, row(None, label(self.tr("案件を開いています。"), "dim"), None), None),
            "task",
        )
        self._column.addWidget(self._reading)
        self._column.addWidget(self.history)
        self.notices = SpecialNotices()
        self.money = FeeNotices(self.opened)
        self.interim = InterimLine(self.opened)
        told = panel(column(self.interim, self.banners, margins=(16, 0, 16, 0)))
        self.setLayout(
            column(
                self.head,
                self.notices,
                self.money,
                told,
                (row((self.pages, 1), self._column, spacing=0), 1),
                spacing=0,
            )
        )
        self._lay_widths()
        self.head.back_requested.connect(context.case_closed)
        self.head.history_requested.connect(self.toggle_history)
        self.notices.case_wanted.connect(context.open_case_requested)
        self.notices.refusal_wanted.connect(self._compose_refusal)
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
        self.opened.stale.connect(self._on_stale)
        self.watch.news.connect(self._on_news)
        self.opened.refresh()
        self.watch.look()

    def refresh(self) -> None:
        self.opened.refresh()

    def leave(self) -> None:
        """The window goes: other programs need not be told of it any more."""
        self.watch.leave()

    def show_request(self, buttons: object) -> None:
        """Once the case is read, the first of these that the person may press has the keyboard."""
        once = Qt.ConnectionType.SingleShotConnection
        self.opened.read.connect(lambda _view: self._go_to(buttons), once)

    def _go_to(self, buttons: object) -> None:
        if wanted := button_wanted(buttons, self.history):
            self.history.start_at = wanted
            if self._column.currentWidget() is self.history:
                self.history.refresh()
            else:
                self.toggle_history()
        elif wanted := button_wanted(buttons, self.notices, self.money):
            wanted.setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_widths()

    def focusInEvent(self, event: QFocusEvent) -> None:
        if self.task is not None:
            self._start(self.task)

    def toggle_history(self) -> None:
        front = self._composing or self.task
        if self._column.currentWidget() is self.history:
            self._column.setCurrentWidget(front or self._reading)
            if front is not None:
                self._start(front)
        else:
            self.history.refresh()
            self._column.setCurrentWidget(self.history)

    def _lay_widths(self) -> None:
        wide = self.width() >= theme.px(_WIDE_FROM)
        self._column.setFixedWidth(theme.px(_TASK_WIDE if wide else _TASK))
        self.pages.set_wide(wide)

    def _on_read(self, view: CaseView) -> None:
        self.head.show_case(view)
        self.notices.show_case(view)
        self.money.show_case(view)
        self.pages.set_case(view)
        self.interim.show_case(view)
        # Letters go out without a new version of the case; the clocks alone rebuild nothing.
        letters = tuple((letter.id, letter.state) for letter in view.letters)
        now = (view.line.state, view.version, letters)
        own = self.opened.take_own_change()
        self._lines_seen, self._lines_known = self._lines_known, view.history_count
        if self._lines_known != self._lines_seen and self._column.currentWidget() is self.history:
            self.history.refresh()
        if self._shown is None:
            self._put(self._make_task())
        elif now != self._shown and not own and self._changed_by_another(view):
            pass  # what was typed is carried over, or shown beside the change
        elif now != self._shown:
            same = self.task is not None and view.line.state is self._shown[0]
            if same and self.task is not None and self.task.renew(view):
                self._keep_focus(self.task)
                if self._composing is None:
                    self._watch_typing(self.task)
            else:
                aside = same and self._column.currentWidget() is self.history
                self._put(self._make_task(), aside=aside)
        elif self._told_stale:  # the save met another row's change: the case itself is the same
            self._context.show_error(stale(), self)
        self._told_stale = False
        self._shown = now

    def _make_task(self) -> TaskPanel:
        return panel_for(self.opened)(self.opened, self.pictures)

    def _changed_by_another(self, view: CaseView) -> bool:
        """Whether the person had typed something, which then goes into a panel made anew."""
        mine = self._typed.touched() if self._typed is not None else {}
        if not mine or self._typed is None or self._shown is None:
            if self._told_stale:
                self._context.show_error(stale(), self)
            return False
        if view.line.state is not self._shown[0]:
            self._made = None  # other work: what was composed has no place there
        fresh = self._make_front()
        theirs, before = typed_fields(fresh, hidden=True), self._typed.before
        apart = {key: one for key, one in mine.items() if changed_by_both(key, one, theirs, before)}
        carried = {key: field for key, field in mine.items() if key not in apart}
        if not apart:
            self._settle(fresh, carried)
            self._who.ask(self._lines_seen, self._told_stale)
            return True
        fresh.deleteLater()
        # What was typed stays where it is, behind this, until the person has chosen.
        panel = ConflictPanel(self.opened, self.pictures, apart, theirs, carried)
        panel.settled.connect(self._on_settled)
        self._compose_over(panel)
        self._who.ask(self._lines_seen, panel)
        return True

    def _make_front(self) -> TaskPanel:
        """The panel in front as the case is now: what is being composed, or the present work's."""
        return self._made() if self._made is not None else self._make_task()

    def _on_settled(self, chosen: dict[str, TypedField]) -> None:
        self._settle(self._make_front(), chosen)

    def _settle(self, fresh: TaskPanel, carried: Mapping[str, TypedField]) -> None:
        """Put the panel made anew in front, with what the person typed in it. Nothing is saved."""
        made = self._made
        if made is not None and isinstance(fresh, CorrectionPanel | DraftPanel):
            self._put(self._make_task())
            self._compose(fresh, made)
        else:
            self._put(fresh)
        left = put_back(fresh, carried)
        fresh.uncover(carried)
        shown = typed_fields(fresh)
        left |= {key: field for key, field in carried.items() if key not in shown}
        if left:
            self.banners.show_banner(
                Banner(
                    "warn",
                    self.tr("今の欄に入らない入力があります"),
                    "、".join(f"{one.label}「{one.words}」" for one in left.values()),
                    closable=True,
                    name="case_left_over",
                )
            )
        if self._typed is not None:
            self._typed.mark(carried)

    def _on_who(self, told: str, about: object) -> None:
        """`about`: the panel above which it is told, or whether a save was refused, which is told
        whoever it was."""
        if isinstance(about, ConflictPanel):
            if isValid(about):
                about.tell_who(told)
        elif told or about:  # else it was this person, in another window or dialog
            self._tell_carried(told)

    def _tell_carried(self, who: str) -> None:
        self.banners.show_banner(
            Banner(
                "warn",
                self.tr("ほかの人が先にこの案件を変更しました")
                if who
                else self.tr("この案件は別の画面で先に変更されました"),
                who + self.tr("入力した内容は残っています。確かめて、もう一度保存してください。"),
                icon="users",
                closable=True,
                name="case_carried",
            )
        )

    def _on_stale(self, asker: QWidget | None) -> None:
        """A save met a newer version: read it, and carry over what was typed."""
        in_panel = asker is not None and self._column.isAncestorOf(asker)
        if not in_panel or self._column.currentWidget() is self.history:
            self._context.show_error(stale(), asker)
        else:
            self._told_stale = True
        self.opened.refresh()

    def _on_news(self, news: object) -> None:
        if isinstance(news, CaseNews):
            self.head.show_companions(companion_words(news.companions))
            if self.opened.view is not None and news.version != self.opened.view.version:
                self.opened.refresh()

    def _compose_correction(self, points: tuple[str, ...]) -> None:
        """Put the D-02's points together in place of the panel, which waits behind."""
        made = partial(CorrectionPanel, self.opened, self.pictures, points)
        self._compose(made(), made)

    def _compose_refusal(self) -> None:
        made = partial(DraftPanel, self.opened, self.pictures, unproven=True)
        self._compose(made(), made)

    def _compose(
        self, composing: CorrectionPanel | DraftPanel, made: Callable[[], TaskPanel]
    ) -> None:
        composing.left.connect(self._drop_composing)
        self._compose_over(composing)
        self._watch_typing(composing, made)

    def _compose_over(self, composing: CorrectionPanel | DraftPanel | ConflictPanel) -> None:
        if isinstance(self._composing, ConflictPanel):
            self._take_away(self._composing)  # the case changed once more meanwhile
        self._composing = composing
        self._column.addWidget(composing)
        self._column.setCurrentWidget(composing)
        composing.start()

    def _drop_composing(self) -> None:
        composing, self._composing = self._composing, None
        if composing is not None:
            self._take_away(composing)
        if self.task is not None:
            self._column.setCurrentWidget(self.task)
            self._watch_typing(self.task)
            self._start(self.task)

    def _watch_typing(self, panel: TaskPanel, made: Callable[[], TaskPanel] | None = None) -> None:
        """From now on what a person types in the panel is theirs to keep."""
        self._typed, self._made = TypedWatch(panel), made

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

    def _put(self, task: TaskPanel, *, aside: bool = False) -> None:
        """Show this panel in place of all that stood there; `aside`: behind the open history."""
        kept = (self._reading, self.history, task)
        self.task, self._composing = task, None
        self._column.addWidget(task)
        self._column.setCurrentWidget(self.history if aside else task)
        for done in [self._column.widget(n) for n in range(self._column.count())]:
            if done is not None and done not in kept:
                self._take_away(done)
        self._watch_typing(task)
        if not aside:
            self._start(task)

    def _take_away(self, done: QWidget) -> None:
        self._column.removeWidget(done)
        done.hide()
        done.deleteLater()

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
