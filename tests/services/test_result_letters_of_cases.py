"""Every request type to its own letter: content decided per item, frozen, never too much."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pypdfium2
import pytest
from case_path import Track, grant, refuse
from desk_office import Office

from desktop.domain.errors import Refused
from desktop.domain.requests import FeeMeans, Item, Reason, RequestType
from desktop.domain.states import CaseState
from desktop.services.case_views import ItemDecision
from desktop.services.ledger import year_of

K = RequestType
DAY = date(2026, 11, 10)
OLD, NEW = "埼玉県みどり野市旧町一丁目1番", "埼玉県みどり野市新町二丁目2番"
CORRECTED = ItemDecision(K.CORRECT, Item.K1, True, before=OLD, after=NEW, done_on=DAY)
STOPPED = ItemDecision(K.STOP_USE, Item.K7, True, text="ご案内の送付をやめました", done_on=DAY)
TOLD = ItemDecision(K.PURPOSE, Item.K1, True, text="料金の請求のため")


@pytest.fixture
def track(registered: None, office: Office, tmp_path) -> Track:
    return Track(office, tmp_path)


def drafted(track: Track, *decisions: ItemDecision) -> str:
    """At the draft with what was asked for, the fee paid and the answers in."""
    wanted: dict[RequestType, tuple[Item, ...]] = {}
    for one in decisions:
        items = wanted.get(one.type, ())
        wanted[one.type] = (*items, one.item) if one.item else items
    case_id = track.to_fee(wanted=wanted)
    if track.get(case_id).line.state is CaseState.FEE_CHECK:
        due = track.get(case_id).fee.due
        track.office.desk.casework.record_fee(track.act("c01"), case_id, FeeMeans.STAMPS, due)
    shown = [one.item for one in decisions if one.item and one.type in (K.DISCLOSE, K.DISCLOSE_3P)]
    if shown:
        track.answers(case_id, list(dict.fromkeys(shown)))
    track.office.desk.casework.finish_investigation(track.act("c01"), case_id)
    track.decide(case_id, *decisions)
    return case_id


def words_of(track: Track, case_id: str) -> str:
    letter = track.get(case_id).letters[-1]
    pdf = track.office.desk.correspondence.letter_pdf(track.act("c01"), letter.id)
    with pypdfium2.PdfDocument(pdf) as document:
        pages = [page.get_textpage().get_text_bounded() for page in document]
    return "".join("".join(pages).split())


CASES = {
    "purpose": ((TOLD,), "D-08", ("料金の請求のため",)),
    "correct": ((CORRECTED,), "D-09", (f"訂正前{OLD}", f"訂正後{NEW}")),
    "stop": ((STOPPED,), "D-10", ("ご案内の送付をやめました",)),
    "absent": ((refuse(Item.K8, Reason.R_NI, "記録がないため", K.DISCLOSE_3P),), "D-07", ()),
    "purpose and disclosure": ((TOLD, grant()), "D-05", ("料金の請求のため", "契約者氏名")),
    "correction and stop": ((CORRECTED, STOPPED), "D-09", (NEW, "ご案内の送付をやめました")),
}


@pytest.mark.parametrize("name", CASES)
def test_each_type_has_its_letter_with_its_content(track: Track, name: str):
    decisions, code, words = CASES[name]
    case_id = drafted(track, *decisions)
    track.office.desk.casework.submit(track.act("c01"), case_id)
    case = track.get(case_id)
    assert [letter.code for letter in case.letters] == [code]
    assert set(case.decisions) == set(decisions)
    printed = words_of(track, case_id)
    assert all(word in printed for word in words)
    assert track.approve(case_id).line.state is CaseState.APPROVED


SPOILED = (
    (replace(TOLD, text=""), "利用目的"),
    (replace(CORRECTED, before=""), "訂正前"),
    (replace(CORRECTED, after=" "), "訂正後"),
    (replace(CORRECTED, done_on=None), "行った日"),
    (replace(STOPPED, done_on=date(2026, 11, 1)), "到達日より前"),
)


def test_a_grant_that_says_too_little_is_not_submitted(track: Track):
    case_id = drafted(track, TOLD, CORRECTED, STOPPED)
    for spoiled, words in SPOILED:
        whole = [one for one in (TOLD, CORRECTED, STOPPED) if one.type is not spoiled.type]
        track.decide(case_id, *whole, spoiled)
        with pytest.raises(Refused, match=words):
            track.office.desk.casework.submit(track.act("c01"), case_id)
    assert track.get(case_id).letters == ()


def test_a_my_number_is_no_content_of_a_correction(track: Track):
    with pytest.raises(Refused):
        drafted(track, replace(CORRECTED, after="123456789018"))


def test_what_a_department_answered_about_a_correction_is_not_disclosed(track: Track):
    wanted = {K.CORRECT: (Item.K1,)}
    case_id = track.to_fee(wanted=wanted)
    track.answers(case_id, [Item.K1])
    track.office.desk.casework.finish_investigation(track.act("c01"), case_id)
    track.decide(case_id, CORRECTED)
    track.office.desk.casework.submit(track.act("c01"), case_id)
    assert "契約者氏名" not in words_of(track, case_id)


def test_an_item_asked_for_under_two_types_stands_in_the_annex_once(track: Track):
    twice = (grant(), replace(grant(), type=K.DISCLOSE_3P))
    case_id = drafted(track, *twice)
    track.office.desk.casework.submit(track.act("c01"), case_id)
    assert words_of(track, case_id).count("契約者氏名") == 1


def test_the_queue_and_the_ledger_call_the_outcome_by_what_was_asked(track: Track):
    case_id = drafted(track, CORRECTED)
    track.office.desk.casework.submit(track.act("c01"), case_id)
    by, now = track.office.by("s01"), track.office.now
    assert [one.outcome for one in track.office.desk.approvals.queue(by, now)] == ["応じる"]
    ledger = track.office.desk.receipt_ledger.rows(by, year_of(2026))
    assert [one.outcome for one in ledger] == ["応じる"]
