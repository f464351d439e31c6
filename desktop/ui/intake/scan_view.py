"""How far a scan is, sheet by sheet, and why it stands still: what the screen shows of a run."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication

from desktop.domain.scanning import ScanProfile
from desktop.services.scanning_views import RunState, RunView, ScanStep, StepKind
from desktop.ui.intake.mail import Mail
from desktop.ui.intake.scan_notice import ScanNotice
from desktop.ui.intake.scan_words import profile_words
from desktop.ui.widgets.progress_card import ProgressCard

_ACKNOWLEDGED = frozenset({StepKind.PAGE, StepKind.BLOCKED, StepKind.SEPARATOR})


class ScanView(QObject):
    """`kept` follows an acknowledged page, `pulled` a step that changes only the waiting sheets."""

    kept = Signal()
    pulled = Signal()
    changed = Signal()  # a run began, ended, or stands still

    def __init__(self, mail: Mail, parent: QObject) -> None:
        super().__init__(parent)
        self._mail = mail
        self._sides: dict[int, str] = {}
        self._expected: int | None = None
        self.is_running = False
        self.envelope_id = ""  # whose pages come in now
        self.new_envelopes: set[str] = set()
        self.progress = ProgressCard("", name="scan_progress")
        self.progress.hide()
        self.notice = ScanNotice()
        mail.changed.connect(self._on_mail)

    @property
    def standing(self) -> RunView | None:
        """The run that stands still until the clerk says how it goes on."""
        return self.notice.run

    def pending(self) -> tuple[str, ...]:
        """The sheets that are through the feeder and not kept yet, by what they are called."""
        return tuple(self._sides[side] for side in sorted(self._sides))

    def begin(self, name: str, profile: ScanProfile | None, expected: int | None) -> None:
        """A run goes on, or begins."""
        self._sides.clear()
        self._expected, self.is_running = expected, True
        self.notice.forget()
        self.progress.set_title(name, profile_words(profile) if profile is not None else "")
        self.progress.set_state(self.tr("読取中"), "accent", "loader")
        self._show_progress(0, 0)
        self.progress.cancel.setEnabled(True)
        self.progress.cancel.show()
        self.progress.show()
        self.changed.emit()

    def stopping(self) -> None:
        """The clerk's wish to end it is on its way."""
        self.progress.set_state(self.tr("中止しています"), "warn", "pause")
        self.progress.cancel.setEnabled(False)

    def show_step(self, step: ScanStep) -> None:
        """One step of the run."""
        if step.kind in (StepKind.PULLED, StepKind.CHECKING):
            self._sides.setdefault(step.side, self._called(step))
        elif step.kind in _ACKNOWLEDGED:
            self._sides.pop(step.side, None)
        if step.kind is StepKind.SEPARATOR:
            self.envelope_id = ""
        elif step.envelope_id:
            self.envelope_id = step.envelope_id
        self._show_state(step.kind)
        self._show_progress(step.sheets, step.waiting)
        if step.kind in (StepKind.PAGE, StepKind.BLOCKED):
            if step.envelope_id:
                self.new_envelopes.add(step.envelope_id)
            self.kept.emit()
        else:
            self.pulled.emit()

    def end(self) -> None:
        """Nothing runs any more; a run that stands still stays on the screen."""
        self._sides.clear()
        if self.standing is None and self.progress.cancel.hasFocus():
            self.notice.focus_left.emit()  # what is hidden would send the keyboard anywhere
        self.envelope_id, self.is_running = "", False
        self.progress.setVisible(self.standing is not None)
        self.changed.emit()

    def show_standing(self, run: RunView, profile: ScanProfile | None) -> None:
        """Tell why a run stands still, and the ways on."""
        # Nobody's typing is interrupted: Ctrl+Enter answers from everywhere.
        free = QApplication.focusWidget() in (None, self.progress.cancel)
        self._expected = run.expected
        if run.envelope_id:
            self.new_envelopes.add(run.envelope_id)  # also where another program's end left it
        self.notice.show_run(run, self._called_envelope(run))
        words = profile_words(profile) if profile is not None else ""
        self.progress.set_title(run.profile_name, words)
        self.progress.set_state(self.tr("停止中"), "bad", "octagon-pause")
        if run.state is RunState.BLOCKED:
            self._show_progress(run.sheets, 0)
        else:
            self.progress.set_standing(run.sheets, self._expected or run.sheets, run.so_far)
        # Of any other stop the notice itself offers the end, so that no Esc ends it by accident.
        self.progress.cancel.setVisible(run.state is RunState.BLOCKED)
        self.progress.cancel.setEnabled(True)
        self.progress.show()
        self.changed.emit()
        if free:
            self.notice.take_focus()

    def settle(self) -> None:
        """The run has been answered."""
        self.notice.forget()
        self.progress.hide()
        self.changed.emit()

    def _on_mail(self) -> None:
        if self.standing is not None:
            self.notice.name_envelope(self._called_envelope(self.standing))

    def _called_envelope(self, run: RunView) -> str:
        envelope = self._mail.envelope(run.envelope_id) if run.envelope_id else None
        return self.tr("封筒 {0}").format(envelope.number) if envelope is not None else ""

    def _called(self, step: ScanStep) -> str:
        name = self.tr("{0}枚目").format(step.sheet)
        other = name in self._sides.values()
        return self.tr("{0} 裏").format(name) if other else name

    def _show_state(self, kind: StepKind) -> None:
        if kind is StepKind.PAUSED:
            self.progress.set_state(self.tr("一時停止"), "warn", "pause")
        elif kind in (StepKind.FAULT, StepKind.BLOCKED):
            self.progress.set_state(self.tr("停止中"), "bad", "octagon-pause")
        elif kind is StepKind.RESUMED:
            self.progress.set_state(self.tr("読取中"), "accent", "loader")

    def _show_progress(self, sheets: int, waiting: int) -> None:
        parts = []
        if self._expected is not None:
            parts.append(self.tr("残り {0}枚").format(max(0, self._expected - sheets)))
        if waiting:
            parts.append(self.tr("読み取り待ち {0}枚").format(waiting))
        self.progress.set_progress(sheets, self._expected or 0, "・".join(parts))
