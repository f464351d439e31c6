"""受付 › 今日: the open cases by the nearer clock, and beside them what waits and what comes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QScrollArea, QStackedWidget, QWidget

from desktop.domain.clocks import Interim
from desktop.domain.roles import Capability
from desktop.domain.wareki import weekday_ja
from desktop.services.case_views import CaseLine, TodayView
from desktop.ui import theme
from desktop.ui.context import Context
from desktop.ui.intake.red_tasks import RedTasks
from desktop.ui.intake.today_side import TodaySide
from desktop.ui.marking import QT_TRANSLATE_NOOP
from desktop.ui.tasks import Asked
from desktop.ui.tokens import Tone
from desktop.ui.widgets.banner import BannerArea
from desktop.ui.widgets.cells import Cell
from desktop.ui.widgets.clock_words import clock_cell, short_day
from desktop.ui.widgets.empty_state import EmptyState
from desktop.ui.widgets.keys import bind
from desktop.ui.widgets.layout import column, panel, row
from desktop.ui.widgets.table import Table
from desktop.ui.widgets.table_model import Column, Row, RowsModel

_SIDE, _WIDE_SIDE, _WIDE_FROM = 344, 400, 1500
_MOST = 100  # lines of a group: some six screens of it
_LIST, _EMPTY = range(2)
_SUNDAY, _FRIDAY = 6, 4


class TodayTab(QWidget):
    """`import_requested`: somebody wants to take in mail; `unfiled_requested`: to see what lies;
    `days_requested`: to close a day."""

    import_requested = Signal()
    unfiled_requested = Signal()
    days_requested = Signal()
    post_counted = Signal(object)  # TodayView: what waits to be posted, what is on its way

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setObjectName("today")
        self._context = context
        self._asked = Asked()
        self._making = False  # a 中間連絡, which is made once
        self.banners = BannerArea(name="today_banners")
        self.red = RedTasks(context)
        self.red.unfiled_requested.connect(self.unfiled_requested)
        self.red.days_requested.connect(self.days_requested)
        self.model = RowsModel(
            (
                Column(self.tr("受付番号"), 84),
                Column(self.tr("請求者")),
                Column(self.tr("請求の種類"), 146),
                Column(self.tr("いまの作業"), 110),
                Column(self.tr("法定"), 152),
                Column(self.tr("目標"), 180),
            )
        )
        self.table = Table(self.model, name="today_table", accessible=self.tr("期限の近い順の案件"))
        self.table.row_activated.connect(context.open_case_requested)
        bind(self, "F9", self._make_interim)
        self._lines: dict[str, CaseLine] = {}
        self.empty = EmptyState(
            self.tr("進行中の案件はありません。郵便を取り込むと、ここに期限の順で並びます。"),
            icon="calendar-clock",
            name="today_empty",
        )
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.empty)
        listing = panel(column((self._stack, 1), spacing=0, margins=(1, 1, 1, 1)), "card")
        self.side = TodaySide(context)
        self.side.import_requested.connect(self.import_requested)
        self.side.unfiled_requested.connect(self.unfiled_requested)
        self._scroll = QScrollArea()
        self._scroll.setObjectName("today_side_scroll")
        self._scroll.setWidgetResizable(True)
        self._scroll.setWidget(self.side)
        self._scroll.setFixedWidth(theme.px(_SIDE))
        self.setLayout(
            column(
                self.banners,
                self.red,
                (row((listing, 1), self._scroll, spacing=16), 1),
                spacing=12,
            )
        )

    def load(self) -> None:
        """Read the day anew; the cursor stays on its case."""
        desk, by, at = self._context.desk, self._context.signed_in, self._context.now()
        task = self._context.tasks.store(lambda: desk.cases.today(by, at, _MOST), asked=self._asked)
        task.succeeded.connect(self._on_today)
        task.failed.connect(self._on_failed)

    def take_focus(self) -> None:
        """The list, where there is one; else the button that starts the day."""
        if self.model.rowCount():
            if not self.table.currentIndex().isValid():
                self.table.choose_first()
            self.table.setFocus()
        else:
            self.side.take_focus()

    def set_width(self, width: int) -> None:
        """A wide window gives the side more room (visual language §4)."""
        wide = width >= theme.px(_WIDE_FROM)
        self._scroll.setFixedWidth(theme.px(_WIDE_SIDE if wide else _SIDE))

    def _on_today(self, view: object, _tag: object) -> None:
        if not isinstance(view, TodayView):
            return
        kept = self.table.current_key()
        had_rows = self.model.rowCount() > 0
        groups = (view.overdue, view.due_today, view.this_week, view.later)
        self._lines = {line.id: line for group in groups for line in group}
        self.model.set_rows(today_rows(view, self._context.today()))
        self._stack.setCurrentIndex(_LIST if self.model.rowCount() else _EMPTY)
        if self.model.rowCount() and not (kept and self.table.choose(kept)):
            self.table.choose_first()
        self.side.show_today(view, self._context.today())
        self.post_counted.emit(view)
        self.red.show_tasks(view.red_tasks)
        if not had_rows and self.isVisible() and self.side.has_focus():
            self.take_focus()

    def _make_interim(self) -> None:
        """The 中間連絡 of the chosen case in its declared words; then the case, to look at it."""
        line = self._lines.get(self.table.current_key())
        if line is None or line.interim is None or self._making:
            return
        if line.interim is Interim.POST or not self._context.may(Capability.CHECK_FORM):
            self._context.open_case_requested.emit(line.id)
            return
        desk, act = self._context.desk, replace(self._context.act(), seen=line.version)
        self._making = True
        task = self._context.tasks.store(
            lambda: desk.casework.notices.interim_now(act, line.id), tag=line.id
        )
        task.succeeded.connect(self._on_interim)
        task.failed.connect(self._on_no_interim)

    def _on_no_interim(self, error: BaseException) -> None:
        self._making = False
        self._context.show_error(error, self)
        self._context.data_changed.emit()

    def _on_interim(self, _letter: object, case_id: object) -> None:
        self._making = False
        self._context.notify(
            self.tr("中間連絡を作りました。文面を確かめ、印刷して発送してください。")
        )
        self._context.data_changed.emit()
        self._context.open_case_requested.emit(str(case_id))

    def _on_failed(self, error: BaseException) -> None:
        self._context.show_error(error, self)


def today_rows(view: TodayView, today: date) -> list[Row]:
    """The groups of the list; what is due from next week on is folded while nearer work waits."""
    friday = today + timedelta(days=_FRIDAY - today.weekday())
    week_end = friday if friday > today else today + timedelta(days=_SUNDAY - today.weekday())
    until = _tr("{0}（{1}）まで").format(short_day(week_end), weekday_ja(week_end))
    near = bool(view.overdue or view.due_today or view.this_week)
    return [
        *_group(
            "overdue",
            _tr("期限を過ぎた案件"),
            view.overdue,
            "clock-alert",
            "bad",
            more=view.overdue_more,
        ),
        *_group("today", _tr("今日まで"), view.due_today, "clock", "warn", more=view.today_more),
        *_group(
            "week",
            _tr("今週"),
            view.this_week,
            "calendar-clock",
            "text",
            until,
            more=view.week_more,
        ),
        *_group(
            "later",
            _tr("来週から"),
            view.later,
            "",
            "text",
            folds=True,
            is_open=not near,
            more=view.later_more,
        ),
    ]


def _group(
    key: str,
    title: str,
    lines: Sequence[CaseLine],
    icon: str,
    tone: Tone,
    until: str = "",
    *,
    folds: bool = False,
    is_open: bool = True,
    more: int = 0,
) -> list[Row]:
    if not lines:
        return []
    told = until
    if more:
        told = (
            _tr("{0}　期限の早い{1}件を表示（ほかは「案件」にあります）")
            .format(until, len(lines))
            .strip("　")
        )
    head = Cell(
        title,
        tone,
        icon or ("" if folds else "calendar"),
        weight=700,
        second=_tr("{0:,}件　{1}").format(len(lines) + more, told).rstrip("　"),
        second_tone="text2",
        background="canvas",
    )
    cells = [_case_row(line) for line in lines]
    return [Row((head,), f"group:{key}", group=True, foldable=folds, open=is_open), *cells]


def _case_row(line: CaseLine) -> Row:
    return Row(
        (
            Cell(line.number, weight=500, px=13),
            Cell(line.name or _tr("氏名の読み取りなし"), tone=None if line.name else "mute"),
            Cell(line.types, px=13, tone="text2"),
            _work_cell(line),
            clock_cell(line.statutory),
            clock_cell(line.target),
        ),
        key=line.id,
    )


_INTERIM = {
    Interim.MAKE: QT_TRANSLATE_NOOP("Today", "中間連絡"),
    Interim.POST: QT_TRANSLATE_NOOP("Today", "中間連絡の発送"),
}


def _work_cell(line: CaseLine) -> Cell:
    """Over the target, the 中間連絡 is what comes next."""
    if line.interim is None:
        return Cell(line.work, px=13)
    words = _tr(_INTERIM[line.interim])
    key = "F9" if line.interim is Interim.MAKE else ""
    spoken = _tr("{0}（{1}）").format(words, line.work)
    return Cell(words, "warn", px=13, weight=500, second=key, spoken=spoken)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Today", text)
