"""廃棄の承認: the list as it was proposed, its hash, and the signature over exactly that list."""

from __future__ import annotations

from PySide6.QtWidgets import QStackedWidget

from desktop.domain.retention import ItemState
from desktop.domain.roles import Capability
from desktop.services.keeping_views import BatchLine, BatchView
from desktop.ui import theme
from desktop.ui.approvals.disposal_matter import DisposalMatter
from desktop.ui.approvals.signing import SigningTab
from desktop.ui.context import Context
from desktop.ui.disposal.batch_table import BatchTable
from desktop.ui.labels import label
from desktop.ui.tasks import Asked
from desktop.ui.widgets.banner import BannerArea
from desktop.ui.widgets.empty_state import EmptyState
from desktop.ui.widgets.layout import column, panel, row
from desktop.ui.widgets.select import Select

_SIDE = 416


class DisposalsTab(SigningTab):
    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.setObjectName("disposals_tab")
        self._lines_asked, self._batch_asked = Asked(), Asked()
        self.banners = BannerArea(name="disposals_banners")
        self.chooser = Select(name="disposals_batch", accessible=self.tr("廃棄申請"))
        self.chooser.currentIndexChanged.connect(self._on_chosen)
        self._chooser_row = panel(row(label(self.tr("申請"), "small"), self.chooser, None))
        self.table = BatchTable(name="disposals_table")
        self.matter = DisposalMatter(context.may(Capability.APPROVE_DISPOSAL))
        self.matter.approve_requested.connect(self._approve)
        self.matter.send_back_requested.connect(self._send_back)
        self.matter.setFixedWidth(theme.px(_SIDE))
        self._stack = QStackedWidget()
        self._stack.addWidget(
            panel(
                row(
                    (column(self._chooser_row, (self.table, 1), spacing=8), 1),
                    self.matter,
                    spacing=14,
                )
            )
        )
        empty = EmptyState(
            self.tr("承認を待つ廃棄申請はありません。"), icon="archive", name="disposals_empty"
        )
        self._stack.addWidget(panel(column(empty), "card"))
        self.setLayout(column(self.banners, (self._stack, 1), spacing=10))

    def take_focus(self) -> None:
        self.table.rows.setFocus()

    def refresh(self) -> None:
        if not self._context.may(Capability.VIEW_CASE):
            self._show_lines((), None)
            return
        desk, by = self._context.desk, self._context.signed_in
        task = self._context.tasks.store(lambda: desk.disposal.batches(by), asked=self._lines_asked)
        task.succeeded.connect(self._show_lines)
        task.failed.connect(self._on_failed)

    def _show_lines(self, lines: object, _tag: object) -> None:
        if not isinstance(lines, tuple):
            return
        waiting = [
            line
            for line in lines
            if isinstance(line, BatchLine) and line.state is ItemState.PROPOSED
        ]
        before = self.chooser.key()
        self.chooser.set_options(
            [(one.id, self.tr("{0}（{1}件）").format(one.number, one.units)) for one in waiting],
            before if before in {one.id for one in waiting} else "",
        )
        self._chooser_row.setVisible(len(waiting) > 1)
        self.counted.emit(len(waiting))
        self._stack.setCurrentIndex(0 if waiting else 1)
        if waiting:
            self._on_chosen()

    def _on_chosen(self) -> None:
        batch_id = self.chooser.key()
        if not batch_id:
            return
        desk, by = self._context.desk, self._context.signed_in
        task = self._context.tasks.store(
            lambda: desk.disposal.batch(by, batch_id), asked=self._batch_asked
        )
        task.succeeded.connect(self._show_batch)
        task.failed.connect(self._on_failed)

    def _show_batch(self, batch: object, _tag: object) -> None:
        if isinstance(batch, BatchView):
            self.table.show_batch(batch)
            self.matter.show_batch(batch, self._context.signed_in.name)

    def _approve(self, passphrase: str) -> None:
        batch = self.matter.batch
        if batch is None:
            return
        desk, act = self._context.desk, self._context.act()
        self.carry_out(
            lambda: desk.disposal.approve(act, batch.id, passphrase, batch.list_hash),
            self.tr("廃棄申請 {0} を承認して署名しました。"),
        )

    def _send_back(self, reason: str) -> None:
        batch = self.matter.batch
        if batch is None:
            return
        desk, act = self._context.desk, self._context.act()
        self.carry_out(
            lambda: desk.disposal.send_back(act, batch.id, reason),
            self.tr("廃棄申請 {0} を差し戻しました。"),
        )

    def shown_matter(self) -> DisposalMatter:
        return self.matter

    def done(self, answer: object) -> str:
        self.matter.signing.forget()
        return answer.number if isinstance(answer, BatchView) else ""
