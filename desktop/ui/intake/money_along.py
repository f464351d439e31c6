"""Money in mail that is handed to another department: what it is, and who stands by (I-09)."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop.domain.payments import Payment, read_pieces
from desktop.domain.requests import FEE_MEANS_LABELS, FeeMeans
from desktop.services.money_rerouted import MoneyAlong
from desktop.ui import theme
from desktop.ui.labels import label
from desktop.ui.widgets.form_field import FormField
from desktop.ui.widgets.layout import column, panel, row
from desktop.ui.widgets.select import Select

_ENCLOSED = (FeeMeans.STAMPS, FeeMeans.POSTAL_ORDER, FeeMeans.CASH)
_MEANS = 170


class MoneyAlongFields(QWidget):
    """Whether money lay in the envelope has to be chosen, so that none is overlooked."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("money_along")
        self.means = Select(
            (
                ("", self.tr("選んでください")),
                (FeeMeans.NONE.value, self.tr("入っていない")),
                *((one.value, FEE_MEANS_LABELS[one]) for one in _ENCLOSED),
            ),
            name="along_means",
            accessible=self.tr("同封の切手・為替・現金"),
        )
        self.means_field = FormField(
            self.tr("同封の切手・為替・現金"), self.means, key="means", name="along_means"
        )
        self.means_field.setFixedWidth(theme.px(_MEANS))
        self.pieces = FormField(
            self.tr("額面×枚数（現金は円）"), key="received", name="along_pieces"
        )
        self.witness = FormField(self.tr("立会者のログイン名"), key="witness", name="along_witness")
        self.passphrase = FormField(
            self.tr("立会者のパスフレーズ"), key="passphrase", name="along_passphrase", secret=True
        )
        told = self.tr("受払簿に、届いた行と回付先へ渡した行を記録します。もう一人が立ち会います。")
        self._given = panel(
            column(
                label(told, "small", wrap=True),
                row((self.witness, 1), (self.passphrase, 1), spacing=12),
                spacing=6,
            )
        )
        self.setLayout(
            column(row(self.means_field, (self.pieces, 1), spacing=12), self._given, spacing=8)
        )
        self.pieces.hide()
        self._given.hide()
        self.means.currentIndexChanged.connect(self._arrange)

    def given(self) -> tuple[MoneyAlong, ...] | None:
        """What lay there, () for nothing; None while it is not said or cannot be read, which the
        field then tells."""
        key = self.means.key()
        if not key:
            self.means_field.set_error(self.tr("同封されていたかを選んでください。"))
            return None
        means = FeeMeans(key)
        if means is FeeMeans.NONE:
            return ()
        pieces = read_pieces(means, self.pieces.text())
        if pieces is None:
            self.pieces.set_error(self.tr("「110×2」のように、額面と枚数を入れてください。"))
            return None
        payment = Payment(means, pieces)
        return (MoneyAlong(payment, self.witness.text(), self.passphrase.text()),)

    def _arrange(self) -> None:
        self.means_field.clear_error()
        some = self.means.key() not in ("", FeeMeans.NONE)
        self.pieces.setVisible(some)
        self._given.setVisible(some)
