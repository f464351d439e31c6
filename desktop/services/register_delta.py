"""A delta: an overlay over the register in use, until the next whole import ends it (DESIGN §4).

The lines that a delta has of one customer take the place of all that the register held; a line
with a filled column `removed` takes the customer out. Addresses that thereby are no longer present
stay as earlier ones, as a delta seldom repeats them, and a person who has just moved writes from
there. One overlay at most: a further delta builds it anew, with fresh keys, so that what it no
longer holds dies with the old ones at the next roll.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy.orm import Session

from desktop.address.reader import AddressReader
from desktop.domain.errors import DeskError
from desktop.domain.roles import Capability
from desktop.services import register_lines, rights
from desktop.services.act import Act
from desktop.services.changes import Answer, carry_out
from desktop.services.premises import Premises
from desktop.services.register_assembly import assemble, check
from desktop.services.register_build import group_part, seal_all
from desktop.services.register_intake import RegisterIntake, RegisterReport
from desktop.services.register_limits import Limits
from desktop.services.register_lookup import Shelf
from desktop.services.register_marks import customer_key
from desktop.services.register_records import Record, record_of, removal_of
from desktop.services.register_rows import RegisterRow
from desktop.services.register_site import (
    BuildingSite,
    FreshKeys,
    clear_leftovers,
    fresh_keys,
    keep_keys,
)
from desktop.store import audit, register_generation, registers
from desktop.store.register_spill import Spill
from desktop.store.register_tokens import Mark
from desktop.store.registers import GenerationInfo, InForce
from desktop.store.vault.crypto import new_key

_LOOKED_UP = 500


class RegisterMissing(DeskError):
    code = "register_missing"

    def __init__(self) -> None:
        super().__init__(
            "登録情報がまだ取り込まれていません。",
            "管理者が登録情報のCSVを取り込むと、照合できるようになります。",
        )


class DeltaTooLarge(DeskError):
    code = "delta_too_large"

    def __init__(self, most: int) -> None:
        super().__init__(
            f"差分が{most:,}人を超えています。", "登録情報の全件をあらためて取り込んでください。"
        )


@dataclass(slots=True)
class _Changes:
    """What the overlay will tell: rows of each customer, or none for one who was removed."""

    rows: dict[str, list[RegisterRow]] = field(default_factory=dict)
    hidden_customers: int = 0
    hidden_rows: int = 0

    @property
    def customers(self) -> int:
        return sum(bool(rows) for rows in self.rows.values())

    def records(self, addresses: AddressReader) -> Iterator[Record]:
        for number, rows in self.rows.items():
            for row in rows:
                yield record_of(row, addresses)
            if not rows:
                yield removal_of(number)


class RegisterDelta:
    """One import of one delta."""

    def __init__(
        self,
        premises: Premises,
        act: Act,
        intake: RegisterIntake,
        shelf: Shelf,
        limits: Limits,
        edition: str,
    ) -> None:
        self._premises = premises
        self._act = act
        self._intake = intake
        self._shelf = shelf
        self._limits = limits
        self._edition = edition

    def run(self, file: Path, names: Mapping[str, str] | None, *, dry_run: bool) -> RegisterReport:
        rights.require(self._act, Capability.IMPORT_REGISTER)
        self._in_force()
        told = self._told(file, names)
        customers = sum(bool(rows) for rows in told.values())
        removed = len(told) - customers
        if dry_run or not told:
            return self._intake.report(None, customers, removed=removed)
        return self._intake.report(self._take_in(told), customers, removed=removed)

    def _in_force(self) -> InForce:
        with self._premises.database.reading() as session:
            current = registers.in_force(session)
        if current is None:
            raise RegisterMissing
        return current

    def _told(self, file: Path, names: Mapping[str, str] | None) -> dict[str, list[RegisterRow]]:
        """The customers of the file and their rows; none for those who are removed."""
        key, today = new_key(), self._act.at.date()
        told: dict[str, list[RegisterRow]] = {}
        with Spill(self._premises.folder, register_lines.PARTS, key) as spill:
            self._intake.read(file, names, spill, key, delta=True)
            for part in range(register_lines.PARTS):
                lines, grouped = group_part(key, today, part, spill.pieces(part))
                self._intake.refuse(grouped.rejected)
                self._intake.step(lines)
                told.update((number, []) for number in grouped.removed)
                for row in grouped.rows:
                    told.setdefault(row.customer_no, []).append(row)
                if len(told) > self._limits.largest_delta:
                    raise DeltaTooLarge(self._limits.largest_delta)
        return told

    def _take_in(self, told: dict[str, list[RegisterRow]]) -> int:
        premises = self._premises
        with BuildingSite(premises) as number:
            current = self._in_force()
            changes = self._over(current, told)
            if len(changes.rows) > self._limits.largest_delta:
                raise DeltaTooLarge(self._limits.largest_delta)
            keys = fresh_keys(premises, number, self._act.at.date(), new_key(), overlay=True)
            built = register_generation.generation(
                premises.database.engine, premises.folder, number
            )
            addresses = premises.addresses.with_names(keys.kit.renamed)
            batches = seal_all(keys.kit, 0, changes.records(addresses))
            try:
                made = assemble(built, premises.folder, batches, self._intake.done)
                check(built, keys.kit, made.rows)
                self._intake.check_cancelled()
                answer = carry_out(
                    premises,
                    self._act,
                    Capability.IMPORT_REGISTER,
                    "register.delta",
                    lambda session: self._switch(session, keys, current, changes),
                )
            finally:
                built.close()
                with premises.database.reading() as session:
                    clear_leftovers(premises, registers.in_force(session))
            return int(answer["generation"] or 0)

    def _over(self, current: InForce, told: dict[str, list[RegisterRow]]) -> _Changes:
        """The overlay so far with the new delta over it, and what both hide of the base."""
        changes = _Changes()
        overlay = current.overlay
        with self._premises.database.reading() as session:
            if overlay is not None:
                for record in self._shelf.every_row(session, overlay):
                    rows = changes.rows.setdefault(record.row.customer_no, [])
                    if not record.removed:
                        rows.append(record.row)
            numbers = list({**changes.rows, **told})
            for start in range(0, len(numbers), _LOOKED_UP):
                some = numbers[start : start + _LOOKED_UP]
                self._hide(session, current.base, some, changes, told)
        return changes

    def _hide(
        self,
        session: Session,
        base: GenerationInfo,
        some: Sequence[str],
        changes: _Changes,
        told: Mapping[str, list[RegisterRow]],
    ) -> None:
        self._intake.check_cancelled()
        held: dict[str, list[RegisterRow]] = {}
        keys = [customer_key(number) for number in some]
        for record in self._shelf.rows_of_customers(session, base, Mark.CUSTOMER, keys):
            held.setdefault(record.row.customer_no, []).append(record.row)
        for number in some:
            hidden = held.get(number, [])
            changes.hidden_customers += bool(hidden)
            changes.hidden_rows += len(hidden)
            if number in told:
                before = changes.rows.get(number) or hidden
                changes.rows[number] = [_with_past(row, before) for row in told[number]]

    def _switch(
        self, session: Session, keys: FreshKeys, current: InForce, changes: _Changes
    ) -> Answer:
        """The keys, the new overlay and the end of the one before, in one transaction."""
        act, number = self._act, keys.kit.number
        rows = sum(len(rows) for rows in changes.rows.values())
        info = GenerationInfo(
            number,
            keys.data.key_id,
            keys.token.key_id,
            keep_keys(session, self._premises, keys),
            changes.customers,
            rows,
            act.at.date(),
            current.base.number,
            changes.hidden_customers,
            changes.hidden_rows,
            self._edition,
        )
        registers.lay_over(session, info, act.by.person_id, act.at)
        if current.overlay is not None:
            before = (current.overlay.data_key_id, current.overlay.token_key_id)
            self._premises.vault.destroy(session, before)
        counts = {"rows": rows, "rejected": self._intake.rejected.count}
        audit.append(
            session, act.at, act.by.person_id, "register.delta", subject=str(number), detail=counts
        )
        return {"generation": number}


def _with_past(row: RegisterRow, before: Sequence[RegisterRow]) -> RegisterRow:
    """What was present or earlier before, and is not present now, is an earlier address."""
    earlier = dict.fromkeys(row.history)
    for one in before:
        earlier.update(dict.fromkeys((one.r1, one.r2, *one.history)))
    past = tuple(text for text in earlier if text and text not in (row.r1, row.r2))
    return dataclasses.replace(row, history=past, periods=_periods(past, (row, *before)))


def _periods(past: Sequence[str], rows: Sequence[RegisterRow]) -> tuple[str, ...]:
    """As far as any row knew them: how long a present address was one, no line tells."""
    known = {
        text: period
        for one in rows
        for text, period in zip(one.history, one.periods, strict=False)
        if period
    }
    return tuple(known.get(text, "") for text in past)
