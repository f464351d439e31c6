"""Whose cases they are: many at once, and all of a person who leaves (issue 5, items 8 and 9)."""

from __future__ import annotations

from pathlib import Path

import pytest
from case_path import Track
from desk_office import Office

from desktop.domain.errors import NotAllowed, Refused, SamePerson
from desktop.services.assignment import MOST_AT_ONCE, HandOverReason, NotAssigned
from desktop.services.case_views import CaseFilter
from desktop.store import audit


@pytest.fixture
def three(office: Office, tmp_path: Path) -> tuple[Track, list[str]]:
    """Three open cases of c01."""
    track = Track(office, tmp_path)
    return track, [track.file().case_id for _ in range(3)]


def clerk_of(track: Track, case_id: str) -> str:
    return track.get(case_id).line.assigned


def test_several_cases_are_given_to_one_person_and_what_cannot_be_is_told(three) -> None:
    track, cases = three
    desk, office = track.office.desk, track.office
    desk.casework.withdraw(track.act("c01"), cases[0], "取下書 受領")
    desk.casework.assign(track.act("c01"), cases[1], office.id_of("c02"))
    report = desk.assignment.assign(track.act("s01"), cases, office.id_of("c02"))
    assert report.done == 1
    assert report.refused == (
        NotAssigned("26-0001", "終わった案件です"),
        NotAssigned("26-0002", "すでにこの人の担当です"),
    )
    assert [clerk_of(track, one) for one in cases] == ["架空 太郎", "見本 花子", "見本 花子"]


def test_all_open_cases_of_one_person_go_to_another_as_one_logged_act(three) -> None:
    track, cases = three
    desk, office = track.office.desk, track.office
    desk.casework.withdraw(track.act("c01"), cases[0], "取下書 受領")
    done = desk.assignment.hand_over(
        track.act("s01"), office.id_of("c01"), office.id_of("c03"), HandOverReason.LEAVING
    )
    assert done == 2
    assert [clerk_of(track, one) for one in cases] == ["架空 太郎", "仮野 次郎", "仮野 次郎"]
    with desk.premises.database.reading() as session:
        (entry,) = audit.entries(session, audit.Filter(action="case.handed_over"), limit=5)
    assert entry.subject == office.id_of("c01")
    assert entry.detail == {"to": office.id_of("c03"), "cases": 2, "reason": "LEAVING"}


def test_a_repeated_hand_over_changes_nothing_twice(three) -> None:
    track, _cases = three
    desk, office = track.office.desk, track.office
    act = track.act("s01")
    asked = (office.id_of("c01"), office.id_of("c02"), HandOverReason.ABSENCE)
    assert desk.assignment.hand_over(act, *asked) == 3
    assert desk.assignment.hand_over(act, *asked) == 3
    with desk.premises.database.reading() as session:
        assert audit.count(session, audit.Filter(action="case.handed_over")) == 1


def test_nobody_hands_over_to_themselves_nor_to_who_is_no_clerk(three) -> None:
    track, cases = three
    assignment, office = track.office.desk.assignment, track.office
    clerk = office.id_of("c01")
    with pytest.raises(SamePerson):
        assignment.hand_over(track.act("s01"), clerk, clerk, HandOverReason.BALANCE)
    for login in ("k01", "a01", "s01"):
        with pytest.raises(Refused, match="担当にできる人ではありません"):
            assignment.assign(track.act("c01"), cases, office.id_of(login))
        with pytest.raises(Refused, match="担当にできる人ではありません"):
            office.desk.casework.assign(track.act("c01"), cases[0], office.id_of(login))
    with pytest.raises(Refused, match="進行中の案件はありません"):
        assignment.hand_over(track.act("s01"), office.id_of("c02"), clerk, HandOverReason.BALANCE)


def test_who_has_left_gets_no_case(three) -> None:
    track, cases = three
    office = track.office
    gone = office.id_of("c03")
    office.desk.people.deactivate(track.act("a01"), gone)
    office._signed_in.clear()
    with pytest.raises(Refused):
        office.desk.assignment.assign(track.act("c01"), cases, gone)


def test_the_auditor_and_the_administrator_assign_nothing(three) -> None:
    track, cases = three
    for login in ("k01", "a01"):
        with pytest.raises(NotAllowed):
            track.office.desk.assignment.assign(track.act(login), cases, track.office.id_of("c02"))


def test_too_many_at_once_are_refused(three) -> None:
    track, _cases = three
    many = [str(number) for number in range(MOST_AT_ONCE + 1)]
    with pytest.raises(Refused, match="300件まで"):
        track.office.desk.assignment.assign(track.act("c01"), many, track.office.id_of("c02"))


def test_the_list_follows_an_assignment(three) -> None:
    track, cases = three
    desk, office = track.office.desk, track.office
    by = office.by("c01")
    mine = CaseFilter(assigned=office.id_of("c02"))
    assert desk.cases.order(by, mine, office.now).ids == ()
    desk.assignment.assign(track.act("c01"), cases[1:], office.id_of("c02"))
    by = office.by("c01")
    assert set(desk.cases.order(by, mine, office.now).ids) == set(cases[1:])


def test_a_supervisor_gives_one_case_to_a_clerk_as_well_as_many(three) -> None:
    track, cases = three
    desk, office = track.office.desk, track.office
    case = desk.casework.assign(track.act("s01"), cases[0], office.id_of("c03"))
    assert case.line.assigned == "仮野 次郎"
    with pytest.raises(NotAllowed):
        desk.casework.assign(track.act("k01"), cases[0], office.id_of("c02"))
