"""Who leaves or loses a passphrase: what they signed, their keys, and who watches (DESIGN §1)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from case_path import Track
from desk_office import Office, passphrase
from pypdfium2 import PdfDocument
from sqlalchemy import delete

from desktop.domain.disposal import DisposalStage
from desktop.domain.errors import NotAllowed, Refused, SamePerson
from desktop.domain.roles import Role
from desktop.domain.states import CaseState
from desktop.services.people import PersonRefused, RoleUnsigned, WrongPassphrase
from desktop.store import audit, people, settings
from desktop.store.errors import NotInSlot
from desktop.store.schema.infrastructure import PersonKeyRow, SettingRow
from desktop.store.vault.keys import signed_by

NEW_PASS = "新しい 合言葉 です"


@pytest.fixture
def track(registered: None, office: Office, tmp_path) -> Track:
    return Track(office, tmp_path)


def second_supervisor(office: Office) -> str:
    """Somebody else who can sign, so that the first one can be let go."""
    office.desk.people.add(
        office.act("a01"), "s02", "例示 二郎", Role.SUPERVISOR, passphrase("s02")
    )
    (waiting,) = office.desk.administration.proposals()
    office.desk.administration.sign_setting(office.act("s01"), waiting.id, passphrase("s01"))
    office._signed_in.clear()
    return office.id_of("s02")


def red(office: Office, code: str) -> list[str]:
    view = office.desk.cases.today(office.by("c01"), office.now)
    return [one.next_step for one in view.red_tasks if one.code == code]


def test_what_a_dismissed_supervisor_approved_and_has_not_left_is_signed_anew(
    track: Track,
) -> None:
    office = track.office
    second_supervisor(office)
    case_id = track.to_approved()
    track.enclose(case_id)
    office.desk.people.deactivate(office.act("a01"), office.id_of("s01"))
    case = track.get(case_id)
    assert (case.line.state, case.approval.approved_by) == (CaseState.APPROVAL, "")
    with pytest.raises(Refused):
        office.desk.correspondence.dispatch(
            track.act("c01"), case_id, "HONNIN_GENTEI", "123-45-67890-1"
        )
    with office.desk.premises.database.reading() as session:
        (entry,) = audit.entries(session, audit.Filter(action="case.void_approval"))
    assert (entry.case_id, entry.actor) == (case_id, office.id_of("a01"))
    sentences = [one.sentence for one in office.desk.cases.history(office.by("c01"), case_id)]
    assert "決裁した人が離任したため、決裁を取り消しました" in " ".join(sentences)
    assert track.approve(case_id, "s02").approval.approved_by == "例示 二郎"


def test_what_had_left_before_stays_as_it_is(track: Track) -> None:
    office = track.office
    second_supervisor(office)
    case_id = track.to_dispatched()
    office.desk.people.deactivate(office.act("a01"), office.id_of("s01"))
    case = track.get(case_id)
    assert case.line.state is CaseState.DISPATCHED
    assert case.approval.approved_by == "例示 誠"


def test_a_disposal_approved_by_one_who_left_waits_for_another_signature(track: Track) -> None:
    office = track.office
    second_supervisor(office)
    _, batch_id = track.to_batch_approved()
    office.desk.people.deactivate(office.act("a01"), office.id_of("s01"))
    batch = office.desk.disposal.batch(office.by("c01"), batch_id)
    assert (batch.stage, batch.approved_by) == (DisposalStage.PROPOSED, "")
    with pytest.raises(Refused):
        track.execute(batch_id)
    office.desk.disposal.approve(track.act("s02"), batch_id, passphrase("s02"), batch.list_hash)
    assert track.execute(batch_id).executor == "架空 太郎"


def test_a_leaver_s_deputy_and_a_leaving_deputy_stand_in_for_nobody(office: Office) -> None:
    second_supervisor(office)
    today = office.now.date()
    for login, deputy in (("s01", "c02"), ("s02", "c03")):
        office.desk.deputies.name(
            office.act(login), office.id_of(deputy), today, today, passphrase(login)
        )
    people_ = office.desk.people
    people_.deactivate(office.act("a01"), office.id_of("s01"))
    assert [one.name for one in office.desk.deputies.now(today)] == ["仮野 次郎"]
    people_.deactivate(office.act("a01"), office.id_of("c03"))
    assert office.desk.deputies.now(today) == ()


def test_a_leaver_is_out_of_the_slot_at_once_and_a_roll_is_owed_within_a_day(
    office: Office,
) -> None:
    leaver = office.by("c03")
    office.by("c01")
    assert red(office, "LEAVER_ROLL") == []
    office.desk.people.deactivate(office.act("a01"), leaver.person_id)
    assert red(office, "LEAVER_ROLL") == ["責任者が11月11日までに鍵を更新してください。"]
    with pytest.raises(NotInSlot):
        office.desk.premises.unlock(leaver.keys)
    office._signed_in.clear()
    office.now += timedelta(minutes=1)
    assert office.desk.found_numbers.roll(office.act("s01")) == 0
    assert red(office, "LEAVER_ROLL") == []


def test_a_reset_makes_new_keys_and_ends_the_old_ones_at_that_moment(track: Track) -> None:
    office = track.office
    case_id = track.to_approved()
    old = office.by("s01")
    office.now += timedelta(hours=1)
    done = office.desk.passphrases.reset(
        office.act("a01"), old.person_id, NEW_PASS, "c01", passphrase("c01")
    )
    office._signed_in.clear()
    with pytest.raises(WrongPassphrase):
        office.by("s01")
    new = office.desk.people.sign_in("s01", NEW_PASS, office.now)
    assert new.keys.public().fingerprint() == done.new_fingerprint
    assert old.keys.public().fingerprint() == done.old_fingerprint != done.new_fingerprint
    with office.desk.premises.database.reading() as session:
        rows = session.query(PersonKeyRow).filter_by(person_id=old.person_id).all()
        (entry,) = audit.entries(session, audit.Filter(action="person.reset"))
        assert people.keys_ended(session) == office.now
    ends = {row.signing_public: row.valid_until for row in rows}
    assert ends[old.keys.public().signing] == office.now
    assert ends[new.keys.public().signing] is None
    assert (entry.detail["old"], entry.detail["new"]) == (
        done.old_fingerprint,
        done.new_fingerprint,
    )
    assert entry.detail["witness"] == office.id_of("c01")
    assert signed_by(new.keys.public().signing, new.keys.sign(b"x"), b"x")
    # What was signed before stays signed; what the old key signs from now on opens nothing.
    track.enclose(case_id)
    posted = office.desk.correspondence.dispatch(
        track.act("c01"), case_id, "HONNIN_GENTEI", "123-45-67890-1"
    )
    assert posted.line.state is CaseState.DISPATCHED
    assert office.desk.audit.verify().ok


def test_nobody_resets_a_passphrase_alone(office: Office) -> None:
    resets, whom = office.desk.passphrases, office.id_of("s01")
    for login in ("c01", "s01", "k01"):
        with pytest.raises(NotAllowed):
            resets.reset(office.act(login), whom, NEW_PASS, "c01", passphrase("c01"))
    act = office.act("a01")
    with pytest.raises(NotAllowed):  # the administrator is no case user
        resets.reset(act, whom, NEW_PASS, "a01", passphrase("a01"))
    with pytest.raises(SamePerson):
        resets.reset(act, whom, NEW_PASS, "s01", passphrase("s01"))
    with pytest.raises(SamePerson):
        resets.reset(act, office.id_of("a01"), NEW_PASS, "c01", passphrase("c01"))
    with pytest.raises(WrongPassphrase):
        resets.reset(act, whom, NEW_PASS, "c01", "not the passphrase")
    with pytest.raises(PersonRefused):
        resets.reset(act, whom, "short", "c01", passphrase("c01"))
    assert office.desk.people.sign_in("s01", passphrase("s01"), office.now)


def test_the_page_to_keep_has_both_fingerprints(office: Office) -> None:
    done = office.desk.passphrases.reset(
        office.act("a01"), office.id_of("c03"), NEW_PASS, "s01", passphrase("s01")
    )
    pdf = office.desk.passphrases.sheet(done)
    text = _text(pdf)
    assert done.old_fingerprint in text
    assert done.new_fingerprint in text
    assert "仮野 次郎（受付担当）" in text
    assert "例示 誠" in text


def _text(pdf: bytes) -> str:
    document = PdfDocument(pdf)
    return "".join(page.get_textpage().get_text_bounded() for page in document)


def test_a_new_role_is_the_person_s_once_another_person_has_signed_it(track: Track) -> None:
    """c03 becomes a supervisor; what was signed in as a clerk changes nothing any more."""
    office = track.office
    roles, clerk = office.desk.administration.roles, office.by("c03")
    as_clerk = office.act("c03")
    with pytest.raises(NotAllowed):
        roles.wish(office.act("s01"), clerk.person_id, Role.SUPERVISOR)
    with pytest.raises(SamePerson):
        roles.wish(office.act("a01"), office.id_of("a01"), Role.CLERK)
    with pytest.raises(PersonRefused, match="同じ役割"):
        roles.wish(office.act("a01"), clerk.person_id, Role.CLERK)
    with pytest.raises(PersonRefused, match="人数"):  # no second supervisor
        roles.wish(office.act("a01"), office.id_of("s01"), Role.CLERK)
    roles.wish(office.act("a01"), clerk.person_id, Role.SUPERVISOR)
    with pytest.raises(PersonRefused, match="署名を待って"):
        roles.wish(office.act("a01"), clerk.person_id, Role.AUDITOR)
    (wish,) = office.desk.administration.proposals()
    (line,) = (
        one
        for one in office.desk.setting_board.lines(office.now.date())
        if one.kind.name == wish.name
    )
    assert (line.words, line.kind.words(line.waiting[0].value)) == ("受付担当", "責任者")
    office._signed_in.pop("c03")
    assert office.by("c03").role is Role.CLERK  # until it is signed
    office.desk.administration.sign_setting(office.act("s01"), wish.id, passphrase("s01"))
    with pytest.raises(NotAllowed, match="役割が変わりました"):
        office.desk.casework.assign(as_clerk, track.file().case_id, clerk.person_id)
    office._signed_in.pop("c03")
    assert office.by("c03").role is Role.SUPERVISOR
    case_id = track.to_approval()
    assert track.approve(case_id, "c03").approval.approved_by == "仮野 次郎"
    with office.desk.premises.database.reading() as session:
        found = audit.entries(session, audit.Filter(action="person.role"))
    assert [(one.actor, one.subject, one.detail) for one in found] == [
        (office.id_of("s01"), clerk.person_id, {"from": "CLERK", "to": "SUPERVISOR"})
    ]


def test_a_supervisor_who_becomes_a_clerk_leaves_what_they_signed_and_signs_no_more(
    track: Track,
) -> None:
    office = track.office
    second = second_supervisor(office)
    administration, today = office.desk.administration, office.now.date()
    sent, waiting = track.to_dispatched(), track.to_approval()
    track.approve(waiting, "s02")
    office.desk.deputies.name(
        office.act("s02"), office.id_of("c03"), today, today, passphrase("s02")
    )
    wish = administration.propose_setting(office.act("a01"), "fee_unit", 330, today)
    administration.sign_setting(office.act("s02"), wish.id, passphrase("s02"))
    work = administration.roles.open_work(office.by("s01"), second)
    assert (work.cases, work.approvals, work.deputyships) == (0, 1, 1)
    with pytest.raises(NotAllowed):
        administration.roles.open_work(office.by("c01"), second)
    former = office.by("s02").keys
    office.give_role("s02", Role.CLERK)
    assert track.get(waiting).line.state is CaseState.APPROVAL  # void: it had not left
    assert track.get(sent).approval.approved_by == "例示 誠"
    assert office.desk.deputies.now(today) == ()
    assert administration.settings(today).fee_unit == 330  # signed while they were one
    office.now += timedelta(minutes=1)
    late = administration.propose_setting(office.act("a01"), "limit_days", 300, today)
    with office.desk.premises.database.transaction() as session:
        one = settings.by_id(session, late.id)
        signature = former.sign(settings.statement(one, second, office.now))
        settings.sign(session, late.id, second, office.now, signature)
        assert settings.forged(session) == ("limit_days",)
    assert administration.settings(today).limit_days == 30


def test_a_former_role_does_not_come_back_with_the_row_that_ended_it(office: Office) -> None:
    """s02 is a clerk again; somebody with the database alone takes the signed row of it away."""
    second = second_supervisor(office)
    office.give_role("s02", Role.CLERK)
    office.now += timedelta(minutes=1)
    with office.desk.premises.database.transaction() as session:
        given = settings.history(session, settings.role_name(second))
        (row,) = (one for one in given if one.value == Role.CLERK)
        session.execute(delete(SettingRow).where(SettingRow.id == row.id))
        people.change_role(session, second, Role.SUPERVISOR)
        may_sign = settings.supervisors(session).may_sign
        assert (may_sign(second, office.now), may_sign(office.id_of("s01"), office.now)) == (
            False,
            True,
        )
    with pytest.raises(RoleUnsigned):
        office.by("s02")


def test_nobody_signs_the_own_role(track: Track) -> None:
    office = track.office
    second_supervisor(office)
    administration = office.desk.administration
    administration.roles.wish(office.act("a01"), office.id_of("s02"), Role.AUDITOR)
    (wish,) = administration.proposals()
    with pytest.raises(SamePerson):
        administration.sign_setting(office.act("s02"), wish.id, passphrase("s02"))
    administration.drop_proposal(office.act("s01"), wish.id)
    assert office.by("s02").role is Role.SUPERVISOR


def test_what_a_deputy_signed_and_has_not_left_falls_with_another_role(track: Track) -> None:
    office, today = track.office, track.office.now.date()
    clerk = office.id_of("c03")
    office.desk.deputies.name(office.act("s01"), clerk, today, today, passphrase("s01"))
    case_id = track.to_approval()
    office._signed_in.pop("c03", None)
    assert track.approve(case_id, "c03").line.state is CaseState.APPROVED
    assert office.desk.administration.roles.open_work(office.by("s01"), clerk).approvals == 1
    office.give_role("c03", Role.AUDITOR)
    assert track.get(case_id).line.state is CaseState.APPROVAL


def test_the_role_of_somebody_who_has_left_is_not_signed(track: Track) -> None:
    office = track.office
    person, administration = second_supervisor(office), office.desk.administration
    administration.roles.wish(office.act("a01"), person, Role.CLERK)
    (wish,) = administration.proposals()
    office.desk.people.deactivate(office.act("a01"), person)
    with pytest.raises(PersonRefused, match="終わって"):
        administration.sign_setting(office.act("s01"), wish.id, passphrase("s01"))
    administration.drop_proposal(office.act("s01"), wish.id)
    assert administration.proposals() == ()


def test_a_first_role_that_was_refused_can_be_wished_for_again(office: Office) -> None:
    administration = office.desk.administration
    new = office.desk.people.add(
        office.act("a01"), "c09", "例示 四郎", Role.CLERK, passphrase("c09")
    )
    (refused,) = administration.proposals()
    administration.drop_proposal(office.act("s01"), refused.id)
    administration.roles.wish(office.act("a01"), new.id, Role.CLERK)
    (wish,) = administration.proposals()
    administration.sign_setting(office.act("s01"), wish.id, passphrase("s01"))
    assert office.by("c09").role is Role.CLERK
    with pytest.raises(PersonRefused, match="同じ役割"):
        administration.roles.wish(office.act("a01"), new.id, Role.CLERK)
