"""Tables of the case list: who shows a case just now, and the filters people keep."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from desktop.store.schema.base import Base, Versioned

ID = String(32)


class CasePresenceRow(Base):
    """A program shows a case to a person. It fades when the program no longer says so."""

    __tablename__ = "case_presence"

    program: Mapped[str] = mapped_column(ID, primary_key=True)
    case_id: Mapped[str] = mapped_column(ForeignKey("case_.id"), primary_key=True, index=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    since: Mapped[datetime]
    seen_at: Mapped[datetime] = mapped_column(index=True)


class SavedFilterRow(Versioned, Base):
    """A filter of the case list under a name. Without an owner it is the whole office's.

    `rule` is JSON of codes, days and ids of people; words that were looked for are never kept.
    """

    __tablename__ = "saved_filter"

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    owner: Mapped[str | None] = mapped_column(ForeignKey("person.id"), index=True)
    name: Mapped[str] = mapped_column(String(40))
    rule: Mapped[str] = mapped_column(String(1000))
