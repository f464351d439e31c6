"""代行: named with a signature, barred from the own work, over with the last day (DESIGN §1)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from case_path import Track, refuse
from desk_office import MORNING, Office, passphrase

from desktop.domain.errors import NotAllowed, Refused, SamePerson
from desktop.domain.roles import Capability, Role
from desktop.domain.states import Action, CaseState
from desktop.services import rights
from desktop.services.deputies import DeputyView
from desktop.services.notes import NewNote
from desktop.services.people import PersonRefused, WrongPassphrase
from desktop.store import audit, deputies
from desktop.store.schema.casework import ApprovalRow
from desktop.store.schema.deputies import DeputyRow
from desktop.store.schema.infrastructure import PersonRow
from desktop.store.vault.keys import signed_by

TODAY = MORNING.date()


@pytest.fixture
def track(registered: None, office: Office, tmp_path) -> Track:
    return Track(office, tmp_path)


def name(office: Office, login: str, first: date = TODAY, days: int = 7) -> DeputyView:
    """s01 names a clerk, who signs in anew."""
    made = office.desk.deputies.name(
        office.act("s01"),
        office.id_of(login),
        first,
        first + timedelta(days=days - 1),
        passphrase("s01"),
    )
    office._signed_in.clear()
    return made


def test_a_deputy_approves_with_the_own_key_and_is_named_as_such(track: Track) -> None:
    office = track.office
    case_id = track.to_approval()
    name(office, "c03")
    shown = office.desk.approvals.view(office.by("c03"), case_id, office.now)
    assert Action.APPROVE in shown.case.actions
    case = track.approve(case_id, "c03")
    assert case.line.state is CaseState.APPROVED
    deputy = office.by("c03")
    assert case.approval.approved_by == f"{deputy.name}（例示 誠の代行）"
    with office.desk.premises.database.reading() as session:
        row = session.query(ApprovalRow).one()
        entries = audit.entries(session, audit.Filter(case_id=case_id, action="case.approve"))
    assert row.approver == deputy.person_id
    assert row.text.endswith(f"|deputy_for:{office.id_of('s01')}")
    assert entries[0].detail["deputy_for"] == office.id_of("s01")
    (line,) = office.desk.audit.entries(office.by("s01"), 0, 1, action="case.approve")
    assert line.who == f"{deputy.name}（代行）"
    history = office.desk.cases.history(office.by("c01"), case_id)
    assert [one.who for one in history if one.what == "決裁"] == [line.who]
    track.enclose(case_id)
    posted = office.desk.correspondence.dispatch(
        track.act("c01"), case_id, "HONNIN_GENTEI", "123-45-67890-1"
    )
    assert posted.line.state is CaseState.DISPATCHED


@pytest.mark.parametrize("login", ["c01", "c02"])
def test_a_deputy_decides_nothing_on_a_case_they_had_a_hand_in(track: Track, login: str) -> None:
    """c01 checked and drafted it; c02 changed the draft once, which c01 then submitted."""
    office = track.office
    case_id = track.to_approval()
    track.decide(case_id, login="c02")
    track.decide(case_id)
    office.desk.casework.submit(track.act("c01"), case_id)
    name(office, login)
    shown = office.desk.approvals.view(office.by(login), case_id, office.now)
    assert shown.barred
    with pytest.raises(SamePerson):
        track.approve(case_id, login)
    with pytest.raises(SamePerson):
        office.desk.approvals.send_back(track.act(login), case_id, "直してください")
    assert track.get(case_id).line.state is CaseState.APPROVAL


def test_looking_at_a_case_and_sending_it_back_is_no_hand_in_it(track: Track) -> None:
    office = track.office
    case_id = track.to_approval(refuse())
    name(office, "c03")
    shown = office.desk.approvals.view(office.by("c03"), case_id, office.now)
    office.desk.correspondence.letter_pdf(track.act("c03"), shown.letter_id)
    office.desk.approvals.send_back(track.act("c03"), case_id, "理由の文を直してください")
    track.decide(case_id, refuse(text="応対の評価の記録が含まれるため"))
    office.desk.casework.submit(track.act("c01"), case_id)
    assert track.approve(case_id, "c03").line.state is CaseState.APPROVED


def test_a_deputyship_begins_and_ends_by_itself(track: Track) -> None:
    office = track.office
    case_id = track.to_approval()
    letter = track.get(case_id).approval.letter_hash
    name(office, "c03", TODAY + timedelta(days=1), days=1)

    def approve() -> None:
        office.desk.approvals.approve(track.act("c03"), case_id, passphrase("c03"), letter)

    with pytest.raises(NotAllowed):
        approve()
    office.now += timedelta(days=1)
    office._signed_in.clear()
    assert rights.may(office.by("c03"), Capability.APPROVE)
    office.now += timedelta(days=1)
    with pytest.raises(NotAllowed):  # still signed in since the day before
        approve()
    office._signed_in.clear()
    with pytest.raises(NotAllowed):
        approve()


def test_one_who_is_still_signed_in_loses_what_was_taken_back(track: Track) -> None:
    office = track.office
    case_id = track.to_approval()
    letter = track.get(case_id).approval.letter_hash
    made = name(office, "c03")
    deputy = track.act("c03")
    with pytest.raises(WrongPassphrase):
        office.desk.deputies.take_back(office.act("s01"), made.id, "not the passphrase")
    office.desk.deputies.take_back(office.act("s01"), made.id, passphrase("s01"))
    assert office.desk.deputies.now(TODAY) == ()
    with pytest.raises(NotAllowed, match="代行"):
        office.desk.approvals.approve(deputy, case_id, passphrase("c03"), letter)
    with pytest.raises(Refused):
        office.desk.deputies.take_back(office.act("s01"), made.id, passphrase("s01"))


def test_a_deputyship_written_into_the_database_gives_no_right(track: Track) -> None:
    office = track.office
    case_id = track.to_approval()
    letter = track.get(case_id).approval.letter_hash
    made = name(office, "c03", days=1)
    office.now += timedelta(days=1)
    with office.desk.premises.database.transaction() as session:
        session.get_one(DeputyRow, made.id).last_on = TODAY + timedelta(days=30)
    office._signed_in.clear()
    by = office.by("c03")
    assert by.deputy is None
    stretched = replace(made, last_on=TODAY + timedelta(days=30))
    assert office.desk.deputies.everyone() == ()
    assert stretched.state(office.now.date()) == "代行中"
    with pytest.raises(NotAllowed):
        office.desk.approvals.approve(track.act("c03"), case_id, passphrase("c03"), letter)


def test_an_end_is_signed_and_stands_though_somebody_takes_it_out_of_the_row(
    office: Office,
) -> None:
    made = name(office, "c03")
    office.desk.deputies.take_back(office.act("s01"), made.id, passphrase("s01"))
    with office.desk.premises.database.transaction() as session:
        row = session.get_one(DeputyRow, made.id)
        one = deputies.by_id(session, made.id)
        said = deputies.end_statement(one, TODAY, office.id_of("s01"), office.now)
        assert signed_by(office.by("s01").keys.public().signing, row.end_signature, said)
        assert deputies.forged(session) == 0
        row.ended_on = row.ended_by = row.ended_at = row.end_signature = None
    assert [one.state(TODAY) for one in office.desk.deputies.everyone()] == ["取消し"]
    office._signed_in.clear()
    assert office.by("c03").deputy is None
    assert office.desk.audit.verify().problems == (
        "署名の合わない代行の指名・取消しが1件あります。",
    )


def test_an_end_that_nobody_signed_ends_nothing_save_one_that_an_older_log_knows(
    office: Office,
) -> None:
    made = name(office, "c03")
    supervisor = office.id_of("s01")
    database = office.desk.premises.database
    with database.transaction() as session:
        deputies.end(session, made.id, TODAY, supervisor)
    assert [one.state(TODAY) for one in office.desk.deputies.everyone()] == ["代行中"]
    assert not office.desk.audit.verify().ok
    with database.transaction() as session:  # as it was written before ends were signed
        audit.append(session, office.now, supervisor, "deputy.end", subject=made.person_id)
    assert [one.state(TODAY) for one in office.desk.deputies.everyone()] == ["取消し"]
    assert office.desk.audit.verify().ok


def test_an_approval_by_a_clerk_who_was_no_deputy_opens_nothing(track: Track) -> None:
    """The clerk's own key, put over an approval in the database, whose row says supervisor."""
    office = track.office
    case_id = track.to_approved()
    track.enclose(case_id)
    clerk = office.by("c03")
    with office.desk.premises.database.transaction() as session:
        row = session.query(ApprovalRow).one()
        row.approver, row.signature = clerk.person_id, clerk.keys.sign(row.text.encode())
        session.get_one(PersonRow, clerk.person_id).role = Role.SUPERVISOR
    with pytest.raises(Refused, match="決裁"):
        office.desk.correspondence.dispatch(
            track.act("c01"), case_id, "KAN_I_KAKITOME", "12345678901"
        )


