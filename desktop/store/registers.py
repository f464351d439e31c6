"""Which register generation is in use, its overlay, and the switch to another (DESIGN §4)."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from datetime import date, datetime

from sqlalchemy import String, cast, func, or_, select, update
from sqlalchemy.orm import Session

from desktop.store.schema.base import Base
from desktop.store.schema.infrastructure import StoreInfoRow
from desktop.store.schema.register import RegisterGenerationRow as Row

TOKEN_SECRET = ("register", "token secret")
"""Kind and part that the token secret is sealed for; the record is the generation's number."""


@dataclass(frozen=True, slots=True)
class GenerationInfo:
    """One generation; with a `base` it is the overlay of that one (see `RegisterGenerationRow`)."""

    number: int
    data_key_id: str
    token_key_id: str
    token_secret: bytes = field(repr=False)  # sealed
    customers: int
    rows: int
    as_of: date
    base: int | None = None
    hidden_customers: int = 0
    hidden_rows: int = 0
    edition: str = ""


@dataclass(frozen=True, slots=True)
class InForce:
    """The register in use: a generation and, after a delta, what lies over it."""

    base: GenerationInfo
    overlay: GenerationInfo | None

    @property
    def generations(self) -> tuple[GenerationInfo, ...]:
        """In the order in which they are asked."""
        return (self.base,) if self.overlay is None else (self.overlay, self.base)

    @property
    def key_ids(self) -> tuple[str, ...]:
        found = [key for one in self.generations for key in (one.data_key_id, one.token_key_id)]
        return tuple(found)


_TABLE, _STORE, _KEYS = (
    Base.metadata.tables[name] for name in ("register_generation", "store_info", "record_key")
)
_IN_FORCE = (
    select(*(_TABLE.c[one.name] for one in fields(GenerationInfo)))
    .join(
        _STORE,
        or_(
            _STORE.c.register_generation == cast(_TABLE.c.number, String),
            _STORE.c.register_generation == cast(_TABLE.c.base, String),
        ),
    )
    .join(_KEYS, _KEYS.c.id == _TABLE.c.data_key_id)
    .where(_TABLE.c.retired_at.is_(None))
)
"""Of the tables themselves, as every look-up begins with it; with the row of the data key, so that
a generation whose key is destroyed is none."""


def in_force(session: Session) -> InForce | None:
    """The generation that the store's pointer names, and its overlay; their data keys are there."""
    found = [GenerationInfo(*row) for row in session.connection().execute(_IN_FORCE)]
    base = next((one for one in found if one.base is None), None)
    if base is None:
        return None
    return InForce(base, next((one for one in found if one.base is not None), None))


def highest(session: Session) -> int:
    return session.scalar(select(func.max(Row.number))) or 0


def switch(session: Session, new: GenerationInfo, person_id: str, at: datetime) -> None:
    """Make `new` the register; what was in use is retired in the same transaction."""
    session.execute(update(Row).where(Row.retired_at.is_(None)).values(retired_at=at))
    _add(session, new, person_id, at)
    session.get_one(StoreInfoRow, 1).register_generation = str(new.number)
    session.flush()


def lay_over(session: Session, new: GenerationInfo, person_id: str, at: datetime) -> None:
    """Lay `new` over its base; the overlay before it is retired in the same transaction."""
    earlier = update(Row).where(Row.retired_at.is_(None), Row.base.is_not(None))
    session.execute(earlier.values(retired_at=at))
    _add(session, new, person_id, at)
    session.flush()


def _add(session: Session, new: GenerationInfo, person_id: str, at: datetime) -> None:
    session.add(
        Row(
            number=new.number,
            data_key_id=new.data_key_id,
            token_key_id=new.token_key_id,
            token_secret=new.token_secret,
            customers=new.customers,
            rows=new.rows,
            base=new.base,
            hidden_customers=new.hidden_customers,
            hidden_rows=new.hidden_rows,
            as_of=new.as_of,
            edition=new.edition,
            imported_at=at,
            imported_by=person_id,
        )
    )
