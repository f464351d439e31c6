"""The acts at the stamps: counted by two people, handed over to 経理 before a second one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from desktop.domain.payments import read_pieces
from desktop.domain.requests import FEE_MEANS_LABELS, FeeMeans
from desktop.services.fee_views import InHand
from desktop.ui import theme
from desktop.ui.audit.ledger_dialog import LedgerDialog
from desktop.ui.context import Context
from desktop.ui.labels import label
from desktop.ui.widgets.form_field import FormField
from desktop.ui.widgets.layout import Item, column, panel, row
from desktop.ui.widgets.scroll import scrolling
from desktop.ui.widgets.select import Select

_ACROSS, _LINES, _LINE, _GAP = 3, 4, 68, 8


class StampAct(LedgerDialog):
    """Who stands by proves it with the own passphrase."""

    def __init__(
        self, parent: QWidget, context: Context, title: str, verb: str, *, name: str
    ) -> None:
        super().__init__(parent, context, title, verb, name=name)
        self.witness = FormField(self.tr("立会者のログイン名"), key="witness", name="stamp_witness")
        self.passphrase = FormField(
            self.tr("立会者のパスフレーズ"),
            key="passphrase",
            name="stamp_passphrase",
            secret=True,
        )
        self.confirmed.connect(self.carry_out)

    def carry_out(self) -> None:
        """Do what the fields say; a refusal is told inside."""
        raise NotImplementedError


class CountDialog(StampAct):
    """A field for every kind that should be there; a difference wants its explanation."""

    def __init__(self, parent: QWidget, context: Context, in_hand: tuple[InHand, ...]) -> None:
        super().__init__(
            parent,
            context,
            self.tr("切手・為替・現金を二人で数える"),
            self.tr("実査を記録する"),
            name="stamp_counting",
        )
        self._fields: dict[tuple[FeeMeans, int], FormField] = {}
        self.add(
            label(
                self.tr("受払簿を見ずに数えた数を入れてください。現金は円で入れます。"),
                "small",
                wrap=True,
            )
        )
        for one in in_hand:
            means = FEE_MEANS_LABELS[one.means]
            words = (
                self.tr("{0} {1:,}円（枚）").format(means, one.face)
                if one.face
                else self.tr("{0}（円）").format(means)
            )
            name = f"stamp_counted_{one.means.value}_{one.face}"
            self._fields[one.means, one.face] = FormField(words, key="counted", name=name)
        if in_hand:
            self.add(_in_lines(list(self._fields.values())))
        if not in_hand:
            self.add(label(self.tr("手元にあるはずのものはありません。"), wrap=True))
        # What was bought to give change for a voucher comes in here: no customer brought it.
        self.besides = FormField(
            self.tr("ほかにあった切手（額面×枚数。返すために買ったものも）"),
            key="besides",
            name="stamp_besides",
        )
        self.explained = FormField(
            self.tr("差があるときの説明（氏名は書かない）"), key="explained", name="stamp_explained"
        )
        self.add(
            self.besides, self.explained, row((self.witness, 1), (self.passphrase, 1), spacing=12)
        )
        self.start_at(next(iter(self._fields.values()), self.witness).editor)

    def carry_out(self) -> None:
        counted: dict[tuple[FeeMeans, int], int] = {}
        for kind, field in self._fields.items():
            digits = field.text().replace(",", "").strip()
            if not digits.isdecimal():
                field.set_error(self.tr("数えた数を入れてください。"))
                field.editor.setFocus()
                return
            field.clear_error()
            counted[kind] = int(digits)
        words = self.besides.text().strip()
        besides = read_pieces(FeeMeans.STAMPS, words) if words else ()
        if besides is None or any(piece.face <= 0 for piece in besides):
            self.besides.set_error(self.tr("「110×2」のように、額面と枚数を入れてください。"))
            return
        self.besides.clear_error()
        for piece in besides:
            stamp = FeeMeans.STAMPS, piece.face
            counted[stamp] = counted.get(stamp, 0) + piece.count
        ledger, words = self.context.desk.stamp_ledger, self.explained.text()
        login, secret = self.witness.text(), self.passphrase.text()
        self.run(
            lambda act: ledger.count(act, counted, words, login, secret),
            self.tr("実査を記録しました。"),
        )


class HandOverDialog(StampAct):
    def __init__(self, parent: QWidget, context: Context, in_hand: tuple[InHand, ...]) -> None:
        super().__init__(
            parent,
            context,
            self.tr("経理へ引き渡したものを記録する"),
            self.tr("引渡しを記録する"),
            name="stamp_handing",
        )
        self._in_hand = in_hand
        kinds = list(dict.fromkeys(one.means for one in in_hand))
        self.means = Select(
            [(one.value, FEE_MEANS_LABELS[one]) for one in kinds],
            name="stamp_hand_means",
            accessible=self.tr("種類"),
        )
        self.pieces = FormField(self.tr("額面×枚数"), key="pieces", name="stamp_hand_pieces")
        self.owed = label("", "small", wrap=True, name="stamp_hand_owed")
        self.add(
            row(
                FormField(self.tr("種類"), self.means, key="means", name="stamp_hand_means"),
                (self.pieces, 1),
                spacing=12,
            ),
            self.owed,
            row((self.witness, 1), (self.passphrase, 1), spacing=12),
        )
        self.means.currentIndexChanged.connect(self._propose)
        self._propose()
        self.start_at(self.pieces.editor)

    def _propose(self) -> None:
        """Everything of this kind in hand that neither has to go back nor pays the change."""
        means = FeeMeans(self.means.key())
        owed = max((one.owed for one in self._in_hand if one.means is means), default=0)
        ours = [
            (one.face, one.count - one.back - one.stays)
            for one in sorted(self._in_hand, key=lambda one: one.face)
            if one.means is means
        ]
        self.pieces.set_text(
            " ".join(f"{face}×{count}" if face else str(count) for face, count in ours if count > 0)
        )
        self.owed.setText(
            self.tr("お客様にお返しする{0:,}円分は、手元に残します。").format(owed)
            if owed
            else self.tr("お客様にお返しする釣りはありません。")
        )

    def carry_out(self) -> None:
        means = FeeMeans(self.means.key())
        pieces = read_pieces(means, self.pieces.text())
        if pieces is None:
            self.pieces.set_error(self.tr("「110×2」のように、額面と枚数を入れてください。"))
            return
        ledger = self.context.desk.stamp_ledger
        login, secret = self.witness.text(), self.passphrase.text()
        self.run(
            lambda act: ledger.hand_over(act, means, pieces, login, secret),
            self.tr("引渡しを記録しました。"),
        )


def _in_lines(fields: Sequence[FormField]) -> QWidget:
    """Three beside each other; what a full stamp box has more than fits, scrolls."""
    lines: list[Item] = []
    for one in fields:
        one.setMinimumHeight(theme.px(_LINE - _GAP))  # an area that scrolls would press them flat
    for first in range(0, len(fields), _ACROSS):
        line: list[Item] = [(one, 1) for one in fields[first : first + _ACROSS]]
        missing: list[Item] = [(QWidget(), 1) for _ in range(_ACROSS - len(line))]
        lines.append(row(*line, *missing, spacing=12))
    made = column(*lines, spacing=_GAP)
    if len(lines) <= _LINES:
        return panel(made)
    area = scrolling(made, name="stamp_counted_scroll")
    area.setFixedHeight(theme.px(_LINE) * _LINES + theme.px(_LINE // 2))  # a half line says: more
    return area
