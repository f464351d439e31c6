"""The operation log: entries a second at FULL beside plain rows, and a whole log verified.

`madoguchi bench audit [ENTRIES]`; the numbers of the issue are for 1,000,000.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import insert, text

from desktop.store import audit
from desktop.store.audit_log import Entry, canonical, verify_lines
from desktop.store.database import Database
from desktop.store.schema.infrastructure import AuditEntryRow, StoreInfoRow

NOW = datetime(2026, 11, 10, 9, 0, tzinfo=UTC)
APPENDS = 2_000
ACTS = ("page.view", "identity.view", "case.accept", "letter.print", "register.find")


def main(count: int) -> None:
    with tempfile.TemporaryDirectory(prefix="madoguchi-bench-") as place:
        database = Database.open(place, create=True)
        database.upgrade()
        _append(database)
        _fill(database, count)
        _verify(database, Path(place) / "log.jsonl", count)
        database.close()


def _append(database: Database) -> None:
    """Each in a transaction of its own, as acts come; synchronous=FULL is the store's own."""
    with database.transaction() as session:
        session.execute(text("CREATE TABLE plain (id INTEGER PRIMARY KEY, data TEXT)"))

    def plain() -> None:
        with database.transaction() as session:
            session.execute(text("INSERT INTO plain (data) VALUES (:d)"), {"d": "x" * 200})

    def one(number: int) -> None:
        with database.transaction() as session:
            audit.append(
                session, NOW, "bench", "page.view", subject=f"page-{number}", detail={"n": number}
            )

    def many() -> None:
        with database.transaction() as session:
            for number in range(APPENDS):
                audit.append(session, NOW, "bench", "page.view", detail={"n": number})

    floor = _seconds(lambda: [plain() for _ in range(APPENDS)])
    alone = _seconds(lambda: [one(number) for number in range(APPENDS)])
    together = _seconds(many)
    for what, (spent, worked) in (
        ("plain rows, a commit each", floor),
        ("entries, a commit each", alone),
        ("entries, one transaction", together),
    ):
        rate, most = APPENDS / spent, APPENDS / worked
        print(f"{what:<28} {rate:8,.0f} /s  ({most:,.0f} /s of the processor)")
    print(f"an entry beside a plain row, a commit each: {alone[0] / floor[0]:.2f} ×")


def _fill(database: Database, count: int) -> None:
    with database.transaction() as session:
        begun = audit.count(session)
        for some in _chunks(range(begun + 1, count + 1), 20_000):
            session.execute(insert(AuditEntryRow), [_row(seq) for seq in some])


def _row(seq: int) -> dict[str, object]:
    detail = {"number": seq % 977, "kind": "DL"}
    entry = Entry(
        seq,
        1,
        NOW + timedelta(seconds=seq),
        f"{seq % 9:032x}",
        ACTS[seq % len(ACTS)],
        f"{seq // 40:032x}",
        f"page-{seq}",
        ("birth", "address") if seq % 3 else (),
        detail,
    )
    return {
        "seq": seq,
        "segment": 1,
        "at": entry.at,
        "actor": entry.actor,
        "action": entry.action,
        "case_id": entry.case_id,
        "subject": entry.subject,
        "fields_json": canonical(list(entry.fields)),
        "detail_json": canonical(detail),
        "leaf": entry.leaf(),
    }


def _verify(database: Database, file: Path, count: int) -> None:
    with database.transaction() as session:
        if session.get(StoreInfoRow, 1) is None:
            session.add(_info())
    with database.reading() as session:
        inside = _seconds(lambda: _whole(audit.verify(session).ok))
        head = _seconds(lambda: audit.head(session))
        with file.open("w", encoding="utf-8") as stream:
            writing = _seconds(lambda: stream.writelines(f"{one}\n" for one in _lines(session)))
    with file.open(encoding="utf-8") as stream:
        outside = _seconds(lambda: _whole(verify_lines(stream).ok))
    for what, (spent, worked) in (
        (f"verify {count:,} entries in the store", inside),
        ("the tree's head alone", head),
        ("export of them", writing),
        ("verify the exported log", outside),
    ):
        print(f"{what:<40} {spent:7.1f} s  ({worked:.1f} s of the processor)")


def _lines(session: object) -> Iterator[str]:
    return iter(audit.export(session))  # type: ignore[arg-type]


def _info() -> StoreInfoRow:
    return StoreInfoRow(
        id=1,
        store_id="b" * 32,
        epoch=1,
        created_at=NOW,
        clock_high_water=NOW,
        change_number=0,
        register_generation=None,
        program_version="0",
    )


def _whole(ok: bool) -> None:
    if not ok:
        raise SystemExit("the log of the bench does not verify")


def _chunks(numbers: range, size: int) -> Iterator[range]:
    for start in range(0, len(numbers), size):
        yield numbers[start : start + size]


def _seconds(work: Callable[[], object]) -> tuple[float, float]:
    """By the clock, and of the processor: on a busy machine the second one tells more."""
    start, worked = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - start, time.process_time() - worked


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
