"""A wrong hand-over to 経理: one person says so at the ledger, another confirms it (DOMAIN §2)."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop.domain.payments import HAND_OVER_MISTAKES
from desktop.services.fee_views import WaitingCorrection
from desktop.ui.audit.ledger_dialog import LedgerDialog
from desktop.ui.cases.correction_line import CorrectionLine
from desktop.ui.cases.fact_list import FactList
from desktop.ui.cases.fee_notices import correction_facts
from desktop.ui.cases.mistake_field import MistakeField
from desktop.ui.context import Context
from desktop.ui.labels import label
from desktop.ui.widgets.verdict import Verdict


class HandOverUndo(CorrectionLine):
    """Which hand-over waits for its second person."""

    def __init__(self, context: Context) -> None:
        super().__init__(
            context,
            told="stamp_undo_waiting",
            decide="stamp_undo_decide",
            take_back="stamp_undo_take_back",
        )
        self.decide.clicked.connect(self._decide)
        self.take_back.clicked.connect(self._take_back)

    def show_waiting(self, waiting: tuple[WaitingCorrection, ...]) -> None:
        self.show_all(waiting, self._told)

    def _told(self, one: WaitingCorrection) -> str:
        return self.tr(
            "経理への引渡し（{0}）を取り消す申出があります（{1}、{2}）。"
            "別の人が確認すると取り消されます。"
        ).format(one.what, one.why, one.by)

    def _decide(self) -> None:
        if self.waiting is not None:
            HandOverDecision(self, self._context, self.waiting).open()

    def _take_back(self) -> None:
        if self.waiting is None:
            return
        corrections, act = self._context.desk.fee_corrections, self._context.act()
        one = self.waiting.id
        task = self._context.tasks.store(lambda: corrections.take_back_hand_over(act, one))
        task.succeeded.connect(self._on_taken_back)
        task.failed.connect(self._on_failed)

    def _on_taken_back(self, _result: object, _tag: object) -> None:
        self._context.notify(self.tr("取消の申出を取り下げました。記録はそのままです。"))
        self._context.data_changed.emit()

    def _on_failed(self, error: BaseException) -> None:
        self._context.show_error(error, self)


class HandOverMistake(LedgerDialog):
    """Why the hand-over is to be undone; it counts until another person has confirmed it."""

    def __init__(self, parent: QWidget, context: Context, payment: str, what: str) -> None:
        super().__init__(
            parent,
            context,
            self.tr("この引渡しの取消を申し出ますか"),
            self.tr("取消を申し出る"),
            name="stamp_undoing",
        )
        self._payment = payment
        self.why = MistakeField(HAND_OVER_MISTAKES, name="stamp_undo_why")
        self.add(
            label(
                self.tr(
                    "{0}。別の人が確認すると、受払簿に取消の行が加わり、手元の残数に戻ります。"
                    "もとの行も残ります。一部だけが誤りのときは、取消の後で引渡しを記録し直します。"
                ).format(what),
                wrap=True,
                name="stamp_undo_what",
            ),
            self.why,
        )
        self.start_at(self.why)
        self.confirmed.connect(self._propose)

    def _propose(self) -> None:
        why = self.why.given()
        if why is None:
            return
        corrections, payment = self.context.desk.fee_corrections, self._payment
        self.run(
            lambda act: corrections.propose_hand_over(act, payment, why),
            self.tr("取消を申し出ました。別の人が確認すると取り消されます。"),
        )


class HandOverDecision(LedgerDialog):
    """The second person counts what lies in hand, then undoes the hand-over or leaves it."""

    def __init__(self, parent: QWidget, context: Context, one: WaitingCorrection) -> None:
        super().__init__(
            parent,
            context,
            self.tr("引渡しの取消を確認しますか"),
            self.tr("記録する"),
            name="stamp_undo_decision",
        )
        self._correction = one.id
        self.verdict = Verdict(
            (self.tr("手元にあると確かめたので、取り消す"), "stamp_undo_agree"),
            (self.tr("経理へ渡っているので、そのままにする"), "stamp_undo_keep"),
            name="stamp_undo_verdict",
        )
        self.add(
            FactList(correction_facts(one), name="stamp_undo_facts"),
            label(self.tr("手元の切手・証書を、あなたの目で確かめてください。"), wrap=True),
            self.verdict,
        )
        self.start_at(self.verdict)
        self.confirmed.connect(self._decide)

    def _decide(self) -> None:
        agree = self.verdict.given()
        if agree is None:
            return
        corrections, one = self.context.desk.fee_corrections, self._correction
        self.run(
            lambda act: corrections.decide_hand_over(act, one, agree),
            self.tr("引渡しを取り消しました。受払簿には両方の行が残ります。")
            if agree
            else self.tr("引渡しの記録はそのままにしました。"),
        )
