"""How long confirmations take is the office's, and nobody's own (issue 5, item 3)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from case_path import Track
from desk_office import Office
from mail_bag import (
    ELSEWHERE,
    ICHIRO,
    form_page,
    register_line,
    residence_record,
    seal_certificate,
)
from sqlalchemy import inspect, text

from desktop.domain.errors import NotAllowed, Refused
from desktop.store.parts import get_part
from desktop.store.schema import Base

YEAR = (date(2026, 1, 1), date(2026, 12, 31))
TOOK = timedelta(seconds=97)


@pytest.fixture
def track(office: Office, tmp_path) -> Track:
    return Track(office, tmp_path).with_register(register_line(ELSEWHERE))


def _told(track: Track, first: date, last: date, today: date = date(2026, 12, 1)):
    by = track.office.by("k01")
    return track.office.desk.verification.confirmation_times(by, first, last, today)


def _confirmed(track: Track) -> str:
    """Asked by one clerk after 97 s, agreed to by another after 20 s."""
    papers = (residence_record(ICHIRO, ELSEWHERE), seal_certificate(ICHIRO))
    case_id = track.to_identity(form_page(), *papers)
    seen = track.seen(case_id)
    check = track.office.desk.verification
    check.ask_second(track.act("c01"), case_id, 0, seen=seen, note="転居", took=TOOK)
    check.second(track.act("c02"), case_id, True, seen=seen, took=timedelta(seconds=20))
    return case_id


def test_no_row_links_a_person_or_a_case_with_how_long_it_took(track: Track) -> None:
    case_id = _confirmed(track)
    premises = track.office.desk.premises
    # What is counted holds a month, a bucket, a number, and refers to nothing.
    columns = inspect(premises.database.engine).get_columns("check_time")
    assert [one["name"] for one in columns] == ["month", "bucket", "count"]
    assert not Base.metadata.tables["check_time"].foreign_keys
    with premises.database.reading() as session:
        rows = session.execute(text("SELECT month, bucket, count FROM check_time")).all()
        assert sorted((str(m)[:10], b, c) for m, b, c in rows) == [
            ("2026-11-01", 1, 1),
            ("2026-11-01", 3, 1),
        ]
        kept = get_part(session, premises.vault, case_id, "check") or {}
        second = get_part(session, premises.vault, case_id, "note", "second") or {}
    assert not {"took", "seconds", "duration"} & {*kept, *second}
    lines = track.office.desk.audit.entries(track.office.by("k01"), 0, 200, case_id=case_id)
    told = [(key, value) for one in lines for key, value in one.detail.items()]
    assert told
    assert not [one for one in told if one[1] in (97, 97.0, "97", 20, 20.0, "20")]
    assert not {"took", "seconds", "duration"} & {key for key, _value in told}


def test_the_times_of_a_period_are_told_to_who_reads_the_records(track: Track) -> None:
    for _ in range(3):
        _confirmed(track)
    times = _told(track, *YEAR)
    assert times.told
    assert times.counts == (0, 3, 0, 3, 0, 0, 0)
    assert not _told(track, date(2026, 1, 1), date(2026, 10, 31)).told
    assert not _told(track, *YEAR, today=date(2026, 11, 30)).told  # the month is not over
    with pytest.raises(NotAllowed):
        track.office.desk.verification.confirmation_times(track.office.by("c01"), *YEAR, YEAR[1])


def test_a_confirmation_that_was_refused_is_not_counted(track: Track) -> None:
    papers = (residence_record(ICHIRO, ELSEWHERE), seal_certificate(ICHIRO))
    case_id = track.to_identity(form_page(), *papers)
    with pytest.raises(Refused, match="まだ見ていない"):
        track.office.desk.verification.ask_second(
            track.act("c01"), case_id, 0, seen=frozenset(), note="転居", took=TOOK
        )
    database = track.office.desk.premises.database
    with database.reading() as session:
        assert session.execute(text("SELECT count(*) FROM check_time")).scalar() == 0
