"""Tables beside the fee ledger: its entries that one person says are wrong (DOMAIN §2)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from desktop.store.schema.base import Base, Versioned

ID = String(32)
CODE = String(32)


class FeeCorrectionRow(Versioned, Base):
    """One person says that what was recorded at once (`payment`) is wrong, another decides.

    `outcome` is "" until then; AGREED, KEPT, or TAKEN_BACK by who had said so. Without a case it is
    about a hand-over to 経理. `reason` is a code: the ledger holds no words of a person.
    """

    __tablename__ = "fee_correction"

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    case_id: Mapped[str | None] = mapped_column(ForeignKey("case_.id"), index=True)
    payment: Mapped[str] = mapped_column(ID, index=True)
    reason: Mapped[str] = mapped_column(CODE)
    proposed_by: Mapped[str] = mapped_column(ForeignKey("person.id"))
    proposed_at: Mapped[datetime]
    outcome: Mapped[str] = mapped_column(CODE, default="")
    decided_by: Mapped[str | None] = mapped_column(ForeignKey("person.id"), default=None)
    decided_at: Mapped[datetime | None] = mapped_column(default=None)
