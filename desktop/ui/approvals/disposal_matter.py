"""The disposal to be signed: who proposed it, what goes, what stays, the hash, the passphrase."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from desktop.services.keeping_views import BatchView
from desktop.ui.approvals.digests import digest_words
from desktop.ui.approvals.signing import SigningForm
from desktop.ui.audit.words import moment
from desktop.ui.disposal.stages import stage_words
from desktop.ui.labels import icon_label, label, set_tone
from desktop.ui.widgets.banner import BannerArea
from desktop.ui.widgets.chip import Chip
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
        self.signing = SigningForm("disposal", self.tr("この一覧だけに署名します"), reason="reason")
        self.passphrase, self.reason = self.signing.passphrase, self.signing.reason
        self.approve, self.back = self.signing.approve, self.signing.back
        self.signing.approve_requested.connect(self.approve_requested)
        self.signing.send_back_requested.connect(self.send_back_requested)
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
            label(self.tr("「復元不可能」は鍵媒体A・Bの更新後"), "caption"),
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
                ProofStepper(stage_words(), 0, name="disposal_stages"),
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
            self.signing,
            spacing=8,
            margins=(16, 0, 16, 14),
        )
        self.setLayout(column(head, (facts, 1), foot, spacing=8))

    def show_batch(self, batch: BatchView, me: str) -> None:
        if self.batch is None or self.batch.list_hash != batch.list_hash:
            self.signing.forget()
        self.batch = batch
        self._title.setText(self.tr("廃棄申請 {0}").format(batch.number))
        self._proposer.setText(batch.proposed_by)
        self._proposed_at.setText(moment(batch.proposed_at))
        able = self._may and not (batch.own_proposal or batch.own_work)
        self._approver.setText(me if able else self.tr("別の責任者"))
        self._apart_icon.setVisible(able)
        set_tone(self._apart, "ok" if able else "mute")
        self._apart.setText(
            self.tr("申請者と別")
            if able
            else self.tr("自分の申請は承認できません")
            if batch.own_proposal
            else self.tr("自分が手がけた案件の書類があります")
            if batch.own_work and self._may
            else self.tr("承認できるのは責任者です")
        )
        self._paper.setText(self.tr("{0}枚").format(batch.paper))
        self._pages.setText(self.tr("{0}枚").format(batch.pages))
        self._keys.setText(self.tr("鍵 {0}個を破棄").format(batch.keys))
        self._count.setText(self.tr("{0}件").format(batch.units))
        self._hash.setText(digest_words(batch.list_hash))
        self.signing.allow(able)

    @staticmethod
    def _pair(word: str, *values: Item) -> Item:
        head = label(word, "small")
        head.setFixedWidth(72)
        return row(head, *values, None, spacing=6)
