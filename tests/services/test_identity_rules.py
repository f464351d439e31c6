"""The rules of DOMAIN §5 through the services: what a clerk is told of the papers that came.

The letter arrived on 2026-11-09; every expectation is reckoned from the table by hand.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from case_path import Track
from desk_office import Office
from mail_bag import ELSEWHERE, ICHIRO, form_page, lay_in, licence, page, register_line

from desktop.domain.reading import Forbidden, ForbiddenFound, PageKind, PagePart, ScreenedPage
from desktop.services.verification_views import ThreeWayView

P = PageKind
HOLDER = {"name": ICHIRO.name, "address": ICHIRO.address, "birth": ICHIRO.birth}


@pytest.fixture
def track(registered: None, office: Office, tmp_path) -> Track:
    return Track(office, tmp_path)


def paper(kind: PageKind, **fields: str) -> ScreenedPage:
    return page(kind, {**HOLDER, **fields})


def passport(kind: PageKind = P.PP_NEW) -> ScreenedPage:
    """The clerk entered the name, which stands there in Latin letters."""
    return page(kind, {"name": ICHIRO.name, "birth": "06 MAY 1980", "expires": "05 MAR 2031"})


def address_list() -> ScreenedPage:
    """The back of a 在留カード without an entry."""
    return page(P.RC, back=True)


def together(*pages: ScreenedPage) -> ScreenedPage:
    """The papers copied on one sheet, as the reader tells them apart."""
    parts, fields = [], []
    for number, one in enumerate(pages):
        prefix = f"{number + 1}." if number else ""
        parts.append(PagePart(one.reading.kind, (0, 800 * number, 900, 700), False, prefix))
        fields += [replace(field, key=prefix + field.key) for field in one.reading.fields]
    reading = replace(pages[0].reading, fields=tuple(fields), parts=tuple(parts))
    return replace(pages[0], reading=reading)


def check(track: Track, *papers: ScreenedPage) -> ThreeWayView:
    case_id = track.to_identity(form_page(), *papers)
    return track.office.desk.verification.view(track.office.by("c01"), case_id, None)


def told(track: Track, *papers: ScreenedPage) -> list[str]:
    return [problem.sentence for problem in check(track, *papers).papers.problems]


SECOND = "住所のある顔写真付きの書類1点か、それ以外の書類2点が必要です。"


@pytest.mark.parametrize(
    ("papers", "sentences"),
    [
        ([paper(P.DL, expires="2026-11-09")], []),
        ([paper(P.DL, expires="2026-11-08")], ["運転免許証の有効期限が切れています。", SECOND]),
        ([paper(P.MNC, expires="2026-11-08")],
         ["マイナンバーカード（表）の有効期限が切れています。", SECOND]),
        ([paper(P.DLH, issued="2012-03-31")],
         ["運転経歴証明書は2012年4月1日より前の交付です。", SECOND]),
        ([paper(P.RC, expires="2030-01-01")], ["在留カードの裏面がありません。", SECOND]),
        ([paper(P.RC, expires="2030-01-01"), address_list()], []),
        ([paper(P.SPR, expires="2030-01-01"), address_list()], []),
        ([paper(P.HOK)],
         ["健康保険証は2025年12月2日から使えません。本人確認書類として受け付けられません。",
          SECOND]),
        ([paper(P.SKO)], ["資格情報のお知らせは本人確認書類として受け付けられません。", SECOND]),
        ([paper(P.JKI)], ["住民基本台帳カードは本人確認書類として受け付けられません。", SECOND]),
        ([passport()], ["旅券には住所が記載されていません。住所のある書類がもう1点必要です。"]),
        ([passport(P.PP_OLD)],
         ["旅券の住所は自筆のため、確認に使えません。住所のある書類がもう1点必要です。"]),
        ([passport(), page(P.PEN, {"name": ICHIRO.name, "birth": ICHIRO.birth})],
         ["住所を確かめられる書類がありません。"]),
        ([passport(), paper(P.JUM, issued="2026-08-09")], []),
        ([passport(), paper(P.JUM, issued="2026-08-08")],
         ["住民票の写しは発行から3か月を過ぎています。",
          "旅券には住所が記載されていません。住所のある書類がもう1点必要です。"]),
        ([paper(P.SKC, issued="2025-11-01", expires="2030-11-02"),
          paper(P.INK, issued="2026-11-01")],
         ["資格確認書の有効期限が発行から5年を超えています。", SECOND]),
        ([paper(P.JUM, issued="2026-11-10"), paper(P.INK, issued="2026-11-01")],
         ["住民票の写しの発行日が到達日より後です。", SECOND]),
        ([paper(P.JUM), paper(P.INK, issued="2026-11-01")],
         ["住民票の写しの発行日が読み取れていません。", SECOND]),
        ([paper(P.JUM, issued="2026-11-01"), paper(P.INK, issued="2026-11-01")], []),
    ],
)  # fmt: skip
@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_the_clerk_is_told_what_the_papers_lack(
    track: Track, papers: list[ScreenedPage], sentences: list[str]
):
    found = check(track, *papers)
    assert [problem.sentence for problem in found.papers.problems] == sentences
    assert found.papers.ok is not bool(sentences)
    if sentences:
        assert found.proposal == "CORRECTION"
        assert found.headline == "本人確認書類の不足"
        assert found.explanation == " ".join(sentences)


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_the_mail_tells_of_the_same_papers_as_the_case_will(track: Track):
    """A form between two pages of a certificate parts them, in the mail as in the case."""
    laid = [passport(), paper(P.JUM), form_page(), page(P.JUM, {"issued": "2026-11-01"})]
    desk, by = track.office.desk, track.office.by("c01")
    envelope = lay_in(track.office, "c01", laid)
    in_mail = desk.filing.paper_faults(by, envelope, date(2026, 11, 9), joins=False)
    assert "住民票の写しの発行日が読み取れていません。" in in_mail
    assert list(in_mail) == told(track, *laid)


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_a_wrong_paper_beside_a_good_one_is_told_and_does_not_harm(track: Track):
    found = check(track, licence(), paper(P.HOK))
    assert found.papers.ok
    assert found.proposal == "PASS"
    assert [problem.sentence for problem in found.papers.problems] == [
        "健康保険証は2025年12月2日から使えません。本人確認書類として受け付けられません。"
    ]


def test_two_cards_on_one_sheet_are_two_papers(track: Track):
    """Neither of them is enough alone; the sheet is one page."""
    second = paper(P.JUM, issued="2026-10-20")
    found = check(track, together(passport(), second))
    assert found.paper_labels == ("旅券（2020年2月4日以後の申請）", "住民票の写し")
    assert found.papers.ok
    assert found.papers.accepted == (P.PP_NEW, P.JUM)
    assert found.proposal == "PASS"


def test_a_faulty_card_beside_another_on_one_sheet_is_named(track: Track):
    assert told(track, together(licence(), paper(P.MNC, expires="2026-11-08"))) == [
        "マイナンバーカード（表）の有効期限が切れています。"
    ]


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_both_sides_on_one_sheet_are_one_paper(track: Track):
    """DOMAIN §7: the latest entry on the back of a licence is D; the front's is the former one."""
    front = licence(address=ELSEWHERE.address)
    back = page(P.DL_BACK, {"address": ICHIRO.address})
    found = check(track, together(front, back))
    assert found.paper_labels == ("運転免許証",)
    town = next(row for row in found.rows if row.component == "town")
    assert town.identity is not None
    assert town.identity.text == "若葉町2丁目"
    assert found.proposal == "PASS"


