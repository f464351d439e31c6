"""廃棄: proposed, approved by another, executed before a witness (DOMAIN §10, TRUST §2)."""

from __future__ import annotations

import io
from datetime import date, timedelta

import pypdfium2
import pytest
from case_path import Track
from desk_office import Office, passphrase

from desktop.domain.disposal import DisposalStage, ItemState
from desktop.domain.errors import NotAllowed, Refused, SamePerson, Stale
from desktop.domain.retention import RetentionClass
from desktop.domain.roles import Role
from desktop.domain.states import CaseState
from desktop.store.database import Database
from desktop.store.errors import ClockDoubtful, KeyDestroyed, StoreInUse, WrongPassphrase
from desktop.store.reports import overdue_units
from desktop.store.schema.casework import PageRow, UnitRow
from desktop.store.schema.infrastructure import RecordKeyRow


@pytest.fixture
def track(registered: None, office: Office, tmp_path) -> Track:
    return Track(office, tmp_path)


def _propose(track: Track):
    track.to_due()
    return track.office.desk.disposal.propose(track.act("c01"), track.due_units())


def test_nothing_is_due_while_the_case_lives(track: Track):
    track.to_dispatched()
    keeping = track.office.desk.disposal.keeping(track.office.by("c01"), date(2040, 1, 1))
    assert (keeping.due, keeping.retained) == ((), ())


def test_a_completed_case_is_kept_by_class_and_forecast_by_month(track: Track):
    track.to_completed()
    keeping = track.office.desk.disposal.keeping(track.office.by("c01"), track.office.now.date())
    assert [(one.cls, one.count, one.next_due) for one in keeping.retained] == [
        (RetentionClass.A, 1, date(2027, 5, 13)),
        (RetentionClass.B, 1, date(2028, 11, 13)),
        (RetentionClass.C, 1, date(2028, 11, 13)),
        (RetentionClass.C6, 1, date(2027, 5, 13)),
    ]
    assert keeping.due == ()
    months = {one.month: one.count for one in keeping.forecast}
    assert (len(months), months["2027-05"], sum(months.values())) == (12, 2, 2)


def test_before_its_day_nothing_can_be_proposed(track: Track):
    case_id = track.to_completed()
    units = [unit.id for unit in track.get(case_id).units]
    with pytest.raises(Refused, match="保存期限"):
        track.office.desk.disposal.propose(track.act("c01"), units)


def test_the_proposal_lists_what_goes_under_one_hash(track: Track):
    batch = _propose(track)
    assert [(group.cls, len(group.rows)) for group in batch.groups] == [
        (RetentionClass.A, 1),
        (RetentionClass.C6, 1),
    ]
    row = batch.groups[0].rows[0]
    assert (row.label, row.case_number, row.paper, row.pages) == (
        "運転免許証",
        "26-0001",
        1,
        1,
    )
    assert len(batch.list_hash) == 64
    assert batch.own_proposal
    assert track.due_units() == []


def test_an_empty_list_is_not_proposed(track: Track):
    with pytest.raises(Refused, match="選ばれていません"):
        track.office.desk.disposal.propose(track.act("c01"), [])


def test_the_proposer_does_not_approve(track: Track):
    """Not even as a supervisor, whom somebody made of them since."""
    batch = _propose(track)
    track.office.give_role("c01", Role.SUPERVISOR)
    with pytest.raises(SamePerson):
        track.office.desk.disposal.approve(
            track.act("c01"), batch.id, passphrase("c01"), batch.list_hash
        )


def test_a_clerk_does_not_approve_a_disposal(track: Track):
    batch = _propose(track)
    with pytest.raises(NotAllowed):
        track.office.desk.disposal.approve(
            track.act("c02"), batch.id, passphrase("c02"), batch.list_hash
        )


