"""承認: the tabs of what is signed, answers and disposals, and of who stands in."""

from __future__ import annotations

from PySide6.QtWidgets import QStackedWidget, QWidget

from desktop.ui.approvals.decisions import DecisionsTab
from desktop.ui.approvals.deputies import DeputiesTab
from desktop.ui.approvals.disposals import DisposalsTab
from desktop.ui.context import Context
from desktop.ui.widgets.banner import BannerArea
from desktop.ui.widgets.layout import column, row
from desktop.ui.widgets.tabs import Tabs

_DECISIONS, _DISPOSALS, _DEPUTIES = range(3)


class ApprovalsPlace(QWidget):
    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setObjectName("approvals_place")
        self.banners = BannerArea(name="approvals_banners")
        self.tabs = Tabs((self.tr("決裁"), self.tr("廃棄"), self.tr("代行")), name="approvals_tabs")
        self.decisions = DecisionsTab(context)
        self.disposals = DisposalsTab(context)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.decisions)
        self._stack.addWidget(self.disposals)
        self.deputies = DeputiesTab(context)
        self._stack.addWidget(self.deputies)
        self.setLayout(column(row(self.tabs, None), self.banners, (self._stack, 1), spacing=12))
        self.tabs.changed.connect(self._stack.setCurrentIndex)
        self.decisions.counted.connect(self._on_decisions)
        self.disposals.counted.connect(self._on_disposals)
        self.deputies.counted.connect(self._on_deputies)
        self._context = context
        context.data_changed.connect(self._on_data_changed)
        self.refresh()

    def refresh(self) -> None:
        if self._context.locked or self._context.somebody is None:
            return
        self.decisions.refresh()
        self.disposals.refresh()
        self.deputies.refresh()

    def show_request(self, what: object) -> None:
        """Show the disposals where asked for them, else the decisions; a case id picks its case."""
        if isinstance(what, str) and what != "disposal":
            self.decisions.want(what)
        self.tabs.set_current(_DISPOSALS if what == "disposal" else _DECISIONS)
        self.refresh()

    def take_focus(self) -> None:
        (self.decisions, self.disposals, self.deputies)[self.tabs.current()].take_focus()

    def _on_data_changed(self) -> None:
        # A hidden place reads anew when it is shown.
        if self.isVisible():
            self.refresh()

    def _on_decisions(self, count: int) -> None:
        self.tabs.set_count(_DECISIONS, count)

    def _on_deputies(self, count: int) -> None:
        self.tabs.set_count(_DEPUTIES, count)

    def _on_disposals(self, count: int) -> None:
        self.tabs.set_count(_DISPOSALS, count)
