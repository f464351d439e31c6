"""One change to one case: the row fetched, the work done once, the new view given back."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy.orm import Session

from desktop.domain.errors import Stale
from desktop.domain.roles import Capability
from desktop.domain.states import Action, CaseState, require_known
from desktop.services import rights
from desktop.services.act import Act
from desktop.services.case_views import CaseView
from desktop.services.cases import Cases
from desktop.services.changes import Answer, carry_out
from desktop.store.cases import case_row
from desktop.store.schema.casework import CaseRow


class CaseChange:
    def __init__(self, cases: Cases) -> None:
        self._cases = cases
        self._premises = cases.book.premises

    def run(
        self,
        act: Act,
        case_id: str,
        capability: Capability,
        kind: str,
        work: Callable[[Session, CaseRow], Answer | None],
        *,
        version: int | None = None,
        action: Action | None = None,
    ) -> Answer:
        """Carry the work out. The case must be the one the person saw (`act.seen`, `version`), and
        its state must know the action, before anything else is asked about it."""

        def in_transaction(session: Session) -> Answer:
            case = case_row(session, case_id)
            rights.require_untouched(session, act, capability, case)
            require_seen(act, case, version)
            if action is not None:
                require_known(CaseState(case.state), action)
            return work(session, case) or {"case": case_id}

        return carry_out(self._premises, act, capability, kind, in_transaction)

    def view(
        self,
        act: Act,
        case_id: str,
        capability: Capability,
        kind: str,
        work: Callable[[Session, CaseRow], None],
        *,
        version: int | None = None,
        action: Action | None = None,
    ) -> CaseView:
        self.run(act, case_id, capability, kind, work, version=version, action=action)
        return self._cases.get(act.by, case_id, act.at)


def require_seen(act: Act, case: CaseRow, version: int | None = None) -> None:
    """Refuse an act on a case that somebody has changed since it was seen; raises Stale."""
    if any(seen not in (None, case.version) for seen in (act.seen, version)):
        raise Stale(
            "ほかの人が先にこの案件を変更しました。",
            "今の内容を確かめて、もう一度行ってください。",
        )