def test_a_disposal_is_approved_with_the_passphrase_over_the_list_shown(track: Track):
    batch = _propose(track)
    disposal = track.office.desk.disposal
    with pytest.raises(WrongPassphrase):
        disposal.approve(track.act("s01"), batch.id, "wrong", batch.list_hash)
    with pytest.raises(Stale):
        disposal.approve(track.act("s01"), batch.id, passphrase("s01"), "0" * 64)
    approved = disposal.approve(track.act("s01"), batch.id, passphrase("s01"), batch.list_hash)
    assert (approved.state, approved.stage) == (ItemState.APPROVED, DisposalStage.APPROVED)
    assert approved.approved_by == "例示 誠"


def test_without_approval_nothing_is_executed(track: Track):
    batch = _propose(track)
    with pytest.raises(Refused, match="有効な承認"):
        track.execute(batch.id)


def test_the_executor_is_not_the_witness(track: Track):
    _, batch_id = track.to_batch_approved()
    with pytest.raises(SamePerson):
        track.execute(batch_id, executor="c01", witness="c01")


def test_a_witness_proves_the_own_passphrase(track: Track):
    _, batch_id = track.to_batch_approved()
    with pytest.raises(WrongPassphrase):
        track.office.desk.disposal.execute(
            track.act("c01"), batch_id, "c02", "wrong", "DISSOLUTION", "文書室"
        )


def test_an_administrator_is_no_witness(track: Track):
    _, batch_id = track.to_batch_approved()
    with pytest.raises(NotAllowed):
        track.execute(batch_id, witness="a01")


@pytest.mark.parametrize(("method", "place"), [("BURNING", "文書室"), ("DISSOLUTION", " ")])
def test_method_and_place_are_recorded(track: Track, method: str, place: str):
    _, batch_id = track.to_batch_approved()
    with pytest.raises(Refused):
        track.office.desk.disposal.execute(
            track.act("c01"), batch_id, "c02", passphrase("c02"), method, place
        )


def test_nothing_is_destroyed_while_the_clock_is_in_doubt(track: Track):
    _, batch_id = track.to_batch_approved()
    track.office.now += timedelta(days=60)
    with pytest.raises(ClockDoubtful):
        track.execute(batch_id)
    track.office.now -= timedelta(days=61)
    with pytest.raises(ClockDoubtful):
        track.execute(batch_id)


def test_after_the_execution_content_and_keys_are_gone_and_the_case_still_opens(track: Track):
    case_id, batch_id = track.to_batch_approved()
    database = track.office.desk.premises.database
    with database.reading() as session:
        doomed = {unit.key_id for unit in session.query(UnitRow).all() if unit.cls in ("A", "C6")}
    executed = track.execute(batch_id)
    assert (executed.state, executed.stage) == (
        ItemState.EXECUTED,
        DisposalStage.KEYS_DESTROYED_LIVE,
    )
    with database.reading() as session:
        assert not doomed & {row.id for row in session.query(RecordKeyRow).all()}
        for page in session.query(PageRow).all():
            gone = page.kind == "DL"
            assert (page.image is None, page.reading is None) == (gone, gone)
    case = track.get(case_id)
    assert case.line.state is CaseState.COMPLETED
    assert case.line.name == "仮川 一郎"
    assert case.answers[0].lines == ()
    card = case.documents[1].pages[0]
    assert card.destroyed
    assert track.office.desk.cases.thumbnail(track.office.by("c01"), card.id) == b""
    with pytest.raises(KeyDestroyed):
        track.office.desk.cases.picture(track.act("c01"), card.id)


def test_the_stub_says_what_went_and_nothing_of_the_person(track: Track):
    _, batch_id = track.to_batch_approved()
    track.execute(batch_id)
    with track.office.desk.premises.database.reading() as session:
        stub = session.query(UnitRow).filter(UnitRow.cls == "A").one()
    assert (stub.destroyed_method, stub.destroyed_batch) == ("DISSOLUTION", batch_id)
    assert len(stub.destroyed_hash) == 64
    assert stub.key_id is None


