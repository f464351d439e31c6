"""A store from before roles were signed is believed until a supervisor signs what stands."""

from __future__ import annotations

from datetime import timedelta

import pytest
from case_path import Track
from desk_office import Office, passphrase
from older_office import make_older

from desktop.domain.errors import NotAllowed, Refused, Stale
from desktop.domain.roles import Role
from desktop.domain.states import CaseState
from desktop.services.people import PersonRefused, RoleUnsigned, WrongPassphrase
from desktop.store import audit, people, settings
from desktop.store.schema.infrastructure import PersonKeyRow, PersonRow


@pytest.fixture
def track(engine: str, registered: None, office: Office, tmp_path) -> Track:
    if engine != "sqlite":
        pytest.skip("the older log is made on SQLite")
    made = Track(office, tmp_path)
    made.to_approved()
    make_older(office.desk)
    office.reopen()
    return made


def red(office: Office) -> set[str]:
    return {one.code for one in office.desk.cases.today(office.by("c01"), office.now).red_tasks}


def promote(office: Office, login: str) -> str:
    """Somebody with the database alone writes a role into a row."""
    with office.desk.premises.database.transaction() as session:
        row = session.query(PersonRow).filter_by(login=login).one()
        row.role = Role.SUPERVISOR
        return row.id


def test_until_it_is_signed_the_rows_are_believed_and_everybody_is_told(track: Track) -> None:
    office = track.office
    assert "STANDING" in red(office)
    promote(office, "c03")
    assert office.by("c03").role is Role.SUPERVISOR
    view = office.desk.administration.standing.view(office.by("s01"))
    assert view.needed
    listed = {one.login: (one.role, one.active, len(one.keys)) for one in view.people}
    assert listed["c03"] == ("責任者", True, 1)  # what the supervisor has to see
    assert listed["s01"] == ("責任者", True, 1)
    assert len(listed) == 6


def test_what_a_supervisor_signed_holds_and_a_row_alone_gives_nothing_any_more(
    track: Track,
) -> None:
    office, standing = track.office, track.office.desk.administration.standing
    case_id = office.desk.cases.by_number("26-0001")
    with pytest.raises(NotAllowed):
        standing.view(office.by("c01"))
    view = standing.view(office.by("s01"))
    with pytest.raises(NotAllowed):
        standing.sign(office.act("a01"), passphrase("a01"), view.digest)
    with pytest.raises(WrongPassphrase):
        standing.sign(office.act("s01"), "wrong", view.digest)
    with pytest.raises(Stale):
        standing.sign(office.act("s01"), passphrase("s01"), "0" * 64)
    standing.sign(office.act("s01"), passphrase("s01"), view.digest)
    assert not standing.view(office.by("s01")).needed
    with pytest.raises(Refused, match="すでに署名"):
        standing.sign(office.act("s01"), passphrase("s01"), view.digest)
    assert "STANDING" not in red(office)
    # What was in force and approved before stays so.
    assert office.desk.administration.settings(office.now.date()).fee_unit == 220
    assert track.get(case_id).approval.approved_by == "例示 誠"
    track.enclose(case_id)
    sent = office.desk.correspondence.dispatch(
        track.act("c01"), case_id, "HONNIN_GENTEI", "123-45-67890-1"
    )
    assert sent.line.state is CaseState.DISPATCHED
    # A row alone is nothing from now on.
    office._signed_in.clear()
    clerk = promote(office, "c03")
    with pytest.raises(RoleUnsigned):
        office.by("c03")
    supervisor = office.id_of("s01")
    with office.desk.premises.database.transaction() as session:
        assert settings.role_of(session, clerk, office.now.date()) == "CLERK"
        assert not settings.supervisors(session).may_sign(clerk, office.now)
        found = audit.entries(session, audit.Filter(action="roles.stand"))
        assert [(one.actor, one.detail["roles"]) for one in found] == [(supervisor, 6)]
        # And a key put beside the supervisor's is nobody's.
        own = session.query(PersonKeyRow).filter_by(person_id=clerk).one()
        stranger = beside(own, supervisor)
        session.add(stranger)
        session.flush()
        assert people.strange_keys(session) == 1


def test_a_role_given_since_holds_whoever_signs_what_stands(track: Track) -> None:
    """s02 and s03 are supervisors by s01's signature; then s02 signs the list."""
    office, administration = track.office, track.office.desk.administration
    with pytest.raises(PersonRefused, match="署名がまだ"):  # it would undo what s01 signed
        administration.roles.wish(office.act("a01"), office.id_of("s01"), Role.CLERK)
    for login, name in (("s02", "例示 二郎"), ("s03", "例示 三郎")):
        office.desk.people.add(office.act("a01"), login, name, Role.SUPERVISOR, passphrase(login))
        (waiting,) = administration.proposals()
        administration.sign_setting(office.act("s01"), waiting.id, passphrase("s01"))
    office.now += timedelta(minutes=1)
    view = administration.standing.view(office.by("s02"))
    administration.standing.sign(office.act("s02"), passphrase("s02"), view.digest)
    with office.desk.premises.database.reading() as session:
        may = settings.supervisors(session).may_sign
        assert [may(office.id_of(one), office.now) for one in ("s01", "s02", "s03")] == [True] * 3
        assert settings.forged(session) == ()
    assert office.by("s03").role is Role.SUPERVISOR


def test_who_wrote_the_role_into_the_own_row_signs_nothing(track: Track) -> None:
    """The log, which is written by nobody, says who signed the first settings at the set-up."""
    office, standing = track.office, track.office.desk.administration.standing
    promote(office, "c03")
    assert office.by("c03").role is Role.SUPERVISOR  # the row is believed until then
    view = standing.view(office.by("c03"))
    with pytest.raises(Refused, match="責任者と確かめられない"):
        standing.sign(office.act("c03"), passphrase("c03"), view.digest)
    # Where the log tells that the supervisor has left, nobody who has administered may sign.
    office.desk.people.deactivate(office.act("a01"), office.id_of("s01"))
    office._signed_in.clear()
    promote(office, "a01")
    view = standing.view(office.by("a01"))
    with pytest.raises(Refused, match="責任者と確かめられない"):
        standing.sign(office.act("a01"), passphrase("a01"), view.digest)
    assert standing.view(office.by("c03")).needed


def beside(key: PersonKeyRow, person_id: str) -> PersonKeyRow:
    return PersonKeyRow(
        id="forged",
        person_id=person_id,
        agreement_public=key.agreement_public,
        signing_public=key.signing_public,
        valid_from=key.valid_from - timedelta(days=1),
        valid_until=None,
    )


def test_a_list_that_changed_after_it_was_read_is_not_signed(track: Track) -> None:
    office, standing = track.office, track.office.desk.administration.standing
    view = standing.view(office.by("s01"))
    act = office.act("s01")
    promote(office, "c03")
    with pytest.raises(Stale):
        standing.sign(act, passphrase("s01"), view.digest)
    assert standing.view(office.by("s01")).needed


def test_a_store_of_this_version_has_nothing_to_sign(office: Office) -> None:
    assert not office.desk.administration.standing.view(office.by("s01")).needed
    assert "STANDING" not in red(office)
