"""What an import would do: counts, and the lines that are mended or not taken, without values."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from desktop.services.register_file import LineProblem
from desktop.services.register_intake import RegisterReport
from desktop.services.register_source import COLUMN_LABELS, SourceCells
from desktop.ui import theme
from desktop.ui.labels import label
from desktop.ui.tokens import Tone
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.cells import Cell
from desktop.ui.widgets.empty_state import EmptyState
from desktop.ui.widgets.layout import column, panel, row
from desktop.ui.widgets.table import Table
from desktop.ui.widgets.table_model import Column, Row, RowsModel

_SIDE = 420


class ImportReport(QWidget):
    """`line_wanted` asks for a line of the source file, which is shown beside and not kept."""

    take_requested = Signal()
    other_requested = Signal()
    columns_requested = Signal()
    line_wanted = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("register_report")
        self._headings: dict[str, str] = {}
        self._problems: dict[str, LineProblem] = {}
        self._summary = label("", "h2", name="register_summary")
        self._note = label("", "small", wrap=True, name="register_note")
        self._model = RowsModel(
            (
                Column(self.tr("行"), 78, "right"),
                Column(self.tr("扱い"), 124),
                Column(self.tr("項目"), 150),
                Column(self.tr("理由")),
            )
        )
        self.lines = Table(
            self._model, name="register_lines", accessible=self.tr("直した行と受け入れない行")
        )
        self.lines.row_chosen.connect(self._on_chosen)
        self.lines.row_activated.connect(self._on_activated)
        none = EmptyState(
            self.tr("すべての行をそのまま受け入れます。"),
            icon="circle-check",
            name="register_clean",
        )
        self._list = QStackedWidget()
        self._list.addWidget(none)
        self._list.addWidget(self.lines)
        self._source_title = label("", "h3", name="register_source_title")
        self._source_note = label(
            self.tr("元のファイルから読んで表示しています。保存しません。"),
            "caption",
            wrap=True,
            name="register_source_note",
        )
        self._source_model = RowsModel(
            (Column(self.tr("見出し"), 150), Column(self.tr("元の内容")))
        )
        self.source = Table(
            self._source_model, name="register_source", accessible=self.tr("元のファイルの行")
        )
        self._source = panel(
            column(
                column(self._source_title, self._source_note, spacing=2, margins=(14, 10, 14, 8)),
                (self.source, 1),
                spacing=0,
            ),
            "column",
            name="register_source_side",
        )
        self._source.setFixedWidth(theme.px(_SIDE))
        self.take = Button(
            self.tr("この内容で取り込む"), "primary", key="Ctrl+Enter", name="register_take"
        )
        self.open = Button(
            self.tr("元のファイルの行を開く"), key="Enter", bind=False, name="register_open_line"
        )
        self.mapping = Button(self.tr("列の対応を直す"), name="register_back_to_columns")
        self.other = Button(self.tr("別のファイルを選ぶ"), name="register_other")
        self.take.clicked.connect(self.take_requested)
        self.open.clicked.connect(self._on_open)
        self.mapping.clicked.connect(self.columns_requested)
        self.other.clicked.connect(self.other_requested)
        foot = row(self.take, self.open, None, self.mapping, self.other, margins=(14, 10, 14, 12))
        self.setLayout(
            column(
                panel(
                    column(
                        column(self._summary, self._note, spacing=4, margins=(16, 14, 16, 10)),
                        (row((self._list, 1), self._source, spacing=0), 1),
                        panel(foot, "foot"),
                        spacing=0,
                        margins=(1, 1, 1, 1),
                    ),
                    "card",
                )
            )
        )

    def show_report(self, report: RegisterReport, *, delta: bool) -> None:
        """Rejected lines first, then the mended ones."""
        self._headings = dict(report.columns)
        told = self.tr("{0:,}行を受け入れます").format(report.accepted)
        if delta:
            told = self.tr("{0:,}行の差分を受け入れます").format(report.accepted)
        self._summary.setText(told)
        people = self.tr("お客様 {0:,}人").format(report.customers)
        if delta:
            gone = self.tr("改めるお客様 {0:,}人　除くお客様 {1:,}人")
            people = gone.format(report.customers, report.removed)
        counts = self.tr("直した行 {0:,}　受け入れない行 {1:,}").format(
            report.repaired_count, report.rejected_count
        )
        values = self.tr("ここに値は表示しません。")
        self._note.setText(f"{people}　{counts}　{values}")
        problems = [(one, True) for one in report.rejected]
        problems += [(one, False) for one in report.repaired]
        self._problems = {str(n): one for n, (one, _) in enumerate(problems)}
        self._model.set_rows(
            [_row(str(n), one, rejected=bad) for n, (one, bad) in enumerate(problems)]
        )
        self._list.setCurrentIndex(1 if problems else 0)
        self.open.setVisible(bool(problems))
        self.take.setEnabled(report.accepted > 0)
        self.forget_line()
        if problems:
            self.lines.choose_first()

    def start(self) -> None:
        first = self.lines if self._problems else self.take
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_line(self, cells: SourceCells) -> None:
        """The line as it stands in the file; the cell that was told of stands out."""
        problem = self._problems.get(self.lines.current_key())
        if problem is None or problem.line != cells.line:
            return  # another row was chosen meanwhile
        wanted = self._headings.get(problem.column, "")
        self._source_title.setText(self.tr("元のファイルの{0}行目").format(cells.line))
        rows = []
        for heading, text in cells.cells:
            hot = bool(wanted) and heading == wanted
            tone: Tone | None = "bad" if hot else None
            name = Cell(heading or self.tr("（見出しなし）"), "text2", px=13)
            if hot:
                name = Cell(heading, "bad", "triangle-alert", weight=700, px=13)
            rows.append(Row((name, Cell(text or "—", tone, weight=700 if hot else 400, px=13))))
        self._source_model.set_rows(rows)
        self._source.show()

    def forget_line(self) -> None:
        """Nothing of the file stays on the screen."""
        self._source_model.set_rows(())
        self._source_title.setText("")
        self._source.hide()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.forget_line()

    def _on_chosen(self, _key: str) -> None:
        self.forget_line()

    def _on_activated(self, key: str) -> None:
        problem = self._problems.get(key)
        if problem is not None:
            self.line_wanted.emit(problem.line)

    def _on_open(self) -> None:
        self._on_activated(self.lines.current_key())
        self.lines.setFocus(Qt.FocusReason.OtherFocusReason)


def _row(key: str, problem: LineProblem, *, rejected: bool) -> Row:
    how = (
        Cell(_tr("受け入れない"), tone="bad", icon="octagon-alert", px=13, weight=500)
        if rejected
        else Cell(_tr("直して受ける"), tone="warn", icon="triangle-alert", px=13, weight=500)
    )
    return Row(
        (
            Cell(f"{problem.line:,}", align="right"),
            how,
            Cell(COLUMN_LABELS.get(problem.column, problem.column or _tr("行の全体")), px=13),
            Cell(problem.reason, px=13),
        ),
        key=key,
    )


def _tr(text: str) -> str:
    return QCoreApplication.translate("ImportReport", text)
