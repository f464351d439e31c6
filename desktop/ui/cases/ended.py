"""An ended case: what became of it, and until when each of its parts is kept (DOMAIN §10)."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt

from desktop.domain.disposal import ITEM_STATE_LABELS
from desktop.domain.rerouting import DEPARTMENT_LABELS, HANDED_LABELS, REROUTE_LABELS
from desktop.domain.roles import Capability
from desktop.domain.states import STATE_LABELS, CaseState
from desktop.services.case_views import CaseView, LetterView, UnitView
from desktop.ui import theme
from desktop.ui.cases.approval_wait import decision_letter
from desktop.ui.cases.fact_list import FactList
from desktop.ui.cases.hand_line import HandLine
from desktop.ui.cases.leaving import Leaving
from desktop.ui.cases.open_case import OpenCase
from desktop.ui.cases.pictures import Pictures
from desktop.ui.cases.task_panel import TaskPanel
from desktop.ui.cases.waiting import asked_letter
from desktop.ui.cases.words import class_label
from desktop.ui.tokens import Tone
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.cells import Cell
from desktop.ui.widgets.clock_words import day_and_weekday
from desktop.ui.widgets.table import Table
from desktop.ui.widgets.table_model import Column, Row, RowsModel


class EndedPanel(TaskPanel):
    def __init__(self, opened: OpenCase, pictures: Pictures) -> None:
        super().__init__(
            opened, pictures, self.tr("保存と廃棄の予定"), name="ended_panel", scrolls=False
        )
        self.model = RowsModel(
            (
                Column(self.tr("区分"), 56),
                Column(self.tr("書類")),
                Column(self.tr("状態"), 116),
                Column(self.tr("廃棄予定日"), 140),
            )
        )
        self.table = Table(
            self.model, name="case_units", accessible=self.tr("保存区分ごとの予定"), row_height=45
        )
        self.letter = asked_letter(opened.case.letters, "D-14")
        self._put_route(opened.case)
        if self.letter is not None:
            self._put_letter(self.letter)
        if answer := decision_letter(opened.case):
            self.put(HandLine(opened, answer.id, leaves=False))  # its scan may be owed still
        self.put(self.table)
        self._show(opened.case)

    def start(self) -> None:
        self.table.choose_first()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def renew(self, view: CaseView) -> bool:
        self._show(view)
        return asked_letter(view.letters, "D-14") == self.letter

    def _put_route(self, view: CaseView) -> None:
        route = view.special.reroute
        if route is None or view.line.state is not CaseState.REROUTED:
            return
        handed = HANDED_LABELS[route.handed]
        if route.sheets:
            handed = self.tr("{0}（{1}枚）").format(handed, route.sheets)
        self.put(
            FactList(
                (
                    (self.tr("種類"), REROUTE_LABELS[route.kind]),
                    (self.tr("回付先"), DEPARTMENT_LABELS[route.department]),
                    (self.tr("渡したもの"), handed),
                    (self.tr("回付した日"), day_and_weekday(route.on)),
                ),
                name="ended_route",
            )
        )

    def _put_letter(self, letter: LetterView) -> None:
        """D-14 leaves after the end: the case is closed, its letter is not yet on its way."""
        self.leaving = Leaving(self.opened, letter, name="ended", parent=self)
        self.put(self.leaving.card)
        if not self.opened.context.may(Capability.DISPATCH):
            return
        if letter.state == "READY":
            self.act_with(self.leaving.primary, self.leaving.save)
        elif letter.state in ("PRINTED", "CHECKED"):
            self.send = Button(
                self.tr("発送を記録する"), "primary", key="Ctrl+Enter", name="ended_send"
            )
            self.send.clicked.connect(self._send)
            self.act_with(self.send, None, self.leaving.save)
            self.leaving.offer_again()

    def _send(self) -> None:
        if self.letter is None:
            return
        desk, letter_id = self.opened.desk, self.letter.id
        self.opened.change(
            self,
            lambda act: desk.correspondence.send(act, letter_id),
            button=self.send,
            said=self.tr("発送を記録しました。"),
        )

    def _show(self, view: CaseView) -> None:
        self.note.setText(STATE_LABELS[view.line.state])
        self.model.set_rows([unit_row(unit) for unit in view.units])
        self.table.setFixedHeight(theme.px(30) + theme.px(45) * max(1, len(view.units)) + 2)


def unit_row(unit: UnitView) -> Row:
    """A retention unit; of a destroyed one the stub."""
    tone: Tone | None = "mute" if unit.stub else None
    state = Cell(ITEM_STATE_LABELS[unit.state], px=13)
    if unit.stub:
        state = Cell(_tr("廃棄済"), "mute", "ban", px=13)
    elif unit.held:
        state = Cell(_tr("保全中"), "hold", "lock", px=13, weight=500)
    due = f"{unit.due_on:%Y-%m-%d}" if unit.due_on else _tr("未定")
    return Row(
        (
            Cell(unit.cls.value, tone, weight=700, px=13),
            Cell(class_label(unit.cls.value), tone, px=13, sub=unit.stub),
            state,
            Cell("" if unit.stub else due, px=13),
        ),
        key=unit.id,
    )


def _tr(text: str) -> str:
    return QCoreApplication.translate("Ended", text)
