"""The table of deputies: who stands in for a supervisor, from when to when (DESIGN §1)."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from desktop.store.schema.base import Base


class DeputyRow(Base):
    """Signed by the supervisor who names the deputy; an unsigned row gives nobody a right."""

    __tablename__ = "deputy"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), index=True)
    named_by: Mapped[str] = mapped_column(ForeignKey("person.id"))
    named_at: Mapped[datetime]
    first_on: Mapped[date]
    last_on: Mapped[date]
    signature: Mapped[bytes] = mapped_column(LargeBinary)
    ended_on: Mapped[date | None] = mapped_column(default=None)
    ended_by: Mapped[str | None] = mapped_column(ForeignKey("person.id"), default=None)
    # The supervisor's signature over the early end; of ends from before, the log alone tells.
    ended_at: Mapped[datetime | None] = mapped_column(default=None)
    end_signature: Mapped[bytes | None] = mapped_column(LargeBinary, default=None)
