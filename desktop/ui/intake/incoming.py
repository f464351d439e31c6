"""How mail comes in on this screen: the line to start from, how far it is, why it stands still."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop.domain.scanning import ScanProfile, SourceKind
from desktop.ui.context import Context
from desktop.ui.intake.importing import Importing
from desktop.ui.intake.mail import Mail
from desktop.ui.intake.scan_view import ScanView
from desktop.ui.intake.scanning import Scanning
from desktop.ui.intake.source_strip import SourceStrip
from desktop.ui.intake.watching import Watching


class Incoming(QObject):
    """Files and, where a scanner is set up, scans; one at a time, so that Esc is never unclear."""

    pages_came = Signal()  # acknowledged pages: the mail is to be read anew
    sheets_pulled = Signal()  # only the tiles of waiting sheets changed
    changed = Signal()  # whether something runs, or waits for an answer
    finished = Signal()
    source_chosen = Signal(object)  # the ScanProfile that the key takes mail in by, or None

    def __init__(self, context: Context, mail: Mail, screen: QWidget) -> None:
        super().__init__(screen)
        self._context = context
        self._shown = True
        self.strip = SourceStrip()
        self.importing = Importing(context, screen)
        self.scan = ScanView(mail, self)
        self.scan.kept.connect(self.pages_came)
        self.scan.pulled.connect(self.sheets_pulled)
        self.scan.changed.connect(self._on_change)
        self.scanning = Scanning(context, self.scan, screen)
        self.scanning.profiles_read.connect(self._on_profiles)
        self.scanning.finished.connect(self._on_finished)
        self.strip.scan_requested.connect(self._on_scan)
        self.strip.setup_requested.connect(self._to_setup)
        self.strip.files_requested.connect(self.importing.ask_files)
        self.strip.folder_requested.connect(self.importing.ask_folder)
        self.importing.started.connect(self._on_change)
        self.importing.stepped.connect(self.pages_came)
        self.importing.finished.connect(self._on_finished)
        self.watching = Watching(context, self.importing, self)
        self.watching.changed.connect(self._on_change)

    def parts(self) -> tuple[QWidget, ...]:
        """The widgets, in the order in which they stand above the envelopes."""
        return (
            self.strip,
            self.scan.progress,
            self.scan.notice,
            self.watching.view,
            self.importing.progress,
            self.importing.outcomes,
        )

    @property
    def is_running(self) -> bool:
        return self.importing.is_running or self.scan.is_running

    @property
    def wants_answer(self) -> bool:
        """Whether what stands above the envelopes is the screen's primary act just now."""
        return self._shown and self.scan.standing is not None

    @property
    def growing(self) -> str:
        """The envelope whose pages come in now."""
        return self.importing.envelope_id or self.scan.envelope_id

    @property
    def new_envelopes(self) -> set[str]:
        return self.importing.new_envelopes | self.scan.new_envelopes

    def pending(self) -> tuple[str, ...]:
        """What is called what is being looked at and not kept yet."""
        if self.importing.envelope_id:
            return (self.tr("次の用紙"),)
        return self.scan.pending()

    def start(self) -> None:
        """The first thing to do on an empty desk."""
        if self.strip.chosen() is not None:
            self.strip.start()
        else:
            self.importing.ask_files()

    def refresh(self) -> None:
        """Read anew how this office scans, and what stands still."""
        self.scanning.refresh()

    def _on_profiles(self, profiles: object) -> None:
        if isinstance(profiles, list):
            self.set_profiles(profiles, profiles[0].id if profiles else "")

    def _on_scan(self, profile_id: str, sheets: object) -> None:
        self.strip.sheets.clear()  # the next stack is another one
        profile = self.strip.chosen()
        if profile is not None and profile.kind is SourceKind.FOLDER:
            self.watching.look_now(profile_id)
            return
        self.scanning.start(profile_id, sheets if isinstance(sheets, int) else None)

    def _to_setup(self) -> None:
        self._context.place_requested.emit("settings", "scanners")

    def set_profiles(self, profiles: Sequence[ScanProfile], last: str) -> None:
        """Offer these profiles; the one that scanned last is chosen."""
        self.strip.set_profiles(profiles, last)
        self.source_chosen.emit(self.strip.chosen())

    def show(self, shown: bool) -> None:
        """Mail is taken in on one of the two tabs only."""
        self._shown = shown
        self._on_change()

    def invite(self, over: bool) -> None:
        """Say that what is being dragged can be let go here."""
        self.strip.invite(over)

    def take_in(self, paths: list[Path]) -> None:
        self.importing.take_in(paths)

    def _on_change(self) -> None:
        self.importing.hold(self.scan.is_running)
        self.watching.hold(self.is_running)
        self.strip.setVisible(self._shown and not self.is_running and not self.wants_answer)
        self.importing.progress.setVisible(self._shown and self.importing.is_running)
        self.importing.outcomes.setVisible(self._shown and self.importing.outcomes.has_report)
        self.watching.view.setVisible(self._shown and self.watching.is_on)
        self.scan.notice.setVisible(self.wants_answer)
        self.changed.emit()

    def _on_finished(self) -> None:
        self._on_change()
        self.finished.emit()
