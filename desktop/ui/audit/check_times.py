"""How long confirmations of identity took: the office's distribution, for I-08 and the auditor."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame

from desktop.domain.check_times import BUCKETS, FEWEST, CheckTimes
from desktop.ui import theme
from desktop.ui.labels import label
from desktop.ui.widgets.forecast import Bar, ForecastChart
from desktop.ui.widgets.layout import column, row

_HEIGHT = 132


class CheckTimesCard(QFrame):
    """Every bar has its figure, so that it is read on a grey print as well. It names nobody."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("surface", "card")
        self.setObjectName("check_times")
        self.setAccessibleName(self.tr("本人確認の所要時間"))
        self.title = label("", "h3", name="check_times_title")
        self.note = label("", "caption", name="check_times_note")
        self.chart = ForecastChart(name="check_times_chart")
        self.chart.setFixedHeight(theme.px(_HEIGHT))
        head = row(self.title, None, self.note, spacing=10)
        self.setLayout(column(head, self.chart, spacing=8, margins=(14, 10, 14, 10)))

    def show_times(self, times: CheckTimes, period: str) -> None:
        self.chart.setVisible(times.told)
        if not times.told:
            words = self.tr("本人確認が{0}件以上の月がないため、所要時間の分布は表示しません")
            self.title.setText(words.format(FEWEST))
            self.note.setText(period)
            self.chart.set_bars(())
            return
        names = [name for _below, name in BUCKETS]
        middle = names[times.middle]
        self.title.setText(self.tr("本人確認の半数は「{0}」までに終わっています").format(middle))
        told = self.tr("{0}　{1:,}件　窓口全体の件数です。{2}件未満の月は数えません。")
        self.note.setText(told.format(period, times.total, FEWEST))
        self.chart.set_bars(
            [Bar(name, count) for name, count in zip(names, times.counts, strict=True)]
        )
