"""封入確認 line by line: each thing that belongs into the envelope gets its tick (I-03)."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from desktop.domain.roles import Capability
from desktop.services.case_views import LetterView
from desktop.services.enclosure import EnclosureList
from desktop.ui.cases.open_case import OpenCase
from desktop.ui.cases.task_panel import section
from desktop.ui.cases.warning_line import WarningLine
from desktop.ui.labels import label
from desktop.ui.tasks import Asked
from desktop.ui.widgets.buttons import Button, Kind
from desktop.ui.widgets.layout import column
from desktop.ui.widgets.select import Check


class EnclosureTicks(QWidget):
    """The list as it is now. `able`: this person may tick; what was ticked already stands so.

    `changed` says that all or no longer all lines are ticked; `stale` that another list was
    ticked than the one that holds now.
    """

    changed = Signal()
    stale = Signal()

    def __init__(self, opened: OpenCase, letter_id: str, *, able: bool, done: bool) -> None:
        super().__init__()
        self.setObjectName("enclosure_ticks")
        self._opened, self.able, self._done = opened, able, done
        self._takes_focus = False
        self._asked = Asked()
        self.ticks: dict[str, Check] = {}
        self._rows = column(spacing=2)
        inner = QWidget()
        inner.setLayout(self._rows)
        self.words = label("", "small", wrap=True, name="enclosure_words")
        self.setLayout(column(section(self.tr("封筒に入れるもの"), inner), self.words, spacing=4))
        self.words.hide()
        context = opened.context
        enclosure, by = context.desk.enclosure, context.signed_in
        task = context.tasks.store(lambda: enclosure.listed(by, letter_id), asked=self._asked)
        task.succeeded.connect(self._show)
        task.failed.connect(self._on_failed)

    def ticked(self) -> frozenset[str]:
        return frozenset(key for key, tick in self.ticks.items() if tick.isChecked())

    def complete(self) -> bool:
        """Whether every line is there and ticked."""
        return bool(self.ticks) and all(tick.isChecked() for tick in self.ticks.values())

    def start(self) -> None:
        """The first line not yet ticked takes the keyboard, as soon as there is one."""
        self._takes_focus = not self.ticks
        for tick in self.ticks.values():
            if tick.isEnabled() and not tick.isChecked():
                tick.setFocus(Qt.FocusReason.OtherFocusReason)
                return

    def _show(self, found: object, _tag: object) -> None:
        if not isinstance(found, EnclosureList):
            return
        stands = self._done and found.checked
        able = self.able and not stands
        for number, line in enumerate(found.lines, 1):
            words = f"{line.what}　{line.detail}" if line.detail else line.what
            tick = Check(words, name=f"enclosure_tick_{number}", checked=stands, wrap=True)
            tick.setEnabled(able)
            tick.toggled.connect(self._on_toggled)
            self.ticks[line.key] = tick
            self._rows.addWidget(tick)
        if able:
            self.words.setText(self.tr("封筒の中身を一つずつ見て、印を付けてください。"))
            self.words.show()
        if self._takes_focus:
            self.start()
        self.changed.emit()
        if self._done and not found.checked:
            self.stale.emit()

    def _on_toggled(self, _on: bool) -> None:
        self.changed.emit()

    def _on_failed(self, error: BaseException) -> None:
        self._opened.context.show_error(error, self)


class EnclosureCheck(QWidget):
    """封入確認 in a panel: whose turn it is, the list, and the button that stays shut until every
    line is ticked. `outdated`: what was ticked is no longer what belongs into the envelope."""

    outdated = Signal()

    def __init__(self, opened: OpenCase, letter: LetterView, *, name: str) -> None:
        super().__init__()
        self._opened, self._letter = opened, letter
        me = opened.context.signed_in.name
        mine, chose = letter.printed_by == me, letter.way_by == me
        done = letter.state in ("CHECKED", "SENT")
        able = opened.context.may(Capability.ENCLOSE_CHECK) and not (mine or chose)
        self._words = label("", "small", wrap=True, name=f"{name}_check_words")
        self._words.setText(
            self.tr("印刷した人とは別の人が、宛名・文書・別紙を確かめて封をします。")
            if mine
            else self.tr("送る方法を決めた人とは別の人が、宛名・文書・別紙を確かめて封をします。")
            if chose
            else self.tr("{0}が印刷しました。宛名・文書・別紙を確かめてください。").format(
                letter.printed_by
            )
        )
        self.changed_words = WarningLine(name=f"{name}_enclosure_changed")
        self.ticks = EnclosureTicks(opened, letter.id, able=able, done=done)
        key = "" if done else "Ctrl+Enter"
        kind: Kind = "secondary" if done else "primary"
        self.button = Button(self.tr("封入を確認した"), kind, key=key, name=f"{name}_check")
        self.button.setEnabled(False)
        if done:
            self._words.hide()
        if done or not opened.context.may(Capability.ENCLOSE_CHECK):
            self.button.hide()
        self.setLayout(column(self._words, self.changed_words, self.ticks, spacing=8))
        self.button.clicked.connect(self._check)
        self.ticks.changed.connect(self._on_ticks)
        self.ticks.stale.connect(self._on_stale)

    def _on_ticks(self) -> None:
        self.button.setEnabled(self.ticks.able and self.ticks.complete())

    def _on_stale(self) -> None:
        self.changed_words.say(
            self.tr("封入確認の後に、封入するものが変わりました。もう一度確かめてください。")
        )
        self._words.show()
        if self._opened.context.may(Capability.ENCLOSE_CHECK):
            self.button.show()
        self.outdated.emit()

    def _check(self) -> None:
        desk, letter_id, ticked = self._opened.desk, self._letter.id, self.ticks.ticked()
        self._opened.change(
            self,
            lambda act: desk.enclosure.check(act, letter_id, ticked),
            button=self.button,
            said=self.tr("封入確認を記録しました。"),
        )
