"""記録・監査: the log read page by page, verified, anchored, and carried out of the house."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtWidgets import QStackedWidget, QWidget

from desktop.domain.check_times import CheckTimes
from desktop.domain.roles import Capability
from desktop.services.audit import AuditLine
from desktop.services.audit_standing import AuditStanding
from desktop.ui.audit.check_times import CheckTimesCard
from desktop.ui.audit.findings_dialog import FindingsDialog
from desktop.ui.audit.glance import Glance
from desktop.ui.audit.incidents_dialog import IncidentsDialog
from desktop.ui.audit.list_export import ListExport
from desktop.ui.audit.log_filter import LogFilter
from desktop.ui.audit.proving import Proving
from desktop.ui.audit.receipt_ledger import ReceiptLedgerDialog
from desktop.ui.audit.report_dialog import ReportDialog
from desktop.ui.audit.stamp_ledger import StampLedgerDialog
from desktop.ui.audit.words import detail_words, moment
from desktop.ui.context import Context
from desktop.ui.labels import label
from desktop.ui.tasks import Asked
from desktop.ui.widgets.banner import BannerArea
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.cells import Cell
from desktop.ui.widgets.empty_state import EmptyState
from desktop.ui.widgets.layout import column, panel, row
from desktop.ui.widgets.table import Table
from desktop.ui.widgets.table_model import Column, PagedModel, Row


class AuditPlace(QWidget):
    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setObjectName("audit_place")
        self._context = context
        self._count_asked, self._standing_asked = Asked(), Asked()
        self._generation = 0
        self._numbers: dict[str, str] = {}  # by the entry's number, the case's
        self.banners = BannerArea(name="audit_banners")
        self.proving = Proving(self, context, self.banners)
        self.verify, self.compare = self.proving.verify, self.proving.compare
        self.anchor, self.export = self.proving.anchor, self.proving.export
        self.proving.changed.connect(self.refresh)
        self.ledger = Button(self.tr("受付簿を開く"), "secondary", name="audit_ledger")
        self.stamps = Button(
            self.tr("切手・為替受払簿を開く"), "quiet", small=True, name="audit_stamps"
        )
        self.report = Button(
            self.tr("監査の報告書を作る"), "quiet", small=True, name="audit_report"
        )
        self.save_list = Button(
            self.tr("この一覧を書き出す"), "quiet", small=True, name="audit_save_list"
        )
        self.follow = Button(
            self.tr("この案件だけを追う"), "quiet", small=True, name="audit_follow"
        )
        self.show_times = Button(
            self.tr("本人確認の所要時間"), "quiet", small=True, name="audit_check_times"
        )
        self.ledger.clicked.connect(self._open_ledger)
        self.stamps.clicked.connect(self._open_stamps)
        self.report.clicked.connect(self._open_report)
        self.save_list.clicked.connect(self._save_list)
        self.follow.clicked.connect(self._follow)
        self.show_times.clicked.connect(self._toggle_times)
        self.glance = Glance()
        self.glance.findings_requested.connect(self._open_findings)
        self.glance.incidents_requested.connect(self._open_incidents)
        self.glance.carry_requested.connect(self.proving.carry)
        self.filter = LogFilter(context)
        self.people, self.acts, self.case = self.filter.people, self.filter.acts, self.filter.case
        # Hidden, never shown, before they stand in the layout: a part without a parent that is
        # shown becomes a window of its own and takes the keyboard away.
        for part, right in (
            (self.glance, Capability.VIEW_CASE),
            (self.anchor, Capability.ANCHOR_AUDIT),
            (self.ledger, Capability.VIEW_CASE),
            (self.stamps, Capability.VIEW_CASE),
            (self.export, Capability.READ_AUDIT),
            (self.report, Capability.READ_AUDIT),
            (self.save_list, Capability.READ_AUDIT),
            (self.follow, Capability.READ_AUDIT),
            (self.filter, Capability.READ_AUDIT),
            (self.show_times, Capability.READ_AUDIT),
        ):
            if not context.may(right):
                part.hide()
        self.model = PagedModel(
            (
                Column(self.tr("番号"), 72, "right"),
                Column(self.tr("日時"), 148),
                Column(self.tr("人"), 140),
                Column(self.tr("操作"), 250),
                Column(self.tr("受付番号"), 96),
                Column(self.tr("内容")),
            )
        )
        self.table = Table(self.model, name="audit_table", accessible=self.tr("操作の記録"))
        self.model.page_wanted.connect(self._ask_page)
        self.table.row_chosen.connect(self._on_chosen)
        self.table.row_activated.connect(self._follow)
        self.count = label("", "small", name="audit_count")
        self._empty = EmptyState(
            self.tr("この条件の記録はありません。"), icon="scroll-text", name="audit_empty"
        )
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self._empty)
        self.filter.changed.connect(self.refresh)
        tools = row(self.ledger, None, self.export, self.compare, self.anchor, self.verify)
        self.times = CheckTimesCard()
        self.times.hide()
        foot = panel(
            row(
                *(self.count, self.follow, None, self.save_list),
                *(self.report, self.stamps, self.show_times),
                margins=(12, 4, 8, 4),
            ),
            "foot",
        )
        listing = panel(column((self._stack, 1), foot, spacing=0, margins=(1, 1, 1, 1)), "card")
        self.setLayout(
            column(
                tools,
                self.banners,
                self.glance,
                self.times,
                self.filter,
                (listing, 1),
                spacing=10,
            )
        )
        self._on_chosen("")
        self.refresh()

    def show_request(self, what: object) -> None:
        """What a task of the day asks for."""
        self.refresh()
        if what == "findings":
            self._open_findings()
        elif what == "incidents":
            self._open_incidents()

    # -- reading ---------------------------------------------------------------------------

    def refresh(self) -> None:
        """Begin the list anew: newest first."""
        self._ask_standing()
        if not self._context.may(Capability.READ_AUDIT):
            self._empty.set_sentence(
                self.tr("記録を読めるのは監査と責任者です。記録の検証は、だれでも行えます。")
            )
            self._stack.setCurrentWidget(self._empty)
            return
        desk, by, which = self._context.desk, self._context.signed_in, self.filter.which()
        task = self._context.tasks.store(
            lambda: desk.audit.count(by, **which),  # type: ignore[arg-type]
            asked=self._count_asked,
        )
        task.succeeded.connect(self._on_counted)
        task.failed.connect(self._on_failed)

    def _ask_standing(self) -> None:
        if not self._context.may(Capability.VIEW_CASE):
            return
        board, by, at = self._context.desk.audit_board, self._context.signed_in, self._context.now()
        task = self._context.tasks.store(lambda: board.standing(by, at), asked=self._standing_asked)
        task.succeeded.connect(self._on_standing)
        task.failed.connect(self._on_failed)

    def _on_standing(self, found: object, _tag: object) -> None:
        if isinstance(found, AuditStanding):
            self.glance.show_standing(found, self._context.today())

    def _on_counted(self, count: object, _tag: object) -> None:
        if not isinstance(count, int):
            return
        self._generation += 1
        self._numbers.clear()
        self._on_chosen("")
        self.model.start(count)
        self._stack.setCurrentWidget(self.table if count else self._empty)
        self.count.setText(self.tr("{0:,}件").format(count))

    def _ask_page(self, offset: int, limit: int) -> None:
        desk, by, which = self._context.desk, self._context.signed_in, self.filter.which()
        task = self._context.tasks.store(
            lambda: desk.audit.entries(by, offset, limit, **which),  # type: ignore[arg-type]
            tag=(self._generation, offset),
        )
        task.succeeded.connect(self._on_page)
        task.failed.connect(self._on_failed)

    def _on_page(self, lines: object, tag: object) -> None:
        if not isinstance(lines, tuple) or not isinstance(tag, tuple):
            return
        generation, offset = tag
        if generation == self._generation:
            self._numbers |= {str(one.seq): one.case_number for one in lines if one.case_number}
            self.model.set_page(offset, [_row(line) for line in lines])

    def _on_chosen(self, key: str) -> None:
        self.follow.setEnabled(key in self._numbers)

    def _follow(self, _key: object = None) -> None:
        """The whole story of the chosen entry's case."""
        number = self._numbers.get(self.table.current_key())
        if number:
            self.filter.follow(number)

    def _toggle_times(self) -> None:
        """The last twelve months that are over, on a card above the list."""
        if not self.times.isHidden():
            self.times.hide()
            return
        verification, by = self._context.desk.verification, self._context.signed_in
        today = self._context.today()
        last = today.replace(day=1) - timedelta(days=1)  # a month that is not over tells nothing
        first = (last.replace(day=1) - timedelta(days=330)).replace(day=1)
        task = self._context.tasks.store(
            lambda: verification.confirmation_times(by, first, last, today), tag=(first, last)
        )
        task.succeeded.connect(self._on_times)
        task.failed.connect(self._on_failed)

    def _on_times(self, times: object, period: object) -> None:
        if isinstance(times, CheckTimes) and isinstance(period, tuple):
            first, last = period
            words = self.tr("{0}年{1}月〜{2}年{3}月").format(
                first.year, first.month, last.year, last.month
            )
            self.times.show_times(times, words)
            self.times.show()

    # -- papers ----------------------------------------------------------------------------

    def _open_ledger(self) -> None:
        ReceiptLedgerDialog(self, self._context).open()

    def _open_stamps(self) -> None:
        StampLedgerDialog(self, self._context).open()

    def _open_report(self) -> None:
        ReportDialog(self, self._context).open()

    def _open_findings(self) -> None:
        dialog = FindingsDialog(self, self._context)
        dialog.finished.connect(self._ask_standing)
        dialog.open()

    def _open_incidents(self) -> None:
        IncidentsDialog(self, self._context).open()

    def _save_list(self) -> None:
        ListExport(self, self._context, self.filter.which()).ask()

    def _on_failed(self, error: BaseException) -> None:
        self._context.show_error(error, self)


def _row(line: AuditLine) -> Row:
    return Row(
        (
            Cell(f"{line.seq}", align="right", px=13, tone="text2"),
            Cell(moment(line.at), px=13),
            Cell(line.who),
            Cell(line.action_label, weight=500),
            Cell(line.case_number, px=13),
            Cell(detail_words(line), px=13, tone="text2"),
        ),
        key=str(line.seq),
    )
