"""How far a disposal is proven: by the slot, then by both key sticks (TRUST §2)."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy.orm import Session

from desktop.domain.disposal import DisposalStage, advance, proven_stage
from desktop.domain.key_media import STICK_LABELS, StickLabel
from desktop.services.act import Act
from desktop.services.premises import Premises
from desktop.store import audit, key_media
from desktop.store.filesystems import mounts_text, overwrites_in_place
from desktop.store.schema.keeping import DisposalBatchRow
from desktop.store.schema.key_media import KeyStickRow

_SLOT = "鍵ファイル"


def advance_all(session: Session, act: Act, premises: Premises) -> int:
    """Bring every executed disposal as far as the disks prove it; how many became irreversible.

    The slot is read from its disk here; a stick counts by what was last read back from it.
    """
    halves = premises.slot.read()
    slot = min((half.epoch if half is not None else 0) for half in halves)
    sticks = key_media.sticks(session)
    ended = 0
    for batch in key_media.unproven_batches(session):
        goal = proven_stage(
            batch.epoch,
            slot=slot,
            stick_a=_epoch(sticks, StickLabel.A),
            stick_b=_epoch(sticks, StickLabel.B),
            in_place=not lasting_places(premises, sticks),
        )
        ended += _bring(session, act, batch, goal)
    return ended


def _bring(session: Session, act: Act, batch: DisposalBatchRow, goal: DisposalStage) -> bool:
    """Stage by stage, each with its line; never back."""
    order = tuple(DisposalStage)
    for stage in order[order.index(DisposalStage(batch.stage)) + 1 : order.index(goal) + 1]:
        batch.stage = advance(DisposalStage(batch.stage), stage)
        session.flush()
        audit.append(
            session,
            act.at,
            act.by.person_id,
            "disposal.stage",
            subject=batch.id,
            detail={"number": batch.number, "stage": batch.stage},
        )
    if goal is not DisposalStage.IRREVERSIBLE:
        return False
    audit.sign_head(session, act.by.keys, act.at)
    anchor = audit.anchor(session, act.at, act.by.person_id, "disposal")
    batch.anchor_size, batch.anchor_root = anchor.size, anchor.root.hex()
    session.flush()
    return True


def lasting_places(premises: Premises, sticks: Mapping[StickLabel, KeyStickRow]) -> list[str]:
    """Where writing over a file leaves what stood there: no disposal is proven by such a place."""
    given = premises.surroundings.mounts
    mounts = mounts_text() if given is None else given
    slot = [] if overwrites_in_place(premises.folder.resolve(), mounts) else [_SLOT]
    return slot + [STICK_LABELS[label] for label, row in sticks.items() if not row.in_place]


def storage_note(session: Session, premises: Premises) -> str:
    """What the certificate says of such places (TRUST §2); nothing where there is none."""
    places = lasting_places(premises, key_media.sticks(session))
    if not places:
        return ""
    return (
        f"{'・'.join(places)}は、上書きしても前の内容が残る種類のディスクにあります。"
        "このため、鍵媒体の更新後も復元不可能とは述べません。"
    )


def _epoch(sticks: Mapping[StickLabel, KeyStickRow], label: StickLabel) -> int | None:
    """What the stick is known to hold; nothing of one that is lost."""
    row = sticks.get(label)
    return None if row is None or row.lost_at is not None else row.epoch