def test_who_may_be_named_by_whom_and_for_how_long(office: Office) -> None:
    service, clerk = office.desk.deputies, office.id_of("c03")
    for login in ("c01", "k01", "a01"):
        with pytest.raises(NotAllowed):
            service.name(office.act(login), clerk, TODAY, TODAY, passphrase(login))
    act = office.act("s01")
    for person in (office.id_of("a01"), office.id_of("k01"), office.id_of("s01")):
        with pytest.raises(PersonRefused):
            service.name(act, person, TODAY, TODAY, passphrase("s01"))
    for first, last in (
        (TODAY - timedelta(days=1), TODAY),
        (TODAY, TODAY - timedelta(days=1)),
        (TODAY, TODAY + timedelta(days=92)),
    ):
        with pytest.raises(Refused):
            service.name(act, clerk, first, last, passphrase("s01"))
    with pytest.raises(WrongPassphrase):
        service.name(act, clerk, TODAY, TODAY, "not the passphrase")
    made = name(office, "c03")
    with pytest.raises(PersonRefused):
        service.name(office.act("s01"), clerk, made.last_on, made.last_on, passphrase("s01"))
    assert [one.state(TODAY) for one in service.now(TODAY)] == ["代行中"]
    assert not rights.may(office.by("c03"), Capability.SIGN_SETTING)


