"""Letters on paper: followed to the true end, printed again for a reason, marked where another
sheet may be in somebody's hands (DOMAIN §8, §9; CAPTURE §6)."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pypdfium2
import pytest
from case_path import Track, to_printing
from desk_office import Office
from print_shop import (
    CANCELLED,
    COMPLETED,
    PENDING,
    PROCESSING,
    PrintShop,
)

from desktop.domain.errors import DeskError, Refused
from desktop.domain.printing import Again, JobState, PaperKind, Sides, Target, Trouble
from desktop.services.print_views import JobView
from desktop.store.letters import letter_row

Carry = Callable[[Track], str]


@pytest.fixture
def carry() -> Carry:
    return to_printing


@pytest.fixture
def track(office: Office, tmp_path: Path) -> Track:
    return Track(office, tmp_path)


@pytest.fixture
def case_id(office: Office) -> str:
    """An approved answer, not printed yet."""
    return str(office.told)


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[PrintShop]:
    made = PrintShop(tmp_path / "print-shop")
    made.open()
    monkeypatch.setenv("PATH", made.path)
    monkeypatch.setenv("CUPS_SERVER", made.address)
    yield made
    made.close()


def letter_of(track: Track, case_id: str):
    return track.get(case_id).letters[-1]


def printed(track: Track, letter: str, *again: object, login: str = "c01") -> JobView:
    desk = track.office.desk
    return desk.letter_printing.print(track.act(login), letter, "Letters", *again)


def follow(track: Track) -> tuple[JobView, ...]:
    """One look at the print system, as the window takes it every few seconds."""
    printing = track.office.desk.printing
    return printing.keep(printing.ask(printing.open_jobs()), track.office.now)


def actions(track: Track) -> list[str]:
    entries = track.office.desk.audit.entries(track.office.by("s01"), 0, 200)
    return [one.action for one in entries]


def words_of(pdf: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(io.BytesIO(pdf))
    return [page.get_textpage().get_text_bounded() for page in document]


def test_a_letter_is_printed_when_its_job_has_ended_and_not_before(
    track: Track, shop: PrintShop, case_id: str
):
    letter = letter_of(track, case_id)
    job = printed(track, letter.id)
    assert (job.state, job.queue_job, job.title) == (JobState.QUEUED, "Letters-1", letter.number)
    assert letter_of(track, case_id).state == "READY"
    with pytest.raises(Refused, match="印刷していない"):
        track.tick(letter.id)
    shop.job = (PROCESSING, "job-printing")
    (told,) = follow(track)
    assert (told.state, letter_of(track, case_id).state) == (JobState.PRINTING, "READY")
    assert follow(track) == ()  # nothing new
    shop.job = (COMPLETED, "processing-to-stop-point")  # CUPS' own reason for one that ended well
    (told,) = follow(track)
    assert told.state is JobState.DONE
    now = letter_of(track, case_id)
    assert (now.state, now.printed_by) == ("PRINTED", "架空 太郎")
    assert track.office.desk.printing.open_jobs() == ()
    assert hashlib.sha256(shop.handed()).hexdigest() == now.sha256


def test_a_print_system_that_stops_is_told_and_asked_again(
    track: Track, shop: PrintShop, case_id: str
):
    printed(track, letter_of(track, case_id).id)
    shop.close()
    (told,) = follow(track)
    assert (told.state, told.trouble) == (JobState.STOPPED, Trouble.NO_SYSTEM)
    assert "動いていません" in told.told[0]
    assert track.office.desk.printing.open_jobs()[0].is_asked


def test_a_refused_letter_waits_as_before_and_may_be_printed_without_a_reason(
    track: Track, shop: PrintShop, case_id: str
):
    letter = letter_of(track, case_id).id
    (shop.folder / "refuse").touch()
    with pytest.raises(DeskError, match="受け付けませんでした"):
        printed(track, letter)
    standing = track.office.desk.letter_printing.standing(track.office.by("c01"), letter)
    assert standing.job is not None
    assert (standing.job.state, standing.taken_out) == (JobState.FAILED, False)
    (shop.folder / "refuse").unlink()
    assert printed(track, letter).state is JobState.QUEUED


def test_a_letter_on_its_way_is_not_printed_twice(track: Track, shop: PrintShop, case_id: str):
    letter = letter_of(track, case_id).id
    printed(track, letter)
    with pytest.raises(Refused, match="印刷しているところ"):
        printed(track, letter, login="c02")
    assert shop.jobs == 1


def test_the_same_command_prints_once(track: Track, shop: PrintShop, case_id: str):
    letter = letter_of(track, case_id).id
    act = track.act("c01")
    prints = track.office.desk.letter_printing
    assert prints.print(act, letter, "Letters").id == prints.print(act, letter, "Letters").id
    assert shop.jobs == 1


def test_a_job_is_taken_back_and_the_letter_is_not_printed(
    track: Track, shop: PrintShop, case_id: str
):
    job = printed(track, letter_of(track, case_id).id)
    shop.job = (CANCELLED, "processing-to-stop-point")
    told = track.office.desk.printing.cancel(track.act("c01"), job.id)
    assert told.state is JobState.CANCELLED
    assert (shop.folder / "cancelled").read_text() == "Letters-1\n"
    assert letter_of(track, case_id).state == "READY"
    with pytest.raises(Refused, match="もう取り消せません"):
        track.office.desk.printing.cancel(track.act("c01"), job.id)


@pytest.mark.parametrize(("out", "state"), [(True, "PRINTED"), (False, "READY")])
def test_where_no_machine_can_tell_a_person_says_whether_paper_came_out(
    track: Track, shop: PrintShop, case_id: str, out: bool, state: str
):
    job = printed(track, letter_of(track, case_id).id)
    printing = track.office.desk.printing
    with pytest.raises(Refused, match="答えを待っています"):
        printing.say_out(track.act("c01"), job.id, out=out)
    shop.job = None
    follow(track)
    told = printing.say_out(track.act("c02"), job.id, out=out)
    assert told.state is (JobState.DONE if out else JobState.FAILED)
    assert letter_of(track, case_id).state == state
    assert actions(track).count("print.end") == 1


def test_a_job_outlives_the_window_and_one_half_handed_over_is_looked_after(
    track: Track, shop: PrintShop, case_id: str
):
    letter = letter_of(track, case_id).id
    job = printed(track, letter)
    printing = track.office.desk.printing
    assert [one.id for one in printing.take_up(track.office.now)] == [job.id]
    shop.job = (COMPLETED, "none")
    follow(track)
    with track.office.desk.premises.database.transaction() as session:
        left = printing.begin(
            session, track.act("c01"), PaperKind.INTERNAL, "I-01", "Letters", b"%PDF"
        )
    (found,) = printing.take_up(track.office.now)
    assert (found.id, found.state, found.trouble) == (left, JobState.UNKNOWN, Trouble.BROKEN_OFF)


def done(track: Track, shop: PrintShop, letter: str, *again: object) -> JobView:
    job = printed(track, letter, *again)
    shop.job = (COMPLETED, "none")
    follow(track)
    shop.job = (PENDING, "none")
    return job


def test_a_sheet_more_has_its_reason_and_no_mark_where_the_first_was_destroyed(
    track: Track, shop: PrintShop, case_id: str
):
    letter = letter_of(track, case_id)
    done(track, shop, letter.id)
    with pytest.raises(Refused, match="理由が選ばれていません"):
        printed(track, letter.id)
    with pytest.raises(Refused, match="まだ発送していない"):
        printed(track, letter.id, Again.ASKED)
    with pytest.raises(Refused, match="書かれていません"):
        printed(track, letter.id, Again.OTHER)
    with pytest.raises(Refused, match="個人番号"):
        printed(track, letter.id, Again.OTHER, "1234 5678 9018")
    assert not done(track, shop, letter.id, Again.SPOILED).reissued
    assert shop.handed(2) == shop.handed(1)
    assert hashlib.sha256(shop.handed(2)).hexdigest() == letter.sha256
    assert actions(track).count("letter.reprint") == 1


def test_a_sheet_that_is_missing_makes_the_next_one_a_reissue_and_the_frozen_letter_stays(
    track: Track, shop: PrintShop, case_id: str
):
    letter = letter_of(track, case_id)
    done(track, shop, letter.id)
    assert done(track, shop, letter.id, Again.MISSING, "棚にない").reissued
    pages, before = words_of(shop.handed(2)), words_of(shop.handed(1))
    assert len(pages) == len(before)
    assert all("再発行　令和8年11月10日" in page for page in pages)
    assert not any("再発行" in page for page in before)
    for page, old in zip(pages, before, strict=True):
        assert page.replace("再発行　令和8年11月10日", "").split() == old.split()
    frozen = track.office.desk.correspondence.letter_pdf(track.act("c01"), letter.id)
    assert frozen == shop.handed(1)
    (entry,) = (
        one
        for one in track.office.desk.audit.entries(track.office.by("s01"), 0, 200)
        if one.action == "letter.reprint"
    )
    history = track.office.desk.cases.history(track.office.by("c01"), case_id)
    (told,) = (one for one in history if one.what == "文書の再印刷")
    assert told.more == ("印刷した紙が見当たらない",)
    assert entry.detail["again"] == "MISSING"
    assert entry.detail["sha256"] == hashlib.sha256(shop.handed(2)).hexdigest() != letter.sha256


def test_a_posted_letter_is_printed_again_as_a_reissue_only(
    track: Track, shop: PrintShop, case_id: str
):
    track.enclose(case_id)
    track.office.desk.correspondence.dispatch(
        track.act("c01"), case_id, "HONNIN_GENTEI", "12345678901"
    )
    job = done(track, shop, letter_of(track, case_id).id, Again.ASKED)
    assert job.reissued
    assert letter_of(track, case_id).state == "SENT"
    track.office.desk.correspondence.record_return(
        track.act("c01"), case_id, track.office.now.date()
    )
    assert letter_of(track, case_id).state == "READY"
    assert done(track, shop, letter_of(track, case_id).id, Again.RETURNED).reissued
    assert letter_of(track, case_id).state == "PRINTED"


def test_an_unapproved_decision_is_not_printed(track: Track, shop: PrintShop, case_id: str):
    with track.office.desk.premises.database.transaction() as session:
        letter_row(session, letter_of(track, case_id).id).state = "DRAFT"
    letter = letter_of(track, case_id).id
    with pytest.raises(Refused, match="決裁の済んでいない"):
        printed(track, letter)
    assert shop.jobs == 0


def test_a_letter_that_came_out_after_its_check_is_checked_again(
    track: Track, shop: PrintShop, case_id: str
):
    letter = track.enclose(case_id)
    done(track, shop, letter, Again.SPOILED)
    now = letter_of(track, case_id)
    assert (now.state, now.checked_by, now.printed_by) == ("PRINTED", "", "架空 太郎")


def test_nothing_is_posted_while_a_printer_may_put_out_one_sheet_more(
    track: Track, shop: PrintShop, case_id: str
):
    letter, post = track.enclose(case_id), track.office.desk.correspondence
    job = printed(track, letter, Again.SPOILED)
    with pytest.raises(Refused, match="まだ印刷しているところ"):
        post.dispatch(track.act("c01"), case_id, "HONNIN_GENTEI", "12345678901")
    # The machine that printed it is gone: whoever sees its printer says how it ended.
    (track.office.desk.premises.folder / "printing.json").unlink()
    printing = track.office.desk.printing
    assert printing.open_jobs() == ()
    printing.say_out(track.act("c02"), job.id, out=False)
    with pytest.raises(Refused, match="答えを待っています"):
        printing.say_out(track.act("c02"), job.id, out=True)
    post.dispatch(track.act("c01"), case_id, "HONNIN_GENTEI", "12345678901")
    assert letter_of(track, case_id).state == "SENT"


def test_each_kind_of_paper_has_its_printer_and_tray_on_this_machine(
    track: Track, shop: PrintShop, case_id: str
):
    printing, act = track.office.desk.printing, track.act("c01")
    assert printing.choices() == {}
    done(track, shop, letter_of(track, case_id).id)
    assert printing.choices() == {PaperKind.LETTER: Target("Letters")}  # remembered
    wish = Target("Letters", "Tray2", Sides.TWO)
    printing.choose(act, PaperKind.LETTER, wish)
    done(track, shop, letter_of(track, case_id).id, Again.SPOILED)
    assert shop.arguments(2)[4:10] == [
        *("-o", "media=A4", "-o", "sides=two-sided-long-edge", "-o", "InputSlot=Tray2"),
    ]
    with pytest.raises(Refused, match="このプリンターにないトレイ"):
        printing.choose(track.act("c01"), PaperKind.LETTER, Target("Letters", "Tray9"))
    with pytest.raises(DeskError, match="見つかりません"):
        printing.choose(track.act("c01"), PaperKind.LETTER, Target("Cellar"))
    kept = json.loads((track.office.desk.premises.folder / "printing.json").read_text("utf-8"))
    way = {"tray": "Tray2", "sides": "two-sided-long-edge"}
    assert kept["kinds"]["LETTER"] == {"printer": "Letters", "ways": {"Letters": way}}
    # Where it was printed last, it is printed next; the tray of the other printer stays known.
    assert printing.target(PaperKind.LETTER, "Back-office") == Target("Back-office")
    assert printing.printers_for(PaperKind.LETTER) == ("Back-office", "Letters")
    assert printing.target(PaperKind.LETTER, "Letters") == wish
    (track.office.desk.premises.folder / "printing.json").write_text("{torn")
    assert printing.choices() == {}
    kept_in = track.office.desk.premises.folder / "printing.json"
    kept_in.unlink()
    (kept_in / "full").mkdir(parents=True)  # nothing can be written there
    assert printing.target(PaperKind.LETTER, "Letters") == Target("Letters")
    with pytest.raises(DeskError, match="設定を書き込めません"):
        printing.choose(track.act("c01"), PaperKind.LETTER, Target("Letters"))
    assert [one.name for one in kept_in.parent.glob("printing.*")] == ["printing.json"]


def test_a_sheet_of_the_office_is_followed_as_well(track: Track, shop: PrintShop, case_id: str):
    track.office.desk.sheets.print(track.act("c01"), case_id, "I-01", "Letters")
    (job,) = track.office.desk.printing.open_jobs()
    assert (job.kind, job.title, job.letter_id) == (PaperKind.INTERNAL, "I-01 26-0001", None)
    shop.job = (COMPLETED, "none")
    (told,) = follow(track)
    assert told.state is JobState.DONE


def test_what_is_done_at_the_printer_leaves_its_lines(track: Track, shop: PrintShop, case_id: str):
    printing = track.office.desk.printing
    printing.choose(track.act("c01"), PaperKind.LETTER, Target("Letters"))
    job = printed(track, letter_of(track, case_id).id)
    shop.job = (CANCELLED, "none")
    printing.cancel(track.act("c02"), job.id)
    done(track, shop, letter_of(track, case_id).id)
    done(track, shop, letter_of(track, case_id).id, Again.SPOILED)
    entries = track.office.desk.audit.entries(track.office.by("s01"), 0, 200)
    told = [one for one in reversed(entries) if "print" in one.action]
    assert [(one.action, one.detail.get("state", "")) for one in told] == [
        ("print.choice", ""),
        ("letter.print", ""),
        ("print.cancel", ""),
        ("print.end", "CANCELLED"),
        ("letter.print", ""),
        ("print.end", "DONE"),
        ("letter.reprint", ""),
        ("print.end", "DONE"),
    ]


def test_where_no_cups_is_a_program_prints_a_listed_copy_or_the_window_paints(
    track: Track, shop: PrintShop, case_id: str
):
    prints, letter = track.office.desk.letter_printing, letter_of(track, case_id).id
    asked: list[tuple[str, ...]] = []

    def start(*words: str) -> None:
        asked.append(words)

    def none(*_words: str) -> None:
        raise OSError

    act = track.act("c01")
    here = prints.print_here(act, letter, "Windows 1", track.folder, start=start)
    ((file, verb, printer),) = asked
    assert (verb, printer, here.pages) == ("printto", '"Windows 1"', ())
    assert Path(file).read_bytes().startswith(b"%PDF")
    post, by = track.office.desk.correspondence, track.office.by("c01")
    assert [one.place for one in post.exports(by)] == [file]
    assert (here.job.state, here.job.trouble) == (JobState.UNKNOWN, Trouble.ELSEWHERE)
    assert letter_of(track, case_id).state == "READY"
    track.office.desk.printing.say_out(track.act("c01"), here.job.id, out=True)
    assert letter_of(track, case_id).state == "PRINTED"

    again = prints.print_here(
        track.act("c01"), letter, "Windows 1", track.folder, Again.SPOILED, start=none
    )
    assert len(again.pages) == 2
    assert all(one.startswith(b"\x89PNG") for one in again.pages)
    assert [one.place for one in post.exports(by)] == [file]  # the other copy is gone
    assert [one.name for one in track.folder.glob("*.pdf")] == [Path(file).name]
    assert actions(track).count("letter.copy") == 2
