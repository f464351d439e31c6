"""A less sure way than the office has set: decided and seen before it leaves (DOMAIN §8)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from case_path import Track, to_printing
from desk_office import Office

from desktop.domain.errors import NotAllowed, Refused, SamePerson
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


def test_a_less_sure_way_is_decided_before_and_ticked_by_the_second_person(
    track: Track, case_id: str
):
    lesser, letter = track.office.desk.lesser_way, track.enclose(case_id)
    with pytest.raises(Refused, match="封入確認の前に記録"):
        post(track, case_id)
    lesser.decide(track.act("c01"), case_id, "FUTSU", AnotherWay.ASKED)
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


def test_a_less_sure_way_has_a_fitting_reason_and_can_be_taken_back(track: Track, case_id: str):
    lesser = track.office.desk.lesser_way
    for why in ("", "because", AnotherWay.SAFER, AnotherWay.NO_PAPERS, AnotherWay.NOT_FETCHED):
        with pytest.raises(Refused) as caught:
            lesser.decide(track.act("c01"), case_id, "FUTSU", why)
        assert caught.value.field == "why"
    with pytest.raises(Refused, match="より確かな方法ではありません"):
        lesser.decide(track.act("c01"), case_id, "KAN_I_KAKITOME", AnotherWay.SAFER)
    with pytest.raises(Refused, match="選んでください"):  # as the office has set: nothing to decide
        lesser.decide(track.act("c01"), case_id, "HONNIN_GENTEI", AnotherWay.ASKED)
    with pytest.raises(NotAllowed):
        lesser.decide(track.act("s01"), case_id, "FUTSU", AnotherWay.ASKED)
    with pytest.raises(Refused, match="送ることになっています"):
        lesser.take_back(track.act("c01"), case_id)
    lesser.decide(track.act("c01"), case_id, "FUTSU", AnotherWay.NO_SERVICE)
    lesser.take_back(track.act("c01"), case_id)
    letter = track.enclose(case_id)
    assert not track.get(case_id).letters[-1].way
    with pytest.raises(Refused, match="封入確認の前に記録"):
        post(track, case_id, AnotherWay.NO_SERVICE)
    listed = track.office.desk.enclosure.listed(track.office.by("c02"), letter)
    assert all("普通郵便" not in one.what for one in listed.lines)


def test_who_decides_on_a_less_sure_way_does_not_check_the_envelope(track: Track, case_id: str):
    lesser, letter = track.office.desk.lesser_way, track.enclose(case_id)  # c01 took it out
    lesser.decide(track.act("c02"), case_id, "FUTSU", AnotherWay.ASKED)
    with pytest.raises(SamePerson, match="別の方法で送ると決めた本人"):
        track.tick(letter, "c02")
    lesser.take_back(track.act("c02"), case_id)
    lesser.decide(track.act("c01"), case_id, "FUTSU", AnotherWay.ASKED)
    assert track.tick(letter, "c02").state == "CHECKED"
