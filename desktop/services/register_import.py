"""Building a register generation aside and switching it in (DESIGN §4).

The file goes through memory line by line: lines wait, sealed, beside the other lines of their
customer; then part after part becomes rows and postings. Until the one transaction at the end the
register in use is untouched: whatever stops the import before leaves it as it was.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from sqlalchemy.orm import Session

from desktop.domain.roles import Capability
from desktop.services import register_lines, rights
from desktop.services.act import Act
from desktop.services.changes import Answer, carry_out
from desktop.services.premises import Premises
from desktop.services.register_assembly import Assembled, assemble, check
from desktop.services.register_build import Batch, Kit, build_part, group_part
from desktop.services.register_intake import RegisterIntake, RegisterReport
from desktop.services.register_limits import Limits
from desktop.services.register_site import (
    BuildingSite,
    FreshKeys,
    clear_leftovers,
    fresh_keys,
    keep_keys,
)
from desktop.services.register_workers import Workers, worker_count
from desktop.store import audit, register_generation, registers
from desktop.store.register_spill import Spill
from desktop.store.vault.crypto import new_key


class RegisterImport:
    """One import of one whole file."""

    def __init__(
        self, premises: Premises, act: Act, intake: RegisterIntake, limits: Limits, edition: str
    ) -> None:
        self._premises = premises
        self._act = act
        self._intake = intake
        self._limits = limits
        self._edition = edition

    def run(self, file: Path, names: Mapping[str, str] | None, *, dry_run: bool) -> RegisterReport:
        rights.require(self._act, Capability.IMPORT_REGISTER)
        key = new_key()
        with Spill(self._premises.folder, register_lines.PARTS, key) as spill:
            self._intake.read(file, names, spill, key, delta=False)
            if dry_run:
                return self._intake.report(None, self._look_through(spill, key))
            if not self._intake.accepted:
                return self._intake.report(None, 0)
            return self._take_in(spill, key)

    def _look_through(self, spill: Spill, key: bytes) -> int:
        customers = 0
        for part in range(register_lines.PARTS):
            lines, grouped = group_part(key, self._today, part, spill.pieces(part))
            self._intake.refuse(grouped.rejected)
            self._intake.step(lines)
            customers += grouped.customers
        return customers

    @property
    def _today(self) -> date:
        return self._act.at.date()

    def _take_in(self, spill: Spill, key: bytes) -> RegisterReport:
        premises = self._premises
        with BuildingSite(premises) as number:
            keys = fresh_keys(premises, number, self._today, key)
            built = register_generation.generation(
                premises.database.engine, premises.folder, number
            )
            try:
                made = assemble(
                    built, premises.folder, self._batches(spill, keys.kit), self._intake.done
                )
                check(built, keys.kit, made.rows)
                self._intake.check_cancelled()
                answer = carry_out(
                    premises,
                    self._act,
                    Capability.IMPORT_REGISTER,
                    "register.import",
                    lambda session: self._switch(session, keys, made),
                )
            finally:
                # Whatever is not in use now goes: this one, or what was before it.
                built.close()
                with premises.database.reading() as session:
                    clear_leftovers(premises, registers.in_force(session))
            return self._intake.report(int(answer["generation"] or 0), made.customers)

    def _batches(self, spill: Spill, kit: Kit) -> Iterator[Batch]:
        parts = ((part, spill.pieces(part)) for part in range(register_lines.PARTS))
        jobs = (job for job in parts if job[1])
        if self._intake.accepted < self._limits.worth_workers:
            addresses = self._premises.addresses.with_names(kit.renamed)
            for part, pieces in jobs:
                yield from build_part(kit, addresses, part, pieces)
            return
        with Workers(kit, worker_count()) as workers:
            yield from workers.batches(jobs)

    def _switch(self, session: Session, keys: FreshKeys, made: Assembled) -> Answer:
        """The keys, the pointer and the end of what was before, in one transaction."""
        act, before, number = self._act, registers.in_force(session), keys.kit.number
        info = registers.GenerationInfo(
            number,
            keys.data.key_id,
            keys.token.key_id,
            keep_keys(session, self._premises, keys),
            made.customers,
            made.rows,
            self._today,
            edition=self._edition,
        )
        registers.switch(session, info, act.by.person_id, act.at)
        if before is not None:
            self._premises.vault.destroy(session, before.key_ids)
        counts = {"rows": made.rows, "rejected": self._intake.rejected.count}
        audit.append(
            session, act.at, act.by.person_id, "register.import", subject=str(number), detail=counts
        )
        return {"generation": number}
