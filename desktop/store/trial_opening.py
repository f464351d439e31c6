"""Whether a store that was put back opens: all its keys, and a spread of what they seal (TRUST §2).

Used by the drill on a scratch store. Nothing that is opened is kept, shown or written; what is told
are counts by kind.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.domain.errors import DeskError
from desktop.store import audit, register_generation, registers
from desktop.store.closed_records import Closed
from desktop.store.database import Database
from desktop.store.documents import AREA
from desktop.store.errors import SealBroken
from desktop.store.letters import LETTER_AREA, RECORD_AREA
from desktop.store.parts import PART_AREA
from desktop.store.restore import Means
from desktop.store.schema.casework import LetterRow, PageRow, PartRow, UnitRow
from desktop.store.schema.infrastructure import PersonRow, RecordKeyRow, SpoolPageRow
from desktop.store.schema.workday import DeskNoteRow
from desktop.store.spool import Spool
from desktop.store.vault.slot import SlotFile
from desktop.store.vault.vault import Vault, unwrap_key

KEY, UNIT, NOTE, PAGE, NAME, REGISTER = "KEY", "UNIT", "NOTE", "PAGE", "NAME", "REGISTER"
KINDS = (KEY, UNIT, NOTE, PAGE, NAME, REGISTER)
_SPREAD = 500  # of each kind: these are opened, evenly over all of them
_Row = TypeVar("_Row")
_ROWS = 50  # of each generation of the register


@dataclass(frozen=True, slots=True)
class Trial:
    """`failed` must be empty. `closed_before`: stubs that the data held already; `closed_since`:
    records that the newer key-book closed; `reopened`: keys that the book does not hold and that
    the live key opens all the same. Of an earlier epoch there must be none; of the same epoch they
    are what the next roll destroys (`waiting`)."""

    opened: Mapping[str, int]
    failed: Mapping[str, int]
    closed_before: int
    closed_since: int
    reopened: int
    waiting: int
    log_ok: bool

    @property
    def ok(self) -> bool:
        return not any(self.failed.values()) and not self.reopened and self.log_ok


class _Count:
    def __init__(self, told: Callable[[], None]) -> None:
        self.opened: Counter[str] = Counter()
        self.failed: Counter[str] = Counter()
        self._told = told

    def attempt(self, kind: str, work: Callable[..., object], *given: Any) -> None:
        try:
            work(*given)
        except (DeskError, OSError, ValueError):
            self.failed[kind] += 1
        else:
            self.opened[kind] += 1
        self._told()


def try_opening(
    database: Database,
    folder: Path,
    means: Means,
    data_epoch: int,
    closed: Closed,
    told: Callable[[], None],
) -> Trial:
    """Open the scratch store in `folder` with stick and card, as a restored one would be."""
    count = _Count(told)
    with database.reading() as session:
        vault = Vault.unlock_by_card(session, SlotFile(means.stick), means.card)
        columns = (RecordKeyRow.id, RecordKeyRow.epoch, RecordKeyRow.wrapped)
        for key_id, epoch, wrapped in session.execute(select(*columns)).all():
            count.attempt(KEY, unwrap_key, means.key, key_id, epoch, wrapped)
        units = select(UnitRow.id).where(UnitRow.key_id.is_not(None))
        for unit_id in _spread(session.scalars(units).all()):
            count.attempt(UNIT, _open_unit, session, vault, unit_id)
        notes = select(DeskNoteRow.id).where(DeskNoteRow.blob.is_not(None))
        for note_id in _spread(session.scalars(notes).all()):
            count.attempt(NOTE, _open_note, session, vault, note_id)
        spool = Spool(folder / "spool")
        for page_id in _spread(session.scalars(select(SpoolPageRow.id)).all()):
            count.attempt(PAGE, spool.get, session, vault, page_id)
        for person in session.scalars(select(PersonRow).where(PersonRow.sealed_name.is_not(None))):
            count.attempt(NAME, _open_name, session, vault, person)
        _open_register(session, vault, database, folder, count)
        log_ok = audit.verify(session).ok
        stubs = session.scalar(select(func.count()).where(UnitRow.destroyed_at.is_not(None))) or 0
        stubs += (
            session.scalar(select(func.count()).where(DeskNoteRow.destroyed_at.is_not(None))) or 0
        )
        vault.lock()
    since = closed.units + closed.notes
    still = _still_open(means, closed)
    same = data_epoch == means.book.epoch
    return Trial(
        opened=dict(count.opened),
        failed=dict(count.failed),
        closed_before=stubs - since,
        closed_since=since,
        reopened=0 if same else still,
        waiting=still if same else 0,
        log_ok=log_ok,
    )


def _still_open(means: Means, closed: Closed) -> int:
    """How many keys that the book left out the live key opens."""
    found = 0
    for key_id, (epoch, wrapped) in closed.keys.items():
        for number in {epoch, means.book.epoch}:
            try:
                unwrap_key(means.key, key_id, number, wrapped)
            except SealBroken:
                continue
            found += 1
            break
    return found


def _spread(found: Sequence[_Row]) -> Sequence[_Row]:
    return found[:: max(1, -(-len(found) // _SPREAD))]


def _open_unit(session: Session, vault: Vault, unit_id: str) -> None:
    unit = session.get_one(UnitRow, unit_id)
    for place, blob in _sealed(session, unit.id):
        vault.open(session, str(unit.key_id), *place, blob)


def _sealed(session: Session, unit_id: str) -> Iterator[tuple[tuple[str, str, str], bytes]]:
    """Every sealed piece of a unit with the place that it is bound to."""
    for page in session.scalars(select(PageRow).where(PageRow.unit_id == unit_id)):
        for piece in ("image", "thumbnail", "reading"):
            if (blob := getattr(page, piece)) is not None:
                yield (page.id, piece, AREA), blob
    for part in session.scalars(select(PartRow).where(PartRow.unit_id == unit_id)):
        if part.blob is not None:
            yield (part.id, part.kind, PART_AREA), part.blob
    for letter in session.scalars(select(LetterRow).where(LetterRow.unit_id == unit_id)):
        if letter.blob is not None:
            yield (letter.id, letter.code, LETTER_AREA), letter.blob
    for letter in session.scalars(select(LetterRow).where(LetterRow.record_unit_id == unit_id)):
        if letter.record is not None:
            yield (letter.id, letter.code, RECORD_AREA), letter.record


def _open_note(session: Session, vault: Vault, note_id: str) -> None:
    note = session.get_one(DeskNoteRow, note_id)
    if note.key_id is not None and note.blob is not None:
        vault.open(session, note.key_id, note.id, "note", "desk_note", note.blob)


def _open_name(session: Session, vault: Vault, person: PersonRow) -> None:
    if person.name_key_id is not None and person.sealed_name is not None:
        vault.open(session, person.name_key_id, person.id, "person", "name", person.sealed_name)


def _open_register(
    session: Session, vault: Vault, database: Database, folder: Path, count: _Count
) -> None:
    current = registers.in_force(session)
    for info in current.generations if current is not None else ():
        generation = register_generation.generation(database.engine, folder, info.number)
        kind, part = registers.TOKEN_SECRET
        place = (str(info.number), kind, part)
        count.attempt(REGISTER, vault.open, session, info.token_key_id, *place, info.token_secret)
        try:
            highest = generation.highest()
            wanted = {generation.near(highest * at // _ROWS) for at in range(_ROWS)}
            rows = generation.sealed([number for number in wanted if number is not None])
            for number, sealed in rows.items():
                place = register_generation.context_of(info.number, number)
                count.attempt(REGISTER, vault.open, session, info.data_key_id, *place, sealed)
        except DeskError:
            count.failed[REGISTER] += 1
        finally:
            generation.close()


__all__ = ["KINDS", "Trial", "try_opening"]
