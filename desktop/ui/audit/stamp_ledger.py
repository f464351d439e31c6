"""切手・為替受払簿 (I-09): read by month, counted by two, handed over to 経理, carried out."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.domain.printing import PaperKind
from desktop.domain.requests import FEE_MEANS_LABELS
from desktop.domain.roles import Capability
from desktop.services.fee_views import CountView, InHand, StampLine
from desktop.ui import theme
from desktop.ui.audit.hand_over_undo import HandOverMistake, HandOverUndo
from desktop.ui.audit.stamp_acts import CountDialog, HandOverDialog
from desktop.ui.context import Context
from desktop.ui.labels import label
from desktop.ui.tasks import Asked
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.cells import Cell
from desktop.ui.widgets.dialog import Dialog
from desktop.ui.widgets.empty_state import EmptyState
from desktop.ui.widgets.layout import panel, row
from desktop.ui.widgets.list_or_empty import ListOrEmpty
from desktop.ui.widgets.select import Select
from desktop.ui.widgets.table import Table
from desktop.ui.widgets.table_model import Column, Row, RowsModel

_ROW, _SHOWN = 32, 8


class StampLedgerDialog(Dialog):
    """The whole ledger or a month of it; what may be done depends on who looks."""

    def __init__(self, parent: QWidget, context: Context) -> None:
        super().__init__(
            parent,
            self.tr("切手・為替受払簿"),
            self.tr("書き出す"),
            name="stamp_ledger",
            leave=self.tr("閉じる"),
            width=1080,
        )
        self._context, self._asked = context, Asked()
        self._in_hand: tuple[InHand, ...] = ()
        self._lines: dict[str, StampLine] = {}
        self._waits: frozenset[str] = frozenset()
        self.month = Select(name="stamp_month", accessible=self.tr("月で絞り込む"))
        self.count = Button(self.tr("実査を記録する"), small=True, name="stamp_count")
        self.hand_over = Button(self.tr("経理への引渡しを記録する"), small=True, name="stamp_hand")
        self.undo = Button(self.tr("引渡しの取消を申し出る"), small=True, name="stamp_undo")
        self.waiting = HandOverUndo(context)
        self.printer = Select(name="stamp_printer", accessible=self.tr("プリンター"))
        self.print = Button(self.tr("印刷する"), name="stamp_print")
        self._printing = panel(
            row(self.printer, self.print, None, spacing=8), name="stamp_printing"
        )
        self._printing.hide()
        self.hand = label("", "small", wrap=True, name="stamp_in_hand")
        self.counted = label("", "small", wrap=True, name="stamp_counted")
        self.model = RowsModel(
            (
                Column(self.tr("番号"), 54, "right"),
                Column(self.tr("日付"), 96),
                Column(self.tr("受付番号"), 84),
                Column(self.tr("摘要"), 116),
                Column(self.tr("種類"), 92),
                Column(self.tr("額面"), 64, "right"),
                Column(self.tr("受入"), 54, "right"),
                Column(self.tr("払出"), 54, "right"),
                Column(self.tr("残数"), 58, "right"),
                Column(self.tr("残高（円）"), 88, "right"),
                Column(self.tr("取扱者・立会者・備考")),
            )
        )
        self.table = Table(
            self.model, name="stamp_table", accessible=self.tr("受払簿の行"), row_height=_ROW
        )
        empty = EmptyState(
            self.tr("受払の記録はまだありません。手数料を記録すると、ここに並びます。"),
            icon="scroll-text",
            name="stamp_empty",
        )
        self._stack = ListOrEmpty(self.table, empty)
        self._stack.setFixedHeight(theme.px(30) + theme.px(_ROW) * _SHOWN + 2)
        if not context.may(Capability.FEE):
            for act in (self.count, self.hand_over, self.undo):
                act.hide()
        if not context.may(Capability.EXPORT):
            self.act.hide()
        self.add(
            row(self.month, None, self.undo, self.hand_over, self.count, spacing=8),
            self._stack,
            self.waiting,
            self.hand,
            self.counted,
            self._printing,
        )
        self.month.currentIndexChanged.connect(self.refresh)
        self.count.clicked.connect(self._count)
        self.hand_over.clicked.connect(self._hand_over)
        self.undo.clicked.connect(self._undo)
        self.print.clicked.connect(self._print)
        self.confirmed.connect(self._ask_file)
        context.data_changed.connect(self.refresh)
        for act in (self.count, self.hand_over, self.undo, self.act):
            act.setEnabled(False)  # what is done here is done on what was read
        self._offer_months()
        self.start_at(self.month)
        self.refresh()
        printing = context.desk.printing
        task = context.tasks.free(lambda: printing.printers_for(PaperKind.LEDGER))
        task.succeeded.connect(self._on_printers)

    def refresh(self) -> None:
        """Read the chosen month anew."""
        if self._context.locked or self._context.somebody is None:
            return
        ledger, by, month = self._context.desk.stamp_ledger, self._context.signed_in, self._month()
        corrections = self._context.desk.fee_corrections
        task = self._context.tasks.store(
            lambda: (
                ledger.lines(by, month),
                ledger.in_hand(by),
                ledger.counts(by),
                corrections.waiting_hand_overs(by),
            ),
            asked=self._asked,
        )
        task.succeeded.connect(self._on_read)
        task.failed.connect(self._on_failed)

    def _offer_months(self) -> None:
        """This month and the eleven before it."""
        first = self._context.today().replace(day=1)
        months = []
        for _ in range(12):
            months.append(
                (first.isoformat(), self.tr("{0}年{1}月").format(first.year, first.month))
            )
            year, month0 = divmod(first.year * 12 + first.month - 2, 12)
            first = date(year, month0 + 1, 1)
        self.month.set_options((("", self.tr("すべての月")), *months))

    def _month(self) -> date | None:
        return date.fromisoformat(self.month.key()) if self.month.key() else None

    def _on_read(self, found: object, _tag: object) -> None:
        if not isinstance(found, tuple):
            return
        lines, in_hand, counts, waiting = found
        self._in_hand, self._lines = in_hand, {str(one.no): one for one in lines}
        self.waiting.show_waiting(waiting)
        self._waits = frozenset(one.payment for one in waiting)
        chosen = self.table.current_key()
        self.model.set_rows([_row(line) for line in lines])
        self._stack.show_read(bool(lines))
        if lines and not (chosen and self.table.choose(chosen)):
            self.table.scrollToBottom()
        self.undo.setEnabled(bool(self._handed()))
        self.hand.setText(_hand_words(in_hand))
        self.counted.setText(_count_words(counts))
        self.hand_over.setEnabled(bool(in_hand))
        self.count.setEnabled(True)
        self.act.setEnabled(bool(lines))

    def _handed(self) -> list[StampLine]:
        """The lines of the hand-over that is chosen, or else of the last that stands."""
        able = [
            one
            for one in self._lines.values()
            if one.hand_over and one.hand_over not in self._waits
        ]
        index = self.table.currentIndex()
        at = self.model.row_at(index.row()) if index.isValid() else None
        chosen = self._lines.get(at.key) if at is not None else None
        of = chosen.hand_over if chosen in able and chosen is not None else ""
        of = of or (able[-1].hand_over if able else "")
        return [one for one in able if one.hand_over == of]

    def _on_printers(self, names: object, _tag: object) -> None:
        if isinstance(names, tuple) and names and self._context.may(Capability.EXPORT):
            self.printer.set_options([(name, name) for name in names])
            self._printing.show()

    # -- acts ------------------------------------------------------------------------------

    def _count(self) -> None:
        CountDialog(self, self._context, self._in_hand).open()

    def _hand_over(self) -> None:
        HandOverDialog(self, self._context, self._in_hand).open()

    def _undo(self) -> None:
        lines = self._handed()
        if lines:
            words = "、".join(_piece_words(one) for one in lines)
            HandOverMistake(self, self._context, lines[0].hand_over, words).open()

    def _print(self) -> None:
        act, ledger, month = self._context.act(), self._context.desk.stamp_ledger, self._month()
        printer = self.printer.key()
        self.print.setEnabled(False)
        task = self._context.tasks.store(lambda: ledger.print(act, printer, month))
        task.succeeded.connect(self._on_printed)
        task.failed.connect(self._on_print_failed)

    def _on_printed(self, _result: object, _tag: object) -> None:
        self.print.setEnabled(True)
        self._context.notify(self.tr("受払簿をプリンターに送りました。"))

    def _on_print_failed(self, error: BaseException) -> None:
        self.print.setEnabled(True)
        self._context.show_error(error, self)

    def _ask_file(self) -> None:
        dialog = QFileDialog(self, self.tr("受払簿を書き出す場所"))
        dialog.setObjectName("stamp_file_dialog")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters(["PDF (*.pdf)", "CSV (*.csv)"])
        dialog.selectFile("I-09.pdf")
        dialog.fileSelected.connect(self.export_to)
        dialog.open()

    def export_to(self, name: str) -> None:
        """As PDF or, by its name, as CSV; an open export from then on."""
        act, ledger, month = self._context.act(), self._context.desk.stamp_ledger, self._month()
        task = self._context.tasks.store(lambda: ledger.export(act, Path(name), month))
        task.succeeded.connect(self._on_exported)
        task.failed.connect(self._on_failed)

    def _on_exported(self, rows: object, _tag: object) -> None:
        self._context.notify(self.tr("受払簿を{0}行書き出しました。").format(rows))
        self._context.data_changed.emit()

    def _on_failed(self, error: BaseException) -> None:
        self._context.show_error(error, self)


def _row(line: StampLine) -> Row:
    people = "・".join(name for name in (line.by, line.witness) if name)
    return Row(
        (
            Cell(str(line.no), "text2", px=13, align="right"),
            Cell(f"{line.day:%Y-%m-%d}", px=13),
            Cell(line.number, px=13),
            Cell(line.what, px=13, weight=500),
            Cell(FEE_MEANS_LABELS[line.means], px=13),
            Cell(_number(line.face), px=13, align="right"),
            Cell(_number(line.came), px=13, align="right"),
            Cell(_number(line.went), px=13, align="right"),
            Cell(f"{line.left:,}", px=13, align="right", weight=500),
            Cell(f"{line.left_yen:,}", px=13, align="right"),
            Cell("　".join(one for one in (people, line.note) if one), "text2", px=13),
        ),
        key=str(line.no),
    )


def _piece_words(line: StampLine) -> str:
    means = FEE_MEANS_LABELS[line.means]
    return (
        _tr("{0} {1:,}円×{2}枚").format(means, line.face, line.went)
        if line.face
        else _tr("{0} {1:,}円").format(means, line.yen)
    )


def _number(value: int) -> str:
    return f"{value:,}" if value else ""


def _hand_words(in_hand: tuple[InHand, ...]) -> str:
    if not in_hand:
        return _tr("いま手元にあるはずのもの：なし")
    listed = "、".join(kind_words(one, one.count) for one in in_hand)
    total = sum(one.yen for one in in_hand)
    return _tr("いま手元にあるはずのもの：{0}（計 {1:,}円）").format(listed, total)


def _count_words(counts: tuple[CountView, ...]) -> str:
    if not counts:
        return _tr("実査の記録はまだありません。")
    last = counts[0]
    difference = (
        _tr("差 {0:+,}円（{1}）").format(last.difference, last.explained)
        if last.explained
        else _tr("差なし")
    )
    return _tr("最近の実査：{0:%Y-%m-%d}　{1}・{2}　{3}").format(
        last.on, last.by, last.witness, difference
    )


def kind_words(one: InHand, count: int) -> str:
    """「切手 110円×4枚」, 「現金 220円」."""
    means = FEE_MEANS_LABELS[one.means]
    return (
        _tr("{0} {1:,}円×{2}枚").format(means, one.face, count)
        if one.face
        else _tr("{0} {1:,}円").format(means, count)
    )


def _tr(text: str) -> str:
    return QCoreApplication.translate("StampLedger", text)
