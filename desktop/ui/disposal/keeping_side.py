"""Beside the due list: what is proposed, what is kept by class, what comes in the next months."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.services.keeping_views import ForecastMonth, KeepingView, RetainedClass, UnitLine
from desktop.ui import theme
from desktop.ui.labels import icon_label, label
from desktop.ui.widgets.banner import BannerArea
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.forecast import Bar, ForecastChart
from desktop.ui.widgets.layout import card, clear, column, row, rule


class KeepingSide(QWidget):
    propose_requested = Signal()
    extend_requested = Signal()

    def __init__(self, may_propose: bool, may_extend: bool) -> None:
        super().__init__()
        self.setObjectName("keeping_side")
        self._may, self._may_extend = may_propose, may_extend
        self._busy = False
        self._chosen: tuple[UnitLine, ...] = ()
        self.banners = BannerArea(name="keeping_side_banners")
        self._kept_total = label("", "small", name="keeping_kept_total")
        self._kept: QVBoxLayout = column(spacing=2)
        kept = card(
            row(label(self.tr("保存中の書類"), "h3"), None, self._kept_total),
            self._kept,
            spacing=6,
        )
        self._finding = label("", "h3", wrap=True, name="keeping_forecast_title")
        self._what = label(self.tr("月ごとに期限の来る件数"), "caption")
        self.chart = ForecastChart(name="keeping_forecast")
        self.chart.setFixedHeight(theme.px(120))
        forecast = card(self._finding, self._what, self.chart, spacing=2)
        self._sum = label("", "strong", name="keeping_chosen")
        self._note = label("", "small", wrap=True, name="keeping_note")
        self.propose = Button(
            self.tr("廃棄を申請する"), "primary", key="Ctrl+Enter", name="keeping_propose"
        )
        self.propose.clicked.connect(self.propose_requested)
        self.extend = Button(self.tr("保存期間を延長する"), name="keeping_extend")
        self.extend.clicked.connect(self.extend_requested)
        asking = card(
            label(self.tr("廃棄の申請"), "h3"),
            row(icon_label("archive", "text2", 16), self._sum, None, spacing=6),
            self._note,
            self.banners,
            rule(),
            row(self.propose, self.extend, None),
            spacing=8,
        )
        self.setLayout(column(asking, kept, forecast, None, spacing=13))
        self.extend.setVisible(may_extend)
        self.show_chosen(())

    def show_keeping(self, view: KeepingView, today: date) -> None:
        self._kept_total.setText(
            self.tr("{0:,}件　廃棄済 {1:,}件").format(
                sum(one.count for one in view.retained), view.destroyed
            )
        )
        clear(self._kept)
        for one in view.retained:
            self._kept.addLayout(self._kept_row(one, today))
        if not view.retained:
            self._kept.addWidget(
                label(
                    self.tr("完了した案件の書類が、ここに区分ごとに並びます。"), "small", wrap=True
                )
            )
        self._finding.setText(forecast_finding(view.forecast))
        coming = any(one.count for one in view.forecast)
        self._what.setVisible(coming)
        self.chart.setVisible(coming)
        self.chart.set_bars([Bar(_month(one), one.count) for one in view.forecast])

    def show_chosen(self, units: Sequence[UnitLine]) -> None:
        """What the proposal would hold."""
        self._chosen = tuple(units)
        self._sum.setText(
            self.tr("{0}件　紙 {1}枚・画像 {2}枚").format(
                len(units), sum(one.paper for one in units), sum(one.pages for one in units)
            )
            if units
            else self.tr("書類が選ばれていません")
        )
        self._note.setText(
            self.tr("廃棄を申請できるのは受付担当です。")
            if not self._may
            else self.tr("責任者が一覧を承認したあと、立会いのもとで実施します。")
            if units
            else self.tr("廃棄する書類を左の一覧から選んでください。")
        )
        self._enable()

    def set_busy(self, busy: bool) -> None:
        self._busy = busy
        self._enable()

    def _enable(self) -> None:
        self.propose.setEnabled(self._may and bool(self._chosen) and not self._busy)
        papers = [one for one in self._chosen if one.case_number]
        self.extend.setEnabled(self._may_extend and bool(papers) and not self._busy)

    def _kept_row(self, one: RetainedClass, today: date) -> QHBoxLayout:
        due = one.next_due is not None and one.next_due <= today
        if due:
            words = self.tr("期限到来")
        elif one.next_due is not None:
            day = one.next_due
            words = self.tr("次の期限 {0}/{1}/{2}").format(day.year, day.month, day.day)
        else:
            words = ""
        when = label(words, "small", tone="warn" if due else None)
        when.setFixedWidth(theme.px(142))
        mark = icon_label("clock-alert", "warn", 14) if due else _no_icon()
        return row(
            label(one.label, name=f"keeping_kept_{one.cls.value}"),
            None,
            label(self.tr("{0:,}件").format(one.count), "strong"),
            14,
            mark,
            when,
            spacing=6,
        )


def _no_icon() -> QWidget:
    made = QWidget()
    made.setFixedWidth(theme.px(14))
    return made


def forecast_finding(months: Sequence[ForecastMonth]) -> str:
    """What the bars show, in one sentence (visual language §5)."""
    most = max((one.count for one in months), default=0)
    if most == 0:
        return _tr("この12か月に期限の来る書類はありません")
    top = next(one for one in months if one.count == most)
    year, month = top.month.split("-")
    if sum(one.count > 0 for one in months) > 1:
        return _tr("{0}年{1}月に{2}件が最も多く期限になります").format(year, int(month), most)
    return _tr("{0}年{1}月に{2}件が期限になります").format(year, int(month), most)


def _month(one: ForecastMonth) -> str:
    return _tr("{0}月").format(int(one.month.split("-")[1]))


def _tr(text: str) -> str:
    return QCoreApplication.translate("KeepingSide", text)
