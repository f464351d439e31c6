"""How long confirmations of identity take: counts by month and bucket, of the whole office."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Mapped, mapped_column

from desktop.store.schema.base import Base


class CheckTimeRow(Base):
    """So many confirmations of a month fell into a bucket. No person, no case, no day."""

    __tablename__ = "check_time"

    month: Mapped[date] = mapped_column(primary_key=True)
    bucket: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    count: Mapped[int] = mapped_column(default=0)
