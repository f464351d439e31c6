"""発送と配達: the lists of the day, numbers in the hand, deliveries pasted at once (DOMAIN §8)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from case_path import Track
from desk_office import Office

from desktop.domain.errors import NotFound, Stale
from desktop.domain.states import CaseState


@pytest.fixture
def carry() -> Callable[[Track], str]:
    """An answer on its way, and a new case whose acknowledgement lies: made once for all tests."""
    return one_out_one_to_post


def one_out_one_to_post(track: Track) -> str:
    case_id = track.with_register().to_dispatched()
    other = track.file().case_id
    track.office.desk.casework.notices.acknowledge(track.act("c01"), other)
    track.later(days=8)
    return case_id


@pytest.fixture
def track(office: Office, tmp_path: Path) -> Track:
    return Track(office, tmp_path)


@pytest.fixture
def case_id(track: Track) -> str:
    return track.office.told


def test_what_waits_to_leave_and_what_is_on_its_way_stand_in_two_lists(track: Track, case_id: str):
    desk, today = track.office.desk, track.office.now.date()
    view = desk.post.view(track.office.by("c01"), today)
    assert [(one.number, one.title, one.step, one.days) for one in view.to_post] == [
        ("26-0002", "受付のお知らせ", "印刷", 8)
    ]
    (out,) = view.out
    assert (out.case_id, out.delivery, out.tracking) == (case_id, "HONNIN_GENTEI", "12345678901")
    assert (out.days, out.held, out.red) == (8, date(2026, 11, 20), True)
    assert view.longest == 8


def test_a_returned_answer_waits_to_be_posted_once_more_and_not_a_third_time(
    track: Track, case_id: str
):
    desk, by = track.office.desk, track.office.by("c01")
    for back in range(2):
        today = track.office.now.date()
        desk.correspondence.record_return(track.act("c01"), case_id, today)
        waiting = [one.number for one in desk.post.view(by, today).to_post]
        assert waiting == (["26-0001", "26-0002"] if back == 0 else ["26-0002"])
        if back == 0:
            track.enclose(case_id)
            assert desk.post.view(by, today).to_post[0].step == "発送"
            again = desk.correspondence.resend(
                track.act("c01"), case_id, "HONNIN_GENTEI", "22345678905"
            )
            assert again.line.state is CaseState.DISPATCHED


@pytest.mark.parametrize(
    "code", ["26-0001", "MDG1|SLIP|1|1|26-0001", "A12345678901A", "123-45-67890-1"]
)
def test_a_number_in_the_hand_leads_to_its_case(track: Track, case_id: str, code: str):
    found = track.office.desk.post.find(track.office.by("c01"), code)
    assert (found.case_id, found.number, found.out) == (case_id, "26-0001", True)


def test_an_unknown_number_is_told(track: Track):
    for code in ("26-9999", "99999999999", "架空", ""):
        with pytest.raises(NotFound, match="この番号"):
            track.office.desk.post.find(track.office.by("c01"), code)


def test_deliveries_are_read_from_pasted_lines_and_recorded_one_by_one(track: Track, case_id: str):
    desk, today = track.office.desk, track.office.now.date()
    text = "\n".join(
        (
            "123-45-67890-1\t2026/11/12",
            "26-0001 11/13",
            "26-0002,令和8年11月13日",
            "26-0001",
            "99999999999 11/12",
            "26-0001 11/9",
            "",
            "11/12",
        )
    )
    lines = desk.post.read(track.office.by("c01"), text, today)
    assert [(one.line, one.problem) for one in lines] == [
        (1, ""),
        (2, "同じ案件の行がもう一つあります。"),
        (3, "発送中の回答ではありません。"),
        (4, "配達された日がありません。"),
        (5, "この番号の発送がありません。"),
        (6, "配達の日が、発送より前か今日より後です。"),
        (8, "受付番号か引受番号がありません。"),
    ]
    good = lines[0]
    assert (good.case_id, good.tracking, good.on) == (case_id, "12345678901", date(2026, 11, 12))
    act = replace(track.act("c01"), seen=good.version)
    assert good.on is not None
    case = desk.correspondence.delivered(act, case_id, good.on)
    assert case.line.state is CaseState.DELIVERED
    with pytest.raises(Stale):
        desk.correspondence.delivered(
            replace(track.act("c01"), seen=good.version), case_id, good.on
        )


def test_the_label_of_an_earlier_envelope_is_told(track: Track, case_id: str):
    desk, today = track.office.desk, track.office.now.date()
    desk.correspondence.record_return(track.act("c01"), case_id, today)
    track.enclose(case_id)
    desk.correspondence.resend(track.act("c01"), case_id, "HONNIN_GENTEI", "22345678905")
    by = track.office.by("c01")
    old, new = desk.post.read(by, f"12345678901 {today}\n22345678905 {today}", today)
    assert (old.problem, new.problem) == ("前に送った封筒の番号です。", "")
