"""Where a case was when it ended without its answer, for who looks at how far it came."""

from __future__ import annotations

import pytest
from case_path import Track
from desk_office import Office
from standing_cases import late, to_correction, to_given_up, to_rerouted, to_withdrawn

from desktop.domain.states import STEPS, CaseState, step_of


@pytest.fixture
def track(registered: None, office: Office, tmp_path) -> Track:
    return Track(office, tmp_path)


def test_a_case_that_ended_early_tells_the_step_that_it_came_to(track: Track) -> None:
    # Rerouted and withdrawn while the form was checked; an answer came back and was given up.
    for end, state, step in (
        (to_rerouted, CaseState.REROUTED, "形式確認"),
        (to_withdrawn, CaseState.WITHDRAWN, "形式確認"),
        (to_given_up, CaseState.RETURN_GIVEN_UP, "発送"),
    ):
        case = track.get(end(track))
        assert case.line.state is state
        assert case.ended_in is not None
        assert STEPS[step_of(case.ended_in)] == step


def test_a_case_that_ended_while_it_waited_came_to_where_the_waiting_began(track: Track) -> None:
    case_id = late(to_correction)(track)
    assert track.get(case_id).ended_in is None
    asked_in = track.get(case_id).asked_in
    track.office.desk.casework.withdraw(track.act("c01"), case_id, "取下書を受け取った")
    assert track.get(case_id).ended_in is asked_in is not None
