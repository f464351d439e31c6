"""The matter to be signed: items and reasons, the check, the hash, the passphrase."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout

from desktop.domain.reasons import REASON_LABELS
from desktop.services.approval_views import ApprovalView
from desktop.services.case_facts import decision_code
from desktop.services.case_views import ItemDecision
from desktop.services.wanted_codes import ItemNames
from desktop.ui.approvals.digests import digest_words
from desktop.ui.approvals.signing import SigningForm
from desktop.ui.cases.decision_words import about, content, outcome
from desktop.ui.cases.print_notes import print_notes
from desktop.ui.labels import icon_label, label
from desktop.ui.tokens import Tone
from desktop.ui.widgets.banner import BannerArea
from desktop.ui.widgets.chip import Chip
from desktop.ui.widgets.clock_words import clock_words
from desktop.ui.widgets.layout import Item, add, clear, column, panel, row, rule
from desktop.ui.widgets.scroll import scrolling

_OUTCOMES: dict[str, tuple[str, Tone]] = {
    "一致": ("equal", "ok"),
    "表記ゆれ": ("equal-approximately", "warn"),
    "相違": ("equal-not", "bad"),
    "記載なし": ("circle-dashed", "mute"),
}


class Matter(QFrame):
    approve_requested = Signal(str)  # the passphrase
    send_back_requested = Signal(str)  # the comment

    def __init__(self, may_approve: bool) -> None:
        super().__init__()
        self.setObjectName("matter")
        self.setProperty("surface", "card")
        self.view: ApprovalView | None = None
        self._may = may_approve
        self.banners = BannerArea(name="matter_banners")
        self._title = label("", "h2", name="matter_title")
        self._state = Chip(self.tr("承認待ち"), "warn", "stamp", name="matter_state")
        self._facts: QVBoxLayout = column(spacing=6)
        inner = column(self._facts, None, margins=(16, 0, 16, 8))
        scroll = scrolling(inner, name="matter_facts")
        self._why_not = label("", "small", tone="mute", wrap=True, name="matter_why_not")
        self.signing = SigningForm(
            "approve", self.tr("この文書だけに署名します"), reason="comment", place=True
        )
        self.passphrase, self.comment = self.signing.passphrase, self.signing.reason
        self.approve, self.back = self.signing.approve, self.signing.back
        self.signing.approve_requested.connect(self.approve_requested)
        self.signing.send_back_requested.connect(self.send_back_requested)
        foot = column(
            rule(),
            self._why_not,
            self.signing,
            spacing=8,
            margins=(16, 0, 16, 14),
        )
        head = row(self._title, None, self._state, margins=(16, 14, 16, 4))
        self.setLayout(column(head, self.banners, (scroll, 1), foot, spacing=6))
        self.clear()

    def show_view(self, view: ApprovalView, *, keep: bool = False) -> None:
        """Show another matter; what was typed stays only where it is still the same letter."""
        self.view = view
        self.banners.clear()
        if not keep:
            self.signing.forget()
        case = view.case
        self._title.setText(self.tr("決裁 {0}").format(case.line.number))
        self._state.show()
        clear(self._facts)
        self._add(
            self._pair(self.tr("請求者"), case.line.name),
            self._pair(self.tr("起案者"), case.approval.drafted_by),
            self._pair(self.tr("本人確認"), self._identity(view)),
            self._pair(self.tr("手数料"), case.fee.sentence, "matter_fee"),
            self._pair(self.tr("期限"), self._clocks(view), "matter_clocks"),
            self._pair(self.tr("根拠条文"), "　".join(view.articles), "matter_articles"),
            rule(),
            label(self.tr("項目ごとの決定"), "h3"),
        )
        for number, decision in enumerate(view.decisions):
            self._add(*self._decision(number, decision))
        if view.rows:
            self._add(rule(), label(self.tr("三者照合（確認した判定）"), "h3"), self._rows(view))
        for number, former in enumerate(view.former):
            name = f"matter_former_{number}"
            told = label(self.tr("前住所で一致　{0}").format(former), "small", wrap=True, name=name)
            self._add(told)
        self._add(rule(), label(self.tr("手がけた人"), "h3"))
        for number, hand in enumerate(view.hands):
            words = f"{hand.who}　{'・'.join(hand.did)}"
            self._add(label(words, "small", wrap=True, name=f"matter_hand_{number}"))
        letter = next((one for one in case.letters if one.id == view.letter_id), None)
        self._add(rule(), *print_notes(letter, name="matter_notes"), self._hash(view))
        self._why_not.setText(view.barred)
        self._why_not.setVisible(bool(view.barred))
        items = view.case.items
        self.signing.offer_places(
            [(decision_code(one), about(one, items)) for one in view.decisions]
        )
        self.signing.allow(self._may and not view.barred)

    def clear(self) -> None:
        self.view = None
        self._title.setText(self.tr("決裁"))
        self._state.hide()
        clear(self._facts)
        self.signing.forget()
        self.signing.allow(False)
        self._why_not.hide()

    def _identity(self, view: ApprovalView) -> str:
        identity = view.case.identity
        if not identity.ok:
            return self.tr("未確認")
        who = self.tr("確認 {0}").format(identity.confirmed_by)
        second = self.tr("　第二確認 {0}").format(identity.second_by) if identity.second_by else ""
        return who + second

    def _clocks(self, view: ApprovalView) -> str:
        """The statutory mark and the service clock, as in the head of the case."""
        line = view.case.line
        pairs = ((self.tr("法定"), line.statutory), (self.tr("目標"), line.target))
        shown = [(word, clock_words(clock)) for word, clock in pairs if clock]
        return "　".join(f"{word} {one.day} {one.rest}" for word, one in shown)

    def _decision(self, number: int, decision: ItemDecision) -> tuple[Item, ...]:
        items = self.view.case.items if self.view is not None else ItemNames()
        what, word = about(decision, items), outcome(decision)
        name = f"matter_decision_{number}"
        if decision.granted:
            chip = Chip(word, "ok", "check")
            told = [
                label(words, "small", tone="text", wrap=True, name=f"matter_decision_told_{number}")
                for words in content(decision)
            ]
            return (row(label(what, "strong", name=name), None, chip), *told)
        chip = Chip(word, "bad", "x")
        why = REASON_LABELS[decision.reason] if decision.reason else ""
        return (
            row(label(what, "strong", name=name), None, chip),
            label(why, "small", wrap=True, name=f"matter_decision_reason_{number}"),
            label(
                decision.text,
                "small",
                tone="text",
                wrap=True,
                name=f"matter_decision_text_{number}",
            ),
        )

    def _rows(self, view: ApprovalView) -> Item:
        lines = []
        for check in view.rows:
            icon, tone = _OUTCOMES.get(check.outcome, ("circle-dashed", "mute"))
            outcome = check.outcome
            if check.by_former:
                outcome, icon, tone = self.tr("前住所で一致"), "history", "warn"
            lines.append(
                row(
                    label(check.label, "small"),
                    None,
                    icon_label(icon, tone, 14),
                    label(outcome, "small", tone=tone),
                    spacing=4,
                )
            )
        half = (len(lines) + 1) // 2
        return row(
            (column(*lines[:half], None, spacing=2), 1),
            (column(*lines[half:], None, spacing=2), 1),
            spacing=24,
        )

    def _hash(self, view: ApprovalView) -> Item:
        words = digest_words(view.letter_hash)
        return panel(
            column(
                row(
                    icon_label("hash", "text2", 14),
                    label(self.tr("この文書のハッシュ値（SHA-256）"), "small"),
                    None,
                    spacing=6,
                ),
                label(words, "mono", selectable=True, name="matter_hash"),
                spacing=4,
                margins=(12, 8, 12, 8),
            ),
            "sunk",
        )

    def _pair(self, word: str, value: str, name: str = "") -> Item:
        head = label(word, "small")
        head.setFixedWidth(72)
        return row(head, (label(value, wrap=True, name=name), 1), spacing=8)

    def _add(self, *items: Item) -> None:
        for item in items:
            add(self._facts, item)
