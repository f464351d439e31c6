"""保管・廃棄: what is due and kept, and the lists on their way to destruction."""

from __future__ import annotations

from PySide6.QtWidgets import QStackedWidget, QWidget

from desktop.domain.retention import ItemState
from desktop.domain.roles import Capability
from desktop.services.keeping_views import KeepingView
from desktop.ui.context import Context
from desktop.ui.disposal.batches_tab import BatchesTab
from desktop.ui.disposal.boxes_tab import BoxesTab
from desktop.ui.disposal.due_tab import DueTab
from desktop.ui.disposal.holds_tab import HoldsTab
from desktop.ui.disposal.outlook_tab import OutlookTab
from desktop.ui.tasks import Asked
from desktop.ui.widgets.banner import BannerArea
from desktop.ui.widgets.empty_state import EmptyState
from desktop.ui.widgets.layout import column, panel, row
from desktop.ui.widgets.tabs import Tabs

_DUE, _BATCHES, _HOLDS, _OUTLOOK, _BOXES = range(5)
_KEYS = ("due", "batches", "holds", "outlook", "boxes")
_UNDER_WAY = (ItemState.PROPOSED, ItemState.APPROVED, ItemState.EXECUTED)


class KeepingPlace(QWidget):
    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setObjectName("keeping_place")
        self._context = context
        self._asked = Asked()
        self.banners = BannerArea(name="keeping_banners")
        self.tabs = Tabs(
            (
                self.tr("期限到来"),
                self.tr("申請・実施"),
                self.tr("保全"),
                self.tr("予定"),
                self.tr("棚・箱"),
            ),
            name="keeping_tabs",
            accessible=self.tr("保管・廃棄の表示"),
            keys=_KEYS,
        )
        self.due = DueTab(context)
        self.batches = BatchesTab(context)
        self.holds = HoldsTab(context)
        self.outlook = OutlookTab(context)
        self.boxes = BoxesTab(context)
        self._shown = (self.due, self.batches, self.holds, self.outlook, self.boxes)
        self.due.proposed.connect(self._on_proposed)
        self.batches.changed.connect(self._on_changed)
        self._stack = QStackedWidget()
        for tab in self._shown:
            self._stack.addWidget(tab)
        self._closed = panel(
            column(
                EmptyState(
                    self.tr("保管と廃棄を見られるのは、受付担当・責任者・監査です。"),
                    icon="archive",
                    name="keeping_closed",
                )
            ),
            "card",
        )
        self._stack.addWidget(self._closed)
        self.tabs.changed.connect(self._on_tab)
        self.setLayout(column(row(self.tabs, None), self.banners, (self._stack, 1), spacing=12))
        context.data_changed.connect(self._on_data_changed)
        self.refresh()

    def refresh(self) -> None:
        if self._context.locked or self._context.somebody is None:
            return
        if not self._context.may(Capability.VIEW_CASE):
            self.tabs.hide()
            self._stack.setCurrentWidget(self._closed)
            return
        desk, by, today = self._context.desk, self._context.signed_in, self._context.today()
        task = self._context.tasks.store(
            lambda: desk.disposal.keeping(by, today), asked=self._asked
        )
        task.succeeded.connect(self._show)
        task.failed.connect(self._on_failed)
        self._refresh_tab()

    def show_request(self, what: object) -> None:
        """A tab by its key, a list under way by its id; nothing shows what is due."""
        if isinstance(what, str) and what and what not in _KEYS:
            self.batches.want(what)
            what = _KEYS[_BATCHES]
        self.tabs.ask_for(what or _KEYS[_DUE])
        self.refresh()

    def take_focus(self) -> None:
        self._shown[self.tabs.current()].take_focus()

    def _show(self, view: object, _tag: object) -> None:
        if not isinstance(view, KeepingView):
            return
        self.due.show_keeping(view)
        self.batches.show_keeping(view)
        self.holds.show_keeping(view)
        self.tabs.set_count(_DUE, len(view.due))
        self.tabs.set_count(_BATCHES, sum(one.state in _UNDER_WAY for one in view.batches))
        self.tabs.set_count(_HOLDS, sum(one.released_at is None for one in view.holds))

    def _on_tab(self, index: int) -> None:
        self._stack.setCurrentIndex(index)
        self._refresh_tab()

    def _refresh_tab(self) -> None:
        """What only one tab shows is read when that tab is."""
        if self.tabs.current() == _OUTLOOK:
            self.outlook.refresh()
        elif self.tabs.current() == _BOXES:
            self.boxes.refresh()

    def _on_proposed(self, batch_id: str) -> None:
        self.batches.want(batch_id)
        self.tabs.set_current(_BATCHES)
        self.batches.take_focus()

    def _on_changed(self) -> None:
        self._context.data_changed.emit()

    def _on_data_changed(self) -> None:
        # A hidden place reads anew when it is shown.
        if self.isVisible():
            self.refresh()

    def _on_failed(self, error: BaseException) -> None:
        self._context.show_error(error, self)
