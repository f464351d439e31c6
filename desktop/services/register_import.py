"""Building a register generation aside and switching it in (DESIGN §4).

Until the one transaction at the end the register in use is untouched: whatever stops the import
before leaves it as it was.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from desktop.domain.errors import DeskError
from desktop.domain.roles import Capability
from desktop.services import register_marks, rights
from desktop.services.act import Act
from desktop.services.changes import Answer, carry_out
from desktop.services.premises import Premises
from desktop.services.register_file import (
    LineProblem,
    RegisterFileWrong,
    SourceLine,
    read_lines,
)
from desktop.services.register_rows import Grouped, RegisterRow, from_json, group, to_json
from desktop.store import audit, register_generation, registers
from desktop.store.register_generation import Generation, SealedRow
from desktop.store.register_tokens import SECRET_BYTES, tokens
from desktop.store.vault.crypto import context, seal, unseal
from desktop.store.vault.vault import FreshKey, Vault

_SAMPLE = 200
_EVERY = 200

Progress = Callable[[int, int], None]


class RegisterBusy(DeskError):
    code = "register_busy"

    def __init__(self) -> None:
        super().__init__(
            "登録情報は、いま別の画面かコマンドで取り込み中です。",
            "終わってから、もう一度取り込んでください。",
        )


class RegisterUnsound(DeskError):
    """What was built does not read back as it was written."""

    code = "register_unsound"

    def __init__(self) -> None:
        super().__init__(
            "取り込んだ登録情報を読み返して確認できませんでした。",
            "これまでの登録情報はそのままです。ディスクを確かめて、もう一度取り込んでください。",
        )


class ImportCancelled(DeskError):
    code = "cancelled"

    def __init__(self) -> None:
        super().__init__("取込みを取りやめました。", "これまでの登録情報はそのままです。")


@dataclass(frozen=True, slots=True)
class RegisterReport:
    """`accepted` counts lines; `generation` is None where nothing was switched in."""

    accepted: int
    repaired: tuple[LineProblem, ...]
    rejected: tuple[LineProblem, ...]
    generation: int | None
    customers: int = 0


class RegisterImport:
    """One import of one file."""

    def __init__(
        self,
        premises: Premises,
        act: Act,
        progress: Progress | None,
        cancelled: threading.Event | None,
    ) -> None:
        self._premises = premises
        self._act = act
        self._progress = progress or (lambda _done, _total: None)
        self._cancelled = cancelled or threading.Event()
        self._repaired: list[LineProblem] = []
        self._rejected: list[LineProblem] = []

    def run(self, file: Path, names: Mapping[str, str] | None, *, dry_run: bool) -> RegisterReport:
        rights.require(self._act, Capability.IMPORT_REGISTER)
        lines = self._read(file, names)
        grouped = group(lines, self._act.at.date())
        self._rejected.extend(grouped.rejected)
        accepted = len(lines) - len(grouped.rejected)
        generation = None if dry_run or not grouped.rows else self._take_in(grouped)
        return RegisterReport(
            accepted,
            tuple(self._repaired),
            tuple(sorted(self._rejected, key=lambda problem: problem.line)),
            generation,
            grouped.customers,
        )

    def _read(self, file: Path, names: Mapping[str, str] | None) -> list[SourceLine]:
        try:
            data = file.read_bytes()
        except OSError as problem:
            raise RegisterFileWrong(
                "登録情報のファイルを開けません。",
                "ファイルがあるか、読み取りの権限があるかを確かめてください。",
            ) from problem
        total = data.count(b"\n")
        lines = []
        for done, read in enumerate(read_lines(data, names)):
            self._step(done, 2 * total)
            self._repaired.extend(read.repaired)
            if read.problem is not None:
                self._rejected.append(read.problem)
            if read.kept is not None:
                lines.append(read.kept)
        return lines

    def _take_in(self, grouped: Grouped) -> int:
        premises = self._premises
        with register_generation.building(premises.folder) as alone:
            if not alone:
                raise RegisterBusy
            number = self._next_number()
            engine = premises.database.engine
            built = register_generation.generation(engine, premises.folder, number)
            try:
                answer = self._build_and_switch(built, grouped)
            except BaseException:
                built.drop()
                raise
            if answer["generation"] != number:
                built.drop()  # a repeated command: the first one's generation is in use
            elif isinstance(answer["before"], int):
                register_generation.generation(engine, premises.folder, answer["before"]).drop()
            return int(answer["generation"] or 0)

    def _next_number(self) -> int:
        premises = self._premises
        with premises.database.reading() as session:
            highest = registers.highest(session)
        left = register_generation.existing(premises.database.engine, premises.folder)
        return max([highest, *left]) + 1

    def _build_and_switch(self, built: Generation, grouped: Grouped) -> Answer:
        vault = self._premises.vault
        data_key, token_key, secret = vault.generate(), vault.generate(), os.urandom(SECRET_BYTES)
        rows = self._sealed(built.number, data_key, secret, grouped)
        if built.build(rows) != len(grouped.rows) or not self._sound(
            built, data_key, secret, grouped
        ):
            raise RegisterUnsound
        self._check_cancelled()

        def work(session: Session) -> Answer:
            return self._switch(session, vault, built, data_key, token_key, secret, grouped)

        return carry_out(
            self._premises, self._act, Capability.IMPORT_REGISTER, "register.import", work
        )

    def _sealed(
        self, number: int, data_key: FreshKey, secret: bytes, grouped: Grouped
    ) -> Iterator[SealedRow]:
        total = len(grouped.rows)
        for index, row in enumerate(grouped.rows):
            self._step(total + index, 2 * total)
            place = context(*register_generation.context_of(number, index))
            sealed = seal(data_key.secret, to_json(row), place)
            yield SealedRow(
                index,
                sealed,
                tuple(tokens(secret, register_marks.of_row(row, self._premises.addresses))),
            )

    def _switch(
        self,
        session: Session,
        vault: Vault,
        built: Generation,
        data_key: FreshKey,
        token_key: FreshKey,
        secret: bytes,
        grouped: Grouped,
    ) -> Answer:
        """The keys, the pointer and the end of the generation before, in one transaction."""
        act, before = self._act, registers.current(session)
        vault.keep(session, data_key)
        vault.keep(session, token_key)
        kind, part = registers.TOKEN_SECRET
        sealed = vault.seal(session, token_key.key_id, str(built.number), kind, part, secret)
        info = registers.GenerationInfo(
            built.number,
            data_key.key_id,
            token_key.key_id,
            sealed,
            grouped.customers,
            len(grouped.rows),
            act.at.date(),
        )
        registers.switch(session, info, act.by.person_id, act.at)
        if before is not None:
            vault.destroy(session, (before.data_key_id, before.token_key_id))
        counts = {"rows": len(grouped.rows), "rejected": len(self._rejected)}
        audit.append(
            session,
            act.at,
            act.by.person_id,
            "register.import",
            subject=str(built.number),
            detail=counts,
        )
        return {"generation": built.number, "before": before.number if before else None}

    def _step(self, done: int, total: int) -> None:
        if done % _EVERY == 0:
            self._check_cancelled()
            self._progress(done, total)

    def _check_cancelled(self) -> None:
        if self._cancelled.is_set():
            raise ImportCancelled

    def _sound(
        self, built: Generation, data_key: FreshKey, secret: bytes, grouped: Grouped
    ) -> bool:
        """Whether the generation holds every row, and a spread of them opens and is found again."""
        if built.count() != len(grouped.rows):
            return False
        numbers = built.sample(len(grouped.rows) // _SAMPLE)
        sealed = built.sealed(numbers)
        for number in numbers:
            place = context(*register_generation.context_of(built.number, number))
            row: RegisterRow = from_json(unseal(data_key.secret, sealed[number], place))
            if row != grouped.rows[number]:
                return False
        first = tuple(
            tokens(secret, register_marks.of_row(grouped.rows[0], self._premises.addresses))
        )
        return 0 in built.matches(first)
