"""Tables of the store itself: its identity, people, settings, keys, commands, log and spool."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from desktop.store.schema.base import Base, Versioned


class StoreInfoRow(Base):
    """The one row that says which store this is and where its key epoch and clock stand."""

    __tablename__ = "store_info"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    store_id: Mapped[str]
    epoch: Mapped[int]
    created_at: Mapped[datetime]
    clock_high_water: Mapped[datetime]
    change_number: Mapped[int]
    register_generation: Mapped[str | None]
    program_version: Mapped[str]


class PersonRow(Versioned, Base):
    """A user. The login is an employee code in clear; the display name is sealed (DESIGN §1)."""

    __tablename__ = "person"
    __table_args__ = (UniqueConstraint("login"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    login: Mapped[str]
    role: Mapped[str]
    active: Mapped[bool]
    name_key_id: Mapped[str | None]
    sealed_name: Mapped[bytes | None]
    agreement_public: Mapped[bytes]
    signing_public: Mapped[bytes]
    wrapped_private: Mapped[bytes]
    failed_attempts: Mapped[int]
    locked_until: Mapped[datetime | None]
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class PersonKeyRow(Base):
    """A public key pair and when it was a person's: old signatures stay checkable (DESIGN §1)."""

    __tablename__ = "person_key"

    id: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), index=True)
    agreement_public: Mapped[bytes]
    signing_public: Mapped[bytes]
    valid_from: Mapped[datetime]
    valid_until: Mapped[datetime | None]


class SettingRow(Base):
    """A dated value, proposed by one person and in force once another signed it (DESIGN §1)."""

    __tablename__ = "setting"
    __table_args__ = (Index(None, "name", "effective_from"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    effective_from: Mapped[date]
    value_json: Mapped[str]
    proposed_by: Mapped[str] = mapped_column(ForeignKey("person.id"))
    proposed_at: Mapped[datetime]
    signed_by: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    signed_at: Mapped[datetime | None]
    signature: Mapped[bytes | None]
    dropped_by: Mapped[str | None] = mapped_column(default=None)
    dropped_at: Mapped[datetime | None] = mapped_column(default=None)


class RecordKeyRow(Base):
    """One data key, wrapped by the key of its epoch (TRUST §2). No row: destroyed for good."""

    __tablename__ = "record_key"

    id: Mapped[str] = mapped_column(primary_key=True)
    epoch: Mapped[int] = mapped_column(index=True)
    wrapped: Mapped[bytes]


class CommandRow(Base):
    """A change that was made, by the id its sender gave it (DESIGN §4)."""

    __tablename__ = "command"

    id: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    result_json: Mapped[str]


class AuditEntryRow(Base):
    """One line of the operation log; triggers refuse any change to it (TRUST §3)."""

    __tablename__ = "audit_entry"

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    segment: Mapped[int]
    at: Mapped[datetime] = mapped_column(index=True)
    actor: Mapped[str] = mapped_column(index=True)
    action: Mapped[str] = mapped_column(index=True)
    case_id: Mapped[str | None] = mapped_column(index=True)
    subject: Mapped[str]
    fields_json: Mapped[str]
    detail_json: Mapped[str]
    leaf: Mapped[bytes]


class AuditHeadRow(Base):
    """A tree head that a person's key signed."""

    __tablename__ = "audit_head"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    segment: Mapped[int]
    size: Mapped[int]
    root: Mapped[bytes]
    at: Mapped[datetime]
    person_id: Mapped[str]
    signing_public: Mapped[bytes]
    signature: Mapped[bytes]


class AuditAnchorRow(Base):
    """A head that was carried to a second place: a folder, a printed report."""

    __tablename__ = "audit_anchor"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    segment: Mapped[int]
    size: Mapped[int]
    root: Mapped[bytes]
    at: Mapped[datetime]
    actor: Mapped[str]
    place: Mapped[str]


class SpoolPageRow(Base):
    """A page that is safely on disk and not yet filed. The row is its acknowledgement."""

    __tablename__ = "spool_page"

    id: Mapped[str] = mapped_column(primary_key=True)
    envelope_id: Mapped[str | None] = mapped_column(index=True)
    seq: Mapped[int]
    key_id: Mapped[str]
    sha256: Mapped[str]
    bytes: Mapped[int]
    acknowledged_at: Mapped[datetime]
    # The file's name without its suffix: the id, and after a replacement another one.
    file: Mapped[str]
