"""Tables of paper: print jobs, each of one machine, and letters that were written by hand."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from desktop.store.schema.base import Base, Versioned
from desktop.store.schema.intake import CODE, ID


class PrintJobRow(Versioned, Base):
    """`title` is what the print queue shows, a number of a document and never a name. `sha256` is
    of the bytes that were handed over: of a sheet with 再発行 not those that were approved."""

    __tablename__ = "print_job"

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    machine: Mapped[str] = mapped_column(ID, index=True)
    case_id: Mapped[str | None] = mapped_column(ForeignKey("case_.id"), index=True)
    letter_id: Mapped[str | None] = mapped_column(ForeignKey("letter.id"), index=True)
    kind: Mapped[str] = mapped_column(CODE)
    title: Mapped[str] = mapped_column(String(60))
    printer: Mapped[str] = mapped_column(String(127))
    queue_job: Mapped[str] = mapped_column(String(160), default="")
    state: Mapped[str] = mapped_column(CODE, index=True)
    trouble: Mapped[str] = mapped_column(CODE, default="")
    sha256: Mapped[str] = mapped_column(String(64))
    again: Mapped[str] = mapped_column(CODE, default="")
    reissued: Mapped[bool] = mapped_column(default=False)
    by: Mapped[str] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    ended_at: Mapped[datetime | None] = mapped_column(default=None)


class HandIssueRow(Versioned, Base):
    """A letter that left on hand-written paper: `sha256` is of the approved letter whose words it
    bears, `witness` the supervisor who signed. `pages` of its scan are sealed with the case."""

    __tablename__ = "hand_issue"

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    case_id: Mapped[str] = mapped_column(ForeignKey("case_.id"), index=True)
    letter_id: Mapped[str] = mapped_column(ForeignKey("letter.id"), index=True)
    reason: Mapped[str] = mapped_column(CODE)
    issued_on: Mapped[date]
    sha256: Mapped[str] = mapped_column(String(64))
    by: Mapped[str] = mapped_column(ForeignKey("person.id"))
    witness: Mapped[str] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    pages: Mapped[int] = mapped_column(default=0)
    scanned_by: Mapped[str | None] = mapped_column(ForeignKey("person.id"), default=None)
    scanned_at: Mapped[datetime | None] = mapped_column(default=None)
