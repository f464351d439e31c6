"""Envelopes that need nobody any more, folded into one line while others still come in."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QSizePolicy

from desktop.services.intake_views import EnvelopeView
from desktop.ui import theme
from desktop.ui.labels import icon_label, label
from desktop.ui.widgets.chip import Chip
from desktop.ui.widgets.layout import row

_HEIGHT = 34
_FOLD_FROM = 2  # of a single envelope the card itself says no less
_ROOM = 4  # so many envelopes stand on the smallest window at once


class DoneRow(QFrame):
    """A click, Enter or Space unfolds it."""

    unfolded = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("surface", "card")
        self.setObjectName("envelopes_done")
        self._title = label("", "h3", name="envelopes_done_title")
        self._count = label("", "small", name="envelopes_done_count")
        chip = Chip(self.tr("整理済み"), "ok", "check", name="envelopes_done_chip")
        self._note = label(self.tr("すべて良好"), "caption", name="envelopes_done_note")
        self.setLayout(
            row(
                icon_label("chevron-right", "text2", 16),
                self._title,
                self._count,
                chip,
                None,
                self._note,
                spacing=8,
                margins=(12, 0, 12, 0),
            )
        )
        self.setFixedHeight(theme.px(_HEIGHT))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._width = 0
        self.hide()

    def show_envelopes(self, folded: Sequence[EnvelopeView]) -> None:
        """Say which envelopes stand in this line."""
        numbers = [one.number for one in folded]
        self._title.setText(self.tr("封筒 {0}–{1}").format(min(numbers), max(numbers)))
        self._count.setText(self.tr("{0}枚").format(sum(len(one.pages) for one in folded)))
        self.setAccessibleName(
            self.tr("{0} {1} 整理済み。Enterで開く").format(self._title.text(), self._count.text())
        )

    def set_width(self, width: int) -> None:
        self._width = width
        self.setFixedWidth(width)

    def sizeHint(self) -> QSize:
        return QSize(self._width, theme.px(_HEIGHT))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.unfolded.emit()
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(
            event.position().toPoint()
        ):
            self.unfolded.emit()


def is_settled(envelope: EnvelopeView) -> bool:
    """Whether every page is good and read, with nothing left for a clerk's eye, no mask either."""
    return bool(envelope.pages) and not any(
        page.blocked is not None or page.quality or page.unsure or page.masked
        for page in envelope.pages
    )


def to_fold(envelopes: Sequence[EnvelopeView], kept: frozenset[str]) -> tuple[EnvelopeView, ...]:
    """The first row of settled envelopes worth a line of their own.

    `kept` stay as they are: the one under the cursor and those whose pages still come.
    """
    if len(envelopes) <= _ROOM:
        return ()
    run: list[EnvelopeView] = []
    for envelope in envelopes:
        if is_settled(envelope) and envelope.id not in kept:
            run.append(envelope)
        elif len(run) >= _FOLD_FROM:
            break
        else:
            run = []
    return tuple(run) if len(run) >= _FOLD_FROM else ()
