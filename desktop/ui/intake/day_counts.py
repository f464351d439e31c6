"""The counts of a day's paper as one person types them, beside the desk's own once it is closed."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from desktop.domain.workday import FATE_LABELS, Piles
from desktop.services.day_views import DayView, PaperCount
from desktop.ui import theme
from desktop.ui.labels import label
from desktop.ui.widgets.keys import TextField

_COUNT = 72
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_HIDDEN = "–"


class DayCounts(QWidget):
    """While the day is open the desk's figures are not shown: the paper is counted for itself."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("day_counts")
        self._recorded: list[QLabel] = []
        self.piles: list[TextField] = []
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(6)
        grid.setContentsMargins(0, 4, 0, 4)
        heads = (self.tr("処置"), self.tr("窓口の記録"), self.tr("紙で数えた数"))
        for place, words in enumerate(heads):
            head = label(words, "small")
            if place:
                head.setAlignment(_RIGHT)
            grid.addWidget(head, 0, place)
        for line, (fate, words) in enumerate(FATE_LABELS.items(), 1):
            shown = label("", align=_RIGHT, name=f"day_desk_{fate.value.lower()}")
            field = self._field(f"day_paper_{fate.value.lower()}", words)
            self._recorded.append(shown)
            self.piles.append(field)
            grid.addWidget(label(words), line, 0)
            grid.addWidget(shown, line, 1)
            grid.addWidget(field, line, 2, _RIGHT)
        last = len(FATE_LABELS) + 1
        self._opened_desk = label("", "strong", align=_RIGHT, name="day_desk_opened")
        self.opened = self._field("day_paper_opened", self.tr("紙で数えた開封の通数"))
        grid.addWidget(label(self.tr("開封した封筒"), "strong"), last, 0)
        grid.addWidget(self._opened_desk, last, 1)
        grid.addWidget(self.opened, last, 2, _RIGHT)
        grid.setColumnStretch(0, 1)
        self.setLayout(grid)

    def empty(self) -> None:
        """For the next person's own count."""
        for field in (*self.piles, self.opened):
            field.clear()
            self._clear_wrong(field)

    def show_day(self, view: DayView) -> None:
        closed = view.closing
        numbers = view.desk.by_fate().values()
        for shown, number in zip(self._recorded, numbers, strict=True):
            shown.setText(f"{number:,}" if closed else _HIDDEN)
        self._opened_desk.setText(f"{view.opened:,}" if closed else _HIDDEN)
        if closed is not None:
            counted = closed.piles.by_fate().values()
            for field, number in zip(self.piles, counted, strict=True):
                field.setText(f"{number:,}")
            self.opened.setText(f"{closed.piles.total:,}")
        for field in (*self.piles, self.opened):
            field.setEnabled(closed is None)

    def paper(self) -> PaperCount | None:
        """What was typed; an empty field is pointed at, since a nought is a count too."""
        numbers = [self._number(field) for field in self.piles]
        opened = self._number(self.opened)
        if opened is None or None in numbers:
            return None
        return PaperCount(opened, Piles(*(number for number in numbers if number is not None)))

    def _field(self, name: str, accessible: str) -> TextField:
        field = TextField()
        field.setObjectName(name)
        field.setAccessibleName(accessible)
        field.setAlignment(_RIGHT)
        field.setFixedWidth(theme.px(_COUNT))
        field.setPlaceholderText(self.tr("通"))
        field.textEdited.connect(lambda _text: self._clear_wrong(field))
        return field

    def _number(self, field: TextField) -> int | None:
        words = "".join(field.text().replace(",", "").split())
        if words.isdecimal():
            return int(words)
        field.setProperty("wrong", "true")
        theme.restyle(field)
        field.setFocus()
        return None

    def _clear_wrong(self, field: TextField) -> None:
        if field.property("wrong") == "true":
            field.setProperty("wrong", "false")
            theme.restyle(field)
