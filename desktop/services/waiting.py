"""Waiting for the customer: 補正 and 手数料, their letters and deadlines (DOMAIN §2, §4, §8)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from sqlalchemy.orm import Session

from desktop.domain.clocks import customer_deadline
from desktop.domain.errors import Refused
from desktop.domain.requests import FeeMeans
from desktop.domain.roles import Capability
from desktop.domain.states import Action, CaseState
from desktop.services.act import Act
from desktop.services.case_assembly import letter_view
from desktop.services.case_change import CaseChange
from desktop.services.case_facts import ASKING_CODES, CORRECTION, DECISION_CODES, FEE, METHOD_CODE
from desktop.services.case_views import CaseView, LetterView
from desktop.services.casebook import Casebook
from desktop.services.cases import Cases
from desktop.services.changes import Answer
from desktop.services.ending_letters import EndingLetters
from desktop.services.fee_state import fee_state
from desktop.services.letter_making import LetterMaker
from desktop.services.typed_text import refuse_my_number
from desktop.store.cases import add_fee_entry, open_pause, start_pause
from desktop.store.fees import ASKED
from desktop.store.letters import letter_row, void_letters
from desktop.store.parts import get_part, put_part
from desktop.store.schema.casework import CaseRow, LetterRow

AWAITING: Final = frozenset({CaseState.AWAITING_CORRECTION, CaseState.AWAITING_FEE})
"""The states in which the service clock stands until the customer's mail comes."""

UNPOSTED: Final = None
"""The customer's day while the letter that asks has not left: nothing runs against anybody."""

Detail = dict[str, str | int]


class Waiting:
    def __init__(self, cases: Cases, letters: LetterMaker, endings: EndingLetters) -> None:
        self._endings = endings
        self._book = cases.book
        self._letters = letters
        self._change = CaseChange(cases)

    def ask_correction(self, act: Act, case_id: str, points: Sequence[str]) -> LetterView:
        asked = [point for point in points if point.strip()]
        for point in asked:
            refuse_my_number(point, field="points")
        if not asked:
            raise Refused(
                "補正をお願いする点が選ばれていません。",
                "お願いする点を一つ以上選んでください。",
                field="points",
            )

        def work(session: Session, case: CaseRow) -> Answer:
            settings = self._book.settings(case)
            calendar = self._book.calendar(settings)
            until = customer_deadline(act.at.date(), settings.correction_days, calendar)
            before = case.state
            detail: Detail = {"answer_by": until.isoformat(), "points": len(asked)}
            self._book.advance(session, act, case, Action.ASK_CORRECTION, detail=detail)
            case.waits_from = before
            start_pause(session, case.id, act.at.date(), CORRECTION, UNPOSTED)
            values = {"points": asked}
            vault = self._book.premises.vault
            put_part(session, vault, case.id, "C", "note", values, act.at, slot="correction")
            letter = self._letters.correction(session, act, case, settings, asked, until)
            return {"case": case.id, "letter": letter.id}

        answer = self._change.run(
            act,
            case_id,
            Capability.CHECK_FORM,
            "case.ask_correction",
            work,
            action=Action.ASK_CORRECTION,
        )
        return self._letter(str(answer["letter"]))

    def ask_fee(self, act: Act, case_id: str) -> LetterView:
        def work(session: Session, case: CaseRow) -> Answer:
            settings = self._book.settings(case)
            calendar = self._book.calendar(settings)
            until = customer_deadline(act.at.date(), settings.fee_days, calendar)
            fees = fee_state(session, case, settings)
            missing = fees.due - fees.received
            detail: Detail = {"answer_by": until.isoformat(), "missing": missing}
            # A letter that was sent back is made anew with the next submission.
            void_letters(session, case.id, DECISION_CODES)
            self._book.advance(session, act, case, Action.ASK_FEE, detail=detail)
            case.waits_from = CaseState.FEE_CHECK
            start_pause(session, case.id, act.at.date(), FEE, UNPOSTED)
            add_fee_entry(session, case.id, ASKED, FeeMeans.NONE, missing, act.by.person_id, act.at)
            letter = self._letters.fee_request(session, act, case, settings, until)
            return {"case": case.id, "letter": letter.id}

        answer = self._change.run(
            act, case_id, Capability.FEE, "case.ask_fee", work, action=Action.ASK_FEE
        )
        return self._letter(str(answer["letter"]))

    def second_notice(self, act: Act, case_id: str) -> LetterView:
        """The same letter once more after its day has passed, with a new day (guard 2)."""

        def work(session: Session, case: CaseRow) -> Answer:
            settings = self._book.settings(case)
            fee = CaseState(case.state) is CaseState.AWAITING_FEE
            days = settings.fee_days if fee else settings.correction_days
            until = customer_deadline(act.at.date(), days, self._book.calendar(settings))
            detail: Detail = {"answer_by": until.isoformat()}
            self._book.advance(session, act, case, Action.SECOND_NOTICE, detail=detail)
            wait = open_pause(session, case.id)
            if wait is None:
                raise Refused(
                    "お客様を待っている案件ではありません。", "案件を開き直してください。"
                )
            wait.notices, wait.answer_by = wait.notices + 1, UNPOSTED
            if fee:
                letter = self._letters.fee_request(session, act, case, settings, until)
            else:
                asked = self._asked(session, case)
                letter = self._letters.correction(session, act, case, settings, asked, until)
            return {"case": case.id, "letter": letter.id}

        answer = self._change.run(
            act,
            case_id,
            Capability.CHECK_FORM,
            "case.second_notice",
            work,
            action=Action.SECOND_NOTICE,
        )
        return self._letter(str(answer["letter"]))

    def close(self, act: Act, case_id: str) -> CaseView:
        """No answer to the second notice either: an end state (CLOSED_NO_RESPONSE)."""

        def work(session: Session, case: CaseRow) -> None:
            self._endings.no_response(session, act, case)
            self._book.advance(session, act, case, Action.CLOSE_NO_RESPONSE)

        return self._change.view(
            act,
            case_id,
            Capability.CHECK_FORM,
            "case.close",
            work,
            action=Action.CLOSE_NO_RESPONSE,
        )

    def resume(self, act: Act, case_id: str, arrived_on: date) -> CaseView:
        """After a correction everything is checked again: what was confirmed from the old papers
        does not hold for the new ones (DOMAIN §8 guard 3)."""

        def work(session: Session, case: CaseRow) -> None:
            if CaseState(case.state) not in AWAITING:
                raise Refused(
                    "お客様を待っている案件ではありません。", "案件を開き直してください。"
                )
            end_wait(session, self._book, act, case, arrived_on)

        return self._change.view(act, case_id, Capability.FILE, "case.resume", work)

    def _asked(self, session: Session, case: CaseRow) -> list[str]:
        vault = self._book.premises.vault
        values = get_part(session, vault, case.id, "note", "correction") or {"points": []}
        return list(values["points"])

    def _letter(self, letter_id: str) -> LetterView:
        with self._book.premises.database.reading() as session:
            return letter_view(self._book, letter_row(session, letter_id))


