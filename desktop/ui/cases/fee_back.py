"""返却: what goes back to the customer, how, and before whom (DOMAIN §2)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication
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
from desktop.services.fee_views import FeeLine
from desktop.ui.cases.case_dialog import CaseDialog
from desktop.ui.cases.fact_list import FactList
from desktop.ui.cases.open_case import OpenCase
from desktop.ui.labels import label
from desktop.ui.widgets.date_field import DateField
from desktop.ui.widgets.form_field import FormField
from desktop.ui.widgets.keys import TextField
from desktop.ui.widgets.layout import row
from desktop.ui.widgets.select import Select


class FeeBackDialog(CaseDialog):
    """One means at a time; what can only go back by one way offers that one alone.

    `everything`: what was kept as well, because the case ends without an answer.
    """

    def __init__(self, parent: QWidget, opened: OpenCase, *, everything: bool = False) -> None:
        super().__init__(
            parent,
            opened,
            self.tr("お預かりした切手・為替・現金をすべて返したことを記録する")
            if everything
            else self.tr("お返しした切手・為替・現金を記録する"),
            self.tr("返却を記録する"),
            name="fee_back",
        )
        fee = opened.case.fee
        self._everything = everything
        owed = fee.held if everything else fee.back
        self._back, self._lines = _offered(owed), fee.lines
        today = opened.context.today()
        self.add(FactList(back_facts(owed), name="fee_back_facts"))
        if everything:
            self.add(
                label(
                    self.tr("取下げ・回付・回答なしで終わる案件だけ、充てた手数料も返します。"),
                    "small",
                    wrap=True,
                )
            )
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
        self.how_field = FormField(self.tr("返す方法"), self.how, key="how", name="fee_back_how")
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
                self.how_field,
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
        self.how.currentIndexChanged.connect(self.how_field.clear_error)
        self.confirmed.connect(self._send_back)
        self._arrange()
        self.start_at(self.pieces)

    def _arrange(self) -> None:
        means = FeeMeans(self.means.key())
        back = self._back[means]
        ways = [(one.value, SEND_BACK_LABELS[one]) for one in ways_back(means)]
        # Of one way alone nothing is to be chosen; of two, neither is taken as chosen.
        self.how.set_options(ways if len(ways) == 1 else [("", self.tr("選んでください")), *ways])
        self.pieces.setText(_proposed(back, self._lines))
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
        if not self.how.key():
            self.how_field.set_error(self.tr("返す方法を選んでください。"))
            self.how.setFocus()
            return
        desk, case_id = self.opened.desk, self.opened.case_id
        how, tracking = SendBack(self.how.key()), self.tracking.text()
        login, secret = self.witness.text(), self.passphrase.text()
        everything = self._everything
        self.carry_out(
            lambda act: desk.fees.send_back(
                *(act, case_id, means, pieces, how, tracking, login, secret), everything=everything
            ),
            self.tr("返却を記録しました。"),
        )


def back_facts(back: Sequence[Back]) -> tuple[tuple[str, str], ...]:
    """What goes back, means by means."""
    return tuple((FEE_MEANS_LABELS[one.means], back_words(one)) for one in back)


def back_words(one: Back) -> str:
    if one.piece is None:
        return _tr("{0:,}円").format(one.amount)
    issued = _tr("（{0:%Y-%m-%d}発行）").format(one.piece.issued) if one.piece.issued else ""
    return f"{words_of(one.means, (one.piece,))}{issued}"


def _offered(back: Sequence[Back]) -> dict[FeeMeans, Back]:
    """The first of each means; too much in vouchers also as stamps."""
    found = {one.means: one for one in reversed(back)}
    for one in back:
        if may_go_back_as(one, FeeMeans.STAMPS):
            found.setdefault(FeeMeans.STAMPS, Back(FeeMeans.STAMPS, one.amount))
    return found


def _proposed(back: Back, lines: Sequence[FeeLine]) -> str:
    """The pieces that came, where they make up the sum; the clerk sees and confirms them."""
    if back.means not in (FeeMeans.STAMPS, FeeMeans.POSTAL_ORDER):
        return str(back.amount)
    if back.piece is not None:
        return f"{back.piece.face}×{back.piece.count}"
    if came := _of_what_came(back, lines):
        return came
    if back.means is FeeMeans.STAMPS and back.amount % STANDARD_STAMP == 0:
        return f"{STANDARD_STAMP}×{back.amount // STANDARD_STAMP}"
    return ""


def _of_what_came(back: Back, lines: Sequence[FeeLine]) -> str:
    """「110×4 10×5」 of the case's own stamps or vouchers; "" where they do not make up the sum."""
    left: Counter[int] = Counter()
    for line in lines:
        if line.means is back.means and line.accepted and not line.reversed and line.piece.count:
            sign = {"RECEIVED": 1, "RETURNED": -1}.get(line.kind, 0)
            left[line.piece.face] += sign * line.piece.count
    found, rest = [], back.amount
    for face in sorted(left, reverse=True):
        count = min(left[face], rest // face)
        if count > 0:
            found.append(f"{face}×{count}")
            rest -= face * count
    return " ".join(found) if rest == 0 else ""


def _tr(text: str) -> str:
    return QCoreApplication.translate("FeeBack", text)
