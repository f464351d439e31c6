"""Tables of the working day: closed days, notes of calls and visits, corrected days of arrival.

Codes, counts and dates only; what was said stands in sealed blobs (DESIGN §4).
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, LargeBinary, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from desktop.store.schema.base import Base, Versioned

ID = String(32)
CODE = String(32)


class DayCloseRow(Versioned, Base):
    """日計: one closing of a business day. A day that was reopened has several, one in force.

    It covers the mail from `first_day` (after the business day before) to `day`. The counts are
    those of the paper and of the desk, which were equal; `log_size` and `log_root` the anchor.
    `apart`: `closed_by` and `second_by` counted each alone. `late_reason`: why a day without mail
    was closed only after it had gone by.
    """

    __tablename__ = "day_close"
    __table_args__ = (UniqueConstraint("day", "seq"),)

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    first_day: Mapped[date]
    day: Mapped[date] = mapped_column(index=True)
    seq: Mapped[int]
    new_cases: Mapped[int]
    joined: Mapped[int]
    rerouted: Mapped[int]
    returned: Mapped[int]
    no_mail: Mapped[int]
    closed_by: Mapped[str] = mapped_column(ForeignKey("person.id"))
    second_by: Mapped[str] = mapped_column(ForeignKey("person.id"))
    closed_at: Mapped[datetime]
    log_size: Mapped[int]
    log_root: Mapped[str] = mapped_column(String(64))
    reopened_by: Mapped[str | None] = mapped_column(ForeignKey("person.id"), default=None)
    reopened_at: Mapped[datetime | None] = mapped_column(default=None)
    reopen_reason: Mapped[str] = mapped_column(CODE, default="")
    apart: Mapped[bool] = mapped_column(default=False, server_default=false())
    late_reason: Mapped[str] = mapped_column(CODE, default="", server_default="")


class DayCountRow(Base):
    """What one person counted from a day's paper; their latest holds until the day is reopened.

    `unlike`: it was compared with another one's and differed, the how many-th time on this day; it
    does not hold any more.
    """

    __tablename__ = "day_count"

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    day: Mapped[date] = mapped_column(index=True)
    by: Mapped[str] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    opened: Mapped[int]
    new_cases: Mapped[int]
    joined: Mapped[int]
    rerouted: Mapped[int]
    returned: Mapped[int]
    no_mail: Mapped[int]
    unlike: Mapped[int] = mapped_column(default=0, server_default="0")


class DeskNoteRow(Versioned, Base):
    """電話・窓口の記録: of a case, or free-standing with a key of its own and a day to go.

    `on` is the day of the call, the visit or the sending; `forms` the codes of the blank forms
    that were sent, parted by commas. Who it was and what was said is sealed. A free-standing one
    goes by a disposal list like every sheet; after it the row is the stub (DOMAIN §10).
    """

    __tablename__ = "desk_note"

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    case_id: Mapped[str | None] = mapped_column(ForeignKey("case_.id"), index=True)
    kind: Mapped[str] = mapped_column(CODE)
    on: Mapped[date]
    means: Mapped[str] = mapped_column(CODE)
    forms: Mapped[str] = mapped_column(String(100))
    at: Mapped[datetime]
    by: Mapped[str] = mapped_column(ForeignKey("person.id"))
    due_on: Mapped[date | None] = mapped_column(index=True)
    key_id: Mapped[str | None] = mapped_column(ID)
    blob: Mapped[bytes | None] = mapped_column(LargeBinary)
    state: Mapped[str] = mapped_column(CODE, default="RETAINED", server_default="RETAINED")
    destroyed_at: Mapped[datetime | None] = mapped_column(default=None)
    destroyed_method: Mapped[str] = mapped_column(CODE, default="", server_default="")
    destroyed_batch: Mapped[str | None] = mapped_column(ID, default=None)
    destroyed_approver: Mapped[str | None] = mapped_column(ID, default=None)
    destroyed_hash: Mapped[str] = mapped_column(String(64), default="", server_default="")


class ArrivalChangeRow(Versioned, Base):
    """A wrong 到達日: one person says so, another decides. `agreed` is NULL until then."""

    __tablename__ = "arrival_change"

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    case_id: Mapped[str] = mapped_column(ForeignKey("case_.id"), index=True)
    before: Mapped[date]
    after: Mapped[date]
    proposed_by: Mapped[str] = mapped_column(ForeignKey("person.id"))
    proposed_at: Mapped[datetime]
    decided_by: Mapped[str | None] = mapped_column(ForeignKey("person.id"), default=None)
    decided_at: Mapped[datetime | None] = mapped_column(default=None)
    agreed: Mapped[bool | None] = mapped_column(default=None)


class OriginalPaperRow(Versioned, Base):
    """原本返却: an original that its owner wants back. `kind` is the paper's PageKind.

    It goes by tracked post, and somebody else has looked at what lies in the envelope. What was
    entered by mistake is cancelled until it has left, and put right after that.
    """

    __tablename__ = "original_paper"

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    case_id: Mapped[str] = mapped_column(ForeignKey("case_.id"), index=True)
    kind: Mapped[str] = mapped_column(CODE)
    sheets: Mapped[int]
    asked_on: Mapped[date]
    by: Mapped[str] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    sent_on: Mapped[date | None] = mapped_column(default=None)
    delivery: Mapped[str] = mapped_column(CODE, default="")
    tracking: Mapped[str] = mapped_column(String(32), default="")
    sent_by: Mapped[str | None] = mapped_column(ForeignKey("person.id"), default=None)
    checked_by: Mapped[str | None] = mapped_column(ForeignKey("person.id"), default=None)
    cancelled_by: Mapped[str | None] = mapped_column(ID, default=None)
    cancelled_at: Mapped[datetime | None] = mapped_column(default=None)
    corrected_by: Mapped[str | None] = mapped_column(ID, default=None)
    corrected_at: Mapped[datetime | None] = mapped_column(default=None)
