"""The day's page of a full office: what is shown is opened, the rest is counted (issue 5, 9)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

import pytest
from case_path import K1_K3, Track
from desk_office import Office
from sqlalchemy import Engine, event
from standing_cases import to_fee_asked

from desktop.domain.requests import Item

# Due two weeks after the arrival (DOMAIN §4): 13, 16, 19 and 24 November.
ARRIVED = (date(2026, 10, 30), date(2026, 11, 2), date(2026, 11, 5), date(2026, 11, 10))


def a_full_day(track: Track) -> dict[str, list[str]]:
    """Friday the 20th: three overdue, two due today that wait for their customers, one later."""
    desk = track.with_register().office.desk
    filed = [track.file(arrived_on=day).case_id for day in ARRIVED]
    asked = [track.to_identity(), to_fee_asked(track)]  # arrived on the 9th, the 23rd is no day
    desk.casework.ask_correction(track.act("c01"), asked[0], ("ADDRESS_MISMATCH",))
    track.post_request(asked[0])
    track.later(days=10)
    return {"filed": filed, "asked": asked}


@pytest.fixture
def carry() -> Callable[[Track], dict[str, list[str]]]:
    return a_full_day


@pytest.fixture
def full(office: Office, tmp_path: Path) -> Track:
    office.by("c01")  # before any test's own transaction
    return Track(office, tmp_path)


@contextmanager
def asked_of(word: str) -> Iterator[list[str]]:
    """The values with which this table is asked meanwhile."""
    found: list[str] = []

    def note(_connection, _cursor, statement, parameters, _context, _many) -> None:
        if f"FROM {word}" in statement:
            values = parameters.values() if isinstance(parameters, dict) else parameters
            found.extend(str(value) for value in values)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(Engine, "before_cursor_execute", note)


def test_of_each_group_so_many_are_opened_and_the_others_counted(full: Track) -> None:
    office, told = full.office, full.office.told
    cases, by = office.desk.cases, office.by("c01")
    with asked_of("part") as values:
        day = cases.today(by, office.now, 1)
    opened = [case_id for ids in told.values() for case_id in ids if case_id in values]
    assert opened == [told["filed"][0], told["filed"][3], told["asked"][0]]
    assert [line.id for line in day.overdue] == told["filed"][:1]
    assert [line.id for line in day.due_today] == told["asked"][:1]
    assert [line.id for line in day.later] == told["filed"][3:]
    assert (day.overdue_more, day.today_more, day.week_more, day.later_more) == (2, 1, 0, 0)
    assert (len(day.waiting), day.waiting_more) == (1, 1)
    assert [(one.label, one.count) for one in day.forecast if one.count] == [
        ("超過", 3),
        ("20", 2),
        ("24", 1),
    ]


def test_all_of_it_is_there_for_who_asks_for_all(full: Track) -> None:
    office, told = full.office, full.office.told
    day = office.desk.cases.today(office.by("c01"), office.now)
    assert [line.id for line in day.overdue] == told["filed"][:3]
    assert [line.id for line in day.due_today] == told["asked"]
    assert (day.overdue_more, day.today_more, day.waiting_more, day.returned_more) == (0, 0, 0, 0)
    # Posted on the 10th: until the 24th; nobody has posted the other letter.
    assert [(one.case_id, one.what, one.until) for one in day.waiting] == [
        (told["asked"][0], "補正", date(2026, 11, 24)),
        (told["asked"][1], "手数料 220円（発送前）", None),
    ]


def test_answers_are_looked_for_at_once_and_not_read(full: Track) -> None:
    office = full.office
    cases, by = office.desk.cases, office.by("c01")
    for waiting in (1, 2):
        case_id = full.to_investigation(wanted=K1_K3, amount=440)
        office.desk.investigation.ask(full.act("c01"), case_id)
        full.answers(case_id, [Item.K1])
        with asked_of("part") as values:
            day = cases.today(by, office.now)
        assert [one.what for one in day.waiting].count("調査（料金課）") == waiting
        assert values.count("annex") == 1


def test_who_is_late_is_counted_though_another_is_shown(full: Track) -> None:
    office, told = full.office, full.office.told
    full.post_request(told["asked"][1])  # on the 20th: until the 4th of December
    full.later(days=5)
    day = office.desk.cases.today(office.by("c01"), office.now + timedelta(days=10), 0)
    assert (day.waiting, day.waiting_more) == ((), 2)
    assert ["2件" in one.sentence for one in day.red_tasks if one.code == "NO_ANSWER"] == [True]


def test_money_is_looked_at_again_only_where_something_changed(full: Track) -> None:
    office = full.office
    cases, by = office.desk.cases, office.by("c01")
    first, second = full.to_investigation(), full.to_investigation(amount=330)

    def told() -> tuple[set[str], list[str]]:
        with asked_of("fee_entry") as values:
            day = cases.today(by, office.now, 0)
        looked = {one for one in (first, second) if one in values}
        return looked, [one.sentence for one in day.red_tasks if one.code == "FEE_BACK"]

    looked, before = told()
    assert looked == {first, second}
    assert told() == (set(), before)
    office.desk.casework.assign(full.act("c01"), first, office.id_of("c02"))
    assert told() == ({first}, before)
