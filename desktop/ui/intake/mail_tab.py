"""取込 and 未整理: envelopes as cards, the page under the cursor beside them, and filing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeyEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QStackedWidget, QWidget

from desktop.domain.roles import Capability
from desktop.services.filing import Filed
from desktop.services.intake_views import EnvelopeView, SpoolPageView
from desktop.ui import theme
from desktop.ui.context import Context
from desktop.ui.intake.discarding import DiscardDialog
from desktop.ui.intake.envelope_board import EnvelopeBoard
from desktop.ui.intake.envelope_card import envelope_title
from desktop.ui.intake.filing_panel import FilingPanel
from desktop.ui.intake.importing import Importing
from desktop.ui.intake.key_line import KeyLine
from desktop.ui.intake.mail import Mail
from desktop.ui.intake.opened_page import OpenedPage
from desktop.ui.intake.reading_panel import ReadingPanel
from desktop.ui.widgets.banner import Banner, BannerArea
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.empty_state import EmptyState
from desktop.ui.widgets.layout import column, panel, row
from desktop.ui.widgets.page_view import PageView

_SIDE, _WIDE_SIDE, _WIDE_FROM = 320, 400, 1500
_BOARD, _EMPTY, _EMPTY_LEFT, _PAGE = range(4)
_READING, _FILING = range(2)
_LOOK_AFTER_MS = 120  # a page passed over by the arrows is not opened, nor its look recorded


class MailTab(QWidget):
    """One screen for both tabs: 取込 takes mail in and shows what came in now; 未整理 shows what
    was left from before, such as after a program that was killed."""

    counts_changed = Signal(int, int)  # 取込, 未整理
    import_requested = Signal()

    def __init__(self, context: Context, mail: Mail) -> None:
        super().__init__()
        self.setObjectName("mail_tab")
        self._context, self._mail = context, mail
        self._shows_left = False
        self.importing = Importing(context)
        self.setAcceptDrops(True)
        self.banners = BannerArea(name="mail_banners")
        self.board = EnvelopeBoard(context, mail, name="mail_board")
        self.page_view = PageView(name="mail_page")
        self._left = QStackedWidget()
        self._left.addWidget(self.board)
        self._left.addWidget(panel(column((self._make_empty(), 1)), "card"))
        self._left.addWidget(panel(column((self._make_empty_left(), 1)), "card"))
        self._left.addWidget(self.page_view)
        self.keys = KeyLine()
        self.reading = ReadingPanel(context)
        self.filing = FilingPanel(context)
        self.file = Button(
            self.tr("この封筒を案件にする"), "primary", key="Ctrl+Enter", name="envelope_file"
        )
        self.file.clicked.connect(self.start_filing)
        self._side = QStackedWidget()
        self._side.addWidget(
            panel(
                column((self.reading, 1), row((self.file, 1), margins=(12, 4, 12, 12)), spacing=0)
            )
        )
        self._side.addWidget(self.filing)
        self._side_card = panel(
            column((self._side, 1), spacing=0, margins=(1, 1, 1, 1)), "card", width=theme.px(_SIDE)
        )
        left = column(self.importing, self.banners, (self._left, 1), self.keys, spacing=8)
        self.setLayout(row((left, 1), self._side_card, spacing=14))
        self._look = QTimer(self)
        self._look.setSingleShot(True)
        self._look.setInterval(_LOOK_AFTER_MS)
        self._look.timeout.connect(self._show_chosen)
        self._connect()
        self._show_file_button()

    def taken(self) -> list[EnvelopeView]:
        """What came in while this window was open."""
        return [one for one in self._mail.envelopes if one.id in self._mail.taken_here]

    def left_over(self) -> list[EnvelopeView]:
        """What was there before."""
        return [one for one in self._mail.envelopes if one.id not in self._mail.taken_here]

    def envelopes(self) -> list[EnvelopeView]:
        """The envelopes that stand on the screen now."""
        return self.left_over() if self._shows_left else self.taken()

    def show_left(self, left: bool) -> None:
        """Go from one of the two tabs to the other."""
        if left == self._shows_left:
            return
        self._shows_left = left
        self._side.setCurrentIndex(_READING)
        self._left.setCurrentIndex(_BOARD)
        self.importing.setVisible(not left)
        self.banners.clear()
        self.reading.show_nothing()
        self.keys.set_taking_in(not left)
        self._on_mail()

    def take_focus(self) -> None:
        if self._left.currentIndex() == _BOARD:
            self.board.take_focus()
        elif self._left.currentIndex() == _EMPTY:
            self._start.setFocus()
        elif self._left.currentIndex() == _EMPTY_LEFT:
            self._go_import.setFocus()

    def choose(self, envelope_id: str) -> None:
        self.board.choose(envelope_id)
        self.board.take_focus()

    def start_filing(self) -> None:
        """Ask what filing needs of the envelope under the cursor."""
        envelope = self._mail.envelope(self.board.chosen()[0])
        if envelope is None or not self.file.isEnabled():
            return
        self._leave_page()
        self.board.take_focus()  # first: hiding the button would send the focus anywhere
        self._side.setCurrentIndex(_FILING)
        self.filing.open_for(envelope)

    def set_width(self, width: int) -> None:
        wide = width >= theme.px(_WIDE_FROM)
        self._side_card.setFixedWidth(theme.px(_WIDE_SIDE if wide else _SIDE))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if not self._shows_left and event.mimeData().hasUrls():
            event.acceptProposedAction()
            self.importing.invite(True)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.importing.invite(False)

    def dropEvent(self, event: QDropEvent) -> None:
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        event.acceptProposedAction()
        self.importing.invite(False)
        self.importing.take_in(paths)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._look.start()

    def event(self, event: QEvent) -> bool:
        # Esc leaves the large page, also while an import shows its own Esc.
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Escape
            and self._left.currentIndex() == _PAGE
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        leaves = event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Space)
        if leaves and self._left.currentIndex() == _PAGE:
            self._leave_page()
        else:
            super().keyPressEvent(event)

    def _make_empty(self) -> QWidget:
        self._start = Button(
            self.tr("ファイルを選ぶ"),
            "primary",
            key="Ctrl+Enter",
            icon="folder-open",
            name="import_start",
        )
        self._start.clicked.connect(self.importing.ask_files)
        sentence = self.tr(
            "スキャンした郵便のファイルやフォルダーをここへドラッグするか、ファイルを選んでください。"
        )
        return EmptyState(sentence, self._start, icon="scan-line", name="import_empty")

    def _make_empty_left(self) -> QWidget:
        self._go_import = Button(self.tr("取込を開く"), "secondary", name="unfiled_import")
        self._go_import.clicked.connect(self.import_requested)
        return EmptyState(
            self.tr("前に取り込んで登録していない封筒はありません。"),
            self._go_import,
            icon="inbox",
            name="unfiled_empty",
        )

    def _connect(self) -> None:
        self._mail.changed.connect(self._on_mail)
        self.board.page_chosen.connect(self._on_chosen)
        self.board.page_activated.connect(self._on_activated)
        self.board.looked_at.connect(self._look_closely)
        self.board.discard_requested.connect(self._ask_discard)
        self.reading.corrected.connect(self._mail.refresh)
        self.reading.left.connect(self._on_reading_left)
        self.reading.finished.connect(self._on_page_finished)
        self.reading.field_reached.connect(self.page_view.set_mark)
        self.reading.page_opened.connect(self._on_page_opened)
        self.filing.left.connect(self._leave_filing)
        self.filing.filed.connect(self._on_filed)
        self.importing.stepped.connect(self._on_step)
        self.importing.finished.connect(self._on_imported)

    def _on_mail(self) -> None:
        envelopes = self.envelopes()
        had = bool(self.board.chosen()[0])
        self.board.show_envelopes(envelopes, self.importing.envelope_id)
        self.counts_changed.emit(len(self.taken()), len(self.left_over()))
        if self._left.currentIndex() != _PAGE:
            self._left.setCurrentIndex(self._resting())
        if envelopes and not self.board.chosen()[0]:
            self._choose_next(had)
        elif not envelopes:
            self._leave_filing()
            self._leave_page()
            self.reading.show_nothing()
        self._show_file_button()

    def _resting(self) -> int:
        """What stands at the left while no page is looked at closely."""
        if self.envelopes():
            return _BOARD
        if self._shows_left:
            return _EMPTY_LEFT
        return _BOARD if self.importing.is_running else _EMPTY

    def _choose_next(self, had: bool) -> None:
        """The cursor goes to the envelope that took the place of one that has gone."""
        self._leave_page()
        if had and self.isVisible():
            self.board.take_focus()
        self._side.setCurrentIndex(_READING)
        self.board.choose_vacated()

    def _on_step(self) -> None:
        self._mail.taken_here |= self.importing.new_envelopes
        self._mail.refresh()

    def _on_imported(self) -> None:
        self._on_step()
        self._context.data_changed.emit()

    def _on_chosen(self, _envelope_id: str, _page_id: str) -> None:
        self._look.start()
        self._show_file_button()

    def _show_chosen(self) -> None:
        page = self._page(*self.board.chosen())
        # Nothing is opened that nobody has before them.
        if page is not None and self.isVisible() and self._context.somebody is not None:
            self.reading.show_page(page)

    def _on_activated(self, envelope_id: str, page_id: str) -> None:
        page = self._page(envelope_id, page_id)
        if page is not None:
            self._look.stop()
            self.reading.show_page(page, then_focus=True)

    def _look_closely(self) -> None:
        """Space: the page itself in the place of the envelopes."""
        page = self._page(*self.board.chosen())
        if page is None or page.blocked is not None:
            return
        self.reading.show_page(page)
        self.page_view.clear(self.tr("読み込んでいます。"))
        opened = self.reading.opened()
        if opened is not None and opened.page_id == page.id:
            self.page_view.set_page(opened.image)
        self._left.setCurrentIndex(_PAGE)
        self.keys.set_close(True)
        self.page_view.setFocus()

    def _leave_page(self) -> None:
        if self._left.currentIndex() == _PAGE:
            self.board.take_focus()
            self._left.setCurrentIndex(self._resting())
            self.page_view.clear()
            self.keys.set_close(False)

    def _on_reading_left(self) -> None:
        self._leave_page()
        self.board.take_focus()

    def _on_page_opened(self, opened: object) -> None:
        if isinstance(opened, OpenedPage) and self._left.currentIndex() == _PAGE:
            self.page_view.set_page(opened.image)

    def _on_page_finished(self, page_id: str) -> None:
        """The next page of the envelope with something open; after the last, filing."""
        card = self.board.card(self.board.chosen()[0])
        if card is None:
            return
        page = self._page(card.envelope.id, page_id)
        following = card.needy_page(page.seq) if page is not None else ""
        if following:
            card.choose(following)
            self._on_activated(card.envelope.id, following)
        elif self.file.isEnabled():
            self.file.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.board.take_focus()

    def _ask_discard(self, envelope_id: str) -> None:
        envelope = self._mail.envelope(envelope_id)
        if envelope is None:
            return
        title = envelope_title(envelope, self._context.today())
        dialog = DiscardDialog(self, self._context, envelope, title)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _leave_filing(self) -> None:
        if self._side.currentIndex() == _FILING:
            self.board.take_focus()  # first: hiding the panel would send the focus anywhere
            self._side.setCurrentIndex(_READING)

    def _on_filed(self, filed: object, title: str, envelope_id: str) -> None:
        self._leave_filing()
        if not isinstance(filed, Filed):
            return
        # Its pages are no longer in the slot: nothing may open one of them until the list is read.
        self._look.stop()
        self.reading.show_nothing()
        self._mail.forget(envelope_id)
        words = (
            self.tr("{0} を {1} に加えました")
            if filed.joined
            else self.tr("{0} を {1} で登録しました")
        )
        self.importing.outcomes.forget_if_fine()
        self.banners.clear()
        opener = Button(self.tr("案件を開く"), "secondary", small=True, name="filed_open")
        opener.clicked.connect(_opening(self._context, filed.case_id))
        self.banners.show_banner(
            Banner(
                "ok",
                words.format(title, filed.number),
                actions=[opener],
                closable=True,
                name="filed",
            )
        )
        self._context.data_changed.emit()

    def _show_file_button(self) -> None:
        may = self._context.may(Capability.FILE)
        envelope = self._mail.envelope(self.board.chosen()[0])
        ready = envelope is not None and any(page.blocked is None for page in envelope.pages)
        running = self.importing.envelope_id
        self.file.setEnabled(may and ready and envelope is not None and envelope.id != running)
        self.file.setVisible(bool(self.envelopes()))
        self.keys.tell("" if may else self.tr("案件への登録は受付担当が行います。"))

    def _page(self, envelope_id: str, page_id: str) -> SpoolPageView | None:
        envelope = self._mail.envelope(envelope_id)
        if envelope is None:
            return None
        return next((page for page in envelope.pages if page.id == page_id), None)


def _opening(context: Context, case_id: str) -> Callable[[], None]:
    return lambda: context.open_case_requested.emit(case_id)
