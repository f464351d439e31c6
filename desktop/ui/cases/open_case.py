"""The case that a window shows: read anew after every change, asked of by all its panels."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from desktop.domain.errors import Stale
from desktop.domain.reading import Box
from desktop.services.act import Act
from desktop.services.case_views import CaseView
from desktop.services.desk import Desk
from desktop.ui.context import Context
from desktop.ui.tasks import Asked
from desktop.ui.widgets.buttons import Button


class OpenCase(QObject):
    """Panels ask for changes through `change`; the window and its panels follow `read`."""

    read = Signal(object)  # CaseView
    unreadable = Signal(object)  # the exception
    page_wanted = Signal(str, object, str)  # page id, box or None, the tag on the box
    letter_wanted = Signal(str)  # letter id
    refusal_wanted = Signal()  # a refusal is to be drafted although identity is unproven
    stale = Signal(object)  # the asker whose act met a case that somebody had changed
    correction_wanted = Signal(tuple)  # the points that the 補正依頼 should begin with

    def __init__(self, context: Context, case_id: str, parent: QObject) -> None:
        super().__init__(parent)
        self.context = context
        self.case_id = case_id
        self.view: CaseView | None = None
        self.shown_page = ""  # the paper in the page view
        self._own_change = False
        self.front: QWidget | None = None  # where the work in front stands
        self.aside: QWidget | None = None  # acts from here, though it stands there, are not of it
        self._asked = Asked()
        context.data_changed.connect(self.refresh)

    @property
    def case(self) -> CaseView:
        if self.view is None:
            raise RuntimeError("the case has not been read yet")
        return self.view

    @property
    def desk(self) -> Desk:
        return self.context.desk

    def refresh(self) -> None:
        if self.context.locked or self.context.somebody is None:
            return
        desk, by, at = self.context.desk, self.context.signed_in, self.context.now()
        case_id = self.case_id
        task = self.context.tasks.store(lambda: desk.cases.get(by, case_id, at), asked=self._asked)
        task.succeeded.connect(self._on_read)
        task.failed.connect(self.unreadable)

    def show_page(self, page_id: str, box: Box | None = None, tag: str = "") -> None:
        self.page_wanted.emit(page_id, box, tag)

    def change(
        self,
        asker: QWidget,
        function: Callable[[Act], object],
        done: Callable[[object], None] | None = None,
        *,
        button: Button | None = None,
        said: str = "",
        refused: Callable[[BaseException], None] | None = None,
    ) -> None:
        """Carry out one act. `button` is busy until the answer; `said` is told when it is done.

        A refusal is told in the asker's surroundings, whose fields keep what was typed.
        """
        Change(self, asker, function, done, button, said, refused)

    def keep(self, view: CaseView) -> None:
        """What an own change left: the next one may begin before it has been read anew."""
        if self.view is not None and view.id == self.case_id:
            self.view = view

    def note_own_change(self, asker: QWidget) -> None:
        """What is read next holds a change that the work in front made itself.

        One made aside is no such: it saved nothing of what is typed there.
        """
        aside = self._is_aside(asker)
        self._own_change = self._own_change or not aside

    def _is_aside(self, asker: QWidget) -> bool:
        """Whether an act was made in the history or in a dialog, which has fields of its own."""
        if self.front is None or self.aside is None or not isValid(asker):
            return False
        # A dialog is a window: nothing is the ancestor of what stands in it.
        return not self.front.isAncestorOf(asker) or self.aside.isAncestorOf(asker)

    def take_own_change(self) -> bool:
        """Whether the work in front changed the case since this was last asked."""
        own, self._own_change = self._own_change, False
        return own

    def _on_read(self, view: object, _tag: object) -> None:
        if isinstance(view, CaseView):
            self.view = view
            self.read.emit(view)


class Change(QObject):
    """One act on its way. It outlives its asker, whose panel a change made elsewhere may replace:
    what was done is told and read anew all the same."""

    def __init__(
        self,
        opened: OpenCase,
        asker: QWidget,
        function: Callable[[Act], object],
        done: Callable[[object], None] | None,
        button: Button | None,
        said: str,
        refused: Callable[[BaseException], None] | None,
    ) -> None:
        super().__init__(opened)
        self._opened, self._context, self._asker = opened, opened.context, asker
        self._done, self._button, self._said, self._refused = done, button, said, refused
        self._was_enabled = button.isEnabled() if button is not None else False
        if button is not None:
            button.setEnabled(False)
        seen = opened.view.version if opened.view is not None else None
        act = replace(opened.context.act(), seen=seen)
        task = opened.context.tasks.store(lambda: function(act))
        task.succeeded.connect(self._on_succeeded)
        task.failed.connect(self._on_failed)

    def _on_succeeded(self, result: object, _tag: object) -> None:
        self._release()
        self._opened.note_own_change(self._asker)
        if isinstance(result, CaseView):
            self._opened.keep(result)
        if self._said:
            self._context.notify(self._said)
        try:
            if self._done is not None and isValid(self._asker):
                self._done(result)
        finally:  # it is done, whatever the window makes of it
            self._context.data_changed.emit()

    def _on_failed(self, error: BaseException) -> None:
        self._release()
        asker = self._asker if isValid(self._asker) else None
        if self._refused is not None and asker is not None:
            self._refused(error)
        if isinstance(error, Stale):
            self._opened.stale.emit(asker)
            return
        self._context.show_error(error, asker)

    def _release(self) -> None:
        if self._button is not None and isValid(self._button):
            self._button.setEnabled(self._was_enabled)
        self.deleteLater()
