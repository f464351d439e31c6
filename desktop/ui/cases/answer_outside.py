"""Lines of a 回答ファイル about days that nobody was asked about: settled day by day, or month by
month: of the half-hour values a day alone has forty-eight."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QWidget

from desktop.services.answer_reports import AnswerReport
from desktop.ui import theme
from desktop.ui.cases.case_dialog import CaseDialog
from desktop.ui.cases.open_case import OpenCase
from desktop.ui.cases.task_panel import Scrolled
from desktop.ui.labels import label
from desktop.ui.widgets.layout import column
from desktop.ui.widgets.select import Check

_SHOWN = 8
_ROW = 32


class OutsideDialog(CaseDialog):
    """Nothing is ticked at first: what was not asked about stays out unless it is let in."""

    goes_with_panel = True  # the file is taken in by the panel, and may be given once more

    def __init__(
        self,
        parent: QWidget,
        opened: OpenCase,
        file: Path,
        report: AnswerReport,
        settle: Callable[[Path, str, frozenset[int]], None],
    ) -> None:
        super().__init__(
            parent,
            opened,
            self.tr("調べる期間の外の行があります"),
            self.tr("この内容で取り込む"),
            name="answer_outside",
        )
        self._file, self._report, self._settle = file, report, settle
        self._lines: dict[str, list[int]] = {}
        for one in report.outside:
            self._lines.setdefault(one.reason, []).append(one.line)
        self.ticks = {
            reason: Check(self._words(reason, lines), name=f"answer_outside_{lines[0]}")
            for reason, lines in self._lines.items()
        }
        rows = column(*self.ticks.values(), None, spacing=2)
        listed = Scrolled(rows, name="answer_outside_lines")
        listed.setFixedHeight(theme.px(_ROW) * min(_SHOWN, len(self.ticks)) + theme.px(8))
        self.add(
            label(
                self.tr("請求された期間に入れて開示する行だけに印を付けてください。"
                        "印のない行は取り込みません。"),
                wrap=True,
            ),
            listed,
        )  # fmt: skip
        self.start_at(next(iter(self.ticks.values())))
        self.confirmed.connect(self._take)

    def _words(self, reason: str, lines: list[int]) -> str:
        if len(lines) == 1:
            return self.tr("{0}行目　{1}").format(lines[0], reason)
        return self.tr("{0}行目ほか{1:,}行　{2}").format(lines[0], len(lines) - 1, reason)

    def _take(self) -> None:
        ticked = (self._lines[reason] for reason, tick in self.ticks.items() if tick.isChecked())
        kept = frozenset(line for lines in ticked for line in lines)
        self.accept()
        self._settle(self._file, self._report.digest, kept)
