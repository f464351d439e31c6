"""登録情報: how old the register is, the search, and for the administrator the import."""

from __future__ import annotations

from PySide6.QtWidgets import QStackedWidget, QWidget

from desktop.domain.roles import Capability
from desktop.services.register import RegisterInfo
from desktop.ui.context import Context
from desktop.ui.labels import icon_label, label, set_icon, set_tone
from desktop.ui.register.importing import ImportPanel
from desktop.ui.register.searching import SearchPanel
from desktop.ui.tasks import Asked
from desktop.ui.tokens import Tone
from desktop.ui.widgets.banner import Banner, BannerArea
from desktop.ui.widgets.layout import column, panel, row


class RegisterPlace(QWidget):
    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setObjectName("register_place")
        self._context = context
        self._asked = Asked()
        self.banners = BannerArea(name="register_banners")
        self._icon = icon_label("book-user", "text2", 18)
        self._info = label("", "strong", name="register_info")
        self._age = label("", "small", name="register_age")
        head = panel(
            row(self._icon, self._info, self._age, None, spacing=10, margins=(14, 10, 14, 10)),
            "card",
        )
        self._stack = QStackedWidget()
        self.search: SearchPanel | None = None
        self.importing: ImportPanel | None = None
        if context.may(Capability.SEARCH_REGISTER):
            self.search = SearchPanel(context)
            self._stack.addWidget(self.search)
        elif context.may(Capability.IMPORT_REGISTER):
            self.importing = ImportPanel(context)
            self.importing.imported.connect(self._on_imported)
            self._stack.addWidget(self.importing)
        self.setLayout(
            column(self.banners, head, (self._stack, 1), spacing=12, margins=(0, 8, 0, 0))
        )
        self.refresh()

    def refresh(self) -> None:
        desk, today = self._context.desk, self._context.today()
        task = self._context.tasks.store(lambda: desk.register.info(today), asked=self._asked)
        task.succeeded.connect(self._show_info)
        task.failed.connect(self._on_failed)

    def _show_info(self, info: object, _tag: object) -> None:
        if not isinstance(info, RegisterInfo):
            return
        for banner in self.banners.banners():
            if banner.objectName() == "register_stale":
                self.banners.remove(banner)
        if info.as_of is None:
            self._info.setText(self.tr("登録情報はまだ取り込まれていません"))
            self._age.setText("")
            return
        self._info.setText(self.tr("{0:,}人・{1:,}件").format(info.customers, info.rows))
        words = self.tr("{0}月{1}日現在（{2}日前）　第{3}世代").format(
            info.as_of.month, info.as_of.day, info.age_days, info.generation
        )
        self._age.setText(words)
        tone: Tone = "warn" if info.stale else "text2"
        set_icon(self._icon, "triangle-alert" if info.stale else "book-user", tone, 18)
        set_tone(self._age, "warn" if info.stale else None)
        if info.stale:
            self.banners.show_banner(
                Banner(
                    "warn",
                    self.tr("登録情報が{0}日前のものです").format(info.age_days),
                    self.tr(
                        "住所の変更が反映されていないことがあります。管理者に取込を依頼してください。"
                    ),
                    name="register_stale",
                )
            )

    def _on_imported(self) -> None:
        self.refresh()
        self._context.data_changed.emit()

    def _on_failed(self, error: BaseException) -> None:
        self._context.show_error(error, self)
