"""Money in mail that is no request: it comes with the envelope and leaves with it (I-09)."""

from __future__ import annotations

from collections.abc import Sequence
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
    """What lay in the envelope, and who stood by when it was handed over with it."""

    payment: Payment
    witness_login: str
    witness_passphrase: str = field(repr=False)


def check_along(book: Casebook, act: Act, along: Sequence[MoneyAlong]) -> tuple[str, ...]:
    """Refuse what cannot have lain there; who stood by, proven, of each."""
    for one in along:
        if one.payment.means is FeeMeans.TRANSFER:
            raise Refused(
                "振込は封筒に入って届きません。",
                "切手・為替・現金から選んでください。",
                field="means",
            )
        check_payment(one.payment, act.at.date())
    return tuple(
        second_person(book, act, one.witness_login, one.witness_passphrase, "回付") for one in along
    )


def book_along(
    session: Session,
    act: Act,
    envelope_id: str,
    opened_on: date,
    along: Sequence[MoneyAlong],
    witnesses: Sequence[str],
) -> int:
    """Two lines for each face: it came on the day of the opening, it left with the mail. It pays no
    fee. How many yen."""
    for one, witness in zip(along, witnesses, strict=True):
        for kind, day in ((RECEIVED, opened_on), (PASSED_ON, act.at.date())):
            lines = [
                NewLine(
                    kind,
                    one.payment.means,
                    piece.amount,
                    piece.face,
                    piece.count,
                    day,
                    piece.issued,
                    accepted=False,
                    witness=witness,
                )
                for piece in one.payment.pieces
            ]
            add_lines(session, None, lines, act.by.person_id, act.at, envelope_id=envelope_id)
    return sum(one.payment.amount for one in along)
