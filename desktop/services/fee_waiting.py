"""What of the fee ledger somebody said is wrong, and who still has to look (DOMAIN §2)."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy.orm import Session

from desktop.domain.payments import MISTAKE_LABELS, Mistake, Piece, words_of
from desktop.domain.requests import FEE_MEANS_LABELS, FeeMeans
from desktop.services.fee_views import WaitingCorrection
from desktop.store import fee_corrections
from desktop.store.fees import payment_lines
from desktop.store.schema.casework import FeeEntryRow


def waiting_corrections(
    session: Session, name_of: Callable[[str | None], str], case_id: str | None
) -> tuple[WaitingCorrection, ...]:
    """Of a case, or (None) of the hand-overs to 経理; oldest first."""
    return tuple(
        WaitingCorrection(
            id=row.id,
            payment=row.payment,
            what="、".join(_words(line) for line in payment_lines(session, row.payment)),
            why=MISTAKE_LABELS[Mistake(row.reason)],
            by=name_of(row.proposed_by),
            by_id=row.proposed_by,
            on=row.proposed_at.date(),
        )
        for row in fee_corrections.waiting(session, case_id)
    )


def _words(line: FeeEntryRow) -> str:
    means = FeeMeans(line.means)
    label = FEE_MEANS_LABELS[means]
    if not line.count:
        return f"{label} {line.amount:,}円"
    return f"{label} {words_of(means, (Piece(line.face, line.count),))}"
