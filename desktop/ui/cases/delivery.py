"""配達: when the answer reached the customer, and the end of the case (DOMAIN §8, §10)."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QCoreApplication, Qt

from desktop.domain.clocks import held_mail_is_red, held_until
from desktop.domain.posting import DELIVERY_LABELS
from desktop.domain.roles import Capability
from desktop.domain.states import CaseState
from desktop.services.case_views import CaseView
from desktop.ui import theme
from desktop.ui.cases.approval_wait import decision_letter
from desktop.ui.cases.fact_list import FactList
from desktop.ui.cases.letter_card import LetterCard
from desktop.ui.cases.open_case import OpenCase
from desktop.ui.cases.pictures import Pictures
from desktop.ui.cases.task_panel import TaskPanel
from desktop.ui.cases.warning_line import WarningLine
from desktop.ui.labels import label
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.clock_words import day_and_weekday
from desktop.ui.widgets.date_field import DateField
from desktop.ui.widgets.form_field import FormField


class DeliveryPanel(TaskPanel):
    def __init__(self, opened: OpenCase, pictures: Pictures) -> None:
        super().__init__(opened, pictures, self.tr("配達の確認"), name="delivery_panel")
        view = opened.case
        self.put(FactList(dispatch_facts(view), name="delivery_facts"))
        if letter := decision_letter(view):
            # Printed once more as 再発行, or given the scan of what was written by hand.
            self.put(LetterCard(opened, letter, leaves=False))
        self._may = opened.context.may(Capability.DISPATCH)
        if view.line.state is CaseState.DISPATCHED:
            self._offer_delivery(view)
        else:
            self.title.setText(self.tr("案件の完了"))
            self._offer_completion()

    def start(self) -> None:
        if self.view.line.state is CaseState.DISPATCHED and self._may:
            self.day.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.view.line.state is CaseState.DELIVERED and self._may:
            self.complete.setFocus(Qt.FocusReason.OtherFocusReason)

    def _offer_delivery(self, view: CaseView) -> None:
        if not self._may:
            self.put(label(self.tr("受付担当が配達を記録します。"), "small"))
            return
        today = self.opened.context.today()
        self.day = DateField(today, today)
        self.field = FormField(
            self.tr("配達された日・戻った日"), self.day, key="on", name="delivery_day"
        )
        self.field.setFixedWidth(theme.px(200))
        self.held = WarningLine(name="delivery_held")
        self.put(
            self.held,
            label(
                self.tr(
                    "追跡で配達を確かめ、その日を入れてください。"
                    "封筒が戻ったときは、戻った日を入れて返戻を記録してください。"
                ),
                "small",
                wrap=True,
            ),
            self.field,
        )
        self.held.say(held_words(view, today))
        self.record = Button(
            self.tr("配達を記録する"), "primary", key="Ctrl+Enter", name="delivery_record"
        )
        self.record.clicked.connect(self._record)
        self.quiet = Button(self.tr("配達とみなして完了する"), name="delivery_quiet")
        self.quiet.clicked.connect(self._complete_quietly)
        self.back = Button(self.tr("返戻を記録する"), name="delivery_returned")
        self.back.clicked.connect(self._record_return)
        self.act_with(self.record, self.back, None, self.quiet)

    def _offer_completion(self) -> None:
        if not self._may:
            self.put(label(self.tr("受付担当が案件を完了します。"), "small"))
            return
        self.put(
            label(
                self.tr("完了すると、書類ごとの保存期間が今日から始まります。"),
                "small",
                wrap=True,
            )
        )
        self.complete = Button(
            self.tr("案件を完了する"), "primary", key="Ctrl+Enter", name="case_complete"
        )
        self.complete.clicked.connect(self._complete)
        self.act_with(self.complete)

    def _record(self) -> None:
        day = self.day.day()
        if day is None:
            self.field.tell_no_day()
            return
        desk, case_id = self.opened.desk, self.opened.case_id
        self.opened.change(
            self,
            lambda act: desk.correspondence.delivered(act, case_id, day),
            button=self.record,
            said=self.tr("配達を記録しました。"),
        )

    def _record_return(self) -> None:
        day = self.day.day()
        if day is None:
            self.field.tell_no_day()
            return
        desk, case_id = self.opened.desk, self.opened.case_id
        self.opened.change(
            self,
            lambda act: desk.correspondence.record_return(act, case_id, day),
            button=self.back,
            said=self.tr("返戻を記録しました。"),
        )

    def _complete(self) -> None:
        self._finish(self.complete)

    def _complete_quietly(self) -> None:
        self._finish(self.quiet)

    def _finish(self, button: Button) -> None:
        desk, case_id = self.opened.desk, self.opened.case_id
        today = self.opened.context.today()
        self.opened.change(
            self,
            lambda act: desk.correspondence.complete(act, case_id, today),
            button=button,
            said=self.tr("案件を完了しました。"),
        )


def held_words(view: CaseView, today: date) -> str:
    """Once nobody may wait any longer for the customer to fetch it (DOMAIN §8); "" before."""
    posted = view.dispatch
    if posted is None or not held_mail_is_red(posted.dispatched_on, posted.delivery, today):
        return ""
    until = held_until(posted.dispatched_on, posted.delivery)
    left = (until - today).days if until is not None else 0
    if left < 0:
        return _tr(
            "郵便局の保管期限を{0}日過ぎています。追跡を確かめ、戻る封筒に備えてください。"
        ).format(-left)
    return _tr(
        "郵便局の保管はあと{0}日です。まだ配達されていないときは受取りをお願いし、"
        "受付の「電話・窓口」に記録してください。"
    ).format(left)


def dispatch_facts(view: CaseView) -> tuple[tuple[str, str], ...]:
    posted = view.dispatch
    if posted is None:
        return ()
    facts = [
        (_tr("発送"), f"{day_and_weekday(posted.dispatched_on)}　{posted.by}"),
        (_tr("方法"), DELIVERY_LABELS.get(posted.delivery, posted.delivery)),
        (_tr("引受番号"), posted.tracking or _tr("なし")),
    ]
    until = held_until(posted.dispatched_on, posted.delivery)
    if until is not None and posted.delivered_on is None and posted.returned_on is None:
        facts.append((_tr("郵便局の保管"), _tr("{0} まで").format(day_and_weekday(until))))
    if posted.times > 1:
        facts.append((_tr("発送の回数"), _tr("{0}回").format(posted.times)))
    if posted.returned_on is not None:
        facts.append((_tr("返戻"), day_and_weekday(posted.returned_on)))
    if posted.delivered_on is not None:
        facts.append((_tr("配達"), day_and_weekday(posted.delivered_on)))
    return tuple(facts)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Delivery", text)
