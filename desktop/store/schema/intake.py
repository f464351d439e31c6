"""Tables of the opened mail: envelopes, their pages until filing, and what had to be purged.

The pictures themselves lie sealed in the spool; here stand codes and counts, and the reading of
each page sealed under that page's own key (class U, DOMAIN §10).
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Double, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from desktop.store.schema.base import Base, Versioned

ID = String(32)
CODE = String(32)


class EnvelopeRow(Versioned, Base):
    """One envelope of a day's mail. `state` is OPEN, FILED, DISCARDED or JOINED (to another)."""

    __tablename__ = "envelope"
    __table_args__ = (UniqueConstraint("day", "number"),)

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    day: Mapped[date]
    number: Mapped[int]
    # Where it stands among those of its day: the number, or between two after a split.
    place: Mapped[float] = mapped_column(Double)
    state: Mapped[str] = mapped_column(CODE, index=True)
    # Where the sheets go that are taken for it later, after it was split, joined or filed.
    continues_in: Mapped[str | None] = mapped_column(ID, default=None)
    # The 受付番号 read from a reply slip, or ""; what is filed belongs to that case.
    case_number: Mapped[str] = mapped_column(String(16), default="")
    created_at: Mapped[datetime]
    created_by: Mapped[str] = mapped_column(ForeignKey("person.id"))
    ended_at: Mapped[datetime | None] = mapped_column(default=None)
    # What became of the opened mail (`desktop.domain.workday.Fate`), "" until then.
    fate: Mapped[str] = mapped_column(CODE, default="", server_default="")
    # CASE: a page that went back from a case, and no mail of its day; else "".
    origin: Mapped[str] = mapped_column(CODE, default="", server_default="")


class EnvelopePageRow(Versioned, Base):
    """A page of an envelope, under the id of its spool file; gone once the envelope is filed."""

    __tablename__ = "envelope_page"

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    envelope_id: Mapped[str] = mapped_column(ForeignKey("envelope.id"), index=True)
    seq: Mapped[int]
    kind: Mapped[str] = mapped_column(CODE)
    form: Mapped[str] = mapped_column(CODE, default="")
    quality: Mapped[str] = mapped_column(String(100), default="")
    masked: Mapped[int]
    unsure: Mapped[int]
    # Places proposed to be blacked out, which a clerk has not decided on yet.
    proposed: Mapped[int] = mapped_column(default=0)
    # Taken out by a clerk, who may put it back until the envelope is filed.
    removed: Mapped[bool] = mapped_column(default=False)
    key_id: Mapped[str] = mapped_column(ID)
    reading: Mapped[bytes]


class BlockedPageRow(Base):
    """A page that showed a forbidden number: nothing of it was kept (I-10, DOMAIN §5)."""

    __tablename__ = "blocked_page"

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    envelope_id: Mapped[str] = mapped_column(ForeignKey("envelope.id"), index=True)
    seq: Mapped[int]
    paper: Mapped[str] = mapped_column(CODE)
    kind: Mapped[str] = mapped_column(CODE)
    at: Mapped[datetime]
    by: Mapped[str] = mapped_column(ForeignKey("person.id"))


class SourceDeletionRow(Base):
    """What was taken in still exists in clear outside the store: a red task until it is gone.

    `way` is how it came: PAPER has no file, of FILE and FOLDER the sealed `place` says where it
    lies and what it held; both go when the task ends. `kind` is the forbidden number seen in it,
    "" where there was none; `whole`: every page of it is in; `how` the task ended.
    """

    __tablename__ = "source_deletion"

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    envelope_id: Mapped[str] = mapped_column(ForeignKey("envelope.id"), index=True)
    kind: Mapped[str] = mapped_column(CODE)
    at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None] = mapped_column(default=None, index=True)
    confirmed_by: Mapped[str | None] = mapped_column(ForeignKey("person.id"), default=None)
    way: Mapped[str] = mapped_column(CODE)
    whole: Mapped[bool] = mapped_column(default=True)
    how: Mapped[str] = mapped_column(CODE, default="")
    key_id: Mapped[str | None] = mapped_column(ID, default=None)
    place: Mapped[bytes | None] = mapped_column(default=None)


class FoundNumberRow(Base):
    """A forbidden number seen on a page that was filed already (I-10): its key was dropped in
    `epoch`, and what it sealed is gone for good once the store has rolled to a later one."""

    __tablename__ = "found_number"

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    case_id: Mapped[str] = mapped_column(ForeignKey("case_.id"), index=True)
    page_id: Mapped[str] = mapped_column(ForeignKey("page.id"), index=True)
    paper: Mapped[str] = mapped_column(CODE)
    kind: Mapped[str] = mapped_column(CODE)
    at: Mapped[datetime]
    by: Mapped[str] = mapped_column(ForeignKey("person.id"))
    epoch: Mapped[int]
    # The sheet itself: blacked out or returned, by whom.
    paper_done_at: Mapped[datetime | None] = mapped_column(default=None)
    paper_done_by: Mapped[str | None] = mapped_column(ForeignKey("person.id"), default=None)
