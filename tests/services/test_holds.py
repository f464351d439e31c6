"""保全 of cases, persons and classes, several at once; longer periods (DOMAIN §10)."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import psycopg
import pytest
from alembic import command
from case_path import Track
from desk_office import Office, passphrase
from mail_bag import ICHIRO, form_page, licence

from desktop.domain.disposal import ItemState
from desktop.domain.errors import NotAllowed, Refused, SamePerson, Stale
from desktop.services.keeping_views import BatchView, HoldLine, KeepingView
from desktop.store import audit
from desktop.store.database import migrations_config
from desktop.store.holds import one_at_a_time, reach
from desktop.store.reports import overdue_units
from desktop.store.schema.casework import CaseRow, UnitRow
from desktop.store.schema.keeping import ExtensionRow, HoldRow
from desktop.store.units import unit_of

HANAKO = replace(ICHIRO, number="1000000002", name="見本 花子", given_kana="ハナコ")
PEOPLE = ("c01", "c02", "s01")


def three_due(track: Track) -> tuple[str, str, str]:
    """Two cases of one person and one of another, withdrawn half a year ago: class A is due."""
    cases = tuple(withdrawn(track, customer) for customer in (ICHIRO, HANAKO, ICHIRO))
    track.later(days=190)
    return cases  # type: ignore[return-value]


def withdrawn(track: Track, customer) -> str:
    case_id = track.file(form_page(customer), licence(customer)).case_id
    track.office.desk.casework.withdraw(track.act("c01"), case_id, "取下書 受領")
    track.later(days=1)
    return case_id


@pytest.fixture
def carry() -> Callable[[Track], object]:
    return three_due


@pytest.fixture
def track(office: Office, tmp_path) -> Track:
    made = Track(office, tmp_path)
    for login in PEOPLE:
        office.by(login)
    return made


def cases(track: Track) -> tuple[str, str, str]:
    return track.office.told


def keeping(track: Track) -> KeepingView:
    return track.office.desk.disposal.keeping(track.office.by("c01"), today(track))


def today(track: Track) -> date:
    return track.office.now.date()


def review_day(track: Track) -> date:
    return today(track) + timedelta(days=90)


def due(track: Track) -> dict[str, str]:
    """受付番号 of what is due → why it is held."""
    return {one.case_number: one.held_why for one in keeping(track).due}


def hold_line(track: Track, hold: str) -> HoldLine:
    (line,) = (one for one in keeping(track).holds if one.id == hold)
    return line


def release(track: Track, hold: str) -> None:
    holds = track.office.desk.disposal.holds
    holds.propose(track.act("s01"), hold)
    holds.confirm(track.act("c01"), hold)


def proposed(track: Track) -> BatchView:
    return track.office.desk.disposal.propose(track.act("c01"), track.due_units())


def approved(track: Track) -> BatchView:
    batch = proposed(track)
    return track.office.desk.disposal.approve(
        track.act("s01"), batch.id, passphrase("s01"), batch.list_hash
    )


def batch(track: Track, batch_id: str) -> BatchView:
    return track.office.desk.disposal.batch(track.office.by("c01"), batch_id)


def red(track: Track) -> set[str]:
    tasks = track.office.desk.cases.today(track.office.by("c01"), track.office.now).red_tasks
    return {one.code for one in tasks}


def test_a_case_is_held_for_several_reasons_and_free_when_the_last_has_ended(track: Track):
    first, _, _ = cases(track)
    holds = track.office.desk.disposal.holds
    suit = holds.hold(track.act("s01"), first, "LAWSUIT", review_day(track))
    with pytest.raises(Refused, match="すでに保全中"):
        holds.hold(track.act("s01"), first, "LAWSUIT", review_day(track))
    check = holds.hold(track.act("s01"), first, "AUDIT", review_day(track))
    assert due(track) == {"26-0001": "訴訟・監査", "26-0002": "", "26-0003": ""}
    with pytest.raises(Refused, match="2件"):
        holds.propose_release(track.act("s01"), first)
    release(track, suit)
    assert due(track)["26-0001"] == "監査"
    with pytest.raises(Refused, match="保全中"):
        proposed(track)
    release(track, check)
    assert proposed(track).units == 3
    ended = [one for one in keeping(track).holds if one.released_at is not None]
    assert {(one.id, one.released_by) for one in ended} == {
        (suit, "架空 太郎"),
        (check, "架空 太郎"),
    }


def test_each_release_takes_two_people_and_what_has_ended_does_not_end_again(track: Track):
    first, second, _ = cases(track)
    holds = track.office.desk.disposal.holds
    suit = holds.hold(track.act("s01"), first, "LAWSUIT", review_day(track))
    other = holds.hold(track.act("s01"), second, "LAWSUIT", review_day(track))
    with pytest.raises(NotAllowed):
        holds.propose(track.act("c01"), suit)
    with pytest.raises(Refused, match="申し出られていません"):
        holds.confirm(track.act("c01"), suit)
    holds.propose(track.act("s01"), suit)
    assert "HOLD_RELEASE" in red(track)
    with pytest.raises(SamePerson):
        holds.confirm(track.act("s01"), suit)
    act = track.act("c02")
    holds.confirm(act, suit)
    holds.confirm(act, suit)  # the same wish, tried again
    with pytest.raises(Refused, match="解除されています"):
        holds.confirm(track.act("c01"), suit)
    assert hold_line(track, other).released_at is None
    assert "HOLD_RELEASE" not in red(track)


def test_a_person_is_held_in_every_case_and_in_those_that_come(track: Track):
    first, second, third = cases(track)
    holds = track.office.desk.disposal.holds
    ready = approved(track)
    hold = holds.hold_person(track.act("s01"), third, "COMPLAINT", review_day(track))
    left = batch(track, ready.id)
    assert [one.case_number for group in left.groups for one in group.rows] == ["26-0002"]
    assert (left.state, len(left.removed)) == (ItemState.PROPOSED, 2)
    with pytest.raises(Refused, match="有効な承認"):
        track.execute(ready.id)
    line = hold_line(track, hold)
    assert (line.what, line.cases) == ("26-0001・26-0003", ("26-0001", "26-0003"))
    assert (line.units, line.due) == (6, 2)
    fourth = withdrawn(track, ICHIRO)
    fifth = withdrawn(track, HANAKO)
    assert hold_line(track, hold).cases == ("26-0001", "26-0003", "27-0001")
    assert all(unit.held for unit in track.get(fourth).units)
    assert not any(unit.held for unit in track.get(fifth).units)
    with track.office.desk.premises.database.reading() as session:
        told = [one for one in audit.entries(session) if one.action.startswith("hold.")]
    assert [(one.action, one.case_id) for one in reversed(told)] == [
        ("hold.set", third),
        ("hold.joined", fourth),
    ]
    release(track, hold)
    assert not any(unit.held for unit in track.get(first).units)
    assert second not in {one.case_id for one in told}


def test_a_class_is_held_whole_and_only_that_class(track: Track):
    first, second, _ = cases(track)
    holds = track.office.desk.disposal.holds
    ready = approved(track)
    with pytest.raises(Refused, match="区分"):
        holds.hold_class(track.act("s01"), "Z", "PPC", review_day(track))
    hold = holds.hold_class(track.act("s01"), "A", "PPC", review_day(track))
    assert (batch(track, ready.id).units, batch(track, ready.id).approved_by) == (0, "")
    assert {one.cls.value: one.held_why for one in track.get(first).units} == {
        "A": "個人情報保護委員会",
        "B": "",
        "C": "",
    }
    assert set(due(track).values()) == {"個人情報保護委員会"}
    with track.office.desk.premises.database.reading() as session:
        assert overdue_units(session, today(track) + timedelta(days=1)) == {"A": (3, 3)}
    with pytest.raises(Refused, match="保全されていません"):
        holds.propose_release(track.act("s01"), second)  # no hold of the case's own
    release(track, hold)
    assert proposed(track).units == 3


def test_a_hold_is_looked_at_again_and_goes_on_for_a_reason(track: Track):
    first, _, _ = cases(track)
    holds = track.office.desk.disposal.holds
    hold = holds.hold(track.act("s01"), first, "COMPLAINT", today(track) + timedelta(days=2))
    assert "HOLD_REVIEW" not in red(track)
    track.later(days=2)
    assert "HOLD_REVIEW" in red(track)
    assert hold_line(track, hold).late
    holds.propose(track.act("s01"), hold)
    for reason, day in (("", review_day(track)), ("LAWSUIT", today(track))):
        with pytest.raises(Refused):
            holds.review(track.act("s01"), hold, reason, day)
    with pytest.raises(NotAllowed):
        holds.review(track.act("c01"), hold, "LAWSUIT", review_day(track))
    holds.review(track.act("s01"), hold, "LAWSUIT", review_day(track))
    line = hold_line(track, hold)
    assert (line.reason, line.review_on, line.late) == ("訴訟", review_day(track), False)
    assert [(one.reason, one.by, one.after) for one in line.reviews] == [
        ("訴訟", "例示 誠", review_day(track))
    ]
    with pytest.raises(Refused, match="申し出られていません"):
        holds.confirm(track.act("c01"), hold)  # that it goes on took the wish to end it back
    assert "HOLD_REVIEW" not in red(track)


def test_a_hold_made_on_a_case_that_changed_meanwhile_is_asked_again(track: Track):
    first, _, _ = cases(track)
    seen = track.get(first).version
    holds = track.office.desk.disposal.holds
    holds.hold(replace(track.act("s01"), seen=seen), first, "LAWSUIT", review_day(track))
    with pytest.raises(Stale):
        holds.hold(replace(track.act("s01"), seen=seen), first, "AUDIT", review_day(track))


def test_what_an_earlier_version_held_is_still_held(track: Track):
    """0024 knew one hold of a case, and no list of what it reaches."""
    first, _, _ = cases(track)
    desk = track.office.desk
    desk.disposal.holds.hold(track.act("s01"), first, "LAWSUIT", review_day(track))
    database, config = desk.premises.database, migrations_config()
    with database.engine.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "0024")
    database.upgrade()
    track.office.reopen()
    assert due(track) == {"26-0001": "訴訟", "26-0002": "", "26-0003": ""}
    (line,) = keeping(track).holds
    assert (line.what, line.units) == ("26-0001", 3)


def test_while_a_hold_is_being_set_nothing_of_it_is_proposed(track: Track):
    """Two connections at the same instant: the second waits, and then knows of the hold."""
    first, _, _ = cases(track)
    database, act = track.office.desk.premises.database, track.act("c01")
    units, told = track.due_units(), []

    def propose() -> None:
        try:
            told.append(track.office.desk.disposal.propose(act, units))
        except Refused as refusal:
            told.append(refusal)

    other = threading.Thread(target=propose)
    with database.transaction() as session:
        one_at_a_time(session)
        hold = HoldRow(
            id="h", scope="CASE", case_id=first, reason="LAWSUIT", set_by=act.by.person_id,
            set_at=act.at, review_on=review_day(track),
        )  # fmt: skip
        session.add(hold)
        session.flush()
        reach(session, hold.id, [first], act.at)
        other.start()
        while other.is_alive() and not waits(track):
            other.join(0.05)
    other.join(20)
    (answer,) = told
    assert isinstance(answer, Refused)
    assert "保全中" in answer.sentence
    assert [one.held for one in keeping(track).due] == [True, False, False]


def waits(track: Track) -> bool:
    """Whether somebody waits for a lock of the store; SQLite has one writer and tells nobody."""
    place = track.office.place
    if "://" not in place:
        return True
    with psycopg.connect(place) as connection:
        asked = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
        return bool(connection.execute(asked).fetchone()[0])


def test_a_hold_and_an_execution_at_the_same_instant_never_pass_each_other(track: Track):
    """Whichever is first: what is held lies here untouched, and what is gone went under its
    approval, before the hold."""
    first, _, _ = cases(track)
    ready = approved(track)
    disposal, told = track.office.desk.disposal, []
    start = threading.Barrier(2)
    hold_act, run_act = track.act("s01"), track.act("c01")

    def hold() -> None:
        start.wait()
        told.append(disposal.holds.hold(hold_act, first, "LAWSUIT", review_day(track)))

    def execute() -> None:
        start.wait()
        try:
            given = (run_act, ready.id, "c02", passphrase("c02"), "SHREDDING", "文書室")
            told.append(disposal.execute(*given))
        except Refused as refusal:
            told.append(refusal)

    threads = [threading.Thread(target=one) for one in (hold, execute)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(60)
    assert len(told) == 2
    after = batch(track, ready.id)
    unit = next(one for one in track.get(first).units if one.cls == "A")
    assert unit.held
    if any(isinstance(one, Refused) for one in told):
        assert (after.units, len(after.removed), after.approved_by) == (2, 1, "")
        assert (unit.state, unit.stub) == (ItemState.DUE, "")
    else:
        assert (after.units, after.state) == (3, ItemState.EXECUTED)
        assert unit.stub


def test_a_period_is_made_longer_with_a_reason_and_a_day_and_voids_the_approval(track: Track):
    first, _, _ = cases(track)
    ready = approved(track)
    (line,) = (one for group in ready.groups for one in group.rows if one.case_number == "26-0001")
    extend = track.office.desk.disposal.extensions.extend
    units, until = [line.unit_id], today(track) + timedelta(days=30)
    with pytest.raises(NotAllowed):
        extend(track.act("c01"), units, "MONEY", until)
    for reason, day, told in (
        ("", until, "理由"),
        ("MONEY", today(track) - timedelta(days=1), "より前"),
        ("MONEY", today(track).replace(year=today(track).year + 1) + timedelta(days=1), "1年"),
    ):
        with pytest.raises(Refused, match=told):
            extend(track.act("s01"), units, reason, day)
    with pytest.raises(Refused, match="選ばれていません"):
        extend(track.act("s01"), [], "MONEY", until)
    assert extend(track.act("s01"), units, "MONEY", until) == 1
    left = batch(track, ready.id)
    assert (left.units, left.state, len(left.removed)) == (2, ItemState.PROPOSED, 1)
    with track.office.desk.premises.database.reading() as session:
        (row,) = session.query(ExtensionRow).all()
        unit = session.get(UnitRow, line.unit_id)
        assert (row.before, row.after) == (line.due_on, until + timedelta(days=1))
        assert (unit.due_on, unit.state) == (row.after, ItemState.RETAINED)
        (told_of,) = audit.entries(session, audit.Filter(action="retention.extended"))
    assert (told_of.case_id, told_of.detail["reason"]) == (first, "MONEY")
    assert "26-0001" not in due(track)
    track.later(days=31)
    assert "26-0001" in due(track)


def test_a_longer_period_outlives_a_reopening(track: Track):
    first, _, _ = cases(track)
    desk, until = track.office.desk, today(track) + timedelta(days=300)
    (line,) = (one for one in keeping(track).due if one.case_number == "26-0001")
    desk.disposal.extensions.extend(track.act("s01"), [line.unit_id], "LAW", until)
    desk.reopening.reopen(track.act("s01"), first, "本人から続きの書類が届いたため")
    desk.casework.withdraw(track.act("c01"), first, "取下書 受領")
    units = {one.cls.value: one.due_on for one in track.get(first).units}
    told = desk.cases.history(track.office.by("c01"), first)
    (prolonged,) = (one for one in told if "保存期間を延長" in one.sentence)
    assert prolonged.more == (f"期限 {units['A'].isoformat()}",)
    assert units["A"] == until + timedelta(days=1)  # half a year from today would be earlier
    assert units["B"] > units["A"]  # two years from the new end


def test_what_an_ended_case_is_given_later_is_kept_as_long_as_the_rest(track: Track):
    first, _, _ = cases(track)
    desk, act = track.office.desk, track.act("c01")
    with desk.premises.database.transaction() as session:
        case = session.get_one(CaseRow, first)
        unit_of(session, desk.premises.vault, first, "C6", act.at)
        desk.cases.book.note(session, act, case, "case.shelf", fields=("shelf",))
    units = {one.cls.value: (one.state, one.due_on) for one in track.get(first).units}
    assert units["C6"] == (ItemState.RETAINED, units["A"][1])