@pytest.mark.parametrize("sheet", [True, False])
@pytest.mark.parametrize("kind", [P.DL, P.RC])
@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_a_back_that_lay_before_its_front_still_has_the_present_address(
    track: Track, kind: PageKind, sheet: bool
):
    """DOMAIN §7 does not ask which side was copied or fed first."""
    front = paper(kind, address=ELSEWHERE.address, expires="2030-01-01")
    back_kind = P.DL_BACK if kind is P.DL else kind
    back = page(back_kind, {"address": ICHIRO.address}, back=back_kind is P.RC)
    laid = [back, front]
    if sheet:
        both = together(back, front)
        first, second = both.reading.parts
        parts = (replace(first, back=True), second)
        laid = [replace(both, reading=replace(both.reading, parts=parts, back=False))]
    found = check(track, *laid)
    assert len(found.paper_labels) == 1
    assert found.papers.accepted == (kind,)
    assert found.papers.problems == ()
    assert found.proposal == "PASS"


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_the_missing_back_of_a_residence_card_is_on_the_same_sheet(track: Track):
    card = paper(P.RC, expires="2030-01-01")
    sheet = together(card, address_list())
    parts = (sheet.reading.parts[0], replace(sheet.reading.parts[1], back=True))
    assert told(track, replace(sheet, reading=replace(sheet.reading, parts=parts))) == []


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_two_fronts_of_one_card_are_not_both_its_sides(track: Track):
    card = paper(P.RC, expires="2030-01-01")
    assert told(track, card, card)[0] == "在留カードの裏面がありません。"


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_the_pages_of_an_old_passport_are_one_paper(track: Track):
    """The data page alone looks like a new one; the page the holder filled in tells."""
    entries = page(P.PP_OLD, {"name": ICHIRO.name, "address": ICHIRO.address})
    found = check(track, passport(), entries)
    assert found.paper_labels == ("旅券（2020年2月3日以前の申請）",)
    assert [problem.sentence for problem in found.papers.problems] == [
        "旅券の住所は自筆のため、確認に使えません。住所のある書類がもう1点必要です。"
    ]


