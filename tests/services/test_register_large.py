"""What only a large register meets: worker processes, long posting lists, many faulty lines."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from desk_office import MORNING, Office
from register_lines import TOWN, imported, line, written

from desktop import paths
from desktop.address.renamed import Renamed
from desktop.services import register_workers
from desktop.services.act import new_act
from desktop.services.register import Query, Register
from desktop.services.register_build import Kit
from desktop.services.register_intake import ImportCancelled
from desktop.services.register_limits import Limits
from desktop.services.register_workers import Workers, WorkerStopped
from desktop.store import register_generation

PROCESSES = Limits(worth_workers=1)


def register_of(office: Office, limits: Limits) -> Register:
    return Register(office.desk.premises, limits)


def test_worker_processes_build_what_one_process_builds(office: Office, tmp_path: Path) -> None:
    lines = [line(n, f"架空 {n}郎", f"{TOWN}2丁目{n}-6") for n in range(1, 300)]
    lines += [line(7, "架空 7郎", f"{TOWN}9丁目1-1", valid_to="2020-01-01")]
    file = written(tmp_path, *lines)
    alone = office.desk.register.import_csv(office.act("a01"), file)
    asked = [Query(name=f"架空 {n}郎") for n in range(1, 300)]
    by = office.by("c01")
    expected = [office.desk.register.search(by, one).candidates for one in asked]

    register = register_of(office, PROCESSES)
    together = register.import_csv(office.act("a01"), file)
    assert (
        (together.accepted, together.customers) == (alone.accepted, alone.customers) == (300, 299)
    )
    by = office.by("c01")
    assert [register.search(by, one).candidates for one in asked] == expected
    assert all(len(found) == 1 for found in expected)


def test_a_cancelled_import_ends_its_worker_processes(office: Office, tmp_path: Path) -> None:
    imported(office, tmp_path, line(1, "架空 太郎", f"{TOWN}2丁目14-6"))
    many = (line(n, "見本 花子", f"{TOWN}3丁目{n}-1") for n in range(1, 3000))
    cancelled = threading.Event()

    def progress(done: int, total: int) -> None:
        if done > total * 0.6:
            cancelled.set()

    register = register_of(office, PROCESSES)
    with pytest.raises(ImportCancelled):
        register.import_csv(
            office.act("a01"), written(tmp_path, *many), progress=progress, cancelled=cancelled
        )
    assert not [one for one in threading.enumerate() if one.name == "register worker"]
    assert office.desk.register.info(MORNING.date()).customers == 1
    engine = office.desk.premises.database.engine
    assert register_generation.existing(engine, office.folder) == [1]


def test_a_worker_that_fails_stops_the_import_and_says_so(tmp_path: Path) -> None:
    nowhere = Kit(
        1, MORNING.date(), tmp_path / "absent", bytes(32), bytes(32), bytes(32), Renamed()
    )
    with Workers(nowhere, 2) as workers, pytest.raises(WorkerStopped):
        list(workers.batches(iter([(0, [b"not sealed"]), (1, [b"not sealed"])])))


def test_a_part_sealed_with_another_key_stops_the_worker(tmp_path: Path) -> None:
    gazetteer = paths.resources() / "gazetteer"
    kit = Kit(1, MORNING.date(), gazetteer, bytes(32), bytes(32), bytes(32), Renamed())
    with Workers(kit, 1) as workers, pytest.raises(WorkerStopped):
        list(workers.batches(iter([(0, [bytes(64)])])))


def test_there_are_a_few_workers_at_most() -> None:
    assert 1 <= register_workers.worker_count() <= register_workers.MOST


NAMESAKES = 12


@pytest.fixture
def crowd(office: Office, tmp_path: Path) -> Register:
    """Twelve namesakes with a limit of five a token; each lives elsewhere in one town."""
    lines = [line(n, "架空 太郎", f"{TOWN}2丁目{n}-{n}") for n in range(1, NAMESAKES + 1)]
    imported(office, tmp_path, *lines, line(99, "見本 花子", f"{TOWN}3丁目1-1"))
    return register_of(office, Limits(long_list=5))


def test_a_long_list_only_helps_where_another_token_leads(office: Office, crowd: Register) -> None:
    answer = crowd.search(office.by("c01"), Query(name="架空 太郎", address=f"{TOWN}2-7-7"))
    assert answer.candidates[0].row.customer_no == "7"
    assert not answer.crowded


def test_where_only_long_lists_lead_the_answer_says_that_more_would_fit(
    office: Office, crowd: Register
) -> None:
    answer = crowd.search(office.by("c01"), Query(name="架空 太郎"), limit=3)
    assert len(answer.candidates) == 3
    assert answer.crowded
    assert {one.row.name for one in answer.candidates} == {"架空 太郎"}


def test_more_alike_than_are_opened_is_said_too(office: Office, tmp_path: Path) -> None:
    lines = [line(n, "架空 太郎", f"{TOWN}2丁目{n}-{n}") for n in range(1, 60)]
    imported(office, tmp_path, *lines)
    by, register = office.by("c01"), office.desk.register
    assert register.search(by, Query(name="架空 太郎")).crowded
    assert not register.search(by, Query(name="架空 太郎", address=f"{TOWN}2-7-7")).crowded


def test_a_wrong_answer_to_a_long_list_is_not_made_good_by_its_length(
    office: Office, crowd: Register
) -> None:
    query = Query(name="見本 花子", postal="350-0001")
    answer = crowd.search(office.by("c01"), query)
    assert answer.candidates[0].row.customer_no == "99"


def test_of_very_many_faulty_lines_the_first_are_listed_and_all_counted(
    office: Office, tmp_path: Path
) -> None:
    good = line(1, "架空 太郎", f"{TOWN}2丁目14-6")
    file = written(tmp_path, good)
    with file.open("a", encoding="utf-8") as stream:
        stream.write("短い行\r\n" * 10_050)
    act = new_act(office.by("a01"), MORNING)
    report = office.desk.register.import_csv(act, file, dry_run=True)
    assert (report.accepted, report.rejected_count) == (1, 10_050)
    assert [problem.line for problem in report.rejected] == list(range(3, 10_003))
