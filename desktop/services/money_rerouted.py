"""Money in mail that is no request: it comes with the envelope and leaves with it (I-09)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from sqlalchemy.orm import Session

from desktop.domain.errors import Refused
from desktop.domain.payments import Payment, check_payment
from desktop.domain.requests import FeeMeans
from desktop.services.act import Act
from desktop.services.casebook import Casebook
from desktop.services.fee_witness import second_person
from desktop.store.fees import PASSED_ON, RECEIVED, NewLine, add_lines


@dataclass(frozen=True, slots=True)
class MoneyAlong:
    """What lay in the envelope, by every means, and who stood by when it was handed over with it.

    Vouchers of several days of issue are several payments.
    """

    payments: tuple[Payment, ...]
    witness_login: str
    witness_passphrase: str = field(repr=False)

    @property
    def amount(self) -> int:
        return sum(one.amount for one in self.payments)


def check_along(book: Casebook, act: Act, along: MoneyAlong) -> str:
    """Refuse what cannot have lain there; who stood by, proven."""
    if not along.payments:
        raise Refused(
            "同封されていたものが入っていません。",
            "種類を選び、額面と枚数を入れてください。",
            field="means",
        )
    for one in along.payments:
        if one.means is FeeMeans.TRANSFER:
            raise Refused(
                "振込は封筒に入って届きません。",
                "切手・為替・現金から選んでください。",
                field="means",
            )
        check_payment(one, act.at.date())
    return second_person(book, act, along.witness_login, along.witness_passphrase, "回付")


def book_along(
    session: Session, act: Act, envelope_id: str, opened_on: date, along: MoneyAlong, witness: str
) -> None:
    """Two lines for each face: it came on the day of the opening, it left with the mail. It pays no
    fee."""
    for one in along.payments:
        for kind, day in ((RECEIVED, opened_on), (PASSED_ON, act.at.date())):
            lines = [
                NewLine(
                    kind,
                    one.means,
                    piece.amount,
                    piece.face,
                    piece.count,
                    day,
                    piece.issued,
                    accepted=False,
                    witness=witness,
                )
                for piece in one.pieces
            ]
            add_lines(session, None, lines, act.by.person_id, act.at, envelope_id=envelope_id)
