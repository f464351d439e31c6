"""How an answer is handed to the post: the way and the number of the receipt (DOMAIN §8)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtWidgets import QWidget

from desktop.domain.requests import RequestType
from desktop.services.case_views import ItemDecision
from desktop.services.correspondence import DELIVERIES
from desktop.ui import theme
from desktop.ui.widgets.form_field import FormField
from desktop.ui.widgets.keys import TextField
from desktop.ui.widgets.layout import row
from desktop.ui.widgets.select import Select

_BARE: Final = frozenset({RequestType.STOP_USE, RequestType.ERASE, RequestType.STOP_3P})


def holds_data(decisions: Sequence[ItemDecision]) -> bool:
    """Whether the answer tells something of the person: what is disclosed, or what was changed."""
    return any(one.granted and one.type not in _BARE for one in decisions)


class Posting(QWidget):
    def __init__(self, *, granted: bool, name: str) -> None:
        super().__init__()
        self.delivery = Select(
            list(DELIVERIES.items()), name=f"{name}_delivery", accessible=self.tr("発送の方法")
        )
        # Disclosed data goes to the person alone; other answers by registered mail (DOMAIN §8).
        self.delivery.choose("HONNIN_GENTEI" if granted else "KAN_I_KAKITOME")
        self.tracking = TextField()
        delivery = FormField(
            self.tr("発送の方法"), self.delivery, key="delivery", name=f"{name}_delivery"
        )
        tracking = FormField(
            self.tr("引受番号"), self.tracking, key="tracking", name=f"{name}_tracking"
        )
        delivery.setFixedWidth(theme.px(220))
        self.setLayout(row(delivery, (tracking, 1), spacing=16))

    def given(self) -> tuple[str, str]:
        """The way, and the number as typed."""
        return self.delivery.key(), self.tracking.text()
