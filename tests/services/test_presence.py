"""Who else has a case open: told between programs, faded when one dies (issue 5, item 10)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from case_path import Track
from desk_office import Office, everything_kept, passphrase
from sqlalchemy import select

from desktop.domain.errors import NotAllowed, NotFound
from desktop.services.act import SignedIn
from desktop.services.desk import Desk
from desktop.store.schema.casedesk import CasePresenceRow


@pytest.fixture
def case_id(office: Office, tmp_path: Path) -> str:
    return Track(office, tmp_path).file().case_id


@pytest.fixture
def beside(office: Office, case_id: str) -> Iterator[tuple[Desk, SignedIn]]:
    """A second program on the same store, with c02 before it."""
    desk = Desk.open(office.place, office.surroundings, window=False)
    yield desk, desk.people.sign_in("c02", passphrase("c02"), office.now)
    desk.close()


def test_each_program_sees_the_other_with_name_and_moment(office: Office, case_id, beside) -> None:
    other, second = beside
    first = office.by("c01")
    assert office.desk.presence.look(first, case_id, office.now).companions == ()
    office.now += timedelta(seconds=20)
    (seen,) = other.presence.look(second, case_id, office.now).companions
    assert (seen.name, seen.since, seen.same) == (
        "架空 太郎",
        office.now - timedelta(seconds=20),
        False,
    )
    (seen,) = office.desk.presence.look(first, case_id, office.now).companions
    assert (seen.name, seen.since) == ("見本 花子", office.now)


def test_who_leaves_is_gone_at_once_and_who_dies_after_a_minute(
    office: Office, case_id, beside
) -> None:
    other, second = beside
    first = office.by("c01")
    other.presence.look(second, case_id, office.now)
    assert len(office.desk.presence.look(first, case_id, office.now).companions) == 1
    other.presence.leave(case_id)
    assert office.desk.presence.look(first, case_id, office.now).companions == ()
    other.presence.look(second, case_id, office.now)
    pass_by(office, 50)
    assert len(office.desk.presence.look(first, case_id, office.now).companions) == 1
    pass_by(office, 11)
    assert office.desk.presence.look(first, case_id, office.now).companions == ()


def test_a_workstation_whose_clock_is_wrong_neither_vanishes_nor_takes_others_away(
    office: Office, case_id, beside
) -> None:
    """On a shared store the minute is the server's; a store in a file has one machine's clock."""
    if "://" not in office.place:
        return
    other, second = beside
    first = office.by("c01")
    slow, fast = office.now - timedelta(minutes=4), office.now + timedelta(minutes=4)
    other.presence.look(second, case_id, slow)
    (seen,) = office.desk.presence.look(first, case_id, fast).companions
    assert seen.name == "見本 花子"
    (seen,) = other.presence.look(second, case_id, slow).companions
    assert seen.name == "架空 太郎"


def pass_by(office: Office, seconds: int) -> None:
    """So much time goes by on the store's clock."""
    gone = timedelta(seconds=seconds)
    office.now += gone
    if "://" in office.place:  # the server's clock is nobody's to move: the rows grow older
        with office.desk.premises.database.transaction() as session:
            for row in session.scalars(select(CasePresenceRow)):
                row.seen_at -= gone


def test_the_same_person_before_two_programs_is_told_so(office: Office, case_id, beside) -> None:
    other, _second = beside
    again = other.people.sign_in("c01", passphrase("c01"), office.now)
    office.desk.presence.look(office.by("c01"), case_id, office.now)
    (seen,) = other.presence.look(again, case_id, office.now).companions
    assert seen.same


def test_a_look_tells_the_newest_version(office: Office, case_id, beside) -> None:
    other, second = beside
    first = office.by("c01")
    before = other.presence.look(second, case_id, office.now).version
    office.desk.casework.assign(office.act("c01"), case_id, second.person_id)
    assert office.desk.presence.look(first, case_id, office.now).version > before
    case = office.desk.cases.get(first, case_id, office.now)
    assert other.presence.look(second, case_id, office.now).version == case.version


def test_looking_changes_nothing_of_the_case_and_names_nobody_in_clear(
    office: Office, case_id, beside
) -> None:
    other, second = beside
    first = office.by("c01")
    before = office.desk.cases.get(first, case_id, office.now)
    office.desk.presence.look(first, case_id, office.now)
    other.presence.look(second, case_id, office.now)
    after = office.desk.cases.get(first, case_id, office.now)
    assert (after.version, after.history_count) == (before.version, before.history_count)
    other.close()
    for name, data in everything_kept(office):
        for secret in ("架空 太郎", "見本 花子", "仮川 一郎"):
            assert secret.encode() not in data, name


def test_who_sees_no_case_looks_at_none(office: Office, case_id) -> None:
    with pytest.raises(NotAllowed):
        office.desk.presence.look(office.by("a01"), case_id, office.now)
    with pytest.raises(NotFound):
        office.desk.presence.look(office.by("c01"), "0" * 32, office.now)
