"""記録・監査: the log read page by page, verified, anchored, and carried out of the house."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QStackedWidget, QWidget

from desktop.domain.check_times import CheckTimes
from desktop.domain.roles import Capability
from desktop.services.audit import AnchorView, AuditLine, VerificationView
from desktop.services.audit_labels import ACTION_LABELS
from desktop.services.people import PersonView
from desktop.ui import theme
from desktop.ui.audit.check_times import CheckTimesCard
from desktop.ui.audit.receipt_ledger import ReceiptLedgerDialog
from desktop.ui.audit.report_dialog import ReportDialog
from desktop.ui.audit.stamp_ledger import StampLedgerDialog
from desktop.ui.audit.words import anchor_words, detail_words, moment, root_words
from desktop.ui.context import Context
from desktop.ui.labels import label
from desktop.ui.tasks import Asked
from desktop.ui.tokens import Tone
from desktop.ui.widgets.banner import Banner, BannerArea
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.cells import Cell
from desktop.ui.widgets.empty_state import EmptyState
from desktop.ui.widgets.layout import column, panel, row
from desktop.ui.widgets.search_box import SearchBox
from desktop.ui.widgets.select import Select
from desktop.ui.widgets.table import Table
from desktop.ui.widgets.table_model import Column, PagedModel, Row


class AuditPlace(QWidget):
    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setObjectName("audit_place")
        self._context = context
        self._count_asked, self._people_asked = Asked(), Asked()
        self._generation = 0
        self._case_id: str | None = None
        self.banners = BannerArea(name="audit_banners")
        self.verify = Button(
            self.tr("記録を検証する"), "primary", key="Ctrl+Enter", name="audit_verify"
        )
        self.anchor = Button(self.tr("記録を固定する"), "secondary", name="audit_anchor")
        self.export = Button(self.tr("記録を書き出す"), "secondary", name="audit_export")
        self.ledger = Button(self.tr("受付簿を開く"), "secondary", name="audit_ledger")
        self.stamps = Button(
            self.tr("切手・為替受払簿を開く"), "quiet", small=True, name="audit_stamps"
        )
        self.stamps.clicked.connect(self._open_stamps)
        self.report = Button(
            self.tr("監査の報告書を作る"), "quiet", small=True, name="audit_report"
        )
        self.report.clicked.connect(self._open_report)
        self.verify.clicked.connect(self._verify)
        self.anchor.clicked.connect(self._anchor)
        self.export.clicked.connect(self._ask_export)
        self.ledger.clicked.connect(self._open_ledger)
        # Hidden, never shown, before they stand in the layout: a part without a parent that is
        # shown becomes a window of its own and takes the keyboard away.
        for button, right in (
            (self.anchor, Capability.ANCHOR_AUDIT),
            (self.ledger, Capability.VIEW_CASE),
            (self.stamps, Capability.VIEW_CASE),
            (self.export, Capability.READ_AUDIT),
            (self.report, Capability.READ_AUDIT),
        ):
            if not context.may(right):
                button.hide()
        self.people = Select(name="audit_people", accessible=self.tr("人で絞り込む"))
        self.acts = Select(
            (("", self.tr("すべての操作")), *ACTION_LABELS.items()),
            name="audit_actions",
            accessible=self.tr("操作で絞り込む"),
        )
        self.case = SearchBox(self.tr("受付番号で絞り込む"), name="audit_case", key="")
        self.case.setFixedWidth(theme.px(172))
        self.acts.setFixedWidth(theme.px(218))  # the whole names of acts stand in its list
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
        self.count = label("", "small", name="audit_count")
        self._empty = EmptyState(
            self.tr("この条件の記録はありません。"), icon="scroll-text", name="audit_empty"
        )
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self._empty)
        for chooser in (self.people, self.acts):
            chooser.currentIndexChanged.connect(self.refresh)
        self.case.searched.connect(self._on_case_typed)
        self.case.entered.connect(self._on_case_typed)
        tools = row(
            self.people,
            self.acts,
            self.case,
            None,
            self.ledger,
            self.export,
            self.anchor,
            self.verify,
        )
        self.times = CheckTimesCard()
        self.times.hide()
        self.show_times = Button(
            self.tr("本人確認の所要時間"), "quiet", small=True, name="audit_check_times"
        )
        self.show_times.clicked.connect(self._toggle_times)
        if not context.may(Capability.READ_AUDIT):
            self.show_times.hide()
        foot = panel(
            row(
                *(self.count, None, self.report, self.stamps, self.show_times),
                margins=(12, 4, 8, 4),
            ),
            "foot",
        )
        listing = panel(column((self._stack, 1), foot, spacing=0, margins=(1, 1, 1, 1)), "card")
        self.setLayout(column(tools, self.banners, self.times, (listing, 1), spacing=12))
        self._ask_people()
        self.refresh()

    # -- reading ---------------------------------------------------------------------------

    def refresh(self) -> None:
        """Begin the list anew: newest first."""
        if not self._context.may(Capability.READ_AUDIT):
            self._empty.set_sentence(
                self.tr("記録を読めるのは監査と責任者です。記録の検証は、だれでも行えます。")
            )
            self._stack.setCurrentWidget(self._empty)
            return
        desk, by, which = self._context.desk, self._context.signed_in, self._which()
        task = self._context.tasks.store(
            lambda: desk.audit.count(by, case_id=which[0], actor=which[1], action=which[2]),
            asked=self._count_asked,
        )
        task.succeeded.connect(self._on_counted)
        task.failed.connect(self._on_failed)

    def _which(self) -> tuple[str | None, str | None, str | None]:
        return self._case_id, self.people.key() or None, self.acts.key() or None

    def _on_counted(self, count: object, _tag: object) -> None:
        if not isinstance(count, int):
            return
        self._generation += 1
        self.model.start(count)
        self._stack.setCurrentWidget(self.table if count else self._empty)
        self.count.setText(self.tr("{0:,}件").format(count))

    def _ask_page(self, offset: int, limit: int) -> None:
        desk, by, which = self._context.desk, self._context.signed_in, self._which()
        task = self._context.tasks.store(
            lambda: desk.audit.entries(
                by, offset, limit, case_id=which[0], actor=which[1], action=which[2]
            ),
            tag=(self._generation, offset),
        )
        task.succeeded.connect(self._on_page)
        task.failed.connect(self._on_failed)

    def _on_page(self, lines: object, tag: object) -> None:
        if not isinstance(lines, tuple) or not isinstance(tag, tuple):
            return
        generation, offset = tag
        if generation == self._generation:
            self.model.set_page(offset, [_row(line) for line in lines])

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

    def _ask_people(self) -> None:
        task = self._context.tasks.store(self._context.desk.people.roster, asked=self._people_asked)
        task.succeeded.connect(self._show_people)

    def _show_people(self, roster: object, _tag: object) -> None:
        if isinstance(roster, tuple):
            people = [one for one in roster if isinstance(one, PersonView)]
            self.people.set_options(
                (("", self.tr("すべての人")), *((one.id, one.name) for one in people))
            )

    def _on_case_typed(self, number: str) -> None:
        if not number.strip():
            self._case_id = None
            self.refresh()
            return
        desk = self._context.desk
        task = self._context.tasks.store(lambda: desk.cases.by_number(number.strip()))
        task.succeeded.connect(self._on_case_found)
        task.failed.connect(self._on_failed)

    def _on_case_found(self, case_id: object, _tag: object) -> None:
        # An unknown number shows the empty list: no entry can speak of such a case.
        self._case_id = str(case_id) if case_id else "-"
        self.refresh()

    # -- proving ---------------------------------------------------------------------------

    def _verify(self) -> None:
        self.verify.setEnabled(False)
        task = self._context.tasks.store(self._context.desk.audit.verify)
        task.succeeded.connect(self._on_verified)
        task.failed.connect(self._on_failed)
        task.ended.connect(self._on_verify_ended)

    def _on_verify_ended(self) -> None:
        self.verify.setEnabled(True)

    def _on_verified(self, found: object, _tag: object) -> None:
        if not isinstance(found, VerificationView):
            return
        self._clear("audit_verified")
        if found.ok:
            head = self.tr("記録は正しくつながっています（{0:,}件）").format(found.size)
            body = self.tr("ルート {0}").format(root_words(found.root))
        else:
            head = self.tr("記録に食い違いがあります（{0:,}件）").format(found.size)
            body = "　".join(found.problems[:3])
        tone: Tone = "ok" if found.ok else "bad"
        self.banners.show_banner(
            Banner(
                tone,
                head,
                body,
                icon="shield-check" if found.ok else "",
                closable=True,
                fixed=found.ok,
                name="audit_verified",
            )
        )

    def _anchor(self) -> None:
        act, audit = self._context.act(), self._context.desk.audit
        self.anchor.setEnabled(False)
        task = self._context.tasks.store(lambda: audit.anchor(act))
        task.succeeded.connect(self._on_anchored)
        task.failed.connect(self._on_failed)
        task.ended.connect(self._on_anchor_ended)

    def _on_anchor_ended(self) -> None:
        self.anchor.setEnabled(True)

    def _on_anchored(self, anchor: object, _tag: object) -> None:
        if not isinstance(anchor, AnchorView):
            return
        self._clear("audit_anchored")
        self.banners.show_banner(
            Banner(
                "ok",
                self.tr("{0:,}件までを固定しました。下の値を紙に控えてください").format(
                    anchor.size
                ),
                anchor_words(anchor),
                icon="shield-check",
                closable=True,
                fixed=True,
                name="audit_anchored",
            )
        )
        self.refresh()

    # -- carrying out ----------------------------------------------------------------------

    def _ask_export(self) -> None:
        self._ask_place(self.tr("記録を書き出す場所"), "audit-log.jsonl", self._export_to)

    def _export_to(self, name: str) -> None:
        act, audit = self._context.act(), self._context.desk.audit
        task = self._context.tasks.store(lambda: audit.export(act, Path(name)))
        task.succeeded.connect(self._on_exported)
        task.failed.connect(self._on_failed)

    def _on_exported(self, entries: object, _tag: object) -> None:
        self._context.notify(self.tr("記録を{0}件書き出しました。").format(entries))
        self.refresh()

    def _open_ledger(self) -> None:
        ReceiptLedgerDialog(self, self._context).open()

    def _open_stamps(self) -> None:
        StampLedgerDialog(self, self._context).open()

    def _open_report(self) -> None:
        ReportDialog(self, self._context).open()

    def _ask_place(self, title: str, name: str, then: Callable[[str], None]) -> None:
        dialog = QFileDialog(self, title)
        dialog.setObjectName("audit_file_dialog")
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.selectFile(name)
        dialog.fileSelected.connect(then)
        dialog.open()

    def _clear(self, name: str) -> None:
        for banner in self.banners.banners():
            if banner.objectName() == name:
                self.banners.remove(banner)

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
