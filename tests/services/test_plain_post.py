"""普通郵便 against what the office has set: decided and seen before it leaves (DOMAIN §8)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from case_path import Track, to_printing
from desk_office import Office

from desktop.domain.errors import NotAllowed, Refused
from desktop.domain.posting import AnotherWay
from desktop.domain.states import CaseState


@pytest.fixture
def carry() -> Callable[[Track], str]:
    return to_printing


@pytest.fixture
def track(office: Office, tmp_path: Path) -> Track:
    return Track(office, tmp_path)


@pytest.fixture
def case_id(track: Track) -> str:
    return str(track.office.told)


def post(track: Track, case_id: str, why: str = AnotherWay.ASKED) -> CaseState:
    posted = track.office.desk.correspondence.dispatch(track.act("c01"), case_id, "FUTSU", "", why)
    return posted.line.state


def test_plain_post_is_decided_before_and_ticked_by_the_second_person(track: Track, case_id: str):
    plain, letter = track.office.desk.plain_post, track.enclose(case_id)
    with pytest.raises(Refused, match="封入確認の前に記録"):
        post(track, case_id)
    plain.decide(track.act("c01"), case_id, AnotherWay.ASKED)
    with pytest.raises(Refused, match="一覧が変わりました"):  # not what was ticked
        post(track, case_id)
    listed = track.office.desk.enclosure.listed(track.office.by("c02"), letter)
    assert ("発送の方法：普通郵便", "お客様が希望した") in [
        (one.what, one.detail) for one in listed.lines
    ]
    track.tick(letter)
    with pytest.raises(Refused, match="封入確認の前に記録"):  # for another reason than was seen
        post(track, case_id, AnotherWay.NO_SERVICE)
    assert post(track, case_id) is CaseState.DISPATCHED
    entries = track.office.desk.audit.entries(track.office.by("s01"), 0, 50)
    (entry,) = (one for one in entries if one.action == "letter.way")
    assert entry.detail["another"] == "DELIVERY_ASKED"


def test_a_decision_for_plain_post_has_a_fitting_reason_and_can_be_taken_back(
    track: Track, case_id: str
):
    plain = track.office.desk.plain_post
    for why in ("", "because", AnotherWay.SAFER, AnotherWay.NO_PAPERS, AnotherWay.NOT_FETCHED):
        with pytest.raises(Refused) as caught:
            plain.decide(track.act("c01"), case_id, why)
        assert caught.value.field == "why"
    with pytest.raises(NotAllowed):
        plain.decide(track.act("s01"), case_id, AnotherWay.ASKED)
    with pytest.raises(Refused, match="送ることになっています"):
        plain.take_back(track.act("c01"), case_id)
    plain.decide(track.act("c01"), case_id, AnotherWay.NO_SERVICE)
    plain.take_back(track.act("c01"), case_id)
    letter = track.enclose(case_id)
    assert not track.get(case_id).letters[-1].way
    with pytest.raises(Refused, match="封入確認の前に記録"):
        post(track, case_id, AnotherWay.NO_SERVICE)
    listed = track.office.desk.enclosure.listed(track.office.by("c02"), letter)
    assert all("普通郵便" not in one.what for one in listed.lines)
