"""How the window tells of errors (STYLE §8).

A field's error stands beside the field, an expected failure in a banner of its screen, and a
surprise in one dialog for each distinct traceback, which names places in the program and never
the data that was being handled.
"""

from __future__ import annotations

import logging
import sys
import threading
import traceback
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication, QWidget

from desktop.domain.errors import DeskError
from desktop.ui.labels import label
from desktop.ui.widgets.banner import Banner, BannerArea
from desktop.ui.widgets.dialog import Dialog
from desktop.ui.widgets.form_field import FormField
from desktop.ui.widgets.layout import panel, row

log = logging.getLogger(__name__)


def where(error: BaseException) -> str:
    """The way to the error: type, files, lines and functions; neither message nor values."""
    frames = [
        f"{Path(frame.filename).name}:{frame.lineno} {frame.name}"
        for frame in traceback.extract_tb(error.__traceback__)
    ]
    return "\n".join([type(error).__name__, *frames])


def banner_area(widget: QWidget | None) -> BannerArea | None:
    """The nearest place for banners around a widget: its dialog, its screen, its window."""
    step = widget
    while step is not None:
        area = getattr(step, "banners", None)
        if isinstance(area, BannerArea):
            return area
        step = step.parentWidget()
    return None


def error_field(widget: QWidget | None, key: str) -> FormField | None:
    """The visible field that `DeskError.field` names, in the widget or its surroundings."""
    step = widget
    while key and step is not None:
        for found in step.findChildren(FormField):
            if found.key == key and found.isVisibleTo(step):
                return found
        step = step.parentWidget()
    return None


class SurpriseDialog(Dialog):
    def __init__(self, parent: QWidget | None, place: str) -> None:
        super().__init__(
            parent,
            self.tr("予期しない問題が起きました"),
            self.tr("内容をコピーする"),
            name="surprise",
            leave=self.tr("閉じる"),
            width=560,
        )
        self._place = place
        words = label(
            self.tr(
                "この操作は取りやめました。保存済みの内容は変わっていません。"
                "同じ操作をもう一度行い、続くときは下の内容を管理者へ渡してください。"
                "下の内容に個人情報は含まれていません。"
            ),
            wrap=True,
        )
        frames = label(place, "mono", wrap=True, selectable=True, name="surprise_place")
        self.add(words, panel(row((frames, 1), margins=(12, 8, 12, 8)), "sunk"))
        self.confirmed.connect(self._copy)

    def _copy(self) -> None:
        QApplication.clipboard().setText(self._place)


class ErrorReporter(QObject):
    """Tells errors to the person at the desk. `window` is where dialogs belong."""

    _surprised = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._told: set[str] = set()
        self.window: QWidget | None = None
        # Queued, since surprises of other threads arrive here as well.
        self._surprised.connect(self._show_surprise, Qt.ConnectionType.QueuedConnection)

    def show_error(self, parent: QWidget | None, error: BaseException) -> None:
        """Tell an error where it belongs: field, banner, or the dialog for surprises."""
        if not isinstance(error, DeskError):
            self.surprise(error)
            return
        log.info("told: %s", error.code)
        field = error_field(parent, error.field)
        if field is not None:
            field.set_error(str(error))
            field.editor.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        area = banner_area(parent) or banner_area(self.window)
        if area is None:
            self.surprise(error)
            return
        area.show_banner(
            Banner("bad", error.sentence, error.next_step, closable=True, name="error_banner")
        )

    def surprise(self, error: BaseException) -> None:
        """Log a surprise and show it once for each distinct traceback."""
        place = where(error)
        log.error("surprise\n%s", place)
        if place not in self._told:
            self._told.add(place)
            self._surprised.emit(place)

    def install(self) -> None:
        """Become the one excepthook, for this thread and all others."""
        sys.excepthook = self._on_exception
        threading.excepthook = self._on_thread_exception

    def _on_exception(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        self.show_error(None, error)

    def _on_thread_exception(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            self.surprise(args.exc_value)

    def _show_surprise(self, place: str) -> None:
        dialog = SurpriseDialog(self.window, place)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()


def show_error(parent: QWidget, error: BaseException, reporter: ErrorReporter) -> None:
    """Tell an error of a screen."""
    reporter.show_error(parent, error)
