"""The order and the filters of the case list, worked out once more from the lines themselves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from case_path import Track
from desk_office import Office
from mail_bag import form_page, licence

from desktop.domain.requests import Item, RequestType
from desktop.domain.states import CaseState
from desktop.services.case_lines import earliest_due
from desktop.services.case_roster import NOBODY, CaseRoster, CaseSort
from desktop.services.case_views import CaseFilter, DueWindow
from desktop.store.cases import case_row

PURPOSE = {RequestType.PURPOSE: (Item.K1,)}


def five_cases(track: Track) -> dict[str, str]:
    """One waiting, one for the purpose alone, one withdrawn, of several days."""
    office, desk = track.with_register().office, track.office.desk
    ids = {"first": track.file(arrived_on=date(2026, 11, 2)).case_id}
    ids["waiting"] = track.to_identity()
    desk.casework.ask_correction(track.act("c01"), ids["waiting"], ["ADDRESS_MISMATCH"])
    ids["purpose"] = track.to_identity(form_page(), licence(), wanted=PURPOSE)
    ids["gone"] = track.file().case_id
    desk.casework.withdraw(track.act("c01"), ids["gone"], "取下書 受領")
    track.later(days=3)
    ids["last"] = track.file(arrived_on=date(2026, 11, 12)).case_id
    desk.casework.assign(track.act("c01"), ids["last"], office.id_of("c02"))
    return ids


@pytest.fixture
def carry(request: pytest.FixtureRequest) -> Callable[[Track], dict[str, str]] | None:
    return five_cases if "five" in request.fixturenames else None


@pytest.fixture
def five(office: Office, tmp_path: Path) -> tuple[Track, dict[str, str]]:
    office.by("c01")  # before any test's own transaction
    return Track(office, tmp_path), office.told


def order(track: Track, which: CaseFilter = CaseFilter(), sort=CaseSort.NUMBER, *, down=True):  # noqa: B008
    office = track.office
    found = office.desk.cases.order(office.by("c01"), which, office.now, sort, descending=down)
    return list(found.ids)


def named(ids: dict[str, str], found: list[str]) -> list[str]:
    words = {case_id: word for word, case_id in ids.items()}
    return [words[case_id] for case_id in found]


def test_by_number_the_newest_stands_first_or_last(five) -> None:
    track, ids = five
    newest = ["last", "gone", "purpose", "waiting", "first"]
    assert named(ids, order(track)) == newest
    assert named(ids, order(track, down=False)) == newest[::-1]


def test_by_due_the_nearer_clock_counts_and_who_has_none_stands_last(five) -> None:
    track, ids = five
    found = named(ids, order(track, sort=CaseSort.DUE, down=False))
    # 11-02 and 11-09 and 11-12 and two weeks, back to a working day: 11-16, 11-20 (twice the
    # 23rd is a holiday), 11-26; the purpose alone has only the service target, 11-24.
    assert found == ["first", "waiting", "purpose", "last", "gone"]
    assert named(ids, order(track, sort=CaseSort.DUE))[-1] == "gone"


def test_the_dues_are_those_of_the_lines_on_any_day(five) -> None:
    """Also of a wait that goes on: its target moves from day to day, the mark does not."""
    track, ids = five
    office = track.office
    office.desk.cases.warm()
    for days in (0, 1, 9, 30):
        now = office.now + timedelta(days=days)
        lines = office.desk.cases.lines(office.by("c01"), list(ids.values()), now)
        for line in lines:
            dues = office.desk.cases.roster.dues(line.id, now.date())
            assert dues.nearer == earliest_due(line), (line.number, days)
            assert dues.target == (line.target.due if line.target else None)


def test_by_clerk_the_names_are_in_order_and_nobody_s_stand_last(five) -> None:
    track, ids = five
    with track.office.desk.premises.database.transaction() as session:
        case_row(session, ids["first"]).assigned = None
        track.office.desk.cases.book.note(
            session, track.act("c01"), case_row(session, ids["first"]), "case.assign"
        )
    found = named(ids, order(track, sort=CaseSort.CLERK, down=False))
    assert found == ["gone", "purpose", "waiting", "last", "first"]  # 架空 before 見本
    assert named(ids, order(track, CaseFilter(assigned=NOBODY))) == ["first"]


def test_a_clerk_s_new_name_orders_the_list_anew(five) -> None:
    track, ids = five
    office = track.office
    roster = office.desk.cases.roster
    order(track)
    for one, other in (("あ", "い"), ("い", "あ")):
        names = {office.id_of("c01"): one, office.id_of("c02"): other}
        found = roster.order(
            CaseFilter(), CaseSort.CLERK, office.now.date(), descending=False, names=names
        )
        place = 0 if other == "あ" else -1
        assert found.ids[place] == ids["last"]  # the only case of c02


def test_by_state_the_work_goes_from_its_beginning_to_its_end(five) -> None:
    track, ids = five
    found = order(track, sort=CaseSort.STATE, down=False)
    states = [track.get(case_id).line.state for case_id in found]
    assert states[:2] == [CaseState.FORM_CHECK, CaseState.FORM_CHECK]
    assert named(ids, found)[:2] == ["last", "first"]  # among equals the newest first


@pytest.mark.parametrize(
    ("which", "expected"),
    [
        (CaseFilter(due=DueWindow.OVERDUE), ["first"]),
        (CaseFilter(due=DueWindow.TODAY), ["waiting"]),
        (CaseFilter(due=DueWindow.WEEK), ["waiting"]),
        (CaseFilter(types=frozenset({RequestType.PURPOSE})), ["purpose"]),
        (CaseFilter(arrived_from=date(2026, 11, 10)), ["last"]),
        (CaseFilter(arrived_to=date(2026, 11, 8)), ["first"]),
        (CaseFilter(states=frozenset({CaseState.WITHDRAWN})), ["gone"]),
        (CaseFilter(red=True), ["first"]),
    ],
)
def test_a_filter_leaves_what_it_names(five, which: CaseFilter, expected: list[str]) -> None:
    track, ids = five
    track.office.now = track.office.now.replace(day=20)  # Friday, the mark of what came on the 9th
    assert named(ids, order(track, which)) == expected


def test_a_customer_who_did_not_answer_in_time_is_red(five) -> None:
    track, ids = five
    track.office.now = track.office.now.replace(day=20)
    only = replace(CaseFilter(red=True), states=frozenset({CaseState.AWAITING_CORRECTION}))
    assert order(track, only) == []
    track.office.now = track.office.now.replace(day=25)  # asked on the 10th, answer by the 24th
    assert named(ids, order(track, only)) == ["waiting"]


def test_the_states_are_counted_whatever_states_are_asked_for(five) -> None:
    track, _ids = five
    office = track.office
    which = CaseFilter(states=frozenset({CaseState.WITHDRAWN}))
    found = office.desk.cases.order(office.by("c01"), which, office.now)
    assert found.states[CaseState.WITHDRAWN] == 1
    assert found.states[CaseState.FORM_CHECK] == 2


def test_the_ten_thousandth_case_of_a_year_comes_after_the_one_before(five) -> None:
    track, ids = five
    with track.office.desk.premises.database.transaction() as session:
        for word, number in (("first", "26-9999"), ("last", "26-10000"), ("gone", "25-12345")):
            row = case_row(session, ids[word])
            row.number = number
            track.office.desk.cases.book.note(session, track.act("c01"), row, "case.assign")
    found = named(ids, order(track))
    assert found[:2] == ["last", "first"]
    assert found[-1] == "gone"


def test_another_program_s_change_is_seen_at_the_next_question(five) -> None:
    track, ids = five
    everything, person = len(order(track)), track.office.id_of("c03")
    act = track.act("c01")
    with track.office.desk.premises.database.transaction() as session:
        row = case_row(session, ids["first"])
        row.assigned = person
        track.office.desk.cases.book.note(session, act, row, "case.assign")
    mine = CaseFilter(assigned=person)
    assert named(ids, order(track, mine)) == ["first"]
    assert len(order(track)) == everything


def test_what_changed_stands_where_a_fresh_look_would_put_it(five) -> None:
    track, ids = five
    office = track.office
    cases, by = office.desk.cases, office.by("c01")
    order(track)

    def renumber() -> None:
        with office.desk.premises.database.transaction() as session:
            row = case_row(session, ids["first"])
            row.number = "25-0007"
            cases.book.note(session, track.act("c01"), row, "case.assign")

    for act in (
        lambda: office.desk.casework.assign(track.act("c01"), ids["waiting"], office.id_of("c02")),
        lambda: office.desk.casework.withdraw(track.act("c01"), ids["last"], "取下書 受領"),
        lambda: track.file(arrived_on=date(2026, 11, 12)),
        renumber,
    ):
        act()
        today = office.now.date()
        cases.order(by, CaseFilter(), office.now)
        fresh = CaseRoster(office.desk.administration)
        with office.desk.premises.database.reading() as session:
            fresh.refresh(session)
        for sort in (CaseSort.NUMBER, CaseSort.DUE):
            for down in (False, True):
                asked = (CaseFilter(), sort, today)
                expected = fresh.order(*asked, descending=down)
                assert cases.roster.order(*asked, descending=down) == expected
        assert cases.roster.open_by_due(today) == fresh.open_by_due(today)
