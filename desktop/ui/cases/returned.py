"""返戻: a second envelope is made, checked and sent, once; or the case is given up (DOMAIN §8)."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtCore import QCoreApplication, Qt

from desktop.domain.roles import Capability
from desktop.services.case_views import CaseView, LetterView
from desktop.services.correspondence import RETURNED_DAYS
from desktop.ui.cases.approval_wait import decision_letter
from desktop.ui.cases.case_dialog import CaseDialog
from desktop.ui.cases.cover_line import CoverLine
from desktop.ui.cases.delivery import dispatch_facts
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
    QT_TRANSLATE_NOOP("Returned", "印刷"),
    QT_TRANSLATE_NOOP("Returned", "封入確認"),
    QT_TRANSLATE_NOOP("Returned", "再送"),
)
_STEP_OF = {"READY": 0, "PRINTED": 1, "CHECKED": 2}


class ReturnedPanel(TaskPanel):
    """What came back stays sealed: a second envelope is made, and checked, like the first."""

    def __init__(self, opened: OpenCase, pictures: Pictures) -> None:
        super().__init__(opened, pictures, self.tr("返戻"), name="delivery_panel")
        view = opened.case
        self.put(FactList(dispatch_facts(view), name="delivery_facts"))
        self._may = opened.context.may(Capability.DISPATCH)
        self.primary: Button | None = None
        self.posting: Posting | None = None
        self.enclosing: EnclosureCheck | None = None
        self._arrange(view)

    def start(self) -> None:
        if self.posting is not None:
            self.posting.tracking.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.enclosing is not None:
            self.enclosing.ticks.start()
        elif self.primary is not None:
            self.primary.setFocus(Qt.FocusReason.OtherFocusReason)

    def _arrange(self, view: CaseView) -> None:
        """One re-send; after thirty days the return is given up (DOMAIN §8 guard 9)."""
        posted = view.dispatch
        back_on = posted.returned_on if posted is not None else None
        keep = back_on + timedelta(days=RETURNED_DAYS) if back_on is not None else None
        again = posted is not None and posted.times == 1
        words = self.tr("返戻の封筒は封を切らずに{0}まで保管します。").format(
            day_and_weekday(keep) if keep is not None else ""
        )
        words += (
            self.tr("お客様の宛先を確かめ、新しく印刷・封入して一度だけ再送できます。")
            if again
            else self.tr("再送した封筒も戻りました。保管の後、返戻のまま終了します。")
        )
        self.put(label(words, "small", wrap=True, name="returned_words"))
        self.give_up = Button(self.tr("返戻のまま終了する"), "danger", name="returned_give_up")
        self.give_up.setEnabled(keep is not None and keep <= self.opened.context.today())
        if not self._may:
            self.give_up.hide()  # only ever hidden here: shown without a parent, it were a window
        self.give_up.clicked.connect(self._ask_giving_up)
        letter = decision_letter(view)
        if not again or letter is None:
            self.act_with(None, self.give_up)
            return
        steps = Stepper(
            [_tr(step) for step in _STEPS], _STEP_OF.get(letter.state, 0), name="returned_steps"
        )
        self.leaving = Leaving(self.opened, letter, name="returned", parent=self)
        self.put(
            steps,
            self.leaving.card,
            CoverLine(self.opened, letter),
            WayLine(self.opened, letter),
            MediumCard(self.opened, name="returned"),
        )
        if letter.state == "PRINTED":
            self._offer_check(letter)
        elif letter.state in ("CHECKED", "SENT"):  # came back before a return began a new envelope
            self._offer_posting(view, letter)
        elif self.leaving.fresh:
            self.primary = self.leaving.primary
            self.act_with(self.leaving.primary, self.leaving.save, None, self.give_up)
        else:
            self.put(label(self.tr("受付担当が再送か終了を記録します。"), "small"))

    def _offer_check(self, letter: LetterView) -> None:
        self.enclosing = EnclosureCheck(self.opened, letter, name="returned")
        self.put(self.enclosing)
        self.act_with(self.enclosing.button, None, self.leaving.save, self.give_up)
        self.leaving.offer_again()

    def _offer_posting(self, view: CaseView, letter: LetterView) -> None:
        self.enclosing = EnclosureCheck(self.opened, letter, name="returned")
        self.put(self.enclosing)
        if not self._may:
            self.put(label(self.tr("受付担当が再送か終了を記録します。"), "small"))
            self.act_with(self.enclosing.button)
            return
        self.posting = Posting(way=view.way, decided=(letter.way, letter.way_why), name="resend")
        self.put(section(self.tr("再送の引受"), self.posting))
        self.resend = Button(
            self.tr("再送を記録する"), "primary", key="Ctrl+Enter", name="returned_resend"
        )
        self.resend.clicked.connect(self._resend)
        self.primary = self.resend
        self.enclosing.outdated.connect(self._on_outdated)
        self.act_with(self.resend, self.enclosing.button, None, self.give_up)

    def _on_outdated(self) -> None:
        """Another envelope than was checked does not leave."""
        self.resend.setEnabled(False)
        if self.enclosing is not None:
            self.enclosing.ticks.start()

    def _resend(self) -> None:
        if self.posting is None:
            return
        desk, case_id = self.opened.desk, self.opened.case_id
        delivery, tracking, why = self.posting.given()
        self.opened.change(
            self,
            lambda act: desk.correspondence.resend(act, case_id, delivery, tracking, why),
            button=self.resend,
            said=self.tr("再送を記録しました。"),
        )

    def _ask_giving_up(self) -> None:
        dialog = CaseDialog(
            self,
            self.opened,
            self.tr("返戻のまま終了しますか"),
            self.tr("返戻のまま終了する"),
            name="give_up",
            kind="danger",
        )
        dialog.add(label(self.tr("案件は終わり、保存期間が今日から始まります。"), wrap=True))
        desk, case_id = self.opened.desk, self.opened.case_id
        dialog.confirmed.connect(
            lambda: dialog.carry_out(
                lambda act: desk.correspondence.give_up_return(act, case_id),
                self.tr("返戻のまま終了しました。"),
            )
        )
        dialog.open()


def _tr(text: str) -> str:
    return QCoreApplication.translate("Returned", text)
