"""起案: the decisions per item, and their submission as a frozen letter (DOMAIN §8 guards 3, 5)."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from sqlalchemy.orm import Session

from desktop.domain.errors import Refused
from desktop.domain.grants import check_grant
from desktop.domain.guards import PROVEN_OR_REFUSAL
from desktop.domain.reasons import check_decision
from desktop.domain.requests import RequestType
from desktop.domain.roles import Capability
from desktop.domain.states import Action, CaseState
from desktop.services.act import Act
from desktop.services.answers import annex_of
from desktop.services.case_change import CaseChange
from desktop.services.case_facts import DECISION_CODES, DraftState, judge, write_decision
from desktop.services.case_views import AnswerView, CaseView, ItemDecision
from desktop.services.cases import Cases
from desktop.services.expected_answers import refuse_doubts
from desktop.services.letter_making import LetterMaker
from desktop.services.typed_text import refuse_my_number
from desktop.services.wanted_codes import decidable, item_label, read_wanted
from desktop.store.cases import void_approvals
from desktop.store.letters import void_letters
from desktop.store.parts import put_part
from desktop.store.schema.casework import CaseRow

_SHOWN = (RequestType.DISCLOSE, RequestType.DISCLOSE_3P)
_FROZEN = (CaseState.SENT_BACK, CaseState.APPROVAL, CaseState.APPROVED)


class Drafting:
    def __init__(self, cases: Cases, letters: LetterMaker) -> None:
        self._cases = cases
        self._book = cases.book
        self._letters = letters
        self._change = CaseChange(cases)

    def save(
        self, act: Act, case_id: str, decisions: Sequence[ItemDecision], version: int
    ) -> CaseView:
        for one in decisions:
            for text in (one.text, one.before, one.after):
                refuse_my_number(text)

        def work(session: Session, case: CaseRow) -> None:
            _refuse_foreign(case, decisions)
            draft = judge(decisions, read_wanted(case.wanted), agent=case.agent)
            state = CaseState(case.state)
            if state in _FROZEN:
                self._move(session, act, case, Action.EDIT, draft)
            elif state is not CaseState.DRAFTED:
                # Without a proven identity only a refusal for イ, ロ or ハ may be drafted.
                self._move(session, act, case, Action.DRAFT_REFUSAL, draft)
            else:
                self._refuse_unproven(session, act, case, draft)
            put_part(
                session,
                self._book.premises.vault,
                case.id,
                "C",
                "draft",
                {"decisions": [write_decision(one) for one in decisions]},
                act.at,
            )
            case.drafter, case.drafted_at = act.by.person_id, act.at
            void_approvals(session, "case", case.id)
            void_letters(session, case.id, DECISION_CODES)
            self._book.note(
                session, act, case, "case.draft_saved", detail={"decisions": len(decisions)}
            )

        return self._change.view(
            act, case_id, Capability.DRAFT, "case.save_draft", work, version=version
        )

    def submit(self, act: Act, case_id: str) -> CaseView:
        def work(session: Session, case: CaseRow) -> None:
            stored = self._book.draft(session, case)
            for one in stored.decisions:
                # The sentence of the first wrong decision, before the guard's general one.
                if one.granted:
                    check_grant(
                        *(one.type, one.text, one.before, one.after, one.done_on),
                        arrived_on=case.arrived_on,
                        today=act.at.date(),
                    )
                else:
                    check_decision(one.type, one.reason, one.text, agent=case.agent)
            self._book.advance(session, act, case, Action.SUBMIT)
            self._refuse_unanswered(session, case, stored)
            settings = self._book.settings(case)
            letter = self._letters.decision(session, act, case, settings, stored)
            case.outcome = outcome_code(stored)
            self._book.note(
                session,
                act,
                case,
                "letter.frozen",
                subject=letter.id,
                detail={"code": letter.code, "sha256": letter.sha256},
            )

        return self._change.view(
            act, case_id, Capability.DRAFT, "case.submit", work, action=Action.SUBMIT
        )

    def _refuse_unanswered(self, session: Session, case: CaseRow, draft: DraftState) -> None:
        """What is to be disclosed must be there: the annex shows it line by line."""
        answers = annex_of(session, self._book.premises.vault, case.id)
        names = self._book.item_names(case)
        refuse_doubts(session, case, _told(answers, draft), names)
        have = {answer.item for answer in answers if not answer.nothing}
        labels = names.labels
        nothing = {answer.item for answer in answers if answer.nothing}
        for one in draft.decisions:
            if one.granted and one.type in _SHOWN and one.item in nothing:
                raise Refused(
                    f"「{item_label(one.type, one.item, labels)}」は、"
                    "担当部署の回答が「該当なし」です。",
                    "理由「ニ」で、存在しないことを回答してください。",
                    field="decisions",
                )
            if one.granted and one.type in _SHOWN and one.item not in have:
                raise Refused(
                    f"開示する「{item_label(one.type, one.item, labels)}」の回答が"
                    "取り込まれていません。",
                    "担当部署の回答ファイルを取り込むか、決定を見直してください。",
                    field="decisions",
                )

    def _refuse_unproven(
        self, session: Session, act: Act, case: CaseRow, draft: DraftState
    ) -> None:
        """A draft may be saved half done; what it grants needs a proven identity all the same."""
        known = self._book.facts(session, case, act.at.date())
        facts = dataclasses.replace(known, any_granted=draft.any_granted, reasons=draft.reasons)
        if not PROVEN_OR_REFUSAL.holds(facts):
            raise PROVEN_OR_REFUSAL.refusal()

    def _move(
        self, session: Session, act: Act, case: CaseRow, action: Action, draft: DraftState
    ) -> None:
        self._book.advance(
            session,
            act,
            case,
            action,
            items_decided=draft.complete,
            reasons_ok=draft.reasons_ok,
            any_granted=draft.any_granted,
            reasons=draft.reasons,
            only_own_usage=draft.only_own_usage,
        )


def outcome_code(draft: DraftState) -> str:
    """GRANTED, PARTIAL or REFUSED, for lists and the ledger."""
    if not draft.any_granted:
        return "REFUSED"
    return "GRANTED" if all(one.granted for one in draft.decisions) else "PARTIAL"


def _told(answers: Sequence[AnswerView], draft: DraftState) -> list[AnswerView]:
    """The answers whose lines the annex would show."""
    shown = {one.item for one in draft.decisions if one.granted and one.type in _SHOWN}
    return [one for one in answers if one.item in shown]


def _refuse_foreign(case: CaseRow, decisions: Sequence[ItemDecision]) -> None:
    """A decision about something nobody asked for, or two about one thing."""
    asked = set(decidable(read_wanted(case.wanted)))
    about = [(one.type, one.item) for one in decisions]
    if set(about) - asked or len(set(about)) < len(about):
        raise Refused(
            "請求されていない項目か、同じ項目が二度、回答に入っています。",
            "案件を開き直して、項目ごとに一つずつ決めてください。",
            field="decisions",
        )
