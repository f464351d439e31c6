"""再開: a supervisor takes an ended case up again, from the form check on (DOMAIN §8)."""

from __future__ import annotations

from sqlalchemy.orm import Session

from desktop.domain.disposal import ItemState
from desktop.domain.roles import Capability
from desktop.domain.states import Action
from desktop.services.act import Act
from desktop.services.case_change import CaseChange
from desktop.services.case_facts import DECISION_CODES, ENDED
from desktop.services.case_views import CaseView
from desktop.services.cases import Cases
from desktop.services.ending_letters import ENDING_CODE
from desktop.services.typed_text import require_text
from desktop.services.waiting import forget_identity
from desktop.store.cases import end_pause, start_pause, void_approvals
from desktop.store.letters import void_letters
from desktop.store.parts import drop_part, put_part
from desktop.store.schema.casework import CaseRow
from desktop.store.units import units_of_case


class Reopening:
    def __init__(self, cases: Cases) -> None:
        self._book = cases.book
        self._change = CaseChange(cases)

    def reopen(self, act: Act, case_id: str, reason: str) -> CaseView:
        """An end state → FORM_CHECK. Nothing that was proven, drafted or approved holds on; the
        letters that left stay as they are. Retention begins anew with the next end."""
        require_text(reason, "再開する理由を書いてください。", "reason")

        def work(session: Session, case: CaseRow) -> None:
            ended_on = case.completed_on or act.at.date()
            self._book.advance(session, act, case, Action.REOPEN)
            # Nobody worked while the case was closed.
            start_pause(session, case.id, ended_on, ENDED, None)
            end_pause(session, case.id, act.at.date())
            forget_identity(case)
            case.completed_on, case.outcome = None, ""
            case.drafter = case.drafted_at = None
            void_approvals(session, "case", case.id)
            void_letters(session, case.id, (*DECISION_CODES, ENDING_CODE))
            drop_part(session, case.id, "draft")
            drop_part(session, case.id, "address")
            for unit in units_of_case(session, case.id):
                unit.state, unit.trigger_on, unit.due_on = ItemState.ACTIVE, None, None
            put_part(
                session,
                self._book.premises.vault,
                case.id,
                "C",
                "note",
                {"text": reason.strip(), "by": act.by.person_id},
                act.at,
                slot="reopening",
            )
            session.flush()

        return self._change.view(
            act, case_id, Capability.APPROVE, "case.reopen", work, action=Action.REOPEN
        )
