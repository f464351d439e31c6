"""Sheets that must not leave: of a letter that became void while it was printed; and whoever prints
papers of their own records how that ended (DOMAIN §8, §9, §11)."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Iterator
from pathlib import Path

import pypdfium2
import pytest
from case_path import Track, to_printing
from desk_office import Office
from print_shop import CANCELLED, COMPLETED, PENDING, PROCESSING, PrintShop

from desktop.domain.errors import NotAllowed, Refused
from desktop.domain.printing import Again, JobState
from desktop.services.print_views import JobView


@pytest.fixture
def carry() -> Callable[[Track], str]:
    return to_printing


@pytest.fixture
def track(office: Office, tmp_path: Path) -> Track:
    return Track(office, tmp_path)


@pytest.fixture
def case_id(track: Track) -> str:
    return str(track.office.told)


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[PrintShop]:
    made = PrintShop(tmp_path / "print-shop")
    made.open()
    monkeypatch.setenv("PATH", made.path)
    monkeypatch.setenv("CUPS_SERVER", made.address)
    yield made
    made.close()


def notice_printing(track: Track, case_id: str) -> JobView:
    """A D-04 at the printer, replaced by another one before its job has ended."""
    notices, prints = track.office.desk.casework.notices, track.office.desk.letter_printing
    until = track.office.now.date()
    letter = notices.interim(track.act("c01"), case_id, "部署の回答を待っているため", until)
    job = prints.print(track.act("c01"), letter.id, "Letters")
    assert not job.void
    notices.interim(track.act("c01"), case_id, "記録を取り寄せているため", until)
    return job


def follow(track: Track) -> tuple[JobView, ...]:
    printing = track.office.desk.printing
    return printing.keep(printing.ask(printing.open_jobs()), track.office.now)


def titled(track: Track, title: str) -> JobView:
    (job,) = (one for one in track.office.desk.printing.open_jobs() if one.title == title)
    return job


def words_of(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(io.BytesIO(pdf)) as document:
        return "".join(page.get_textpage().get_text_bounded() for page in document)


def test_the_job_of_a_letter_that_came_back_and_is_laid_aside_goes_nowhere_either(
    track: Track, shop: PrintShop, case_id: str
):
    desk, until = track.office.desk, track.office.now.date()
    why = "部署の回答を待っているため"
    letter = desk.casework.notices.interim(track.act("c01"), case_id, why, until)
    desk.correspondence.save_copy(track.act("c01"), letter.id, track.folder)
    desk.correspondence.send(track.act("c01"), letter.id)
    track.later(days=2)
    desk.returned_notices.record(track.act("c01"), letter.id, track.office.now.date())
    prints = desk.letter_printing
    job = prints.print(track.act("c01"), letter.id, "Letters", Again.RETURNED)
    assert not job.void
    desk.casework.notices.take_back(track.act("c01"), case_id, letter.id)
    assert titled(track, job.title).void


def test_the_job_of_a_letter_that_became_void_is_taken_back_by_itself(
    track: Track, shop: PrintShop, case_id: str
):
    notice_printing(track, case_id)
    (job,) = track.office.desk.printing.open_jobs()
    assert job.void
    assert "この紙は発送しないでください" in "".join(job.told)
    shop.job = (CANCELLED, "processing-to-stop-point")
    (told,) = follow(track)
    assert (shop.folder / "cancelled").read_text() == "Letters-1\n"
    assert (told.state, told.void) == (JobState.CANCELLED, True)
    assert track.office.desk.printing.open_jobs() == ()
    entries = track.office.desk.audit.entries(track.office.by("s01"), 0, 50)
    (end,) = (one for one in entries if one.action == "print.end")
    assert end.detail["void"] == 1


def test_a_void_sheet_that_came_out_all_the_same_is_told_and_makes_no_letter_printed(
    track: Track, shop: PrintShop, case_id: str
):
    job = notice_printing(track, case_id)
    shop.job = (COMPLETED, "processing-to-stop-point")
    (told,) = follow(track)
    assert (told.state, told.void) == (JobState.DONE, True)
    assert "発送しないでください" in told.told[0]
    (old,) = (one for one in track.get(case_id).letters if one.id == job.letter_id)
    assert (old.state, old.printed_by) == ("VOID", "")
    with pytest.raises(Refused, match="取り消された文書"):
        track.office.desk.letter_printing.print(track.act("c01"), old.id, "Letters")


def test_an_auditor_prints_both_reports_and_ends_their_own_jobs_alone(
    track: Track, shop: PrintShop, case_id: str
):
    desk, day = track.office.desk, track.office.now.date()
    shop.job = (PROCESSING, "job-printing")
    command = track.act("k01")
    for _ in range(2):  # however often it is asked
        desk.audit_reports.print(command, "I-08", day.replace(day=1), day, "Letters")
    desk.audit_reports.print(track.act("k01"), "I-10", day, day, "Letters")
    assert shop.jobs == 2
    assert "内部監査報告書" in words_of(shop.handed(1))
    assert "マスキング記録" in words_of(shop.handed(2))
    assert [one.rsplit(" ", 1)[0] for one in shop.arguments(1) if "I-08" in one]
    first, second = titled(track, "I-08 2026-11"), titled(track, "I-10 2026-11")
    actions = [one.action for one in desk.audit.entries(track.office.by("s01"), 0, 50)]
    assert actions.count("audit.report_printed") == 2
    letter = track.get(case_id).letters[-1]
    others = desk.letter_printing.print(track.act("c01"), letter.id, "Letters")
    for refused in (
        lambda: desk.printing.cancel(track.act("k01"), others.id),
        lambda: desk.printing.say_out(track.act("k01"), others.id, out=True),
        lambda: desk.printing.cancel(track.act("a01"), first.id),
    ):
        with pytest.raises(NotAllowed):
            refused()
    shop.job = (CANCELLED, "processing-to-stop-point")
    assert desk.printing.cancel(track.act("k01"), first.id).state is JobState.CANCELLED
    desk.document_prints.print_window(track.act("a01"), "Letters")
    window = titled(track, "WINDOW")
    with pytest.raises(NotAllowed):
        desk.printing.cancel(track.act("k01"), window.id)
    assert desk.printing.cancel(track.act("a01"), window.id).state is JobState.CANCELLED
    shop.job = None  # its traces are gone: who printed it looks
    follow(track)
    told = desk.printing.say_out(track.act("k01"), second.id, out=True)
    assert told.state is JobState.DONE


def test_another_copy_of_a_letter_has_its_reason_and_its_mark_like_a_sheet(
    track: Track, case_id: str
):
    save, letter = track.office.desk.correspondence.save_copy, track.get(case_id).letters[-1]
    first = save(track.act("c01"), letter.id, track.folder)
    assert "再発行" not in words_of(first.read_bytes())
    frozen = first.read_bytes()
    with pytest.raises(Refused) as caught:
        save(track.act("c01"), letter.id, track.folder)
    assert caught.value.field == "again"
    with pytest.raises(Refused, match="まだ発送していない"):
        save(track.act("c01"), letter.id, track.folder, Again.ASKED)
    with pytest.raises(Refused, match="書かれていません"):
        save(track.act("c01"), letter.id, track.folder, Again.OTHER)
    same = save(track.act("c01"), letter.id, track.folder, Again.SPOILED, "かすれたため")
    assert same == first
    assert first.read_bytes() == frozen
    command = track.act("c01")
    marked = save(command, letter.id, track.folder, Again.MISSING)
    assert marked.name == first.stem + "_再発行.pdf"
    assert "再発行" in words_of(marked.read_bytes())
    assert save(command, letter.id, track.folder, Again.MISSING) == marked  # the same command
    handed = hashlib.sha256(marked.read_bytes()).hexdigest()
    entries = track.office.desk.audit.entries(track.office.by("s01"), 0, 50)
    again = [one.detail for one in entries if one.action == "letter.reprint"]
    assert [one["sha256"] for one in again if one["reissued"]] == [handed]
    assert sorted((one["again"], one["reissued"]) for one in again) == [
        ("MISSING", 1),
        ("SPOILED", 0),
    ]
    assert not any("かすれ" in str(one.detail) for one in entries)


def test_no_copy_is_saved_while_a_printer_is_at_work_on_the_letter(
    track: Track, shop: PrintShop, case_id: str
):
    letter = track.get(case_id).letters[-1]
    shop.job = (PENDING, "none")
    track.office.desk.letter_printing.print(track.act("c01"), letter.id, "Letters")
    with pytest.raises(Refused, match="印刷しているところ"):
        track.office.desk.correspondence.save_copy(track.act("c01"), letter.id, track.folder)
