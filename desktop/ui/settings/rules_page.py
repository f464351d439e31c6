"""設定 › 規則: the board of settings, and beside it the one that is chosen."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.domain.roles import Capability
from desktop.services.setting_board import SettingLine
from desktop.ui import theme
from desktop.ui.context import Context
from desktop.ui.labels import label
from desktop.ui.settings.rules import rules
from desktop.ui.settings.setting_side import SettingSide
from desktop.ui.tasks import Asked
from desktop.ui.widgets.banner import BannerArea
from desktop.ui.widgets.layout import column, panel, row
from desktop.ui.widgets.table import Table
from desktop.ui.widgets.table_model import Column, RowsModel

_SIDE = 430


class RulesPage(QWidget):
    counted = Signal(int)  # how many wishes wait for a signature

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setObjectName("rules_page")
        self._context = context
        self._asked = Asked()
        self._lines: dict[str, SettingLine] = {}
        self.banners = BannerArea(name="rules_banners")
        self._model = RowsModel(
            (
                Column(self.tr("項目"), 216),
                Column(self.tr("いまの定め")),
                Column(self.tr("申請・予定"), 196),
            )
        )
        self.table = Table(self._model, name="settings_rules", accessible=self.tr("規則"))
        self.table.row_chosen.connect(self._on_chosen)
        self.side = SettingSide(context)
        self.side.setFixedWidth(theme.px(_SIDE))
        self.side.changed.connect(context.data_changed)
        words = [self.tr("管理者が申請し、責任者が署名した日から効きます。")]
        words.append(self.tr("案件は到達日の定めに従い、さかのぼって変わることはありません。"))
        note = label("".join(words), "caption", wrap=True)
        foot = row((note, 1), spacing=12, margins=(14, 8, 14, 8))
        listing = panel(
            column(
                (self.table, 1),
                panel(foot, "foot"),
                spacing=0,
                margins=(1, 1, 1, 1),
            ),
            "card",
        )
        self.setLayout(
            column(self.banners, (panel(row((listing, 1), self.side, spacing=14)), 1), spacing=10)
        )

    def refresh(self) -> None:
        desk, today = self._context.desk, self._context.today()
        task = self._context.tasks.store(lambda: desk.setting_board.lines(today), asked=self._asked)
        task.succeeded.connect(self._show)
        task.failed.connect(self._on_failed)

    def _show(self, lines: object, _tag: object) -> None:
        found = (
            [one for one in lines if isinstance(one, SettingLine)]
            if isinstance(lines, tuple)
            else []
        )
        before = self.table.current_key()
        self._lines = {one.kind.name: one for one in found}
        self._model.set_rows(rules(found))
        self.counted.emit(sum(len(one.waiting) for one in found))
        signs = self._context.may(Capability.SIGN_SETTING)
        first = next((one.kind.name for one in found if one.waiting and signs), "")
        chosen = before if before in self._lines else first or "office_name"
        if not self.table.choose(chosen):
            self._on_chosen(chosen)
        elif before == chosen:
            self._on_chosen(chosen)  # choosing the same row again tells nothing new

    def _on_chosen(self, name: str) -> None:
        line = self._lines.get(name)
        if line is not None:
            self.side.show_line(line)

    def _on_failed(self, error: BaseException) -> None:
        self._context.show_error(error, self)