def test_a_wholly_destroyed_case_opens_as_a_stub(track: Track):
    case_id = track.to_completed()
    track.later(days=800)
    disposal = track.office.desk.disposal
    batch = disposal.propose(track.act("c01"), track.due_units())
    disposal.approve(track.act("s01"), batch.id, passphrase("s01"), batch.list_hash)
    track.execute(batch.id)
    case = track.get(case_id)
    assert (case.line.name, case.line.destroyed) == ("", True)
    assert all(unit.stub for unit in case.units)
    assert all(letter.destroyed for letter in case.letters)
    assert track.office.desk.cases.search(track.office.by("c01"), "仮川", track.office.now) == ()


def test_the_certificate_says_how_far_it_came_and_not_further(track: Track):
    _, batch_id = track.to_batch_approved()
    with pytest.raises(Refused, match="まだ廃棄を実施していない"):
        track.office.desk.disposal.certificate(track.act("c01"), batch_id)
    track.execute(batch_id)
    track.office.desk.disposal.certificate(track.act("k01"), batch_id)
    read_only = track.office.desk.disposal.batch(track.office.by("c01"), batch_id)
    assert read_only.state is ItemState.EXECUTED  # an auditor reads, and changes nothing
    pdf = track.office.desk.disposal.certificate(track.act("c01"), batch_id)
    document = pypdfium2.PdfDocument(io.BytesIO(pdf))
    text = "".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    assert "2027-H001" in text
    assert "復元不可能とは述べません" in "".join(text.split())
    for name in ("架空 太郎", "例示 誠", "見本 花子"):
        assert name in text
    batch = track.office.desk.disposal.batch(track.office.by("c01"), batch_id)
    assert batch.state is ItemState.CERTIFIED


def test_an_execution_cut_off_before_the_roll_is_carried_on(track: Track):
    """Another program keeps the roll away: the content is erased, the keys wait for the roll."""
    _, batch_id = track.to_batch_approved()
    other = Database.open(track.office.place)
    try:
        with pytest.raises(StoreInUse):
            track.execute(batch_id)
    finally:
        other.close()
    disposal = track.office.desk.disposal
    by = track.office.by("c01")
    assert disposal.batch(by, batch_id).stage is DisposalStage.CONTENT_ERASED
    red = track.office.desk.cases.today(by, track.office.now).red_tasks
    assert "DISPOSAL" in {task.code for task in red}
    (batch,) = disposal.resume_interrupted(track.act("c01"))
    assert batch.stage is DisposalStage.KEYS_DESTROYED_LIVE
    assert disposal.resume_interrupted(track.act("c01")) == ()


def test_a_repeated_execution_destroys_once(track: Track):
    _, batch_id = track.to_batch_approved()
    act = track.act("c01")
    disposal = track.office.desk.disposal
    given = (act, batch_id, "c02", passphrase("c02"), "DISSOLUTION", "文書室")
    first, again = disposal.execute(*given), disposal.execute(*given)
    assert first == again
    with pytest.raises(Refused):
        track.execute(batch_id)


def test_a_list_sent_back_is_due_again(track: Track):
    batch = _propose(track)
    disposal = track.office.desk.disposal
    with pytest.raises(Refused, match="理由"):
        disposal.send_back(track.act("s01"), batch.id, " ")
    back = disposal.send_back(track.act("s01"), batch.id, "C6を除くこと")
    assert (back.state, back.reason) == (ItemState.REJECTED, "C6を除くこと")
    again = disposal.propose(track.act("c01"), track.due_units())
    assert (again.number, again.units) == ("2027-H002", 2)


