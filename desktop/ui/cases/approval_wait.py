"""決裁待ち: the frozen letter, who drafted it, and whose turn it is (DOMAIN §8 guard 6)."""

from __future__ import annotations

from PySide6.QtCore import Qt

from desktop.domain.result_letters import RESULT_CODES
from desktop.domain.roles import Capability
from desktop.services.case_views import CaseView, LetterView
from desktop.ui.cases.decision_words import about, outcome
from desktop.ui.cases.fact_list import FactList
from desktop.ui.cases.open_case import OpenCase
from desktop.ui.cases.pictures import Pictures
from desktop.ui.cases.print_notes import print_notes
from desktop.ui.cases.task_panel import TaskPanel
from desktop.ui.labels import label
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.clock_words import day_and_weekday


class ApprovalWaitPanel(TaskPanel):
    def __init__(self, opened: OpenCase, pictures: Pictures) -> None:
        super().__init__(opened, pictures, self.tr("決裁を待っています"), name="approval_panel")
        view, context = opened.case, opened.context
        self.letter = decision_letter(view)
        draft = view.approval
        drafted = day_and_weekday(draft.drafted_at.date()) if draft.drafted_at else ""
        own = draft.drafted_by_id == context.signed_in.person_id
        self.put(
            FactList(
                (
                    (self.tr("起案"), f"{draft.drafted_by}　{drafted}"),
                    (self.tr("文書"), _letter_words(self.letter)),
                    *outcome_facts(view),
                ),
                name="approval_facts",
            ),
            *print_notes(self.letter, name="approval_notes"),
        )
        if self.letter is not None:
            self.look = Button(self.tr("文面を見る"), name="approval_look")
            self.look.clicked.connect(self._look)
        if context.may(Capability.APPROVE) and not own:
            self.go = Button(
                self.tr("承認の画面を開く"), "primary", key="Ctrl+Enter", name="approval_go"
            )
            self.go.clicked.connect(self._go)
            self.act_with(self.go, *self._looking())
        elif context.may(Capability.DRAFT):
            self.put(label(self.tr("責任者が文面を確かめて署名すると、発送へ進みます。"), "small"))
            self.take_back = Button(self.tr("起案に戻す"), name="approval_take_back")
            self.take_back.clicked.connect(self._take_back)
            self.act_with(*self._looking(), self.take_back)

    def start(self) -> None:
        self._look()
        first = self.findChild(Button, "approval_go") or self.findChild(Button, "approval_look")
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _looking(self) -> tuple[Button, ...]:
        return (self.look,) if self.letter is not None else ()

    def _look(self) -> None:
        if self.letter is not None:
            self.opened.letter_wanted.emit(self.letter.id)

    def _go(self) -> None:
        self.opened.context.place_requested.emit("approvals", self.opened.case_id)

    def _take_back(self) -> None:
        desk, case_id, view = self.opened.desk, self.opened.case_id, self.view
        self.opened.change(
            self,
            lambda act: desk.casework.save_draft(act, case_id, view.decisions, view.version),
            button=self.take_back,
            said=self.tr("起案に戻しました。"),
        )


def decision_letter(view: CaseView) -> LetterView | None:
    """The letter that carries the present decision."""
    found = [one for one in view.letters if one.code in RESULT_CODES and one.state != "VOID"]
    return found[-1] if found else None


def outcome_facts(view: CaseView) -> tuple[tuple[str, str], ...]:
    """The items granted and refused, each kind of outcome in one line."""
    facts: dict[str, list[str]] = {}
    for one in sorted(view.decisions, key=lambda one: not one.granted):
        facts.setdefault(outcome(one), []).append(about(one, view.items))
    return tuple((title, "、".join(items)) for title, items in facts.items())


def _letter_words(letter: LetterView | None) -> str:
    return f"{letter.title}　{letter.number}" if letter is not None else ""
