"""Who works on the case, its withdrawal by the customer, and special ways (DOMAIN §8)."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop.domain.roles import Capability
from desktop.domain.states import END_STATES, Action
from desktop.ui import theme
from desktop.ui.cases.clerks import clerks_of
from desktop.ui.cases.fee_record import FeeRecordDialog
from desktop.ui.cases.lying_letters import lying_told
from desktop.ui.cases.note_editor import note_editor
from desktop.ui.cases.notice_acts import NoticeActs
from desktop.ui.cases.open_case import OpenCase
from desktop.ui.cases.paper_acts import PaperActs
from desktop.ui.cases.sheet_dialog import SheetDialog, sheets_there
from desktop.ui.cases.special_acts import SpecialActs
from desktop.ui.labels import label
from desktop.ui.tasks import Asked
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.dialog import Dialog
from desktop.ui.widgets.form_field import FormField
from desktop.ui.widgets.layout import column, panel, row
from desktop.ui.widgets.select import Select


class Handling(QWidget):
    """Below the history; shown to those who may change it."""

    def __init__(self, opened: OpenCase) -> None:
        super().__init__()
        self.setObjectName("case_handling")
        self._opened = opened
        self._asked = Asked()
        self.person = Select(name="assign_person", accessible=self.tr("担当"))
        self.field = FormField(self.tr("担当"), self.person, key="assigned", name="assign_person")
        self.field.setFixedWidth(theme.px(220))
        self.assign = Button(self.tr("担当を替える"), name="assign")
        self.withdraw = Button(self.tr("取下げを記録する"), "danger", name="withdraw")
        self.assign.clicked.connect(self._assign)
        self.person.currentIndexChanged.connect(self.field.clear_error)
        self.withdraw.clicked.connect(self._ask_withdrawal)
        self.special = SpecialActs(opened)
        self.notices = NoticeActs(opened)
        self.slip = Button(self.tr("社内票を出す"), small=True, name="history_slip")
        self.slip.clicked.connect(self._ask_slip)
        self.fee = Button(self.tr("手数料の記録"), small=True, name="history_fee")
        self.fee.clicked.connect(self._open_fee)
        self._own = panel(
            row(self.field, column(None, self.assign), None, column(None, self.withdraw))
        )
        # Laid out by the history beside its own button: a line less below the list.
        self.papers = panel(row(self.slip, self.fee, None, spacing=8))
        self.paper = PaperActs(opened)
        self.setLayout(column(self._own, self.notices, self.special, self.paper, spacing=10))

    def refresh(self) -> None:
        self.special.refresh()
        self.notices.refresh()
        self.paper.refresh()
        slip, fee = bool(sheets_there(self._opened)), self._fee_is_there()
        self.slip.setVisible(slip)
        self.fee.setVisible(fee)
        self.papers.setVisible(slip or fee)
        may = self._opened.context.may(Capability.ASSIGN)
        self._own.setVisible(may and self._opened.view is not None)
        if not may or self._opened.view is None:
            return
        self.withdraw.setVisible(Action.WITHDRAW in self._opened.case.actions)
        task = self._opened.context.tasks.store(self._opened.desk.people.roster, asked=self._asked)
        task.succeeded.connect(self._on_roster)
        task.failed.connect(self._on_failed)

    def _fee_is_there(self) -> bool:
        """Money is taken in, and given back, as long as the case is open; later it is looked at."""
        view = self._opened.view
        if view is None:
            return False
        open_to = view.line.state not in END_STATES and self._opened.context.may(Capability.FEE)
        return open_to or bool(view.fee.lines)

    def _open_fee(self) -> None:
        FeeRecordDialog(self, self._opened).open()

    def _ask_slip(self) -> None:
        SheetDialog(self, self._opened).open()

    def _on_roster(self, people: object, _tag: object) -> None:
        if not isinstance(people, tuple):
            return
        clerks = clerks_of(people, active=True)
        now = next((p.id for p in clerks if p.name == self._opened.case.line.assigned), "")
        options = [(one.id, one.name) for one in clerks]
        # Whose case nobody has, or somebody who left, is given to who is chosen, not to the first.
        choose = [] if now else [("", self.tr("選んでください"))]
        self.person.set_options([*choose, *options], now)

    def _assign(self) -> None:
        if not self.person.key():
            self.field.set_error(self.tr("担当にする人を選んでください。"))
            self.person.setFocus()
            return
        desk, case_id, person = self._opened.desk, self._opened.case_id, self.person.key()
        self._opened.change(
            self,
            lambda act: desk.casework.assign(act, case_id, person),
            button=self.assign,
            said=self.tr("担当を替えました。"),
        )

    def _ask_withdrawal(self) -> None:
        number = self._opened.case.line.number
        self._dialog = Dialog(
            self,
            self.tr("{0} を取下げにしますか").format(number),
            self.tr("取下げを記録する"),
            name="withdraw_dialog",
            kind="danger",
        )
        self._reason = note_editor("withdraw_reason")
        self._dialog.add(
            label(
                self.tr(
                    "お客様の取下げの書面を受け取っていることが要ります。"
                    "案件は終わり、書類の保存期間が今日から始まります。"
                ),
                wrap=True,
            ),
            *lying_told(self._opened.case.letters),
            FormField(
                self.tr("取下げの書面の内容"), self._reason, key="reason", name="withdraw_reason"
            ),
        )
        self._dialog.start_at(self._reason)
        self._dialog.confirmed.connect(self._withdraw)
        self._dialog.open()

    def _withdraw(self) -> None:
        desk, case_id = self._opened.desk, self._opened.case_id
        reason = self._reason.toPlainText()
        self._opened.change(
            self._dialog,
            lambda act: desk.casework.withdraw(act, case_id, reason),
            lambda _result: self._dialog.accept(),
            button=self._dialog.act,
            said=self.tr("取下げを記録しました。"),
        )

    def _on_failed(self, error: BaseException) -> None:
        self._opened.context.show_error(error, self)
