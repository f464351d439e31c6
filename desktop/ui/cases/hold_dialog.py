"""保全 of a case, or of all cases of its person: nothing is destroyed until two people have
released it (DOMAIN §10)."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtWidgets import QWidget

from desktop.domain.disposal import HOLD_LABELS
from desktop.domain.holding import HOLD_SCOPE_LABELS, HoldScope
from desktop.ui.cases.case_dialog import CaseDialog
from desktop.ui.cases.open_case import OpenCase
from desktop.ui.disposal.hold_dialogs import REVIEW_DAYS
from desktop.ui.labels import label
from desktop.ui.reason_and_day import ReasonAndDay
from desktop.ui.widgets.form_field import FormField
from desktop.ui.widgets.select import Select


class HoldDialog(CaseDialog):
    def __init__(self, parent: QWidget, opened: OpenCase) -> None:
        super().__init__(
            parent,
            opened,
            self.tr("{0} を保全しますか").format(opened.case.line.number),
            self.tr("保全する"),
            name="hold",
        )
        today = opened.context.today()
        self.scope = Select(
            [(one.value, HOLD_SCOPE_LABELS[one]) for one in (HoldScope.CASE, HoldScope.PERSON)],
            name="hold_scope",
            accessible=self.tr("保全の範囲"),
        )
        self.fields = ReasonAndDay(
            HOLD_LABELS,
            name="hold",
            day=today + timedelta(days=REVIEW_DAYS),
            today=today,
            words=self.tr("保全の理由"),
        )
        self.add(
            label(
                self.tr(
                    "保全の間は、範囲に入る書類を廃棄しません。申請中や承認済みの一覧からも外れます。"
                    "同じ本人の案件には、これから届くものも入ります。"
                    "解除は責任者が申し出て、別の人が確認します。"
                ),
                wrap=True,
            ),
            FormField(self.tr("保全の範囲"), self.scope, key="scope", name="hold_scope"),
            self.fields,
        )
        self.start_at(self.fields.reason)
        self.confirmed.connect(self._hold)

    def _hold(self) -> None:
        given = self.fields.given()
        if given is None:
            return
        holds, case_id = self.opened.desk.disposal.holds, self.opened.case_id
        (reason, day), person = given, self.scope.key() == HoldScope.PERSON
        said = self.tr("同じ本人の案件を保全しました。")
        hold = holds.hold_person if person else holds.hold
        self.carry_out(
            lambda act: hold(act, case_id, reason, day),
            said if person else self.tr("案件を保全しました。"),
        )
