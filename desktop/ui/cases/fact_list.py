"""Facts to read: a label and its words on each line, in two aligned columns."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from desktop.ui import theme
from desktop.ui.labels import label
from desktop.ui.tokens import Tone

_LABEL = 104


class FactList(QWidget):
    """Each fact's label is named `<name>_<n>`, so that what it says can be found."""

    def __init__(
        self, facts: Sequence[tuple[str, str] | tuple[str, str, Tone]] = (), *, name: str
    ) -> None:
        super().__init__()
        self.setObjectName(name)
        self._name = name
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnMinimumWidth(0, theme.px(_LABEL))
        self._grid.setColumnStretch(1, 1)
        self.setLayout(self._grid)
        self.set_facts(facts)

    def set_facts(self, facts: Sequence[tuple[str, str] | tuple[str, str, Tone]]) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        top = Qt.AlignmentFlag.AlignTop
        for number, (title, words, *tone) in enumerate(facts):
            value = label(words or "—", tone=tone[0] if tone else None, wrap=True, selectable=True)
            value.setObjectName(f"{self._name}_{number}")
            value.setAccessibleName(f"{title} {words}")
            self._grid.addWidget(label(title, "small"), number, 0, top)
            self._grid.addWidget(value, number, 1, top)
