"""到達日 put right: one person gives the day and the reason, another confirms it."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QWidget

from desktop.domain.wareki import weekday_ja
from desktop.ui import theme
from desktop.ui.cases.case_dialog import CaseDialog
from desktop.ui.cases.note_editor import note_editor
from desktop.ui.cases.open_case import OpenCase
from desktop.ui.labels import label
from desktop.ui.widgets.date_field import DateField
from desktop.ui.widgets.form_field import FormField
from desktop.ui.widgets.verdict import Verdict


class ArrivalDialog(CaseDialog):
    def __init__(self, parent: QWidget, opened: OpenCase) -> None:
        super().__init__(
            parent,
            opened,
            self.tr("到達日を直しますか"),
            self.tr("訂正を申し出る"),
            name="arrival",
        )
        arrived = opened.case.arrived_on
        self.day = DateField(None, opened.context.today())
        self.day_field = FormField(
            self.tr("正しい到達日"), self.day, key="arrived_on", name="arrival_day"
        )
        self.day_field.setFixedWidth(theme.px(180))
        self.reason = note_editor("arrival_reason", 2)
        field = FormField(
            self.tr("何で確かめたか（消印・受領印など）"),
            self.reason,
            key="reason",
            name="arrival_reason",
        )
        self.reason.textChanged.connect(field.clear_error)
        self.add(
            label(
                self.tr(
                    "いまの到達日は {0}月{1}日（{2}）です。別の受付担当が確認すると訂正され、"
                    "期限を数え直します。済んだ本人確認はやり直しになります。"
                ).format(arrived.month, arrived.day, weekday_ja(arrived)),
                wrap=True,
                name="arrival_told",
            ),
            self.day_field,
            field,
        )
        self.start_at(self.day)
        self.confirmed.connect(self._propose)

    def _propose(self) -> None:
        day = self.day.day()
        if day is None:
            self.day_field.tell_no_day()
            return
        desk, case_id, reason = self.opened.desk, self.opened.case_id, self.reason.toPlainText()
        self.carry_out(
            lambda act: desk.arrivals.propose(act, case_id, day, reason),
            self.tr("到達日の訂正を申し出ました。別の受付担当が確認すると訂正されます。"),
        )


class ArrivalDecision(CaseDialog):
    def __init__(self, parent: QWidget, opened: OpenCase) -> None:
        super().__init__(
            parent,
            opened,
            self.tr("到達日の訂正を確認しますか"),
            self.tr("記録する"),
            name="arrival_decision",
        )
        self._seen = opened.case.version  # another day may be asked for while this one is told
        change = opened.case.special.arrival
        after = change.after.isoformat() if change is not None else ""
        before = change.before.isoformat() if change is not None else ""
        self.verdict = Verdict(
            (self.tr("{0} に訂正する").format(after), "arrival_agree"),
            (self.tr("{0} のままにする").format(before), "arrival_keep"),
            name="arrival_verdict",
        )
        if change is not None:
            self.add(
                label(self.tr("封筒の消印や受領印を、あなたの目で確かめてください。"), wrap=True),
                label(
                    self.tr("申出の理由：{0}").format(change.reason),
                    wrap=True,
                    name="arrival_reason_told",
                ),
            )
        self.add(self.verdict)
        self.start_at(self.verdict)
        self.confirmed.connect(self._decide)

    def _decide(self) -> None:
        agree = self.verdict.given()
        if agree is None:
            return
        desk, case_id, seen = self.opened.desk, self.opened.case_id, self._seen
        self.carry_out(
            lambda act: desk.arrivals.decide(replace(act, seen=seen), case_id, agree),
            self.tr("到達日を訂正しました。") if agree else self.tr("到達日はそのままにしました。"),
        )
