"""Tables of the keeping: disposal batches, holds, clear copies that left the store."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, LargeBinary, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from desktop.store.schema.base import Base, Versioned

ID = String(32)
CODE = String(32)


class DisposalBatchRow(Versioned, Base):
    """廃棄申請: a reviewed list of units on its way to destruction (TRUST §2)."""

    __tablename__ = "disposal_batch"

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    number: Mapped[str] = mapped_column(String(16), unique=True)
    state: Mapped[str] = mapped_column(CODE, index=True)
    stage: Mapped[str] = mapped_column(CODE, index=True)
    list_hash: Mapped[str] = mapped_column(String(64))
    proposed_by: Mapped[str] = mapped_column(ID)
    proposed_at: Mapped[datetime]
    approved_by: Mapped[str | None] = mapped_column(ID, default=None)
    approved_at: Mapped[datetime | None] = mapped_column(default=None)
    executor: Mapped[str | None] = mapped_column(ID, default=None)
    witness: Mapped[str | None] = mapped_column(ID, default=None)
    method: Mapped[str] = mapped_column(CODE, default="")
    place: Mapped[str] = mapped_column(String(100), default="")
    executed_at: Mapped[datetime | None] = mapped_column(default=None)
    keys_destroyed_at: Mapped[datetime | None] = mapped_column(default=None)
    epoch: Mapped[int | None] = mapped_column(default=None)
    # Why it was sent back: a sentence of the approver, sealed under a key of its own.
    reason_key_id: Mapped[str | None] = mapped_column(ID, default=None)
    reason: Mapped[bytes | None] = mapped_column(LargeBinary, default=None)
    anchor_size: Mapped[int | None] = mapped_column(default=None)
    anchor_root: Mapped[str] = mapped_column(String(64), default="")


class DisposalItemRow(Base):
    """One unit of a batch, with what the reviewer saw. `removed` items left the list (hold)."""

    __tablename__ = "disposal_item"
    __table_args__ = (UniqueConstraint("batch_id", "unit_id"),)

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    batch_id: Mapped[str] = mapped_column(ForeignKey("disposal_batch.id"), index=True)
    unit_id: Mapped[str] = mapped_column(ForeignKey("unit.id"), index=True)
    cls: Mapped[str] = mapped_column(String(4))
    due_on: Mapped[date]
    sheets: Mapped[int] = mapped_column(default=0)
    pages: Mapped[int] = mapped_column(default=0)
    removed: Mapped[bool] = mapped_column(default=False)


class DisposalNoteRow(Base):
    """One free-standing note of a call or a visit on a batch, beside the units; `removed` ones left
    the list (hold)."""

    __tablename__ = "disposal_note"
    __table_args__ = (UniqueConstraint("batch_id", "note_id"),)

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    batch_id: Mapped[str] = mapped_column(ForeignKey("disposal_batch.id"), index=True)
    note_id: Mapped[str] = mapped_column(ForeignKey("desk_note.id"), index=True)
    due_on: Mapped[date]
    removed: Mapped[bool] = mapped_column(default=False, server_default=false())


class HoldRow(Base):
    """保全 (legal hold, DOMAIN §10): blocks everything after RETAINED for the units of a case, or
    for one free-standing note."""

    __tablename__ = "hold"

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    case_id: Mapped[str | None] = mapped_column(ForeignKey("case_.id"), index=True)
    note_id: Mapped[str | None] = mapped_column(ForeignKey("desk_note.id"), index=True)
    reason: Mapped[str] = mapped_column(CODE)
    set_by: Mapped[str] = mapped_column(ID)
    set_at: Mapped[datetime]
    review_on: Mapped[date]
    release_proposed_by: Mapped[str | None] = mapped_column(ID, default=None)
    released_by: Mapped[str | None] = mapped_column(ID, default=None)
    released_at: Mapped[datetime | None] = mapped_column(default=None)


class OpenExportRow(Versioned, Base):
    """A clear copy that left on purpose (DESIGN §4): what, where (sealed), who, delete by."""

    __tablename__ = "open_export"

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    kind: Mapped[str] = mapped_column(CODE)
    case_id: Mapped[str | None] = mapped_column(ID, default=None)
    letter_id: Mapped[str | None] = mapped_column(ID, default=None)
    by: Mapped[str] = mapped_column(ID)
    at: Mapped[datetime]
    delete_by: Mapped[date]
    key_id: Mapped[str | None] = mapped_column(ID, default=None)
    place: Mapped[bytes | None] = mapped_column(LargeBinary, default=None)
    closed_at: Mapped[datetime | None] = mapped_column(default=None)
    closed_by: Mapped[str | None] = mapped_column(ID, default=None)
    closed_how: Mapped[str] = mapped_column(CODE, default="")
