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
    """One import. The token secret is sealed under a key of its own, so that both keys can die.

    A row with a `base` is the overlay that a delta laid over that generation; it tells how many
    customers and rows of the base it hides.
    """

    __tablename__ = "register_generation"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    data_key_id: Mapped[str] = mapped_column(ID)
    token_key_id: Mapped[str] = mapped_column(ID)
    token_secret: Mapped[bytes]
    customers: Mapped[int]
    rows: Mapped[int]
    base: Mapped[int | None] = mapped_column(ForeignKey("register_generation.number"), default=None)
    hidden_customers: Mapped[int] = mapped_column(default=0)
    hidden_rows: Mapped[int] = mapped_column(default=0)
    as_of: Mapped[date]
    imported_at: Mapped[datetime]
    imported_by: Mapped[str] = mapped_column(ForeignKey("person.id"))
    edition: Mapped[str] = mapped_column(ID, default="", server_default="")
    """Which reading of addresses it was built with; "" before programs told theirs."""
    retired_at: Mapped[datetime | None] = mapped_column(default=None)
