"""How far a paper case has come: its stage, the waits that are over, the one that goes on, the
answer as it was drafted."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from PySide6.QtWidgets import QWidget

from desktop.domain.case_state import STATE_LABELS, CaseState
from desktop.domain.reasons import REASON_LABELS
from desktop.domain.requests import Item, Reason, RequestType
from desktop.services.case_facts import CORRECTION, FEE
from desktop.services.case_lines import PAUSE_LABELS
from desktop.services.case_views import ItemDecision
from desktop.services.old_cases import PAPER_STAGES
from desktop.services.old_waits import OldWait
from desktop.services.wanted_codes import decidable
from desktop.ui import theme
from desktop.ui.labels import label
from desktop.ui.widgets.date_field import DateField
from desktop.ui.widgets.form_field import FormField
from desktop.ui.widgets.keys import TextField
from desktop.ui.widgets.layout import column, panel, row
from desktop.ui.widgets.select import Select

_DAY, _WAITS = 118, 3
_GOES_ON = {CaseState.AWAITING_CORRECTION: CORRECTION, CaseState.AWAITING_FEE: FEE}
Wanted = Mapping[RequestType, tuple[Item, ...]]


class OldStage(QWidget):
    """What does not belong to the chosen stage is not shown and not told."""

    def __init__(self, today: date) -> None:
        super().__init__()
        self.setObjectName("old_stage_panel")
        self.stage = Select(
            [(stage.value, STATE_LABELS[stage]) for stage in PAPER_STAGES],
            name="old_stage",
            accessible=self.tr("紙での段階"),
        )
        self.stage.currentIndexChanged.connect(self._on_stage)
        self.waits = [
            _WaitRow(
                number,
                today,
                told=(
                    self.tr("待った期間{0} 待った返事").format(number),
                    self.tr("待った期間{0} 発送日").format(number),
                    self.tr("待った期間{0} 返事の届いた日").format(number),
                ),
            )
            for number in range(1, _WAITS + 1)
        ]
        rows = [one.line() for one in self.waits]
        stood = QWidget()
        stood.setObjectName("old_waits")
        stood.setLayout(column(*rows, spacing=6))
        self.asked_on = DateField(None, today)
        self.answer_by = DateField(None, today)
        self.notices = Select(
            (("1", self.tr("1回")), ("2", self.tr("2回"))),
            name="old_notices",
            accessible=self.tr("お願いの回数"),
        )
        self.asked = TextField()
        self._asked = FormField(
            self.tr("紙で補正をお願いした内容"), self.asked, key="asked", name="old_asked"
        )
        sent = FormField(
            self.tr("お願いの発送日"), self.asked_on, key="asked_on", name="old_asked_on"
        )
        until = FormField(
            self.tr("返事の期限"), self.answer_by, key="answer_by", name="old_answer_by"
        )
        times = FormField(self.tr("回数"), self.notices, key="notices", name="old_notices")
        for field in (sent, until):
            field.setFixedWidth(theme.px(_DAY))
        self._running = panel(
            column(
                label(self.tr("いま待っている返事"), "h3"),
                row(sent, until, times, None, spacing=10),
                self._asked,
                spacing=6,
            )
        )
        self.drafted = Select(
            (
                ("", self.tr("起案していない")),
                ("GRANT", self.tr("すべて応じる")),
                ("REFUSE", self.tr("すべて応じない")),
            ),
            name="old_drafted",
            accessible=self.tr("紙で起案した回答"),
        )
        self.drafted.currentIndexChanged.connect(self._on_stage)
        self.reason = Select(
            [
                ("", self.tr("理由を選ぶ")),
                *((reason.value, words) for reason, words in REASON_LABELS.items()),
            ],
            name="old_reason",
            accessible=self.tr("応じない理由"),
        )
        self.text = TextField()
        self._why = panel(
            column(
                FormField(
                    self.tr("応じない理由"), self.reason, key="drafted_reason", name="old_reason"
                ),
                FormField(self.tr("理由の説明"), self.text, key="drafted", name="old_text"),
                spacing=6,
                margins=(0, 0, 0, 0),
            )
        )
        self._draft = panel(
            column(
                FormField(
                    self.tr("紙で起案した回答（項目ごとの違いは起案の画面で直します）"),
                    self.drafted,
                    key="drafted_as",
                    name="old_drafted",
                ),
                self._why,
                spacing=6,
            )
        )
        self.setLayout(
            column(
                FormField(
                    self.tr("紙での段階"),
                    self.stage,
                    key="stage",
                    name="old_stage",
                    hint=self.tr("本人確認は窓口でもう一度行います。"),
                ),
                FormField(
                    self.tr("お客様を待った期間（古い順に、発送日と返事の届いた日）"),
                    stood,
                    key="stood",
                    name="old_stood",
                ),
                self._running,
                self._draft,
                None,
                spacing=10,
            )
        )
        for shown in (self._running, self._draft):
            shown.hide()

    def chosen(self) -> CaseState:
        return CaseState(self.stage.key())

    def missing(self) -> DateField | None:
        """The first day that is none: a wait is told by both of its days, or by neither."""
        needed = [day for one in self.waits for day in one.needed()]
        if self.chosen() in _GOES_ON:
            needed.append(self.asked_on)
            if self.answer_by.text().strip():
                needed.append(self.answer_by)
        return next((day for day in needed if day.day() is None), None)

    def told(self) -> tuple[OldWait, ...]:
        found = [wait for one in self.waits if (wait := one.wait()) is not None]
        why, start = _GOES_ON.get(self.chosen()), self.asked_on.day()
        if why is not None and start is not None:
            until, times = self.answer_by.day(), int(self.notices.key())
            found.append(OldWait(why, start, None, until, times))
        return tuple(found)

    def points(self) -> str:
        return self.asked.text() if self.chosen() is CaseState.AWAITING_CORRECTION else ""

    def decisions(self, wanted: Wanted) -> tuple[ItemDecision, ...]:
        """The answer as drafted on paper, alike for every item."""
        kind = self.drafted.key()
        if self.chosen() is not CaseState.INVESTIGATION or not kind:
            return ()
        granted, code = kind == "GRANT", self.reason.key()
        reason = Reason(code) if code and not granted else None
        text = "" if granted else self.text.text()
        return tuple(ItemDecision(*one, granted, reason, text) for one in decidable(wanted))

    def _on_stage(self) -> None:
        stage = self.chosen()
        self._running.setVisible(stage in _GOES_ON)
        self._asked.setVisible(stage is CaseState.AWAITING_CORRECTION)
        self._draft.setVisible(stage is CaseState.INVESTIGATION)
        self._why.setVisible(self.drafted.key() == "REFUSE")


class _WaitRow:
    """One wait that is over. `told`: how its three fields are called by a screen reader."""

    def __init__(self, number: int, today: date, told: tuple[str, str, str]) -> None:
        self.why = Select(
            [(why, PAUSE_LABELS[why]) for why in (CORRECTION, FEE)],
            name=f"old_wait_{number}_why",
            accessible=told[0],
        )
        self.start = DateField(None, today, name=f"old_wait_{number}_from")
        self.end = DateField(None, today, name=f"old_wait_{number}_to")
        for day, words in zip((self.start, self.end), told[1:], strict=True):
            day.setAccessibleName(words)
            day.setFixedWidth(theme.px(_DAY))

    def line(self) -> QWidget:
        made = QWidget()
        made.setLayout(row(self.why, self.start, label("〜"), self.end, None, spacing=8))
        return made

    def needed(self) -> list[DateField]:
        days = [self.start, self.end]
        return days if any(day.text().strip() for day in days) else []

    def wait(self) -> OldWait | None:
        start, end = self.start.day(), self.end.day()
        return OldWait(self.why.key(), start, end) if start and end else None
