"""Money that waits for somebody: to go back, or to be looked at by a second person (DOMAIN §2)."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from desktop.domain.requests import FEE_MEANS_LABELS
from desktop.domain.roles import Capability
from desktop.services.case_views import CaseView
from desktop.services.fee_views import WaitingCorrection
from desktop.ui.cases.case_dialog import CaseDialog
from desktop.ui.cases.correction_line import CorrectionLine
from desktop.ui.cases.fact_list import FactList
from desktop.ui.cases.fee_back import FeeBackDialog, back_words
from desktop.ui.cases.open_case import OpenCase
from desktop.ui.cases.warning_line import WarningLine
from desktop.ui.labels import label
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.layout import column, row
from desktop.ui.widgets.verdict import Verdict


class FeeNotices(QWidget):
    """Below what else is special about the case; takes no room where no money waits."""

    def __init__(self, opened: OpenCase) -> None:
        super().__init__()
        self.setObjectName("fee_notices")
        self._opened = opened
        self.money = WarningLine(name="notice_money")
        self.send_back = Button(self.tr("返却を記録する"), small=True, name="notice_send_back")
        self.correction = CorrectionLine(
            opened.context,
            told="notice_fee_correction",
            decide="notice_fee_decide",
            take_back="notice_fee_take_back",
        )
        self.send_back.clicked.connect(self._send_back)
        self.correction.decide.clicked.connect(self._decide)
        self.correction.take_back.clicked.connect(self._take_back)
        self.setLayout(
            column(
                row((self.money, 1), self.send_back, spacing=8),
                self.correction,
                spacing=4,
                margins=(16, 3, 16, 3),
            )
        )
        self.hide()

    def show_case(self, view: CaseView) -> None:
        self.money.say(self._money(view), "warn", "undo-2")
        self.send_back.setVisible(
            self._opened.context.may(Capability.FEE) and view.fee.to_return > 0
        )
        self.correction.show_all(view.fee.waiting, self._correction)
        self.setVisible(view.fee.to_return > 0 or bool(view.fee.waiting))

    def _money(self, view: CaseView) -> str:
        if not view.fee.to_return:
            return ""
        listed = "、".join(
            f"{FEE_MEANS_LABELS[one.means]} {back_words(one)}" for one in view.fee.back
        )
        return self.tr("お返しする手数料があります：{0}。").format(listed)

    def _correction(self, one: WaitingCorrection) -> str:
        return self.tr(
            "{0}の記録を取り消す申出があります（{1}、{2}）。別の人が確認すると取り消されます。"
        ).format(one.what, one.why, one.by)

    def _send_back(self) -> None:
        FeeBackDialog(self, self._opened).open()

    def _decide(self) -> None:
        if self.correction.waiting is not None:
            CorrectionDecision(self, self._opened, self.correction.waiting).open()

    def _take_back(self) -> None:
        if self.correction.waiting is None:
            return
        desk, case_id, one = self._opened.desk, self._opened.case_id, self.correction.waiting.id
        self._opened.change(
            self,
            lambda act: desk.fee_corrections.take_back(act, case_id, one),
            button=self.correction.take_back,
            said=self.tr("取消の申出を取り下げました。記録はそのままです。"),
        )


class CorrectionDecision(CaseDialog):
    """The second person looks at what lies in hand, then undoes the entry or leaves it."""

    def __init__(self, parent: QWidget, opened: OpenCase, one: WaitingCorrection) -> None:
        super().__init__(
            parent,
            opened,
            self.tr("手数料の記録の取消を確認しますか"),
            self.tr("記録する"),
            name="fee_decision",
        )
        self._correction = one.id
        self.verdict = Verdict(
            (self.tr("誤りと確かめたので、取り消す"), "fee_decision_agree"),
            (self.tr("正しい記録なので、そのままにする"), "fee_decision_keep"),
            name="fee_decision_verdict",
        )
        self.add(
            FactList(correction_facts(one), name="fee_decision_facts"),
            label(
                self.tr("手元の切手・証書や書留の控えを、あなたの目で確かめてください。"), wrap=True
            ),
            self.verdict,
        )
        self.start_at(self.verdict)
        self.confirmed.connect(self._decide)

    def _decide(self) -> None:
        agree = self.verdict.given()
        if agree is None:
            return
        desk, case_id, one = self.opened.desk, self.opened.case_id, self._correction
        self.carry_out(
            lambda act: desk.fee_corrections.decide(act, case_id, one, agree),
            self.tr("記録を取り消しました。受払簿には両方の行が残ります。")
            if agree
            else self.tr("記録はそのままにしました。"),
        )


def correction_facts(one: WaitingCorrection) -> tuple[tuple[str, str], ...]:
    return (
        (_tr("取り消す記録"), one.what),
        (_tr("理由"), one.why),
        (_tr("申し出た人"), _tr("{0}（{1}月{2}日）").format(one.by, one.on.month, one.on.day)),
    )


def _tr(text: str) -> str:
    return QCoreApplication.translate("FeeNotices", text)
