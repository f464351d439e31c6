"""One day of 日計: the desk's own count beside the two people's, what differs, and the closing."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from desktop.domain.roles import Capability
from desktop.domain.wareki import weekday_ja
from desktop.domain.workday import FATE_LABELS, REOPEN_LABELS, Piles
from desktop.services.day_close import Closing, DayState, DayView, PaperCount
from desktop.ui import theme
from desktop.ui.context import Context
from desktop.ui.intake.link_row import LinkRow
from desktop.ui.labels import label, set_tone
from desktop.ui.tokens import Tone
from desktop.ui.widgets.banner import BannerArea
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.chip import Chip
from desktop.ui.widgets.form_field import FormField
from desktop.ui.widgets.keys import TextField
from desktop.ui.widgets.layout import card, clear, column, panel, row, rule
from desktop.ui.widgets.select import Select

STATES: dict[DayState, tuple[str, Tone, str]] = {
    DayState.OPEN: ("まだ締めていない", "mute", "circle-dashed"),
    DayState.LATE: ("締めていない", "bad", "clock-alert"),
    DayState.CLOSED: ("締めた", "ok", "check"),
}
_COUNT, _LEFT, _MOST = 72, 180, 4
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class DayPanel(QWidget):
    close_requested = Signal(object, str, str)  # PaperCount, second's login, passphrase
    sheet_requested = Signal()
    reopen_requested = Signal(str)
    envelope_requested = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setObjectName("day_panel")
        self._context = context
        self.view: DayView | None = None
        self.banners = BannerArea(name="day_banners")
        self._title = label("", "h2", name="day_title")
        self._state = Chip("", name="day_state")
        self._since = label("", "small", wrap=True, name="day_since")
        self._recorded: list[QLabel] = []
        self.counts: list[TextField] = []
        self._opened_desk = label("", "strong", align=_RIGHT, name="day_desk_opened")
        self.opened = self._count_field("day_paper_opened", self.tr("紙で数えた開封の通数"))
        self._waiting_title = label("", "h3", tone="bad", name="day_unsettled_title")
        self._waiting: QVBoxLayout = column(spacing=1)
        self._second = FormField(self.tr("もう一人の職員番号"), key="second", name="day_second")
        self._passphrase = FormField(
            self.tr("もう一人のパスフレーズ"), key="passphrase", name="day_passphrase", secret=True
        )
        self._second.setFixedWidth(theme.px(_LEFT))
        self.act = Button(self.tr("日計を締める"), "primary", key="Ctrl+Enter", name="day_close")
        self.act.clicked.connect(self._close)
        self._two = panel(
            column(
                label(
                    self.tr("二人で紙の封筒を数え、もう一人がここで自分のパスフレーズを入れます。"),
                    "small",
                    wrap=True,
                ),
                row(self._second, (self._passphrase, 1), spacing=12),
            )
        )
        self._closed = self._make_closed()
        self._card = card(
            row(self._title, self._state, None, spacing=12),
            self._since,
            self._make_counts(),
            self._waiting_title,
            self._waiting,
            rule(),
            self._two,
            self._closed,
            row(self.act, self.sheet, None),
            None,
            spacing=10,
            margins=(18, 14, 18, 16),
        )
        self.setLayout(
            column(
                self.banners,
                (self._card, 1),
                spacing=10,
            )
        )
        self.hide()

    def show_day(self, view: DayView) -> None:
        """Another day empties what was typed; the same one, read anew, keeps it."""
        if self.view is None or (self.view.day, self.view.state) != (view.day, view.state):
            for field in (*self.counts, self.opened):
                field.clear()
                self._clear_wrong(field)
            self._passphrase.set_text("")
            self.banners.clear()
        self.view = view
        self._title.setText(_long(view.day))
        self._state.set(*STATES[view.state])
        self._since.setText(
            self.tr("{0}からの休業日に開封した郵便物を含みます。").format(_long(view.first))
        )
        self._since.setVisible(view.first != view.day)
        numbers = view.desk.by_fate().values()
        closed = view.closing
        for shown, number in zip(self._recorded, numbers, strict=True):
            shown.setText(f"{number:,}")
        if closed is not None:
            counted = closed.piles.by_fate().values()
            for field, number in zip(self.counts, counted, strict=True):
                field.setText(f"{number:,}")
        self._opened_desk.setText(f"{view.desk.total + len(view.unsettled):,}")
        if closed is not None:
            self.opened.setText(f"{closed.piles.total:,}")
        for field in (*self.counts, self.opened):
            field.setEnabled(closed is None)
        self._show_unsettled(view)
        self._two.setVisible(closed is None)
        self.act.setVisible(closed is None)
        self.sheet.setVisible(closed is not None)
        self._closed.setVisible(closed is not None)
        self._show_closing(view)
        self.show()

    def take_focus(self) -> None:
        (self.sheet if self.sheet.isVisible() else self.counts[0]).setFocus()

    def set_busy(self, busy: bool) -> None:
        for button in (self.act, self.sheet, self.reopen):
            button.setEnabled(not busy)

    def _make_counts(self) -> QWidget:
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(6)
        grid.setContentsMargins(0, 4, 0, 4)
        heads = (self.tr("処置"), self.tr("窓口の記録"), self.tr("紙で数えた数"))
        for place, words in enumerate(heads):
            head = label(words, "small")
            if place:
                head.setAlignment(_RIGHT)
            grid.addWidget(head, 0, place)
        for line, (fate, words) in enumerate(FATE_LABELS.items(), 1):
            shown = label("", align=_RIGHT, name=f"day_desk_{fate.value.lower()}")
            field = self._count_field(f"day_paper_{fate.value.lower()}", words)
            self._recorded.append(shown)
            self.counts.append(field)
            grid.addWidget(label(words), line, 0)
            grid.addWidget(shown, line, 1)
            grid.addWidget(field, line, 2, _RIGHT)
        last = len(FATE_LABELS) + 1
        grid.addWidget(label(self.tr("開封した封筒"), "strong"), last, 0)
        grid.addWidget(self._opened_desk, last, 1)
        grid.addWidget(self.opened, last, 2, _RIGHT)
        grid.setColumnStretch(0, 1)
        made = QWidget()
        made.setLayout(grid)
        return made

    def _count_field(self, name: str, accessible: str) -> TextField:
        field = TextField()
        field.setObjectName(name)
        field.setAccessibleName(accessible)
        field.setAlignment(_RIGHT)
        field.setFixedWidth(theme.px(_COUNT))
        field.setPlaceholderText(self.tr("通"))
        field.textEdited.connect(lambda _text: self._clear_wrong(field))
        return field

    def _make_closed(self) -> QWidget:
        self._who = label("", name="day_closed_by")
        self._anchor = label("", "small", wrap=True, name="day_anchor")
        self._earlier = label("", "small", wrap=True, name="day_earlier")
        self.sheet = Button(
            self.tr("日計票を保存する"), "primary", key="Ctrl+Enter", name="day_sheet"
        )
        self.sheet.clicked.connect(self.sheet_requested)
        reasons = tuple((reason.value, words) for reason, words in REOPEN_LABELS.items())
        self.reason = Select(
            (("", self.tr("理由を選ぶ")), *reasons),
            name="day_reopen_reason",
            accessible=self.tr("締めた日を開き直す理由"),
        )
        self.reopen = Button(self.tr("この日を開き直す"), "danger", name="day_reopen", small=True)
        self.reopen.clicked.connect(self._reopen)
        self._again = panel(
            column(
                label(
                    self.tr("締めたあとの違いが分かったときだけ、責任者が開き直します。"), "small"
                ),
                row(
                    FormField(
                        self.tr("開き直す理由"), self.reason, key="reason", name="day_reopen_reason"
                    ),
                    column(None, self.reopen, None),
                    None,
                    spacing=12,
                ),
            )
        )
        closed = panel(column(self._who, self._anchor, self._earlier, self._again, spacing=6))
        self._again.setVisible(self._context.may(Capability.REOPEN_DAY))  # never before its parent
        return closed

    def _show_unsettled(self, view: DayView) -> None:
        clear(self._waiting)
        waiting = view.unsettled
        self._waiting_title.setVisible(bool(waiting))
        self._waiting_title.setText(self.tr("処置の決まっていない封筒 {0}通").format(len(waiting)))
        set_tone(self._waiting_title, "bad" if view.state is DayState.LATE else "warn")
        for one in waiting[:_MOST]:
            pages = self.tr("{0}枚").format(one.pages)
            link = LinkRow(
                one.envelope_id,
                one.title,
                pages,
                self.tr("開く"),
                icon="mail-open",
                tone="accent",
                name=f"day_unsettled_{one.envelope_id}",
            )
            link.chosen.connect(self.envelope_requested)
            self._waiting.addWidget(link)
        if len(waiting) > _MOST:
            more = self.tr("ほか {0}通は「未整理」にあります。").format(len(waiting) - _MOST)
            self._waiting.addWidget(label(more, "small"))

    def _show_closing(self, view: DayView) -> None:
        closing = view.closing
        if closing is not None:
            self._who.setText(
                self.tr("{0} と {1} が {2} に締めました。").format(
                    closing.by, closing.second, _moment(closing)
                )
            )
            self._anchor.setText(
                self.tr("操作記録のアンカー　記録数 {0}　ルート値 {1}…{2}").format(
                    f"{closing.log_size:,}", closing.log_root[:8], closing.log_root[-8:]
                )
            )
        lines = [
            self.tr("{0} に {1} が開き直しました（{2}）。").format(
                f"{one.reopened_at:%m/%d %H:%M}", one.reopened_by, one.reason
            )
            for one in view.earlier
            if one.reopened_at is not None
        ]
        self._earlier.setText("\n".join(lines))
        self._earlier.setVisible(bool(lines))

    def _close(self) -> None:
        numbers = [self._number(field) for field in self.counts]
        opened = self._number(self.opened)
        if opened is None or None in numbers:
            return
        piles = Piles(*(number for number in numbers if number is not None))
        self.close_requested.emit(
            PaperCount(opened, piles), self._second.text().strip(), self._passphrase.text()
        )

    def _number(self, field: TextField) -> int | None:
        """The count that was typed; an empty field is asked for, since a nought is a count too."""
        words = "".join(field.text().replace(",", "").split())
        if words.isdecimal():
            return int(words)
        field.setProperty("wrong", "true")
        theme.restyle(field)
        field.setFocus()
        return None

    def _clear_wrong(self, field: TextField) -> None:
        if field.property("wrong") == "true":
            field.setProperty("wrong", "false")
            theme.restyle(field)

    def _reopen(self) -> None:
        self.reopen_requested.emit(self.reason.key())


def _long(day: date) -> str:
    return f"{day.month}月{day.day}日（{weekday_ja(day)}）"


def _moment(closing: Closing) -> str:
    return f"{closing.at:%m/%d %H:%M}"
