"""決裁: another person signs exactly what was shown (DOMAIN §8 guard 6; TRUST §4)."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest
from case_path import Track, refuse
from desk_office import Office, passphrase

from desktop.domain.errors import NotAllowed, Refused, SamePerson, Stale
from desktop.domain.roles import Role
from desktop.domain.states import CaseState
from desktop.store import settings
from desktop.store.errors import WrongPassphrase
from desktop.store.schema.casework import ApprovalRow
from desktop.store.schema.infrastructure import PersonRow
from desktop.store.vault.keys import signed_by


@pytest.fixture
def track(registered: None, office: Office, tmp_path) -> Track:
    return Track(office, tmp_path)


def test_the_queue_shows_who_drafted_what(track: Track):
    case_id = track.to_approval(refuse())
    (line,) = track.office.desk.approvals.queue(track.office.by("s01"), track.office.now)
    assert (line.case_id, line.number, line.name) == (case_id, "26-0001", "仮川 一郎")
    assert (line.drafted_by, line.outcome, line.own_draft) == ("架空 太郎", "不開示", False)


def test_a_signature_covers_the_letter_and_holds_with_the_public_key(track: Track):
    case_id = track.to_approval()
    shown = track.office.desk.approvals.view(track.office.by("s01"), case_id, track.office.now)
    case = track.approve(case_id)
    assert case.line.state is CaseState.APPROVED
    assert case.approval.approved_by == "例示 誠"
    with track.office.desk.premises.database.reading() as session:
        (approval,) = session.query(ApprovalRow).all()
        public = track.office.by("s01").keys.public().signing
    assert approval.text == f"approve|26-0001|{shown.letter_hash}|2026-11-10T09:00:00+09:00"
    assert signed_by(public, approval.signature, approval.text.encode())
    assert shown.rows[0].label == "氏名"


def test_the_drafter_does_not_approve_the_own_draft(track: Track):
    """A clerk who has become a supervisor since; a deputy's bar is in test_deputies."""
    case_id = track.to_approval()
    letter = track.get(case_id).approval.letter_hash
    act = track.act("c01")
    administrator, name = track.office.id_of("a01"), settings.role_name(act.by.person_id)
    with track.office.desk.premises.database.transaction() as session:
        session.get_one(PersonRow, act.by.person_id).role = Role.SUPERVISOR
        day, at = track.office.now.date(), track.office.now
        wish = settings.propose(session, name, "SUPERVISOR", day, administrator, at)
    track.later(hours=1)
    track.office.desk.administration.sign_setting(track.act("s01"), wish.id, passphrase("s01"))
    supervisor = replace(act, by=replace(act.by, role=Role.SUPERVISOR))
    with pytest.raises(SamePerson):
        track.office.desk.approvals.approve(supervisor, case_id, passphrase("c01"), letter)
    assert track.get(case_id).line.state is CaseState.APPROVAL


def test_a_clerk_does_not_approve(track: Track):
    case_id = track.to_approval()
    letter = track.get(case_id).approval.letter_hash
    with pytest.raises(NotAllowed, match="「決裁」は受付担当の権限にありません"):
        track.office.desk.approvals.approve(track.act("c02"), case_id, passphrase("c02"), letter)


def test_a_wrong_passphrase_signs_nothing(track: Track):
    case_id = track.to_approval()
    letter = track.get(case_id).approval.letter_hash
    with pytest.raises(WrongPassphrase):
        track.office.desk.approvals.approve(track.act("s01"), case_id, "wrong", letter)
    assert track.get(case_id).line.state is CaseState.APPROVAL


def test_another_letter_than_the_one_shown_is_not_signed(track: Track):
    case_id = track.to_approval()
    seen = track.get(case_id).approval.letter_hash
    track.decide(case_id, refuse())
    track.office.desk.casework.submit(track.act("c01"), case_id)
    with pytest.raises(Stale):
        track.office.desk.approvals.approve(track.act("s01"), case_id, passphrase("s01"), seen)


def test_an_edit_voids_the_approval(track: Track):
    case_id = track.to_approved()
    case = track.decide(case_id, refuse())
    assert case.line.state is CaseState.DRAFTED
    assert case.approval.approved_by == ""
    with pytest.raises(Refused):
        track.office.desk.correspondence.dispatch(
            track.act("c01"), case_id, "KAN_I_KAKITOME", "12345678901"
        )


def test_a_repeated_approval_signs_once(track: Track):
    case_id = track.to_approval()
    letter = track.get(case_id).approval.letter_hash
    act = track.act("s01")
    for _ in range(2):
        case = track.office.desk.approvals.approve(act, case_id, passphrase("s01"), letter)
        assert case.line.state is CaseState.APPROVED
    with track.office.desk.premises.database.reading() as session:
        assert session.query(ApprovalRow).count() == 1


def test_sending_back_says_why(track: Track):
    case_id = track.to_approval()
    send_back = track.office.desk.approvals.send_back
    with pytest.raises(Refused, match="理由"):
        send_back(track.act("s01"), case_id, "")
    with pytest.raises(Stale, match="項目"):
        send_back(track.act("s01"), case_id, "直してください", "DISCLOSE/K7")
    case = send_back(track.act("s01"), case_id, "基準日を直してください", "DISCLOSE/K1")
    told = (case.approval.send_back, case.approval.send_back_about)
    assert told == ("基準日を直してください", "DISCLOSE/K1")


def test_the_supervisor_sees_who_did_what_and_on_which_article(track: Track):
    case_id = track.to_approval()
    shown = track.office.desk.approvals.view(track.office.by("s01"), case_id, track.office.now)
    (hand,) = shown.hands
    assert (hand.who, hand.did[0], hand.did[-1]) == ("架空 太郎", "受付", "提出")
    assert {"形式確認", "本人確認", "手数料", "調査", "起案"} <= set(hand.did)
    assert shown.articles == ("開示 33条1項",)
    assert shown.barred == ""


def test_the_same_decision_at_the_same_moment_makes_the_same_bytes(track: Track):
    case_id = track.to_approval()
    first = track.get(case_id).approval.letter_hash
    pdf = track.office.desk.correspondence.letter_pdf(
        track.act("s01"), track.get(case_id).letters[0].id
    )
    assert hashlib.sha256(pdf).hexdigest() == first


def test_a_forged_approval_opens_nothing(track: Track):
    """Somebody with the database writes an approval, but has no supervisor's key."""
    case_id = track.to_approved()
    track.enclose(case_id)
    post = track.office.desk.correspondence
    supervisor, clerk = track.office.id_of("s01"), track.office.id_of("c02")
    for changes in ({"approver": clerk}, {"text": "approve|26-0001|0|0"}, {"signature": b"0"}):
        with track.office.desk.premises.database.transaction() as session:
            approval = session.query(ApprovalRow).one()
            before = {name: getattr(approval, name) for name in changes}
            for name, value in changes.items():
                setattr(approval, name, value)
        with pytest.raises(Refused, match="決裁"):
            post.dispatch(track.act("c01"), case_id, "KAN_I_KAKITOME", "12345678901")
        with track.office.desk.premises.database.transaction() as session:
            approval = session.query(ApprovalRow).one()
            assert approval.approver in (supervisor, clerk)
            for name, value in before.items():
                setattr(approval, name, value)
    posted = post.dispatch(track.act("c01"), case_id, "HONNIN_GENTEI", "12345678901")
    assert posted.line.state is CaseState.DISPATCHED
