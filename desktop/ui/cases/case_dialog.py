"""A dialog that changes a case: it stays with what was typed until the act has succeeded."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from PySide6.QtWidgets import QDialog, QWidget

from desktop.services.act import Act
from desktop.services.case_views import CaseView
from desktop.ui.cases.open_case import OpenCase
from desktop.ui.cases.who_changed import WhoChanged
from desktop.ui.widgets.banner import Banner
from desktop.ui.widgets.buttons import Kind
from desktop.ui.widgets.dialog import Dialog


class CaseDialog(Dialog):
    """It belongs to the window of the case, not to the panel that asked for it: a panel is made
    anew when somebody else changes the case, and what is typed here must outlive it. A bare one
    holds nothing typed, and its act stands in the panel: it goes with it, as does one that says so
    by `goes_with_panel`."""

    goes_with_panel: ClassVar[bool] = False

    def __init__(
        self,
        parent: QWidget,
        opened: OpenCase,
        title: str,
        verb: str,
        *,
        name: str,
        kind: Kind = "primary",
        width: int = 560,
    ) -> None:
        window = opened.parent()
        goes_with_it = self.goes_with_panel or type(self) is CaseDialog
        if goes_with_it or isinstance(parent.window(), QDialog) or not isinstance(window, QWidget):
            window = parent
        super().__init__(window, title, verb, name=name, kind=kind, width=width)
        self.opened = opened
        self._seen_version = opened.view.version if opened.view is not None else 0
        self._seen_lines = opened.view.history_count if opened.view is not None else 0
        self._who_changed = WhoChanged(opened.context, opened.case_id, self)
        self._who_changed.told.connect(self._tell_who)
        opened.read.connect(self._look_for_change)

    def carry_out(self, function: Callable[[Act], object], said: str) -> None:
        """Do it, tell it, close. A refusal is told inside."""
        self.opened.change(
            self, function, lambda _result: self.accept(), button=self.act, said=said
        )

    def _look_for_change(self, view: object) -> None:
        """While somebody types here, another may change the case."""
        if not isinstance(view, CaseView) or view.version == self._seen_version:
            return
        before, self._seen_lines = self._seen_lines, view.history_count
        self._seen_version = view.version
        if self.isVisible():
            self._who_changed.ask(before, None)

    def _tell_who(self, words: str, _about: object) -> None:
        if not words or not self.isVisible():
            return  # it was this person, by another act
        self.banners.clear()
        self.banners.show_banner(
            Banner(
                "warn",
                self.tr("ほかの人が先にこの案件を変更しました"),
                words + self.tr("入力した内容は残っています。確かめて、もう一度行ってください。"),
                icon="users",
                closable=True,
                name="dialog_changed",
            )
        )
