"""The head of a case: whose it is, what is asked, the two clocks, and how far it has come."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QWidget

from desktop.domain.clocks import ClockView, suit_from
from desktop.domain.states import END_STATES, STATE_LABELS, STEPS, CaseState, step_of
from desktop.services.case_views import CaseView
from desktop.ui import theme
from desktop.ui.labels import icon_label, label, set_icon, set_tone, set_tooltip
from desktop.ui.widgets.buttons import Button, IconButton
from desktop.ui.widgets.chip import Chip
from desktop.ui.widgets.clock_words import clock_words, short_day
from desktop.ui.widgets.layout import column, row, upright
from desktop.ui.widgets.stepper import Stepper

_DONE = frozenset({CaseState.COMPLETED})


class ClockPart(QWidget):
    """One clock: what it counts from, its day, and how much is left."""

    def __init__(self, title: str, *, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self._title = title
        self._caption = label(title, "caption", name=f"{name}_from")
        self._icon = icon_label("clock", "text2", 16)
        self._day = label("", "strong", name=f"{name}_day")
        self._rest = label("", "h3", name=f"{name}_rest")
        self.setLayout(
            column(
                row(self._caption, None),
                row(self._icon, self._day, self._rest, None, spacing=6),
                spacing=1,
            )
        )

    def show_clock(self, clock: ClockView | None, counted_from: str) -> None:
        self.setVisible(clock is not None)
        if clock is None:
            return
        words = clock_words(clock, head=True)
        self._caption.setText(f"{self._title}　{counted_from}")
        set_icon(self._icon, words.icon, words.tone, 16)
        self._day.setText(words.day)
        self._rest.setText(words.rest)
        set_tone(self._rest, words.tone)
        self.setAccessibleName(f"{self._title} {words.day} {words.rest}")


class CaseHead(QFrame):
    back_requested = Signal()
    history_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("surface", "bar")
        self.setObjectName("case_head")
        self.back = IconButton("chevron-left", self.tr("一覧へ戻る"), name="case_back")
        self.number = label("", "h1", name="case_number")
        self.person = label("", "h2", name="case_person")
        self._chips = row(spacing=8)
        self._statutory = ClockPart(self.tr("法定"), name="case_statutory")
        self._target = ClockPart(self.tr("目標"), name="case_target")
        self._line = upright(theme.px(32))
        self._line2 = upright(theme.px(32))
        self.assigned = label("", "strong", name="case_assigned")
        self.stepper = Stepper(STEPS, 0, name="case_stepper")
        self.state = Chip("", "mute", name="case_state")
        self.companions = Chip("", "warn", "users", name="case_companions")
        self.companions.hide()
        self.history = Button(
            self.tr("履歴"), "quiet", key="H", icon="history", small=True, name="case_history"
        )
        upper = row(
            self.back,
            self.number,
            self.person,
            6,
            self._chips,
            None,
            self._statutory,
            self._line,
            self._target,
            self._line2,
            column(label(self.tr("担当"), "caption"), self.assigned, spacing=1),
            spacing=12,
            margins=(12, 8, 16, 4),
        )
        lower = row(
            (self.stepper, 1),
            self.companions,
            self.state,
            self.history,
            spacing=16,
            margins=(18, 0, 12, 6),
        )
        self.setLayout(column(upper, lower, spacing=0))
        self.back.clicked.connect(self.back_requested)
        self.history.clicked.connect(self.history_requested)

    def show_case(self, view: CaseView) -> None:
        line = view.line
        self.number.setText(line.number)
        self._show_person(self.person, line.name)
        self._set_chips(view)
        arrived, registered = short_day(view.arrived_on), short_day(view.registered_on)
        counted = self.tr("到達 {0}").format(arrived)
        if line.statutory is not None and line.statutory.late:
            # art. 39: from this day the person may sue without having been refused
            counted += self.tr("　訴え {0} から").format(short_day(suit_from(view.arrived_on)))
        self._statutory.show_clock(line.statutory, counted)
        self._target.show_clock(line.target, self.tr("受付 {0}").format(registered))
        self._line.setVisible(line.statutory is not None and line.target is not None)
        self._line2.setVisible(line.statutory is not None or line.target is not None)
        self.assigned.setText(line.assigned or self.tr("未定"))
        self.history.set_text(self.tr("履歴 {0}件").format(view.history_count))
        if line.state in _DONE:
            self.stepper.set_current(len(STEPS))
        elif line.state in END_STATES:
            self.stepper.set_current(step_of(view.ended_in or CaseState.RECEIVED), ended=True)
        else:
            self.stepper.set_current(step_of(line.state, view.asked_in))
        self._show_state(line.state)

    def show_companions(self, words: str) -> None:
        """Who else has the case open; "" where nobody has."""
        self.companions.setVisible(bool(words))
        if words:
            self.companions.set(words, "warn", "users")

    def _show_person(self, target: QLabel, name: str) -> None:
        shown = self.tr("{0} 様").format(name) if name else self.tr("廃棄済")
        target.setText(
            theme.metrics(16, 700).elidedText(shown, Qt.TextElideMode.ElideRight, theme.px(200))
        )
        target.setAccessibleName(shown)
        set_tooltip(target, shown)

    def _set_chips(self, view: CaseView) -> None:
        while (item := self._chips.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        if view.line.types:
            self._chips.addWidget(Chip(view.line.types, "accent", "file-text", name="case_types"))
        if view.fee.due:
            words = self.tr("{0}項目 {1:,}円").format(view.fee.count, view.fee.due)
        else:
            words = self.tr("手数料なし")
        self._chips.addWidget(Chip(words, "mute", name="case_fee"))

    def _show_state(self, state: CaseState) -> None:
        """What the stepper cannot say: a wait, a return, an end other than completion."""
        beside: dict[CaseState, tuple[str, str]] = {
            CaseState.AWAITING_CORRECTION: ("mute", "pause"),
            CaseState.AWAITING_FEE: ("mute", "pause"),
            CaseState.SENT_BACK: ("warn", "undo-2"),
            CaseState.RETURNED_MAIL: ("bad", "mail-x"),
            CaseState.DISPATCHED: ("accent", "send"),
            CaseState.AGENT_CHECK: ("accent", "users"),
        }
        if state in END_STATES:
            beside[state] = ("ok", "circle-check") if state in _DONE else ("mute", "ban")
        tone, icon = beside.get(state, ("", ""))
        self.state.setVisible(bool(tone))
        if tone:
            self.state.set(STATE_LABELS[state], tone, icon)  # type: ignore[arg-type]
