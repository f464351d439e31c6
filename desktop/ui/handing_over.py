"""What another department is given of mail that is no request: kind, department, sheets."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.domain.rerouting import (
    DEPARTMENT_LABELS,
    HANDED_LABELS,
    REROUTE_LABELS,
    HandedOver,
    RerouteKind,
)
from desktop.services.rerouting import HandOver
from desktop.ui import theme
from desktop.ui.widgets.form_field import FormField
from desktop.ui.widgets.keys import TextField
from desktop.ui.widgets.layout import column, row
from desktop.ui.widgets.select import Select


class HandingOver(QWidget):
    """The fields of a hand-over; `heirs` offers only 任意対応, otherwise it is not offered."""

    changed = Signal()

    def __init__(self, *, heirs: bool = False) -> None:
        super().__init__()
        choose = ("", self.tr("選んでください"))
        kinds = [
            (kind.value, words)
            for kind, words in REROUTE_LABELS.items()
            if (kind is RerouteKind.HEIRS) == heirs
        ]
        self.kind = Select(
            kinds if heirs else [choose, *kinds],
            name="reroute_kind",
            accessible=self.tr("郵便物の種類"),
        )
        departments = [(one.value, words) for one, words in DEPARTMENT_LABELS.items()]
        self.department = Select(
            [choose, *departments], name="reroute_department", accessible=self.tr("回付先")
        )
        self.handed = Select(
            [choose, *((one.value, words) for one, words in HANDED_LABELS.items())],
            name="reroute_handed",
            accessible=self.tr("渡したもの"),
        )
        self.sheets = TextField("1")
        self.kind_field = FormField(
            self.tr("郵便物の種類"), self.kind, key="kind", name="reroute_kind"
        )
        self.department_field = FormField(
            self.tr("回付先"), self.department, key="department", name="reroute_department"
        )
        self.handed_field = FormField(
            self.tr("渡したもの"), self.handed, key="handed", name="reroute_handed"
        )
        self.sheets_field = FormField(
            self.tr("枚数"), self.sheets, key="sheets", name="reroute_sheets"
        )
        self.sheets_field.setFixedWidth(theme.px(80))
        self.setLayout(
            column(
                row((self.kind_field, 1), (self.department_field, 1), spacing=12),
                row((self.handed_field, 1), self.sheets_field, spacing=12),
                spacing=10,
            )
        )
        for wide in (self.kind, self.department, self.handed):
            wide.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.handed.currentIndexChanged.connect(self._on_handed)
        for select, field in (
            (self.kind, self.kind_field),
            (self.department, self.department_field),
            (self.handed, self.handed_field),
            (self.handed, self.sheets_field),
        ):
            select.currentIndexChanged.connect(field.clear_error)

    def given(self, note: str = "") -> HandOver:
        """What was chosen; sheets that are no number count as -1, which is refused."""
        words = self.sheets.text().strip()
        sheets = int(words) if words.isascii() and words.isdigit() else -1
        return HandOver(self.kind.key(), self.department.key(), self.handed.key(), sheets, note)

    def _on_handed(self) -> None:
        """A mere notice hands no sheet over."""
        notice = self.handed.key() == HandedOver.NOTICE
        self.sheets.setEnabled(not notice)
        self.sheets.setText("0" if notice else "1")
