"""Rows of cells as a model, with group rows; whole in memory or fetched page by page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from desktop.ui.widgets.cells import CELL_ROLE, EMPTY, KEY_ROLE, Cell

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, its width in px (0 = the rest of the room) and its side."""

    title: str
    width: int = 0
    align: str = "left"


@dataclass(frozen=True, slots=True)
class Row:
    """A row of cells; `key` says what it stands for.

    A `group` row spans the table and heads the rows below it; `foldable` groups open and close,
    and `open` tells which of the two they are at first. A `spanned` group with several cells
    keeps its columns (`spans` = False).
    """

    cells: tuple[Cell, ...]
    key: str = ""
    group: bool = False
    foldable: bool = False
    open: bool = True
    spans: bool = True
    tag: object = None


class TableModel(QAbstractTableModel):
    """What every table of the desk shows."""

    def __init__(self, columns: Sequence[Column], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)

    def row_at(self, number: int) -> Row | None:
        """The row, or None while it is not yet known."""
        raise NotImplementedError

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            right = self.columns[section].align == "right"
            side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row = self.row_at(index.row())
        if role == KEY_ROLE:
            return row.key if row else ""
        if row is None:
            cell = Cell("…", tone="text3")
        else:
            cell = row.cells[index.column()] if index.column() < len(row.cells) else EMPTY
        if role == CELL_ROLE:
            return cell
        if role == Qt.ItemDataRole.DisplayRole:
            return cell.words()
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return cell.spoken or cell.words()
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        row = self.row_at(index.row())
        if row is not None and row.group and not row.foldable:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


class RowsModel(TableModel):
    """Rows held in memory. Folded groups hide the rows up to the next group."""

    def __init__(self, columns: Sequence[Column], rows: Sequence[Row] = ()) -> None:
        super().__init__(columns)
        self._all: tuple[Row, ...] = ()
        self._shown: list[Row] = []
        self._folded: dict[str, bool] = {}
        self.set_rows(rows)

    def set_rows(self, rows: Sequence[Row]) -> None:
        self.beginResetModel()
        self._all = tuple(rows)
        self._show()
        self.endResetModel()

    def toggle(self, number: int) -> None:
        """Open or close the group at this row."""
        row = self._shown[number]
        if row.group and row.foldable:
            self.beginResetModel()
            self._folded[row.key] = not self.is_folded(row)
            self._show()
            self.endResetModel()

    def is_folded(self, row: Row) -> bool:
        return row.foldable and self._folded.get(row.key, not row.open)

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._shown)

    def row_at(self, number: int) -> Row | None:
        row = self._shown[number]
        if row.foldable and not row.cells[0].icon:
            chevron = "chevron-right" if self.is_folded(row) else "chevron-down"
            return replace(row, cells=(replace(row.cells[0], icon=chevron), *row.cells[1:]))
        return row

    def number_of(self, key: str) -> int:
        """Where the row with this key is shown, or -1."""
        return next((n for n, row in enumerate(self._shown) if row.key == key), -1)

    def _show(self) -> None:
        self._shown = []
        hidden = False
        for row in self._all:
            if row.group:
                hidden = self.is_folded(row)
                self._shown.append(row)
            elif not hidden:
                self._shown.append(row)


class PagedModel(TableModel):
    """A long list, fetched page by page: answer `page_wanted` with `set_page`.

    `start` begins anew with another count; answers for an earlier list are to be dropped by the
    asker's `Asked`.
    """

    page_wanted = Signal(int, int)  # offset, limit

    def __init__(self, columns: Sequence[Column], page: int = 100) -> None:
        super().__init__(columns)
        self._page = page
        self._count = 0
        self._rows: dict[int, Row] = {}
        self._asked: set[int] = set()

    def start(self, count: int) -> None:
        self.beginResetModel()
        self._count = count
        self._rows.clear()
        self._asked.clear()
        self.endResetModel()

    def set_page(self, offset: int, rows: Sequence[Row]) -> None:
        for number, row in enumerate(rows, offset):
            self._rows[number] = row
        if rows:
            last = min(offset + len(rows), self._count) - 1
            self.dataChanged.emit(self.index(offset, 0), self.index(last, len(self.columns) - 1))

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else self._count

    def row_at(self, number: int) -> Row | None:
        row = self._rows.get(number)
        if row is None:
            offset = number - number % self._page
            if offset not in self._asked:
                self._asked.add(offset)
                self.page_wanted.emit(offset, self._page)
            row = self._rows.get(number)
        return row
