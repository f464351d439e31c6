"""A misfiled page goes to its own case or back to 受付: keys, checks, drafts, log, undo."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from case_path import Track, refuse
from desk_office import Office
from mail_bag import ICHIRO, form_page, lay_in, licence, page
from sqlalchemy import select

from desktop.domain.errors import DeskError, NotFound, Refused, Stale
from desktop.domain.reading import PageKind
from desktop.domain.requests import Item, Reason
from desktop.domain.retention import RetentionClass
from desktop.domain.states import CaseState
from desktop.services.pages_misfiled import MisfiledReason, Moved
from desktop.store import audit
from desktop.store.errors import KeyDestroyed
from desktop.store.schema.casework import PageRow, UnitRow

F, D, J, S = PageKind.FORM, PageKind.DL, PageKind.JUM, PageKind.STAMPS
OTHER = MisfiledReason.OTHER_PERSON
HANAKO = replace(ICHIRO, number="1000000002", name="見本 花子", town="若葉町7丁目")


@pytest.fixture
def track(registered: None, office: Office, tmp_path) -> Track:
    return Track(office, tmp_path)


def _page(track: Track, case_id: str, kind: PageKind) -> str:
    pages = (one for document in track.get(case_id).documents for one in document.pages)
    return next(one.id for one in pages if one.kind is kind)


def _kinds(track: Track, case_id: str) -> list[PageKind]:
    return [one.kind for document in track.get(case_id).documents for one in document.pages]


def _classes(track: Track, case_id: str) -> set[RetentionClass]:
    return {unit.cls for unit in track.get(case_id).units}


def _hanako(track: Track) -> str:
    return track.file(form_page(HANAKO), page(J)).case_id


def _move(track: Track, page_id: str, case_id: str, reason: str = OTHER) -> Moved:
    return track.office.desk.misfiled.move(track.act("c01"), page_id, case_id, reason)


def _state(track: Track, case_id: str) -> CaseState:
    return track.get(case_id).line.state


def test_a_page_goes_to_its_own_case_and_opens_there(track: Track):
    wrong = track.file(form_page(), licence(), page(J)).case_id
    right = _hanako(track)
    record = _page(track, wrong, J)
    picture = track.office.desk.cases.picture(track.act("c01"), record)
    moved = _move(track, record, track.get(right).line.number)
    assert (moved.from_case, moved.to_case) == (wrong, right)
    assert (_kinds(track, wrong), _kinds(track, right)) == ([F, D], [F, J, J])
    assert track.office.desk.cases.picture(track.act("c01"), record) == picture
    assert track.office.desk.cases.thumbnail(track.office.by("c01"), record)
    for case_id in (wrong, right):
        for one in _kinds(track, case_id):
            seen = track.office.desk.cases.picture(track.act("c01"), _page(track, case_id, one))
            assert seen.image.startswith(b"\xff\xd8")
    assert track.get(right).line.mail == "移されてきた書類"
    assert track.get(wrong).line.mail == "書類を移した"


def test_moved_back_it_is_as_before(track: Track):
    wrong, right = track.file(form_page(), licence()).case_id, _hanako(track)
    before = track.get(wrong)
    moved = _move(track, _page(track, wrong, D), right)
    assert _classes(track, wrong) == {RetentionClass.B}
    _move(track, moved.page_id, moved.from_case, MisfiledReason.MOVED_BY_MISTAKE)
    after = track.get(wrong)
    assert [(one.kind, one.unit_class, one.received_on) for one in after.documents] == [
        (one.kind, one.unit_class, one.received_on) for one in before.documents
    ]
    assert _kinds(track, right) == [F, J]


def test_what_left_a_case_does_not_open_by_a_key_that_the_case_still_uses(track: Track):
    """A copy of the row from before the move, with every key that is alive now (TRUST §2)."""
    wrong, right = track.file(form_page(), licence(), page(J)).case_id, _hanako(track)
    record = _page(track, wrong, J)
    premises = track.office.desk.premises
    with premises.database.reading() as session:
        old = session.execute(select(PageRow.image).where(PageRow.id == record)).scalar_one()
        unit = session.get_one(UnitRow, session.get_one(PageRow, record).unit_id)
        key_before, source = unit.key_id, unit.id
    assert old is not None
    assert key_before is not None
    _move(track, record, right)
    with premises.database.reading() as session:
        assert premises.vault.open(
            session,
            session.get_one(UnitRow, source).key_id or "",
            _page(track, wrong, D),
            "image",
            "page",
            session.execute(
                select(PageRow.image).where(PageRow.id == _page(track, wrong, D))
            ).scalar_one()
            or b"",
        )
        assert session.get_one(UnitRow, source).key_id != key_before
        with pytest.raises(KeyDestroyed):
            premises.vault.open(session, key_before, record, "image", "page", old)


def test_the_sheets_are_counted_where_they_are(track: Track):
    wrong, right = track.file(form_page(), licence(), page(J)).case_id, _hanako(track)
    _move(track, _page(track, wrong, J), right)
    with track.office.desk.premises.database.reading() as session:
        sheets = {
            (unit.case_id, unit.cls): unit.sheets for unit in session.scalars(select(UnitRow))
        }
    assert sheets == {(wrong, "A"): 1, (wrong, "B"): 1, (right, "A"): 2, (right, "B"): 1}


def test_both_cases_tell_it_in_the_log(track: Track):
    wrong, right = track.file(form_page(), licence()).case_id, _hanako(track)
    moved = _page(track, wrong, D)
    _move(track, moved, right)
    with track.office.desk.premises.database.reading() as session:
        for case_id, action in ((wrong, "page.moved_out"), (right, "page.moved_in")):
            entries = audit.entries(session, audit.Filter(case_id=case_id, action=action))
            (entry,) = entries
            assert entry.subject == moved
            assert entry.detail["reason"] == "OTHER_PERSON"
            assert (entry.detail["from"], entry.detail["to"]) == (wrong, right)


@pytest.mark.parametrize("reason", ["", "隣の人の書類"])
def test_a_move_needs_a_reason(track: Track, reason: str):
    wrong, right = track.file(form_page(), licence()).case_id, _hanako(track)
    moved = _page(track, wrong, D)
    with pytest.raises(Refused, match="理由"):
        _move(track, moved, right, reason)
    with pytest.raises(Refused, match="理由"):
        track.office.desk.misfiled.to_intake(track.act("c01"), moved, reason)
    assert _kinds(track, wrong) == [F, D]


def test_a_page_taken_back_by_mistake_returns_to_its_case_as_it_was(track: Track):
    case_id = track.file(form_page(), licence(), page(J)).case_id
    before = track.get(case_id)
    misfiled = track.office.desk.misfiled
    envelope = misfiled.to_intake(track.act("c01"), _page(track, case_id, J), OTHER)
    assert misfiled.back_from_intake(track.act("c01"), envelope) == case_id
    after = track.get(case_id)
    assert [(one.kind, one.unit_class, one.received_on) for one in after.documents] == [
        (one.kind, one.unit_class, one.received_on) for one in before.documents
    ]
    assert track.office.desk.intake.unfiled() == ()
    seen = track.office.desk.cases.picture(track.act("c01"), _page(track, case_id, J))
    assert seen.image.startswith(b"\xff\xd8")


def test_the_undo_takes_back_no_other_mail(track: Track):
    """Neither a letter that never was in a case, nor the page once it lies with other papers."""
    case_id = track.file(form_page(), licence()).case_id
    desk = track.office.desk
    letter = lay_in(track.office, "c01", (form_page(HANAKO),))
    with pytest.raises(NotFound):
        desk.misfiled.back_from_intake(track.act("c01"), letter)
    back = desk.misfiled.to_intake(track.act("c01"), _page(track, case_id, D), OTHER)
    (first,) = next(one.pages for one in desk.intake.unfiled() if one.id == letter)
    other = lay_in(track.office, "c01", (form_page(HANAKO), licence()))
    (sheet, _rest) = next(one.pages for one in desk.intake.unfiled() if one.id == other)
    desk.pages.move(track.act("c01"), sheet.id, back, 1)
    with pytest.raises(Refused, match="受付で変わって"):
        desk.misfiled.back_from_intake(track.act("c01"), back)
    assert _kinds(track, case_id) == [F]
    assert first.envelope_id == letter


def test_an_identity_paper_that_leaves_takes_the_confirmation_with_it(track: Track):
    case_id, other = track.to_investigation(), _hanako(track)
    _move(track, _page(track, case_id, D), other)
    assert (_state(track, case_id), track.get(case_id).identity.ok) == (CaseState.ID_CHECK, False)


def test_an_identity_paper_that_comes_is_checked(track: Track):
    case_id = track.to_investigation()
    wrong = _hanako(track)
    _move(track, _page(track, wrong, J), case_id)
    assert _state(track, case_id) is CaseState.ID_CHECK


@pytest.mark.parametrize("approved", [False, True], ids=["submitted", "approved"])
def test_a_frozen_draft_goes_back_when_a_paper_leaves_or_comes(track: Track, approved: bool):
    case_id = track.to_approved() if approved else track.to_approval()
    other = track.file(form_page(HANAKO), page(S)).case_id
    letter = track.get(case_id).letters[-1].id
    _move(track, _page(track, other, S), case_id)
    case = track.get(case_id)
    assert (case.line.state, case.identity.ok) == (CaseState.DRAFTED, True)
    assert next(one.state for one in case.letters if one.id == letter) == "VOID"
    with pytest.raises(Refused, match="取り消された文書"):
        track.office.desk.correspondence.save_copy(track.act("c01"), letter, track.folder)
    track.office.desk.casework.submit(track.act("c01"), case_id)
    _move(track, _page(track, case_id, S), other)
    assert _state(track, case_id) is CaseState.DRAFTED


def test_a_refusal_for_lack_of_proof_goes_back_when_papers_come(track: Track):
    case_id = track.to_identity()
    track.office.desk.casework.ask_correction(track.act("c01"), case_id, ("ADDRESS_MISMATCH",))
    track.post_request(case_id)
    track.later(days=15)
    ha = refuse(Item.K1, Reason.R_HA, "期限までに補正の書類が届かなかったため")
    track.decide(case_id, ha)
    track.office.desk.casework.submit(track.act("c01"), case_id)
    track.file(licence(), join_case=track.get(case_id).line.number)
    assert _state(track, case_id) is CaseState.DRAFTED


def test_a_misfiled_answer_ends_the_wait_of_its_own_case(track: Track):
    waits = track.to_identity()
    track.office.desk.casework.ask_correction(track.act("c01"), waits, ("ADDRESS_MISMATCH",))
    track.later(days=2)
    wrong = track.file(form_page(HANAKO), page(J), arrived_on=date(2026, 11, 12)).case_id
    _move(track, _page(track, wrong, J), waits)
    case = track.get(waits)
    assert case.line.state is CaseState.FORM_CHECK
    assert case.corrections[0].replied_on == date(2026, 11, 12)


def test_a_paper_from_before_the_question_is_not_its_answer(track: Track):
    waits, wrong = track.to_identity(), _hanako(track)  # arrived on 11-09, asked on 11-10
    track.office.desk.casework.ask_correction(track.act("c01"), waits, ("ADDRESS_MISMATCH",))
    _move(track, _page(track, wrong, J), waits)
    assert _state(track, waits) is CaseState.AWAITING_CORRECTION


def test_back_at_the_reception_the_page_is_filed_anew(track: Track):
    wrong = track.file(form_page(), licence(HANAKO), arrived_on=date(2026, 11, 9)).case_id
    desk = track.office.desk
    envelope = desk.misfiled.to_intake(track.act("c01"), _page(track, wrong, D), OTHER)
    (left,) = desk.intake.unfiled()
    assert (left.id, [one.kind for one in left.pages]) == (envelope, [D])
    assert left.created_at.date() == date(2026, 11, 9)
    reading = desk.intake.reading(track.office.by("c01"), left.pages[0].id)
    assert reading.field("name") is not None
    assert _kinds(track, wrong) == [F]
    assert _classes(track, wrong) == {RetentionClass.B}
    filed = desk.filing.file(track.act("c01"), envelope, track.facts(join_case="26-0001"))
    assert (filed.case_id, _kinds(track, wrong)) == (wrong, [F, D])


def test_the_same_act_takes_a_page_back_once(track: Track):
    wrong = track.file(form_page(), licence()).case_id
    act, moved = track.act("c01"), _page(track, wrong, D)
    first = track.office.desk.misfiled.to_intake(act, moved, OTHER)
    assert track.office.desk.misfiled.to_intake(act, moved, OTHER) == first
    assert len(track.office.desk.intake.unfiled()) == 1


def test_nothing_goes_to_a_case_that_ended_or_is_the_same_or_is_not_there(track: Track):
    wrong, ended = track.file(form_page(), licence()).case_id, _hanako(track)
    track.office.desk.casework.withdraw(track.act("c01"), ended, "取下書 受領")
    for target, words in ((ended, "終わって"), (wrong, "同じ案件"), ("26-0099", "ありません")):
        with pytest.raises(DeskError, match=words):
            _move(track, _page(track, wrong, D), target)
    assert _kinds(track, wrong) == [F, D]


def test_a_disposed_page_does_not_move(track: Track):
    case_id, batch = track.to_batch_approved()
    track.execute(batch)
    gone, other = _page(track, case_id, D), _hanako(track)
    with pytest.raises(NotFound, match="廃棄"):
        _move(track, gone, other)
    with pytest.raises(NotFound, match="廃棄"):
        track.office.desk.misfiled.to_intake(track.act("c01"), gone, OTHER)


def test_what_stands_on_a_disposal_list_does_not_move(track: Track):
    case_id, _batch = track.to_batch_approved()
    other = _hanako(track)
    with pytest.raises(Refused, match="廃棄の申請"):
        _move(track, _page(track, case_id, D), other)


def test_the_papers_of_a_held_case_do_not_move(track: Track):
    case_id, other = track.file(form_page(), licence()).case_id, _hanako(track)
    track.office.desk.disposal.holds.hold(track.act("s01"), case_id, "LAWSUIT", date(2027, 3, 1))
    with pytest.raises(Refused, match="保全中"):
        _move(track, _page(track, case_id, D), other)


def test_an_answer_that_was_posted_stays_as_it_is(track: Track):
    case_id = track.to_dispatched()
    other = _hanako(track)
    _move(track, _page(track, case_id, D), other)
    assert (_state(track, case_id), track.get(case_id).identity.ok) == (CaseState.DISPATCHED, True)


def test_the_second_of_two_clerks_is_told(track: Track):
    wrong, right = track.file(form_page(), licence()).case_id, _hanako(track)
    seen = track.get(wrong).version
    track.office.desk.casework.assign(track.act("c02"), wrong, track.office.id_of("c02"))
    desk, moved = track.office.desk, _page(track, wrong, D)
    with pytest.raises(Stale):
        desk.misfiled.move(track.act("c01"), moved, right, OTHER, version=seen)
    with pytest.raises(Stale):
        desk.misfiled.to_intake(track.act("c01"), moved, OTHER, version=seen)
    assert not desk.intake.unfiled()


@pytest.mark.parametrize("login", ["s01", "k01", "a01"])
def test_who_does_not_file_moves_nothing(track: Track, login: str):
    wrong, right = track.file(form_page(), licence()).case_id, _hanako(track)
    with pytest.raises(Refused, match="権限"):
        track.office.desk.misfiled.move(track.act(login), _page(track, wrong, D), right, OTHER)
    with pytest.raises(Refused, match="権限"):
        track.office.desk.misfiled.to_intake(track.act(login), _page(track, wrong, D), OTHER)


def test_a_case_may_lose_its_last_page_and_still_opens(track: Track):
    wrong, right = track.file(licence()).case_id, _hanako(track)
    _move(track, _page(track, wrong, D), right)
    assert _kinds(track, wrong) == []
