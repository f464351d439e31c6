"""The units of a batch, grouped by class, with the totals in the foot."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame

from desktop.services.keeping_views import BatchView, UnitLine
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
                Column(self.tr("受付番号"), 92),
                Column(self.tr("数量"), 130, "right"),
                Column(self.tr("期限"), 92),
                Column(self.tr("保全"), 120),
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
        rows: list[Row] = []
        for group in batch.groups:
            rows.append(
                Row(
                    (
                        Cell(f"{group.cls.value}　{group.label}", weight=700, background="canvas"),
                        Cell(background="canvas"),
                        Cell(
                            self.tr("{0}件").format(len(group.rows)),
                            weight=700,
                            px=13,
                            align="right",
                            background="canvas",
                        ),
                        Cell(
                            self.tr("{0} まで").format(short_day(group.last_due)),
                            px=13,
                            tone="text2",
                            background="canvas",
                        ),
                        Cell(background="canvas"),
                    ),
                    group=True,
                    spans=False,
                )
            )
            rows += [_row(unit) for unit in group.rows]
        rows += [_row(unit, removed=True) for unit in batch.removed]
        self._model.set_rows(rows)
        self._total.setText(self.tr("対象 {0}件").format(batch.units))
        self._amount.setText(self.tr("紙 {0}件　画像 {1}枚").format(batch.paper, batch.pages))
        self._lock.setVisible(bool(batch.removed))
        self._removed.setText(
            self.tr("保全 {0}件は対象外です").format(len(batch.removed)) if batch.removed else ""
        )


def _row(unit: UnitLine, *, removed: bool = False) -> Row:
    faint = "text3" if removed else None
    held = (
        Cell(unit.held_why or "保全中", tone="hold", icon="lock", px=13, weight=500)
        if unit.held
        else Cell("なし", tone="text3", px=13)
    )
    amount = "除外" if removed else f"紙{unit.paper}・画像{unit.pages}"
    return Row(
        (
            Cell(unit.label, indent=30, px=13, tone=faint),  # type: ignore[arg-type]
            Cell(unit.case_number, px=13, tone=faint or "text2"),  # type: ignore[arg-type]
            Cell(amount, px=13, align="right", tone=faint),  # type: ignore[arg-type]
            Cell(short_day(unit.due_on), px=13, tone=faint or "text2"),  # type: ignore[arg-type]
            held,
        ),
        key=unit.unit_id,
    )
