"""取込 and 未整理: envelopes as cards, the page under the cursor beside them, and filing."""

from __future__ import annotations

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
from PySide6.QtWidgets import QApplication, QWidget

from desktop.domain.roles import Capability
from desktop.services.filing import Filed
from desktop.services.intake_views import EnvelopeView, SpoolPageView
from desktop.ui import theme
from desktop.ui.context import Context
from desktop.ui.intake.discarding import DiscardDialog
from desktop.ui.intake.envelope_card import envelope_title
from desktop.ui.intake.filed_notice import filed_banner
from desktop.ui.intake.incoming import Incoming
from desktop.ui.intake.key_line import KeyLine
from desktop.ui.intake.mail import Mail
from desktop.ui.intake.mail_left import MailLeft
from desktop.ui.intake.mail_side import MailSide
from desktop.ui.intake.opened_page import OpenedPage
from desktop.ui.intake.page_hands import PageHands
from desktop.ui.intake.walk import Walk
from desktop.ui.widgets.banner import BannerArea
from desktop.ui.widgets.layout import column, row

_WIDE_FROM = 1500
_SHEETS_MS = 100  # several sheets of a fast feeder are drawn at once
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
        self._then = ""  # the page that the cursor goes to when the mail has been read anew
        self._begins = False  # mail has come in: the walk begins when it has been read
        self.setAcceptDrops(True)
        self.banners = BannerArea(name="mail_banners")
        self.incoming = Incoming(context, mail, self)
        self.left = MailLeft(context, mail)
        self.board, self.page_view = self.left.board, self.left.page_view
        self.keys = KeyLine()
        self.side = MailSide(context)
        self.reading, self.filing, self.file = self.side.reading, self.side.filing, self.side.file
        self.walk = Walk(self.board, self.side, self)
        self.hands = PageHands(context, mail, self, self._at_cursor, self._growing)
        left = column(*self.incoming.parts(), self.banners, (self.left, 1), self.keys, spacing=10)
        self.setLayout(row((left, 1), self.side, spacing=14))
        self._look = QTimer(self)
        self._look.setSingleShot(True)
        self._look.setInterval(_LOOK_AFTER_MS)
        self._look.timeout.connect(self._show_chosen)
        self._sheets = QTimer(self)
        self._sheets.setSingleShot(True)
        self._sheets.setInterval(_SHEETS_MS)
        self._sheets.timeout.connect(self._show_board)
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
        self.side.show_reading()
        self.left.show_board()
        self.incoming.show(not left)
        self.banners.clear()
        self.reading.show_nothing()
        self._on_mail()

    def take_focus(self) -> None:
        self.left.take_focus()

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
        self.side.show_filing(envelope)

    def set_width(self, width: int) -> None:
        self.side.set_wide(width >= theme.px(_WIDE_FROM))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if not self._shows_left and event.mimeData().hasUrls():
            event.acceptProposedAction()
            self.incoming.invite(True)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.incoming.invite(False)

    def dropEvent(self, event: QDropEvent) -> None:
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        event.acceptProposedAction()
        self.incoming.invite(False)
        self.incoming.take_in(paths)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._context.somebody is not None and not self._context.locked:
            self.incoming.refresh()
        self._look.start()

    def event(self, event: QEvent) -> bool:
        # Esc leaves the large page, also while an import shows its own Esc.
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Escape
            and self.left.is_close
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        leaves = event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Space)
        if leaves and self.left.is_close:
            self._leave_page()
        else:
            super().keyPressEvent(event)

    def _connect(self) -> None:
        self._mail.changed.connect(self._on_mail)
        self.left.start_asked.connect(self.incoming.start)
        self.left.import_asked.connect(self.import_requested)
        self.board.page_chosen.connect(self._on_chosen)
        self.board.page_activated.connect(self._on_activated)
        self.walk.field_wanted.connect(self._on_activated)
        self.board.looked_at.connect(self._look_closely)
        self.board.discard_requested.connect(self._ask_discard)
        self.reading.corrected.connect(self._mail.refresh)
        self.reading.left.connect(self._on_reading_left)
        self.reading.finished.connect(self._on_page_finished)
        self.reading.field_reached.connect(self.page_view.set_mark)
        self.reading.page_opened.connect(self._on_page_opened)
        self.filing.left.connect(self._leave_filing)
        self.filing.filed.connect(self._on_filed)
        self.side.filing_asked.connect(self.start_filing)
        self.board.page_dropped.connect(self._on_dropped)
        self.incoming.pages_came.connect(self._on_step)
        self.incoming.sheets_pulled.connect(self._show_sheets_soon)
        self.incoming.changed.connect(self._on_incoming)
        self.incoming.finished.connect(self._on_imported)
        self.incoming.scan.notice.focus_left.connect(self.board.take_focus)
        self.incoming.source_chosen.connect(self.left.set_source)
        self.hands.settled.connect(self._on_settled)
        self.hands.told.connect(self.banners.show_banner)
        self.hands.forgotten.connect(self._forget_removal)
        self.hands.discard_asked.connect(self._ask_discard)
        self.hands.next_asked.connect(self._go_to_next)

    def _on_mail(self) -> None:
        moved = self._mail.envelope_of(self._then) if self._then else None
        if moved is not None and not self._shows_left:
            self._mail.taken_here.add(moved.id)  # an envelope split off here belongs here
        envelopes = self.envelopes()
        had = bool(self.board.chosen()[0])
        self._show_board()
        self.counts_changed.emit(len(self.taken()), len(self.left_over()))
        if not self.left.is_close:
            self._rest()
        if moved is not None:
            self._choose_page(moved.id, self._then)
        elif envelopes and not self.board.chosen()[0]:
            self._choose_next(had)
        elif not envelopes:
            self._leave_filing()
            self._leave_page()
            self.reading.show_nothing()
        self._show_file_button()
        if self._begins and self.board.chosen()[0] and self.isVisible():
            self._begins = False
            self.walk.begin_if_free()

    def _rest(self) -> None:
        """What stands at the left while no page is looked at closely."""
        busy = self.incoming.is_running or self.incoming.wants_answer
        if self.envelopes() or (busy and not self._shows_left):
            self.left.show_board()
        else:
            self.left.show_empty(left=self._shows_left)

    def _choose_next(self, had: bool) -> None:
        """The cursor goes to the envelope that took the place of one that has gone."""
        self._leave_page()
        if had and self.isVisible():
            self.board.take_focus()
        self.side.show_reading()
        self.board.choose_vacated()

    def _on_step(self) -> None:
        self._mail.taken_here |= self.incoming.new_envelopes
        self._mail.refresh_soon()

    def _show_sheets_soon(self) -> None:
        if not self._sheets.isActive():
            self._sheets.start()

    def _on_imported(self) -> None:
        self._begins = not self.incoming.wants_answer
        self._mail.taken_here |= self.incoming.new_envelopes
        self._mail.refresh()
        self._context.data_changed.emit()

    def _on_chosen(self, _envelope_id: str, _page_id: str) -> None:
        self._look.start()
        self._show_file_button()

    def _show_chosen(self) -> None:
        page = self._mail.page(*self.board.chosen())
        # Nothing is opened that nobody has before them.
        if page is not None and self.isVisible() and self._context.somebody is not None:
            self.reading.show_page(page)

    def _on_activated(self, envelope_id: str, page_id: str) -> None:
        page = self._mail.page(envelope_id, page_id)
        if page is not None:
            self._look.stop()
            self.reading.show_page(page, then_focus=True)

    def _look_closely(self) -> None:
        """Space: the page itself in the place of the envelopes."""
        page = self._mail.page(*self.board.chosen())
        if page is None or page.blocked is not None:
            return
        self.reading.show_page(page)
        self.page_view.clear(self.tr("読み込んでいます。"))
        opened = self.reading.opened()
        if opened is not None and opened.page_id == page.id:
            self.page_view.set_page(opened.image)
        self.left.show_page()
        self.keys.set_close(True)

    def _leave_page(self) -> None:
        if self.left.is_close:
            self.board.take_focus()
            self._rest()
            self.page_view.clear()
            self.keys.set_close(False)

    def _on_reading_left(self) -> None:
        self._leave_page()
        self.board.take_focus()

    def _on_page_opened(self, opened: object) -> None:
        if isinstance(opened, OpenedPage) and self.left.is_close:
            self.page_view.set_page(opened.image)

    def _on_page_finished(self, page_id: str) -> None:
        page = self._mail.page(self.board.chosen()[0], page_id)
        if page is not None:
            self.walk.go_on(page)

    def _ask_discard(self, envelope_id: str) -> None:
        envelope = self._mail.envelope(envelope_id)
        if envelope is None:
            return
        title = envelope_title(envelope, self._context.today())
        dialog = DiscardDialog(self, self._context, envelope, title)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _leave_filing(self) -> None:
        if self.side.is_filing:
            self.board.take_focus()  # first: hiding the panel would send the focus anywhere
            self.side.show_reading()

    def _on_filed(self, filed: object, title: str, envelope_id: str) -> None:
        self._leave_filing()
        if not isinstance(filed, Filed):
            return
        # Its pages are no longer in the slot: nothing may open one of them until the list is read.
        self._look.stop()
        self.reading.show_nothing()
        self._mail.forget(envelope_id)
        self.incoming.importing.outcomes.forget_if_fine()
        self.hands.forget()
        self.banners.clear()
        self.banners.show_banner(filed_banner(self._context, filed, title))
        self.walk.begin()
        self._context.data_changed.emit()

    def _show_file_button(self) -> None:
        may = self._context.may(Capability.FILE)
        envelope = self._mail.envelope(self.board.chosen()[0])
        ready = (
            envelope is not None
            and any(page.blocked is None for page in envelope.pages)
            and envelope.id != self.incoming.growing
        )
        # A scan that stands still until it is answered has the screen's one primary act.
        shown = bool(self.envelopes()) and not self.incoming.wants_answer
        note = "" if may else self.tr("案件への登録は受付担当が行います。")
        self.side.offer_filing(shown=shown, ready=may and ready, note=note)

    def _show_board(self) -> None:
        self._sheets.stop()
        takes_in = not self._shows_left
        growing = self.incoming.growing if takes_in else ""
        pending = self.incoming.pending() if takes_in else ()
        self.board.show_envelopes(self.envelopes(), growing, pending)

    def _on_incoming(self) -> None:
        self.board.set_folding(self.incoming.is_running or self.incoming.wants_answer)
        self._mail.taken_here |= self.incoming.new_envelopes
        self._on_mail()

    def _growing(self) -> str:
        return self.incoming.growing

    def _at_cursor(self) -> tuple[EnvelopeView, SpoolPageView] | None:
        """What the keys act on: nothing while the envelope is being filed."""
        envelope_id, page_id = self.board.chosen()
        envelope, page = self._mail.envelope(envelope_id), self._mail.page(envelope_id, page_id)
        if envelope is None or page is None or self.side.is_filing:
            return None
        return envelope, page

    def _on_dropped(self, page_id: str, envelope_id: str, place: int) -> None:
        envelope = self._mail.envelope(envelope_id)
        if envelope is not None:
            self.hands.drop(page_id, envelope, place)

    def _on_settled(self, page_id: str, redrawn: bool) -> None:
        """An act on a page is done: the mail is read anew, the cursor stays with the page."""
        self._then = page_id
        if redrawn:
            self._mail.redraw(page_id)
            self.reading.show_nothing()
        self._mail.refresh()
        self._context.data_changed.emit()

    def _choose_page(self, envelope_id: str, page_id: str) -> None:
        self._then = ""
        self.board.choose(envelope_id, page_id)
        if self.left.is_close:
            self._look_closely()
        elif self.isVisible():
            self.board.take_focus()
        self._look.start()

    def _forget_removal(self) -> None:
        for banner in self.banners.banners():
            if banner.objectName() == "page_removed":
                self.banners.remove(banner)

    def _go_to_next(self) -> None:
        """N: the next field that needs a clerk's eye, in this page or in those behind it."""
        if self.reading.isAncestorOf(QApplication.focusWidget() or self):
            self.reading.go_on()
            return
        chosen = self._at_cursor()
        if chosen is not None:
            self.walk.go_on(chosen[1])
