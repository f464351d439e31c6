"""What CUPS says of a job, over IPP as it sends it: its true end, and what stands in its way."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from print_shop import (
    ABORTED,
    CANCELLED,
    COMPLETED,
    HELD,
    IDLE,
    PENDING,
    PRINTER_STOPPED,
    PROCESSING,
    STOPPED,
    PrintShop,
)

from desktop.domain.printing import TROUBLES, JobFinding, JobState, Trouble
from desktop.letters import ipp
from desktop.letters.print_queue import find_job


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PrintShop]:
    made = PrintShop(tmp_path_factory.mktemp("shop") / "programs")
    made.open()
    yield made
    made.close()


@pytest.fixture
def shop(server: PrintShop, monkeypatch: pytest.MonkeyPatch) -> PrintShop:
    monkeypatch.setenv("CUPS_SERVER", server.address)
    server.job, server.printer = (PENDING, "none"), (IDLE, "none")
    return server


@pytest.mark.parametrize(
    ("job", "printer", "state", "trouble"),
    [
        ((PENDING, "none"), (IDLE, "none"), JobState.QUEUED, Trouble.NONE),
        ((PROCESSING, "job-printing"), (4, "none"), JobState.PRINTING, Trouble.NONE),
        # CUPS gives this reason to a job that ended well and to one that was taken back.
        ((COMPLETED, "processing-to-stop-point"), (IDLE, "none"), JobState.DONE, Trouble.NONE),
        ((CANCELLED, "processing-to-stop-point"), (IDLE, "none"), JobState.CANCELLED, Trouble.NONE),
        ((PENDING, "none"), (PRINTER_STOPPED, "paused"), JobState.STOPPED, Trouble.PAUSED),
        ((PROCESSING, "job-printing"), (4, "media-empty-error"), JobState.STOPPED, Trouble.PAPER),
        ((PROCESSING, "job-printing"), (4, "media-jam-error"), JobState.STOPPED, Trouble.JAM),
        ((PROCESSING, "job-printing"), (4, "offline-report"), JobState.STOPPED, Trouble.OFFLINE),
        ((PROCESSING, "job-printing"), (4, "toner-low-warning"), JobState.PRINTING, Trouble.NONE),
        ((HELD, "job-hold-until-specified"), (3, "none"), JobState.STOPPED, Trouble.HELD),
        (
            (STOPPED, "job-completed-with-errors"),
            (3, "none"),
            JobState.STOPPED,
            Trouble.BAD_DOCUMENT,
        ),
        ((ABORTED, "aborted-by-system"), (3, "none"), JobState.FAILED, Trouble.ABORTED),
        (
            (ABORTED, "document-format-error"),
            (3, "none"),
            JobState.FAILED,
            Trouble.BAD_DOCUMENT,
        ),
        ((CANCELLED, "job-canceled-by-user"), (3, "none"), JobState.CANCELLED, Trouble.NONE),
        (None, (3, "none"), JobState.UNKNOWN, Trouble.GONE),
        (None, None, JobState.UNKNOWN, Trouble.UNKNOWN_PRINTER),
    ],
)
def test_what_the_print_system_says_is_found(shop: PrintShop, job, printer, state, trouble):
    shop.job, shop.printer = job, printer
    assert find_job("Letters-12", "Letters") == JobFinding(state, trouble)


def test_a_print_system_that_does_not_run_is_told(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("CUPS_SERVER", "127.0.0.1:9")
    assert find_job("Letters-12", "Letters") == JobFinding(JobState.STOPPED, Trouble.NO_SYSTEM)


def test_every_trouble_has_its_sentence_and_its_next_step():
    assert set(TROUBLES) == set(Trouble) - {Trouble.NONE}
    sentences = [sentence for sentence, _step in TROUBLES.values()]
    assert len(set(sentences)) == len(sentences)
    assert all(one.endswith("。") for told in TROUBLES.values() for one in told)


def test_the_server_is_found_as_lp_finds_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setenv("HOME", str(tmp_path))
    for named, server in (
        ("print.example:8631", ipp.Server(host="print.example", port=8631)),
        ("print.example", ipp.Server(host="print.example", port=631)),
        ("/run/other.sock", ipp.Server(socket="/run/other.sock")),
    ):
        monkeypatch.setenv("CUPS_SERVER", named)
        assert ipp.server() == server
    monkeypatch.delenv("CUPS_SERVER")
    (tmp_path / ".cups").mkdir()
    (tmp_path / ".cups" / "client.conf").write_text("# one\nServerName print.example/version=1.1\n")
    assert ipp.server() == ipp.Server(host="print.example", port=631)
