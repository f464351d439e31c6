"""保存した条件: filters under a name, to choose, to keep and to remove."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QFrame

from desktop.domain.roles import Capability
from desktop.services.case_views import CaseFilter
from desktop.services.saved_filters import SavedFilter
from desktop.ui import theme
from desktop.ui.context import Context
from desktop.ui.tasks import Asked
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.form_field import FormField
from desktop.ui.widgets.layout import column, row
from desktop.ui.widgets.select import Check, Select


class SavedFilterChoice(QObject):
    """The list of kept filters as a drop-down; `chosen` gives the filter."""

    chosen = Signal(object)  # SavedFilter

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._asked = Asked()
        self._kept: dict[str, SavedFilter] = {}
        self.choice = Select(
            (("", self.tr("保存した条件")),),
            name="cases_saved",
            accessible=self.tr("保存した条件"),
        )
        self.choice.setFixedWidth(theme.px(170))
        self.choice.activated.connect(self._on_activated)
        self.refresh()

    def refresh(self) -> None:
        desk, by = self._context.desk, self._context.signed_in
        task = self._context.tasks.store(partial(desk.saved_filters.listed, by), asked=self._asked)
        task.succeeded.connect(self._on_listed)
        task.failed.connect(self._on_failed)

    def current(self) -> SavedFilter | None:
        return self._kept.get(self.choice.key())

    def _on_listed(self, kept: object, _tag: object) -> None:
        if not isinstance(kept, tuple):
            return
        before = self.choice.key()
        self._kept = {one.id: one for one in kept if isinstance(one, SavedFilter)}
        named = [
            (one.id, self.tr("全員：{0}").format(one.name) if one.office else one.name)
            for one in self._kept.values()
        ]
        self.choice.set_options([("", self.tr("保存した条件")), *named], before)
        if self.choice.currentIndex() < 0:
            self.choice.choose("")

    def _on_activated(self, _index: int) -> None:
        if (kept := self.current()) is not None:
            self.chosen.emit(kept)

    def _on_failed(self, error: BaseException) -> None:
        self._context.show_error(error, self.choice)


class SaveFilterBar(QFrame):
    """Room for the name of a new filter; the chosen one may be removed here."""

    changed = Signal()  # what is kept is another now

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setProperty("surface", "card")
        self.setObjectName("save_filter")
        self._context = context
        self._which, self._mine, self._sort = CaseFilter(), False, ""
        self._chosen: SavedFilter | None = None
        self.name = FormField(
            self.tr("条件の名前"),
            key="filter_name",
            name="filter_name",
            hint=self.tr("氏名・住所・電話を入れないでください。絞り込む言葉は保存しません。"),
        )
        self.name.setFixedWidth(theme.px(420))
        self.office = Check(self.tr("全員で使う"), name="filter_office")
        if not context.may(Capability.SIGN_SETTING):
            self.office.hide()
        self.act = Button(
            self.tr("条件を保存する"), "primary", key="Ctrl+Enter", name="filter_save"
        )
        self.remove = Button("", "danger", name="filter_remove")
        self.leave = Button(self.tr("やめる"), key="Esc", name="filter_leave")
        buttons = row(self.remove, self.act, self.leave)
        self.setLayout(
            row(
                self.name,
                column(22, self.office, None),
                None,
                column(22, buttons, None),
                spacing=12,
                margins=(14, 10, 10, 8),
            )
        )
        self.act.clicked.connect(self._save)
        self.remove.clicked.connect(self._remove)
        self.leave.clicked.connect(self.hide)
        self.hide()

    def open(self, which: CaseFilter, chosen: SavedFilter | None, *, mine: bool, sort: str) -> None:
        """Ask for a name for this filter. `chosen` is the kept one it came from."""
        self._which, self._mine, self._sort, self._chosen = which, mine, sort, chosen
        self.name.clear_error()
        self.name.set_text(chosen.name if chosen else "")
        self.office.setChecked(chosen is not None and chosen.office)
        self.remove.setVisible(chosen is not None)
        if chosen is not None:
            self.remove.set_text(self.tr("「{0}」を消す").format(chosen.name))
        self.show()
        self.name.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def _save(self) -> None:
        desk, act = self._context.desk, self._context.act()
        keep = partial(
            desk.saved_filters.save,
            act,
            self.name.text(),
            self._which,
            mine=self._mine,
            sort=self._sort,
            office=self.office.isChecked() and not self.office.isHidden(),
        )
        task = self._context.tasks.store(keep)
        task.succeeded.connect(self._on_saved)
        task.failed.connect(self._on_failed)

    def _remove(self) -> None:
        if self._chosen is None:
            return
        desk, act = self._context.desk, self._context.act()
        task = self._context.tasks.store(partial(desk.saved_filters.remove, act, self._chosen.id))
        task.succeeded.connect(self._on_removed)
        task.failed.connect(self._on_failed)

    def _on_saved(self, kept: object, _tag: object) -> None:
        if isinstance(kept, SavedFilter):
            self._context.notify(self.tr("条件「{0}」を保存しました。").format(kept.name))
        self.hide()
        self.changed.emit()

    def _on_removed(self, _nothing: object, _tag: object) -> None:
        self._context.notify(self.tr("条件を消しました。"))
        self.hide()
        self.changed.emit()

    def _on_failed(self, error: BaseException) -> None:
        self._context.show_error(error, self)
