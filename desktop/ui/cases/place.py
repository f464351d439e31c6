"""案件: every case, newest first, narrowed by its stage, by words and by who works on it."""

from __future__ import annotations

from PySide6.QtWidgets import QStackedWidget, QWidget

from desktop.domain.states import END_STATES, CaseState
from desktop.services.case_views import CaseFilter, CaseLine
from desktop.ui import theme
from desktop.ui.context import Context
from desktop.ui.labels import label
from desktop.ui.tasks import Asked
from desktop.ui.widgets.banner import BannerArea
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.cells import Cell
from desktop.ui.widgets.clock_words import clock_cell
from desktop.ui.widgets.empty_state import EmptyState
from desktop.ui.widgets.layout import column, panel, row
from desktop.ui.widgets.search_box import SearchBox
from desktop.ui.widgets.select import Check
from desktop.ui.widgets.table import Table
from desktop.ui.widgets.table_model import Column, PagedModel, Row
from desktop.ui.widgets.tabs import Tabs

_OPEN = frozenset(CaseState) - END_STATES
_WAITING = frozenset({CaseState.AWAITING_CORRECTION, CaseState.AWAITING_FEE})
_SENDING = frozenset(
    {
        CaseState.APPROVAL,
        CaseState.APPROVED,
        CaseState.DISPATCHED,
        CaseState.RETURNED_MAIL,
        CaseState.DELIVERED,
    }
)
STAGES: tuple[tuple[str, frozenset[CaseState]], ...] = (
    ("進行中", _OPEN),
    ("作業中", _OPEN - _WAITING - _SENDING),
    ("お客様待ち", _WAITING),
    ("決裁・発送", _SENDING),
    ("終了", END_STATES),
)
_LIST, _EMPTY = range(2)


