"""The live page beside the words: the document with fictional data, as it would be printed."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame

from desktop.services.document_views import DocumentPreview, DocumentView
from desktop.ui.context import Context
from desktop.ui.labels import label
from desktop.ui.settings.document_printing import DocumentPrinting, Shown
from desktop.ui.tasks import Asked
from desktop.ui.widgets.banner import BannerArea
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.layout import column, row
from desktop.ui.widgets.page_view import PageView
from desktop.ui.widgets.select import Select

_PAUSE = 500  # milliseconds without a key: then the page is made anew


class PreviewPane(QFrame):
    """`judged` brings by place what is wrong with the words; the page stays the last good one.
    `warned` brings what is left out although a rule asks for it."""

    judged = Signal(dict)
    warned = Signal(dict)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setObjectName("document_preview")
        self.setProperty("surface", "card")
        self._context = context
        self._asked = Asked()
        self._code = ""
        self._texts: Mapping[str, str] = {}
        self._pages: tuple[bytes, ...] = ()
        self._number = 0
        self.banners = BannerArea(name="document_preview_banners")
        self.sample = Select(name="document_sample", accessible=self.tr("見本の場合"))
        self.sample.currentIndexChanged.connect(self._ask)
        self.page = PageView(name="document_preview_page")
        self._told = label("", "caption", name="document_preview_told")
        self.back = Button("", name="document_page_back", icon="chevron-left", small=True)
        self.back.setAccessibleName(self.tr("前のページ"))
        self.back.clicked.connect(self._on_back)
        self.next = Button("", name="document_page_next", icon="chevron-right", small=True)
        self.next.setAccessibleName(self.tr("次のページ"))
        self.next.clicked.connect(self._on_next)
        self.printing = DocumentPrinting(context, self._looked_at)
        self.printing.failed.connect(self._on_print_failed)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        self._pause.timeout.connect(self._ask)
        head = row(
            *(label(self.tr("架空のデータによる見本"), "h3"), None),
            *(self.back, self._told, self.next),
            spacing=6,
            margins=(14, 12, 14, 0),
        )
        self.setLayout(
            column(
                head,
                row((self.sample, 1), margins=(14, 0, 14, 0)),
                self.banners,
                (self.page, 1),
                self.printing,
                spacing=8,
                margins=(0, 0, 0, 1),
            )
        )

    def show_document(self, view: DocumentView, texts: Mapping[str, str]) -> None:
        """Another document, or another version of it."""
        if view.line.code != self._code:
            self._code, self._pages = view.line.code, ()
            self.sample.set_options(view.samples)
            self.sample.setVisible(bool(view.samples))
            self.printing.show_code(self._code)
        self._texts = texts
        self._ask()

    def follow(self, texts: Mapping[str, str]) -> None:
        """The words are being typed; the page follows once the hands rest."""
        self._texts = texts
        self._pause.start()

    def pages(self) -> int:
        return len(self._pages)

    def _looked_at(self) -> Shown:
        return self._code, self._texts, self.sample.key()

    def _ask(self) -> None:
        if not self._code:
            return
        self._pause.stop()
        documents, today = self._context.desk.documents, self._context.today()
        code, texts, sample = self._looked_at()
        task = self._context.tasks.free(
            lambda: documents.preview(code, texts, sample, today), tag=code, asked=self._asked
        )
        task.succeeded.connect(self._show)
        task.failed.connect(self._on_failed)

    def _show(self, answer: object, code: object) -> None:
        if not isinstance(answer, DocumentPreview) or code != self._code:
            return
        self.banners.clear()
        self.judged.emit(dict(answer.faults))
        self.warned.emit(dict(answer.warnings))
        if answer.faults:
            if not self._pages:  # another document's page stands there
                self.page.clear(self.tr("この文面では見本を作れません。"))
            return
        self._pages = answer.pages
        self._number = min(self._number, len(self._pages) - 1)
        self._turn(0)

    def _on_back(self) -> None:
        self._turn(-1)

    def _on_next(self) -> None:
        self._turn(1)

    def _turn(self, by: int) -> None:
        if not self._pages:
            return
        self._number = max(0, min(len(self._pages) - 1, self._number + by))
        self.page.set_page(self._pages[self._number])
        self.page.fit_width()
        several = len(self._pages) > 1
        self._told.setText(self.tr("{0}／{1}頁").format(self._number + 1, len(self._pages)))
        self.back.setEnabled(several and self._number > 0)
        self.next.setEnabled(several and self._number < len(self._pages) - 1)

    def _on_print_failed(self, error: object) -> None:
        if isinstance(error, BaseException):
            self._context.show_error(error, self)

    def _on_failed(self, error: BaseException) -> None:
        self._pages = ()
        self.page.clear(self.tr("見本を作れませんでした。"))
        self._context.show_error(error, self)
