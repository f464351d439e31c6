"""Tables of what holds keys outside the store: key sticks, and the recovery card's history."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from desktop.store.schema.base import Base, Versioned

ID = String(32)


class KeyStickRow(Versioned, Base):
    """鍵媒体 A or B as it was last written and read back (TRUST §2). `serial` tells the medium."""

    __tablename__ = "key_stick"

    label: Mapped[str] = mapped_column(String(1), primary_key=True)
    serial: Mapped[str] = mapped_column(String(16))
    epoch: Mapped[int]
    in_place: Mapped[bool]
    written_at: Mapped[datetime]
    written_by: Mapped[str] = mapped_column(ForeignKey("person.id"))
    lost_at: Mapped[datetime | None] = mapped_column(default=None)
    lost_by: Mapped[str | None] = mapped_column(ForeignKey("person.id"), default=None)


class CardEventRow(Base):
    """What happened to the recovery card: ISSUED, CHECKED or LOST. `card` is SHA-256 over its
    public key, `copy` which of the two printed ones (0: both)."""

    __tablename__ = "card_event"

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    kind: Mapped[str] = mapped_column(String(8), index=True)
    card: Mapped[str] = mapped_column(String(64))
    copy: Mapped[int]
    at: Mapped[datetime]
    by: Mapped[str] = mapped_column(ForeignKey("person.id"))
    witness: Mapped[str | None] = mapped_column(ForeignKey("person.id"), default=None)


class PaperEndRow(Base):
    """The certificate of who dissolved or shredded a disposal's paper (DOMAIN §10)."""

    __tablename__ = "paper_end"

    batch_id: Mapped[str] = mapped_column(ForeignKey("disposal_batch.id"), primary_key=True)
    vendor: Mapped[str] = mapped_column(String(100))
    number: Mapped[str] = mapped_column(String(60))
    by: Mapped[str] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
