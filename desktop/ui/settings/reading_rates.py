"""設定の読み取り: how often each field is read right, so that a bad form or pen is seen."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop.services.reading_rates import RateLine, RateTable
from desktop.ui.context import Context
from desktop.ui.labels import label
from desktop.ui.tasks import Asked
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.cells import Cell
from desktop.ui.widgets.empty_state import EmptyState
from desktop.ui.widgets.layout import column, panel, row
from desktop.ui.widgets.list_or_empty import ListOrEmpty
from desktop.ui.widgets.table import Table
from desktop.ui.widgets.table_model import Column, Row, RowsModel


class ReadingRatesPage(QWidget):
    """Counts only: nothing here says whose letter a field was on."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setObjectName("reading_rates_page")
        self._context = context
        self._asked = Asked()
        self.finding = label("", "h3", name="reading_rates_finding")
        self.since = label("", "caption", name="reading_rates_since")
        self._model = RowsModel(
            (
                Column(self.tr("項目")),
                Column(self.tr("読んだ数"), 100, "right"),
                Column(self.tr("見ずに採用"), 110, "right"),
                Column(self.tr("見て確定"), 100, "right"),
                Column(self.tr("直した"), 90, "right"),
                Column(self.tr("見ずに登録"), 110, "right"),
                Column(self.tr("直した割合"), 220),
            )
        )
        self.rates = Table(
            self._model, name="reading_rates", accessible=self.tr("項目ごとの読み取り")
        )
        go = Button(self.tr("受付を開く"), "secondary", name="reading_rates_go")
        go.clicked.connect(self._go_to_intake)
        empty = EmptyState(
            self.tr("まだ数えていません。封筒を案件にすると、項目ごとに数えます。"),
            go,
            icon="scan-line",
            name="reading_rates_empty",
        )
        head = panel(row(self.finding, None, self.since, margins=(14, 10, 14, 10)))
        note = label(
            self.tr(
                "割合は、直した数を読んだ数で割ったものです。"
                "見ずに登録は、要確認のまま案件にした数です。字の内容と人は記録しません。"
            ),
            "caption",
        )
        foot = panel(row(note, None, margins=(14, 10, 14, 10)), "foot")
        listing = panel(
            column(head, (self.rates, 1), foot, spacing=0, margins=(1, 1, 1, 1)), "card"
        )
        self._stack = ListOrEmpty(listing, empty, framed=panel(column((empty, 1)), "card"))
        self.setLayout(column((self._stack, 1)))
        context.data_changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Read the counts anew."""
        rates = self._context.desk.reading_rates
        task = self._context.tasks.store(rates.table, asked=self._asked)
        task.succeeded.connect(self._on_read)
        task.failed.connect(self._on_failed)

    def _on_read(self, table: object, _tag: object) -> None:
        if not isinstance(table, RateTable):
            return
        self._model.set_rows(_rows(table))
        self._stack.show_read(bool(table.lines))
        since = table.since
        self.since.setText(
            self.tr("{0}年{1}月{2}日からの数").format(since.year, since.month, since.day)
        )
        worst = table.worst
        if worst is None:
            self.finding.setText(self.tr("直した項目はありません"))
        else:
            words = self.tr("直しの割合が最も高い項目：{0} {1}（{2}）")
            self.finding.setText(words.format(worst.paper, worst.label, _percent(worst.share)))

    def _on_failed(self, error: BaseException) -> None:
        self._context.show_error(error, self)

    def _go_to_intake(self) -> None:
        self._context.place_requested.emit("intake", None)


def _rows(table: RateTable) -> list[Row]:
    rows: list[Row] = []
    paper = ""
    for line in table.lines:
        if line.paper != paper:
            paper = line.paper
            rows.append(Row((Cell(paper, weight=700),), key=paper, group=True))
        rows.append(_row(line))
    return rows


def _row(line: RateLine) -> Row:
    counts = (line.read, line.unseen, line.confirmed, line.corrected, line.left_open)
    return Row(
        (
            Cell(line.label, weight=500, indent=24),
            *(Cell(f"{count:,}", px=13, align="right") for count in counts),
            Cell(_percent(line.share), px=13, share=line.share),
        ),
        key=f"{line.paper}/{line.label}",
    )


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %"
