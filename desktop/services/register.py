"""The customer register: imported whole as a sealed generation, searched by tokens (DESIGN §4)."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from desktop.address.reader import AddressReader
from desktop.domain.roles import Capability
from desktop.services import register_search, rights
from desktop.services.act import Act, SignedIn
from desktop.services.premises import Premises
from desktop.services.register_columns import RegisterFileWrong
from desktop.services.register_delta import RegisterDelta, RegisterMissing
from desktop.services.register_edition import known_edition
from desktop.services.register_file import LineProblem
from desktop.services.register_import import RegisterImport
from desktop.services.register_intake import Progress, RegisterIntake, RegisterReport
from desktop.services.register_limits import USUAL, Limits
from desktop.services.register_lookup import Shelf
from desktop.services.register_question import Query, Question
from desktop.services.register_rows import RegisterRow
from desktop.services.register_search import Candidate
from desktop.store import audit, registers, settings
from desktop.store.register_generation import GenerationGone

STALE_DAYS = 35


@dataclass(frozen=True, slots=True)
class RegisterInfo:
    """`as_of` is the day of the last import, whole or delta; `whole_as_of` of the last whole one.

    `changed` counts the customers of whom a delta tells.
    """

    generation: int
    customers: int
    rows: int
    as_of: date | None
    age_days: int
    stale: bool
    whole_as_of: date | None = None
    changed: int = 0
    outdated: bool = False
    """Built by a program that read addresses otherwise: it serves, and ranks worse until the next
    whole import."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Candidates and the age of what they come from; `crowded` where more would have fitted."""

    candidates: tuple[Candidate, ...]
    register: RegisterInfo
    crowded: bool


Ask = Callable[[Query, int], Answer]
"""A question, and how many candidates at most."""


class Register:
    def __init__(self, premises: Premises, limits: Limits = USUAL) -> None:
        self._premises = premises
        self._limits = limits
        self._kept_reader: tuple[int, date, AddressReader] | None = None
        self._shelf = Shelf(premises, limits.long_list)

    def import_csv(
        self,
        act: Act,
        file: Path,
        *,
        dry_run: bool = False,
        delta: bool = False,
        columns: Mapping[str, str] | None = None,
        progress: Progress | None = None,
        cancelled: threading.Event | None = None,
    ) -> RegisterReport:
        """Make the file the register; `columns` maps our column names to the file's headings.

        A `delta` tells only of customers that are new, changed or removed: its lines of one
        customer take the place of all that the register held of them (see `register_delta`).
        A file that is no register, a cancelled or broken import leave the register as it was.
        """
        intake = RegisterIntake(progress, cancelled)
        if delta:
            changes = RegisterDelta(
                self._premises, act, intake, self._shelf, self._limits, self._edition()
            )
            return changes.run(file, columns, dry_run=dry_run)
        whole = RegisterImport(self._premises, act, intake, self._limits, self._edition())
        return whole.run(file, columns, dry_run=dry_run)

    def info(self, today: date) -> RegisterInfo:
        """What the register is worth today; generation 0 is none yet."""
        with self._premises.database.reading() as session:
            return _info(registers.in_force(session), today, self._edition())

    def find(
        self,
        by: Act | SignedIn,
        *,
        address: str = "",
        name: str = "",
        kana: str = "",
        phone: str = "",
        postal: str = "",
        customer_no: str = "",
        supply_point_no: str = "",
        limit: int = 30,
    ) -> tuple[Candidate, ...]:
        """Ranked candidates, never picked; an Act is also written into the operation log."""
        query = Query(address, name, kana, phone, postal, customer_no, supply_point_no)
        return self.search(by, query, limit=limit).candidates

    def search(self, by: Act | SignedIn, query: Query, *, limit: int = 30) -> Answer:
        """As `find`, with the age of the register and whether more would have fitted."""
        rights.require(by, Capability.SEARCH_REGISTER)
        if isinstance(by, Act):
            self._note(by, query.asked(), {})
        try:
            return self._search(query, by.at.date(), limit)
        except GenerationGone:
            # An import switched between our look at the pointer and at its rows.
            self._shelf.clear()
            return self._search(query, by.at.date(), limit)

    @contextmanager
    def asking(self, act: Act) -> Iterator[Ask]:
        """Many questions in a row. The operation log tells that they begin, and when they end how
        many there were and by which fields; a line for each would cost more than its answer."""
        rights.require(act, Capability.SEARCH_REGISTER)
        self._edition()  # before the first question is timed
        self._note(act, (), {"many": 1})
        asked: set[str] = set()
        count = 0

        def ask(query: Query, limit: int) -> Answer:
            nonlocal count
            count += 1
            asked.update(query.asked())
            return self.search(act.by, query, limit=limit)

        try:
            yield ask
        finally:
            self._note(act, sorted(asked), {"questions": count})

    def _search(self, query: Query, today: date, limit: int) -> Answer:
        with self._premises.database.reading() as session:
            current = registers.in_force(session)
            if current is None:
                raise RegisterMissing
            addresses = self._reader(settings.signatures(session), today)
            question = Question.of(query, addresses)
            found = self._shelf.look_up(session, current, question)
        ranked = register_search.rank(question, found.rows, limit, addresses)
        return Answer(ranked, _info(current, today, self._edition()), found.crowded)

    def _edition(self) -> str:
        """Of this program; the office's own table of names is no part of it."""
        return known_edition(self._premises.addresses, self._premises.surroundings.gazetteer)

    def _reader(self, signed: int, today: date) -> AddressReader:
        """The reader with the office's table of renamed places, kept until a setting changes."""
        kept = self._kept_reader
        if kept is None or kept[:2] != (signed, today):
            kept = self._kept_reader = signed, today, self._premises.addresses_on(today)
        return kept[2]

    def _note(self, act: Act, fields: Sequence[str], detail: Mapping[str, int]) -> None:
        with self._premises.database.transaction() as session:
            person = act.by.person_id
            audit.append(session, act.at, person, "register.find", fields=fields, detail=detail)


def _info(current: registers.InForce | None, today: date, edition: str) -> RegisterInfo:
    if current is None:
        return RegisterInfo(0, 0, 0, None, 0, stale=True)
    base, overlay = current.base, current.overlay
    if overlay is None:
        customers, rows, as_of, changed = base.customers, base.rows, base.as_of, 0
    else:
        customers = base.customers - overlay.hidden_customers + overlay.customers
        rows = base.rows - overlay.hidden_rows + overlay.rows
        as_of, changed = overlay.as_of, overlay.customers
    age = (today - as_of).days
    outdated = any(one.edition != edition for one in current.generations)
    return RegisterInfo(
        base.number, customers, rows, as_of, age, age > STALE_DAYS, base.as_of, changed, outdated
    )


__all__ = [
    "Answer",
    "Candidate",
    "LineProblem",
    "Query",
    "Register",
    "RegisterFileWrong",
    "RegisterInfo",
    "RegisterMissing",
    "RegisterReport",
    "RegisterRow",
]