class CasesPlace(QWidget):
    """The list asks for its count, then for the pages that come into view (STYLE §6)."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setObjectName("cases_place")
        self._context = context
        self._counts_asked, self._list_asked = Asked(), Asked()
        self._generation = 0
        self._kept = ""
        self.banners = BannerArea(name="cases_banners")
        self.stages = Tabs(
            [word for word, _states in STAGES],
            name="cases_stages",
            accessible=self.tr("案件の段階"),
        )
        self.filter = SearchBox(self.tr("一覧を絞り込む"), name="cases_filter", key="")
        self.filter.setFixedWidth(theme.px(200))
        self.mine = Check(self.tr("自分の担当だけ"), name="cases_mine")
        self.model = PagedModel(
            (
                Column(self.tr("受付番号"), 92),
                Column(self.tr("請求者")),
                Column(self.tr("種類"), 176),
                Column(self.tr("いまの作業"), 128),
                Column(self.tr("法定"), 150),
                Column(self.tr("目標"), 172),
                Column(self.tr("担当"), 128),
            )
        )
        self.table = Table(self.model, name="cases_table", accessible=self.tr("案件の一覧"))
        self.count = label("", "small", name="cases_count")
        self.empty = EmptyState("", self._clear_button(), icon="folder-open", name="cases_empty")
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.empty)
        foot = panel(
            row(
                self.count,
                None,
                label(self.tr("Enter で開きます"), "caption"),
                margins=(14, 8, 14, 8),
            ),
            "foot",
        )
        card = panel(column((self._stack, 1), foot, spacing=0, margins=(1, 1, 1, 1)), "card")
        tools = row(self.stages, None, self.mine, self.filter, spacing=16)
        self.setLayout(column(tools, self.banners, (card, 1), spacing=12))
        self.stages.changed.connect(self._start)
        self.mine.toggled.connect(self._start)
        self.filter.searched.connect(self._start)
        self.filter.entered.connect(self._on_entered)
        self.filter.left.connect(self._go_to_list)
        self.table.row_activated.connect(context.open_case_requested)
        self.model.page_wanted.connect(self._ask_page)
        context.data_changed.connect(self.refresh)
        self._start()

    def refresh(self) -> None:
        """Read the list anew; the cursor stays on its case."""
        if not self._context.locked and self._context.somebody is not None:
            self._start()

    def show_request(self, what: object) -> None:
        """Show the cases of a stage: its word, or a state."""
        for number, (word, states) in enumerate(STAGES):
            if what == word or (isinstance(what, CaseState) and number and what in states):
                self.stages.set_current(number)
        self.refresh()

    def _clear_button(self) -> Button:
        self._clear = Button(self.tr("絞り込みを外す"), "secondary", name="cases_clear")
        self._clear.clicked.connect(self._on_clear)
        return self._clear

    def _which(self, stage: int) -> CaseFilter:
        mine = self._context.signed_in.person_id if self.mine.isChecked() else ""
        return CaseFilter(STAGES[stage][1], self.filter.text(), mine)

    def _start(self) -> None:
        self._kept = self.table.current_key() or self._kept
        desk, by = self._context.desk, self._context.signed_in
        filters = [self._which(stage) for stage in range(len(STAGES))]
        task = self._context.tasks.store(
            lambda: tuple(desk.cases.count(by, which) for which in filters),
            asked=self._counts_asked,
        )
        task.succeeded.connect(self._on_counts)
        task.failed.connect(self._on_failed)

    def _on_counts(self, counts: object, _tag: object) -> None:
        if not isinstance(counts, tuple):
            return
        for number, count in enumerate(counts):
            self.stages.set_count(number, count)
        shown = counts[self.stages.current()]
        self._generation += 1
        self.model.start(shown)
        self.count.setText(self.tr("{0}件").format(f"{shown:,}"))
        narrowed = bool(self.filter.text().strip()) or self.mine.isChecked()
        self.empty.set_sentence(
            self.tr("条件に合う案件はありません。")
            if narrowed
            else self.tr("この段階の案件はありません。")
        )
        self._clear.setVisible(narrowed)
        self._stack.setCurrentIndex(_LIST if shown else _EMPTY)
        if shown:
            self._ask_page(0, 100)

    def _ask_page(self, offset: int, limit: int) -> None:
        desk, by, at = self._context.desk, self._context.signed_in, self._context.now()
        which = self._which(self.stages.current())
        task = self._context.tasks.store(
            lambda: desk.cases.page(by, which, offset, limit, at),
            tag=(self._generation, offset),
        )
        task.succeeded.connect(self._on_page)
        task.failed.connect(self._on_failed)

    def _on_page(self, lines: object, tag: object) -> None:
        if not (isinstance(lines, tuple) and isinstance(tag, tuple)):
            return
        generation, offset = tag
        if generation != self._generation:
            return
        self.model.set_page(offset, [case_row(line) for line in lines])
        if self._kept and not self.table.currentIndex().isValid():
            for number, line in enumerate(lines, offset):
                if line.id == self._kept:
                    self.table.setCurrentIndex(self.model.index(number, 0))

    def _on_entered(self, _text: str) -> None:
        self._start()
        self._go_to_list()

    def _go_to_list(self) -> None:
        if self.model.rowCount():
            if not self.table.currentIndex().isValid():
                self.table.choose_first()
            self.table.setFocus()

    def _on_clear(self) -> None:
        self.filter.clear()
        self.mine.setChecked(False)
        self._start()

    def _on_failed(self, error: BaseException) -> None:
        self._context.show_error(error, self)


def case_row(line: CaseLine) -> Row:
    """A case as a row of the list."""
    return Row(
        (
            Cell(line.number, weight=500, px=13),
            Cell(line.name or "廃棄済", tone=None if line.name else "mute"),
            Cell(line.types, px=13, tone="text2"),
            Cell(line.work, px=13),
            clock_cell(line.statutory),
            clock_cell(line.target),
            Cell(line.assigned, px=13, tone="text2"),
        ),
        key=line.id,
    )
