"""A slot made anew after the old one was lost: from the card and a stick, or a drill (TRUST §2)."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.store.errors import SlotForeign, SlotOutdated
from desktop.store.schema.infrastructure import PersonRow, StoreInfoRow
from desktop.store.vault.card import RecoveryCard
from desktop.store.vault.slot import CARD, Half, SlotFile
from desktop.store.vault.stick import StickFile


def rebuild_slot(session: Session, slot: SlotFile, stick: StickFile, card: RecoveryCard) -> int:
    """Seal the stick's key to everybody who is active in the database, and to the card.

    The stick must be of the database's store and epoch. An existing slot is never touched. The
    number of people who can open the store again.
    """
    found, key = stick.key_for(card)
    info = session.scalars(select(StoreInfoRow)).one()
    if found.store_id != info.store_id:
        raise SlotForeign
    if found.epoch != info.epoch:
        raise SlotOutdated
    rows = session.scalars(select(PersonRow).where(PersonRow.active)).all()
    publics = {row.id: row.agreement_public for row in rows}
    half = Half.make(info.store_id, info.epoch, key, publics | {CARD: card.public()})
    slot.prepare()
    for index in (0, 1):
        slot.write_half(index, half)
    return len(rows)
