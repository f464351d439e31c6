"""Which panel a case's state needs, and whose duty its work is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

from desktop.domain.roles import Capability
from desktop.domain.states import CaseState
from desktop.ui.cases.agent_check import AgentCheckPanel
from desktop.ui.cases.approval_wait import ApprovalWaitPanel
from desktop.ui.cases.delivery import DeliveryPanel
from desktop.ui.cases.draft import DraftPanel
from desktop.ui.cases.ended import EndedPanel
from desktop.ui.cases.fee_check import FeeCheckPanel
from desktop.ui.cases.form_check import FormCheckPanel
from desktop.ui.cases.id_check import IdCheckPanel
from desktop.ui.cases.investigation import InvestigationPanel
from desktop.ui.cases.looking import LookingPanel
from desktop.ui.cases.open_case import OpenCase
from desktop.ui.cases.pictures import Pictures
from desktop.ui.cases.returned import ReturnedPanel
from desktop.ui.cases.scoping import ScopingPanel
from desktop.ui.cases.sending import SendingPanel
from desktop.ui.cases.task_panel import TaskPanel
from desktop.ui.cases.waiting import WaitingPanel

PanelFactory = Callable[[OpenCase, Pictures], TaskPanel]

_C = Capability
PANELS: Final[Mapping[CaseState, tuple[PanelFactory, frozenset[Capability]]]] = {
    CaseState.RECEIVED: (FormCheckPanel, frozenset({_C.CHECK_FORM})),
    CaseState.FORM_CHECK: (FormCheckPanel, frozenset({_C.CHECK_FORM})),
    CaseState.ID_CHECK: (IdCheckPanel, frozenset({_C.SEARCH_REGISTER})),
    CaseState.AGENT_CHECK: (AgentCheckPanel, frozenset({_C.CHECK_IDENTITY})),
    CaseState.SCOPING: (ScopingPanel, frozenset({_C.CHECK_FORM})),
    CaseState.FEE_CHECK: (FeeCheckPanel, frozenset({_C.FEE, _C.WAIVE})),
    CaseState.INVESTIGATION: (InvestigationPanel, frozenset({_C.INVESTIGATE})),
    CaseState.DRAFTED: (DraftPanel, frozenset({_C.DRAFT})),
    CaseState.SENT_BACK: (DraftPanel, frozenset({_C.DRAFT})),
    CaseState.APPROVAL: (ApprovalWaitPanel, frozenset({_C.VIEW_CASE})),
    CaseState.APPROVED: (SendingPanel, frozenset({_C.VIEW_CASE})),
    CaseState.DISPATCHED: (DeliveryPanel, frozenset({_C.VIEW_CASE})),
    CaseState.RETURNED_MAIL: (ReturnedPanel, frozenset({_C.VIEW_CASE})),
    CaseState.DELIVERED: (DeliveryPanel, frozenset({_C.VIEW_CASE})),
    CaseState.AWAITING_CORRECTION: (WaitingPanel, frozenset({_C.VIEW_CASE})),
    CaseState.AWAITING_FEE: (WaitingPanel, frozenset({_C.VIEW_CASE})),
    CaseState.COMPLETED: (EndedPanel, frozenset({_C.VIEW_CASE})),
    CaseState.RETURN_GIVEN_UP: (EndedPanel, frozenset({_C.VIEW_CASE})),
    CaseState.WITHDRAWN: (EndedPanel, frozenset({_C.VIEW_CASE})),
    CaseState.CLOSED_NO_RESPONSE: (EndedPanel, frozenset({_C.VIEW_CASE})),
    CaseState.REROUTED: (EndedPanel, frozenset({_C.VIEW_CASE})),
}
"""The panel of each state, for those who have one of the capabilities; others look on."""


def panel_for(opened: OpenCase) -> PanelFactory:
    """The panel that this person needs for the case as it is now."""
    factory, duties = PANELS[opened.case.line.state]
    if any(opened.context.may(duty) for duty in duties):
        return factory
    return partial(LookingPanel, need=min(duties))
