"""One hold: what it keeps and why, how often it was looked at, and what may be done with it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout

from desktop.domain.holding import HOLD_SCOPE_LABELS, HoldScope
from desktop.domain.roles import Capability
from desktop.services.keeping_views import HoldLine
from desktop.ui.audit.words import moment
from desktop.ui.context import Context
from desktop.ui.disposal.words import long_day
from desktop.ui.labels import label
from desktop.ui.widgets.banner import BannerArea
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.layout import Item, add, clear, column, row, rule
from desktop.ui.widgets.scroll import scrolling


class HoldPanel(QFrame):
    review_requested = Signal()
    release_requested = Signal()
    confirm_requested = Signal()
    case_requested = Signal(str)  # 受付番号

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setObjectName("hold_panel")
        self.setProperty("surface", "card")
        self._context = context
        self.hold: HoldLine | None = None
        self.banners = BannerArea(name="holding_banners")
        self._title = label("", "h2", wrap=True, name="holding_title")
        self._state = label("", "small", wrap=True, name="holding_told")
        self._facts: QVBoxLayout = column(spacing=6)
        self._reviews: QVBoxLayout = column(spacing=4)
        self.open = Button(self.tr("案件を開く"), name="holding_open", small=True)
        self.again = Button(self.tr("見直して続ける"), name="holding_again")
        self.release = Button(self.tr("解除を申し出る"), name="holding_release")
        self.confirm = Button(
            self.tr("解除を確認する"), "primary", key="Ctrl+Enter", name="holding_confirm"
        )
        self.open.clicked.connect(self._open)
        self.again.clicked.connect(self.review_requested)
        self.release.clicked.connect(self.release_requested)
        self.confirm.clicked.connect(self.confirm_requested)
        facts = scrolling(
            column(
                self._facts,
                row(self.open, None),
                rule(),
                label(self.tr("見直しの記録"), "small"),
                self._reviews,
                None,
                spacing=8,
                margins=(16, 0, 16, 0),
            ),
            name="holding_facts",
        )
        head = column(self._title, self._state, self.banners, spacing=6, margins=(16, 14, 16, 0))
        foot = column(
            rule(),
            row(self.confirm, self.again, self.release, None),
            spacing=10,
            margins=(16, 0, 16, 14),
        )
        self.setLayout(column(head, (facts, 1), foot, spacing=8))

    def show_hold(self, hold: HoldLine) -> None:
        if self.hold is None or self.hold.id != hold.id:
            self.banners.clear()
        self.hold = hold
        self._title.setText(self.tr("{0}の保全").format(hold.what))
        self._state.setText(self._told(hold))
        clear(self._facts)
        for item in self._pairs(hold):
            add(self._facts, item)
        clear(self._reviews)
        lines = [
            self.tr("{0}　{1}　{2}（次は{3}）").format(
                moment(one.at), one.by, one.reason, long_day(one.after)
            )
            for one in hold.reviews
        ]
        for number, words in enumerate(lines or [self.tr("まだ見直していません。")]):
            add(self._reviews, label(words, "small", wrap=True, name=f"holding_review_{number}"))
        may, me = self._context.may, self._context.signed_in.person_id
        stands = hold.released_at is None
        self.open.setVisible(bool(hold.cases))
        self.again.setVisible(stands and may(Capability.SET_HOLD))
        self.release.setVisible(stands and not hold.release_by_id and may(Capability.RELEASE_HOLD))
        self.confirm.setVisible(
            stands
            and bool(hold.release_by_id)
            and hold.release_by_id != me
            and may(Capability.CONFIRM_HOLD_RELEASE)
        )

    def set_busy(self, busy: bool) -> None:
        for button in (self.again, self.release, self.confirm):
            button.setEnabled(not busy)

    def _told(self, hold: HoldLine) -> str:
        if hold.released_at is not None:
            return self.tr("解除されました。{0} {1} が確認しました。").format(
                moment(hold.released_at), hold.released_by
            )
        if hold.release_by_id:
            return self.tr("{0} が解除を申し出ました。別の人が確認すると解除されます。").format(
                hold.release_by
            )
        if hold.late:
            return self.tr("見直しの日が来ています。責任者が、続けるか解除するかを決めます。")
        return self.tr("解除は責任者が申し出て、別の人が確認します。")

    def _pairs(self, hold: HoldLine) -> list[Item]:
        made = [
            _pair(self.tr("範囲"), HOLD_SCOPE_LABELS[hold.scope], "holding_scope"),
            _pair(self.tr("理由"), hold.reason, "holding_why"),
            _pair(
                self.tr("設定"),
                self.tr("{0}　{1}").format(hold.set_by, moment(hold.set_at)),
                "holding_setter",
            ),
            _pair(self.tr("見直し"), long_day(hold.review_on), "holding_review_day"),
            _pair(
                self.tr("対象"),
                self.tr("{0}件（うち期限到来 {1}件）").format(hold.units, hold.due),
                "holding_units",
            ),
        ]
        if hold.scope is HoldScope.PERSON:
            made.append(_pair(self.tr("案件"), "・".join(hold.cases), "holding_cases"))
        return made

    def _open(self) -> None:
        if self.hold is not None and self.hold.cases:
            self.case_requested.emit(self.hold.cases[0])


def _pair(word: str, value: str, name: str) -> Item:
    head = label(word, "small")
    head.setFixedWidth(64)
    return row(head, (label(value, wrap=True, name=name), 1), spacing=8)
