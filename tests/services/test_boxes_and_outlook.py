"""棚・箱 and 予定: where the paper stands, found again by its label, and what falls due when."""

from __future__ import annotations

import io
import stat
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pypdfium2
import pytest
import zxingcpp
from case_path import Track
from desk_office import Office, passphrase
from mail_bag import ICHIRO, form_page, licence
from PIL import Image

from desktop.domain.errors import NotAllowed, NotFound, Refused
from desktop.domain.retention import RetentionClass
from desktop.letters.fonts import MissingGlyph
from desktop.services.boxes import Box, Found
from desktop.services.notes import NewNote
from desktop.store import audit

R = RetentionClass
SHELF = "棚3 箱12"


def three_kept(track: Track) -> tuple[str, ...]:
    """Two cases on a shelf and one of which nobody has said where it is; a call beside them."""
    cases = []
    for number, shelf in enumerate((SHELF, SHELF, "")):
        customer = replace(ICHIRO, number=f"100000000{number}", name=f"仮川 {'一二三'[number]}郎")
        filed = track.file(form_page(customer), licence(customer), shelf=shelf)
        track.office.desk.casework.withdraw(track.act("c01"), filed.case_id, "取下書 受領")
        cases.append(filed.case_id)
        track.later(days=20)
    call = NewNote("ENQUIRY", "PHONE", date(2026, 12, 1), text="受付時間を尋ねられた")
    track.office.desk.notes.add(track.act("c01"), call)
    return tuple(cases)


@pytest.fixture
def carry() -> Callable[[Track], object]:
    return three_kept


@pytest.fixture
def track(office: Office, tmp_path) -> Track:
    for login in ("c01", "s01"):
        office.by(login)
    return Track(office, tmp_path)


def boxes(track: Track) -> dict[str, Box]:
    return {
        one.place: one for one in track.office.desk.disposal.boxes.listed(track.office.by("c01"))
    }


def find(track: Track, code: str) -> Found:
    return track.office.desk.disposal.boxes.find(track.office.by("c01"), code)


def shown(pdf: bytes) -> tuple[str, str]:
    """The words of the sheet, and what a scanner reads on its picture."""
    document = pypdfium2.PdfDocument(io.BytesIO(pdf))
    text = document[0].get_textpage().get_text_range()
    picture = document[0].render(scale=300 / 72).to_pil().convert("L")
    document.close()
    return text, read(picture)


def read(picture: Image.Image) -> str:
    return "".join(one.text for one in zxingcpp.read_barcodes(picture))


def test_what_stands_on_a_shelf_is_counted_with_what_may_go(track: Track):
    found = boxes(track)
    assert list(found) == [SHELF, ""]  # what nobody has placed is told as well, last
    box = found[SHELF]
    assert (box.number, box.cases, box.sheets, box.next_due) == ("", 2, 4, date(2027, 5, 11))
    assert (box.due_sheets(date(2027, 5, 10)), box.due_sheets(date(2027, 5, 11))) == (0, 1)
    assert [(one.case_number, one.cls, one.sheets) for one in box.papers] == [
        ("26-0001", R.A, 1),
        ("26-0001", R.B, 1),
        ("26-0002", R.A, 1),
        ("26-0002", R.B, 1),
    ]
    case_id = track.office.told[0]
    review = track.office.now.date().replace(year=2028)
    track.office.desk.disposal.holds.hold(track.act("s01"), case_id, "AUDIT", review)
    assert boxes(track)[SHELF].due_sheets(date(2027, 6, 1)) == 1  # the other case's alone


def test_a_box_is_found_again_by_the_label_that_was_printed_for_it(track: Track):
    service, file = track.office.desk.disposal.boxes, track.folder / "box.pdf"
    service.save_label(track.act("c01"), SHELF, file)
    text, code = shown(file.read_bytes())
    assert (SHELF in text, code) == (True, "B-0001")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    for typed in (code, " b-0001 ", "Ｂ－０００１"):
        assert find(track, typed) == Found(SHELF)
    assert find(track, "26-0002") == Found(SHELF, "26-0002")
    assert find(track, "26-0003") == Found("", "26-0003")
    for unknown in ("B-0002", "26-9999", ""):
        with pytest.raises(NotFound):
            find(track, unknown)
    service.save_label(track.act("c01"), SHELF, track.folder / "again.pdf")
    assert boxes(track)[SHELF].number == "B-0001"  # a place keeps its number
    with pytest.raises(Refused, match="置いた案件がありません"):
        service.save_label(track.act("c01"), "棚9", track.folder / "none.pdf")
    with pytest.raises(NotAllowed):
        service.save_label(track.act("s01"), SHELF, track.folder / "none.pdf")
    with track.office.desk.premises.database.reading() as session:
        told = [one.action for one in audit.entries(session) if one.action.startswith("box.")]
    assert told == ["box.label", "box.label"]


