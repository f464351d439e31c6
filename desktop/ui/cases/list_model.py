"""The list of cases as a model: all ids at once, the lines only of what is looked at (STYLE §6)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from PySide6.QtCore import QCoreApplication, QModelIndex, QPersistentModelIndex, Qt, Signal

from desktop.services.case_roster import CaseSort
from desktop.services.case_views import CaseLine
from desktop.ui.widgets.cells import KEY_ROLE, Cell
from desktop.ui.widgets.clock_words import clock_cell
from desktop.ui.widgets.table_model import Column, Row, TableModel

_NOWHERE = QModelIndex()
_KEPT = 1500  # lines in memory: some forty screens
TICKS = 0

ORDERS: dict[int, CaseSort] = {
    1: CaseSort.NUMBER,
    4: CaseSort.STATE,
    5: CaseSort.DUE,
    6: CaseSort.DUE,
    7: CaseSort.CLERK,
}
"""What a click on a column's head orders by."""


class CaseListModel(TableModel):
    """`lines_wanted` follows a look at a case that has not been fetched; see `missing`."""

    lines_wanted = Signal()
    ticks_changed = Signal()

    def __init__(self, columns: Sequence[Column]) -> None:
        super().__init__(columns)
        self._ids: tuple[str, ...] = ()
        self._rows: dict[str, Row] = {}
        self._stale: set[str] = set()
        self._ticked: dict[str, None] = {}
        self._sort, self._descending = CaseSort.NUMBER, True

    # What is shown

    def set_order(self, ids: tuple[str, ...]) -> None:
        """Show these cases. Where they are the same as before, only their lines are old."""
        self._stale = set(self._rows)
        if ids == self._ids:
            self._tell_all()
            return
        self.beginResetModel()
        self._ids = ids
        self.endResetModel()

    def set_sort(self, sort: CaseSort, *, descending: bool) -> None:
        """Mark the column the cases are ordered by."""
        self._sort, self._descending = sort, descending
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.columns) - 1)

    def set_lines(self, asked: Collection[str], lines: Iterable[CaseLine]) -> None:
        """Take what was fetched; a case that is gone shows as an empty line."""
        for case_id in asked:
            self._stale.discard(case_id)
        for line in lines:
            self._rows.pop(line.id, None)  # the one fetched last is forgotten last
            self._rows[line.id] = self._row(line)
        while len(self._rows) > _KEPT:
            self._rows.pop(next(iter(self._rows)))
        self._tell_all()

    def missing(self, first: int, last: int) -> tuple[str, ...]:
        """The cases from row to row whose lines are not there or old."""
        return tuple(
            case_id
            for case_id in self._ids[max(0, first) : last + 1]
            if case_id not in self._rows or case_id in self._stale
        )

    def id_at(self, number: int) -> str:
        return self._ids[number] if 0 <= number < len(self._ids) else ""

    def number_of(self, case_id: str) -> int:
        """The row of a case, or -1."""
        try:
            return self._ids.index(case_id)
        except ValueError:
            return -1

    # Ticks

    def ticked(self) -> tuple[str, ...]:
        return tuple(self._ticked)

    def toggle(self, number: int) -> None:
        case_id = self.id_at(number)
        if not case_id:
            return
        if case_id in self._ticked:
            del self._ticked[case_id]
        else:
            self._ticked[case_id] = None
        self._retick()

    def tick(self, first: int, last: int) -> None:
        """Tick every case from row to row."""
        low, high = sorted((first, last))
        self._ticked.update(dict.fromkeys(self._ids[max(0, low) : high + 1]))
        self._retick()

    def untick(self, ids: Iterable[str] | None = None) -> None:
        """Take the ticks of these cases away, or of all."""
        for case_id in tuple(self._ticked) if ids is None else ids:
            self._ticked.pop(case_id, None)
        self._retick()

    # As a model

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._ids)

    def row_at(self, number: int) -> Row | None:
        case_id = self._ids[number]
        row = self._rows.get(case_id)
        if row is None or case_id in self._stale:
            self.lines_wanted.emit()
        return row

    def data(
        self,
        index: QModelIndex | QPersistentModelIndex,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        if role == KEY_ROLE and index.isValid():
            return self.id_at(index.row())
        return super().data(index, role)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        words = super().headerData(section, orientation, role)
        if role == Qt.ItemDataRole.DisplayRole and ORDERS.get(section) is self._sort:
            return f"{words} {'↓' if self._descending else '↑'}"
        return words

    def _retick(self) -> None:
        for case_id, row in self._rows.items():
            tick = _tick(ticked=case_id in self._ticked)
            if row.cells[TICKS] != tick:
                self._rows[case_id] = Row((tick, *row.cells[1:]), key=case_id)
        self._tell_all()
        self.ticks_changed.emit()

    def _tell_all(self) -> None:
        if self._ids:
            self.dataChanged.emit(
                self.index(0, 0), self.index(len(self._ids) - 1, len(self.columns) - 1)
            )

    def _row(self, line: CaseLine) -> Row:
        tick = _tick(ticked=line.id in self._ticked)
        return Row((tick, *case_cells(line)), key=line.id)


def case_cells(line: CaseLine) -> tuple[Cell, ...]:
    """A case as the cells of the list."""
    return (
        Cell(line.number, weight=500, px=13),
        Cell(line.name or _tr("廃棄済"), tone=None if line.name else "mute"),
        Cell(line.types, px=13, tone="text2"),
        Cell(line.work, px=13),
        clock_cell(line.statutory),
        clock_cell(line.target),
        Cell(line.assigned or _tr("未定"), px=13, tone="text2" if line.assigned else "mute"),
    )


def _tick(*, ticked: bool) -> Cell:
    if ticked:
        return Cell(icon="square-check", icon_tone="accent", spoken=_tr("選択済み"))
    return Cell(icon="square", icon_tone="text3", spoken=_tr("未選択"))


def _tr(text: str) -> str:
    return QCoreApplication.translate("ListModel", text)
