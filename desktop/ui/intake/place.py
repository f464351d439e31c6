"""受付: 今日, 取込, 未整理, 日計 and 電話・窓口."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from desktop.domain.roles import Capability
from desktop.services.intake_views import EnvelopeView
from desktop.ui.context import Context
from desktop.ui.intake.days import DaysTab
from desktop.ui.intake.deletions import DeletionNotice
from desktop.ui.intake.mail import Mail
from desktop.ui.intake.mail_tab import MailTab
from desktop.ui.intake.notes import NotesTab
from desktop.ui.intake.post_dialog import PostButton
from desktop.ui.intake.today import TodayTab
from desktop.ui.widgets.banner import BannerArea
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.empty_state import EmptyState
from desktop.ui.widgets.layout import column, panel, row
from desktop.ui.widgets.tabs import Tabs

TODAY, IMPORT, UNFILED, DAYS, NOTES = range(5)
_SCREENS = (0, 1, 1, 2, 3)  # 取込 and 未整理 share one


class IntakePlace(QWidget):
    """Who opens no mail sees only the day; who sees no case, which place is theirs."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setObjectName("intake_place")
        self._context = context
        self.banners = BannerArea(name="intake_banners")
        self._stack = QStackedWidget()
        self.today: TodayTab | None = None
        self.mail: Mail | None = None
        self.mail_tab: MailTab | None = None
        self.days: DaysTab | None = None
        self.notes: NotesTab | None = None
        tabs: dict[str, str] = {}
        if context.may(Capability.VIEW_CASE):
            tabs["today"] = self.tr("今日")
            self.today = TodayTab(context)
            self._stack.addWidget(self.today)
        else:
            self._stack.addWidget(self._make_closed())
        self.deletions: DeletionNotice | None = None
        if context.may(Capability.OPEN_MAIL):
            tabs |= {
                "import": self.tr("取込"),
                "unfiled": self.tr("未整理"),
                "days": self.tr("日計"),
                "notes": self.tr("電話・窓口"),
            }
            self._make_mail(Mail(context, self))
            for _ in (DAYS, NOTES):
                self._stack.addWidget(QWidget())
        self.tabs = Tabs(
            tuple(tabs.values()) or (self.tr("今日"),),
            name="intake_tabs",
            accessible=self.tr("受付の表示"),
            keys=tuple(tabs),
        )
        if not tabs:
            self.tabs.hide()
        self.tabs.changed.connect(self._on_tab)
        notices = (self.deletions,) if self.deletions is not None else ()
        self.post = PostButton(context)
        self.setLayout(
            column(
                row(self.tabs, None, self.post),
                self.banners,
                *notices,
                (self._stack, 1),
                spacing=12,
            )
        )
        if self.today is not None:
            self.today.import_requested.connect(self.show_import)
            self.today.unfiled_requested.connect(self.show_unfiled)
            self.today.days_requested.connect(self.show_days)
            self.today.post_counted.connect(self.post.show_counts)
        context.data_changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Read the day and the mail anew."""
        if self._context.locked or self._context.somebody is None:
            return
        if self.today is not None:
            self.today.load()
        if self.mail is not None:
            self.mail.refresh()
        screen = self._stack.currentWidget()
        if isinstance(screen, DaysTab | NotesTab):
            screen.load()

    def show_request(self, what: object) -> None:
        """Show a tab by its key, or the tab in which an envelope stands by the envelope's id."""
        if not self.tabs.ask_for(what) and isinstance(what, str) and self.mail is not None:
            self._show_envelope(what)
        self.refresh()

    def show_import(self) -> None:
        self.tabs.set_current(IMPORT)
        self.take_focus()

    def show_unfiled(self) -> None:
        """未整理, or 取込 where everything not yet filed came in just now."""
        tab = self.mail_tab
        only_new = tab is not None and bool(tab.taken()) and not tab.left_over()
        self.tabs.set_current(IMPORT if only_new else UNFILED)
        self.take_focus()

    def show_days(self) -> None:
        self.tabs.set_current(DAYS)
        self.take_focus()

    def take_focus(self) -> None:
        screen = self._stack.currentWidget()
        if isinstance(screen, TodayTab | MailTab | DaysTab | NotesTab):
            screen.take_focus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        for tab in (self.today, self.mail_tab):
            if tab is not None:
                tab.set_width(self.width())
        super().resizeEvent(event)

    def _make_mail(self, mail: Mail) -> None:
        self.mail = mail
        mail.failed.connect(self._on_failed)
        self.deletions = DeletionNotice(self._context, mail)
        self.mail_tab = MailTab(self._context, mail)
        self._stack.addWidget(self.mail_tab)
        self.mail_tab.incoming.changed.connect(self._on_incoming)
        self.mail_tab.counts_changed.connect(self._on_counts)
        self.mail_tab.import_requested.connect(self.show_import)

    def _make(self, number: int) -> None:
        """日計 and 電話・窓口 are made when they are first gone to: the day begins without them."""
        if number == DAYS and self.days is None:
            self.days = DaysTab(self._context)
            self.days.envelope_requested.connect(self._show_envelope)
            self._lay_in(number, self.days)
        elif number == NOTES and self.notes is None:
            self.notes = NotesTab(self._context)
            self._lay_in(number, self.notes)

    def _lay_in(self, number: int, screen: QWidget) -> None:
        room = self._stack.widget(_SCREENS[number])
        self._stack.insertWidget(_SCREENS[number], screen)
        if room is not None:
            self._stack.removeWidget(room)
            room.deleteLater()

    def _make_closed(self) -> QWidget:
        go = Button(self.tr("登録情報を開く"), "secondary", name="intake_closed_go")
        go.clicked.connect(self._go_to_register)
        sentence = self.tr(
            "受付の作業は受付担当が行います。管理者の作業は登録情報と設定にあります。"
        )
        empty = EmptyState(sentence, go, icon="inbox", name="intake_closed")
        return panel(column((empty, 1)), "card")

    def _show_envelope(self, envelope_id: str) -> None:
        tab = self.mail_tab
        if tab is not None and any(one.id == envelope_id for one in self._all()):
            taken = any(one.id == envelope_id for one in tab.taken())
            self.tabs.set_current(IMPORT if taken else UNFILED)
            tab.choose(envelope_id)

    def _all(self) -> tuple[EnvelopeView, ...]:
        return self.mail.envelopes if self.mail is not None else ()

    def _on_tab(self, number: int) -> None:
        if self.mail_tab is not None and number in (IMPORT, UNFILED):
            self.mail_tab.show_left(number == UNFILED)
        self._make(number)
        self._stack.setCurrentIndex(_SCREENS[number])
        screen = self._stack.currentWidget()
        if isinstance(screen, DaysTab | NotesTab):
            screen.load()
        if not self.tabs.hasFocus():
            self.take_focus()

    def _on_counts(self, taken: int, left: int) -> None:
        self.tabs.set_count(IMPORT, taken)
        self.tabs.set_count(UNFILED, left)

    def _on_incoming(self) -> None:
        if self.deletions is not None and self.mail_tab is not None:
            self.deletions.hold(self.mail_tab.incoming.is_running)
            self.deletions.leave_to_scan(self.mail_tab.incoming.scan.standing)

    def _go_to_register(self) -> None:
        self._context.place_requested.emit("register", None)

    def _on_failed(self, error: BaseException) -> None:
        self._context.show_error(error, self)
