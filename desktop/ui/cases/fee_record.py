"""手数料の記録 once the case has gone on: looked at, put right, added to (DOMAIN §2)."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop.domain.roles import Capability
from desktop.domain.states import Action
from desktop.services.case_views import CaseView
from desktop.ui.cases.case_dialog import CaseDialog
from desktop.ui.cases.fact_list import FactList
from desktop.ui.cases.fee_entry import FeeEntry
from desktop.ui.cases.fee_lines import FeeLines
from desktop.ui.cases.open_case import OpenCase
from desktop.ui.cases.task_panel import section
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.layout import row


class FeeRecordDialog(CaseDialog):
    """Closes when the case has changed: its fee is another then."""

    def __init__(self, parent: QWidget, opened: OpenCase) -> None:
        super().__init__(
            parent,
            opened,
            self.tr("手数料の記録"),
            self.tr("手数料を記録する"),
            name="fee_record_dialog",
            width=720,
        )
        fee = opened.case.fee
        may = opened.context.may(Capability.FEE)
        self.add(
            FactList(
                (
                    (self.tr("手数料"), f"{fee.due:,}円（{fee.count}項目）"),
                    (self.tr("届いた額"), f"{fee.received:,}円"),
                    (self.tr("いまの状態"), fee.sentence),
                ),
                name="fee_record_facts",
            )
        )
        if fee.lines:
            self.add(FeeLines(opened, fee, may_undo=may))
        self.entry = FeeEntry(fee, opened.context.today())
        self.ask_more = Button(self.tr("不足の案内を作る"), small=True, name="fee_record_ask")
        self.add(
            section(self.tr("届いた手数料"), self.entry),
            row(self.ask_more, None),
        )
        asks = may and Action.ASK_FEE in opened.case.actions and not (fee.settled or fee.waived)
        if not asks:
            self.ask_more.hide()
        self.act.setEnabled(False)
        self.leave.set_text(self.tr("閉じる"))
        self.entry.changed.connect(self._on_changed)
        self.ask_more.clicked.connect(self._ask_more)
        self.confirmed.connect(self._record)
        self._version = opened.case.version
        opened.read.connect(self._on_read)
        self.start_at(self.entry.amount)

    def _on_changed(self) -> None:
        may = self.opened.context.may(Capability.FEE)
        self.act.setEnabled(may and self.entry.given() is not None)

    def _on_read(self, view: object) -> None:
        if isinstance(view, CaseView) and view.version != self._version:
            self.reject()

    def _record(self) -> None:
        given = self.entry.given()
        if given is None:
            return
        desk, case_id = self.opened.desk, self.opened.case_id
        self.carry_out(
            lambda act: desk.fees.record(act, case_id, given), self.tr("手数料を記録しました。")
        )

    def _ask_more(self) -> None:
        desk, case_id = self.opened.desk, self.opened.case_id
        self.carry_out(
            lambda act: desk.casework.ask_fee(act, case_id), self.tr("手数料の案内を作りました。")
        )
