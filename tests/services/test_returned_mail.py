"""返戻 by scanning: our own envelope is known by its code and goes back to its case, once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from case_path import Track
from desk_office import Office
from mail_bag import form_page, lay_in, page

from desktop.domain.errors import NotAllowed, Refused, Stale
from desktop.domain.reading import PageKind, ScreenedPage
from desktop.domain.states import CaseState

LETTER = {"case_number": "26-0001"}
LABEL = {"posted": "12345678901"}
BACK_ON = date(2026, 11, 12)


@pytest.fixture
def carry() -> Callable[[Track], str]:
    """An answer that is on its way since the 10th: made once for all tests."""
    return on_its_way


def on_its_way(track: Track) -> str:
    case_id = track.with_register().to_dispatched()
    track.later(days=2)
    return case_id


@pytest.fixture
def track(office: Office, tmp_path: Path) -> Track:
    return Track(office, tmp_path)


@pytest.fixture
def case_id(track: Track) -> str:
    return track.office.told


def laid(track: Track, *pages: ScreenedPage) -> str:
    return lay_in(track.office, "c01", pages)


@pytest.mark.parametrize(("kind", "code"), [(PageKind.ENVELOPE, LABEL), (PageKind.UNKNOWN, LETTER)])
def test_our_own_envelope_goes_back_to_its_case_by_one_act(
    track: Track, case_id: str, kind: PageKind, code: dict[str, str]
):
    envelope = laid(track, page(kind, **code), page(PageKind.BLANK))
    desk = track.office.desk
    found = desk.returned.proposal(track.office.by("c01"), envelope)
    assert found is not None
    assert (found.case_id, found.number, found.problem) == (case_id, "26-0001", "")
    assert found.posted_on == date(2026, 11, 10)
    act = replace(track.act("c01"), seen=found.version)
    filed = desk.returned.take_in(act, envelope, case_id, BACK_ON)
    assert (filed.case_id, filed.joined) == (case_id, True)
    case = track.get(case_id)
    assert case.line.state is CaseState.RETURNED_MAIL
    assert case.dispatch is not None
    assert case.dispatch.returned_on == BACK_ON
    assert case.letters[-1].state == "READY"  # a second envelope is made anew
    assert [one.kind for one in case.documents[-1].pages] == [kind, PageKind.BLANK]
    assert desk.intake.unfiled() == ()
    told = [one.what for one in desk.cases.history(track.office.by("c01"), case_id)]
    assert told[:2] == ["返戻の記録", "発送"]
    again = laid(track, page(kind, **code))
    found = desk.returned.proposal(track.office.by("c01"), again)
    assert found is not None
    assert "返戻を記録できません" in found.problem
    with pytest.raises(Refused, match="返戻を記録できません"):
        desk.returned.take_in(track.act("c01"), again, case_id, BACK_ON)


def test_what_is_no_return_is_not_taken_for_one(track: Track, case_id: str):
    desk, by = track.office.desk, track.office.by("c01")
    for pages in (
        (page(PageKind.ENVELOPE),),
        (page(PageKind.UNKNOWN, case_number="26-9999"),),
        (page(PageKind.UNKNOWN, **LETTER), form_page()),  # a letter that a customer sends along
    ):
        envelope = laid(track, *pages)
        assert desk.returned.proposal(by, envelope) is None
        with pytest.raises(Refused, match="封筒ではありません"):
            desk.returned.take_in(track.act("c01"), envelope, case_id, BACK_ON)
    assert track.get(case_id).line.state is CaseState.DISPATCHED


def test_a_return_is_recorded_by_a_clerk_on_what_the_window_showed(track: Track, case_id: str):
    envelope = laid(track, page(PageKind.ENVELOPE, **LABEL))
    returned = track.office.desk.returned
    with pytest.raises(Stale):
        returned.take_in(replace(track.act("c01"), seen=0), envelope, case_id, BACK_ON)
    with pytest.raises(Refused, match="返戻の日"):
        returned.take_in(track.act("c01"), envelope, case_id, date(2026, 11, 9))
    with pytest.raises(NotAllowed):
        returned.take_in(track.act("k01"), envelope, case_id, BACK_ON)
    assert len(track.office.desk.intake.unfiled()) == 1


def test_an_answer_that_left_last_is_not_taken_for_the_notice_before_it(track: Track):
    desk, case_id = track.office.desk, track.with_register().to_approval()
    notice = desk.casework.notices.acknowledge(track.act("c01"), case_id)
    desk.correspondence.save_copy(track.act("c01"), notice.id, track.folder)
    desk.correspondence.send(track.act("c01"), notice.id)
    track.approve(case_id)
    track.enclose(case_id)
    posted = desk.correspondence.dispatch(track.act("c01"), case_id, "HONNIN_GENTEI", "12345678901")
    track.later(days=11)
    desk.correspondence.complete(track.act("c01"), case_id, track.office.now.date())
    envelope = laid(track, page(PageKind.UNKNOWN, case_number=posted.line.number))
    found = desk.returned.proposal(track.office.by("c01"), envelope)
    assert found is not None
    assert found.letter_id == ""
    assert "返戻を記録できません" in found.problem
