"""手数料の記録 once the case has gone on: looked at, put right, added to (DOMAIN §2)."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop.domain.roles import Capability
from desktop.domain.states import END_STATES, Action, CaseState
from desktop.services.case_views import CaseView
from desktop.services.fee_views import FeeView
from desktop.ui.cases.case_dialog import CaseDialog
from desktop.ui.cases.fact_list import FactList
from desktop.ui.cases.fee_back import FeeBackDialog
from desktop.ui.cases.fee_entry import FeeEntry
from desktop.ui.cases.fee_lines import FeeLines
from desktop.ui.cases.open_case import OpenCase
from desktop.ui.cases.task_panel import section
from desktop.ui.cases.typed import put_back, typed_fields
from desktop.ui.cases.warning_line import WarningLine
from desktop.ui.labels import label
from desktop.ui.widgets.banner import Banner
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.form_field import FormField
from desktop.ui.widgets.keys import TextField
from desktop.ui.widgets.layout import row


class FeeRecordDialog(CaseDialog):
    """When the case has changed, its fee is another: what was typed goes into the record as it is
    then, and where nothing was, the dialog closes."""

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
                    (self.tr("手数料"), self._due(fee)),
                    (self.tr("届いた額"), self.tr("{0:,}円").format(fee.received)),
                    (self.tr("いまの状態"), fee.sentence),
                ),
                name="fee_record_facts",
            )
        )
        if fee.lines:
            self.add(FeeLines(opened, fee, may_undo=may))
        self.entry = FeeEntry(fee, opened.context.today())
        self.ask_more = Button(self.tr("不足の案内を作る"), small=True, name="fee_record_ask")
        self.all_back = Button(
            self.tr("預かりをすべて返す"), small=True, name="fee_record_all_back"
        )
        self.none_came = Button(
            self.tr("入っていなかったことを記録する"), small=True, name="fee_record_none_came"
        )
        self.unbooked = WarningLine(name="fee_record_unbooked")
        if fee.unbooked:
            self.unbooked.say(
                self.tr("同封物の一覧にある切手・為替・現金が、受払簿に記録されていません。")
            )
        self.entry_part = section(self.tr("届いた手数料"), self.entry)
        self.add(
            self.unbooked,
            self.entry_part,
            row(self.ask_more, self.all_back, self.none_came, None, spacing=8),
        )
        ended = opened.case.line.state in END_STATES
        asks = may and Action.ASK_FEE in opened.case.actions and not (fee.settled or fee.waived)
        shown = {
            self.ask_more: asks and not all_refused(opened.case),
            self.all_back: may and Action.WITHDRAW in opened.case.actions and bool(fee.held),
            self.none_came: may and fee.unbooked and not ended,
        }
        for button, visible in shown.items():
            if not visible:
                button.hide()
        if ended or not may:
            self.entry_part.hide()
            self.act.hide()
        self.act.setEnabled(False)
        self.leave.set_text(self.tr("閉じる"))
        self.entry.changed.connect(self._on_changed)
        self.ask_more.clicked.connect(self._ask_more)
        self.all_back.clicked.connect(self._give_all_back)
        self.none_came.clicked.connect(self._none_came)
        self.confirmed.connect(self._record)
        self._version = opened.case.version
        opened.read.connect(self._on_read)
        self.start_at(self.entry.amount)

    def _due(self, fee: FeeView) -> str:
        if fee.early:
            return self.tr("対象を特定した後に決まります")
        return self.tr("{0}円（{1}項目）").format(f"{fee.due:,}", fee.count)

    def _give_all_back(self) -> None:
        FeeBackDialog(self, self.opened, everything=True).open()

    def _none_came(self) -> None:
        NoneCameDialog(self, self.opened).open()

    def _on_changed(self) -> None:
        may = self.opened.context.may(Capability.FEE)
        self.act.setEnabled(may and self.entry.given() is not None)

    def _on_read(self, view: object) -> None:
        if not isinstance(view, CaseView) or view.version == self._version or not self.isVisible():
            return
        self.reject()
        if self.entry.amount.text().strip():
            anew = FeeRecordDialog(self.parentWidget() or self, self.opened)
            anew.open()
            put_back(anew.entry, typed_fields(self.entry))
            anew.tell_changed()

    def tell_changed(self) -> None:
        self.banners.show_banner(
            Banner(
                "warn",
                self.tr("入力の途中に、この案件が変更されました"),
                self.tr("入力した内容は残っています。いまの記録を確かめて、記録してください。"),
                icon="users",
                closable=True,
                name="fee_record_changed",
            )
        )

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


class NoneCameDialog(CaseDialog):
    """Two people have looked: what the list of enclosures names did not lie in the envelope."""

    def __init__(self, parent: QWidget, opened: OpenCase) -> None:
        super().__init__(
            parent,
            opened,
            self.tr("切手・為替・現金は入っていませんでしたか"),
            self.tr("入っていなかったことを記録する"),
            name="fee_none_came",
        )
        self.witness = TextField()
        self.passphrase = FormField(
            self.tr("立会者のパスフレーズ"),
            key="passphrase",
            name="fee_none_came_passphrase",
            secret=True,
        )
        self.add(
            label(
                self.tr(
                    "同封物の一覧には切手・為替・現金があります。封筒と保管場所を二人で確かめ、"
                    "一覧の誤りであったときだけ記録してください。"
                ),
                wrap=True,
            ),
            row(
                (
                    FormField(
                        self.tr("立会者のログイン名"),
                        self.witness,
                        key="witness",
                        name="fee_none_came_witness",
                    ),
                    1,
                ),
                (self.passphrase, 1),
                spacing=12,
            ),
        )
        self.start_at(self.witness)
        self.confirmed.connect(self._record)

    def _record(self) -> None:
        desk, case_id = self.opened.desk, self.opened.case_id
        login, secret = self.witness.text(), self.passphrase.text()
        self.carry_out(
            lambda act: desk.fees.not_enclosed(act, case_id, login, secret),
            self.tr("入っていなかったことを記録しました。"),
        )


def all_refused(view: CaseView) -> bool:
    """A draft that refuses everything asks for no fee."""
    drafted = view.line.state in (CaseState.DRAFTED, CaseState.SENT_BACK)
    return drafted and bool(view.decisions) and not any(one.granted for one in view.decisions)
