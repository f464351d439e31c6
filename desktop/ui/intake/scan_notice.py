"""Why a scan stands still, in place below the strip, with the ways on. Nothing here is modal.

How far it came stands in the strip itself, so that two lines are enough here.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal

from desktop.services.scanning_views import BlockAnswer, RunState, RunView
from desktop.ui.tokens import Tone
from desktop.ui.widgets.banner import Banner, BannerArea
from desktop.ui.widgets.buttons import Button, Kind


class ScanNotice(BannerArea):
    """One run at a time. The first button is the screen's primary act while the notice stands."""

    go_on = Signal(object)  # RunView
    answered = Signal(object, object)  # RunView, BlockAnswer
    closed = Signal(object)
    focus_left = Signal()  # the button with the keyboard is about to go
    retaken = Signal(object)  # the envelope in work is to be read from its first sheet

    def __init__(self) -> None:
        super().__init__(name="scan_notice")
        self._run: RunView | None = None
        self._envelope = ""
        self._asking = False
        self._buttons: list[Button] = []

    @property
    def run(self) -> RunView | None:
        """The run that waits for an answer."""
        return self._run

    def show_run(self, run: RunView, envelope: str = "") -> None:
        """Tell of a run. `envelope` is what the clerk calls the envelope it stopped in."""
        if (run, envelope) == (self._run, self._envelope) and not self._asking:
            return
        had = any(button.hasFocus() for button in self._buttons)
        self._run, self._envelope, self._asking = run, envelope, False
        self._show(_tone(run), run.sentence, run.next_step, self._ways(run))
        if had:
            self.take_focus()

    def name_envelope(self, envelope: str) -> None:
        """What the clerk calls the envelope is known only once the mail has been read."""
        if self._run is not None and not self._asking and envelope:
            self.show_run(self._run, envelope)

    def take_focus(self) -> None:
        """The keyboard stands on the first way on; Tab leads to the others."""
        if self._buttons:
            self._buttons[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def forget(self) -> None:
        if any(button.hasFocus() for button in self._buttons):
            self.focus_left.emit()
        self._run, self._asking = None, False
        self._buttons = []
        self.clear()

    def set_busy(self, busy: bool) -> None:
        """While an answer is on its way, it cannot be given again."""
        for button in self._buttons:
            button.setEnabled(not busy)

    def _ways(self, run: RunView) -> list[Button]:
        if run.state is RunState.BLOCKED:
            return [
                self._button("primary", self.tr("黒塗りして読み直す"), "scan_black", self._black),
                self._button("secondary", self.tr("返却する"), "scan_return", self._return, "B"),
            ]
        ways = []
        if run.missing >= 0:  # of a stack with too many sheets there is nothing to go on with
            go_on = (
                self.tr("{0} を続ける").format(self._envelope)
                if self._envelope
                else self.tr("読み取りを続ける")
            )
            ways.append(self._button("primary", go_on, "scan_go_on", self._go_on))
        if self._envelope:
            retake = self.tr("取り直す")
            ways.append(self._button("secondary", retake, "scan_retake", self._ask_retake, "T"))
        if run.missing >= 0:
            close = self.tr("終える")
            ways.append(self._button("secondary", close, "scan_close", self._close, "E"))
        else:
            close = self.tr("この枚数で終える")
            ways.insert(0, self._button("primary", close, "scan_close", self._close))
        return ways

    def _ask_retake(self) -> None:
        """What was read of the envelope cannot come back: asked once more, in the same place."""
        run = self._run
        if run is None:
            return
        self._asking = True
        sure = self._button("danger", self.tr("取り直す"), "scan_retake_sure", self._retake)
        back = self._button("secondary", self.tr("やめる"), "scan_retake_back", self._back)
        self._show(
            "warn",
            self.tr("{0} を最初の用紙から取り直しますか").format(self._envelope),
            self.tr("保存したページは元に戻せません。用紙は手元にそろえてください。"),
            [back, sure],
        )
        self.take_focus()

    def _show(self, tone: Tone, headline: str, body: str, buttons: list[Button]) -> None:
        self.clear()
        self._buttons = buttons
        self.show_banner(Banner(tone, headline, body, actions=buttons, name="scan_stop"))

    def _button(
        self, kind: Kind, words: str, name: str, act: Callable[[], None], key: str = ""
    ) -> Button:
        made = Button(words, kind, key="Ctrl+Enter" if kind == "primary" else key, name=name)
        made.clicked.connect(act)
        return made

    def _black(self) -> None:
        self._answer(BlockAnswer.BLACKED_OUT)

    def _return(self) -> None:
        self._answer(BlockAnswer.RETURNED)

    def _answer(self, answer: BlockAnswer) -> None:
        if self._run is not None:
            self.answered.emit(self._run, answer)

    def _go_on(self) -> None:
        if self._run is not None:
            self.go_on.emit(self._run)

    def _close(self) -> None:
        if self._run is not None:
            self.closed.emit(self._run)

    def _retake(self) -> None:
        if self._run is not None:
            self.retaken.emit(self._run)

    def _back(self) -> None:
        run, envelope = self._run, self._envelope
        if run is not None:
            self.show_run(run, envelope)


def _tone(run: RunView) -> Tone:
    """Red for a fault and a forbidden number; a count that differs or a stop by hand warns."""
    if run.state is RunState.BLOCKED or run.fault is not None:
        return "bad"
    return "warn"
