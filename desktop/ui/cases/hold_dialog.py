"""保全 of a case, or of all cases of its person: nothing is destroyed until two people have
released it (DOMAIN §10)."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtWidgets import QWidget

from desktop.domain.disposal import HOLD_LABELS
from desktop.domain.holding import HOLD_SCOPE_LABELS, HoldScope
from desktop.ui.cases.case_dialog import CaseDialog
from desktop.ui.cases.open_case import OpenCase
from desktop.ui.labels import label
from desktop.ui.widgets.date_field import DateField
from desktop.ui.widgets.form_field import FormField
from desktop.ui.widgets.layout import row
from desktop.ui.widgets.select import Select

_REVIEW_DAYS = 90


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
        self.reason = Select(
            [("", self.tr("選んでください")), *HOLD_LABELS.items()],
            name="hold_reason",
            accessible=self.tr("保全の理由"),
        )
        self.scope = Select(
            [(one.value, HOLD_SCOPE_LABELS[one]) for one in (HoldScope.CASE, HoldScope.PERSON)],
            name="hold_scope",
            accessible=self.tr("保全の範囲"),
        )
        self.review = DateField(today + timedelta(days=_REVIEW_DAYS), today)
        self.reason_field = FormField(
            self.tr("保全の理由"), self.reason, key="reason", name="hold_reason"
        )
        self.day_field = FormField(
            self.tr("見直す日"), self.review, key="review_on", name="hold_review"
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
            row((self.reason_field, 1), (self.day_field, 1), spacing=12),
        )
        self.start_at(self.reason)
        self.reason.currentIndexChanged.connect(self.reason_field.clear_error)
        self.confirmed.connect(self._hold)

    def _hold(self) -> None:
        day = self.review.day()
        if day is None:
            self.day_field.tell_no_day()
            return
        holds, case_id = self.opened.desk.disposal.holds, self.opened.case_id
        reason, person = self.reason.key(), self.scope.key() == HoldScope.PERSON
        said = self.tr("同じ本人の案件を保全しました。")
        hold = holds.hold_person if person else holds.hold
        self.carry_out(
            lambda act: hold(act, case_id, reason, day),
            said if person else self.tr("案件を保全しました。"),
        )