def test_the_back_of_a_licence_is_asked_for_where_the_address_differs(track: Track):
    found = check(track, licence(address=ELSEWHERE.address))
    assert found.proposal == "CORRECTION"
    assert [problem.sentence for problem in found.papers.problems] == [
        "運転免許証の裏面がありません。転居は裏面に記載されます。"
    ]
    assert found.explanation.endswith("転居は裏面に記載されます。")


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_the_back_is_not_asked_for_where_it_is_there_or_nothing_differs(track: Track):
    assert told(track, licence()) == []
    blank = page(P.DL_BACK, {})
    assert told(track, licence(address=ELSEWHERE.address), blank) == []


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_a_former_address_in_the_register_needs_no_back(office: Office, tmp_path):
    """HISTORICAL goes to the second clerk (DOMAIN §7), not back to the customer."""
    moved = register_line(ICHIRO)
    before = register_line(ELSEWHERE, valid_from="2015-01-01", valid_to="2020-03-31")
    track = Track(office, tmp_path).with_register(before, moved)
    found = check(track, licence(address=ELSEWHERE.address))
    assert found.proposal == "SECOND_CLERK"
    assert found.papers.problems == ()


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_a_reading_of_the_second_card_is_put_right_where_it_stands(track: Track):
    sheet = together(paper(P.MNC, expires="2030-01-01"), licence(address=ELSEWHERE.address))
    case_id = track.to_identity(form_page(), sheet)
    desk = track.office.desk
    shown = desk.verification.view(track.office.by("c01"), case_id, None)
    assert shown.proposal == "CORRECTION"
    sheet_id = track.get(case_id).documents[1].pages[0].id
    desk.verification.correct(track.act("c01"), case_id, sheet_id, "2.address", ICHIRO.address)
    shown = desk.verification.view(track.office.by("c01"), case_id, None)
    assert shown.proposal == "PASS"


def test_a_resident_code_is_logged_as_such_without_its_digits(track: Track):
    """住民票コード: burnt out of the kept page, named in I-10, the source to be deleted."""
    found = (ForbiddenFound(Forbidden.RESIDENT_CODE, (100, 100, 200, 30)),)
    lay_in(track.office, "c01", [page(P.JUM, None, forbidden=found)])
    by = track.office.by("k01")
    (line,) = track.office.desk.audit.entries(by, 0, 5, action="forbidden.mask")
    assert line.detail == {"kind": "RESIDENT_CODE", "paper": "JUM", "page": 1, "boxes": 1}
    kinds = {task.kind for task in track.office.desk.sources.tasks()}
    assert Forbidden.RESIDENT_CODE in kinds


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_a_resident_code_found_after_filing_takes_the_page_out_at_once(track: Track):
    case_id = track.to_identity(form_page(), paper(P.JUM, issued="2026-11-01"))
    record = track.get(case_id).documents[1].pages[0].id
    desk = track.office.desk
    desk.found_numbers.found(track.act("c01"), record, Forbidden.RESIDENT_CODE)
    (find,) = desk.found_numbers.open_ones(track.office.by("c01"))
    assert (find.kind, find.paper, find.waiting) == (Forbidden.RESIDENT_CODE, P.JUM, True)
