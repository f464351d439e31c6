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
    """保全 (legal hold, DOMAIN §10): blocks everything after RETAINED for what it reaches.

    CASE and PERSON stand at a case (`case_id`) and reach the cases in `hold_case`; CLASS reaches
    every unit of its class, NOTE one free-standing note.
    """

    __tablename__ = "hold"

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    scope: Mapped[str] = mapped_column(CODE, server_default="CASE")
    case_id: Mapped[str | None] = mapped_column(ForeignKey("case_.id"), index=True)
    note_id: Mapped[str | None] = mapped_column(ForeignKey("desk_note.id"), index=True)
    cls: Mapped[str] = mapped_column(String(4), server_default="")
    reason: Mapped[str] = mapped_column(CODE)
    set_by: Mapped[str] = mapped_column(ID)
    set_at: Mapped[datetime]
    review_on: Mapped[date]
    release_proposed_by: Mapped[str | None] = mapped_column(ID, default=None)
    released_by: Mapped[str | None] = mapped_column(ID, default=None)
    released_at: Mapped[datetime | None] = mapped_column(default=None)


class HoldCaseRow(Base):
    """One case that a hold reaches; of a person's hold also those that came later."""

    __tablename__ = "hold_case"
    __table_args__ = (UniqueConstraint("hold_id", "case_id"),)

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    hold_id: Mapped[str] = mapped_column(ForeignKey("hold.id"), index=True)
    case_id: Mapped[str] = mapped_column(ForeignKey("case_.id"), index=True)
    at: Mapped[datetime]


class HoldReviewRow(Base):
    """見直し: a supervisor looked at the hold again; it goes on, for this reason, until then."""

    __tablename__ = "hold_review"

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    hold_id: Mapped[str] = mapped_column(ForeignKey("hold.id"), index=True)
    by: Mapped[str] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(CODE)
    before: Mapped[date]
    after: Mapped[date]


class ExtensionRow(Base):
    """延長: the papers of a unit stay longer than their class says; due dates before and after."""

    __tablename__ = "extension"

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    unit_id: Mapped[str] = mapped_column(ForeignKey("unit.id"), index=True)
    by: Mapped[str] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(CODE)
    before: Mapped[date]
    after: Mapped[date]


class BoxRow(Base):
    """A shelf or box with a number of its own, printed on its label and read back by a scanner."""

    __tablename__ = "box"

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    number: Mapped[str] = mapped_column(String(16), unique=True)
    place: Mapped[str] = mapped_column(String(100), unique=True)
    by: Mapped[str] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]


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
