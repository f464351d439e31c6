"""A slot made anew after the old one was lost: from a stick and the card (TRUST §2)."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.store import people
from desktop.store.errors import SlotExists, SlotForeign, SlotOutdated
from desktop.store.schema.infrastructure import StoreInfoRow
from desktop.store.vault.card import RecoveryCard
from desktop.store.vault.slot import CARD, Half, SlotFile
from desktop.store.vault.stick import StickFile


def rebuild_slot(
    session: Session, slot: SlotFile, stick: StickFile, card: RecoveryCard
) -> tuple[int, int, int]:
    """Seal the stick's key to the card and to every active person whose key the log names.

    The stick must be of the database's store and epoch; a slot with a readable half is never
    touched. The epoch, how many people were given the key, and how many were not; where it is
    nobody, the card still lets two people in.
    """
    found, key = stick.key_for(card)
    info = session.scalars(select(StoreInfoRow)).one()
    if found.store_id != info.store_id:
        raise SlotForeign
    if found.epoch != info.epoch:
        raise SlotOutdated
    there = slot.path.exists()
    if there and any(half is not None for half in slot.read()):
        raise SlotExists
    active = [one for one in people.everybody(session) if one.active]
    logged = people.logged_keys(session)
    known = [one for one in active if one.public.fingerprint() in logged.get(one.id, ())]
    publics = {one.id: one.public.agreement for one in known} | {CARD: card.public()}
    half = Half.make(info.store_id, info.epoch, key, publics)
    if not there:
        slot.prepare()
    for index in (0, 1):
        slot.write_half(index, half)
    return info.epoch, len(known), len(active) - len(known)