def notice_posted(
    session: Session, book: Casebook, case: CaseRow, letter: LetterRow, on: date
) -> date | None:
    """The letter that asks has left: from this day the service clock stands, and the customer's
    days are counted (DOMAIN §4, §8 guard 2). Never fewer than the letter says, which itself stays
    as it was printed; the customer's day, None where nothing is waited for any more. A D-11 gives
    its days as well, and no clock stands for it."""
    wait = open_pause(session, case.id) if letter.code in ASKING_CODES else None
    if wait is None and letter.code != METHOD_CODE:
        return None
    settings = book.settings(case)
    days = settings.fee_days if wait is not None and wait.why == FEE else settings.correction_days
    until = customer_deadline(on, days, book.calendar(settings))
    if letter.answer_by is not None:
        until = max(until, letter.answer_by)
    if wait is not None:
        if wait.notices == 1:
            wait.start = on
        wait.answer_by = until
        session.flush()
    return until


def end_wait(session: Session, book: Casebook, act: Act, case: CaseRow, arrived_on: date) -> None:
    """What was waited for came on this day: the clock goes on from it (DOMAIN §4).

    A case that waits for nothing stays as it is.
    """
    state = CaseState(case.state)
    if state not in AWAITING:
        return
    if arrived_on > act.at.date() or arrived_on < case.arrived_on:
        raise Refused(
            "届いた日が、最初の到達日より前か今日より後です。",
            "返事の封筒が届いた日を入れてください。",
            field="arrived_on",
        )
    if state is CaseState.AWAITING_FEE:
        book.advance(
            session, act, case, Action.RECEIVE_FEE, on=arrived_on, by_right=Capability.FILE
        )
        return
    book.advance(session, act, case, Action.RECEIVE_CORRECTION, on=arrived_on)
    forget_identity(case)


def forget_identity(case: CaseRow) -> None:
    """The identity is unproven again, whoever confirmed it before."""
    case.identity_ok = False
    case.identity_level = case.identity_which = ""
    case.identity_by = case.identity_second = None
    case.identity_needs_second = False
    case.identity_at = None
    case.agent_ok, case.agent_by = False, None
