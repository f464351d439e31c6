"""How an answer is handed to the post: the way and the number of the receipt (DOMAIN §8)."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop.domain.errors import DeskError
from desktop.domain.posting import (
    ANOTHER_WAY_LABELS,
    DELIVERY_LABELS,
    less_sure_ways,
    read_tracking,
    receipt_number,
    tracking_doubt,
)
from desktop.ui import theme
from desktop.ui.cases.warning_line import WarningLine
from desktop.ui.widgets.form_field import FormField
from desktop.ui.widgets.keys import TextField
from desktop.ui.widgets.layout import column, row
from desktop.ui.widgets.select import Select


class Posting(QWidget):
    """`way` is what the office has set for this answer; a surer one asks for its reason. `decided`:
    the less sure one that was ticked with the envelope, and why."""

    def __init__(self, *, way: str, name: str, decided: tuple[str, str] = ("", "")) -> None:
        super().__init__()
        self._way = way
        lesser = set(less_sure_ways(way)) - {decided[0]}
        offered = {key: DELIVERY_LABELS[key] for key in DELIVERY_LABELS if key not in lesser}
        self.delivery = Select(
            list(offered.items()), name=f"{name}_delivery", accessible=self.tr("発送の方法")
        )
        self.delivery.choose(way)
        self.tracking = TextField()
        self.why = Select(
            [("", self.tr("理由を選ぶ")), *((str(k), w) for k, w in ANOTHER_WAY_LABELS.items())],
            name=f"{name}_why",
            accessible=self.tr("別の方法で送る理由"),
        )
        delivery = FormField(
            self.tr("発送の方法"), self.delivery, key="delivery", name=f"{name}_delivery"
        )
        tracking = FormField(
            self.tr("引受番号"), self.tracking, key="tracking", name=f"{name}_tracking"
        )
        self._reason = FormField(
            self.tr("「{0}」で送らない理由").format(DELIVERY_LABELS[way]),
            self.why,
            key="why",
            name=f"{name}_why",
        )
        self._reason.hide()
        self.doubt = WarningLine(name=f"{name}_doubt")
        delivery.setFixedWidth(theme.px(220))
        self.setLayout(
            column(row(delivery, (tracking, 1), spacing=16), self.doubt, self._reason, spacing=8)
        )
        self.delivery.currentIndexChanged.connect(self._on_delivery)
        self.tracking.editingFinished.connect(self._look_at_number)
        if decided[0]:
            self.delivery.choose(decided[0])
            self.why.choose(decided[1])

    def given(self) -> tuple[str, str, str]:
        """The way, the number as typed, and why it is another way; "" where it is not."""
        delivery = self.delivery.key()
        return delivery, self.tracking.text(), self.why.key() if delivery != self._way else ""

    def _on_delivery(self) -> None:
        self._reason.clear_error()
        self._reason.setVisible(self.delivery.key() != self._way)

    def _look_at_number(self) -> None:
        """A number that looks wrong is told and taken all the same (DOMAIN §6: warn only)."""
        typed = self.tracking.text()
        framed = receipt_number(typed)
        if (
            framed and not typed.strip()[0].isdecimal()
        ):  # a hand-held reader types the bar code's frame as well
            self.tracking.setText(framed)
        try:
            said = tracking_doubt(read_tracking(typed))
        except DeskError:
            said = ""  # what is no number is refused, and told at the field
        self.doubt.say(said)
