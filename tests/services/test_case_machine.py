"""Cases handled at random by everybody, with power cuts in between (DOMAIN §8; issue 5).

What must hold is written by hand from DOMAIN, and read from the rows of the store. A power cut is
an image of the store's files taken in the middle of a commit, from which the desk is opened anew.
`HYPOTHESIS_PROFILE=nightly pytest -n0 -s -o faulthandler_timeout=0` runs more than 10,000 steps.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable
from pathlib import Path

import hypothesis
from case_path import Track
from desk_office import MORNING, Office
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from mail_bag import form_page, licence
from sqlalchemy import event, select
from sqlalchemy.orm import Session
from standing_cases import ACTS, agent_papers

from desktop import paths
from desktop.domain.errors import DeskError
from desktop.domain.requests import Item
from desktop.domain.states import CaseState
from desktop.services.desk import Desk, Surroundings
from desktop.store import audit
from desktop.store.cases import dispatch_of, fee_entries, pauses_of
from desktop.store.letters import letters_of, open_letter
from desktop.store.parts import get_part
from desktop.store.schema.casework import ApprovalRow, CaseRow, UnitRow

S = CaseState
CASES = 4
PEOPLE = ("c01", "c02", "s01", "k01", "a01")
UNPROVEN = {"R_I", "R_RO", "R_HA"}
ENDS = {S.COMPLETED, S.WITHDRAWN, S.CLOSED_NO_RESPONSE, S.REROUTED, S.RETURN_GIVEN_UP}

# The next step of each state, as a diligent office takes it.
NEXT = {
    S.FORM_CHECK: (("CONFIRM_FORM", "c01"),),
    S.ID_CHECK: (("CONFIRM_IDENTITY", "c01"),),
    S.AGENT_CHECK: (("CONFIRM_AGENT", "c01"),),
    S.SCOPING: (("SCOPE", "c01"),),
    S.FEE_CHECK: (("RECEIVE_FEE", "c01"),),
    S.AWAITING_FEE: (("RECEIVE_FEE", "c01"),),
    S.AWAITING_CORRECTION: (("RECEIVE_CORRECTION", "c01"),),
    S.INVESTIGATION: (("ANSWERS", "c01"), ("DRAFT", "c01")),
    S.DRAFTED: (("EDIT", "c01"), ("SUBMIT", "c01")),
    S.SENT_BACK: (("EDIT", "c01"),),
    S.APPROVAL: (("APPROVE", "s01"),),
    S.APPROVED: (("ENCLOSE", "c01"), ("DISPATCH", "c01")),
    S.DISPATCHED: (("CONFIRM_DELIVERY", "c01"),),
    S.DELIVERED: (("COMPLETE", "c01"),),
    S.RETURNED_MAIL: (("ENCLOSE", "c01"), ("RESEND", "c01")),
}
MORE = {
    "ANSWERS": lambda t, a, c: t.answers(c, [Item.K1]),
    "ENCLOSE": lambda t, a, c: t.enclose(c),
    "PAPERS": lambda t, a, c: t.file(licence(), join_case=c),
    "ASK_SECRECY": lambda t, a, c: t.office.desk.special.ask_secrecy(a, c, "申出があった"),
    "DECIDE_SECRECY": lambda t, a, c: t.office.desk.special.decide_secrecy(a, c, False, "確認"),
    "TAKE_DEATH_BACK": lambda t, a, c: t.office.desk.special.take_back_death(a, c, "別の方"),
}
EVERY = {**ACTS, **MORE}


class CaseMachine(RuleBasedStateMachine):
    """One office. `begin` copies it; each step is an act, a day or a power cut."""

    begin: Callable[[], tuple[str, Path]]
    steps = cuts = 0

    def __init__(self) -> None:
        super().__init__()
        place, home = type(self).begin()
        self.home = home
        self.cut_number = 0
        self.track = self._open(place, home, MORNING)
        self.track.with_register()
        self.cases: list[str] = [self.track.file().case_id]

    def _open(self, place: str, home: Path, now) -> Track:
        around = Surroundings(
            paths.resources(), paths.forms(), home / "workstation", kdf_light=True
        )
        desk = Desk.open(place, around, window=True)
        office = Office(desk, place, home / "store", around, (), now)
        for login in PEOPLE:
            office.by(login)
        return Track(office, home)

    def teardown(self) -> None:
        # However the rules fell, no office ends without a power cut in an act of its own.
        self.the_power_fails_in_an_act(0, self._next_act(self._case(0)), after=True)
        self.what_domain_says_holds()
        with self.track.office.desk.premises.database.reading() as session:
            assert audit.verify(session, None).problems == ()
        self.track.office.desk.close()
        shutil.rmtree(self.home, ignore_errors=True)
        print(f"{self.steps} steps, {self.cuts} power cuts")

    @rule(number=st.integers(0, CASES - 1), again=st.integers(1, 4))
    def a_case_goes_on(self, number: int, again: int) -> None:
        type(self).steps += 1
        case_id = self._case(number)
        for _ in range(again):
            for name, login in NEXT.get(S(self._row(case_id).state), ()):
                self._try(name, login, case_id)

    @rule(
        number=st.integers(0, CASES - 1),
        name=st.sampled_from(sorted(EVERY)),
        login=st.sampled_from(PEOPLE),
    )
    def somebody_does_something(self, number: int, name: str, login: str) -> None:
        self._try(name, login, self._case(number))

    @rule(agent=st.booleans())
    def mail_arrives(self, agent: bool) -> None:
        type(self).steps += 1
        if len(self.cases) < CASES:
            papers = agent_papers() if agent else ()
            self.cases.append(self.track.file(form_page(), licence(), *papers).case_id)

    @rule(days=st.sampled_from((1, 5, 16, 31)))
    def time_passes(self, days: int) -> None:
        type(self).steps += 1
        self.track.later(days=days)

    @rule(
        number=st.integers(0, CASES - 1),
        name=st.sampled_from(sorted(ACTS)),
        after=st.booleans(),
    )
    def the_power_fails_in_an_act(self, number: int, name: str, after: bool) -> None:
        """In the image taken before the commit nothing was done, after it everything."""
        type(self).cuts += 1
        case_id = self._case(number)
        self.cut_number += 1
        image = self.home / f"image{self.cut_number}"
        moment = "after_commit" if after else "before_commit"
        before = self._row(case_id)
        source = self.home / "store", self.home / "workstation"

        def mark(session: Session, _context: object) -> None:
            session.info["wrote"] = True

        def take(session: Session) -> None:
            if session.info.pop("wrote", False):
                shutil.rmtree(image, ignore_errors=True)
                for folder in source:
                    shutil.copytree(folder, image / folder.name)

        login = "s01" if name in ("APPROVE", "SEND_BACK", "REOPEN", "WAIVE_FEE") else "c01"
        act = self.track.act(login)
        event.listen(Session, "after_flush", mark)
        event.listen(Session, moment, take)
        try:
            done = self._try(name, login, case_id, act)
        finally:
            event.remove(Session, moment, take)
            event.remove(Session, "after_flush", mark)
        if not image.exists():
            return
        expected = self._row(case_id) if done and after else before
        now = self.track.office.now
        self.track.office.desk.close()
        for folder in source:
            shutil.rmtree(folder)
            shutil.move(image / folder.name, folder)
        self.track = self._open(self.track.office.place, self.home, now)
        found = self._row(case_id)
        if done:
            assert (found.state, found.version) == (expected.state, expected.version)

    @invariant()
    def what_domain_says_holds(self) -> None:
        premises = self.track.office.desk.premises
        with premises.database.reading() as session:
            for case in session.scalars(select(CaseRow)):
                check_case(session, premises.vault, case)

    def _case(self, number: int) -> str:
        return self.cases[number % len(self.cases)]

    def _row(self, case_id: str) -> CaseRow:
        with self.track.office.desk.premises.database.reading() as session:
            row = session.get_one(CaseRow, case_id)
            session.expunge(row)
            return row

    def _next_act(self, case_id: str) -> str:
        """What the case waits for; at its end, an act that is refused."""
        names = (name for name, _ in NEXT.get(S(self._row(case_id).state), ()) if name in ACTS)
        return next(names, "WITHDRAW")

    def _try(self, name: str, login: str, case_id: str, act=None) -> bool:
        """Whether it was done; a refusal changes nothing."""
        type(self).steps += 1
        before = self._row(case_id)
        refusal: DeskError | None = None
        try:
            EVERY[name](self.track, act or self.track.act(login), case_id)
        except DeskError as told:
            refusal = told
        if refusal is None:
            return True
        assert refusal.sentence
        assert refusal.next_step
        if name != "ENCLOSE":  # two acts, of which the second may be refused
            assert self._row(case_id).version == before.version
        return False


def check_case(session: Session, vault, case: CaseRow) -> None:
    """The rules of DOMAIN §2, §8 and §10 on the rows of one case."""
    state = S(case.state)
    decisions = (get_part(session, vault, case.id, "draft") or {"decisions": []})["decisions"]
    died = get_part(session, vault, case.id, "special", "death") is not None
    second = not case.identity_needs_second or case.identity_second not in (
        None,
        case.identity_by,
    )
    agent = not case.agent or case.agent_ok
    proven = case.identity_ok and second and agent and not died
    refused = (
        bool(decisions)
        and not any(one["granted"] for one in decisions)
        and {one["reason"] for one in decisions} <= UNPROVEN
    )
    # Guard 3: nothing is drafted, approved or posted without identity save イ, ロ, ハ.
    if state in (S.DRAFTED, S.SENT_BACK, S.APPROVAL, S.APPROVED, S.DISPATCHED, S.DELIVERED):
        assert proven or refused, (state, decisions)
    if state in (S.SCOPING, S.FEE_CHECK, S.AWAITING_FEE, S.INVESTIGATION):
        assert proven or (state is S.SCOPING and case.agent_ok), state
    # Guard 4: the fee before the investigation. One item costs 220 yen.
    if state is S.INVESTIGATION or (state in (S.DRAFTED, S.APPROVAL) and not refused):
        entries = fee_entries(session, case.id)
        paid = sum(one.amount for one in entries if one.kind == "RECEIVED")
        assert paid >= 220 or any(one.kind == "WAIVED" for one in entries)
    # Guard 6: another person approved, and what was approved is what goes.
    approvals = session.scalars(
        select(ApprovalRow).where(ApprovalRow.subject_id == case.id, ApprovalRow.void.is_(False))
    ).all()
    if state in (S.APPROVED, S.DISPATCHED, S.DELIVERED, S.COMPLETED, S.RETURNED_MAIL):
        letters = [
            one for one in letters_of(session, case.id)
            if one.code in ("D-05", "D-06") and one.state != "VOID"
        ]  # fmt: skip
        letter = letters[-1]
        approval = max(approvals, key=lambda one: one.at)
        assert approval.approver not in ("", case.drafter)
        assert approval.hash == letter.sha256
        assert hashlib.sha256(open_letter(session, vault, letter.id)).hexdigest() == letter.sha256
        if state is S.RETURNED_MAIL:  # guard 9: it came back, and goes into another envelope
            assert dispatch_of(session, case.id).returned_on is not None
            assert letter.state in ("READY", "PRINTED", "CHECKED")
        elif state is not S.APPROVED:
            assert letter.state == "SENT"
            assert letter.checked_by not in (None, letter.printed_by)
    elif state not in ENDS:
        assert not approvals, state
    # §10: an end has its day and every unit its due date; before it none has.
    units = session.scalars(select(UnitRow).where(UnitRow.case_id == case.id)).all()
    assert units
    assert (case.completed_on is not None) == (state in ENDS), state
    for unit in units:
        assert (unit.due_on is not None) == (state in ENDS), (state, unit.cls)
        assert (unit.state == "ACTIVE") == (state not in ENDS), (state, unit.cls)
    # §4: the clock stands while the customer is waited for, and only then.
    waits = [one for one in pauses_of(session, case.id) if one.end is None]
    assert len(waits) == (state in (S.AWAITING_CORRECTION, S.AWAITING_FEE)), state


def test_whatever_is_tried_the_rules_of_the_domain_hold(office_templates, tmp_path_factory) -> None:
    def begin() -> tuple[str, Path]:
        home = tmp_path_factory.mktemp("machine")
        place, _words = office_templates.copy("sqlite", home)
        return place, home

    CaseMachine.begin = staticmethod(begin)
    nightly = hypothesis.settings.get_current_profile_name() == "nightly"
    run_state_machine_as_test(
        CaseMachine,
        settings=hypothesis.settings(
            max_examples=150 if nightly else 3,
            stateful_step_count=100 if nightly else 20,
            deadline=None,
            suppress_health_check=list(hypothesis.HealthCheck),
            phases=(hypothesis.Phase.generate,),
        ),
    )
    assert CaseMachine.steps > (10_000 if nightly else 20)
    assert CaseMachine.cuts >= (150 if nightly else 3)
