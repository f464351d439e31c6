"""A dialog that changes a case: it stays with what was typed until the act has succeeded."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from desktop.services.act import Act
from desktop.ui.cases.open_case import OpenCase
from desktop.ui.widgets.buttons import Kind
from desktop.ui.widgets.dialog import Dialog


class CaseDialog(Dialog):
    def __init__(
        self,
        parent: QWidget,
        opened: OpenCase,
        title: str,
        verb: str,
        *,
        name: str,
        kind: Kind = "primary",
        width: int = 560,
    ) -> None:
        super().__init__(parent, title, verb, name=name, kind=kind, width=width)
        self.opened = opened

    def carry_out(self, function: Callable[[Act], object], said: str) -> None:
        """Do it, tell it, close. A refusal is told inside."""
        self.opened.change(
            self, function, lambda _result: self.accept(), button=self.act, said=said
        )
