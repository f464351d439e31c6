"""A register's file on its way in: lines sealed by customer, problems, progress, the report."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from desktop.domain.errors import DeskError
from desktop.services import register_lines
from desktop.services.register_build import Batch
from desktop.services.register_columns import RegisterFileWrong
from desktop.services.register_file import LineProblem, RegisterFile
from desktop.store.register_spill import Spill

_EVERY = 200
_TOLD = 10_000  # problems listed; the counts go on

Progress = Callable[[int, int], None]


class ImportCancelled(DeskError):
    code = "cancelled"

    def __init__(self) -> None:
        super().__init__("取込みを取りやめました。", "これまでの登録情報はそのままです。")


@dataclass(frozen=True, slots=True)
class RegisterReport:
    """`accepted` counts lines; `generation` is None where nothing was switched in.

    Of very many problems the first ten thousand are listed; the counts are of all. `columns` are
    ours with the file's headings. `removed` counts the customers whom a delta took out.
    """

    accepted: int
    repaired: tuple[LineProblem, ...]
    rejected: tuple[LineProblem, ...]
    generation: int | None
    customers: int = 0
    repaired_count: int = 0
    rejected_count: int = 0
    encoding: str = ""
    columns: tuple[tuple[str, str], ...] = ()
    removed: int = 0


class Problems:
    """Lines that were repaired or rejected: all counted, the first ones kept."""

    def __init__(self) -> None:
        self.count = 0
        self._kept: list[LineProblem] = []

    def add(self, *problems: LineProblem) -> None:
        self.count += len(problems)
        if len(self._kept) < _TOLD:
            self._kept.extend(problems[: _TOLD - len(self._kept)])

    def told(self) -> tuple[LineProblem, ...]:
        return tuple(sorted(self._kept, key=lambda problem: problem.line))


class RegisterIntake:
    """A file on its way in: its lines sealed by customer, its problems, its progress."""

    def __init__(self, progress: Progress | None, cancelled: threading.Event | None) -> None:
        self._progress = progress or (lambda _done, _total: None)
        self._cancelled = cancelled or threading.Event()
        self._done = 0
        self._total = 1
        self.repaired = Problems()
        self.rejected = Problems()
        self.accepted = 0
        self.encoding = ""
        self.columns: tuple[tuple[str, str], ...] = ()

    def read(
        self, file: Path, names: Mapping[str, str] | None, spill: Spill, key: bytes, *, delta: bool
    ) -> None:
        try:
            with file.open("rb") as stream:
                source = RegisterFile(stream, names, delta=delta)
                self.encoding, self.columns = source.written.label, source.columns
                self._total = 2 * source.written.lines
                self._take(source, spill, key)
        except OSError as problem:
            raise RegisterFileWrong(
                "登録情報のファイルを開けません。",
                "ファイルがあるか、読み取りの権限があるかを確かめてください。",
            ) from problem

    def _take(self, source: RegisterFile, spill: Spill, key: bytes) -> None:
        for read in source.lines():
            self.step(1)
            if read.repaired:
                self.repaired.add(*read.repaired)
            if read.problem is not None:
                self.rejected.add(read.problem)
            if read.kept is not None:
                self.accepted += 1
                part = register_lines.part_of(key, read.kept.customer_no)
                spill.add(part, register_lines.to_bytes(read.kept))

    def refuse(self, problems: tuple[LineProblem, ...]) -> None:
        """Lines that were accepted one by one, and do not go together."""
        self.rejected.add(*problems)
        self.accepted -= len(problems)

    def done(self, batch: Batch | None) -> None:
        """One batch was built, or one segment sorted."""
        self.check_cancelled()
        if batch is not None:
            self.refuse(batch.rejected)
            self.step(batch.lines)

    def step(self, lines: int) -> None:
        before, self._done = self._done, self._done + lines
        if before // _EVERY != self._done // _EVERY or not before:
            self.check_cancelled()
            self._progress(self._done, self._total)

    def check_cancelled(self) -> None:
        if self._cancelled.is_set():
            raise ImportCancelled

    def report(self, generation: int | None, customers: int, *, removed: int = 0) -> RegisterReport:
        return RegisterReport(
            self.accepted,
            self.repaired.told(),
            self.rejected.told(),
            generation,
            customers,
            self.repaired.count,
            self.rejected.count,
            self.encoding,
            self.columns,
            removed,
        )
