"""予定: what falls due in which month, and on which of its days; printed as I-11."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QStackedWidget, QWidget

from desktop.domain.retention import RETENTION_LABELS
from desktop.domain.wareki import weekday_ja
from desktop.services.outlook import CLASSES, OUTLOOK, BookYear, Falling, Outlook, OutlookMonth
from desktop.ui import theme
from desktop.ui.context import Context
from desktop.ui.labels import label
from desktop.ui.tasks import Asked
from desktop.ui.tokens import Tone
from desktop.ui.widgets.banner import BannerArea
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.cells import Cell
from desktop.ui.widgets.empty_state import EmptyState
from desktop.ui.widgets.layout import column, panel, row
from desktop.ui.widgets.save_dialog import SaveDialog
from desktop.ui.widgets.table import Table
from desktop.ui.widgets.table_model import Column, Row, RowsModel

_SIDE = 500
_NUMBER = 62
_BOOKS = 30 + 4 * 30 + 4


class OutlookTab(QWidget):
    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setObjectName("outlook_tab")
        self._context = context
        self._asked = Asked()
        self._months: dict[str, OutlookMonth] = {}
        self.banners = BannerArea(name="outlook_banners")
        self._told = label("", "h3", name="outlook_told")
        self.save = Button(
            self.tr("予定表を保存する"), "primary", key="Ctrl+Enter", name="outlook_save"
        )
        self.save.clicked.connect(self._ask_file)
        self._model = RowsModel((Column(self.tr("期限の月")), *_numbers()))
        self.list = Table(
            self._model, name="outlook_months", accessible=self.tr("月ごとの件数"), row_height=34
        )
        self.list.row_chosen.connect(self._on_chosen)
        head = panel(row(self._told, None, self.save, spacing=10, margins=(14, 10, 14, 10)), "bar")
        listing = panel(
            column(head, self.banners, (self.list, 1), spacing=0, margins=(1, 1, 1, 1)), "card"
        )
        self._books = RowsModel(
            (
                Column(self.tr("帳簿と操作記録")),
                Column(self.tr("年度末・実施日"), 120),
                Column(self.tr("記入"), 84, "right"),
                Column(self.tr("期限の日"), 170),
            )
        )
        self.books = Table(
            self._books,
            name="outlook_books",
            accessible=self.tr("帳簿と操作記録の期限"),
            row_height=30,
        )
        self.books.setFixedHeight(theme.px(_BOOKS))
        books = panel(column(self.books, margins=(1, 1, 1, 1)), "card")
        self._month = label("", "h2", name="outlook_month")
        self._classes = label(
            "　".join(RETENTION_LABELS[cls] for cls in CLASSES), "caption", wrap=True
        )
        self._days_model = RowsModel((Column(self.tr("期限の日")), *_numbers()))
        self.days = Table(
            self._days_model, name="outlook_days", accessible=self.tr("日ごとの件数"), row_height=34
        )
        self._none = EmptyState(
            self.tr("この月に期限の来る書類はありません。"), icon="calendar", name="outlook_none"
        )
        self._day_stack = QStackedWidget()
        self._day_stack.addWidget(self.days)
        self._day_stack.addWidget(self._none)
        top = column(self._month, self._classes, spacing=6, margins=(16, 14, 16, 8))
        right = panel(
            column(top, (self._day_stack, 1), spacing=0, margins=(1, 1, 1, 1)),
            "card",
        )
        side = panel(column((right, 1), books, spacing=12), width=theme.px(_SIDE))
        self.setLayout(row((listing, 1), side, spacing=14))

    def refresh(self) -> None:
        desk, by, today = self._context.desk, self._context.signed_in, self._context.today()
        task = self._context.tasks.store(
            lambda: desk.disposal.outlook.view(by, today), asked=self._asked
        )
        task.succeeded.connect(self._show)
        task.failed.connect(self._on_failed)

    def take_focus(self) -> None:
        self.list.setFocus()

    def _show(self, outlook: object, _tag: object) -> None:
        if not isinstance(outlook, Outlook):
            return
        before = self.list.current_key()
        self._months = {one.first.isoformat(): one for one in outlook.months}
        coming = sum(one.falling.total for one in outlook.months)
        self._told.setText(
            self.tr("期限到来 {0:,}件　これから {1:,}件").format(outlook.overdue.total, coming)
        )
        self._model.set_rows([_row(_month(one.first), key, one.falling)
                              for key, one in self._months.items()])  # fmt: skip
        today = self._context.today()
        self._books.set_rows([_book(one, today) for one in outlook.books])
        full = next((key for key, one in self._months.items() if one.falling.total), "")
        if not self.list.choose(before or full):
            self.list.choose_first()
        self._on_chosen(self.list.current_key())

    def _on_chosen(self, key: str) -> None:
        month = self._months.get(key)
        if month is None:
            return
        self._month.setText(
            self.tr("{0}　{1:,}件").format(_month(month.first), month.falling.total)
        )
        self._days_model.set_rows(
            [_row(_day(day), day.isoformat(), falling) for day, falling in month.days]
        )
        self._day_stack.setCurrentIndex(0 if month.days else 1)

    def _ask_file(self) -> None:
        today = self._context.today()
        dialog = SaveDialog(
            self,
            self.tr("予定表を保存する場所"),
            f"{OUTLOOK}_{today.isoformat()}.pdf",
            name="outlook_file_dialog",
        )
        dialog.fileSelected.connect(self._save)
        dialog.open()

    def _save(self, name: str) -> None:
        desk, act = self._context.desk, self._context.act()
        self.banners.clear()
        self.save.setEnabled(False)
        task = self._context.tasks.store(lambda: desk.disposal.outlook.save(act, Path(name)))
        task.succeeded.connect(self._on_saved)
        task.failed.connect(self._on_failed)
        task.ended.connect(self._on_ended)

    def _on_saved(self, _file: object, _tag: object) -> None:
        self._context.notify(self.tr("保存期限の予定表を保存しました。"))
        self._context.data_changed.emit()

    def _on_ended(self) -> None:
        self.save.setEnabled(True)

    def _on_failed(self, error: BaseException) -> None:
        self._context.show_error(error, self)


def _numbers() -> tuple[Column, ...]:
    return (
        *(Column(cls.value, 44, "right") for cls in CLASSES),
        Column(_tr("計"), _NUMBER, "right"),
        Column(_tr("紙"), _NUMBER, "right"),
        Column(_tr("保全中"), _NUMBER, "right"),
    )


def _row(words: str, key: str, falling: Falling) -> Row:
    faint: Tone | None = None if falling.total else "text3"
    counts = [falling.counts.get(cls, 0) for cls in CLASSES]
    return Row(
        (
            Cell(words, px=13, tone=faint),
            *(_number(one) for one in counts),
            _number(falling.total, weight=700),
            _number(falling.paper),
            Cell(f"{falling.held:,}", px=13, align="right", tone="hold", weight=500)
            if falling.held
            else _number(0),
        ),
        key=key,
    )


def _book(one: BookYear, today: date) -> Row:
    """A book whose day has come is told by a mark, a word and its colour."""
    due = one.due_on <= today
    words = _tr("{0}　期限到来").format(one.due_on.isoformat()) if due else one.due_on.isoformat()
    return Row(
        (
            Cell(RETENTION_LABELS[one.cls], px=13),
            Cell(one.since.isoformat(), px=13, tone="text2"),
            Cell(_tr("{0:,}件").format(one.entries), px=13, align="right"),
            Cell(words, px=13, tone="warn", icon="clock-alert", weight=500)
            if due
            else Cell(words, px=13, tone="text2"),
        ),
        key=f"{one.cls}-{one.since.isoformat()}",
    )


def _number(value: int, weight: int = 400) -> Cell:
    """Nothing is said by a mark that does not shout as a figure would."""
    if not value:
        return Cell("－", px=13, align="right", tone="text3", spoken="0")
    return Cell(f"{value:,}", px=13, align="right", weight=weight)


def _month(first: date) -> str:
    return _tr("{0}年{1}月").format(first.year, first.month)


def _day(day: date) -> str:
    return _tr("{0}月{1}日（{2}）").format(day.month, day.day, weekday_ja(day))


def _tr(text: str) -> str:
    return QCoreApplication.translate("OutlookTab", text)
