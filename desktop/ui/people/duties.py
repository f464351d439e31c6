"""Who may do what, in words: shown before the first people are signed in, and in 設定."""

from __future__ import annotations

from collections.abc import Sequence

from desktop.domain.roles import CAPABILITIES, CAPABILITY_LABELS, ROLE_LABELS, Role
from desktop.ui.tokens import Tone
from desktop.ui.widgets.cells import Cell
from desktop.ui.widgets.table import Table
from desktop.ui.widgets.table_model import Column, Row, RowsModel

ROLE_ICONS: dict[Role, str] = {
    Role.CLERK: "inbox",
    Role.SUPERVISOR: "stamp",
    Role.AUDITOR: "scroll-text",
    Role.ADMINISTRATOR: "settings-2",
}


def duties(role: Role) -> str:
    """The acts of a role, in the order of the work."""
    return "・".join(
        words for capability, words in CAPABILITY_LABELS.items() if capability in CAPABILITIES[role]
    )


def role_cell(role: Role, tone: Tone = "text") -> Cell:
    return Cell(ROLE_LABELS[role], tone, ROLE_ICONS[role], "text2", px=13, weight=500)


class DutiesTable(Table):
    """A line for every act, a column for every role: ○ where the role may do it."""

    def __init__(self, roles: Sequence[Role] = tuple(Role)) -> None:
        columns = [Column(self.tr("できること"))]
        columns += [Column(ROLE_LABELS[role], 104) for role in roles]
        rows = []
        for capability, words in CAPABILITY_LABELS.items():
            cells = [Cell(words, px=13)]
            for role in roles:
                may = capability in CAPABILITIES[role]
                cells.append(
                    Cell(self.tr("できる"), "ok", "check", px=13)
                    if may
                    else Cell("—", "text3", px=13, spoken=self.tr("できない"))
                )
            rows.append(Row(tuple(cells), key=capability.value))
        super().__init__(
            RowsModel(columns, rows),
            name="duties",
            accessible=self.tr("役割ごとの権限"),
            row_height=30,
        )
