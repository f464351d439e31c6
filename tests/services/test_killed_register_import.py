"""An import killed in the middle leaves the register as it was, and no process behind."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from desk_office import MORNING, Office
from register_lines import TOWN, imported, line, written

from desktop.store import register_generation

PROGRAM = Path(__file__).with_name("killed_register_import.py")
ROWS = 3000


def children_of(parent: int) -> list[int]:
    """The child processes, by what the system tells."""
    children = Path(f"/proc/{parent}/task/{parent}/children")
    return [int(one) for one in children.read_text().split()]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="asks /proc for the workers")
@pytest.mark.parametrize("share", [0.1, 0.75])
def test_a_killed_import_leaves_the_old_generation_and_no_worker(
    office: Office, tmp_path: Path, share: float
) -> None:
    imported(office, tmp_path, line(1, "架空 太郎", f"{TOWN}2丁目14-6"))
    many = (line(n, "見本 花子", f"{TOWN}3丁目{n}-1") for n in range(1, ROWS))
    file = written(tmp_path, *many, name="many.csv")
    office.desk.close()
    command = [sys.executable, str(PROGRAM), office.place, str(office.surroundings.spool)]
    workers: list[int] = []
    with subprocess.Popen(
        [*command, str(file)], stdout=subprocess.PIPE, text=True, bufsize=1
    ) as program:
        assert program.stdout is not None
        for told in program.stdout:
            assert told != "done\n"
            done, total = map(int, told.split())
            if done >= share * total:
                workers = [os.pidfd_open(child) for child in children_of(program.pid)]
                break
        os.kill(program.pid, signal.SIGKILL)
    if share > 0.5:
        assert workers
    for worker in workers:
        ended, _, _ = select.select([worker], [], [], 20)
        assert ended, "a worker outlived the import"
        os.close(worker)

    office.reopen()
    by = office.by("c01")
    assert office.desk.register.info(MORNING.date()).customers == 1
    assert [one.row.customer_no for one in office.desk.register.find(by, name="架空 太郎")] == ["1"]
    engine = office.desk.premises.database.engine
    assert register_generation.existing(engine, office.folder) == [1]


# More than the store's own files need: less than the waiting lines, less than the built rows.
@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)  # a server's files are not ours
@pytest.mark.parametrize("room", [700_000, 1_500_000])
def test_a_full_disk_is_told_and_leaves_the_old_generation(
    office: Office, tmp_path: Path, room: int
) -> None:
    imported(office, tmp_path, line(1, "架空 太郎", f"{TOWN}2丁目14-6"))
    many = (line(n, "見本 花子", f"{TOWN}3丁目{n}-1") for n in range(1, 2 * ROWS))
    file = written(tmp_path, *many, name="many.csv")
    office.desk.close()
    command = [sys.executable, str(PROGRAM), office.place, str(office.surroundings.spool)]
    said = subprocess.run(
        [*command, str(file), str(room)], capture_output=True, text=True, timeout=120, check=False
    )
    # SQLite calls a file that may not grow a broken disk.
    assert said.stdout.split()[-1] in ("disk_full", "disk_broken"), said.stderr
    office.reopen()
    office.by("c01")
    assert office.desk.register.info(MORNING.date()).customers == 1
    engine = office.desk.premises.database.engine
    assert register_generation.existing(engine, office.folder) == [1]
