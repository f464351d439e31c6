"""設定のスキャナー: a device that is found or typed and how it scans, or a folder to watch."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePath

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QWidget

from desktop.domain.scanning import Colour, Device, Feed, PaperSize, ScanProfile, SourceKind
from desktop.ui.context import Context
from desktop.ui.intake.scan_words import COLOUR_WORDS, FEED_WORDS, KIND_WORDS, profile_words
from desktop.ui.intake.stop import Stop
from desktop.ui.labels import label
from desktop.ui.marking import translated
from desktop.ui.settings.folder_form import FolderForm
from desktop.ui.settings.trial_scan import TrialScanPanel
from desktop.ui.tasks import Asked, Job, Task
from desktop.ui.widgets.banner import BannerArea
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.cells import Cell
from desktop.ui.widgets.form_field import FormField
from desktop.ui.widgets.layout import card, column, panel, row, rule
from desktop.ui.widgets.select import Select
from desktop.ui.widgets.table import Table
from desktop.ui.widgets.table_model import Column, Row, RowsModel

_TYPED, _WATCHED = "typed", "watched"
_SIDE = 420


class ScannersPage(QWidget):
    """The profile that scanned last stands first; it is what F5 scans with."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setObjectName("scanners_page")
        self._context = context
        self._asked = Asked()
        self._search: Task | None = None
        self._stop = Stop()
        self._found: dict[str, Device] = {}
        self._profiles: dict[str, ScanProfile] = {}
        self._changing: ScanProfile | None = None
        self.banners = BannerArea(name="scanners_banners")
        self._model = RowsModel(
            (
                Column(self.tr("プロファイル")),
                Column(self.tr("つなぎ方"), 170),
                Column(self.tr("読み取り"), 150),
            )
        )
        self.profiles = Table(
            self._model, name="scanners_profiles", accessible=self.tr("スキャンのプロファイル")
        )
        self.remove = Button(
            self.tr("プロファイルを外す"), "danger", small=True, name="scanner_remove"
        )
        self.remove.setEnabled(False)
        self.remove.clicked.connect(self._remove)
        self.change = Button(
            self.tr("プロファイルを変える"), "secondary", small=True, name="scanner_change"
        )
        self.change.setEnabled(False)
        self.change.clicked.connect(self._change)
        self.try_out = Button(
            self.tr("1枚を試し読みする"), "secondary", small=True, name="scanner_try"
        )
        self.try_out.setEnabled(False)
        self.try_out.clicked.connect(self._try_out)
        self.trial = TrialScanPanel(context)
        self.trial.left.connect(self._on_trial_left)
        self.profiles.row_activated.connect(self._change)
        self.profiles.row_chosen.connect(self._on_chosen)
        self.search = Button(self.tr("スキャナーを探す"), "secondary", name="scanner_search")
        self.search.clicked.connect(self._on_search)
        self._told = label("", "small", wrap=True, name="scanner_search_words")
        self._title = label("", "h2", name="scanner_title")
        self.fresh = Button(
            self.tr("変えるのをやめる"), "secondary", small=True, name="scanner_fresh"
        )
        self.fresh.clicked.connect(self._begin_new)
        self.device = Select((), name="scanner_device", accessible=self.tr("取り込み方"))
        self.folder = FolderForm(context, self)
        self.device.currentIndexChanged.connect(self._on_device)
        self.address = FormField(
            self.tr("アドレス"),
            key="address",
            name="scanner_address",
            hint=self.tr("見つからない複合機は、192.168.1.20 のように入れます。"),
        )
        self.name = FormField(self.tr("プロファイルの名前"), key="name", name="scanner_name")
        self.feed = _select(FEED_WORDS, "scanner_feed", self.tr("給紙"))
        self.dpi = Select(
            [("300", "300 dpi"), ("200", "200 dpi")],
            name="scanner_dpi",
            accessible=self.tr("解像度"),
        )
        self.colour = _select(COLOUR_WORDS, "scanner_colour", self.tr("色"))
        self.save = Button(
            self.tr("プロファイルを加える"), "primary", key="Ctrl+Enter", name="scanner_save"
        )
        self.save.clicked.connect(self._save)
        self._of_scanner = panel(
            row((self.feed, 1), (self.dpi, 1), (self.colour, 1), spacing=8),
            name="scanner_how",
        )
        self.setLayout(column(self.banners, (row((self._list(), 1), self._side(), spacing=14), 1)))
        # Last: a field shown without a parent would be a window.
        self._show_devices(())
        self._begin_new()
        context.data_changed.connect(self.refresh)
        context.person_changed.connect(self._on_person_changed)
        self.refresh()

    def refresh(self) -> None:
        scanning = self._context.desk.scanning
        task = self._context.tasks.store(scanning.profiles, asked=self._asked)
        task.succeeded.connect(self._on_profiles)
        task.failed.connect(self._on_failed)

    def _list(self) -> QWidget:
        acts = (self.try_out, self.change, self.remove)
        foot = panel(row(*acts, None, spacing=8, margins=(14, 8, 14, 8)), "foot")
        return panel(
            column((self.profiles, 1), foot, spacing=0, margins=(1, 1, 1, 1)),
            "card",
        )

    def _side(self) -> QWidget:
        """The form, or in its place the sheet that was read by way of trial."""
        self._stack = QStackedWidget()
        self._stack.addWidget(self._form())
        self._stack.addWidget(self.trial)
        self._stack.setFixedWidth(_SIDE)
        return self._stack

    def _try_out(self) -> None:
        profile = self._profiles.get(self.profiles.current_key())
        if profile is not None and profile.kind is not SourceKind.FOLDER:
            self._stack.setCurrentWidget(self.trial)
            self.trial.open_for(profile)

    def _on_trial_left(self) -> None:
        self.profiles.setFocus(Qt.FocusReason.OtherFocusReason)
        self._stack.setCurrentIndex(0)

    def _form(self) -> QWidget:
        return card(
            row(self._title, None, self.fresh),
            row(self.search, (self._told, 1), spacing=10),
            self.device,
            self.address,
            self.folder,
            rule(),
            self.name,
            self._of_scanner,
            None,
            row((self.save, 1)),
            spacing=12,
        )

    def _on_search(self) -> None:
        """The same button ends a search that runs."""
        if self._search is not None:
            self._stop.set()
            self.search.setEnabled(False)
            return
        scanning, by = self._context.desk.scanning, self._context.signed_in
        stop = self._stop = Stop()

        def work(job: Job) -> object:
            stop.follow(job)
            return scanning.devices(by, stop)

        self._search = self._context.tasks.long_free(work)
        self._search.succeeded.connect(self._on_devices)
        self._search.failed.connect(self._on_failed)
        self._search.ended.connect(self._on_search_ended)
        self.search.set_text(self.tr("探すのをやめる"))
        self._told.setText(self.tr("探しています。数秒かかります。"))

    def _on_devices(self, devices: object, _tag: object) -> None:
        if isinstance(devices, tuple):
            self._show_devices(devices)
            words = self.tr("{0}台見つかりました。").format(len(devices))
            none = self.tr("見つかりませんでした。電源を確かめるか、アドレスを入れてください。")
            self._told.setText(words if devices else none)

    def _on_person_changed(self) -> None:
        self._stop.set()

    def _on_search_ended(self) -> None:
        self._search = None
        self.search.setEnabled(True)
        self.search.set_text(self.tr("スキャナーを探す"))
        if self._stop.is_set():
            self._told.setText("")

    def _show_devices(self, devices: tuple[Device, ...]) -> None:
        self._found = {one.address: one for one in devices}
        listed = [(one.address, one.label) for one in devices]
        ways = [
            (_TYPED, self.tr("アドレスを入れる")),
            (_WATCHED, self.tr("フォルダーを見張る")),
        ]
        before = self.device.key()
        # A search that ends late takes no folder and no profile from under somebody's hands.
        stays = before == _WATCHED or self._changing is not None or not listed
        stays &= before in self._found or before in dict(ways)
        self.device.set_options([*listed, *ways], before if stays else "")
        self._on_device()

    def _on_device(self) -> None:
        device = self._found.get(self.device.key())
        watched = self.device.key() == _WATCHED
        # What goes is hidden before anything is shown: both at once would widen the window.
        for gone in (self.address, self._of_scanner) if watched else (self.folder,):
            gone.hide()
        self.address.setVisible(device is None and not watched)
        self._of_scanner.setVisible(not watched)
        self.folder.setVisible(watched)
        if device is None:
            return
        if not self.name.text():
            self.name.set_text(device.label[:40])
        feeds = [(one.value, translated("ScanWords", FEED_WORDS[one])) for one in device.feeds]
        self.feed.set_options(feeds, feeds[0][0] if feeds else "")
        self.dpi.set_options(
            [(str(one), f"{one} dpi") for one in device.resolutions],
            "300" if 300 in device.resolutions else "",
        )

    def _begin_new(self) -> None:
        """The form is for one more profile."""
        self._changing = None
        self.fresh.hide()
        self._title.setText(self.tr("新しいプロファイル"))
        self.save.set_text(self.tr("プロファイルを加える"))
        for field in (self.name, self.address):
            field.set_text("")
            field.clear_error()
        self.folder.set_place("")

    def _change(self) -> None:
        """The form is for the profile that stands under the cursor."""
        profile = self._profiles.get(self.profiles.current_key())
        if profile is None:
            return
        self._begin_new()
        self._changing = profile
        watched = profile.kind is SourceKind.FOLDER
        known = profile.address if profile.address in self._found else _TYPED
        self.device.choose(_WATCHED if watched else known)
        self._on_device()
        self.name.set_text(profile.name)
        if watched:
            self.folder.set_place(profile.address, profile.id)
        else:
            self.address.set_text(profile.address)
            _offer(self.feed, profile.feed.value, translated("ScanWords", FEED_WORDS[profile.feed]))
            _offer(self.dpi, str(profile.dpi), f"{profile.dpi} dpi")
            self.colour.choose(profile.colour)
        self._title.setText(self.tr("{0} を変える").format(profile.name))
        self.save.set_text(self.tr("変えたことを保存する"))
        self.fresh.show()
        self.name.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def _way(self) -> tuple[SourceKind, str]:
        """How the profile in the form takes mail in, and from where."""
        device, changing = self._found.get(self.device.key()), self._changing
        if device is not None:
            return device.kind, device.address
        if self.device.key() == _WATCHED:
            return SourceKind.FOLDER, self.folder.place.text()
        typed = self.address.text()
        if changing is not None and changing.kind is SourceKind.SANE and typed == changing.address:
            return SourceKind.SANE, typed
        return SourceKind.ESCL, typed

    def _save(self) -> None:
        kind, address = self._way()
        profile = ScanProfile(
            self._changing.id if self._changing is not None else "",
            self.name.text(),
            kind,
            address,
            Feed(self.feed.key()),
            int(self.dpi.key()),
            Colour(self.colour.key()),
            self._changing.size if self._changing is not None else PaperSize.A4,
        )
        scanning, act = self._context.desk.scanning, self._context.act()
        self.save.setEnabled(False)
        task = self._context.tasks.free(
            lambda: scanning.save_profile(act, profile)
        )  # asks a folder
        task.succeeded.connect(self._on_saved)
        task.failed.connect(self._on_refused)

    def _on_saved(self, profile: object, _tag: object) -> None:
        self.save.setEnabled(True)
        changed = self._changing is not None
        self._begin_new()
        if isinstance(profile, ScanProfile):
            words = self.tr("{0} を加えました。受付の取込で F5 を押すと読み取ります。")
            if profile.kind is SourceKind.FOLDER:
                words = self.tr("{0} を加えました。フォルダーの見張りを始めます。")
            if changed:
                words = self.tr("{0} を変えました。")
            self._context.notify(words.format(profile.name))
        self._context.data_changed.emit()

    def _remove(self) -> None:
        profile_id = self.profiles.current_key()
        if not profile_id:
            return
        scanning, act = self._context.desk.scanning, self._context.act()
        task = self._context.tasks.store(lambda: scanning.remove_profile(act, profile_id))
        task.succeeded.connect(self._on_removed)
        task.failed.connect(self._on_failed)

    def _on_removed(self, _answer: object, _tag: object) -> None:
        if self._changing is not None:
            self._begin_new()
        self._context.notify(self.tr("プロファイルを外しました。"))
        self._context.data_changed.emit()

    def _on_profiles(self, profiles: object, _tag: object) -> None:
        if isinstance(profiles, tuple):
            self._profiles = {one.id: one for one in profiles}
            self._model.set_rows([_row(one) for one in profiles])

    def _on_chosen(self, profile_id: str) -> None:
        self.remove.setEnabled(bool(profile_id))
        self.change.setEnabled(bool(profile_id))
        profile = self._profiles.get(profile_id)
        self.try_out.setEnabled(profile is not None and profile.kind is not SourceKind.FOLDER)

    def _on_refused(self, error: BaseException) -> None:
        self.save.setEnabled(True)
        self._context.show_error(error, self)

    def _on_failed(self, error: BaseException) -> None:
        self._context.show_error(error, self)


def _select(words: Mapping[Feed, str] | Mapping[Colour, str], name: str, told: str) -> Select:
    shown = [(key.value, translated("ScanWords", word)) for key, word in words.items()]
    return Select(shown, name=name, accessible=told)


def _offer(select: Select, key: str, words: str) -> None:
    """What the profile has stays possible, whatever the device found last can do."""
    if select.findData(key) < 0:
        select.addItem(words, key)
    select.choose(key)


def _row(profile: ScanProfile) -> Row:
    # What a clerk tells one from another by: of a folder that is its place.
    folder = profile.kind is SourceKind.FOLDER
    how = PurePath(profile.address).name if folder else profile_words(profile)
    return Row(
        (
            Cell(profile.name, weight=500),
            Cell(translated("ScanWords", KIND_WORDS[profile.kind]), "text2", px=13),
            Cell(how, px=13),
        ),
        key=profile.id,
    )
