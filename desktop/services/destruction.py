"""The two halves of a destruction: the content erased, then the keys by a roll (TRUST §2)."""

from __future__ import annotations

import hashlib

from sqlalchemy.orm import Session

from desktop.domain.disposal import DisposalStage, ItemState, advance
from desktop.services.act import Act
from desktop.services.casebook import Casebook
from desktop.services.disposal_notes import erase_notes
from desktop.services.premises import Premises
from desktop.services.rolling import end_roll, roll_now
from desktop.store import audit
from desktop.store.cases import mark_changed
from desktop.store.disposals import batch_items, batch_row
from desktop.store.schema.infrastructure import StoreInfoRow
from desktop.store.schema.keeping import DisposalBatchRow
from desktop.store.units import erase_contents, sealed_contents


class Destruction:
    def __init__(self, premises: Premises, book: Casebook) -> None:
        self._premises = premises
        self._book = book

    def erase(self, session: Session, batch: DisposalBatchRow, approver: str) -> int:
        """Drop ciphertext and wrapped keys; a stub without personal data stays. How many keys."""
        keys: list[str] = []
        for item, unit, case in batch_items(session, batch.id):
            if item.removed or unit.key_id is None:
                continue
            unit.destroyed_hash = _content_hash(session, unit.id)
            erase_contents(session, unit.id)
            keys.append(unit.key_id)
            unit.key_id = None
            unit.destroyed_at = batch.executed_at
            unit.destroyed_method = batch.method
            unit.destroyed_batch = batch.id
            unit.destroyed_approver = approver
            mark_changed(session, case)
        destroyed = self._premises.vault.destroy(session, keys)
        destroyed += erase_notes(session, self._premises.vault, batch, approver)
        batch.state = ItemState.EXECUTED
        batch.stage = advance(DisposalStage(batch.stage), DisposalStage.CONTENT_ERASED)
        batch.epoch = session.get_one(StoreInfoRow, 1).epoch
        session.flush()
        return destroyed

    def destroy_keys(self, act: Act, batch_id: str) -> None:
        """Roll, read the slot back, note the stage. Doing it again changes nothing twice."""
        database = self._premises.database
        with database.reading() as session:
            batch = batch_row(session, batch_id)
            if DisposalStage(batch.stage) is not DisposalStage.CONTENT_ERASED:
                return
            epoch = session.get_one(StoreInfoRow, 1).epoch
            rolled = batch.epoch is not None and epoch > batch.epoch
        if rolled:  # it failed on its way, and the program went on
            end_roll(self._premises, epoch)
        else:
            roll_now(self._premises)
        with database.transaction() as session:
            batch = batch_row(session, batch_id)
            batch.stage = advance(DisposalStage(batch.stage), DisposalStage.KEYS_DESTROYED_LIVE)
            batch.keys_destroyed_at = act.at
            audit.append(
                session,
                act.at,
                act.by.person_id,
                "disposal.keys_destroyed",
                subject=batch.id,
                detail={
                    "number": batch.number,
                    "epoch": session.get_one(StoreInfoRow, 1).epoch,
                },
            )
            audit.sign_head(session, act.by.keys, act.at)
            anchor = audit.anchor(session, act.at, act.by.person_id, "disposal")
            batch.anchor_size, batch.anchor_root = anchor.size, anchor.root.hex()


def _content_hash(session: Session, unit_id: str) -> str:
    """SHA-256 over the sealed pieces: tells later which copy a find belongs to."""
    digest = hashlib.sha256()
    for row_id, piece, blob in sealed_contents(session, unit_id):
        digest.update(f"{row_id}|{piece}|{len(blob)}|".encode())
        digest.update(blob)
    return digest.hexdigest()
