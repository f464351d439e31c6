"""New identity papers in a case that was already checked: confirmed from the old, checked anew."""

from __future__ import annotations

from sqlalchemy.orm import Session

from desktop.domain.roles import Capability
from desktop.domain.states import Action, CaseState, allowed
from desktop.services.act import Act
from desktop.services.case_facts import DECISION_CODES
from desktop.services.casebook import Casebook
from desktop.services.waiting import forget_identity
from desktop.store.cases import void_approvals
from desktop.store.letters import void_letters
from desktop.store.schema.casework import CaseRow


def recheck_identity(session: Session, book: Casebook, act: Act, case: CaseRow) -> None:
    """Back to the identity check, on every path to an answer that has not left (DOMAIN §8 guard 3).

    An answer made from the old papers is void. A case whose answer was posted stays as it is, and
    one that waits for a correction is checked again when it resumes.
    """
    state = CaseState(case.state)
    if not case.identity_ok and not case.from_paper:  # one from paper came here unproven
        return
    if not case.identity_ok and state is CaseState.AWAITING_FEE:
        return  # the customer is still waited for; looked at once the fee is there
    if state is CaseState.ID_CHECK:  # a second clerk was asked about the old papers
        forget_identity(case)
        return
    if Action.RECHECK_IDENTITY not in allowed(state):
        return
    forget_identity(case)
    void_approvals(session, "case", case.id)
    void_letters(session, case.id, DECISION_CODES)
    book.advance(session, act, case, Action.RECHECK_IDENTITY, by_right=Capability.FILE)


def return_draft(session: Session, book: Casebook, act: Act, case: CaseRow) -> None:
    """What was submitted or approved goes back to its drafter: the papers it was made from have
    changed since (DOMAIN §8 guard 6). Other states stay as they are."""
    if CaseState(case.state) not in (CaseState.APPROVAL, CaseState.APPROVED):
        return
    void_approvals(session, "case", case.id)
    void_letters(session, case.id, DECISION_CODES)
    book.advance(session, act, case, Action.EDIT, by_right=Capability.FILE)
