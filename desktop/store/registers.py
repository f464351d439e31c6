"""Which register generation is in use, and the switch to another (DESIGN §4)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.store.schema.infrastructure import StoreInfoRow
from desktop.store.schema.register import RegisterGenerationRow

TOKEN_SECRET = ("register", "token secret")
"""Kind and part that the token secret is sealed for; the record is the generation's number."""


@dataclass(frozen=True, slots=True)
class GenerationInfo:
    number: int
    data_key_id: str
    token_key_id: str
    token_secret: bytes = field(repr=False)  # sealed
    customers: int
    rows: int
    as_of: date


def current(session: Session) -> GenerationInfo | None:
    """The generation the store's pointer names."""
    pointer = session.get_one(StoreInfoRow, 1).register_generation
    row = None if pointer is None else session.get(RegisterGenerationRow, int(pointer))
    if row is None:
        return None
    return GenerationInfo(
        row.number,
        row.data_key_id,
        row.token_key_id,
        row.token_secret,
        row.customers,
        row.rows,
        row.as_of,
    )


def highest(session: Session) -> int:
    return session.scalar(select(func.max(RegisterGenerationRow.number))) or 0


def switch(session: Session, new: GenerationInfo, person_id: str, at: datetime) -> None:
    """Make `new` the register; the one before is retired in the same transaction."""
    info = session.get_one(StoreInfoRow, 1)
    if info.register_generation is not None:
        session.get_one(RegisterGenerationRow, int(info.register_generation)).retired_at = at
    session.add(
        RegisterGenerationRow(
            number=new.number,
            data_key_id=new.data_key_id,
            token_key_id=new.token_key_id,
            token_secret=new.token_secret,
            customers=new.customers,
            rows=new.rows,
            as_of=new.as_of,
            imported_at=at,
            imported_by=person_id,
        )
    )
    info.register_generation = str(new.number)
    session.flush()
