"""Every state × act × role through the services, against a table typed from DOMAIN §8 and §11.

The table says who may do what in which state and where that leads. Everything it does not say is
tried too and must be refused, with a sentence and a next step, and leave the case as it was.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import pytest
from case_path import Track
from desk_office import MORNING, Office
from mail_bag import form_page, licence
from standing_cases import (
    ACTS,
    STANDING,
    after_correction,
    kept_thirty_days,
    late,
    noticed,
    quiet,
    to_agent_check,
    to_correction,
    to_fee_asked,
    waived,
)

from desktop import paths
from desktop.domain.errors import DeskError, NotAllowed, Stale
from desktop.domain.states import CaseState as S
from desktop.services.desk import Desk, Surroundings
from desktop.store.cases import case_row

pytestmark = pytest.mark.xdist_group("every state")  # its cases are made once

CLERK, SUPERVISOR, AUDITOR, ADMINISTRATOR = "c01", "s01", "k01", "a01"
EVERYONE = (CLERK, SUPERVISOR, AUDITOR, ADMINISTRATOR)

# DOMAIN §11: whose act it is. A supervisor decides and neither checks, drafts nor posts.
WHO = {
    **dict.fromkeys(
        (
            *("CONFIRM_FORM", "ASK_CORRECTION", "RECEIVE_CORRECTION", "SECOND_NOTICE"),
            *("CLOSE_NO_RESPONSE", "CONFIRM_IDENTITY", "ASK_SECOND", "CONFIRM_AGENT", "SCOPE"),
            *("ASK_FEE", "RECEIVE_FEE", "CONFIRM_FEE", "DRAFT", "DRAFT_REFUSAL", "EDIT", "SUBMIT"),
            *("DISPATCH", "CONFIRM_DELIVERY", "RECORD_RETURN", "RESEND", "GIVE_UP_RETURN"),
            *("COMPLETE", "WITHDRAW", "REROUTE", "RECORD_DEATH"),
        ),
        (CLERK,),
    ),
    **dict.fromkeys(("WAIVE_FEE", "SEND_BACK", "APPROVE", "REOPEN"), (SUPERVISOR,)),
    "SECOND_CHECK": (CLERK, SUPERVISOR),
}


@dataclass(frozen=True)
class May:
    """In this state the act leads there; `ready` makes the case, where not the standing one."""

    state: S
    act: str
    after: S
    ready: Callable[[Track], str] | None = None
    by: str = ""

    def __str__(self) -> str:
        return f"{self.state}-{self.act}{'-' + self.by if self.by else ''}"


_BEFORE_IDENTITY = (S.FORM_CHECK, S.ID_CHECK, S.AGENT_CHECK, S.SCOPING)
_WITHDRAWABLE = (
    *(S.RECEIVED, *_BEFORE_IDENTITY, S.FEE_CHECK, S.INVESTIGATION, S.DRAFTED, S.SENT_BACK),
    *(S.APPROVAL, S.APPROVED, S.AWAITING_CORRECTION, S.AWAITING_FEE),
)

_PAID = (S.INVESTIGATION, S.DRAFTED, S.SENT_BACK, S.APPROVAL, S.APPROVED)


def _second_asked(track: Track) -> str:
    case_id = track.to_identity()
    ACTS["ASK_SECOND"](track, track.act("c02"), case_id)
    return case_id


def _asked_before(state: S) -> Callable[[Track], str]:
    """The state, after a correction was once asked and answered."""

    def ready(track: Track) -> str:
        case_id = after_correction(track)
        steps = {
            S.FORM_CHECK: (),
            S.ID_CHECK: ("CONFIRM_FORM",),
            S.SCOPING: ("CONFIRM_FORM", "CONFIRM_IDENTITY"),
            S.FEE_CHECK: ("CONFIRM_FORM", "CONFIRM_IDENTITY", "SCOPE"),
            S.INVESTIGATION: ("CONFIRM_FORM", "CONFIRM_IDENTITY", "SCOPE", "RECEIVE_FEE"),
        }[state]
        for step in steps:
            ACTS[step](track, track.act("c01"), case_id)
        return case_id

    return ready


def _nothing_came(track: Track) -> str:
    """In the investigation, where the fee was entered by mistake."""
    case_id = track.to_investigation()
    wrong = track.get(case_id).fee.lines[0].payment
    track.undo(case_id, wrong)
    return case_id


def _given_back(state: S) -> Callable[[Track], str]:
    """The state, with all money of the case sent back: nothing of it may stay when it ends."""

    def ready(track: Track) -> str:
        case_id = STANDING[state](track)
        track.give_all_back(case_id)
        return case_id

    return ready


def _found_short(to: Callable[[Track], str]) -> Callable[[Track], str]:
    """A draft whose fee was entered by mistake: another person has undone the entry."""

    def ready(track: Track) -> str:
        case_id = to(track)
        track.undo(case_id, track.get(case_id).fee.lines[0].payment)
        return case_id

    return ready


def _agent_asked_before(track: Track) -> str:
    desk = track.office.desk
    case_id = to_agent_check(track)
    desk.casework.ask_correction(track.act("c01"), case_id, ("AGENT_POWER",))
    desk.casework.resume(track.act("c01"), case_id, track.office.now.date())
    desk.casework.confirm_form(
        track.act("c01"), case_id, track.get(case_id).wanted, "PAPER", agent=True
    )
    ACTS["CONFIRM_IDENTITY"](track, track.act("c01"), case_id)
    return case_id


TABLE = (
    May(S.FORM_CHECK, "CONFIRM_FORM", S.ID_CHECK),
    *(May(state, "ASK_CORRECTION", S.AWAITING_CORRECTION) for state in _BEFORE_IDENTITY),
    May(S.AWAITING_CORRECTION, "RECEIVE_CORRECTION", S.FORM_CHECK),
    May(S.AWAITING_FEE, "RECEIVE_CORRECTION", S.FEE_CHECK),
    May(S.AWAITING_CORRECTION, "SECOND_NOTICE", S.AWAITING_CORRECTION, late(to_correction)),
    May(S.AWAITING_FEE, "SECOND_NOTICE", S.AWAITING_FEE, late(to_fee_asked)),
    May(S.AWAITING_CORRECTION, "CLOSE_NO_RESPONSE", S.CLOSED_NO_RESPONSE, noticed(to_correction)),
    May(S.AWAITING_FEE, "CLOSE_NO_RESPONSE", S.CLOSED_NO_RESPONSE, noticed(to_fee_asked)),
    May(S.ID_CHECK, "CONFIRM_IDENTITY", S.SCOPING),
    May(S.ID_CHECK, "ASK_SECOND", S.ID_CHECK),
    May(S.ID_CHECK, "SECOND_CHECK", S.SCOPING, _second_asked),
    May(S.ID_CHECK, "SECOND_CHECK", S.SCOPING, _second_asked, SUPERVISOR),
    May(S.AGENT_CHECK, "CONFIRM_AGENT", S.SCOPING),
    May(S.SCOPING, "SCOPE", S.FEE_CHECK),
    May(S.FEE_CHECK, "ASK_FEE", S.AWAITING_FEE),
    May(S.INVESTIGATION, "ASK_FEE", S.AWAITING_FEE, _nothing_came),
    *(
        May(state, "ASK_FEE", S.AWAITING_FEE, _found_short(STANDING[state]))
        for state in (S.DRAFTED, S.SENT_BACK)
    ),
    May(S.FEE_CHECK, "RECEIVE_FEE", S.INVESTIGATION),
    May(S.AWAITING_FEE, "RECEIVE_FEE", S.INVESTIGATION),
    *(
        May(state, "RECEIVE_FEE", state)
        for state in (
            *(S.RECEIVED, *_BEFORE_IDENTITY, S.AWAITING_CORRECTION),  # as the envelope is open
            *(S.INVESTIGATION, S.DRAFTED, S.SENT_BACK, S.APPROVAL, S.APPROVED),  # what came late
            *(S.DISPATCHED, S.DELIVERED, S.RETURNED_MAIL),
        )
    ),
    May(S.FEE_CHECK, "WAIVE_FEE", S.FEE_CHECK),
    May(S.AWAITING_FEE, "WAIVE_FEE", S.AWAITING_FEE),
    May(S.FEE_CHECK, "CONFIRM_FEE", S.INVESTIGATION, waived(STANDING[S.FEE_CHECK])),
    May(S.AWAITING_FEE, "CONFIRM_FEE", S.INVESTIGATION, waived(to_fee_asked)),
    May(S.INVESTIGATION, "DRAFT", S.DRAFTED),
    *(
        May(state, "DRAFT_REFUSAL", S.DRAFTED, _asked_before(state))
        for state in (S.FORM_CHECK, S.ID_CHECK, S.SCOPING, S.FEE_CHECK, S.INVESTIGATION)
    ),
    May(S.AGENT_CHECK, "DRAFT_REFUSAL", S.DRAFTED, _agent_asked_before),
    May(S.AWAITING_CORRECTION, "DRAFT_REFUSAL", S.DRAFTED, late(to_correction)),
    May(S.AWAITING_FEE, "DRAFT_REFUSAL", S.DRAFTED, late(to_fee_asked)),
    # An edit of a draft may be a refusal as well as a grant; a submitted one goes back.
    *(
        May(state, act, S.DRAFTED)
        for state in (S.DRAFTED, S.SENT_BACK, S.APPROVAL, S.APPROVED)
        for act in ("EDIT", "DRAFT_REFUSAL")
    ),
    May(S.DRAFTED, "SUBMIT", S.APPROVAL),
    May(S.APPROVAL, "SEND_BACK", S.SENT_BACK),
    May(S.APPROVAL, "APPROVE", S.APPROVED),
    May(S.APPROVED, "DISPATCH", S.DISPATCHED),
    May(S.DISPATCHED, "CONFIRM_DELIVERY", S.DELIVERED),
    May(S.DISPATCHED, "RECORD_RETURN", S.RETURNED_MAIL),
    May(S.DISPATCHED, "COMPLETE", S.COMPLETED, quiet),
    May(S.DELIVERED, "COMPLETE", S.COMPLETED),
    May(S.RETURNED_MAIL, "RESEND", S.DISPATCHED),
    May(S.RETURNED_MAIL, "GIVE_UP_RETURN", S.RETURN_GIVEN_UP, kept_thirty_days),
    *(
        May(state, "WITHDRAW", S.WITHDRAWN, _given_back(state) if state in _PAID else None)
        for state in _WITHDRAWABLE
    ),
    *(May(state, "REROUTE", S.REROUTED) for state in (S.RECEIVED, *_BEFORE_IDENTITY)),
    *(
        May(state, "REOPEN", S.FORM_CHECK)
        for state in (S.COMPLETED, S.WITHDRAWN, S.CLOSED_NO_RESPONSE, S.RETURN_GIVEN_UP)
    ),
    # Death: back to where identity is looked at, wherever the answer has not left.
    *(May(state, "RECORD_DEATH", state) for state in (S.RECEIVED, S.FORM_CHECK, S.ID_CHECK)),
    May(S.AWAITING_CORRECTION, "RECORD_DEATH", S.FORM_CHECK),
    *(
        May(state, "RECORD_DEATH", S.ID_CHECK)
        for state in (
            *(S.AGENT_CHECK, S.SCOPING, S.FEE_CHECK, S.AWAITING_FEE, S.INVESTIGATION),
            *(S.DRAFTED, S.SENT_BACK, S.APPROVAL, S.APPROVED),
        )
    ),
)
ALLOWED = {(one.state, one.act) for one in TABLE}

# Their own sentence says more than that the state does not know them.
OWN_WORDS = {"RECEIVE_CORRECTION", "SECOND_CHECK", "DRAFT_REFUSAL", "EDIT", "RECORD_DEATH"}


@pytest.fixture(scope="module")
def shared(office_templates, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Track]:
    """One office for the whole file: what is refused changes nothing, and each move has its own
    case."""
    folder = tmp_path_factory.mktemp("every")
    place, words = office_templates.copy("sqlite", folder)
    around = Surroundings(paths.resources(), paths.forms(), folder / "workstation", kdf_light=True)
    desk = Desk.open(place, around, window=True)
    track = Track(Office(desk, place, folder / "store", around, words, MORNING), folder)
    track.with_register()
    for login in ("c01", "c02", *EVERYONE):
        track.office.by(login)
    yield track
    desk.close()


@pytest.fixture(scope="module")
def standing(shared: Track) -> dict[S, str]:
    return {state: ready(shared) for state, ready in STANDING.items()}


def _now(track: Track, case_id: str) -> tuple[str, int]:
    with track.office.desk.premises.database.reading() as session:
        row = case_row(session, case_id)
        return row.state, row.version


def test_the_table_speaks_of_every_state_and_every_act() -> None:
    assert set(STANDING) == set(S)
    assert {act for _, act in ALLOWED} == set(ACTS) == set(WHO)
    assert S.REROUTED not in {state for state, _ in ALLOWED}


@pytest.mark.parametrize("state", list(S))
def test_what_the_table_does_not_allow_is_refused_and_changes_nothing(
    state: S, shared: Track, standing: dict[S, str]
) -> None:
    case_id = standing[state]
    before = _now(shared, case_id)
    assert before[0] == state
    tried = 0
    for name, act in ACTS.items():
        for login in EVERYONE:
            if (state, name) in ALLOWED and login in WHO[name]:
                continue
            with pytest.raises(DeskError) as refusal:
                act(shared, shared.act(login), case_id)
            told = refusal.value
            assert told.sentence.endswith("。"), (name, login)
            assert told.next_step.endswith("。"), (name, login)
            assert isinstance(told, NotAllowed) == (login not in WHO[name]), (name, login, told)
            if login in WHO[name] and name not in OWN_WORDS:
                assert "の案件では" in told.sentence, (name, told.sentence)
            assert _now(shared, case_id) == before, (name, login)
            tried += 1
    assert tried >= len(ACTS) * 3


@pytest.mark.parametrize("may", TABLE, ids=str)
def test_what_the_table_allows_is_done_once_and_not_from_a_stale_window(
    may: May, shared: Track, standing: dict[S, str]
) -> None:
    assert standing  # they were made before time passes
    if may.act == "RECEIVE_FEE" and may.after == may.state:
        case_id = standing[may.state]  # it only gets richer
    else:
        case_id = (may.ready or STANDING[may.state])(shared)
    state, version = _now(shared, case_id)
    assert state == may.state
    login = may.by or WHO[may.act][0]
    stale = replace(shared.act(login), seen=version - 1)
    with pytest.raises(Stale, match="先に"):
        ACTS[may.act](shared, stale, case_id)
    assert _now(shared, case_id) == (state, version)
    ACTS[may.act](shared, replace(shared.act(login), seen=version), case_id)
    assert _now(shared, case_id)[0] == may.after


AFTER_NEW_PAPERS = {
    **dict.fromkeys((S.FORM_CHECK, S.AWAITING_CORRECTION), S.FORM_CHECK),
    **dict.fromkeys(
        (
            *(S.ID_CHECK, S.AGENT_CHECK, S.SCOPING, S.FEE_CHECK, S.INVESTIGATION, S.DRAFTED),
            *(S.SENT_BACK, S.APPROVAL, S.APPROVED, S.AWAITING_FEE),
        ),
        S.ID_CHECK,
    ),
    **{state: state for state in (S.DISPATCHED, S.DELIVERED, S.RETURNED_MAIL)},
}


@pytest.mark.parametrize("state", AFTER_NEW_PAPERS)
def test_new_identity_papers_are_checked_wherever_the_answer_has_not_left(
    state: S, shared: Track, standing: dict[S, str]
) -> None:
    assert standing
    case_id = STANDING[state](shared)
    shared.file(licence(), join_case=case_id)
    assert _now(shared, case_id)[0] == AFTER_NEW_PAPERS[state]


def test_only_a_clerk_files_mail_and_it_is_accepted_at_once(shared: Track) -> None:
    assert _now(shared, shared.file(form_page(), licence()).case_id)[0] == S.FORM_CHECK
    desk = shared.office.desk
    for login in (SUPERVISOR, AUDITOR, ADMINISTRATOR):
        with pytest.raises(NotAllowed):
            desk.filing.file(shared.act(login), "none", shared.facts())
