"""Tables of scanning: how this workstation scans, and how far each run is."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from desktop.store.schema.base import Base, Versioned
from desktop.store.schema.intake import CODE, ID


class ScanProfileRow(Versioned, Base):
    __tablename__ = "scan_profile"

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    name: Mapped[str] = mapped_column(String(60))
    kind: Mapped[str] = mapped_column(CODE)
    address: Mapped[str] = mapped_column(String(1000))
    feed: Mapped[str] = mapped_column(CODE)
    dpi: Mapped[int]
    colour: Mapped[str] = mapped_column(CODE)
    size: Mapped[str] = mapped_column(CODE)
    used_at: Mapped[datetime | None] = mapped_column(default=None)


class ScanRunRow(Versioned, Base):
    """A stack of paper on its way in. `sheets` are through, `sides` are the pages kept of them.

    Both rise in the transaction that acknowledges the page, so that they are true after a kill.
    """

    __tablename__ = "scan_run"

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    profile_id: Mapped[str] = mapped_column(ID)
    profile_name: Mapped[str] = mapped_column(String(60))
    expected: Mapped[int | None] = mapped_column(default=None)
    sheets: Mapped[int] = mapped_column(default=0)
    sides: Mapped[int] = mapped_column(default=0)
    # The envelope that the next page belongs to; it comes into being with that page.
    envelope_id: Mapped[str] = mapped_column(ID)
    state: Mapped[str] = mapped_column(CODE, index=True)
    fault: Mapped[str] = mapped_column(CODE, default="")
    blocked: Mapped[str] = mapped_column(CODE, default="")
    # The page that is the front of a sheet not through yet: a kill between the sides leaves it.
    half: Mapped[str] = mapped_column(ID, default="", server_default="")
    at: Mapped[datetime]
    by: Mapped[str] = mapped_column(ForeignKey("person.id"))
