"""登録情報: how old the register is, the search, and for the administrator the imports."""

from __future__ import annotations

from PySide6.QtWidgets import QStackedWidget, QWidget

from desktop.domain.roles import Capability
from desktop.services.place_names import NamesReport
from desktop.services.register import RegisterInfo
from desktop.ui.context import Context
from desktop.ui.labels import icon_label, label, set_icon, set_tone
from desktop.ui.register.importing import ImportPanel
from desktop.ui.register.place_names import PlaceNamesPanel
from desktop.ui.register.searching import SearchPanel
from desktop.ui.register.sign_names import SignNamesDialog
from desktop.ui.tasks import Asked
from desktop.ui.tokens import Tone
from desktop.ui.widgets.banner import Banner, BannerArea
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.layout import column, panel, row
from desktop.ui.widgets.tabs import Tabs


class RegisterPlace(QWidget):
    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setObjectName("register_place")
        self._context = context
        self._asked, self._names_asked = Asked(), Asked()
        self._unsigned: NamesReport | None = None
        self.banners = BannerArea(name="register_banners")
        self._icon = icon_label("book-user", "text2", 18)
        self._info = label("", "strong", name="register_info")
        self._age = label("", "small", name="register_age")
        head = row(self._icon, self._info, self._age, None, spacing=10, margins=(14, 10, 14, 10))
        self._stack = QStackedWidget()
        self.search: SearchPanel | None = None
        self.importing: ImportPanel | None = None
        self.names: PlaceNamesPanel | None = None
        self.tabs: Tabs | None = None
        if context.may(Capability.SEARCH_REGISTER):
            self.search = SearchPanel(context)
            self._stack.addWidget(self.search)
        elif context.may(Capability.IMPORT_REGISTER):
            self.importing = ImportPanel(context)
            self.importing.imported.connect(self._on_imported)
            self.names = PlaceNamesPanel(context)
            self._stack.addWidget(self.importing)
            self._stack.addWidget(self.names)
            self.tabs = Tabs(
                (self.tr("登録情報の取込"), self.tr("地名の対応表")), name="register_tabs"
            )
            self.tabs.changed.connect(self._stack.setCurrentIndex)
            head.addWidget(self.tabs)
        self.setLayout(
            column(
                self.banners,
                panel(head, "card"),
                (self._stack, 1),
                spacing=12,
                margins=(0, 8, 0, 0),
            )
        )
        self.refresh()

    def refresh(self) -> None:
        desk, today = self._context.desk, self._context.today()
        task = self._context.tasks.store(lambda: desk.register.info(today), asked=self._asked)
        task.succeeded.connect(self._show_info)
        task.failed.connect(self._on_failed)
        if self._context.may(Capability.SIGN_SETTING):
            task = self._context.tasks.store(desk.place_names.pending, asked=self._names_asked)
            task.succeeded.connect(self._show_unsigned)
            task.failed.connect(self._on_failed)

    def take_focus(self) -> None:
        """A clerk starts to type at once."""
        if self.search is not None:
            self.search.take_focus()
        elif self.tabs is not None:
            self.tabs.setFocus()

    def _show_info(self, info: object, _tag: object) -> None:
        if not isinstance(info, RegisterInfo):
            return
        self._take_away("register_stale")
        self._take_away("register_outdated")
        if info.as_of is None:
            self._info.setText(self.tr("登録情報はまだ取り込まれていません"))
            self._age.setText("")
            return
        self._info.setText(self.tr("{0:,}人・{1:,}件").format(info.customers, info.rows))
        days = self.tr("{0}日前").format(info.age_days) if info.age_days else self.tr("今日")
        words = self.tr("{0}月{1}日現在（{2}）　第{3}世代").format(
            info.as_of.month, info.as_of.day, days, info.generation
        )
        if info.changed and info.whole_as_of is not None:
            words += self.tr("　全件は{0}月{1}日、その後の差分 {2:,}人").format(
                info.whole_as_of.month, info.whole_as_of.day, info.changed
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

        if info.outdated:
            self.banners.show_banner(
                Banner(
                    "accent",
                    self.tr("登録情報は、住所の読み方が今と違う版で取り込まれています"),
                    self.tr(
                        "検索も照合もできますが、候補の順が下がることがあります。次の全件の取込でそろいます。"
                    ),
                    icon="info",
                    name="register_outdated",
                )
            )

    def _show_unsigned(self, pending: object, _tag: object) -> None:
        """The newest table that waits for this supervisor's signature."""
        self._take_away("names_unsigned")
        found = pending if isinstance(pending, tuple) else ()
        waiting = [one for one in found if isinstance(one, NamesReport)]
        self._unsigned = waiting[-1] if waiting else None
        if self._unsigned is None:
            return
        sign = Button(self.tr("対応表に署名する"), small=True, name="names_sign")
        sign.clicked.connect(self._sign)
        self.banners.show_banner(
            Banner(
                "accent",
                self.tr("地名の対応表が署名を待っています"),
                self.tr("{0:,}件　使い始める日 {1}").format(
                    self._unsigned.accepted,
                    max(self._unsigned.effective_from, self._context.today()).isoformat(),
                ),
                icon="signature",
                actions=(sign,),
                name="names_unsigned",
            )
        )

    def _sign(self) -> None:
        if self._unsigned is not None:
            dialog = SignNamesDialog(self, self._context, self._unsigned)
            dialog.signed.connect(self.refresh)
            dialog.open()

    def _take_away(self, name: str) -> None:
        for banner in self.banners.banners():
            if banner.objectName() == name:
                self.banners.remove(banner)

    def _on_imported(self) -> None:
        self.refresh()
        self._context.data_changed.emit()

    def _on_failed(self, error: BaseException) -> None:
        self._context.show_error(error, self)
