"""Tables of the special cases: what was handed to others, misdeliveries, cases of one person.

Codes, counts and dates only; the words about a person lie in the case's sealed parts.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from desktop.store.schema.base import Base, Versioned

ID = String(32)
CODE = String(32)


class RerouteRow(Base):
    """Mail that is no request and went to another department (DOMAIN §1): of a case, or of an
    envelope that never became one."""

    __tablename__ = "reroute"

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    case_id: Mapped[str | None] = mapped_column(ForeignKey("case_.id"), index=True, default=None)
    envelope_id: Mapped[str | None] = mapped_column(ForeignKey("envelope.id"), default=None)
    kind: Mapped[str] = mapped_column(CODE)
    department: Mapped[str] = mapped_column(CODE)
    handed: Mapped[str] = mapped_column(CODE)
    sheets: Mapped[int]
    by: Mapped[str] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]


class IncidentRow(Versioned, Base):
    """誤送付: found when, how grave, and by when the commission is to be told (DOMAIN §8)."""

    __tablename__ = "incident"

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    case_id: Mapped[str] = mapped_column(ForeignKey("case_.id"), index=True)
    found_on: Mapped[date]
    persons: Mapped[int]
    sensitive: Mapped[bool]
    damage: Mapped[bool]
    malicious: Mapped[bool]
    # NULL where nothing has to be reported.
    quick_by: Mapped[date | None] = mapped_column(default=None)
    full_by: Mapped[date | None] = mapped_column(default=None)
    quick_on: Mapped[date | None] = mapped_column(default=None)
    full_on: Mapped[date | None] = mapped_column(default=None)
    by: Mapped[str] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]


class CaseLinkRow(Base):
    """Two cases that may be of one person within thirty days; the later one names the earlier."""

    __tablename__ = "case_link"
    __table_args__ = (UniqueConstraint("case_id", "other_id"),)

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    case_id: Mapped[str] = mapped_column(ForeignKey("case_.id"), index=True)
    other_id: Mapped[str] = mapped_column(ForeignKey("case_.id"), index=True)
    at: Mapped[datetime]
