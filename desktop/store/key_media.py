"""Rows of the key sticks and of the recovery card's history (TRUST §2)."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.domain.disposal import DisposalStage
from desktop.domain.key_media import StickLabel
from desktop.store.schema.infrastructure import AuditEntryRow
from desktop.store.schema.keeping import DisposalBatchRow
from desktop.store.schema.key_media import CardEventRow, KeyStickRow, PaperEndRow
from desktop.store.vault.stick import Stick

ROLLS = ("keys.roll", "disposal.keys_destroyed", "card.renew")
"""The lines of the operation log that a roll leaves."""


class CardEvent(StrEnum):
    ISSUED = "ISSUED"
    CHECKED = "CHECKED"
    LOST = "LOST"


def sticks(session: Session) -> Mapping[StickLabel, KeyStickRow]:
    """The sticks that were ever written."""
    return {StickLabel(row.label): row for row in session.scalars(select(KeyStickRow))}


def note_written(session: Session, stick: Stick, *, in_place: bool, by: str, at: datetime) -> None:
    """The stick was read back at this epoch; what was lost before it is replaced or found."""
    row = session.get(KeyStickRow, stick.label)
    if row is None:
        row = KeyStickRow(label=stick.label)
        session.add(row)
    row.serial, row.epoch, row.in_place = stick.serial, stick.epoch, in_place
    row.written_at, row.written_by = at, by
    row.lost_at = row.lost_by = None
    session.flush()


def note_lost(session: Session, row: KeyStickRow, by: str, at: datetime) -> None:
    row.lost_at, row.lost_by = at, by
    session.flush()


def card_hash(public: bytes) -> str:
    return hashlib.sha256(public).hexdigest()


def note_card(
    session: Session,
    kind: CardEvent,
    public: bytes,
    by: str,
    at: datetime,
    *,
    copy: int = 0,
    witness: str | None = None,
) -> None:
    session.add(
        CardEventRow(
            id=uuid.uuid4().hex,
            kind=kind,
            card=card_hash(public),
            copy=copy,
            at=at,
            by=by,
            witness=witness,
        )
    )
    session.flush()


def card_issued(session: Session) -> CardEventRow | None:
    """When the card in use was made; None in a store that an earlier version set up."""
    return session.scalars(
        select(CardEventRow)
        .where(CardEventRow.kind == CardEvent.ISSUED)
        .order_by(CardEventRow.at.desc(), CardEventRow.id)
    ).first()


def last_of_copy(session: Session, copy: int, kind: CardEvent) -> CardEventRow | None:
    """The last check, or the loss, of one printed copy of the card in use."""
    issued = card_issued(session)
    query = select(CardEventRow).where(CardEventRow.kind == kind, CardEventRow.copy == copy)
    if issued is not None:
        query = query.where(CardEventRow.card == issued.card)
    return session.scalars(query.order_by(CardEventRow.at.desc(), CardEventRow.id)).first()


def rolled_at(session: Session) -> datetime | None:
    """When the epoch was last changed, by the operation log."""
    found: datetime | None = session.scalar(
        select(func.max(AuditEntryRow.at)).where(AuditEntryRow.action.in_(ROLLS))
    )
    return found


def paper_end(session: Session, batch_id: str) -> PaperEndRow | None:
    """The certificate for the paper of a disposal, once it has come."""
    return session.get(PaperEndRow, batch_id)


def unproven_batches(session: Session) -> Sequence[DisposalBatchRow]:
    """Disposals whose live keys are gone and which are not irreversible yet; oldest first."""
    stages = (DisposalStage.KEYS_DESTROYED_LIVE, DisposalStage.STICK_A, DisposalStage.STICK_B)
    return session.scalars(
        select(DisposalBatchRow)
        .where(DisposalBatchRow.stage.in_(stages))
        .order_by(DisposalBatchRow.number)
    ).all()


def half_way(session: Session) -> Sequence[str]:
    """Numbers of disposals that are approved or begun: another version of the program might count
    their list otherwise, so none may take them over (TRUST §2)."""
    stages = (DisposalStage.APPROVED, DisposalStage.CONTENT_ERASED)
    columns = DisposalBatchRow.__table__.c  # columns of the first version, whatever is added since
    return session.scalars(
        select(columns.number).where(columns.stage.in_(stages)).order_by(columns.number)
    ).all()


def note_paper_end(
    session: Session, batch_id: str, vendor: str, number: str, by: str, at: datetime
) -> None:
    session.merge(PaperEndRow(batch_id=batch_id, vendor=vendor, number=number, by=by, at=at))
    session.flush()
