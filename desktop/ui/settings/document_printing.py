"""Paper of the document that is looked at: a test print, or the blank form itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.services.act import Act
from desktop.services.document_prints import DocumentPrints
from desktop.ui.context import Context
from desktop.ui.labels import label
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.layout import column, row
from desktop.ui.widgets.save_dialog import SaveDialog
from desktop.ui.widgets.select import Select

Shown = tuple[str, Mapping[str, str], str]
"""The document's code, its texts as they stand, and the case that its sample shows."""


class DocumentPrinting(QWidget):
    """`shown` gives what is looked at; `failed` brings what could not be printed."""

    failed = Signal(object)

    def __init__(self, context: Context, shown: Callable[[], Shown]) -> None:
        super().__init__()
        self.setObjectName("document_printing")
        self._context, self._shown = context, shown
        self.printer = Select(name="document_printer", accessible=self.tr("プリンター"))
        self._none = label(
            self.tr("この端末にはプリンターがありません。"), "caption", name="document_no_printer"
        )
        self.sample = Button(
            self.tr("試し刷り"), small=True, icon="printer", name="document_print_sample"
        )
        self.sample.clicked.connect(self._print_sample)
        self.form = Button(self.tr("用紙を印刷する"), small=True, name="document_print_form")
        self.form.clicked.connect(self._print_form)
        self.save = Button(self.tr("PDFで保存する"), small=True, name="document_save_form")
        self.save.clicked.connect(self._ask_file)
        self.window_page = Button(
            self.tr("封筒の窓を試す"), small=True, name="document_print_window"
        )
        self.window_page.clicked.connect(self._print_window)
        self.setLayout(
            column(
                row((self.printer, 1), self._none, self.sample, spacing=8),
                row(self.form, self.save, self.window_page, None, spacing=8),
                spacing=8,
                margins=(14, 8, 14, 12),
            )
        )
        self._offer(())
        self._none.hide()  # nobody has asked the machine yet
        self.show_code("")
        task = context.tasks.free(context.desk.document_prints.printers)
        task.succeeded.connect(self._on_printers)

    def show_code(self, code: str) -> None:
        """What can be done with this document."""
        blank = code.startswith("F-")
        self.form.setVisible(blank)
        self.save.setVisible(blank)
        self.window_page.setVisible(code.startswith("D-"))

    def _on_printers(self, names: object, _tag: object) -> None:
        self._offer(names if isinstance(names, tuple) else ())

    def _offer(self, names: tuple[str, ...]) -> None:
        self.printer.set_options([(name, name) for name in names])
        self.printer.setVisible(bool(names))
        self._none.setVisible(not names)
        for button in (self.sample, self.form, self.window_page):
            button.setEnabled(bool(names))

    def _print_sample(self) -> None:
        prints, act, printer = self._given()
        code, texts, sample = self._shown()
        self._run(
            lambda: prints.print_sample(act, code, texts, sample, printer),
            self.tr("試し刷りをプリンターに送りました。"),
        )

    def _print_form(self) -> None:
        prints, act, printer = self._given()
        code = self._shown()[0]
        told = self.tr("用紙をプリンターに送りました。")
        self._run(lambda: prints.print_form(act, code, printer), told)

    def _print_window(self) -> None:
        prints, act, printer = self._given()
        told = self.tr("封筒の窓を確かめる用紙をプリンターに送りました。")
        self._run(lambda: prints.print_window(act, printer), told)

    def _given(self) -> tuple[DocumentPrints, Act, str]:
        return self._context.desk.document_prints, self._context.act(), self.printer.key()

    def _ask_file(self) -> None:
        code = self._shown()[0]
        title = self.tr("用紙のPDFを保存する場所")
        dialog = SaveDialog(self, title, f"{code}.pdf", name="document_file_dialog")
        dialog.fileSelected.connect(self.save_to)
        dialog.open()

    def save_to(self, name: str) -> None:
        """Blank, in the words that are in force: it says nothing about anybody."""
        prints, act = self._context.desk.document_prints, self._context.act()
        code = self._shown()[0]
        told = self.tr("用紙を保存しました。")
        self._run(lambda: prints.save_form(act, code, Path(name)), told)

    def _run(self, work: Callable[[], None], told: str) -> None:
        self.setEnabled(False)
        task = self._context.tasks.store(work, tag=told)
        task.succeeded.connect(self._on_done)
        task.failed.connect(self._on_failed)

    def _on_done(self, _answer: object, told: object) -> None:
        self.setEnabled(True)
        self._context.notify(str(told))

    def _on_failed(self, error: BaseException) -> None:
        self.setEnabled(True)
        self.failed.emit(error)
