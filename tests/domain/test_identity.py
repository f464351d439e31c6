"""Identity papers, from the table of DOMAIN §5 and the must-have tests of §12."""

from __future__ import annotations

from datetime import date

import pytest

from desktop.domain.identity import (
    MASKS,
    PaperFacts,
    ProblemCode,
    check_papers,
    is_identity_paper,
)
from desktop.domain.page_kinds import IDENTITY_KINDS, PAGE_KIND_LABELS
from desktop.domain.reading import PageKind

P, C = PageKind, ProblemCode
ARRIVED = date(2026, 11, 10)
LATER = date(2030, 1, 1)
RECENT = date(2026, 10, 1)


def codes(*papers: PaperFacts, arrived: date = ARRIVED) -> list[ProblemCode]:
    return [problem.code for problem in check_papers(papers, arrived).problems]


@pytest.mark.parametrize(
    "paper",
    [
        PaperFacts(P.DL, expires=LATER),
        PaperFacts(P.DL, expires=ARRIVED),  # the last day of validity
        PaperFacts(P.DL, expires=LATER, back_needed=True, has_back=True),
        PaperFacts(P.DLH, issued=date(2012, 4, 1)),
        PaperFacts(P.MNC, expires=LATER),
        PaperFacts(P.RC, expires=LATER, has_back=True),
        PaperFacts(P.SPR, expires=LATER, has_back=True),
        PaperFacts(P.SRC, expires=LATER),
    ],
)
def test_one_photo_paper_with_an_address_is_enough(paper: PaperFacts):
    finding = check_papers([paper], ARRIVED)
    assert finding.ok
    assert finding.problems == ()
    assert finding.accepted == (paper.kind,)


@pytest.mark.parametrize(
    ("paper", "code"),
    [
        (PaperFacts(P.DL, expires=date(2026, 11, 9)), C.EXPIRED),
        (PaperFacts(P.DL), C.NO_DATE),
        (PaperFacts(P.DL, expires=LATER, back_needed=True), C.BACK_MISSING),
        (PaperFacts(P.DL, expires=LATER, readable=False), C.UNREADABLE),
        (PaperFacts(P.DLH, issued=date(2012, 3, 31)), C.TOO_EARLY),
        (PaperFacts(P.DLH), C.NO_DATE),
        (PaperFacts(P.MNC, expires=date(2026, 11, 9)), C.EXPIRED),
        (PaperFacts(P.RC, expires=LATER), C.BACK_MISSING),
        (PaperFacts(P.HOK), C.REJECTED),
        (PaperFacts(P.UNKNOWN), C.REJECTED),
        (PaperFacts(P.INK, issued=date(2026, 11, 11)), C.ISSUED_LATER),
        (PaperFacts(P.JUM), C.NO_DATE),
        (PaperFacts(P.JUM, issued=RECENT, original=False), C.COPY),
        (PaperFacts(P.SKC, issued=date(2025, 1, 1), expires=date(2030, 1, 2)), C.TOO_LONG),
        (PaperFacts(P.SKC, expires=date(2026, 11, 9)), C.EXPIRED),
    ],
)
def test_a_faulty_paper_is_named_and_does_not_count(paper: PaperFacts, code: ProblemCode):
    finding = check_papers([paper], ARRIVED)
    assert not finding.ok
    assert finding.accepted == ()
    assert finding.problems[0].code is code
    assert finding.problems[0].kind is paper.kind
    assert finding.problems[0].sentence.endswith("。")


@pytest.mark.parametrize("kind", [P.MNC, P.SRC])
def test_both_sides_of_a_number_card_must_be_purged_first(kind: PageKind):
    finding = check_papers([PaperFacts(kind, expires=LATER, has_back=True)], ARRIVED)
    assert not finding.ok
    assert [p.code for p in finding.problems] == [C.PURGE]
    assert check_papers([PaperFacts(kind, expires=LATER)], ARRIVED).ok


def test_a_number_side_beside_a_good_licence_still_stops():
    papers = [PaperFacts(P.DL, expires=LATER), PaperFacts(P.MNC_BACK)]
    finding = check_papers(papers, ARRIVED)
    assert not finding.ok
    assert C.PURGE in [p.code for p in finding.problems]


