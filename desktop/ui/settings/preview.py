"""A letter with sample data, as the proposed words would make it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desktop.ui import theme
from desktop.ui.widgets.dialog import Dialog
from desktop.ui.widgets.page_view import PageView

_HEIGHT = 480


class PreviewDialog(Dialog):
    def __init__(self, parent: QWidget, title: str, pages: tuple[bytes, ...]) -> None:
        super().__init__(
            parent,
            self.tr("{0}　架空のデータによる見本").format(title),
            self.tr("次のページ"),
            name="setting_preview_dialog",
            leave=self.tr("閉じる"),
            width=760,
        )
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._pages = pages
        self._number = 0
        self.page = PageView(name="setting_preview_page")
        self.page.setFixedHeight(theme.px(_HEIGHT))
        self.add(self.page)
        self.act.setVisible(len(pages) > 1)
        self.confirmed.connect(self._next)

    def open(self) -> None:
        super().open()
        self._show()

    def _next(self) -> None:
        self._number = (self._number + 1) % len(self._pages)
        self._show()

    def _show(self) -> None:
        self.page.set_page(self._pages[self._number])
        self.page.fit_width()
