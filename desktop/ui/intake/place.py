"""受付: 今日, 取込 and 未整理."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from desktop.domain.roles import Capability
from desktop.ui.context import Context
from desktop.ui.intake.today import TodayTab
from desktop.ui.widgets.banner import BannerArea
from desktop.ui.widgets.layout import column, row
from desktop.ui.widgets.tabs import Tabs


class IntakePlace(QWidget):
    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setObjectName("intake_place")
        self._context = context
        self.banners = BannerArea(name="intake_banners")
        self.tabs = Tabs([self.tr("今日")], name="intake_tabs", accessible=self.tr("受付の表示"))
        self._stack = QStackedWidget()
        self.today = TodayTab(context)
        self._stack.addWidget(self.today)
        self.setLayout(column(row(self.tabs, None), self.banners, (self._stack, 1), spacing=12))
        context.data_changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        if self._context.locked or self._context.somebody is None:
            return
        if self._context.may(Capability.VIEW_CASE):
            self.today.load()

    def take_focus(self) -> None:
        self.today.take_focus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.today.set_width(self.width())
        super().resizeEvent(event)