def test_special_cards_did_not_exist_before_june_2026():
    assert codes(PaperFacts(P.SRC, expires=LATER), arrived=date(2026, 6, 13))[0] is C.NOT_YET_ISSUED
    assert codes(PaperFacts(P.SRC, expires=LATER), arrived=date(2026, 6, 14)) == []


@pytest.mark.parametrize(
    "paper",
    [
        PaperFacts(P.PP_NEW, expires=LATER),
        PaperFacts(P.PP_OLD, expires=LATER),
        PaperFacts(P.SKC, expires=LATER),
        PaperFacts(P.PEN),
        PaperFacts(P.JUM, issued=RECENT),
        PaperFacts(P.FUH, issued=RECENT),
        PaperFacts(P.INK, issued=RECENT),
        PaperFacts(P.KOS, issued=RECENT),
        PaperFacts(P.TOU, issued=RECENT),
    ],
)
def test_any_other_paper_alone_needs_a_second(paper: PaperFacts):
    assert codes(paper) == [C.SECOND_NEEDED]
    assert codes(paper, paper) == [C.SECOND_NEEDED]  # the same kind twice is one


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (PaperFacts(P.PP_NEW, expires=LATER), PaperFacts(P.JUM, issued=RECENT)),
        (PaperFacts(P.PEN), PaperFacts(P.INK, issued=RECENT)),
        (PaperFacts(P.SKC, expires=LATER), PaperFacts(P.JUM, issued=RECENT)),
        (PaperFacts(P.KOS, issued=RECENT), PaperFacts(P.FUH, issued=RECENT)),
    ],
)
def test_two_papers_suffice_where_one_shows_the_address(first: PaperFacts, second: PaperFacts):
    assert check_papers([first, second], ARRIVED).ok


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (PaperFacts(P.PP_NEW, expires=LATER), PaperFacts(P.PEN)),
        (PaperFacts(P.PP_OLD, expires=LATER), PaperFacts(P.KOS, issued=RECENT)),
        (PaperFacts(P.SKC, expires=LATER, address_present=False), PaperFacts(P.PEN)),
    ],
)
def test_two_papers_without_an_address_do_not_suffice(first: PaperFacts, second: PaperFacts):
    assert codes(first, second) == [C.NO_ADDRESS]


def test_a_seal_certificate_of_24_august_is_good_until_24_november():
    paper = [PaperFacts(P.INK, issued=date(2026, 8, 24)), PaperFacts(P.PEN)]
    assert check_papers(paper, date(2026, 11, 24)).ok
    late = check_papers(paper, date(2026, 11, 25))
    assert not late.ok
    assert late.problems[0].code is C.TOO_OLD


def test_a_rejected_paper_beside_a_good_one_is_told_but_does_not_harm():
    finding = check_papers([PaperFacts(P.DL, expires=LATER), PaperFacts(P.HOK)], ARRIVED)
    assert finding.ok
    assert [p.code for p in finding.problems] == [C.REJECTED]


def test_the_back_of_a_licence_on_its_own_page_belongs_to_the_front():
    front = PaperFacts(P.DL, expires=LATER, back_needed=True)
    assert check_papers([front, PaperFacts(P.DL_BACK)], ARRIVED).ok
    assert codes(PaperFacts(P.DL_BACK)) == [C.SECOND_NEEDED]


def test_no_paper_at_all_is_a_problem():
    assert codes() == [C.NO_PAPER]


def test_what_must_be_masked_is_known_for_each_paper():
    assert "基礎年金番号" in MASKS[P.PEN]
    assert {"保険者番号", "記号", "番号"} <= set(MASKS[P.SKC])
    assert any("個人番号" in mask for mask in MASKS[P.MNC])
    assert {kind for kind in P if is_identity_paper(kind)} == IDENTITY_KINDS - {P.DL_BACK}


def test_every_kind_of_page_has_a_word():
    assert set(PAGE_KIND_LABELS) == set(PageKind)


@pytest.mark.parametrize(
    ("kind", "named"),
    [
        (PageKind.SKO, "資格情報のお知らせ"),
        (PageKind.JKI, "住民基本台帳カード"),
        (PageKind.HOK, "健康保険証"),
    ],
)
def test_a_paper_that_is_never_accepted_is_refused_by_its_name(kind: PageKind, named: str) -> None:
    finding = check_papers([PaperFacts(kind)], date(2026, 11, 9))
    assert not finding.ok
    assert finding.problems[0].code is ProblemCode.REJECTED
    assert named in finding.problems[0].sentence
