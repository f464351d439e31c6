"""The units of a batch, grouped by class, with the totals in the foot."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QFrame

from desktop.domain.retention import RetentionClass
from desktop.services.keeping_views import BatchView, UnitLine
from desktop.ui.disposal.words import class_cell, held_cell, unit_cells
from desktop.ui.labels import icon_label, label
from desktop.ui.widgets.cells import Cell
from desktop.ui.widgets.clock_words import short_day
from desktop.ui.widgets.layout import column, panel, row
from desktop.ui.widgets.table import Table
from desktop.ui.widgets.table_model import Column, Row, RowsModel


class BatchTable(QFrame):
    def __init__(self, *, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setProperty("surface", "card")
        self._model = RowsModel(
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
            name=f"{name}_rows",
            accessible=self.tr("廃棄する書類の一覧"),
            row_height=34,
        )
        self._total = label("", "h3", name=f"{name}_total")
        self._amount = label("", "small", name=f"{name}_amount")
        self._lock = icon_label("lock", "hold", 16)
        self._removed = label("", "small", tone="hold", name=f"{name}_removed")
        foot = panel(
            row(
                self._total,
                self._amount,
                None,
                self._lock,
                self._removed,
                spacing=12,
                margins=(12, 10, 14, 10),
            ),
            "foot",
        )
        self.setLayout(column((self.rows, 1), foot, spacing=0, margins=(1, 1, 1, 1)))

    def show_batch(self, batch: BatchView) -> None:
        """Each class with its papers; what a hold took off the list stands faint among them."""
        rows: list[Row] = []
        listed = {group.cls: group.rows for group in batch.groups}
        for cls in sorted({*listed, *(unit.cls for unit in batch.removed)}):
            kept = listed.get(cls, ())
            removed = [unit for unit in batch.removed if unit.cls == cls]
            rows.append(self._head(cls, kept, len(removed)))
            rows += [Row(unit_cells(unit), key=unit.unit_id) for unit in kept]
            rows += [Row(unit_cells(unit, removed=True), key=unit.unit_id) for unit in removed]
        before = self.rows.current_key()
        self._model.set_rows(rows)
        if not (before and self.rows.choose(before)):
            self.rows.choose_first()
        self._total.setText(self.tr("対象 {0}件").format(batch.units))
        self._amount.setText(self.tr("紙 {0}枚　画像 {1}枚").format(batch.paper, batch.pages))
        self._lock.setVisible(bool(batch.removed))
        self._removed.setText(
            self.tr("保全 {0}件は対象外です").format(len(batch.removed)) if batch.removed else ""
        )

    def _head(self, cls: RetentionClass, kept: Sequence[UnitLine], removed: int) -> Row:
        last = max((unit.due_on for unit in kept), default=None)
        return Row(
            (
                class_cell(cls),
                Cell(background="canvas"),
                Cell(
                    self.tr("{0}件").format(len(kept)),
                    weight=700,
                    px=13,
                    align="right",
                    background="canvas",
                ),
                Cell(
                    self.tr("{0} まで").format(short_day(last)) if last is not None else "",
                    px=13,
                    tone="text2",
                    background="canvas",
                ),
                held_cell(self.tr("{0}件を除外").format(removed) if removed else ""),
                Cell(background="canvas"),
            ),
            group=True,
            spans=False,
        )