def test_a_list_that_was_sent_back_holds_nothing_that_a_later_one_lists(track: Track):
    """It is not approved after all, and a hold takes the papers off the list that counts."""
    case_id, disposal = track.to_due(), track.office.desk.disposal
    first = disposal.propose(track.act("c01"), track.due_units())
    disposal.send_back(track.act("s01"), first.id, "C6を除くこと")
    batch = disposal.propose(track.act("c01"), track.due_units())
    with pytest.raises(Refused, match="承認を待って"):
        disposal.approve(track.act("s01"), first.id, passphrase("s01"), first.list_hash)
    with pytest.raises(Refused, match="承認を待って"):
        disposal.send_back(track.act("s01"), first.id, "もう一度")
    disposal.approve(track.act("s01"), batch.id, passphrase("s01"), batch.list_hash)
    disposal.holds.hold(track.act("s01"), case_id, "LAWSUIT", date(2028, 1, 1))
    by = track.office.by("c01")
    held, before = disposal.batch(by, batch.id), disposal.batch(by, first.id)
    assert (held.units, len(held.removed), held.approved_by) == (0, 2, "")
    assert (before.units, before.state) == (2, ItemState.REJECTED)


def test_a_hold_between_approval_and_execution_stops_it(track: Track):
    case_id, batch_id = track.to_batch_approved()
    disposal = track.office.desk.disposal
    review = track.office.now.date() + timedelta(days=90)
    disposal.holds.hold(track.act("s01"), case_id, "LAWSUIT", review)
    with pytest.raises(Refused, match="有効な承認"):
        track.execute(batch_id)
    batch = disposal.batch(track.office.by("c01"), batch_id)
    assert (batch.units, len(batch.removed), batch.approved_by) == (0, 2, "")
    (line, _) = disposal.keeping(track.office.by("c01"), track.office.now.date()).due
    assert (line.held, line.held_why) == (True, "訴訟")
    with track.office.desk.premises.database.reading() as session:
        overdue = overdue_units(session, track.office.now.date() + timedelta(days=1))
    assert overdue == {"A": (1, 1), "C6": (1, 1)}  # one hold keeps both
    with pytest.raises(Refused, match="保全中"):
        disposal.propose(track.act("c01"), [line.unit_id])


def test_a_hold_is_released_by_two_people_and_the_papers_are_due_at_once(track: Track):
    case_id = track.to_due()
    holds = track.office.desk.disposal.holds
    holds.hold(track.act("s01"), case_id, "AUDIT", date(2028, 1, 1))
    with pytest.raises(Refused, match="申し出られていません"):
        holds.confirm_release(track.act("c01"), case_id)
    holds.propose_release(track.act("s01"), case_id)
    with pytest.raises(SamePerson):
        holds.confirm_release(track.act("s01"), case_id)
    holds.confirm_release(track.act("c01"), case_id)
    batch = track.office.desk.disposal.propose(track.act("c01"), track.due_units())
    assert batch.units == 2


def test_a_withdrawn_case_is_kept_and_destroyed_as_well(track: Track):
    case_id = track.file().case_id
    case = track.office.desk.casework.withdraw(track.act("c01"), case_id, "取下書 受領")
    assert case.line.state is CaseState.WITHDRAWN
    assert {unit.cls: unit.due_on for unit in case.units} == {
        RetentionClass.A: date(2027, 5, 11),
        RetentionClass.B: date(2028, 11, 11),
        RetentionClass.C: date(2028, 11, 11),
    }


def test_the_disclosed_annex_dies_before_the_decision_that_disclosed_it(track: Track):
    case_id, batch_id = track.to_batch_approved()
    desk = track.office.desk
    letter = track.get(case_id).letters[0]
    assert len(desk.correspondence.letter_pages(track.office.by("c01"), letter.id, 40)) == 2
    track.execute(batch_id)
    after = track.get(case_id).letters[0]
    assert (after.annex_destroyed, after.destroyed) == (True, False)
    pdf = desk.correspondence.letter_pdf(track.act("c01"), letter.id)
    document = pypdfium2.PdfDocument(io.BytesIO(pdf))
    text = "".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    assert "契約者情報" in text
    assert "契約開始日" not in text
