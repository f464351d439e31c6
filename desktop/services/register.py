"""The customer register: imported whole as a sealed generation, searched by tokens (DESIGN §4)."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy.orm import Session

from desktop.domain.errors import DeskError
from desktop.domain.roles import Capability
from desktop.services import register_search, rights
from desktop.services.act import Act, SignedIn
from desktop.services.premises import Premises
from desktop.services.register_file import LineProblem, RegisterFileWrong
from desktop.services.register_import import RegisterImport, RegisterReport
from desktop.services.register_rows import RegisterRow, from_json
from desktop.services.register_search import Candidate, Query
from desktop.store import audit, register_generation, registers
from desktop.store.register_generation import Generation, GenerationGone
from desktop.store.register_tokens import Mark, tokens
from desktop.store.registers import GenerationInfo

STALE_DAYS = 35
_OPENED = 200  # rows opened and compared for one question


class RegisterMissing(DeskError):
    code = "register_missing"

    def __init__(self) -> None:
        super().__init__(
            "登録情報がまだ取り込まれていません。",
            "管理者が登録情報のCSVを取り込むと、照合できるようになります。",
        )


@dataclass(frozen=True, slots=True)
class RegisterInfo:
    generation: int
    customers: int
    rows: int
    as_of: date | None
    age_days: int
    stale: bool


class Register:
    def __init__(self, premises: Premises) -> None:
        self._premises = premises
        self._secrets: dict[int, bytes] = {}
        premises.when_locked(self._secrets.clear)

    def import_csv(
        self,
        act: Act,
        file: Path,
        *,
        dry_run: bool = False,
        columns: Mapping[str, str] | None = None,
        progress: Callable[[int, int], None] | None = None,
        cancelled: threading.Event | None = None,
    ) -> RegisterReport:
        """Make the file the register; `columns` maps our column names to the file's headings.

        A file that is no register, a cancelled or broken import leave the register as it was.
        """
        importing = RegisterImport(self._premises, act, progress, cancelled)
        return importing.run(file, columns, dry_run=dry_run)

    def info(self, today: date) -> RegisterInfo:
        """What the register is worth today; generation 0 is none yet."""
        with self._premises.database.reading() as session:
            current = registers.current(session)
        if current is None:
            return RegisterInfo(0, 0, 0, None, 0, stale=True)
        age = (today - current.as_of).days
        return RegisterInfo(
            current.number, current.customers, current.rows, current.as_of, age, age > STALE_DAYS
        )

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
        rights.require(by, Capability.SEARCH_REGISTER)
        query = Query(address, name, kana, phone, postal, customer_no, supply_point_no)
        if isinstance(by, Act):
            self._note(by, query)
        try:
            rows = self._look_up(query)
        except GenerationGone:
            # An import switched between our look at the pointer and at its rows.
            rows = self._look_up(query)
        return register_search.rank(query, rows, limit, self._premises.addresses)

    def _look_up(self, query: Query) -> Sequence[RegisterRow]:
        with self._premises.database.reading() as session:
            current = registers.current(session)
            if current is None:
                raise RegisterMissing
            return self._rows(session, current, query)

    def _rows(
        self, session: Session, current: GenerationInfo, query: Query
    ) -> Sequence[RegisterRow]:
        generation = register_generation.generation(
            self._premises.database.engine, self._premises.folder, current.number
        )
        wanted = tokens(self._secret(session, current), query.marks(self._premises.addresses))
        try:
            numbers = _promising(generation, wanted)
            sealed = generation.sealed(numbers)
        finally:
            generation.close()
        vault, key = self._premises.vault, current.data_key_id
        return [
            from_json(
                vault.open(
                    session, key, *register_generation.context_of(current.number, number), blob
                )
            )
            for number, blob in sealed.items()
        ]

    def _secret(self, session: Session, current: GenerationInfo) -> bytes:
        if current.number not in self._secrets:
            kind, part = registers.TOKEN_SECRET
            record, sealed = str(current.number), current.token_secret
            self._secrets[current.number] = self._premises.vault.open(
                session, current.token_key_id, record, kind, part, sealed
            )
        return self._secrets[current.number]

    def _note(self, act: Act, query: Query) -> None:
        with self._premises.database.transaction() as session:
            audit.append(session, act.at, act.by.person_id, "register.find", fields=query.asked())


def _promising(generation: Generation, wanted: Mapping[int, Mark]) -> list[int]:
    """The rows whose tokens promise most."""
    matches = generation.matches(tuple(wanted))
    weights = {
        number: register_search.weight(wanted[one] for one in carried)
        for number, carried in matches.items()
    }
    return sorted(weights, key=lambda number: (-weights[number], number))[:_OPENED]


__all__ = [
    "Candidate",
    "LineProblem",
    "Register",
    "RegisterFileWrong",
    "RegisterInfo",
    "RegisterMissing",
    "RegisterReport",
    "RegisterRow",
]
