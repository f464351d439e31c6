"""回答 as a PDF: looked at, made black and confirmed by a person before it counts."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from answer_sheets import NAME_AT, answered, own_number, picture_of, staff
from case_path import K1, Track, grant
from desk_office import Office
from mail_bag import ICHIRO
from pypdfium2 import PdfDocument

from desktop import paths
from desktop.domain.errors import Refused
from desktop.domain.forms import Rect
from desktop.domain.inquiries import Period
from desktop.domain.reading import ScreenedPage
from desktop.domain.requests import Item, RequestType
from desktop.domain.states import CaseState
from desktop.letters.fonts import load_fonts
from desktop.letters.sheet import Sheet
from desktop.services.special_views import OCCUPANT, SPECIAL
from desktop.store.parts import put_part

K6 = {RequestType.DISCLOSE: (Item.K6,)}
DAY = date(2026, 11, 10)


@pytest.fixture
def track(office: Office, tmp_path: Path) -> Track:
    return Track(office, tmp_path).with_register()


def taken(track: Track, case_id: str, *pages: ScreenedPage, item: Item = Item.K6):
    track.office.desk.answer_pages.take(track.act("c01"), case_id, item, pages)
    return track.office.desk.answer_pages.pending(track.office.by("c01"), case_id, item)


def confirm(track: Track, case_id: str, *boxes, item: Item = Item.K6, **changes):
    pages = track.office.desk.answer_pages
    looked_at = pages.pending(track.office.by("c01"), case_id, item).mark
    values = {"source": "お客さま相談課", "as_of": DAY, "is_theirs": True, "looked_at": looked_at}
    return pages.confirm(track.act("c01"), case_id, item, boxes, **values | changes)


def shade(image: bytes) -> int:
    return int(picture_of(image).mean())


def test_a_pdf_counts_once_a_person_confirmed_it_and_its_names_are_black_in_the_letter(track):
    desk, by = track.office.desk, track.office.by("c01")
    case_id = track.to_investigation(wanted=K6)
    pending = taken(track, case_id, answered(own_number(), *staff()), answered())
    assert pending.numbered
    assert [one.proposed for one in pending.pages] == [(NAME_AT,), ()]
    view = track.get(case_id)
    assert (view.unconfirmed, view.missing_answers, view.answers) == ((Item.K6,), (Item.K6,), ())
    with pytest.raises(Refused, match="問い合わせ履歴"):
        desk.investigation.finish(track.act("c01"), case_id)
    with pytest.raises(Refused, match="まだ見ていない頁"):
        confirm(track, case_id, (NAME_AT,))
    with pytest.raises(Refused, match="確かめられていません"):
        confirm(track, case_id, (NAME_AT,), (), is_theirs=False)
    with pytest.raises(Refused, match="今日より後"):
        confirm(track, case_id, (NAME_AT,), (), as_of=date(2026, 11, 11))
    with pytest.raises(Refused, match="出所がありません"):
        confirm(track, case_id, (NAME_AT,), (), source=" ")
    view = confirm(track, case_id, (NAME_AT,), ())
    (answer,) = view.answers
    assert (answer.pages, answer.masked, answer.as_of, answer.lines) == (2, 1, DAY, ())
    assert (view.unconfirmed, view.missing_answers) == ((), ())
    first, second = desk.answer_pages.confirmed(by, case_id, Item.K6)
    assert shade(first) < 10
    assert 110 < shade(second) < 130  # nothing was drawn there, nothing is changed
    with pytest.raises(Refused, match="確かめる回答のPDFがありません"):
        desk.answer_pages.pending(by, case_id, Item.K6)
    desk.investigation.finish(track.act("c01"), case_id)
    track.decide(case_id, grant(Item.K6))
    view = desk.casework.submit(track.act("c01"), case_id)
    (hand,) = desk.approvals.view(track.office.by("s01"), case_id, track.office.now).hands
    assert "調査" in hand.did
    letter = PdfDocument(desk.correspondence.letter_pdf(track.act("c01"), view.letters[-1].id))
    told = ["".join(one.get_textpage().get_text_range().split()) for one in letter]
    assert ["（1／2枚）" in one for one in told[-2:]] == [True, False]
    assert "出典お客さま相談課" in told[-1]
    pictures = [len(list(one.get_objects(filter=[3]))) for one in letter]
    assert pictures[-2:] == [1, 1]


def test_boxes_drawn_on_one_pdf_are_not_burnt_into_another_that_took_its_place(track):
    case_id = track.to_investigation(wanted=K6)
    looked_at = taken(track, case_id, answered(own_number())).mark
    assert taken(track, case_id, answered(own_number(), *staff())).mark != looked_at
    with pytest.raises(Refused, match="別のPDFに替わりました"):
        confirm(track, case_id, (), looked_at=looked_at)
    assert track.get(case_id).unconfirmed == (Item.K6,)
    assert confirm(track, case_id, (NAME_AT,)).answers[0].masked == 1


def test_what_came_as_pages_is_replaced_by_lines_and_kept_as_an_earlier_version(track):
    desk, by = track.office.desk, track.office.by("c01")
    case_id = track.to_investigation(wanted=K1)
    for _ in range(2):
        taken(track, case_id, answered(own_number()), item=Item.K1)
        confirm(track, case_id, (), item=Item.K1)
    assert track.get(case_id).answers[0].version == 2
    assert len(desk.answer_pages.confirmed(by, case_id, Item.K1)) == 1
    track.answers(case_id, [Item.K1])
    (answer,) = track.get(case_id).answers
    assert (answer.pages, answer.rows, answer.version) == (0, 2, 3)
    # A PDF that nobody settled holds up the draft, though there is an answer before it.
    taken(track, case_id, answered(own_number()), item=Item.K1)
    with pytest.raises(Refused, match="確かめていないPDF"):
        desk.investigation.finish(track.act("c01"), case_id)
    desk.answer_pages.drop(track.act("c01"), case_id, Item.K1)
    view = desk.investigation.finish(track.act("c01"), case_id)
    assert view.line.state is CaseState.DRAFTED


def test_a_page_of_another_customer_another_item_or_an_occupant_is_not_taken(track):
    desk = track.office.desk
    case_id = track.to_investigation(wanted=K6)
    pages = desk.answer_pages
    with pytest.raises(Refused, match="別のお客様番号"):
        pages.take(track.act("c01"), case_id, Item.K6, [answered(own_number("1000000002"))])
    with pytest.raises(Refused, match="求められていません"):
        pages.take(track.act("c01"), case_id, Item.K1, [answered(own_number())])
    assert track.get(case_id).unconfirmed == ()
    desk.investigation.ask(track.act("c01"), case_id, Period(date(2026, 1, 1), DAY))
    taken(track, case_id, answered())
    assert not desk.answer_pages.pending(track.office.by("c01"), case_id, Item.K6).numbered
    with pytest.raises(Refused, match="依頼した部署ではありません"):
        confirm(track, case_id, (), source="料金課")
    with pytest.raises(Refused, match="期間より前"):
        confirm(track, case_id, (), as_of=date(2025, 12, 31))


def test_a_pdf_is_read_in_the_children_and_the_names_on_it_are_found(track, tmp_path):
    sheet = Sheet(load_fonts(paths.resources() / "fonts"), "回答")
    lines = (f"お客様番号　{ICHIRO.number}", "2026年9月18日　請求内容の照会", "担当：見本 花子")
    for number, text in enumerate(lines):
        sheet.text(25, 40 + 14 * number, text, size=14)
    sheet.fill(Rect(25, 120, 60, 20), "#14181D")
    file = tmp_path / "26-0001_K6.pdf"
    file.write_bytes(sheet.finish())
    desk = track.office.desk
    case_id = track.to_investigation(wanted=K6)
    read = desk.answer_pages.read(track.office.by("c01"), file)
    pages, put_there = read.pages, file.read_bytes()
    # The department lays a corrected one down while the pages are being read.
    file.write_bytes(put_there + b"\n")
    with pytest.raises(Refused, match="読み取りの間に差し替え"):
        desk.answer_pages.take(
            track.act("c01"), case_id, Item.K6, pages, file=file, digest=read.digest
        )
    assert track.get(case_id).unconfirmed == ()
    file.write_bytes(put_there)
    desk.answer_pages.take(track.act("c01"), case_id, Item.K6, pages, file=file, digest=read.digest)
    pending = desk.answer_pages.pending(track.office.by("c01"), case_id, Item.K6)
    assert pending.numbered
    ((box,),) = [one.proposed for one in pending.pages]
    dots = pages[0].width / 210  # of the picture, a millimetre of the sheet
    assert 25 < box[0] / dots < 46  # behind 担当：
    assert 55 < box[1] / dots < 70  # on the third line
    assert not list(tmp_path.glob("*.jpg"))
    (tmp_path / "text.pdf").write_text("これはPDFではない", encoding="utf-8")
    with pytest.raises(Exception, match="PDF・TIFF"):
        desk.answer_pages.read(track.office.by("c01"), tmp_path / "text.pdf")


def test_what_an_occupant_asks_for_is_not_taken_as_pages(track):
    case_id = track.to_investigation(wanted={RequestType.DISCLOSE: (Item.K4,)})
    with track.office.desk.premises.database.transaction() as session:
        values = {"since": "2026-04-10", "until": "", "by": "", "text": ""}
        vault = track.office.desk.premises.vault
        put_part(session, vault, case_id, "C", SPECIAL, values, track.office.now, slot=OCCUPANT)
    with pytest.raises(Refused, match="PDFでは受け取れません"):
        track.office.desk.answer_pages.take(
            track.act("c01"), case_id, Item.K4, [answered(own_number())]
        )
