"""Money that came with a request, piece by piece, and money that goes back (DOMAIN §2).

A stamp and a 定額小為替 have a face value and are counted; of a 振込 and of 現金 only the sum is
known. What cannot pay a fee is recorded all the same, because it has to go back.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from desktop.domain.errors import Refused
from desktop.domain.fees import POSTAL_ORDER_VALUES, postal_order_valid
from desktop.domain.requests import FeeMeans

STANDARD_STAMP: Final = 110
"""Two of them pay an item exactly (DOMAIN §2: 2×110円)."""

DEAREST_STAMP: Final = 1000
_MOST_PIECES: Final = 999
_MOST: Final = 999_999
_PIECE = re.compile(r"([0-9]+)[x*]([0-9]+)")
COUNTED: Final = frozenset({FeeMeans.STAMPS, FeeMeans.POSTAL_ORDER})


class SendBack(StrEnum):
    """How money goes back."""

    ENCLOSED = "ENCLOSED"
    KAKITOME = "KAKITOME"
    GENKIN_KAKITOME = "GENKIN_KAKITOME"
    TRANSFER = "TRANSFER"


SEND_BACK_LABELS: Final[Mapping[SendBack, str]] = {
    SendBack.ENCLOSED: "回答に同封",
    SendBack.KAKITOME: "簡易書留",
    SendBack.GENKIN_KAKITOME: "現金書留",
    SendBack.TRANSFER: "振込",
}

_WAYS: Final[Mapping[FeeMeans, tuple[SendBack, ...]]] = {
    FeeMeans.STAMPS: (SendBack.ENCLOSED, SendBack.KAKITOME),
    FeeMeans.POSTAL_ORDER: (SendBack.ENCLOSED, SendBack.KAKITOME),
    FeeMeans.CASH: (SendBack.GENKIN_KAKITOME,),
    FeeMeans.TRANSFER: (SendBack.TRANSFER,),
}

_TRACKED: Final = frozenset({SendBack.KAKITOME, SendBack.GENKIN_KAKITOME})


class Mistake(StrEnum):
    """Why an entry is reversed; codes, because the ledger holds no words of a person."""

    FACE = "FACE"
    COUNT = "COUNT"
    MEANS = "MEANS"
    CASE = "CASE"
    NOT_MADE = "NOT_MADE"
    GIVEN_BACK = "GIVEN_BACK"


MISTAKE_LABELS: Final[Mapping[Mistake, str]] = {
    Mistake.FACE: "額面の誤り",
    Mistake.COUNT: "枚数の誤り",
    Mistake.MEANS: "方法の誤り",
    Mistake.CASE: "別の案件の分",
    Mistake.NOT_MADE: "受払がなかった",
    Mistake.GIVEN_BACK: "経理から戻った",
}

CASE_MISTAKES: Final = frozenset(Mistake) - {Mistake.GIVEN_BACK}
HAND_OVER_MISTAKES: Final = frozenset(Mistake) - {Mistake.CASE}


@dataclass(frozen=True, slots=True)
class Piece:
    """So many stamps or vouchers of one face value; `count` 0: a sum whose pieces are unknown."""

    face: int
    count: int = 1
    issued: date | None = None

    @property
    def amount(self) -> int:
        return self.face * self.count


@dataclass(frozen=True, slots=True)
class Payment:
    """What came at once by one means. `paid_on`: the day of a 振込, as 経理 told it."""

    means: FeeMeans
    pieces: tuple[Piece, ...]
    paid_on: date | None = None

    @property
    def amount(self) -> int:
        return sum(piece.amount for piece in self.pieces)


def read_pieces(means: FeeMeans, text: str, issued: date | None = None) -> tuple[Piece, ...] | None:
    """「110×4 10×1」 as pieces; None while it cannot be read.

    A bare sum is one piece of a 振込 or of 現金 and one voucher; of stamps it is read as stamps of
    110円 where it is a multiple of that, which the clerk sees and confirms.
    """
    plain = unicodedata.normalize("NFKC", text).replace("×", "x").replace("X", "x")
    words = re.split(r"[\s、+]+", re.sub(r"\s*([x*])\s*", r"\1", plain).replace("円", "").strip())
    when = issued if means is FeeMeans.POSTAL_ORDER else None
    found: list[Piece] = []
    for word in words:
        pair = _PIECE.fullmatch(word.replace(",", ""))
        if pair is not None and means in COUNTED:
            found.append(Piece(int(pair[1]), int(pair[2]), when))
            continue
        digits = word.replace(",", "")
        if not (digits.isascii() and digits.isdigit()) or int(digits) == 0:
            return None
        amount = int(digits)
        if means is not FeeMeans.STAMPS:
            found.append(Piece(amount, 1, when))
        elif amount % STANDARD_STAMP == 0:
            found.append(Piece(STANDARD_STAMP, amount // STANDARD_STAMP))
        else:
            return None
    return tuple(found)


def words_of(means: FeeMeans, pieces: tuple[Piece, ...]) -> str:
    """「110円×4枚、10円×1枚」; of a sum 「440円」."""
    if means not in COUNTED:
        return f"{sum(piece.amount for piece in pieces):,}円"
    return "、".join(f"{piece.face:,}円×{piece.count}枚" for piece in pieces)


def check_payment(payment: Payment, today: date) -> None:
    """Refuse what cannot have come: no means, a voucher of no such value, a day to come."""
    if payment.means is FeeMeans.NONE:
        raise Refused(
            "納付方法が選ばれていません。", "切手・為替などを選んでください。", field="means"
        )
    if not payment.pieces or not 0 < payment.amount <= _MOST:
        raise Refused(
            "届いた額が入っていません。",
            "額面と枚数、または金額を入れてください。",
            field="received",
        )
    for piece in payment.pieces:
        _check_piece(payment.means, piece, today)
    if payment.means is FeeMeans.TRANSFER and (payment.paid_on is None or payment.paid_on > today):
        raise Refused(
            "入金日が入っていないか、今日より後です。",
            "経理から知らされた入金日を入れてください。",
            field="paid_on",
        )


def pays(means: FeeMeans, piece: Piece, on: date) -> bool:
    """Whether the piece can stand for a fee at all: neither cash nor a voucher past its day."""
    if means is FeeMeans.POSTAL_ORDER and piece.issued is not None:
        return postal_order_valid(piece.issued, on)
    return means is not FeeMeans.CASH


def ways_back(means: FeeMeans) -> tuple[SendBack, ...]:
    """How money of that kind may be sent back; cash by 現金書留 alone (郵便法17条)."""
    return _WAYS[means]


def check_sending_back(means: FeeMeans, how: SendBack, tracking: str) -> str:
    """The 引受番号 as digits; refuses a way that this money may not take."""
    if how not in ways_back(means):
        right = "・".join(SEND_BACK_LABELS[one] for one in ways_back(means))
        raise Refused(
            f"この方法では返せません。{right}で返してください。",
            "返す方法を選び直してください。",
            field="how",
        )
    digits = re.sub(r"[^0-9]", "", unicodedata.normalize("NFKC", tracking))
    if how not in _TRACKED:
        return ""
    if len(digits) != 11:
        raise Refused(
            "引受番号が11桁ではありません。",
            "書留の受領証にある引受番号を入れてください。",
            field="tracking",
        )
    return digits


def _check_piece(means: FeeMeans, piece: Piece, today: date) -> None:
    if means not in COUNTED:
        return
    if not 0 < piece.count <= _MOST_PIECES or piece.face <= 0:
        raise Refused(
            "額面か枚数が正しくありません。",
            "「110×2」のように額面と枚数を入れてください。",
            field="received",
        )
    if means is FeeMeans.STAMPS:
        if piece.face > DEAREST_STAMP:
            raise Refused(
                f"額面{piece.face:,}円の切手はありません。",
                "「110×2」のように額面と枚数を入れてください。",
                field="received",
            )
        return
    if piece.face not in POSTAL_ORDER_VALUES:
        raise Refused(
            f"額面{piece.face:,}円の定額小為替はありません。",
            "証書の額面を確かめて、入れ直してください。",
            field="received",
        )
    if piece.issued is None or piece.issued > today:
        raise Refused(
            "定額小為替の発行日が入っていないか、今日より後です。",
            "証書にある発行日を入れてください。",
            field="issued",
        )