def test_the_longest_place_leaves_the_code_of_a_label_alone(track: Track):
    place, file = (
        "本社3階の文書室東側の書庫にある黒い棚の上から3段目左から2つ目箱",
        track.folder / "box.pdf",
    )
    track.office.desk.paper.set_shelf(track.act("c01"), track.office.told[0], place)
    track.office.desk.disposal.boxes.save_label(track.act("c01"), place, file)
    text, code = shown(file.read_bytes())
    assert "".join(text.split()).endswith(place)
    assert code == "B-0001"


def test_a_label_that_cannot_be_drawn_is_not_listed_as_a_copy(track: Track):
    place, desk = "棚\U0002ebf0", track.office.desk  # a character of no face
    desk.paper.set_shelf(track.act("c01"), track.office.told[0], place)
    with pytest.raises(MissingGlyph):
        desk.disposal.boxes.save_label(track.act("c01"), place, track.folder / "box.pdf")
    assert desk.correspondence.exports(track.office.by("c01")) == ()


def test_the_months_to_come_are_counted_by_class_with_paper_and_holds(track: Track):
    service, by = track.office.desk.disposal.outlook, track.office.by("c01")
    review = track.office.now.date().replace(year=2028)
    track.office.desk.disposal.holds.hold_class(track.act("s01"), "A", "PPC", review)
    seen = service.view(by, date(2027, 5, 20))
    # Withdrawn on 2026-11-10, 11-30 and 12-20; the call was on 12-01 (a letter's class, B).
    assert (dict(seen.overdue.counts), seen.overdue.paper, seen.overdue.held) == ({R.A: 1}, 1, 1)
    assert len(seen.months) == 12 + 2
    full = {one.first: one for one in seen.months if one.falling.total}
    assert {first: dict(one.falling.counts) for first, one in full.items()} == {
        date(2027, 6, 1): {R.A: 2},
        date(2028, 11, 1): {R.B: 1, R.C: 1},
        date(2028, 12, 1): {R.B: 3, R.C: 2},
    }
    assert [(day, dict(one.counts)) for day, one in full[date(2028, 12, 1)].days] == [
        (date(2028, 12, 1), {R.B: 1, R.C: 1}),
        (date(2028, 12, 2), {R.B: 1}),
        (date(2028, 12, 21), {R.B: 1, R.C: 1}),
    ]
    june = full[date(2027, 6, 1)].falling
    assert (june.total, june.paper, june.held) == (2, 2, 2)


def test_the_books_fall_due_by_fiscal_year_and_the_disposals_by_their_day(track: Track):
    """DOMAIN §10: D and H 5年 from the end of the fiscal year, G 5年 from the execution."""
    track.later(days=150)  # 2027-06-08
    batch = track.office.desk.disposal.propose(track.act("c01"), track.due_units())
    track.office.desk.disposal.approve(
        track.act("s01"), batch.id, passphrase("s01"), batch.list_hash
    )
    track.office.by("c02")
    track.execute(batch.id)
    done = track.office.now.date()
    books = track.office.desk.disposal.outlook.view(track.office.by("c01"), done).books
    told = {(one.cls, one.since): (one.entries, one.due_on) for one in books}
    log = {since: told.pop((R.H, since)) for since in (date(2027, 3, 31), date(2028, 3, 31))}
    assert told == {
        (R.D, date(2027, 3, 31)): (3, date(2032, 4, 1)),
        (R.G, done): (1, done.replace(year=2032) + timedelta(days=1)),
    }
    assert [due for _, due in log.values()] == [date(2032, 4, 1), date(2033, 4, 1)]
    with track.office.desk.premises.database.reading() as session:
        assert sum(number for number, _ in log.values()) == len(audit.entries(session))


def test_the_outlook_is_printed_with_numbers_and_no_case(track: Track):
    file = track.folder / "I-11.pdf"
    track.office.desk.disposal.outlook.save(track.act("c01"), file)
    document = pypdfium2.PdfDocument(io.BytesIO(file.read_bytes()))
    text = "".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    assert "保存期限の予定表" in text
    assert "令和10年12月" in text
    assert "26-000" not in text
    assert "仮川" not in text
