"""How the watched folders stand: what hinders the watch, and the files that want a hand."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.services.watched_views import WaitingFile, WatchReport
from desktop.ui import theme
from desktop.ui.labels import icon_label, label, set_icon, set_tone
from desktop.ui.tokens import Tone
from desktop.ui.widgets.banner import Banner, BannerArea
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.cells import Cell
from desktop.ui.widgets.layout import column, panel, row
from desktop.ui.widgets.table import Table
from desktop.ui.widgets.table_model import Column, Row, RowsModel

_ROW, _HEAD, _SHOWN = 48, 31, 3


class WatchView(QWidget):
    """The names of files are shown here and kept nowhere."""

    resumed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("watch_view")
        self._told: tuple[object, ...] = ()
        self._icon = icon_label("folder-open", "text2", 16)
        self._names = label("", "small", name="watch_names")
        self._state_icon = icon_label("check", "ok", 14)
        self._state = label("", "small", name="watch_state")
        self.resume = Button(
            self.tr("見張りを再開する"), "secondary", small=True, name="watch_resume"
        )
        self.resume.clicked.connect(self.resumed)
        self.resume.hide()
        line = row(
            self._icon,
            self._names,
            4,
            self._state_icon,
            self._state,
            None,
            self.resume,
            spacing=6,
            margins=(14, 0, 8, 0),
        )
        self.area = BannerArea(name="watch_problems")
        self._model = RowsModel(
            (Column(self.tr("フォルダーのファイル"), 210), Column(self.tr("理由と次にすること")))
        )
        self.files = Table(
            self._model,
            name="watch_files",
            accessible=self.tr("見張っているフォルダーの、取り込めないファイル"),
            row_height=_ROW,
        )
        self._list = panel(column(self.files, spacing=0, margins=(1, 1, 1, 1)), "card")
        self._list.hide()
        self.setLayout(column(panel(line), self.area, self._list, spacing=6))
        self.hide()

    def set_names(self, names: Sequence[str]) -> None:
        """Which folders are watched, by their profiles."""
        self._names.setText(self.tr("見張り：{0}").format("、".join(names)))

    def show_report(self, report: WatchReport, *, paused: bool) -> None:
        """What the last look found. The same is not drawn again: looks come every few seconds."""
        told = (report.folders, report.waiting, report.ready, report.sentence, paused)
        if told == self._told:
            return
        self._told = told
        hands = [one for one in report.waiting if one.wants_hand]
        lost = [one for one in report.folders if one.sentence]
        self.resume.setVisible(paused)
        self._show_state(report, paused=paused, troubled=bool(hands or lost or report.sentence))
        self.area.clear()
        for one in reversed(lost):
            headline = f"{one.name}：{one.sentence}"
            name = f"watch_lost_{one.profile_id}"
            self.area.show_banner(Banner("bad", headline, one.next_step, name=name))
        if report.sentence:
            banner = Banner("bad", report.sentence, report.next_step, name="watch_hindered")
            self.area.show_banner(banner)
        self._model.set_rows([_row(one) for one in hands])
        self.files.setFixedHeight(theme.px(_HEAD + _ROW * min(len(hands), _SHOWN)))
        self._list.setVisible(bool(hands))

    def _show_state(self, report: WatchReport, *, paused: bool, troubled: bool) -> None:
        growing = sum(not one.wants_hand for one in report.waiting)
        hands = len(report.waiting) - growing
        if paused:
            self._say(self.tr("中止したので、止めています"), "warn", "pause")
        elif troubled:
            some = self.tr("取り込めないファイル {0}件").format(hands)
            self._say(some if hands else self.tr("止まっています"), "bad", "octagon-alert")
        elif growing:
            words = self.tr("書き終わりを待っています {0}件").format(growing)
            self._say(words, "accent", "hourglass")
        else:
            self._say(self.tr("新しいファイルはありません"), "ok", "check")

    def _say(self, words: str, tone: Tone, icon: str) -> None:
        self._state.setText(words)
        set_tone(self._state, tone)
        set_icon(self._state_icon, icon, tone, 14)


def _row(one: WaitingFile) -> Row:
    return Row(
        (
            Cell(one.label, px=13),
            Cell(
                one.sentence,
                "bad",
                "file-x",
                px=13,
                weight=500,
                sub=one.next_step,
                sub_tone="text2",
            ),
        ),
        key=one.label,
    )
