"""The papers of a matter: the letter as it will be printed, then the scans it rests on."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFrame

from desktop.domain.office_papers import MATCH
from desktop.domain.roles import Capability
from desktop.services.approval_views import ApprovalView
from desktop.ui.cases.pictures import Pictures
from desktop.ui.cases.words import page_word
from desktop.ui.context import Context
from desktop.ui.labels import label
from desktop.ui.tasks import Asked
from desktop.ui.widgets.buttons import IconButton
from desktop.ui.widgets.layout import column, panel, row
from desktop.ui.widgets.page_view import PageView
from desktop.ui.widgets.select import Select

_LETTER, _SLIP = "letter:", "slip:"
_DPI = 110


class LetterSheets(QFrame):
    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__()
        self.setObjectName("letter_sheets")
        self.setProperty("surface", "card")
        self._context = context
        self._pictures = Pictures(context, self)
        self._pictures.letter_arrived.connect(self._on_letter)
        self._pictures.page_arrived.connect(self._on_page)
        self._pictures.letter_refused.connect(self._on_refused)
        self._pictures.page_refused.connect(self._on_refused)
        self._letter_id = ""
        self._case_id = ""
        self._slip: tuple[QImage, ...] = ()
        self._slip_asked = Asked()
        self.papers = Select(name="approval_papers", accessible=self.tr("見る書類"))
        self.papers.currentIndexChanged.connect(self._show)
        self._zoom = label("", "small", name="approval_zoom")
        self.page = PageView(name="approval_page")
        self.page.zoom_changed.connect(self._on_zoom)
        smaller = IconButton("zoom-out", self.tr("縮小"), name="approval_zoom_out")
        larger = IconButton("zoom-in", self.tr("拡大"), name="approval_zoom_in")
        smaller.clicked.connect(self.page.zoom_out)
        larger.clicked.connect(self.page.zoom_in)
        bar = panel(
            row(self.papers, None, smaller, self._zoom, larger, margins=(10, 5, 10, 5)), "bar"
        )
        self.setLayout(column(bar, (self.page, 1), spacing=0, margins=(1, 1, 1, 1)))
        del parent

    def show_papers(self, view: ApprovalView) -> None:
        """Offer the letter's sheets first; the scans are opened only when chosen."""
        self._letter_id = view.letter_id
        if self._case_id != view.case.id:
            self._case_id, self._slip = view.case.id, ()
        options = [(f"{_LETTER}0", self.tr("回答文書"))]
        if view.rows:
            options.append((f"{_SLIP}0", self.tr("三者照合票 I-01")))
        seen_identity = self._context.may(Capability.VIEW_IDENTITY_IMAGE)
        options += [
            (page.id, f"{page.seq} {page_word(page.kind)}")
            for document in view.case.documents
            for page in document.pages
            if not page.destroyed and (seen_identity or not page.identity)
        ]
        self.papers.set_options(options, f"{_LETTER}0")
        self.page.clear(self.tr("文書を開いています"))
        if self._letter_id:
            self._pictures.want_letter(self._letter_id)
            self._on_letter(self._letter_id)

    def _show(self) -> None:
        key = self.papers.key()
        if key.startswith(_LETTER):
            self._show_sheet(int(key.removeprefix(_LETTER)))
        elif key.startswith(_SLIP):
            self._show_slip(int(key.removeprefix(_SLIP)))
        elif key:
            opened = self._pictures.page(key)
            if opened is None:
                self._pictures.want_page(key)
            else:
                self.page.set_page(opened.image)

    def _on_letter(self, letter_id: str) -> None:
        sheets = self._pictures.letter(letter_id)
        if letter_id != self._letter_id or not sheets:
            return
        options = [
            (f"{_LETTER}{n}", self.tr("回答文書 {0}／{1}").format(n + 1, len(sheets)))
            for n in range(len(sheets))
        ]
        rest = [
            (str(self.papers.itemData(n)), self.papers.itemText(n))
            for n in range(self.papers.count())
            if not str(self.papers.itemData(n)).startswith(_LETTER)
        ]
        current = self.papers.key()
        self.papers.set_options((*options, *rest), current)
        if current.startswith(_LETTER):
            self._show_sheet(int(current.removeprefix(_LETTER)))

    def _show_slip(self, number: int) -> None:
        """The slip as it would be printed; made only when somebody wants to see it."""
        if number < len(self._slip):
            self.page.set_page(self._slip[number])
            self.page.fit_width()
            return
        self.page.clear(self.tr("照合票を開いています"))
        desk, act, case_id = self._context.desk, self._context.act(), self._case_id
        task = self._context.tasks.store(
            lambda: desk.sheets.pages(act, case_id, MATCH, _DPI),
            tag=case_id,
            asked=self._slip_asked,
        )
        task.succeeded.connect(self._on_slip)
        task.failed.connect(self._on_slip_failed)

    def _on_slip(self, pages: object, case_id: object) -> None:
        if case_id != self._case_id or not isinstance(pages, tuple):
            return
        self._slip = tuple(QImage.fromData(page) for page in pages)
        current = self.papers.key()
        known = [
            (str(self.papers.itemData(n)), self.papers.itemText(n))
            for n in range(self.papers.count())
        ]
        at = next((n for n, (key, _) in enumerate(known) if key.startswith(_SLIP)), len(known))
        sheets = [
            (f"{_SLIP}{n}", self.tr("三者照合票 I-01 {0}／{1}").format(n + 1, len(pages)))
            for n in range(len(pages))
        ]
        rest = [one for one in known[at:] if not one[0].startswith(_SLIP)]
        self.papers.set_options((*known[:at], *sheets, *rest), current)
        if current.startswith(_SLIP):
            self._show()

    def _on_slip_failed(self, error: BaseException) -> None:
        self._on_refused(self._case_id, error)

    def _show_sheet(self, number: int) -> None:
        sheets = self._pictures.letter(self._letter_id) or ()
        if number < len(sheets):
            self.page.set_page(sheets[number])
            self.page.fit_width()

    def _on_page(self, page_id: str) -> None:
        if self.papers.key() == page_id:
            self._show()

    def _on_zoom(self, percent: int) -> None:
        self._zoom.setText(f"{percent}%")

    def _on_refused(self, _what: str, error: object) -> None:
        if isinstance(error, BaseException):
            self._context.show_error(error, self)
