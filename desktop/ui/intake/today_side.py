"""Beside the day's list: the mail to scan, who is waited for, what came back, what is coming."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.domain.roles import Capability
from desktop.domain.states import CaseState
from desktop.domain.wareki import weekday_ja
from desktop.services.case_views import CaseLine, ForecastDay, TodayView, WaitingLine
from desktop.ui import theme
from desktop.ui.context import Context
from desktop.ui.intake.link_row import LinkRow
from desktop.ui.intake.old_case import OldCaseDialog
from desktop.ui.labels import icon_label, label
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.clock_words import short_day
from desktop.ui.widgets.forecast import Bar, ForecastChart
from desktop.ui.widgets.layout import card, clear, column, row

_SHOWN_WAITING, _SHOWN_RETURNED = 5, 3
_HIGHEST_CHART = 170


class TodaySide(QWidget):
    import_requested = Signal()
    unfiled_requested = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setObjectName("today_side")
        self._context = context
        self._number = label("0", "number", name="today_envelopes")
        self._pages = label("", "small", name="today_pages")
        self.start = Button(
            self.tr("取込を始める"),
            "primary",
            name="today_import",
            key="Ctrl+Enter",
            icon="scan-line",
        )
        self.start.clicked.connect(self.import_requested)
        self.unfiled = Button(self.tr("開く"), "quiet", name="today_unfiled", small=True)
        self.unfiled.clicked.connect(self.unfiled_requested)
        self._last_on_paper = ""
        self.old = Button(
            self.tr("紙で始まった案件を入れる"), "quiet", name="today_old_case", small=True
        )
        self.old.clicked.connect(self._enter_old)
        self.old.hide()
        self._scan = card(
            row(label(self.tr("スキャンする郵便"), "h3"), None, self.unfiled, spacing=8),
            row(
                self._number,
                label(self.tr("通"), "strong"),
                8,
                column(None, self._pages, None, spacing=0),
                None,
                spacing=4,
            ),
            self.start,
            self.old,
            spacing=6,
        )
        self._waiting_count = label("", "small", name="today_waiting_count")
        self.all_waiting = Button(self.tr("すべて"), "quiet", name="today_waiting_all", small=True)
        self.all_waiting.clicked.connect(self._on_all_waiting)
        self._waiting_rows: QVBoxLayout = column(spacing=1)
        waiting = card(
            row(
                label(self.tr("お客様を待つ案件"), "h3"),
                self._waiting_count,
                None,
                self.all_waiting,
                spacing=8,
            ),
            self._waiting_rows,
            spacing=4,
        )
        self._returned_count = label("", "small", name="today_returned_count")
        self._returned_rows: QVBoxLayout = column(spacing=1)
        self._returned = card(
            row(
                icon_label("mail-x", "bad", 16),
                label(self.tr("返戻"), "h3"),
                self._returned_count,
                None,
                spacing=8,
            ),
            self._returned_rows,
            spacing=4,
        )
        self._returned.hide()
        self._finding = label("", "h3", wrap=True, name="today_forecast_title")
        self.chart = ForecastChart(name="today_forecast")
        self.chart.setMaximumHeight(theme.px(_HIGHEST_CHART))
        forecast = card(
            self._finding,
            label(self.tr("早いほうの期限・営業日ごとの件数"), "caption"),
            (self.chart, 1),
            spacing=2,
        )
        forecast.setMaximumHeight(theme.px(_HIGHEST_CHART + 70))
        self.setLayout(
            column(self._scan, waiting, self._returned, (forecast, 100), None, spacing=13)
        )
        self._scan.setVisible(context.may(Capability.OPEN_MAIL))

    def take_focus(self) -> None:
        self.start.setFocus()

    def has_focus(self) -> bool:
        return self.start.hasFocus()

    def show_today(self, view: TodayView, today: date) -> None:
        self._number.setText(f"{view.envelopes:,}")
        self._pages.setText(
            self.tr("未登録 {0}枚").format(f"{view.pages:,}")
            if view.envelopes
            else self.tr("未登録の郵便はありません")
        )
        self.unfiled.setVisible(bool(view.envelopes))
        self._last_on_paper = view.paper_until
        self.old.setVisible(bool(view.paper_until) and self._context.may(Capability.FILE))
        self._show_waiting(view.waiting, view.waiting_more, today)
        self._show_returned(view.returned, view.returned_more)
        self._show_forecast(view.forecast)

    def _show_waiting(self, waiting: Sequence[WaitingLine], more: int, today: date) -> None:
        words = self.tr("{0}件").format(f"{len(waiting) + more:,}")
        self._waiting_count.setText(words if waiting else "")
        self.all_waiting.setVisible(bool(waiting))
        clear(self._waiting_rows)
        for line in waiting[:_SHOWN_WAITING]:
            until = (
                self.tr("{0} まで").format(short_day(line.until)) if line.until is not None else ""
            )
            link = LinkRow(
                line.case_id,
                line.number,
                line.what,
                self.tr("{0}　期限超過").format(short_day(line.until))
                if line.late and line.until is not None
                else until,
                icon="hourglass",
                tone="bad" if line.late else "text2",
                name=f"waiting_{line.number}",
            )
            link.chosen.connect(self._context.open_case_requested)
            self._waiting_rows.addWidget(link)
        if not waiting:
            self._waiting_rows.addWidget(
                label(self.tr("補正や手数料を待っている案件はありません。"), "small")
            )

    def _show_returned(self, returned: Sequence[CaseLine], more: int) -> None:
        self._returned.setVisible(bool(returned))
        self._returned_count.setText(self.tr("{0}通").format(f"{len(returned) + more:,}"))
        clear(self._returned_rows)
        for line in returned[:_SHOWN_RETURNED]:
            link = LinkRow(
                line.id,
                line.number,
                line.name,
                self.tr("開く"),
                icon="",
                tone="accent",
                name=f"returned_{line.number}",
            )
            link.chosen.connect(self._context.open_case_requested)
            self._returned_rows.addWidget(link)

    def _show_forecast(self, days: Sequence[ForecastDay]) -> None:
        self._finding.setText(forecast_finding(days))
        self.chart.set_bars([Bar(day.label, day.count, day.overdue) for day in days])

    def _enter_old(self) -> None:
        dialog = OldCaseDialog(self, self._context, self._last_on_paper)
        dialog.entered.connect(self._context.open_case_requested)
        dialog.open()

    def _on_all_waiting(self) -> None:
        self._context.place_requested.emit("cases", CaseState.AWAITING_CORRECTION)


def forecast_finding(days: Sequence[ForecastDay]) -> str:
    """What the bars show, in one sentence (visual language §5)."""
    coming = [day for day in days if not day.overdue]
    most = max((day.count for day in coming), default=0)
    if most == 0:
        late = sum(day.count for day in days)
        return (
            _tr("期限を過ぎた案件が{0}件あります").format(late)
            if late
            else _tr("期限の来る案件はありません")
        )
    top = [day for day in coming if day.count == most]
    first = _tr("{0}日（{1}）").format(top[0].day.day, weekday_ja(top[0].day))
    if len(top) > 1:
        return _tr("{0}など{1}日に{2}件ずつあります").format(first, len(top), most)
    return (
        _tr("{0}に{1}件が重なります").format(first, most)
        if most > 1
        else _tr("次の期限は{0}の1件です").format(first)
    )


def _tr(text: str) -> str:
    return QCoreApplication.translate("TodaySide", text)
