"""An ended case: what became of it, and until when each of its parts is kept (DOMAIN §10)."""

from __future__ import annotations

from PySide6.QtCore import Qt

from desktop.domain.disposal import ITEM_STATE_LABELS
from desktop.domain.states import STATE_LABELS
from desktop.services.case_views import CaseView, UnitView
from desktop.ui import theme
from desktop.ui.cases.open_case import OpenCase
from desktop.ui.cases.pictures import Pictures
from desktop.ui.cases.task_panel import TaskPanel
from desktop.ui.cases.words import CLASS_LABELS
from desktop.ui.tokens import Tone
from desktop.ui.widgets.cells import Cell
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
        self.put(self.table)
        self._show(opened.case)

    def start(self) -> None:
        self.table.choose_first()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def renew(self, view: CaseView) -> bool:
        self._show(view)
        return True

    def _show(self, view: CaseView) -> None:
        self.note.setText(STATE_LABELS[view.line.state])
        self.model.set_rows([unit_row(unit) for unit in view.units])
        self.table.setFixedHeight(theme.px(30) + theme.px(45) * max(1, len(view.units)) + 2)


def unit_row(unit: UnitView) -> Row:
    """A retention unit; of a destroyed one the stub."""
    tone: Tone | None = "mute" if unit.stub else None
    state = Cell(ITEM_STATE_LABELS[unit.state], px=13)
    if unit.stub:
        state = Cell("廃棄済", "mute", "ban", px=13)
    elif unit.held:
        state = Cell("保全中", "hold", "lock", px=13, weight=500)
    due = f"{unit.due_on:%Y-%m-%d}" if unit.due_on else "未定"
    return Row(
        (
            Cell(unit.cls.value, tone, weight=700, px=13),
            Cell(CLASS_LABELS.get(unit.cls.value, ""), tone, px=13, sub=unit.stub),
            state,
            Cell("" if unit.stub else due, px=13),
        ),
        key=unit.id,
    )
