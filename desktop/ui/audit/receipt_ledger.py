"""開示等請求受付簿 (I-04): read by year or period, printed, and carried out as PDF, XLSX or CSV."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from desktop.domain.printing import PaperKind
from desktop.domain.roles import Capability
from desktop.services.ledger import LedgerRow, Period, fiscal_year, year_of
from desktop.ui import theme
from desktop.ui.context import Context
from desktop.ui.labels import label
from desktop.ui.marking import QT_TRANSLATE_NOOP
from desktop.ui.tasks import Asked
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.cells import Cell
from desktop.ui.widgets.date_field import DateField
from desktop.ui.widgets.dialog import Dialog
from desktop.ui.widgets.empty_state import EmptyState
from desktop.ui.widgets.form_field import FormField
from desktop.ui.widgets.layout import panel, row
from desktop.ui.widgets.list_or_empty import ListOrEmpty
from desktop.ui.widgets.save_dialog import SaveDialog
from desktop.ui.widgets.select import Select
from desktop.ui.widgets.table import Table
from desktop.ui.widgets.table_model import Column, Row, RowsModel

_ROW, _SHOWN, _YEARS = 32, 9, 6
_KINDS = (
    ("pdf", QT_TRANSLATE_NOOP("ReceiptLedger", "PDF（印刷用）")),
    ("xlsx", QT_TRANSLATE_NOOP("ReceiptLedger", "XLSX（表計算）")),
    ("csv", QT_TRANSLATE_NOOP("ReceiptLedger", "CSV")),
)


class ReceiptLedgerDialog(Dialog):
    """A year of it, or any days; whoever may carry nothing out reads it here."""

    def __init__(self, parent: QWidget, context: Context) -> None:
        super().__init__(
            parent,
            self.tr("開示等請求受付簿"),
            self.tr("書き出す"),
            name="receipt_ledger",
            leave=self.tr("閉じる"),
            width=1080,
        )
        self._context, self._asked = context, Asked()
        today = context.today()
        year = fiscal_year(today)
        whole = year_of(year)
        self.year = Select(
            [
                *(
                    (str(one), self.tr("{0}年度").format(one))
                    for one in range(year, year - _YEARS, -1)
                ),
                ("", self.tr("日付で選ぶ")),
            ],
            name="receipt_year",
            accessible=self.tr("年度で選ぶ"),
        )
        self.since, self.until = DateField(whole.since, today), DateField(whole.until, today)
        self.fields = (
            FormField(self.tr("受付日がこの日から"), self.since, key="since", name="receipt_since"),
            FormField(self.tr("この日まで"), self.until, key="until", name="receipt_until"),
        )
        for field in self.fields:
            field.setFixedWidth(theme.px(170))
        self.kind = Select(
            [(key, _tr(words)) for key, words in _KINDS],
            name="receipt_kind",
            accessible=self.tr("書き出す形"),
        )
        self.printer = Select(name="receipt_printer", accessible=self.tr("プリンター"))
        self.print = Button(self.tr("印刷する"), name="receipt_print")
        self._printing = panel(
            row(self.printer, self.print, None, spacing=8), name="receipt_printing"
        )
        self._printing.hide()
        self.count = label("", "small", name="receipt_count")
        self.model = RowsModel(
            (
                Column(self.tr("受付番号"), 84),
                Column(self.tr("到達日"), 96),
                Column(self.tr("受付日"), 96),
                Column(self.tr("請求の種類")),
                Column(self.tr("項目"), 50, "right"),
                Column(self.tr("手数料"), 70, "right"),
                Column(self.tr("受領額"), 70, "right"),
                Column(self.tr("状態"), 104),
                Column(self.tr("結果"), 84),
                Column(self.tr("回答日"), 96),
                Column(self.tr("日数"), 50, "right"),
                Column(self.tr("完了日"), 96),
            )
        )
        self.table = Table(
            self.model, name="receipt_table", accessible=self.tr("受付簿の行"), row_height=_ROW
        )
        empty = EmptyState(
            self.tr("この期間に受け付けた求めはありません。"),
            icon="scroll-text",
            name="receipt_empty",
        )
        self._stack = ListOrEmpty(self.table, empty)
        self._stack.setFixedHeight(theme.px(30) + theme.px(_ROW) * _SHOWN + 2)
        if not context.may(Capability.EXPORT):
            self.act.hide()
            self.kind.hide()
        chosen = FormField(self.tr("年度"), self.year, key="year", name="receipt_year")
        chosen.setFixedWidth(theme.px(170))
        self.add(
            row(chosen, *self.fields, None, spacing=12),
            self._stack,
            row(
                self.count,
                None,
                label(self.tr("氏名と住所は載りません。"), "caption"),
                self.kind,
                spacing=12,
            ),
            self._printing,
        )
        self.year.currentIndexChanged.connect(self._on_year)
        for day in (self.since, self.until):
            day.editingFinished.connect(self._on_days)
        self.print.clicked.connect(self._print)
        self.confirmed.connect(self._ask_file)
        self.start_at(self.year)
        self.refresh()
        printing = context.desk.printing
        task = context.tasks.free(lambda: printing.printers_for(PaperKind.LEDGER))
        task.succeeded.connect(self._on_printers)

    def refresh(self) -> None:
        """Read the chosen period anew."""
        period = self._period()
        if period is None or self._context.locked or self._context.somebody is None:
            return
        ledger, by = self._context.desk.receipt_ledger, self._context.signed_in
        task = self._context.tasks.store(
            lambda: tuple(_row(one) for one in ledger.rows(by, period)), asked=self._asked
        )
        task.succeeded.connect(self._on_read)
        task.failed.connect(self._on_failed)

    def _on_year(self) -> None:
        if self.year.key():
            whole = year_of(int(self.year.key()))
            self.since.set_day(whole.since)
            self.until.set_day(whole.until)
            self.refresh()
        else:
            self.since.setFocus()

    def _on_days(self) -> None:
        period = self._period()
        if period is None:
            return
        year = fiscal_year(period.since)
        self.year.blockSignals(True)
        self.year.choose(str(year) if period == year_of(year) else "")
        self.year.blockSignals(False)
        self.refresh()

    def _period(self) -> Period | None:
        """The days as typed; None, and told at the field, while one is no day."""
        days = [_tidied(field, day) for field, day in zip(self.fields, self._days(), strict=True)]
        if None in days or days[0] is None or days[1] is None:
            return None
        if days[1] < days[0]:
            self.fields[1].set_error(self.tr("始まりの日より前です。"))
            return None
        return Period(days[0], days[1])

    def _days(self) -> tuple[DateField, DateField]:
        return self.since, self.until

    def _on_read(self, rows: object, _tag: object) -> None:
        if not isinstance(rows, tuple):
            return
        self.model.set_rows(rows)
        self._stack.show_read(bool(rows))
        self.count.setText(self.tr("{0:,}件").format(len(rows)))

    def _on_printers(self, names: object, _tag: object) -> None:
        if isinstance(names, tuple) and names and self._context.may(Capability.EXPORT):
            self.printer.set_options([(name, name) for name in names])
            self._printing.show()

    # -- acts ------------------------------------------------------------------------------

    def _print(self) -> None:
        period = self._period()
        if period is None:
            return
        act, ledger, printer = (
            self._context.act(),
            self._context.desk.receipt_ledger,
            self.printer.key(),
        )
        self.print.setEnabled(False)
        task = self._context.tasks.store(lambda: ledger.print(act, printer, period))
        task.succeeded.connect(self._on_printed)
        task.failed.connect(self._on_print_failed)

    def _on_printed(self, _result: object, _tag: object) -> None:
        self.print.setEnabled(True)
        self._context.notify(self.tr("受付簿をプリンターに送りました。"))

    def _on_print_failed(self, error: BaseException) -> None:
        self.print.setEnabled(True)
        self._context.show_error(error, self)

    def _ask_file(self) -> None:
        period = self._period()
        if period is None:
            return
        kind = self.kind.key()
        dialog = SaveDialog(
            self,
            self.tr("受付簿を書き出す場所"),
            f"I-04_{period.since:%Y%m%d}-{period.until:%Y%m%d}.{kind}",
            name="receipt_file_dialog",
            suffix=kind,
        )
        dialog.fileSelected.connect(self.export_to)
        dialog.open()

    def export_to(self, name: str) -> None:
        """As PDF, XLSX or CSV by its name; an open export from then on."""
        period = self._period()
        if period is None:
            return
        act, ledger = self._context.act(), self._context.desk.receipt_ledger
        self.set_busy(True)
        task = self._context.tasks.store(lambda: ledger.export(act, Path(name), period))
        task.succeeded.connect(self._on_exported)
        task.failed.connect(self._on_failed)

    def _on_exported(self, rows: object, _tag: object) -> None:
        self.set_busy(False)
        self._context.notify(self.tr("受付簿を{0}件書き出しました。").format(rows))
        self._context.data_changed.emit()

    def _on_failed(self, error: BaseException) -> None:
        self.set_busy(False)
        self._context.show_error(error, self)


def _tidied(field: FormField, typed: DateField) -> date | None:
    day = typed.day()
    if day is None:
        field.tell_no_day()
    else:
        field.clear_error()
    return day


def _row(one: LedgerRow) -> Row:
    days = "" if one.days is None else str(one.days)
    return Row(
        (
            Cell(one.number, weight=500, px=13),
            Cell(one.arrived_on.isoformat(), px=13),
            Cell(one.registered_on.isoformat(), px=13),
            Cell(one.types, px=13),
            Cell(str(one.items), px=13, align="right"),
            Cell(f"{one.fee_due:,}", px=13, align="right"),
            Cell(f"{one.fee_received:,}", px=13, align="right"),
            Cell(one.state, px=13),
            Cell(one.outcome, px=13),
            Cell(_day(one.answered_on), px=13),
            Cell(days, px=13, align="right"),
            Cell(_day(one.completed_on), px=13),
        ),
        key=one.number,
    )


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _tr(text: str) -> str:
    return QCoreApplication.translate("ReceiptLedger", text)
