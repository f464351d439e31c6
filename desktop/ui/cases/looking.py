"""For those whose duty the present work is not: what the case is about and whose turn it is."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from desktop.domain.requests import REQUEST_LABELS
from desktop.domain.roles import Capability, roles_that_may
from desktop.domain.states import STATE_LABELS
from desktop.services.case_views import CaseView
from desktop.ui.cases.fact_list import FactList
from desktop.ui.cases.open_case import OpenCase
from desktop.ui.cases.pictures import Pictures
from desktop.ui.cases.task_panel import TaskPanel
from desktop.ui.labels import label


class LookingPanel(TaskPanel):
    def __init__(self, opened: OpenCase, pictures: Pictures, need: Capability) -> None:
        super().__init__(opened, pictures, self.tr("案件の内容"), name="looking_panel")
        view = opened.case
        self.note.setText(STATE_LABELS[view.line.state])
        self.put(
            FactList(case_facts(view), name="looking_facts"),
            label(
                self.tr("いまの作業「{0}」は、{1}が行います。").format(
                    view.line.work, roles_that_may(need)
                ),
                "small",
                wrap=True,
                name="looking_turn",
            ),
        )


def case_facts(view: CaseView) -> list[tuple[str, str]]:
    """Who asks, for what, and how far the checks have come."""
    facts = [
        (_tr("請求される方"), view.applicant.name),
        (_tr("住所"), view.applicant.address),
        (_tr("到達日"), f"{view.arrived_on:%Y-%m-%d}"),
    ]
    for kind, items in view.wanted.items():
        facts.append((REQUEST_LABELS[kind], "、".join(view.items.word(item) for item in items)))
    facts.append((_tr("手数料"), view.fee.sentence))
    confirmed = view.identity.confirmed_by if view.identity.ok else _tr("まだ確認していません")
    facts.append((_tr("本人確認"), confirmed))
    return facts


def _tr(text: str) -> str:
    return QCoreApplication.translate("Looking", text)
