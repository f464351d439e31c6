"""別の方法: that this answer goes a less sure way than the office has set, and why, before the
envelope is checked (DOMAIN §8)."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop.domain.posting import (
    ANOTHER_WAY_LABELS,
    DELIVERY_LABELS,
    AnotherWay,
    less_sure_ways,
)
from desktop.domain.roles import Capability
from desktop.services.case_views import LetterView
from desktop.ui.cases.case_dialog import CaseDialog
from desktop.ui.cases.open_case import OpenCase
from desktop.ui.labels import label
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.form_field import FormField
from desktop.ui.widgets.layout import row
from desktop.ui.widgets.select import Select


class WayLine(QWidget):
    """What is decided here becomes a line of what is ticked at the 封入確認."""

    def __init__(self, opened: OpenCase, answer: LetterView) -> None:
        super().__init__()
        self.setObjectName("way_line")
        self._opened, usual = opened, opened.case.way
        self.words = label("", "small", wrap=True, name="way_words")
        self.begin = Button(self.tr("別の方法で送る"), "quiet", small=True, name="way_begin")
        self.drop = Button(self.tr("別の方法をやめる"), small=True, name="way_drop")
        self.begin.clicked.connect(self._ask)
        self.drop.clicked.connect(self._drop)
        self.setLayout(row((self.words, 1), self.drop, self.begin, spacing=8))
        may = opened.context.may(Capability.DISPATCH)
        if answer.way:
            way, why = DELIVERY_LABELS[answer.way], ANOTHER_WAY_LABELS[AnotherWay(answer.way_why)]
            self.words.setText(self.tr("{0}で送ります（{1}）。").format(way, why))
            self.begin.hide()
            if not may:
                self.drop.hide()
            return
        self.words.setText(self.tr("発送の方法は「{0}」です。").format(DELIVERY_LABELS[usual]))
        self.drop.hide()
        if not may or not less_sure_ways(usual):
            self.begin.hide()

    def _ask(self) -> None:
        WayDialog(self, self._opened).open()

    def _drop(self) -> None:
        desk, case_id = self._opened.desk, self._opened.case_id
        self._opened.change(
            self,
            lambda act: desk.lesser_way.take_back(act, case_id),
            button=self.drop,
            said=self.tr("いつもの方法に戻しました。封入をもう一度確かめてください。"),
        )


class WayDialog(CaseDialog):
    def __init__(self, parent: QWidget, opened: OpenCase) -> None:
        super().__init__(
            parent,
            opened,
            self.tr("この回答を別の方法で送りますか"),
            self.tr("別の方法で送る"),
            name="way",
        )
        self._ways = less_sure_ways(opened.case.way)
        self.delivery = Select(
            [("", self.tr("選んでください")), *((one, DELIVERY_LABELS[one]) for one in self._ways)],
            name="way_delivery",
            accessible=self.tr("発送の方法"),
        )
        self.why = Select(name="way_why", accessible=self.tr("別の方法で送る理由"))
        self.delivery.currentIndexChanged.connect(self._offer)
        usual = DELIVERY_LABELS[opened.case.way]
        self.add(
            label(
                self.tr(
                    "「{0}」より確かでない方法です。理由は記録に残り、"
                    "封入を確かめる人が一覧で確かめます。"
                ).format(usual),
                wrap=True,
            ),
            FormField(self.tr("発送の方法"), self.delivery, key="delivery", name="way_delivery"),
            FormField(self.tr("別の方法で送る理由"), self.why, key="why", name="way_why"),
        )
        self._offer()
        self.start_at(self.delivery)
        self.confirmed.connect(self._decide)

    def _offer(self) -> None:
        """Neither a way nor its reason is taken as chosen."""
        reasons = self._ways.get(self.delivery.key(), ())
        choose = ("", self.tr("選んでください"))
        self.why.set_options([choose, *((str(one), ANOTHER_WAY_LABELS[one]) for one in reasons)])

    def _decide(self) -> None:
        desk, case_id = self.opened.desk, self.opened.case_id
        delivery, why = self.delivery.key(), self.why.key()
        self.carry_out(
            lambda act: desk.lesser_way.decide(act, case_id, delivery, why),
            self.tr("発送の方法を記録しました。"),
        )
