"""決裁: the queue, the letter as it will be printed, and the signature over exactly that letter."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QStackedWidget

from desktop.domain.roles import Capability
from desktop.services.approval_views import ApprovalLine, ApprovalView
from desktop.services.case_views import CaseView
from desktop.ui import theme
from desktop.ui.approvals.letter_sheets import LetterSheets
from desktop.ui.approvals.matter import Matter
from desktop.ui.approvals.signing import SigningTab
from desktop.ui.context import Context
from desktop.ui.tasks import Asked
from desktop.ui.widgets.banner import BannerArea
from desktop.ui.widgets.cells import Cell
from desktop.ui.widgets.clock_words import clock_cell
from desktop.ui.widgets.empty_state import EmptyState
from desktop.ui.widgets.layout import column, panel, row
from desktop.ui.widgets.table import Table
from desktop.ui.widgets.table_model import Column, Row, RowsModel

_SIDE = 416
_SHOWN = 4  # more of the queue scrolls, so that the letter keeps its room


class DecisionsTab(SigningTab):
    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.setObjectName("decisions_tab")
        self._queue_asked, self._view_asked = Asked(), Asked()
        self._shown = ""
        self._wanted = ""
        self._goes_on = False  # a signature was given: on to the next one's passphrase
        self.banners = BannerArea(name="decisions_banners")
        self._model = RowsModel(
            (
                Column(self.tr("受付番号"), 92),
                Column(self.tr("請求者")),
                Column(self.tr("起案"), 92),
                Column(self.tr("起案者"), 104),
                Column(self.tr("法定"), 150),
            )
        )
        self.queue = Table(
            self._model, name="decisions_queue", accessible=self.tr("決裁を待つ案件")
        )
        self.queue.row_chosen.connect(self._on_chosen)
        self.queue.row_activated.connect(context.open_case_requested)
        self.sheets = LetterSheets(context, self)
        self.matter = Matter(context.may(Capability.APPROVE))
        self.matter.approve_requested.connect(self._approve)
        self.matter.send_back_requested.connect(self._send_back)
        self.matter.setFixedWidth(theme.px(_SIDE))
        listing = panel(column(self.queue, margins=(1, 1, 1, 1)), "card")
        left = column(listing, (self.sheets, 1), spacing=12)
        self._stack = QStackedWidget()
        self._stack.addWidget(panel(row((left, 1), self.matter, spacing=14)))
        self._stack.addWidget(
            panel(
                column(
                    EmptyState(
                        self.tr("決裁を待つ案件はありません。"),
                        icon="stamp",
                        name="decisions_empty",
                    )
                ),
                "card",
            )
        )
        self.setLayout(column(self.banners, (self._stack, 1), spacing=10))

    def want(self, case_id: str) -> None:
        """Show this case as soon as the queue has it."""
        self._wanted = case_id

    def take_focus(self) -> None:
        self.queue.setFocus()

    def refresh(self) -> None:
        desk, by, at = self._context.desk, self._context.signed_in, self._context.now()
        if not self._context.may(Capability.VIEW_CASE):
            self._show_queue((), None)
            return
        task = self._context.tasks.store(
            lambda: desk.approvals.queue(by, at), asked=self._queue_asked
        )
        task.succeeded.connect(self._show_queue)
        task.failed.connect(self._on_failed)

    def _show_queue(self, lines: object, _tag: object) -> None:
        if not isinstance(lines, tuple):
            return
        waiting = [line for line in lines if isinstance(line, ApprovalLine)]
        before = self._wanted or self.queue.current_key()
        self._wanted = ""
        self._model.set_rows([_row(line) for line in waiting])
        rows = max(1, min(len(waiting), _SHOWN))
        self.queue.setFixedHeight(theme.px(30 + 36 * rows + 2))
        self.counted.emit(len(waiting))
        self._stack.setCurrentIndex(0 if waiting else 1)
        if not waiting:
            self._shown = ""
        elif not (before and self.queue.choose(before)):
            self.queue.choose_first()

    def _on_chosen(self, case_id: str) -> None:
        if not case_id:
            return
        desk, by, at = self._context.desk, self._context.signed_in, self._context.now()
        task = self._context.tasks.store(
            lambda: desk.approvals.view(by, case_id, at), asked=self._view_asked
        )
        task.succeeded.connect(self._show_view)
        task.failed.connect(self._on_failed)

    def _show_view(self, view: object, _tag: object) -> None:
        if not isinstance(view, ApprovalView):
            return
        same = self._shown == view.letter_hash
        self._shown = view.letter_hash
        self.matter.show_view(view, keep=same)
        self.sheets.show_papers(view)
        if self._goes_on and not view.barred:
            self.matter.passphrase.editor.setFocus()
        self._goes_on = False

    def _approve(self, passphrase: str) -> None:
        view = self.matter.view
        if view is None:
            return
        desk, act = self._context.desk, replace(self._context.act(), seen=view.case.version)
        self.carry_out(
            lambda: desk.approvals.approve(act, view.case.id, passphrase, view.letter_hash),
            self.tr("{0} を承認して署名しました。"),
        )

    def _send_back(self, comment: str) -> None:
        view = self.matter.view
        if view is None:
            return
        about = self.matter.signing.about.key()
        desk, act = self._context.desk, replace(self._context.act(), seen=view.case.version)
        self.carry_out(
            lambda: desk.approvals.send_back(act, view.case.id, comment, about),
            self.tr("{0} を差し戻しました。"),
        )

    def shown_matter(self) -> Matter:
        return self.matter

    def done(self, answer: object) -> str:
        self.matter.clear()
        self._shown = ""
        self._goes_on = True
        return answer.line.number if isinstance(answer, CaseView) else ""


def _row(line: ApprovalLine) -> Row:
    own = line.own_draft
    who = (
        _tr("自分の起案")
        if own
        else _tr("{0}（承認不可）").format(line.drafted_by)
        if line.barred
        else line.drafted_by
    )
    return Row(
        (
            Cell(line.number, weight=500, px=13),
            Cell(line.name),
            Cell(line.outcome, px=13),
            Cell(who, px=13, tone="mute" if own else "text2"),
            clock_cell(line.statutory),
        ),
        key=line.case_id,
    )


def _tr(text: str) -> str:
    return QCoreApplication.translate("Decisions", text)
