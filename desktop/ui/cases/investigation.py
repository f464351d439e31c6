"""調査: each department's 回答 for the items asked for, item by item (DESIGN §4)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt

from desktop.domain.requests import ITEM_LABELS, Item
from desktop.services.act import Act, new_act
from desktop.services.case_views import AnswerReport, CaseView
from desktop.ui import theme
from desktop.ui.cases.answer_drop import AnswerDrop
from desktop.ui.cases.open_case import OpenCase
from desktop.ui.cases.pictures import Pictures
from desktop.ui.cases.task_panel import TaskPanel
from desktop.ui.labels import label
from desktop.ui.widgets.banner import Banner
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.cells import Cell
from desktop.ui.widgets.table import Table
from desktop.ui.widgets.table_model import Column, Row, RowsModel

_SHOWN_PROBLEMS = 3


class InvestigationPanel(TaskPanel):
    def __init__(self, opened: OpenCase, pictures: Pictures) -> None:
        super().__init__(
            opened, pictures, self.tr("回答の取り込み"), name="investigation_panel", scrolls=False
        )
        self.model = RowsModel(
            (
                Column(self.tr("対象とする情報")),
                Column(self.tr("状態"), 130),
                Column(self.tr("回答した部署"), 168),
                Column(self.tr("基準日"), 108),
            )
        )
        self.table = Table(
            self.model, name="answer_items", accessible=self.tr("項目ごとの回答"), row_height=45
        )
        self.drop = AnswerDrop()
        self.missing = label("", "small", wrap=True, name="answer_missing")
        self.put(self.table)
        self.foot.addWidget(self.drop)
        self.foot.addWidget(self.missing)
        self.primary = Button(
            self.tr("調査を終える"), "primary", key="Ctrl+Enter", name="investigation_finish"
        )
        self.act_with(self.primary)
        self.drop.files_given.connect(self._import)
        self.primary.clicked.connect(self._finish)
        self._show(opened.case)

    def renew(self, view: CaseView) -> bool:
        self._show(view)
        return True

    def start(self) -> None:
        self.drop.choose.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self, view: CaseView) -> None:
        rows = answer_rows(view)
        self.model.set_rows(rows)
        self.table.setFixedHeight(theme.px(30) + theme.px(45) * max(1, len(rows)) + 2)
        missing = [ITEM_LABELS[item] for item in view.missing_answers]
        self.note.setText(self.tr("未着 {0}").format(len(missing)) if missing else "")
        self.missing.setText(
            self.tr("未着：{0}。未着のまま進めると、起案で不開示の理由が要ります。").format(
                "、".join(missing)
            )
            if missing
            else self.tr("すべての回答が届きました。")
        )

    def _import(self, files: Sequence[Path]) -> None:
        self.banners.clear()
        desk, case_id = self.opened.desk, self.opened.case_id

        def take(act: Act) -> object:
            # The first one asks for the version on the screen; the others follow from its own.
            acts = (act, *(new_act(act.by, act.at) for _file in files[1:]))
            return [
                desk.casework.import_answers(one, case_id, file)
                for one, file in zip(acts, files, strict=True)
            ]

        if files:
            self.opened.change(self, take, self._on_imported)

    def _on_imported(self, reports: object) -> None:
        for report in reports if isinstance(reports, list) else ():
            if isinstance(report, AnswerReport):
                self._tell(report)

    def _tell(self, report: AnswerReport) -> None:
        if report.rejected:
            told = [
                self.tr("{0}行目 {1}：{2}").format(one.line, one.column, one.reason)
                for one in report.rejected[:_SHOWN_PROBLEMS]
            ]
            rest = len(report.rejected) - _SHOWN_PROBLEMS
            if rest > 0:
                told.append(self.tr("ほか{0}行").format(rest))
            self.banners.show_banner(
                Banner(
                    "bad",
                    self.tr("回答ファイルに受け取れない行があり、取り込みませんでした。"),
                    "　".join(told),
                    closable=True,
                    name="answer_rejected",
                )
            )
            return
        item = ITEM_LABELS[report.item] if report.item else ""
        self.opened.context.notify(
            self.tr("{0}の回答を{1}行取り込みました。").format(item, report.rows)
        )

    def _finish(self) -> None:
        desk, case_id = self.opened.desk, self.opened.case_id
        self.opened.change(
            self,
            lambda act: desk.casework.finish_investigation(act, case_id),
            button=self.primary,
            said=self.tr("調査を終えました。"),
        )


def answer_rows(view: CaseView) -> list[Row]:
    """A row for each item asked for, answered or not."""
    answers = {answer.item: answer for answer in view.answers}
    asked = {item for items in view.wanted.values() for item in items}
    rows = []
    for item in Item:
        if item not in asked:
            continue
        answer = answers.get(item)
        if answer is None:
            state = Cell("未着", "warn", "hourglass", px=13, weight=500)
            rows.append(Row((Cell(ITEM_LABELS[item], weight=500), state), key=item.value))
            continue
        rows.append(
            Row(
                (
                    Cell(ITEM_LABELS[item], weight=500),
                    Cell(f"回答 {answer.rows}行", "ok", "circle-check", px=13, weight=500),
                    Cell(answer.source, px=13),
                    Cell(f"{answer.as_of:%Y-%m-%d}" if answer.as_of else "", "text2", px=13),
                ),
                key=item.value,
            )
        )
    return rows
