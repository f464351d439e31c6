"""内部監査報告書 (I-08) and マスキング記録 (I-10): which, of which days, where to."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QWidget

from desktop.domain.calendar import fiscal_year_end
from desktop.domain.office_papers import AUDIT_REPORT, MASK_RECORD, REPORT_LABELS
from desktop.domain.printing import PaperKind
from desktop.ui.context import Context
from desktop.ui.labels import label
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.date_field import DateField
from desktop.ui.widgets.dialog import Dialog
from desktop.ui.widgets.form_field import FormField
from desktop.ui.widgets.layout import panel, row
from desktop.ui.widgets.save_dialog import SaveDialog
from desktop.ui.widgets.select import Select


class ReportDialog(Dialog):
    def __init__(self, parent: QWidget, context: Context) -> None:
        super().__init__(
            parent,
            self.tr("監査の報告書を作成しますか"),
            self.tr("保存する場所を選ぶ"),
            name="report_dialog",
            width=560,
        )
        self._context = context
        today = context.today()
        self.which = Select(
            [(code, f"{code}　{words}") for code, words in REPORT_LABELS.items()],
            name="report_which",
            accessible=self.tr("報告書"),
        )
        self.words = label("", "small", wrap=True, name="report_words")
        year_ends = fiscal_year_end(today)
        self.first = DateField(year_ends.replace(year=year_ends.year - 1, month=4, day=1), today)
        self.last = DateField(today, today)
        self.fields = (
            FormField(self.tr("この日から"), self.first, key="first", name="report_first"),
            FormField(self.tr("この日まで"), self.last, key="last", name="report_last"),
        )
        self.printer = Select(name="report_printer", accessible=self.tr("プリンター"))
        self.print = Button(self.tr("印刷する"), name="report_print")
        self._printing = panel(
            row(self.printer, self.print, None, spacing=8), name="report_printing"
        )
        self._printing.hide()
        self.add(
            FormField(self.tr("報告書"), self.which, key="which", name="report_which"),
            self.words,
            row(*((field, 1) for field in self.fields), spacing=12),
            self._printing,
        )
        self.which.currentIndexChanged.connect(self._tell)
        self.print.clicked.connect(self._print)
        self.confirmed.connect(self._ask_file)
        self._tell()
        self.start_at(self.which)
        printing = context.desk.printing
        task = context.tasks.free(lambda: printing.printers_for(PaperKind.INTERNAL))
        task.succeeded.connect(self._on_printers)

    def _tell(self) -> None:
        words = {
            AUDIT_REPORT: self.tr(
                "受付と結果、回答までの日数、本人確認の例外、決裁と代行、廃棄、書き出し、"
                "操作記録の検証を集計します。"
            ),
            MASK_RECORD: self.tr(
                "取得してはならない番号の検知と処置、担当者が黒塗りした場所を並べます。"
            ),
        }
        told = words.get(self.which.key(), "")
        self.words.setText(self.tr("{0}お客様の氏名・住所・番号は載りません。").format(told))

    def _on_printers(self, names: object, _tag: object) -> None:
        if isinstance(names, tuple) and names:
            self.printer.set_options([(name, name) for name in names])
            self._printing.show()

    def _days_there(self) -> bool:
        for field, day in zip(self.fields, (self.first, self.last), strict=True):
            if day.day() is None:
                field.tell_no_day()
                return False
        return True

    def _ask_file(self) -> None:
        if not self._days_there():
            return
        dialog = SaveDialog(
            self,
            self.tr("報告書を保存する場所"),
            f"{self.which.key()}_{self.first.text()}_{self.last.text()}.pdf",
            name="report_file_dialog",
        )
        dialog.fileSelected.connect(self._save)
        dialog.open()

    def _save(self, name: str) -> None:
        first, last = self.first.day(), self.last.day()
        if first is None or last is None:
            return
        reports, act, code = self._context.desk.audit_reports, self._context.act(), self.which.key()
        self.set_busy(True)
        task = self._context.tasks.store(lambda: reports.save(act, code, first, last, Path(name)))
        task.succeeded.connect(self._on_saved)
        task.failed.connect(self._on_failed)

    def _print(self) -> None:
        first, last = self.first.day(), self.last.day()
        if not self._days_there() or first is None or last is None:
            return
        reports, act, code = self._context.desk.audit_reports, self._context.act(), self.which.key()
        printer = self.printer.key()
        self.set_busy(True)
        self.print.setEnabled(False)
        task = self._context.tasks.store(lambda: reports.print(act, code, first, last, printer))
        task.succeeded.connect(self._on_printed)
        task.failed.connect(self._on_failed)

    def _on_saved(self, _file: object, _tag: object) -> None:
        self._told(self.tr("{0}を保存しました。"))

    def _on_printed(self, _result: object, _tag: object) -> None:
        self._told(self.tr("{0}をプリンターに送りました。"))

    def _told(self, words: str) -> None:
        self.accept()
        self._context.notify(words.format(REPORT_LABELS[self.which.key()]))
        self._context.data_changed.emit()

    def _on_failed(self, error: BaseException) -> None:
        self.set_busy(False)
        self.print.setEnabled(True)
        self._context.show_error(error, self)
