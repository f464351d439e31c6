"""The corrective-action register: codes and dates; the words in it are sealed (policy §6)."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from desktop.store.schema.base import Base, Versioned

ID = String(32)
CODE = String(32)


class FindingRow(Versioned, Base):
    """是正処置: found by one, put right by its owner, confirmed by another. `blob` holds what was
    found and said of it, under a key of its own."""

    __tablename__ = "finding"

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    number: Mapped[str] = mapped_column(String(16), unique=True)
    source: Mapped[str] = mapped_column(CODE)
    state: Mapped[str] = mapped_column(CODE, index=True)
    found_on: Mapped[date]
    by: Mapped[str] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    owner: Mapped[str] = mapped_column(ForeignKey("person.id"))
    due_on: Mapped[date]
    case_id: Mapped[str | None] = mapped_column(ForeignKey("case_.id"), index=True, default=None)
    done_on: Mapped[date | None] = mapped_column(default=None)
    answered_by: Mapped[str | None] = mapped_column(ForeignKey("person.id"), default=None)
    closed_by: Mapped[str | None] = mapped_column(ForeignKey("person.id"), default=None)
    closed_on: Mapped[date | None] = mapped_column(default=None)
    key_id: Mapped[str] = mapped_column(ID)
    blob: Mapped[bytes] = mapped_column(LargeBinary)
