"""発送: print, 封入確認 by another person, and the posting itself (DOMAIN §8 guards 7–8)."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt

from desktop.domain.roles import Capability
from desktop.services.case_views import LetterView
from desktop.ui.cases.approval_wait import decision_letter, outcome_facts
from desktop.ui.cases.cover_line import CoverLine
from desktop.ui.cases.enclosure_ticks import EnclosureCheck
from desktop.ui.cases.fact_list import FactList
from desktop.ui.cases.leaving import Leaving
from desktop.ui.cases.medium_card import MediumCard
from desktop.ui.cases.open_case import OpenCase
from desktop.ui.cases.pictures import Pictures
from desktop.ui.cases.posting import Posting
from desktop.ui.cases.task_panel import TaskPanel, section
from desktop.ui.cases.way_line import WayLine
from desktop.ui.labels import label
from desktop.ui.marking import QT_TRANSLATE_NOOP
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.clock_words import day_and_weekday
from desktop.ui.widgets.stepper import Stepper

_STEPS = (
    QT_TRANSLATE_NOOP("Sending", "印刷"),
    QT_TRANSLATE_NOOP("Sending", "封入確認"),
    QT_TRANSLATE_NOOP("Sending", "発送"),
)
_STEP_OF = {"READY": 0, "PRINTED": 1, "CHECKED": 2, "SENT": 3}


class SendingPanel(TaskPanel):
    """The one who printed does not check the enclosure."""

    def __init__(self, opened: OpenCase, pictures: Pictures) -> None:
        super().__init__(opened, pictures, self.tr("回答の発送"), name="sending_panel")
        view = opened.case
        self.letter = decision_letter(view)
        if self.letter is None:
            self.put(label(self.tr("発送する文書がありません。"), "dim"))
            return
        approved = view.approval.approved_at
        day = day_and_weekday(approved.date()) if approved else ""
        self.steps = Stepper(
            [_tr(step) for step in _STEPS],
            _STEP_OF.get(self.letter.state, 0),
            name="sending_steps",
        )
        self.leaving = Leaving(opened, self.letter, name="sending", parent=self)
        self.put(
            self.steps,
            FactList(
                (
                    (self.tr("決裁"), f"{view.approval.approved_by}　{day}"),
                    *outcome_facts(view),
                ),
                name="sending_facts",
            ),
            self.leaving.card,
            CoverLine(opened, self.letter),
            WayLine(opened, self.letter),
            MediumCard(opened, name="sending"),
        )
        self.primary: Button | None = None
        self.enclosing: EnclosureCheck | None = None
        if self.letter.state == "READY":
            self._offer_print()
        elif self.letter.state == "PRINTED":
            self._offer_check(self.letter)
        elif self.letter.state == "CHECKED":
            self._offer_dispatch(self.letter)

    def start(self) -> None:
        if self.letter is not None:
            self.opened.letter_wanted.emit(self.letter.id)
        if self.letter is not None and self.letter.state == "CHECKED":
            self.tracking.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.enclosing is not None:
            self.enclosing.ticks.start()
        elif self.letter is not None and self.primary is not None:
            self.primary.setFocus(Qt.FocusReason.OtherFocusReason)

    def _offer_print(self) -> None:
        if self.leaving.fresh:
            self.primary = self.leaving.primary
            self.act_with(self.leaving.primary, self.leaving.save)
        else:
            self.put(label(self.tr("受付担当が印刷します。"), "small"))

    def _offer_check(self, letter: LetterView) -> None:
        self.enclosing = EnclosureCheck(self.opened, letter, name="sending")
        self.put(self.enclosing)
        self.act_with(self.enclosing.button, None, self.leaving.save)
        self.leaving.offer_again()

    def _offer_dispatch(self, letter: LetterView) -> None:
        self.enclosing = EnclosureCheck(self.opened, letter, name="sending")
        self.put(self.enclosing)
        if not self.opened.context.may(Capability.DISPATCH):
            self.put(label(self.tr("受付担当が発送を記録します。"), "small"))
            self.act_with(self.enclosing.button)
            return
        self.posting = Posting(
            way=self.view.way, decided=(letter.way, letter.way_why), name="sending"
        )
        self.tracking = self.posting.tracking
        self.put(section(self.tr("郵便局での引受"), self.posting))
        self.dispatch = Button(
            self.tr("発送を記録する"), "primary", key="Ctrl+Enter", name="sending_dispatch"
        )
        self.dispatch.clicked.connect(self._dispatch)
        self.primary = self.dispatch
        self.enclosing.outdated.connect(self._on_outdated)
        self.act_with(self.dispatch, self.enclosing.button)

    def _on_outdated(self) -> None:
        """Another envelope than was checked does not leave."""
        self.dispatch.setEnabled(False)
        if self.enclosing is not None:
            self.enclosing.ticks.start()

    def _dispatch(self) -> None:
        desk, case_id = self.opened.desk, self.opened.case_id
        delivery, tracking, why = self.posting.given()
        self.opened.change(
            self,
            lambda act: desk.correspondence.dispatch(act, case_id, delivery, tracking, why),
            button=self.dispatch,
            said=self.tr("発送を記録しました。"),
        )


def _tr(text: str) -> str:
    return QCoreApplication.translate("Sending", text)
