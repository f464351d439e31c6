"""Which column of the file is which of ours: proposed by the headings, changed by the person."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from desktop.services.register_source import COLUMN_LABELS, SourceLook
from desktop.ui import theme
from desktop.ui.labels import icon_label, label
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.layout import clear, column, panel, row, rule
from desktop.ui.widgets.select import Choice, Select

_LABEL, _NARROW, _WIDE, _GAP = 136, 120, 250, 8
_ROWS = 5


class ColumnChoice(QWidget):
    """`look_wanted` asks to read the headings anew, as a delta has a column more."""

    check_requested = Signal()
    look_wanted = Signal()
    other_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("register_columns")
        self._look: SourceLook | None = None
        self._selects: dict[str, Select] = {}
        self._title = label("", "h2", name="register_columns_title")
        self._note = label("", "small", name="register_columns_note")
        self.whole = Choice(
            self.tr("全件：登録情報を、このファイルの内容に入れ替える"),
            name="register_whole",
            checked=True,
        )
        self.delta = Choice(
            self.tr("差分：このファイルにあるお客様だけを改める"), name="register_delta"
        )
        self.delta.toggled.connect(self._on_kind)
        self._no_delta = label("", "caption", name="register_no_delta")
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(8)
        self._missing_icon = icon_label("triangle-alert", "warn", 16)
        self._missing = label("", "small", name="register_columns_missing")
        self.check = Button(
            self.tr("内容を確かめる"), "primary", key="Ctrl+Enter", name="register_check"
        )
        self.check.clicked.connect(self.check_requested)
        other = Button(self.tr("別のファイルを選ぶ"), name="register_columns_other")
        other.clicked.connect(self.other_requested)
        foot = row(
            self.check, other, None, self._missing_icon, self._missing, margins=(14, 10, 14, 12)
        )
        self.setLayout(
            column(
                panel(
                    column(
                        column(
                            column(self._title, self._note, spacing=4),
                            column(self.whole, row(self.delta, self._no_delta, None), spacing=2),
                            rule(),
                            label(self.tr("列の対応"), "h3"),
                            self._grid,
                            None,
                            spacing=12,
                            margins=(16, 14, 16, 10),
                        ),
                        panel(foot, "foot"),
                        spacing=0,
                        margins=(1, 1, 1, 1),
                    ),
                    "card",
                )
            )
        )

    def columns(self) -> dict[str, str]:
        """Our columns and the chosen headings; "" leaves a column out."""
        return {ours: select.key() for ours, select in self._selects.items()}

    def is_delta(self) -> bool:
        return self.delta.isChecked()

    def allow_delta(self, allowed: bool) -> None:
        """A delta changes a register that is there."""
        self.delta.setEnabled(allowed)
        self._no_delta.setText("" if allowed else self.tr("登録情報がまだないため選べません"))
        if not allowed:
            self.whole.setChecked(True)

    def show_look(self, name: str, look: SourceLook) -> None:
        """The file's headings beside our columns. What was chosen before stays where it can."""
        before = self.columns() if self._look and self._look.headings == look.headings else {}
        self._look = look
        self._title.setText(name)
        self._note.setText(
            self.tr("{0:,}行・{1}・見出し{2}列").format(
                look.lines, look.encoding, len(look.headings)
            )
        )
        clear(self._grid)
        self._selects = {}
        for number, ours in enumerate(look.columns):
            self._add(number, ours, look, before.get(ours, look.proposed.get(ours, "")))
        for gap in (2, 5):
            self._grid.setColumnMinimumWidth(gap, theme.px(_GAP))
        self._tell_missing()

    def start(self) -> None:
        target = self.check if self.check.isEnabled() else self._first_open()
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _add(self, number: int, ours: str, look: SourceLook, chosen: str) -> None:
        needed = ours in look.needed
        nothing = self.tr("選んでください") if needed else self.tr("使わない")
        options = [("", nothing), *((one, one) for one in look.headings)]
        words = COLUMN_LABELS[ours]
        select = Select(options, name=f"register_column_{ours}", accessible=words)
        select.choose(chosen)
        select.setMinimumWidth(theme.px(_NARROW))
        select.setMaximumWidth(theme.px(_WIDE))
        select.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        select.currentIndexChanged.connect(self._tell_missing)
        self._selects[ours] = select
        told = label(
            self.tr("{0}（必須）").format(words) if needed else words, "small", tone="text"
        )
        told.setFixedWidth(theme.px(_LABEL))
        told.setBuddy(select)
        line, side = number % _ROWS, number // _ROWS * 3
        self._grid.addWidget(told, line, side)
        self._grid.addWidget(select, line, side + 1)

    def _on_kind(self, _on: bool) -> None:
        if self._look is not None:
            self.look_wanted.emit()

    def _open_columns(self) -> list[str]:
        needed = self._look.needed if self._look is not None else ()
        return [ours for ours in needed if not self._selects[ours].key()]

    def _first_open(self) -> QWidget:
        open_columns = self._open_columns()
        return self._selects[open_columns[0]] if open_columns else self.check

    def _tell_missing(self) -> None:
        words = "・".join(COLUMN_LABELS[ours] for ours in self._open_columns())
        self._missing_icon.setVisible(bool(words))
        self._missing.setText(self.tr("{0}の列を選んでください").format(words) if words else "")
        self.check.setEnabled(not words)
