"""A department's 回答 line by line, where more words can be made black (DOMAIN §9)."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop.domain.requests import ITEM_LABELS, Item
from desktop.services.case_views import AnswerView, CaseView
from desktop.ui import theme
from desktop.ui.cases.case_dialog import CaseDialog
from desktop.ui.cases.open_case import OpenCase
from desktop.ui.labels import label
from desktop.ui.widgets.cells import Cell
from desktop.ui.widgets.form_field import FormField
from desktop.ui.widgets.table import Table
from desktop.ui.widgets.table_model import Column, Row, RowsModel

_ROW, _SHOWN = 34, 8


class AnswerDialog(CaseDialog):
    """Stays open: one line after the other."""

    def __init__(self, parent: QWidget, opened: OpenCase, item: Item) -> None:
        title = self.tr("{0}の回答").format(ITEM_LABELS[item])
        super().__init__(
            parent, opened, title, self.tr("選んだ行を黒塗りする"), name="answer_lines", width=720
        )
        self._item = item
        self.told = label("", "small", wrap=True, name="answer_lines_told")
        self.model = RowsModel((Column(self.tr("見出し"), 220), Column(self.tr("開示する内容"))))
        self.table = Table(
            self.model, name="answer_table", accessible=self.tr("回答の行"), row_height=_ROW
        )
        self.table.setFixedHeight(theme.px(30) + theme.px(_ROW) * _SHOWN + 2)
        self.words = FormField(
            self.tr("黒塗りする文字（第三者・従業員の氏名など）"), key="words", name="answer_words"
        )
        self.add(self.told, self.table, self.words)
        self.leave.set_text(self.tr("閉じる"))
        self.confirmed.connect(self._mask)
        self.opened.read.connect(self._on_read)
        self.start_at(self.table)
        self._show(opened.case)

    def _on_read(self, view: object) -> None:
        if isinstance(view, CaseView):
            self._show(view)

    def _show(self, view: CaseView) -> None:
        answer = next((one for one in view.answers if one.item is self._item), None)
        if answer is None:
            return
        chosen = self.table.currentIndex().row()
        self.told.setText(_told(answer))
        self.model.set_rows(
            [
                Row((Cell(line.label, px=13), Cell(line.value, px=13)), key=str(number))
                for number, line in enumerate(answer.lines)
            ]
        )
        self.table.selectRow(max(0, chosen))
        self.act.setEnabled(bool(answer.lines))

    def _mask(self) -> None:
        at = self.model.row_at(self.table.currentIndex().row())
        if at is None:
            return
        desk, case_id = self.opened.desk, self.opened.case_id
        item, line, words = self._item, int(at.key), self.words.text()
        self.opened.change(
            self,
            lambda act: desk.investigation.mask(act, case_id, item, line, words),
            self._on_masked,
            button=self.act,
            said=self.tr("黒塗りしました。"),
        )

    def _on_masked(self, _view: object) -> None:
        self.words.set_text("")


def _told(answer: AnswerView) -> str:
    day = f"{answer.as_of:%Y-%m-%d}" if answer.as_of else ""
    if answer.nothing:
        return f"{answer.source}の回答：該当なし（基準日 {day}）。理由「ニ」で回答します。"
    black = f"　黒塗り {answer.masked}か所" if answer.masked else ""
    return f"出所 {answer.source}　基準日 {day}　{answer.rows}行{black}"
