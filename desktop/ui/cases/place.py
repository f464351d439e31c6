"""案件: every case, in the order asked for, narrowed by stage, words, clerk, due, type, arrival."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QWidget

from desktop.domain.roles import Capability
from desktop.domain.states import END_STATES, CaseState
from desktop.services.case_roster import CaseOrder
from desktop.services.case_views import CaseFilter
from desktop.services.saved_filters import SavedFilter
from desktop.ui import theme
from desktop.ui.cases.bulk_bar import BulkBar
from desktop.ui.cases.clerks import clerks_of
from desktop.ui.cases.filter_bar import FilterBar
from desktop.ui.cases.hand_over_bar import HandOverBar
from desktop.ui.cases.list_model import ORDERS, CaseListModel
from desktop.ui.cases.list_table import CaseTable
from desktop.ui.cases.saved_filter_bar import SavedFilterChoice, SaveFilterBar
from desktop.ui.context import Context
from desktop.ui.labels import label
from desktop.ui.marking import QT_TRANSLATE_NOOP
from desktop.ui.tasks import Asked
from desktop.ui.widgets.banner import BannerArea
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.empty_state import EmptyState
from desktop.ui.widgets.keys import bind
from desktop.ui.widgets.layout import column, panel, row
from desktop.ui.widgets.search_box import SearchBox
from desktop.ui.widgets.select import Check
from desktop.ui.widgets.table_model import Column
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
    (QT_TRANSLATE_NOOP("CasesPlace", "進行中"), _OPEN),
    (QT_TRANSLATE_NOOP("CasesPlace", "作業中"), _OPEN - _WAITING - _SENDING),
    (QT_TRANSLATE_NOOP("CasesPlace", "お客様待ち"), _WAITING),
    (QT_TRANSLATE_NOOP("CasesPlace", "決裁・発送"), _SENDING),
    (QT_TRANSLATE_NOOP("CasesPlace", "終了"), END_STATES),
    (QT_TRANSLATE_NOOP("CasesPlace", "すべて"), frozenset(CaseState)),
)
_LIST, _EMPTY = range(2)


class CasesPlace(QWidget):
    """The list asks for all ids in order, then for the lines that come into view (STYLE §6)."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setObjectName("cases_place")
        self._context = context
        self._order_asked, self._lines_asked, self._people_asked = Asked(), Asked(), Asked()
        self._kept = ""
        self.banners = BannerArea(name="cases_banners")
        self.stages = Tabs(
            [self.tr(word) for word, _states in STAGES],
            name="cases_stages",
            accessible=self.tr("案件の段階"),
        )
        self.filter = SearchBox(self.tr("一覧を絞り込む"), name="cases_filter", key="")
        self.filter.setFixedWidth(theme.px(180))
        self.mine = Check(self.tr("自分の担当だけ"), name="cases_mine")
        self.filters = FilterBar(context.today())
        self.saved = SavedFilterChoice(context, self)
        self.save_filter = SaveFilterBar(context)
        self.hand_over = HandOverBar(context)
        self.bulk = BulkBar(context, self.banners)
        self.model = CaseListModel(
            (
                Column("", 36),
                Column(self.tr("受付番号"), 96),
                Column(self.tr("請求者")),
                Column(self.tr("種類"), 150),
                Column(self.tr("いまの作業"), 128),
                Column(self.tr("法定"), 150),
                Column(self.tr("目標"), 172),
                Column(self.tr("担当"), 120),
            )
        )
        self.table = CaseTable(
            self.model, self._ask_lines, name="cases_table", accessible=self.tr("案件の一覧")
        )
        self.count = label("", "small", name="cases_count")
        self.loading = label("", "small", name="cases_loading")
        self.empty = EmptyState("", self._clear_button(), icon="folder-open", name="cases_empty")
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.empty)
        self.keep = Button(self.tr("条件を保存する"), "quiet", small=True, name="cases_keep_filter")
        self.give = Button(self.tr("担当を引き継ぐ"), "quiet", small=True, name="cases_hand_over")
        if not context.may(Capability.ASSIGN):  # only ever hidden: shown without a parent, a window
            self.give.hide()
        self.foot = row(
            self.count,
            self.loading,
            None,
            label(self.tr("Enter 開く　Space 選ぶ　/ 絞り込む"), "caption"),
            8,
            self.keep,
            self.give,
            margins=(14, 4, 8, 4),
        )
        card = panel(
            column((self._stack, 1), panel(self.foot, "foot"), spacing=0, margins=(1, 1, 1, 1)),
            "card",
        )
        tools = row(self.stages, None, self.saved.choice, self.mine, self.filter, spacing=12)
        strips = (self.save_filter, self.hand_over, self.bulk)
        self.setLayout(column(tools, self.filters, self.banners, *strips, (card, 1), spacing=10))
        self.stages.changed.connect(self._start)
        self.mine.toggled.connect(self._start)
        self.filters.changed.connect(self._start)
        self.filters.sort_changed.connect(self._start)
        self.filter.searched.connect(self._start)
        self.filter.entered.connect(self._on_entered)
        self.filter.left.connect(self._go_to_list)
        self.table.row_activated.connect(context.open_case_requested)
        self.table.sort_requested.connect(self._on_head_clicked)
        self.saved.chosen.connect(self._on_saved_chosen)
        self.save_filter.changed.connect(self.saved.refresh)
        self.keep.clicked.connect(self._on_keep)
        self.give.clicked.connect(self._on_give)
        self.model.ticks_changed.connect(self._on_ticked)
        self.bulk.untick_requested.connect(self._on_untick)
        self.bulk.assigned.connect(self._on_untick)
        bind(self, "/", self._on_slash)
        context.data_changed.connect(self.refresh)
        context.index_loaded.connect(self._on_index_loaded)
        self._ask_people()
        self._start()

    def refresh(self) -> None:
        """Read the list anew; the cursor stays on its case."""
        if not self._context.locked and self._context.somebody is not None:
            self._start()

    def show_request(self, what: object) -> None:
        """Show the cases of a stage: its word, or a state."""
        for number, (word, states) in enumerate(STAGES[:-1]):
            if what == word or (isinstance(what, CaseState) and number and what in states):
                self.stages.set_current(number)
        self.refresh()

    def take_focus(self) -> None:
        """The list has the keyboard where there is something to choose."""
        target = self.table if self.model.rowCount() else self.stages
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def which(self) -> CaseFilter:
        """What the list shows now."""
        mine = self._context.signed_in.person_id if self.mine.isChecked() else ""
        stage = STAGES[self.stages.current()][1]
        return self.filters.narrow(CaseFilter(stage, self.filter.text(), mine))

    def _clear_button(self) -> Button:
        self._clear = Button(self.tr("絞り込みを外す"), "secondary", name="cases_clear")
        self._clear.clicked.connect(self._on_clear)
        return self._clear

    def _start(self) -> None:
        self._kept = self.table.current_key() or self._kept
        desk, by, at = self._context.desk, self._context.signed_in, self._context.now()
        which, sorting = self.which(), self.filters.sorting()
        self.model.set_sort(sorting.sort, descending=sorting.descending)
        # Beside the store's own thread: a list is only read, and waits for no other screen.
        task = self._context.tasks.free(
            lambda: desk.cases.order(by, which, at, sorting.sort, descending=sorting.descending),
            asked=self._order_asked,
        )
        task.succeeded.connect(self._on_order)
        task.failed.connect(self._on_failed)

    def _on_order(self, order: object, _tag: object) -> None:
        if not isinstance(order, CaseOrder):
            return
        for number, (_word, states) in enumerate(STAGES):
            self.stages.set_count(number, sum(order.states.get(state, 0) for state in states))
        shown = len(order.ids)
        self.model.set_order(order.ids)
        self.model.untick(set(self.model.ticked()).difference(order.ids))
        self.count.setText(self.tr("{0}件").format(f"{shown:,}"))
        self._tell_loading()
        narrowed = (
            bool(self.filter.text().strip()) or self.mine.isChecked() or self.filters.is_narrow()
        )
        self.empty.set_sentence(
            self.tr("条件に合う案件はありません。")
            if narrowed
            else self.tr("この段階の案件はありません。")
        )
        self._clear.setVisible(narrowed)
        self._stack.setCurrentIndex(_LIST if shown else _EMPTY)
        kept = self.model.number_of(self._kept) if self._kept else -1
        if kept >= 0 and self.table.current_key() != self._kept:
            self.table.setCurrentIndex(self.model.index(kept, 0))
        self._lines_asked.again()  # what is still on its way may be older than this order
        self.table.start_over()

    def _ask_lines(self, ids: tuple[str, ...]) -> None:
        if self._context.locked or self._context.somebody is None:
            return
        desk, by, at = self._context.desk, self._context.signed_in, self._context.now()
        task = self._context.tasks.free(
            lambda: desk.cases.lines(by, ids, at), tag=ids, asked=self._lines_asked
        )
        task.succeeded.connect(self._on_lines)
        task.failed.connect(self._on_lines_failed)

    def _on_lines(self, lines: object, asked: object) -> None:
        if isinstance(lines, tuple) and isinstance(asked, tuple):
            self.model.set_lines(asked, lines)
        self.table.answered()

    def _on_lines_failed(self, error: BaseException) -> None:
        # Not asked again before the list is: the same question would fail again.
        self._context.show_error(error, self)

    def _ask_people(self) -> None:
        task = self._context.tasks.store(self._context.desk.people.roster, asked=self._people_asked)
        task.succeeded.connect(self._on_people)
        task.failed.connect(self._on_failed)

    def _on_people(self, people: object, _tag: object) -> None:
        if isinstance(people, tuple):
            everybody, active = clerks_of(people), clerks_of(people, active=True)
            self.filters.set_people(everybody, self._context.signed_in.person_id)
            self.bulk.set_people(active)
            self.hand_over.set_people(everybody, active)

    def _tell_loading(self) -> None:
        """While the search is being made ready, a narrowed list may still lack cases."""
        progress = self._context.desk.cases.index_progress()
        if progress is None or not self.filter.text().strip():
            self.loading.setText("")
            return
        done, total = progress
        self.loading.setText(
            self.tr("検索の準備中です（{0}%）。まだ出ていない案件があります。").format(
                100 * done // max(1, total)
            )
        )

    def _on_index_loaded(self) -> None:
        if self.filter.text().strip():
            self.refresh()

    def _on_saved_chosen(self, kept: SavedFilter) -> None:
        """Show what a kept filter asks for; the words in the box stay as they are."""
        stage = next(
            (n for n, (_word, states) in enumerate(STAGES) if states == kept.which.states), 0
        )
        for widget in (self.mine, self.stages, self.filters.sort):
            widget.blockSignals(True)
        self.mine.setChecked(kept.mine)
        self.stages.set_current(stage)
        self.filters.sort.choose(kept.sort or self.filters.sort.key())
        for widget in (self.mine, self.stages, self.filters.sort):
            widget.blockSignals(False)
        self.filters.show_filter(kept.which)

    def _on_keep(self) -> None:
        self.hand_over.hide()
        self.save_filter.open(
            self.which(),
            self.saved.current(),
            mine=self.mine.isChecked(),
            sort=self.filters.sorting().key,
        )

    def _on_give(self) -> None:
        self.save_filter.hide()
        self.hand_over.open()

    def _on_ticked(self) -> None:
        if self._context.may(Capability.ASSIGN):
            self.save_filter.hide()
            self.hand_over.hide()
            self.bulk.set_ticked(self.model.ticked())

    def _on_untick(self) -> None:
        self.model.untick()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_head_clicked(self, number: int) -> None:
        sort = ORDERS.get(number)
        if sort is not None:
            self.filters.toggle_sort(sort)

    def _on_slash(self) -> None:
        self.filter.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filter.selectAll()

    def _on_entered(self, _text: str) -> None:
        self._start()
        self._go_to_list()

    def _go_to_list(self) -> None:
        if self.model.rowCount():
            if not self.table.currentIndex().isValid():
                self.table.setCurrentIndex(self.model.index(0, 0))
            self.table.setFocus()

    def _on_clear(self) -> None:
        self.filter.clear()
        self.mine.blockSignals(True)
        self.mine.setChecked(False)
        self.mine.blockSignals(False)
        self.filters.show_filter(CaseFilter())

    def _on_failed(self, error: BaseException) -> None:
        self._context.show_error(error, self)
