"""A wrong 到達日 put right: one says so with a reason, another confirms, every clock follows."""

from __future__ import annotations

from datetime import date

import pytest
from case_path import Track
from desk_office import Office
from mail_bag import ELSEWHERE, ICHIRO, residence_record

from desktop.domain.errors import NotAllowed, Refused, SamePerson, Stale
from desktop.domain.states import CaseState
from desktop.services.act import Act
from desktop.store import audit

REASON = "封筒の消印と受領印が11月2日"


@pytest.fixture
def track(office: Office, tmp_path) -> Track:
    return Track(office, tmp_path).with_register()


def propose(track: Track, case_id: str, after: date = date(2026, 11, 2), reason: str = REASON):
    return track.office.desk.arrivals.propose(track.act("c01"), case_id, after, reason)


def red(track: Track) -> list[str]:
    view = track.office.desk.cases.today(track.office.by("c02"), track.office.now)
    return [one.sentence for one in view.red_tasks if one.code == "ARRIVAL"]


def test_the_clocks_go_by_the_corrected_day_once_another_person_has_confirmed_it(
    track: Track,
) -> None:
    case_id = track.to_identity()
    line = track.get(case_id).line
    assert line.statutory is not None
    assert line.target is not None
    # 到達 11-09 + 14 = 11-23, a holiday: back to Friday the 20th. 受付 11-10 + 14 = 11-24.
    assert (line.statutory.due, line.target.due) == (date(2026, 11, 20), date(2026, 11, 24))
    assert red(track) == []
    proposed = propose(track, case_id)
    (told,) = red(track)
    assert "1件" in told
    assert "26-0001" in told
    assert proposed.arrived_on == date(2026, 11, 9)
    assert proposed.special.arrival is not None
    assert (proposed.special.arrival.after, proposed.special.arrival.reason) == (
        date(2026, 11, 2),
        REASON,
    )
    with pytest.raises(SamePerson):
        track.office.desk.arrivals.decide(track.act("c01"), case_id, True)
    with pytest.raises(NotAllowed):
        track.office.desk.arrivals.decide(track.act("k01"), case_id, True)
    changed = track.office.desk.arrivals.decide(track.act("c02"), case_id, True)
    assert changed.line.statutory is not None
    assert changed.line.target is not None
    # DOMAIN §4: 到達 2026-11-02 → mark 11-16. The day of registration stays what it was.
    assert (changed.line.statutory.due, changed.line.target.due) == (
        date(2026, 11, 16),
        date(2026, 11, 24),
    )
    assert changed.special.arrival is None
    assert red(track) == []
    assert {one.received_on for one in changed.documents} == {date(2026, 11, 2)}
    with track.office.desk.premises.database.reading() as session:
        entries = audit.entries(session, audit.Filter(case_id=case_id))
    days = {"before": "2026-11-09", "after": "2026-11-02"}
    told = [(one.action, dict(one.detail)) for one in entries if "arrival" in one.action]
    assert told == [("case.arrival_changed", days), ("case.arrival_proposed", days)]
    history = track.office.desk.cases.history(track.office.by("c01"), case_id)
    assert (history[0].sentence, history[0].more[:2]) == (
        "到達日を訂正しました。期限を数え直しました",
        ("訂正前 11月9日", "訂正後 11月2日"),
    )


def test_another_envelope_of_the_same_day_keeps_its_day(track: Track) -> None:
    """Both came on the 9th as far as anybody knew; of the first it was not true."""
    case_id = track.to_identity()
    first = {one.id for one in track.get(case_id).documents}
    track.file(residence_record(ICHIRO, ELSEWHERE), join_case=case_id)
    propose(track, case_id)
    changed = track.office.desk.arrivals.decide(track.act("c02"), case_id, True)
    days = {one.id in first: one.received_on for one in changed.documents}
    assert days == {True: date(2026, 11, 2), False: date(2026, 11, 9)}


def test_an_identity_confirmed_for_the_wrong_day_is_checked_again(track: Track) -> None:
    case_id = track.to_investigation()
    propose(track, case_id)
    changed = track.office.desk.arrivals.decide(track.act("c02"), case_id, True)
    assert (changed.line.state, changed.identity.ok) == (CaseState.ID_CHECK, False)


def test_a_correction_that_is_not_confirmed_changes_nothing(track: Track) -> None:
    case_id = track.to_investigation()
    before = track.get(case_id)
    propose(track, case_id)
    kept = track.office.desk.arrivals.decide(track.act("c02"), case_id, False)
    assert (kept.arrived_on, kept.line.state, kept.identity.ok) == (
        before.arrived_on,
        before.line.state,
        True,
    )
    assert kept.special.arrival is None
    with pytest.raises(Refused, match="待っている"):
        track.office.desk.arrivals.decide(track.act("c02"), case_id, True)


def test_what_cannot_be_a_day_of_arrival_or_gives_no_reason_is_refused(track: Track) -> None:
    case_id = track.to_identity()
    version = track.get(case_id).version
    for after, reason, word in (
        (date(2026, 11, 9), REASON, "同じ"),  # the day it has
        (date(2026, 11, 11), REASON, "登録した日より後"),
        (date(2026, 11, 2), " ", "書かれていません"),
        (date(2026, 11, 2), "123456789018", "個人番号"),
    ):
        with pytest.raises(Refused, match=word):
            propose(track, case_id, after, reason)
    propose(track, case_id)
    with pytest.raises(Refused, match="確認を待っています"):
        propose(track, case_id, date(2026, 11, 4))
    act = track.act("c02")
    stale = Act(act.by, act.at, act.command, seen=version)
    with pytest.raises(Stale):
        track.office.desk.arrivals.decide(stale, case_id, True)


def test_after_the_answer_has_left_the_day_stays(track: Track) -> None:
    case_id = track.to_dispatched()
    with pytest.raises(Refused, match="発送したか終わった"):
        propose(track, case_id)
