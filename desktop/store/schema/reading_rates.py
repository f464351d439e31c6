"""How often a field is read right: counts by form and field, never a text (issue: reading).

A note says only that a clerk looked at a field of an unfiled page; filing turns notes into counts.
"""

from __future__ import annotations

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from desktop.store.schema.base import Base


class FieldLookRow(Base):
    """A clerk looked at this field of this unfiled page.

    `changed`: what was read was wrong; null where nothing was read and the clerk typed it.
    """

    __tablename__ = "field_look"

    page_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    changed: Mapped[bool | None]


class FieldRateRow(Base):
    """What became of one field of one form, or of one kind of paper, since the desk began."""

    __tablename__ = "field_rate"

    form: Mapped[str] = mapped_column(String(32), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    accepted: Mapped[int] = mapped_column(default=0)
    confirmed: Mapped[int] = mapped_column(default=0)
    corrected: Mapped[int] = mapped_column(default=0)
    left_open: Mapped[int] = mapped_column(default=0)
