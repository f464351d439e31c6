"""The case's lines of the fee ledger: what came and went, and a wrong entry undone (DOMAIN §2)."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from desktop.domain.payments import (
    CASE_MISTAKES,
    SEND_BACK_LABELS,
    SendBack,
    words_of,
)
from desktop.domain.requests import FEE_MEANS_LABELS
from desktop.services.fee_views import FeeLine, FeeView
from desktop.services.stamp_ledger import WHAT_LABELS
from desktop.ui import theme
from desktop.ui.cases.case_dialog import CaseDialog
from desktop.ui.cases.mistake_field import MistakeField
from desktop.ui.cases.open_case import OpenCase
from desktop.ui.labels import label
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.cells import Cell
from desktop.ui.widgets.layout import column, row
from desktop.ui.widgets.table import Table
from desktop.ui.widgets.table_model import Column, Row, RowsModel

_ROW, _MOST_SHOWN = 34, 5
_UNDONE = ("RECEIVED", "RETURNED")


class FeeLines(QWidget):
    """A table of the lines. That one is wrong is said by one person and confirmed by another."""

    def __init__(self, opened: OpenCase, fee: FeeView, *, may_undo: bool) -> None:
        super().__init__()
        self.setObjectName("fee_lines_part")
        lines, waiting = fee.lines, frozenset(one.payment for one in fee.waiting)
        self._opened, self._waiting = opened, waiting
        self._lines = {str(one.no): one for one in lines}
        self.model = RowsModel(
            (
                Column(self.tr("番号"), 52, "right"),
                Column(self.tr("日付"), 92),
                Column(self.tr("摘要"), 132),
                Column(self.tr("内容")),
                Column(self.tr("金額"), 84, "right"),
            ),
            [_row(one, waits=one.payment in waiting) for one in lines],
        )
        self.table = Table(
            self.model, name="fee_lines", accessible=self.tr("受払の記録"), row_height=_ROW
        )
        shown = min(_MOST_SHOWN, max(1, len(lines)))
        self.table.setFixedHeight(theme.px(30) + theme.px(_ROW) * shown + 2)
        self.undo = Button(self.tr("選んだ記録の取消を申し出る"), small=True, name="fee_undo")
        self.undo.clicked.connect(self._ask)
        self.setLayout(column(self.table, row(self.undo, None), spacing=6))
        if not may_undo or not any(self._may_be_undone(one) for one in lines):
            self.undo.hide()

    def _chosen(self) -> FeeLine | None:
        """The selected line, or the last one that can be undone."""
        at = self.model.row_at(self.table.currentIndex().row())
        line = self._lines.get(at.key) if at is not None else None
        if line is not None and self._may_be_undone(line):
            return line
        able = [one for one in self._lines.values() if self._may_be_undone(one)]
        return able[-1] if able else None

    def _ask(self) -> None:
        line = self._chosen()
        if line is None:
            return
        dialog = CaseDialog(
            self,
            self._opened,
            self.tr("この記録の取消を申し出ますか"),
            self.tr("取消を申し出る"),
            name="fee_undoing",
        )
        same = [one for one in self._lines.values() if one.payment == line.payment]
        words = "、".join(_what(one) for one in same)
        why = MistakeField(CASE_MISTAKES, name="fee_undo_why")
        dialog.add(
            label(
                self.tr(
                    "{0}。別の人が確認すると、受払簿に取消の行が加わります。"
                    "もとの行も残ります。確認までは、いまの記録のままです。"
                ).format(words),
                wrap=True,
                name="fee_undo_what",
            ),
            why,
        )
        dialog.start_at(why)
        desk, case_id, payment = self._opened.desk, self._opened.case_id, line.payment

        def propose() -> None:
            mistake = why.given()
            if mistake is not None:
                dialog.carry_out(
                    lambda act: desk.fee_corrections.propose(act, case_id, payment, mistake),
                    self.tr("取消を申し出ました。別の人が確認すると取り消されます。"),
                )

        dialog.confirmed.connect(propose)
        dialog.open()

    def _may_be_undone(self, line: FeeLine) -> bool:
        free = not line.reversed and line.payment not in self._waiting
        return line.kind in _UNDONE and free


def _what(line: FeeLine) -> str:
    if not line.piece.count:
        return _tr("{0} {1:,}円").format(FEE_MEANS_LABELS[line.means], line.amount)
    return f"{FEE_MEANS_LABELS[line.means]} {words_of(line.means, (line.piece,))}"


def _row(line: FeeLine, *, waits: bool) -> Row:
    state = WHAT_LABELS[line.kind]
    if line.reversed:
        cell = Cell(_tr("取消済"), "text3", "undo-2", px=13)
    elif waits:
        cell = Cell(_tr("取消の確認待ち"), "warn", "users", px=13, weight=500)
    elif not line.accepted and line.kind == "RECEIVED":
        cell = Cell(_tr("要返却"), "warn", "triangle-alert", px=13, weight=500)
    else:
        cell = Cell(state, px=13)
    how = f"　{SEND_BACK_LABELS[SendBack(line.how)]}" if line.how else ""
    return Row(
        (
            Cell(str(line.no), "text2", px=13, align="right"),
            Cell(f"{line.day:%Y-%m-%d}", "text2", px=13),
            cell,
            Cell(_what(line) + how, "text3" if line.reversed else "text", px=13),
            Cell(
                _tr("{0:,}円").format(line.amount),
                "text3" if line.reversed else "text",
                px=13,
                align="right",
            ),
        ),
        key=str(line.no),
    )


def _tr(text: str) -> str:
    return QCoreApplication.translate("FeeLines", text)
