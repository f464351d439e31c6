"""What narrows the list of cases: due, clerk, type, arrival, urgency; one line, by keyboard."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.domain.requests import REQUEST_LABELS, RequestType
from desktop.services.case_roster import NOBODY, CaseSort
from desktop.services.case_views import CaseFilter, DueWindow
from desktop.services.people import PersonView
from desktop.ui import theme
from desktop.ui.labels import label
from desktop.ui.widgets.date_field import DateField
from desktop.ui.widgets.flow import Flow, fixed
from desktop.ui.widgets.layout import row
from desktop.ui.widgets.select import Check, Select

_ALL = ""


@dataclass(frozen=True, slots=True)
class Sorting:
    """A way to order, as a choice of the list."""

    key: str
    sort: CaseSort
    descending: bool


SORTINGS = (
    Sorting("NEWEST", CaseSort.NUMBER, True),
    Sorting("OLDEST", CaseSort.NUMBER, False),
    Sorting("DUE", CaseSort.DUE, False),
    Sorting("DUE_LAST", CaseSort.DUE, True),
    Sorting("STATE", CaseSort.STATE, False),
    Sorting("STATE_LAST", CaseSort.STATE, True),
    Sorting("CLERK", CaseSort.CLERK, False),
    Sorting("CLERK_LAST", CaseSort.CLERK, True),
)


class FilterBar(QWidget):
    """`changed` follows every choice; `sort_changed` the choice of the order."""

    changed = Signal()
    sort_changed = Signal()

    def __init__(self, today: date) -> None:
        super().__init__()
        self.setObjectName("cases_filters")
        self.due = Select(
            (
                (_ALL, self.tr("期限：すべて")),
                (DueWindow.OVERDUE.value, self.tr("期限：超過")),
                (DueWindow.TODAY.value, self.tr("期限：今日")),
                (DueWindow.WEEK.value, self.tr("期限：今週まで")),
            ),
            name="cases_due",
            accessible=self.tr("期限で絞り込む"),
        )
        self.clerk = Select(
            ((_ALL, self.tr("担当：全員")),),
            name="cases_clerk",
            accessible=self.tr("担当で絞り込む"),
        )
        self.type = Select(
            (
                (_ALL, self.tr("種類：すべて")),
                *((kind.value, words) for kind, words in REQUEST_LABELS.items()),
            ),
            name="cases_type",
            accessible=self.tr("請求の種類で絞り込む"),
        )
        self.since = DateField(None, today, name="cases_from")
        self.until = DateField(None, today, name="cases_to")
        for field, words in (
            (self.since, self.tr("到達日 この日から")),
            (self.until, self.tr("到達日 この日まで")),
        ):
            field.setAccessibleName(words)
            field.setFixedWidth(theme.px(100))
            field.setPlaceholderText(self.tr("年-月-日"))
            field.editingFinished.connect(self._on_days)
        self.red = Check(self.tr("超過・返戻・無回答だけ"), name="cases_red")
        self.red.setMinimumHeight(theme.px(34))  # level with the fields beside it
        self.sort = Select(
            (
                ("NEWEST", self.tr("受付番号の新しい順")),
                ("OLDEST", self.tr("受付番号の古い順")),
                ("DUE", self.tr("期限の近い順")),
                ("DUE_LAST", self.tr("期限の遠い順")),
                ("STATE", self.tr("作業の進んでいない順")),
                ("STATE_LAST", self.tr("作業の進んだ順")),
                ("CLERK", self.tr("担当の順")),
                ("CLERK_LAST", self.tr("担当の逆順")),
            ),
            name="cases_sort",
            accessible=self.tr("並び順"),
        )
        for choice, width in (
            (self.due, 132),
            (self.clerk, 150),
            (self.type, 150),
            (self.sort, 182),
        ):
            choice.setSizeAdjustPolicy(
                Select.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
            choice.setFixedWidth(theme.px(width))
        self._days = (self.since.day(), self.until.day())
        days = QWidget()
        days.setLayout(
            row(
                label(self.tr("到達"), "small"),
                self.since,
                label(self.tr("～"), "small"),
                self.until,
                spacing=6,
            )
        )
        flow = Flow(spacing=8)
        for widget in (self.due, self.clerk, self.type, days, self.red, self.sort):
            flow.addWidget(fixed(widget))
        self.setLayout(flow)
        for choice in (self.due, self.clerk, self.type):
            choice.currentIndexChanged.connect(self.changed)
        self.red.toggled.connect(self.changed)
        self.sort.currentIndexChanged.connect(self.sort_changed)

    def set_people(self, people: Sequence[PersonView], me: str) -> None:
        """Whose cases may be asked for: everybody's who is or was a clerk here."""
        named = [
            (one.id, self.tr("担当：{0}").format(one.name if one.id != me else self.tr("自分")))
            for one in people
        ]
        self.clerk.set_options(
            [(_ALL, self.tr("担当：全員")), *named, (NOBODY, self.tr("担当：未定"))],
            self.clerk.key(),
        )

    def narrow(self, which: CaseFilter) -> CaseFilter:
        """The filter, narrowed by what is chosen here."""
        kind = self.type.key()
        due = self.due.key()
        return CaseFilter(
            states=which.states,
            text=which.text,
            assigned=which.assigned or self.clerk.key(),
            due=DueWindow(due) if due else None,
            types=frozenset({RequestType(kind)}) if kind else frozenset(),
            arrived_from=self.since.day(),
            arrived_to=self.until.day(),
            red=self.red.isChecked(),
        )

    def sorting(self) -> Sorting:
        key = self.sort.key()
        return next(one for one in SORTINGS if one.key == key)

    def toggle_sort(self, sort: CaseSort) -> None:
        """Order by this; where it is so already, the other way round."""
        now = self.sorting()
        ways = [one for one in SORTINGS if one.sort is sort]
        self.sort.choose(ways[1 - ways.index(now) if now in ways else 0].key)

    def show_filter(self, which: CaseFilter) -> None:
        """Choose what a filter says; told as one change."""
        self.blockSignals(True)
        self.due.choose(which.due.value if which.due else _ALL)
        self.clerk.choose(which.assigned)
        if self.clerk.currentIndex() < 0:
            self.clerk.choose(_ALL)
        self.type.choose(next(iter(which.types)).value if which.types else _ALL)
        for field, day in ((self.since, which.arrived_from), (self.until, which.arrived_to)):
            field.setText(day.isoformat() if day else "")
        self._days = (self.since.day(), self.until.day())
        self.red.setChecked(which.red)
        self.blockSignals(False)
        self.changed.emit()

    def is_narrow(self) -> bool:
        return self.narrow(CaseFilter()) != CaseFilter()

    def _on_days(self) -> None:
        days = (self.since.day(), self.until.day())
        if days != self._days:
            self._days = days
            self.changed.emit()
