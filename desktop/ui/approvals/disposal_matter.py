"""The disposal to be signed: who proposed it, what goes, what stays, the hash, the passphrase."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from desktop.services.keeping_views import BatchView
from desktop.ui.approvals.digests import digest_words
from desktop.ui.audit.words import moment
from desktop.ui.disposal.stages import STAGES
from desktop.ui.labels import icon_label, label, set_tone
from desktop.ui.widgets.banner import BannerArea
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.chip import Chip
from desktop.ui.widgets.form_field import FormField
from desktop.ui.widgets.layout import Item, column, panel, row, rule
from desktop.ui.widgets.scroll import scrolling
from desktop.ui.widgets.stepper import ProofStepper


class DisposalMatter(QFrame):
    approve_requested = Signal(str)  # the passphrase
    send_back_requested = Signal(str)  # the reason

    def __init__(self, may_approve: bool) -> None:
        super().__init__()
        self.setObjectName("disposal_matter")
        self.setProperty("surface", "card")
        self.batch: BatchView | None = None
        self._may = may_approve
        self.banners = BannerArea(name="disposal_matter_banners")
        self._title = label("", "h2", name="disposal_title")
        self._proposer = label("", name="disposal_proposer")
        self._proposed_at = label("", "caption")
        self._approver = label("", name="disposal_approver")
        self._apart_icon = icon_label("user-check", "ok", 16)
        self._apart = label("", "small", name="disposal_apart")
        self._paper = label("", name="disposal_paper")
        self._pages = label("", name="disposal_pages")
        self._keys = label("", "small", name="disposal_keys")
        self._count = label("", "caption")
        self._hash = label("", "mono", selectable=True, name="disposal_hash")
        self.passphrase = FormField(
            self.tr("あなたのパスフレーズ"),
            key="passphrase",
            name="disposal_passphrase",
            secret=True,
            aside=self.tr("この一覧だけに署名"),
        )
        self.approve = Button(
            self.tr("承認して署名する"), "primary", key="Ctrl+Enter", name="disposal_sign"
        )
        self.reason = FormField(self.tr("差し戻す場合の理由"), key="reason", name="disposal_reason")
        self.back = Button(self.tr("差し戻す"), "danger", name="disposal_send_back")
        self.approve.clicked.connect(self._on_approve)
        self.back.clicked.connect(self._on_back)
        self.reason.editor.textChanged.connect(self._on_reason)  # type: ignore[attr-defined]
        hash_box = panel(
            column(
                row(
                    icon_label("hash", "text2", 14),
                    label(self.tr("確認した一覧のハッシュ値（SHA-256）"), "small"),
                    None,
                    self._count,
                    spacing=6,
                ),
                self._hash,
                spacing=4,
                margins=(12, 8, 12, 8),
            ),
            "sunk",
        )
        later = label(
            self.tr(
                "承認すると一覧は固定されます。このあと保全がかかった書類は一覧から外れ、"
                "その分の承認は無効になります。"
            ),
            "small",
            wrap=True,
        )
        stages_head = row(
            label(self.tr("証明の段階"), "small"),
            None,
            label(self.tr("「復元不可能」は控えA・Bの更新後"), "caption"),
        )
        facts = scrolling(
            column(
                self._pair(self.tr("申請者"), self._proposer, self._proposed_at),
                self._pair(self.tr("承認者"), self._approver, self._apart_icon, self._apart),
                rule(),
                self._pair(self.tr("紙"), icon_label("package", "text2", 16), self._paper),
                self._pair(
                    self.tr("画像"), icon_label("image", "text2", 16), self._pages, self._keys
                ),
                self._pair(
                    self.tr("残すもの"),
                    icon_label("scroll-text", "text2", 16),
                    label(self.tr("番号・区分・日付・方法"), "small"),
                ),
                hash_box,
                stages_head,
                ProofStepper(STAGES, 0, name="disposal_stages"),
                row(column(icon_label("lock", "hold", 16), None, margins=(0, 3, 0, 0)), (later, 1)),
                None,
                spacing=8,
                margins=(16, 0, 16, 0),
            ),
            name="disposal_facts",
        )
        head = column(
            row(self._title, None, Chip(self.tr("承認待ち"), "warn", "stamp")),
            self.banners,
            spacing=8,
            margins=(16, 14, 16, 0),
        )
        foot = column(
            rule(),
            row((self.passphrase, 1), column(22, self.approve, None, spacing=0), spacing=8),
            row((self.reason, 1), column(22, self.back, None, spacing=0), spacing=8),
            spacing=8,
            margins=(16, 0, 16, 14),
        )
        self.setLayout(column(head, (facts, 1), foot, spacing=8))

    def show_batch(self, batch: BatchView, me: str) -> None:
        if self.batch is None or self.batch.list_hash != batch.list_hash:
            self.forget()
        self.batch = batch
        self._title.setText(self.tr("廃棄申請 {0}").format(batch.number))
        self._proposer.setText(batch.proposed_by)
        self._proposed_at.setText(moment(batch.proposed_at))
        able = self._may and not batch.own_proposal
        self._approver.setText(me if able else self.tr("別の責任者"))
        self._apart_icon.setVisible(able)
        set_tone(self._apart, "ok" if able else "mute")
        self._apart.setText(
            self.tr("申請者と別")
            if able
            else self.tr("自分の申請は承認できません")
            if batch.own_proposal
            else self.tr("承認できるのは責任者です")
        )
        self._paper.setText(self.tr("{0}枚").format(batch.paper))
        self._pages.setText(self.tr("{0}枚").format(batch.pages))
        self._keys.setText(self.tr("鍵 {0}個を破棄").format(batch.keys))
        self._count.setText(self.tr("{0}件").format(batch.units))
        self._hash.setText(digest_words(batch.list_hash))
        for widget in (self.passphrase, self.approve, self.reason):
            widget.setEnabled(able)
        self._on_reason(self.reason.text())

    def forget(self) -> None:
        for field in (self.passphrase, self.reason):
            field.set_text("")
            field.clear_error()

    def set_busy(self, busy: bool) -> None:
        able = not busy and self.batch is not None and self._may and not self.batch.own_proposal
        self.approve.setEnabled(able)
        self.back.setEnabled(able and bool(self.reason.text().strip()))

    def _on_approve(self) -> None:
        self.banners.clear()
        if not self.passphrase.text():
            # An empty passphrase would count as a failed sign-in.
            self.passphrase.set_error(
                self.tr("署名するには、あなたのパスフレーズを入れてください。")
            )
            self.passphrase.editor.setFocus()
            return
        self.approve_requested.emit(self.passphrase.text())

    def _on_back(self) -> None:
        self.send_back_requested.emit(self.reason.text())

    def _on_reason(self, text: str) -> None:
        able = self.batch is not None and self._may and not self.batch.own_proposal
        self.back.setEnabled(able and bool(text.strip()))

    @staticmethod
    def _pair(word: str, *values: Item) -> Item:
        head = label(word, "small")
        head.setFixedWidth(72)
        return row(head, *values, None, spacing=6)
