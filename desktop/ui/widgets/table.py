"""The desk's table: rules, no grid, whole rows chosen, group rows, everything by keyboard."""

from __future__ import annotations

from PySide6.QtCore import QItemSelection, QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from desktop.ui import theme
from desktop.ui.widgets.cells import KEY_ROLE, Cells
from desktop.ui.widgets.table_model import Index, RowsModel, TableModel

_GROUP_HEIGHT = 38


class Table(QTableView):
    """`row_chosen` follows the cursor, `row_activated` Enter or a double click; with the key."""

    row_chosen = Signal(str)
    row_activated = Signal(str)

    def __init__(
        self,
        model: TableModel,
        *,
        name: str,
        accessible: str,
        row_height: int = 36,
        several: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(accessible)
        self._rows = model
        self._delegate = Cells(row_height)
        self.setItemDelegate(self._delegate)
        self.setModel(model)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        mode = QAbstractItemView.SelectionMode
        self.setSelectionMode(mode.ExtendedSelection if several else mode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        upright = self.verticalHeader()
        upright.hide()
        upright.setMinimumSectionSize(theme.px(20))
        upright.setDefaultSectionSize(theme.px(row_height))
        self._lay_header(model)
        model.modelReset.connect(self._on_reset)
        self.doubleClicked.connect(self._on_double_clicked)
        self.clicked.connect(self._on_clicked)
        self._on_reset()

    def rows(self) -> TableModel:
        return self._rows

    def current_key(self) -> str:
        index = self.currentIndex()
        return str(index.data(KEY_ROLE) or "") if index.isValid() else ""

    def chosen_keys(self) -> tuple[str, ...]:
        """The keys of all chosen rows, from top to bottom."""
        found = sorted(self.selectionModel().selectedRows(), key=lambda index: index.row())
        keys = (str(index.data(KEY_ROLE) or "") for index in found)
        return tuple(key for key in keys if key)

    def choose(self, key: str) -> bool:
        """Put the cursor on the row with this key; False where no such row is shown."""
        model = self.rows()
        number = model.number_of(key) if isinstance(model, RowsModel) else -1
        if number >= 0:
            self.setCurrentIndex(model.index(number, 0))
        return number >= 0

    def choose_first(self) -> None:
        """Put the cursor on the first row that is not a group."""
        model = self.rows()
        for number in range(min(model.rowCount(), 50)):
            row = model.row_at(number)
            if row is None or not row.group:
                self.setCurrentIndex(model.index(number, 0))
                return

    def set_row_height(self, height: int) -> None:
        self._delegate.row_height = height
        self.verticalHeader().setDefaultSectionSize(theme.px(height))
        self._on_reset()

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        if current.isValid() and current.row() != previous.row():
            self.row_chosen.emit(str(current.data(KEY_ROLE) or ""))

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        super().selectionChanged(selected, deselected)
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        plain = event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        )
        if plain and index.isValid() and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._activate(index)
            event.accept()
            return
        super().keyPressEvent(event)

    def _activate(self, index: QModelIndex) -> None:
        row = self.rows().row_at(index.row())
        if row is None:
            return
        if row.group:
            self._toggle(index.row())
        else:
            self.row_activated.emit(row.key)

    def _on_double_clicked(self, index: QModelIndex) -> None:
        row = self.rows().row_at(index.row())
        if row is not None and not row.group:
            self.row_activated.emit(row.key)

    def _on_clicked(self, index: QModelIndex) -> None:
        row = self.rows().row_at(index.row())
        if row is not None and row.group:
            self._toggle(index.row())

    def _toggle(self, number: int) -> None:
        model = self.rows()
        if isinstance(model, RowsModel):
            model.toggle(number)
            self.setCurrentIndex(model.index(number, 0))

    def _lay_header(self, model: TableModel) -> None:
        header = self.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setFixedHeight(theme.px(30))
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        header.setStretchLastSection(False)
        header.setMinimumSectionSize(theme.px(20))
        for number, column in enumerate(model.columns):
            if column.width:
                header.setSectionResizeMode(number, QHeaderView.ResizeMode.Fixed)
                self.setColumnWidth(number, theme.px(column.width))
            else:
                header.setSectionResizeMode(number, QHeaderView.ResizeMode.Stretch)

    def _on_reset(self) -> None:
        model = self.rows()
        self.clearSpans()
        if not isinstance(model, RowsModel):
            return
        for number in range(model.rowCount()):
            row = model.row_at(number)
            if row is not None and row.group:
                self.setRowHeight(number, theme.px(_GROUP_HEIGHT))
                if row.spans:
                    self.setSpan(number, 0, 1, len(model.columns))
            elif self.rowHeight(number) != theme.px(self._delegate.row_height):
                self.setRowHeight(number, theme.px(self._delegate.row_height))
