"""返却: what goes back to the customer, how, and before whom (DOMAIN §2)."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from desktop.domain.fee_account import Back, may_go_back_as
from desktop.domain.payments import (
    SEND_BACK_LABELS,
    STANDARD_STAMP,
    SendBack,
    read_pieces,
    ways_back,
    words_of,
)
from desktop.domain.requests import FEE_MEANS_LABELS, FeeMeans
from desktop.services.fee_views import FeeView
from desktop.ui.cases.case_dialog import CaseDialog
from desktop.ui.cases.fact_list import FactList
from desktop.ui.cases.open_case import OpenCase
from desktop.ui.widgets.date_field import DateField
from desktop.ui.widgets.form_field import FormField
from desktop.ui.widgets.keys import TextField
from desktop.ui.widgets.layout import row
from desktop.ui.widgets.select import Select


class FeeBackDialog(CaseDialog):
    """One means at a time; what can only go back by one way offers that one alone."""

    def __init__(self, parent: QWidget, opened: OpenCase) -> None:
        super().__init__(
            parent,
            opened,
            self.tr("お返しした切手・為替・現金を記録する"),
            self.tr("返却を記録する"),
            name="fee_back",
        )
        fee = opened.case.fee
        self._back = _offered(fee.back)
        today = opened.context.today()
        self.add(FactList(back_facts(fee), name="fee_back_facts"))
        self.means = Select(
            [(one.value, FEE_MEANS_LABELS[one]) for one in self._back],
            name="fee_back_means",
            accessible=self.tr("返すもの"),
        )
        self.pieces = TextField()
        self.day = DateField(None, today)
        self.how = Select((), name="fee_back_how", accessible=self.tr("返す方法"))
        self.tracking = TextField()
        self.witness = TextField()
        self.passphrase = FormField(
            self.tr("立会者のパスフレーズ"),
            key="passphrase",
            name="fee_back_passphrase",
            secret=True,
        )
        self.pieces_field = FormField(
            self.tr("額面×枚数"), self.pieces, key="pieces", name="fee_back_pieces"
        )
        self.day_field = FormField(
            self.tr("証書の発行日"), self.day, key="issued", name="fee_back_day"
        )
        self.tracking_field = FormField(
            self.tr("引受番号"), self.tracking, key="tracking", name="fee_back_tracking"
        )
        self.add(
            row(
                FormField(self.tr("返すもの"), self.means, key="means", name="fee_back_means"),
                (self.pieces_field, 1),
                self.day_field,
                spacing=12,
            ),
            row(
                FormField(self.tr("返す方法"), self.how, key="how", name="fee_back_how"),
                (self.tracking_field, 1),
                spacing=12,
            ),
            row(
                (
                    FormField(
                        self.tr("立会者のログイン名"),
                        self.witness,
                        key="witness",
                        name="fee_back_witness",
                    ),
                    1,
                ),
                (self.passphrase, 1),
                spacing=12,
            ),
        )
        self.means.currentIndexChanged.connect(self._arrange)
        self.how.currentIndexChanged.connect(self._on_how)
        self.confirmed.connect(self._send_back)
        self._arrange()
        self.start_at(self.pieces)

    def _arrange(self) -> None:
        means = FeeMeans(self.means.key())
        back = self._back[means]
        self.how.set_options([(one.value, SEND_BACK_LABELS[one]) for one in ways_back(means)])
        self.pieces.setText(_proposed(back))
        voucher = means is FeeMeans.POSTAL_ORDER
        self.day_field.setVisible(voucher and self.day_field.parent() is not None)
        if voucher and back.piece is not None and back.piece.issued is not None:
            self.day.set_day(back.piece.issued)
        self._on_how()

    def _on_how(self) -> None:
        registered = self.how.key() in (SendBack.KAKITOME, SendBack.GENKIN_KAKITOME)
        self.tracking_field.setEnabled(registered)

    def _send_back(self) -> None:
        means = FeeMeans(self.means.key())
        pieces = read_pieces(means, self.pieces.text(), self.day.day())
        if pieces is None:
            self.pieces_field.set_error(self.tr("「110×2」のように、額面と枚数を入れてください。"))
            return
        desk, case_id = self.opened.desk, self.opened.case_id
        how, tracking = SendBack(self.how.key()), self.tracking.text()
        login, secret = self.witness.text(), self.passphrase.text()
        self.carry_out(
            lambda act: desk.fees.send_back(
                act, case_id, means, pieces, how, tracking, login, secret
            ),
            self.tr("返却を記録しました。"),
        )


def back_facts(fee: FeeView) -> tuple[tuple[str, str], ...]:
    """What has to go back, means by means."""
    return tuple((FEE_MEANS_LABELS[one.means], back_words(one)) for one in fee.back)


def back_words(one: Back) -> str:
    if one.piece is None:
        return f"{one.amount:,}円"
    issued = f"（{one.piece.issued:%Y-%m-%d}発行）" if one.piece.issued else ""
    return f"{words_of(one.means, (one.piece,))}{issued}"


def _offered(back: Sequence[Back]) -> dict[FeeMeans, Back]:
    """The first of each means; too much in vouchers also as stamps."""
    found = {one.means: one for one in reversed(back)}
    for one in back:
        if may_go_back_as(one, FeeMeans.STAMPS):
            found.setdefault(FeeMeans.STAMPS, Back(FeeMeans.STAMPS, one.amount))
    return found


def _proposed(back: Back) -> str:
    if back.means not in (FeeMeans.STAMPS, FeeMeans.POSTAL_ORDER):
        return str(back.amount)
    if back.piece is not None:
        return f"{back.piece.face}×{back.piece.count}"
    if back.means is FeeMeans.STAMPS and back.amount % STANDARD_STAMP == 0:
        return f"{STANDARD_STAMP}×{back.amount // STANDARD_STAMP}"
    return ""
