"""A department's 回答 line by line, where more words can be made black (DOMAIN §9)."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from desktop.domain.requests import Item
from desktop.services.case_views import AnswerView, CaseView
from desktop.ui import theme
from desktop.ui.cases.case_dialog import CaseDialog
from desktop.ui.cases.open_case import OpenCase
from desktop.ui.cases.warning_line import WarningLine
from desktop.ui.labels import label
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.cells import Cell
from desktop.ui.widgets.form_field import FormField
from desktop.ui.widgets.keys import TextField
from desktop.ui.widgets.layout import row
from desktop.ui.widgets.table import Table
from desktop.ui.widgets.table_model import Column, Row, RowsModel

_ROW, _SHOWN = 34, 8


class AnswerDialog(CaseDialog):
    """Stays open: one line after the other."""

    def __init__(self, parent: QWidget, opened: OpenCase, item: Item) -> None:
        title = self.tr("{0}の回答").format(opened.case.items.word(item))
        super().__init__(
            parent, opened, title, self.tr("選んだ行を黒塗りする"), name="answer_lines", width=720
        )
        self._item = item
        self._doubts: dict[int, str] = {}
        self._filled: tuple[str, str] | None = None  # the line and the words put into the field
        self.told = label("", "small", wrap=True, name="answer_lines_told")
        self.model = RowsModel((Column(self.tr("見出し"), 220), Column(self.tr("開示する内容"))))
        self.table = Table(
            self.model, name="answer_table", accessible=self.tr("回答の行"), row_height=_ROW
        )
        self.table.setFixedHeight(theme.px(30) + theme.px(_ROW) * _SHOWN + 2)
        self.words = FormField(
            self.tr("黒塗りする文字（第三者・従業員の氏名など）"), key="words", name="answer_words"
        )
        self.be = Button(self.tr("氏名ではない"), key="F6", small=True, name="answer_let_be")
        self.be.clicked.connect(self._let_be)
        self.doubt = WarningLine(name="answer_doubt")
        self.add(
            self.told,
            self.table,
            row((self.doubt, 1), self.be, spacing=8),
            self.words,
        )
        self.table.row_chosen.connect(self._on_line)
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
        before = self._doubts
        self._doubts = {one.line: one.words for one in reversed(answer.doubts)}
        chosen = self.table.currentIndex().row()
        self.told.setText(_told(answer))
        self.model.set_rows(
            [
                Row(
                    (
                        Cell(line.label, "warn", "triangle-alert", px=13)
                        if number in self._doubts
                        else Cell(line.label, px=13),
                        Cell(line.value, px=13),
                    ),
                    key=str(number),
                )
                for number, line in enumerate(answer.lines)
            ]
        )
        if self._doubts and (chosen < 0 or (chosen in before and chosen not in self._doubts)):
            chosen = min(self._doubts)
        self.table.selectRow(max(0, chosen))
        self._on_line(str(max(0, chosen)))
        self.act.setEnabled(bool(answer.lines))

    def _on_line(self, key: str) -> None:
        """What looks like a name in the chosen line stands in the field already."""
        words = self._doubts.get(int(key), "") if key else ""
        self.doubt.say(
            self.tr("「{0}」は人の氏名かもしれません。").format(words) if words else "",
        )
        self.be.setVisible(bool(words))
        if self._filled == (key, words):
            return  # the case was read anew: what was typed stays
        self._filled = key, words
        self.words.set_text(words)
        if isinstance(self.words.editor, TextField):
            self.words.editor.selectAll()  # what is typed instead takes its place

    def _let_be(self) -> None:
        at = self.model.row_at(self.table.currentIndex().row())
        words = self._doubts.get(int(at.key), "") if at is not None else ""
        if at is None or not words:
            return
        desk, case_id = self.opened.desk, self.opened.case_id
        item, line = self._item, int(at.key)
        self.opened.change(
            self,
            lambda act: desk.investigation.let_be(act, case_id, item, line, words),
            button=self.be,
            said=self.tr("そのまま開示する言葉として記録しました。"),
        )

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
        self._filled = None
        self.words.set_text("")


def _told(answer: AnswerView) -> str:
    day = f"{answer.as_of:%Y-%m-%d}" if answer.as_of else ""
    if answer.nothing:
        return _tr("{0}の回答：該当なし（基準日 {1}）。理由「ニ」で回答します。").format(
            answer.source, day
        )
    black = _tr("　黒塗り {0}か所").format(answer.masked) if answer.masked else ""
    lacking = _tr("　値のない30分 {0}か所").format(f"{answer.lacking:,}") if answer.lacking else ""
    told = _tr("出所 {0}　基準日 {1}　{2}行{3}").format(answer.source, day, answer.rows, black)
    return told + lacking


def _tr(text: str) -> str:
    return QCoreApplication.translate("AnswerLines", text)
