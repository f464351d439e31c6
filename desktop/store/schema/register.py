"""The list of the register's generations; the generation in use is `store_info`'s pointer.

A generation's rows and tokens lie outside this schema: in `register-<number>.db`, or on
PostgreSQL in tables of that number (DESIGN §4).
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from desktop.store.schema.base import Base

ID = String(32)


class RegisterGenerationRow(Base):
    """One import. The token secret is sealed under a key of its own, so that both keys can die."""

    __tablename__ = "register_generation"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    data_key_id: Mapped[str] = mapped_column(ID)
    token_key_id: Mapped[str] = mapped_column(ID)
    token_secret: Mapped[bytes]
    customers: Mapped[int]
    rows: Mapped[int]
    as_of: Mapped[date]
    imported_at: Mapped[datetime]
    imported_by: Mapped[str] = mapped_column(ForeignKey("person.id"))
    retired_at: Mapped[datetime | None] = mapped_column(default=None)
