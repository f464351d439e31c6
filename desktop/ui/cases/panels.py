"""Which panel a case's state needs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from desktop.domain.states import CaseState
from desktop.ui.cases.ended import EndedPanel
from desktop.ui.cases.id_check import IdCheckPanel
from desktop.ui.cases.open_case import OpenCase
from desktop.ui.cases.pictures import Pictures
from desktop.ui.cases.task_panel import TaskPanel

PanelFactory = Callable[[OpenCase, Pictures], TaskPanel]

PANELS: Final[Mapping[CaseState, PanelFactory]] = {
    **dict.fromkeys(CaseState, EndedPanel),
    CaseState.ID_CHECK: IdCheckPanel,
}
