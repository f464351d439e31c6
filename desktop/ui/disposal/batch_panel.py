"""One batch: who did what, how far it is proven, and the one act that its state needs."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout

from desktop.domain.retention import (
    DISPOSAL_METHOD_LABELS,
    DisposalMethod,
    DisposalStage,
    ItemState,
)
from desktop.services.batch_sheets import PROPOSAL, RECORD
from desktop.services.keeping_views import BatchView
from desktop.ui.audit.words import moment
from desktop.ui.disposal.execution import ExecutionForm
from desktop.ui.disposal.paper_end import PaperEndForm, has_paper_end
from desktop.ui.disposal.stages import proven, stage_words, state_words
from desktop.ui.labels import label
from desktop.ui.widgets.banner import Banner, BannerArea
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.chip import Chip
from desktop.ui.widgets.layout import Item, add, clear, column, panel, row, rule
from desktop.ui.widgets.scroll import scrolling
from desktop.ui.widgets.stepper import ProofStepper


class BatchPanel(QFrame):
    open_approval_requested = Signal()
    resume_requested = Signal()
    certificate_requested = Signal()
    sheet_requested = Signal(str)
    paper_end_requested = Signal(str, str)  # vendor, number of their certificate

    def __init__(self, person: str, *, may_execute: bool, may_approve: bool) -> None:
        super().__init__()
        self.setObjectName("batch_panel")
        self.setProperty("surface", "card")
        self.batch: BatchView | None = None
        self._may_execute, self._may_approve = may_execute, may_approve
        self.banners = BannerArea(name="batch_banners")
        self._title = label("", "h2", name="batch_title")
        self._chip = Chip("", name="batch_state")
        self._facts: QVBoxLayout = column(spacing=6)
        self._stages = ProofStepper(stage_words(), 0, name="batch_stages")
        self._words = label("", "small", wrap=True, name="batch_words")
        self.form = ExecutionForm(person)
        self.paper_end = PaperEndForm()
        self.paper_end.note_requested.connect(self.paper_end_requested)
        self.approval = Button(
            self.tr("承認を開く"), "primary", key="Ctrl+Enter", name="batch_open_approval"
        )
        self.resume = Button(
            self.tr("鍵の破棄を続ける"), "primary", key="Ctrl+Enter", name="batch_resume"
        )
        self.certificate = Button(
            self.tr("証明書を保存する"), "primary", key="Ctrl+Enter", name="batch_certificate"
        )
        self.proposal_sheet = Button(
            self.tr("申請書を保存する"), small=True, name="batch_proposal_sheet"
        )
        self.record_sheet = Button(
            self.tr("実施記録を保存する"), small=True, name="batch_record_sheet"
        )
        self.proposal_sheet.clicked.connect(lambda: self.sheet_requested.emit(PROPOSAL))
        self.record_sheet.clicked.connect(lambda: self.sheet_requested.emit(RECORD))
        self.approval.clicked.connect(self.open_approval_requested)
        self.resume.clicked.connect(self.resume_requested)
        self.certificate.clicked.connect(self.certificate_requested)
        self._foot = panel(
            column(
                rule(),
                self.form,
                row(self.approval, self.resume, self.certificate, None),
                spacing=8,
            )
        )
        facts = scrolling(
            column(
                self._facts,
                rule(),
                row(
                    label(self.tr("証明の段階"), "small"),
                    None,
                    label(self.tr("「復元不可能」は鍵媒体A・Bの更新後"), "caption"),
                ),
                self._stages,
                self._words,
                row(self.proposal_sheet, self.record_sheet, None, spacing=8),
                self.paper_end,
                None,
                spacing=8,
                margins=(16, 0, 16, 0),
            ),
            name="batch_facts",
        )
        head = column(
            row(self._title, None, self._chip), self.banners, spacing=8, margins=(16, 14, 16, 0)
        )
        self.setLayout(
            column(head, (facts, 1), column(self._foot, margins=(16, 0, 16, 14)), spacing=8)
        )

    def show_batch(self, batch: BatchView) -> None:
        if self.batch is None or self.batch.id != batch.id:
            self.banners.clear()
        self.batch = batch
        self._title.setText(self.tr("廃棄 {0}").format(batch.number))
        self._chip.set(*state_words(batch.state, batch.stage))
        clear(self._facts)
        for item in self._pairs(batch):
            add(self._facts, item)
        self._stages.set_proven(proven(batch.stage))
        self._words.setText(self._sentence(batch))
        approved = batch.state is ItemState.APPROVED
        waiting = batch.stage is DisposalStage.CONTENT_ERASED
        done = batch.state in (ItemState.EXECUTED, ItemState.CERTIFIED)
        self.form.show_batch(batch)
        self.paper_end.show_batch(batch)
        self.paper_end.setVisible(has_paper_end(batch) and self._may_execute)
        self.record_sheet.setVisible(batch.approved_at is not None)
        acts = {
            self.form: approved and self._may_execute,
            self.approval: batch.state is ItemState.PROPOSED
            and self._may_approve
            and not (batch.own_proposal or batch.own_work),
            self.resume: done and waiting and self._may_execute,
            self.certificate: done and not waiting,
        }
        for widget, offered in acts.items():
            widget.setVisible(offered)
        self._foot.setVisible(any(acts.values()))

    def set_busy(self, busy: bool) -> None:
        self.form.set_busy(busy)
        self.paper_end.set_busy(busy)
        self.resume.setEnabled(not busy)
        self.certificate.setEnabled(not busy)
        self.proposal_sheet.setEnabled(not busy)
        self.record_sheet.setEnabled(not busy)

    def take_focus(self) -> None:
        """The act that the state needs."""
        for act in (self.form.execute, self.approval, self.resume, self.certificate):
            if act.isVisible() and act.isEnabled():
                act.setFocus()
                return

    def tell(self, banner: Banner) -> None:
        self.banners.clear()
        self.banners.show_banner(banner)

    def _pairs(self, batch: BatchView) -> list[Item]:
        made = [
            self._who(self.tr("申請者"), batch.proposed_by, batch.proposed_at, "batch_proposer")
        ]
        if batch.approved_by:
            made.append(
                self._who(self.tr("承認者"), batch.approved_by, batch.approved_at, "batch_approver")
            )
        if batch.executor:
            how = DISPOSAL_METHOD_LABELS[DisposalMethod(batch.method)]
            made += [
                self._who(self.tr("実施者"), batch.executor, batch.executed_at, "batch_executor"),
                self._who(self.tr("立会者"), batch.witness, None, "batch_witness"),
                self._pair(self.tr("方法・場所"), f"{how}　{batch.place}", "batch_how"),
            ]
        amount = self.tr("{0}件　紙 {1}枚・画像 {2}枚・鍵 {3}個").format(
            batch.units, batch.paper, batch.pages, batch.keys
        )
        made.append(self._pair(self.tr("数量"), amount, "batch_amount"))
        if batch.reason:
            made.append(self._pair(self.tr("差戻しの理由"), batch.reason, "batch_reason"))
        return made

    def _sentence(self, batch: BatchView) -> str:
        if batch.state is ItemState.PROPOSED:
            return self.tr("申請した人と別の責任者が、一覧を確かめて署名します。")
        if batch.state is ItemState.REJECTED:
            return self.tr("書類は期限到来の一覧に戻りました。直してから、申請し直してください。")
        if batch.state is ItemState.APPROVED:
            return (
                self.tr("実施には、あなたとは別の人の立会いが必要です。")
                if self._may_execute
                else self.tr("廃棄を実施できるのは受付担当です。")
            )
        if batch.stage is DisposalStage.CONTENT_ERASED:
            return self.tr("内容は消去済みです。鍵の破棄が途中で止まっています。")
        if batch.stage is DisposalStage.IRREVERSIBLE:
            return self.tr("控えも更新され、復元できないことを確かめました。")
        return self.tr(
            "責任者が設定の「鍵」で鍵媒体A・Bを更新すると、次の段階に進みます。"
            "証明書には、ここまでに証明できた段階だけを記します。"
        )

    def _who(self, word: str, person: str, at: datetime | None, name: str) -> Item:
        when = label(moment(at) if at is not None else "", "caption")
        return row(_head(word), label(person, name=name), when, None, spacing=8)

    def _pair(self, word: str, value: str, name: str) -> Item:
        return row(_head(word), (label(value, wrap=True, name=name), 1), spacing=8)


def _head(word: str) -> Item:
    made = label(word, "small")
    made.setFixedWidth(84)
    return made
