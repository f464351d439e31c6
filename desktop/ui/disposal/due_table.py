"""What is due for disposal, grouped by class; whole rows are chosen, what is held cannot be."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import groupby

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame

from desktop.domain.retention import RETENTION_LABELS
from desktop.services.keeping_views import UnitLine
from desktop.ui.disposal.words import class_cell, held_cell, unit_cells
from desktop.ui.labels import icon_label, label
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.cells import Cell
from desktop.ui.widgets.clock_words import short_day
from desktop.ui.widgets.layout import column, panel, row
from desktop.ui.widgets.select import Select
from desktop.ui.widgets.table import Table
from desktop.ui.widgets.table_model import Column, Index, Row, RowsModel

_ALL = "all"


class DueRows(RowsModel):
    """Rows that may be chosen, except those under a legal hold."""

    def flags(self, index: Index) -> Qt.ItemFlag:
        found = self.row_at(index.row()) if index.isValid() else None
        if isinstance(found, Row) and isinstance(found.tag, UnitLine) and found.tag.held:
            return Qt.ItemFlag.ItemIsEnabled
        return super().flags(index)


class DueTable(QFrame):
    chosen_changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("keeping_due")
        self.setProperty("surface", "card")
        self._units: tuple[UnitLine, ...] = ()
        self._model = DueRows(
            (
                Column(self.tr("区分・書類")),
                Column(self.tr("受付番号"), 84),
                Column(self.tr("数量"), 112, "right"),
                Column(self.tr("期限"), 84),
                Column(self.tr("保全"), 180),
                Column(self.tr("紙の場所"), 104),
            )
        )
        self.rows = Table(
            self._model,
            name="keeping_due_rows",
            accessible=self.tr("期限の来た書類"),
            row_height=34,
            several=True,
        )
        self.rows.selectionModel().selectionChanged.connect(self._on_selected)
        self.which = Select(name="keeping_class", accessible=self.tr("選ぶ区分"))
        self.take = Button(self.tr("選ぶ"), "secondary", name="keeping_take", small=True)
        self.drop = Button(self.tr("選択を外す"), "quiet", name="keeping_drop", small=True)
        self.take.clicked.connect(self._take)
        self.drop.clicked.connect(self.rows.clearSelection)
        tools = panel(
            row(
                label(self.tr("まとめて選ぶ"), "small"),
                self.which,
                self.take,
                self.drop,
                None,
                label(self.tr("Ctrl＋クリックで1件ずつ、Ctrl＋Aですべて"), "caption"),
                spacing=8,
                margins=(12, 8, 14, 8),
            ),
            "bar",
        )
        self._total = label("", "h3", name="keeping_due_total")
        self._amount = label("", "small", name="keeping_due_amount")
        self._lock = icon_label("lock", "hold", 16)
        self._held = label("", "small", tone="hold", name="keeping_due_held")
        foot = panel(
            row(
                self._total,
                self._amount,
                None,
                self._lock,
                self._held,
                spacing=12,
                margins=(12, 10, 14, 10),
            ),
            "foot",
        )
        self.setLayout(column(tools, (self.rows, 1), foot, spacing=0, margins=(1, 1, 1, 1)))

    def show_units(self, units: Sequence[UnitLine]) -> None:
        """Show the list anew; what was chosen and is still due stays chosen."""
        before = {unit.unit_id for unit in self.chosen()}
        self._units = tuple(sorted(units, key=_order))
        rows: list[Row] = []
        options = [(_ALL, self.tr("すべての区分"))]
        for cls, members in groupby(self._units, key=lambda unit: unit.cls):
            group = list(members)
            held = sum(unit.held for unit in group)
            options.append((cls.value, RETENTION_LABELS[cls]))
            rows.append(
                Row(
                    (
                        class_cell(cls),
                        Cell(background="canvas"),
                        Cell(
                            self.tr("{0}件").format(len(group)),
                            weight=700,
                            px=13,
                            align="right",
                            background="canvas",
                        ),
                        Cell(
                            self.tr("{0} から").format(short_day(min(u.due_on for u in group))),
                            px=13,
                            tone="text2",
                            background="canvas",
                        ),
                        held_cell(self.tr("{0}件は保全中").format(held) if held else ""),
                        Cell(background="canvas"),
                    ),
                    group=True,
                    spans=False,
                )
            )
            rows += [Row(unit_cells(unit), key=unit.unit_id, tag=unit) for unit in group]
        self.which.set_options(options, self.which.key() or _ALL)
        if not self.which.key():
            self.which.choose(_ALL)
        self._model.set_rows(rows)
        self._choose(before)
        self._lock.setVisible(any(unit.held for unit in units))
        self._held.setText(
            self.tr("保全 {0}件は選べません").format(sum(unit.held for unit in units))
            if any(unit.held for unit in units)
            else ""
        )

    def chosen(self) -> tuple[UnitLine, ...]:
        """The chosen units; never one that is held."""
        keys = set(self.rows.chosen_keys())
        return tuple(unit for unit in self._units if unit.unit_id in keys and not unit.held)

    def choose_class(self, key: str) -> None:
        self._choose({unit.unit_id for unit in self._units if key == _ALL or unit.cls.value == key})

    def _choose(self, keys: set[str]) -> None:
        chooser = self.rows.selectionModel()
        chooser.clearSelection()
        flag = chooser.SelectionFlag
        for number in range(self._model.rowCount()):
            found = self._model.row_at(number)
            if found is not None and found.key in keys:
                index = self._model.index(number, 0)
                chooser.select(index, flag.Select | flag.Rows)
        if not self.rows.currentIndex().isValid() and self._model.rowCount() > 1:
            # The arrow keys start below the first head; standing there chooses nothing yet.
            chooser.setCurrentIndex(self._model.index(1, 0), flag.NoUpdate)
        self._on_selected()

    def _take(self) -> None:
        self.choose_class(self.which.key())

    def _on_selected(self) -> None:
        chosen = self.chosen()
        self.drop.setEnabled(bool(chosen))
        self._total.setText(self.tr("選択 {0}件").format(len(chosen)))
        self._amount.setText(
            self.tr("紙 {0}枚　画像 {1}枚").format(
                sum(unit.paper for unit in chosen), sum(unit.pages for unit in chosen)
            )
        )
        self.chosen_changed.emit()


def _order(unit: UnitLine) -> tuple[str, date, str]:
    return unit.cls.value, unit.due_on, unit.case_number
