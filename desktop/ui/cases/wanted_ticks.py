"""What is asked for: the types and the items, as ticks like those of the form (DOMAIN §1–2)."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from desktop.domain.requests import REQUEST_LABELS, Item, RequestType
from desktop.services.form_facts import wanted_of
from desktop.services.wanted_codes import ItemNames
from desktop.ui.widgets.form_field import FormField
from desktop.ui.widgets.layout import column
from desktop.ui.widgets.select import Check

_ACROSS = 4

Wanted = Mapping[RequestType, tuple[Item, ...]]


class WantedTicks(QWidget):
    """The form has one list of items; K8 goes with 第三者提供記録の開示 by itself."""

    changed = Signal()

    def __init__(self, wanted: Wanted, *, name: str, items: ItemNames | None = None) -> None:
        super().__init__()
        self.setObjectName(name)
        types = list(RequestType)  # a letter may ask for anything, whatever form it came on
        asked = {item for listed in wanted.values() for item in listed}
        names = items or ItemNames()
        self.types = {
            one: Check(REQUEST_LABELS[one], name=f"{name}_{one}", checked=one in wanted)
            for one in types
        }
        self.items = {
            one: Check(
                names.word(one) if names.offers(one) else self._not_offered(names.word(one)),
                name=f"{name}_{one}",
                checked=one in asked,
            )
            for one in Item
            # What the office does not offer is shown where the requester wrote it, and only there.
            if one is not Item.K8 and (names.offers(one) or one in asked)
        }
        self.type_field = FormField(
            self.tr("請求の種類"),
            _grid(list(self.types.values()), 3),
            key="types",
            name=f"{name}_types",
        )
        self.item_field = FormField(
            self.tr("対象とする情報"),
            _grid(list(self.items.values()), _ACROSS),
            key="items",
            name=f"{name}_items",
        )
        self.setLayout(column(self.type_field, self.item_field, spacing=10))
        for tick in (*self.types.values(), *self.items.values()):
            tick.toggled.connect(self._on_toggled)

    def wanted(self) -> Wanted:
        ticks = {f"type.{one}": "1" for one, tick in self.types.items() if tick.isChecked()}
        ticks |= {f"item.{one}": "1" for one, tick in self.items.items() if tick.isChecked()}
        return wanted_of(ticks)

    def _not_offered(self, word: str) -> str:
        return self.tr("{0}（取扱いなし）").format(word)

    def set_enabled(self, enabled: bool) -> None:
        for tick in (*self.types.values(), *self.items.values()):
            tick.setEnabled(enabled)

    def _on_toggled(self) -> None:
        self.type_field.clear_error()
        self.item_field.clear_error()
        self.changed.emit()


def _grid(ticks: list[Check], across: int) -> QWidget:
    made = QWidget()
    grid = QGridLayout()
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(2)
    for number, tick in enumerate(ticks):
        grid.addWidget(tick, number // across, number % across)
    for one in range(across):
        grid.setColumnStretch(one, 1)
    made.setLayout(grid)
    return made
