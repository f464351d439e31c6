"""The line from which mail is taken in: a scanner with its profile and sheets, or files."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRegularExpression, Qt, Signal
from PySide6.QtGui import QKeyEvent, QRegularExpressionValidator
from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QWidget

from desktop.domain.scanning import ScanProfile, SourceKind
from desktop.ui import theme
from desktop.ui.intake.scan_words import profile_words
from desktop.ui.labels import icon_label, label
from desktop.ui.widgets.buttons import Button, IconButton
from desktop.ui.widgets.keys import TextField, bind, is_enter
from desktop.ui.widgets.layout import panel, row
from desktop.ui.widgets.select import Select

_IDLE, _INVITING = range(2)
_SHEETS, _PROFILE = 52, 176


class SheetsField(TextField):
    """How many sheets lie in the feeder; empty where nobody counted them."""

    entered = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("scan_sheets")
        self.setAccessibleName(self.tr("用紙の枚数（数えたときだけ）"))
        self.setValidator(QRegularExpressionValidator(QRegularExpression("[1-9][0-9]{0,2}"), self))
        self.setPlaceholderText(self.tr("任意"))
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setFixedWidth(theme.px(_SHEETS))

    def sheets(self) -> int | None:
        return int(self.text()) if self.text() else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if is_enter(event):
            self.entered.emit()
        else:
            super().keyPressEvent(event)


class SourceStrip(QWidget):
    """`scan_requested` gives the profile's id and the sheets counted, or None."""

    scan_requested = Signal(str, object)
    setup_requested = Signal()
    files_requested = Signal()
    folder_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("intake_source")
        self._profiles: dict[str, ScanProfile] = {}
        self.profile = Select((), name="scan_profile", accessible=self.tr("スキャンの設定"))
        self.profile.setFixedWidth(theme.px(_PROFILE))
        self.profile.currentIndexChanged.connect(self._on_profile)
        self._details = label("", "caption", name="scan_details")
        self.sheets = SheetsField()
        self.sheets.entered.connect(self.start)
        self._of_sheets = panel(
            row(
                label(self.tr("用紙"), "small"),
                self.sheets,
                label(self.tr("枚"), "small"),
                spacing=6,
            )
        )
        self.scan = Button(
            self.tr("スキャンする"), "secondary", key="F5", small=True, name="scan_start"
        )
        self.scan.clicked.connect(self.start)
        self._of_scanner = panel(
            row(
                self.profile,
                self._details,
                6,
                self._of_sheets,
                4,
                self.scan,
                spacing=8,
            )
        )
        self.hint = label(
            self.tr("PDF・TIFF・JPEG・PNGは、ドラッグでも取り込めます。"),
            "small",
            name="intake_drop_hint",
        )
        self.setup = Button(
            self.tr("スキャナーを設定する"), "secondary", small=True, name="scan_setup"
        )
        self.setup.clicked.connect(self.setup_requested)
        self.choose_files = Button(
            self.tr("ファイルを選ぶ"),
            "secondary",
            name="intake_choose_files",
            key="Ctrl+O",
            small=True,
        )
        self.choose_files.clicked.connect(self.files_requested)
        self.choose_folder = IconButton(
            "folder-open", self.tr("フォルダーを選ぶ"), name="intake_choose_folder"
        )
        self.choose_folder.clicked.connect(self.folder_requested)
        idle = panel(
            row(
                icon_label("scan-line", "text2", 18),
                self._of_scanner,
                self.hint,
                None,
                self.setup,
                self.choose_files,
                self.choose_folder,
                spacing=8,
                margins=(14, 6, 8, 6),
            ),
            "card",
            name="intake_strip",
        )
        inviting = panel(
            row(
                icon_label("download", "accent", 18),
                label(self.tr("ここで離すと取り込みます。"), "strong", tone="accent"),
                None,
                spacing=8,
                margins=(14, 6, 8, 6),
            ),
            "card",
            name="intake_invitation",
        )
        self._stack = QStackedWidget()
        self._stack.addWidget(idle)
        self._stack.addWidget(inviting)
        self.setLayout(row((self._stack, 1)))
        # As high as the higher of the two, whatever there is beside it.
        self._stack.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        # The profile from anywhere on the screen; then the arrows choose and F5 scans.
        bind(self, "F6", self._to_profile)
        self.set_profiles((), "")

    def set_profiles(self, profiles: Sequence[ScanProfile], current: str) -> None:
        """Offer these; `current` is the one that scanned last."""
        kept = self.profile.key() or current
        self._profiles = {one.id: one for one in profiles}
        chosen = kept if kept in self._profiles else current
        if chosen not in self._profiles:
            chosen = next(iter(self._profiles), "")
        self.profile.set_options([(one.id, one.name) for one in profiles], chosen)
        there = bool(profiles)
        # What goes is hidden before anything is shown: both at once would widen the window.
        for gone in (self.hint, self.setup) if there else (self._of_scanner,):
            gone.hide()
        self._of_scanner.setVisible(there)
        self.hint.setVisible(not there)
        self.setup.setVisible(not there)
        self._on_profile()

    def chosen(self) -> ScanProfile | None:
        """The profile that the one-key scan uses."""
        return self._profiles.get(self.profile.key())

    def start(self) -> None:
        """Scan with the chosen profile."""
        profile = self.chosen()
        if profile is not None and self.scan.isEnabled():
            sheets = self.sheets.sheets() if profile.kind is not SourceKind.FOLDER else None
            self.scan_requested.emit(profile.id, sheets)

    def invite(self, over: bool) -> None:
        """Say that what is being dragged can be let go here."""
        self._stack.setCurrentIndex(_INVITING if over else _IDLE)

    def _to_profile(self) -> None:
        if self.profile.isVisible():
            self.profile.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _on_profile(self) -> None:
        profile = self.chosen()
        if profile is None:
            return
        self._details.setText(profile_words(profile))
        folder = profile.kind is SourceKind.FOLDER
        self._of_sheets.setVisible(not folder)
        words = self.tr("フォルダーから取り込む") if folder else self.tr("スキャンする")
        self.scan.set_text(words)