@pytest.mark.parametrize("which", ["case", "note"])
def test_a_deputy_decides_on_no_disposal_of_what_they_worked_on(track: Track, which: str) -> None:
    """c02 only checked an enclosure of the case; the note of a call is c02's own."""
    office, disposal = track.office, track.office.desk.disposal
    if which == "case":
        track.to_due()
    else:
        call = NewNote("ENQUIRY", "PHONE", date(2024, 5, 1), "見本 正", text="書式はどこか")
        office.desk.notes.add(track.act("c02"), call)
    batch = disposal.propose(track.act("c01"), track.due_units())
    name(office, "c02", office.now.date())
    name(office, "c03", office.now.date())
    assert disposal.batch(office.by("c02"), batch.id).own_work
    with pytest.raises(SamePerson, match="手がけた"):
        disposal.approve(track.act("c02"), batch.id, passphrase("c02"), batch.list_hash)
    with pytest.raises(SamePerson, match="手がけた"):
        disposal.send_back(track.act("c02"), batch.id, "確かめてください")
    assert not disposal.batch(office.by("c03"), batch.id).own_work
    disposal.approve(track.act("c03"), batch.id, passphrase("c03"), batch.list_hash)


def test_a_deputy_proposes_no_release_of_a_hold_on_their_own_case(track: Track) -> None:
    office, holds = track.office, track.office.desk.disposal.holds
    case_id = track.to_due()
    holds.hold(track.act("s01"), case_id, "AUDIT", date(2028, 1, 1))
    for login in ("c01", "c03"):
        name(office, login, office.now.date())
    with pytest.raises(SamePerson):
        holds.propose_release(track.act("c01"), case_id)
    holds.propose_release(track.act("c03"), case_id)


def test_a_deputy_does_not_execute_the_disposal_they_approved(track: Track) -> None:
    office, disposal = track.office, track.office.desk.disposal
    track.to_due()
    batch = disposal.propose(track.act("c01"), track.due_units())
    name(office, "c03", office.now.date())
    disposal.approve(track.act("c03"), batch.id, passphrase("c03"), batch.list_hash)
    with pytest.raises(SamePerson):
        track.execute(batch.id, executor="c03")
    assert "の代行）" in disposal.batch(office.by("c01"), batch.id).approved_by
