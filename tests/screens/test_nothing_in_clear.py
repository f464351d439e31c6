"""Whatever a tour leaves behind is searched for the people of the sample office."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Iterable
from pathlib import Path

import pypdfium2
import pytest
from sample_people import (
    SHIPPED,
    never_kept_texts,
    of_phone,
    register_texts,
    staff_texts,
    writers_texts,
)
from text_search import Search, encodings, files_in
from tour_run import TourRun, run_watched

NAME, PHONE = "例岡 健一", "080-0000-7919"  # who wrote the third envelope
TOWN_AND_BLOCK, KANA = "多摩川3丁目4-11", "レイオカ ケンイチ"


@pytest.fixture(scope="module")
def people() -> Search:
    """Everybody: the 2,000 customers, who wrote, and who works in the office."""
    return Search(register_texts(SHIPPED) | writers_texts(SHIPPED) | staff_texts())


@pytest.fixture(scope="module")
def customers() -> Search:
    return Search(register_texts(SHIPPED) | writers_texts(SHIPPED))


@pytest.fixture(scope="module")
def numbers() -> Search:
    return Search(never_kept_texts(SHIPPED))


def told(found: Iterable[tuple[Path, set[str]]]) -> dict[str, list[str]]:
    return {str(file): sorted(texts)[:5] for file, texts in found}


def pdf_text(file: Path) -> str:
    document = pypdfium2.PdfDocument(file)
    try:
        return "\n".join(page.get_textpage().get_text_bounded() for page in document)
    finally:
        document.close()


# -- the search itself can find ---------------------------------------------------------------


@pytest.mark.parametrize("text", [NAME, NAME.replace(" ", ""), PHONE, TOWN_AND_BLOCK, KANA])
@pytest.mark.parametrize("offset", [0, 1_000_003, 3_999_997])  # the last lies across two chunks
def test_the_search_finds_a_planted_text_in_every_encoding(
    people: Search, text: str, offset: int
) -> None:
    for written in encodings(text):
        data = bytearray(4_100_000)
        data[offset : offset + len(written)] = written
        assert text in people.find(bytes(data)), written


def test_the_search_finds_a_planted_row_in_a_database_and_a_file_by_its_name(
    people: Search, tmp_path: Path
) -> None:
    connection = sqlite3.connect(tmp_path / "store.db")
    connection.execute("CREATE TABLE t (a TEXT, b TEXT)")
    connection.execute("INSERT INTO t VALUES (?, ?)", ("x" * 5000, NAME))
    connection.commit()
    connection.close()
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / f"{PHONE}.tmp").touch()
    found = {file.name: texts for file, texts in people.find_in([tmp_path])}
    assert NAME in found["store.db"]
    assert PHONE in found[f"{PHONE}.tmp"]


def test_a_temporary_file_that_comes_and_goes_is_searched_too(
    people: Search, tmp_path: Path
) -> None:
    """The watched program takes its file away only once the watcher has it."""
    program = (
        "import os, pathlib, sys, time\n"
        "file = pathlib.Path(os.environ['TMPDIR'], 'leak')\n"
        f"file.write_text({NAME!r})\n"
        "until = time.monotonic() + 30\n"
        "while time.monotonic() < until and not any(pathlib.Path('passing').iterdir()): pass\n"
        "file.unlink()\n"
    )
    assert run_watched([sys.executable, "-c", program], tmp_path) == 0
    assert files_in([tmp_path / "tmp"]) == []
    ((_, found),) = people.find_in([tmp_path / "passing"])
    assert found == {NAME}


def test_the_search_knows_all_customers_and_stays_silent_on_noise(people: Search) -> None:
    everybody = register_texts(SHIPPED)
    assert len(everybody) > 40_000
    some = sorted(everybody)[::25]
    assert people.find("\n".join(some).encode()) >= set(some)
    assert set(of_phone("9000001219")) == set(of_phone("０９０－００００－１２１９"))
    assert people.find(bytes(range(256)) * 20_000) == set()


# -- the leavings of the tour -----------------------------------------------------------------


def test_the_tour_left_a_store_to_be_searched(tour: TourRun) -> None:
    """Without this the search below could pass over nothing."""
    store = tour.out / "store"
    names = {file.name for file in files_in([store])}
    assert {"store.db", "slot.bin"} <= names
    assert any(name.startswith("register-") for name in names)
    connection = sqlite3.connect(f"file:{store / 'store.db'}?mode=ro", uri=True)
    try:
        pages = connection.execute("SELECT count(*) FROM page").fetchone()[0]
    finally:
        connection.close()
    assert pages > 30
    assert sum(file.stat().st_size for file in files_in([store])) > 3_000_000


def test_nobody_stands_in_clear_in_the_store(tour: TourRun, people: Search) -> None:
    assert told(people.find_in([tour.out / "store"])) == {}


def test_nobody_stands_in_temporary_files_settings_caches_or_what_was_said(
    tour: TourRun, people: Search
) -> None:
    assert tour.words.stat().st_size > 0
    assert told(people.find_in(tour.surroundings)) == {}


def test_no_temporary_file_is_left(tour: TourRun) -> None:
    assert files_in([tour.root / "tmp"]) == []


def test_the_ledger_and_the_exported_log_hold_no_names(tour: TourRun, people: Search) -> None:
    files = [tour.out / "ledger.csv", tour.out / "audit-log.jsonl"]
    assert all(file.stat().st_size > 500 for file in files)
    assert told(people.find_in(files)) == {}


def test_the_certificate_names_no_customer(tour: TourRun, customers: Search) -> None:
    text = pdf_text(tour.out / "certificate.pdf")
    assert "廃棄" in text
    assert customers.find(text.encode()) == set()


def test_the_forbidden_numbers_are_nowhere_not_even_in_what_was_asked_for(
    tour: TourRun, numbers: Search
) -> None:
    everything = [file for file in files_in([tour.root]) if file.suffix not in (".png", ".pdf")]
    assert tour.out / "tour.json" in everything
    assert told(numbers.find_in(everything)) == {}
    for file in files_in([tour.out]):
        if file.suffix == ".pdf":
            assert numbers.find(pdf_text(file).encode()) == set(), file.name


def test_every_file_of_the_store_is_its_owners_alone(tour: TourRun) -> None:
    store = tour.out / "store"
    for place in (store, *store.rglob("*")):
        assert place.stat().st_mode & 0o077 == 0, place.name
