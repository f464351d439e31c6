"""What came of an import: a line for every file that did not come in whole, and what to do."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop.services.intake_views import FileOutcome, ImportReport
from desktop.ui import theme
from desktop.ui.tokens import Tone
from desktop.ui.widgets.banner import Banner, BannerArea
from desktop.ui.widgets.cells import Cell
from desktop.ui.widgets.layout import column, panel
from desktop.ui.widgets.table import Table
from desktop.ui.widgets.table_model import Column, Row, RowsModel

_ROW, _HEAD, _SHOWN = 48, 31, 3


class Outcomes(QWidget):
    """The names of files are shown here and kept nowhere."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("intake_outcomes")
        self.area = BannerArea(name="intake_report")
        self._model = RowsModel(
            (
                Column(self.tr("ファイル"), 150),
                Column(self.tr("保存"), 60, "right"),
                Column(self.tr("理由と次にすること")),
            )
        )
        self.lines = Table(
            self._model,
            name="intake_problems",
            accessible=self.tr("取り込めなかったファイル"),
            row_height=_ROW,
        )
        self._list = panel(column(self.lines, spacing=0, margins=(1, 1, 1, 1)), "card")
        self._list.hide()
        self.setLayout(column(self.area, self._list, spacing=8))
        self.hide()

    @property
    def has_report(self) -> bool:
        return bool(self.area.banners())

    def forget(self) -> None:
        self.area.clear()
        self._model.set_rows([])
        self._list.hide()
        self.hide()

    def forget_if_fine(self) -> None:
        """Where every file came in whole, nobody needs the report any longer."""
        if not self._model.rowCount():
            self.forget()

    def show_report(self, report: ImportReport) -> None:
        self.forget()
        told = [one for one in report.files if one.problem or one.blocked]
        problems = sum(bool(one.problem) for one in report.files)
        headline, body, tone = self._words(report, problems)
        banner = Banner(tone, headline, body, closable=True, name="intake_done")
        banner.dismissed.connect(self.forget)
        self.area.show_banner(banner)
        if told:
            self._model.set_rows([self._row(one) for one in told])
            shown = min(len(told), _SHOWN)
            self.lines.setFixedHeight(theme.px(_HEAD + _ROW * shown))
            self._list.show()
        self.show()

    def _words(self, report: ImportReport, problems: int) -> tuple[str, str, Tone]:
        taken = self.tr("{0}通・{1}枚を取り込みました").format(report.envelopes, report.pages)
        if not report.files:
            return (
                self.tr("取り込めるファイルがありません"),
                self.tr("PDF・TIFF・JPEG・PNGのファイルを選んでください。"),
                "warn",
            )
        if report.cancelled:
            return (
                self.tr("取込を中止しました（{0}枚を保存）").format(report.pages),
                self.tr("途中の封筒は、取り消してからもう一度取り込めます。"),
                "warn",
            )
        if problems:
            return (
                taken,
                self.tr("取り込めなかったファイルが{0}件あります。").format(problems),
                "warn",
            )
        if blocked := sum(one.blocked for one in report.files):
            return (
                taken,
                self.tr("番号の写った用紙 {0}枚は保存していません。").format(blocked),
                "warn",
            )
        return taken, "", "ok"

    def _row(self, one: FileOutcome) -> Row:
        if one.problem:
            words, icon, then = one.problem, "file-x", one.next_step
        else:
            words = self.tr("番号の写った用紙 {0}枚は保存していません。").format(one.blocked)
            icon, then = "octagon-alert", self.tr("番号を黒塗りした用紙を取り込んでください。")
        return Row(
            (
                Cell(one.label, px=13),
                Cell(self.tr("{0}枚").format(one.pages), px=13, align="right"),
                Cell(words, "bad", icon, px=13, weight=500, sub=then, sub_tone="text2"),
            ),
            key=one.label,
        )
