"""One day of 日計: two people count apart, what differs is named, and both close it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.domain.roles import Capability
from desktop.domain.wareki import weekday_ja
from desktop.domain.workday import LATE_LABELS, REOPEN_LABELS
from desktop.services.day_views import DayState, DayView
from desktop.ui import theme
from desktop.ui.context import Context
from desktop.ui.intake.day_counts import DayCounts
from desktop.ui.intake.link_row import LinkRow
from desktop.ui.labels import label, set_tone
from desktop.ui.marking import QT_TRANSLATE_NOOP
from desktop.ui.tokens import Tone
from desktop.ui.widgets.banner import BannerArea
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.chip import Chip
from desktop.ui.widgets.form_field import FormField
from desktop.ui.widgets.layout import card, clear, column, panel, row, rule
from desktop.ui.widgets.select import Select

STATES: dict[DayState, tuple[str, Tone, str]] = {
    DayState.OPEN: (QT_TRANSLATE_NOOP("DayPanel", "まだ締めていない"), "mute", "circle-dashed"),
    DayState.LATE: (QT_TRANSLATE_NOOP("DayPanel", "締めていない"), "bad", "clock-alert"),
    DayState.CLOSED: (QT_TRANSLATE_NOOP("DayPanel", "締めた"), "ok", "check"),
}
_LEFT, _MOST = 180, 4


class DayPanel(QWidget):
    count_requested = Signal(object)  # PaperCount
    close_requested = Signal(object, str, str)  # PaperCount, second's login, passphrase
    empty_requested = Signal(object, str, str, str)  # date, reason, second's login, passphrase
    sheet_requested = Signal()
    print_requested = Signal(str)  # printer
    reopen_requested = Signal(str)
    envelope_requested = Signal(str)
    day_requested = Signal(object)  # date

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setObjectName("day_panel")
        self._context = context
        self.view: DayView | None = None
        self._again = False  # the first person counts once more
        self.banners = BannerArea(name="day_banners")
        self._title = label("", "h2", name="day_title")
        self._state = Chip("", name="day_state")
        self._since = label("", "small", wrap=True, name="day_since")
        self._gap_words = label("", "small", tone="bad", wrap=True, name="day_gap")
        self._gap_go = Button("", name="day_gap_go", small=True)
        self._gap_go.clicked.connect(self._to_gap)
        self._gap = panel(row((self._gap_words, 1), self._gap_go, spacing=10))
        self.counts = DayCounts()
        self._waiting_title = label("", "h3", tone="bad", name="day_unsettled_title")
        self._waiting: QVBoxLayout = column(spacing=1)
        self._told = label("", "small", wrap=True, name="day_told")
        self._second = FormField(self.tr("もう一人の職員番号"), key="second", name="day_second")
        self._passphrase = FormField(
            self.tr("もう一人のパスフレーズ"), key="passphrase", name="day_passphrase", secret=True
        )
        self._second.setFixedWidth(theme.px(_LEFT))
        self._who = panel(
            row(self._second, (self._passphrase, 1), spacing=12, margins=(0, 0, 0, 0))
        )
        self.late = Select(
            (
                ("", self.tr("後から締める理由を選ぶ")),
                *((reason.value, words) for reason, words in LATE_LABELS.items()),
            ),
            name="day_late",
            accessible=self.tr("郵便のなかった日を後から締める理由"),
        )
        self._late = FormField(
            self.tr("後から締める理由"), self.late, key="late", name="day_late_field"
        )
        self.empty = Button("", name="day_empty")
        self.empty.clicked.connect(self._close_empty)
        self._none = panel(row(self._late, column(None, self.empty), None, spacing=12))
        self.count = Button(
            self.tr("数えた通数を記録する"), "primary", key="Ctrl+Enter", name="day_count"
        )
        self.count.clicked.connect(self._count)
        self.again = Button(self.tr("数え直す"), name="day_again")
        self.again.clicked.connect(self._count_again)
        self.act = Button(self.tr("日計を締める"), "primary", key="Ctrl+Enter", name="day_close")
        self.act.clicked.connect(self._close)
        self._two = panel(column(self._told, self._who, self._none, spacing=8))
        self._closed = self._make_closed()
        self._card = card(
            row(self._title, self._state, None, spacing=12),
            self._since,
            self._gap,
            self.counts,
            self._waiting_title,
            self._waiting,
            rule(),
            self._two,
            self._closed,
            row(self.count, self.act, self.again, self.sheet, None, spacing=10),
            self._printing,
            None,
            spacing=10,
            margins=(18, 14, 18, 16),
        )
        self.setLayout(column(self.banners, (self._card, 1), spacing=10))
        self.hide()

    def show_day(self, view: DayView) -> None:
        """Another day, or another one's turn here, empties what was typed; else it is kept, also
        where the other one has counted elsewhere meanwhile."""
        before, me = self.view, self._context.signed_in.person_id
        if before is None or _turn(before, me) != _turn(view, me):
            self.counts.empty()
            self._passphrase.set_text("")
            self._again = False
        if before is None or (before.day, before.state) != (view.day, view.state):
            self.banners.clear()
            self.late.choose("")
        self.view = view
        closed = view.closing is not None
        self._title.setText(_long(view.day))
        self._state.set(*state_words(view.state))
        self._since.setText(
            self.tr("{0}からの休業日に開封した郵便物を含みます。").format(_long(view.first))
        )
        self._since.setVisible(view.first != view.day)
        self.counts.show_day(view)
        self._show_gap(view)
        self._show_unsettled(view)
        self._two.setVisible(not closed)
        self._show_turn(view)
        self.sheet.setVisible(closed)
        self._printing.setVisible(closed and self.printer.count() > 0)
        self._closed.setVisible(closed or bool(view.earlier))
        self._show_closing(view)
        self.show()

    def take_focus(self) -> None:
        (self.sheet if self.sheet.isVisible() else self.counts.piles[0]).setFocus()

    def offer_printers(self, names: Sequence[str]) -> None:
        self.printer.set_options([(name, name) for name in names])
        closed = self.view is not None and self.view.closing is not None
        self._printing.setVisible(closed and bool(names))

    def set_busy(self, busy: bool) -> None:
        acts = (self.count, self.act, self.again, self.empty, self.sheet, self.print, self.reopen)
        for button in acts:
            button.setEnabled(not busy)

    def _show_turn(self, view: DayView) -> None:
        """Whose turn it is: the first one's to count, or the second one's to count and close."""
        me = self._context.signed_in.person_id
        other = next((one for one in view.counted if one.person_id != me), None)
        mine = next((one for one in view.counted if one.person_id == me), None)
        closed = view.closing is not None
        beside = other is None and mine is not None and not self._again
        first = not closed and other is None and not beside
        if other is not None:
            told = self.tr(
                "{0} が {1} に数えました（通数は伏せています）。あなたも数えて、締めてください。"
            ).format(other.name, _moment(other.at))
        elif mine is not None and beside:
            told = self.tr(
                "{0} が {1} に数えました（通数は伏せています）。"
                "もう一人が自分で数え、自分のパスフレーズを入れて締めます。"
            ).format(mine.name, _moment(mine.at))
        else:
            told = self.tr("二人が別々に紙の封筒を数えます。一人目の通数は、二人目に見えません。")
        if view.unlike and not closed:
            told += self.tr("二人の通数が違ったのは、これまでに{0}回です。").format(view.unlike)
        self._told.setText(told)
        self._who.setVisible(not closed and (beside or bool(view.empty)))
        self.count.setVisible(first)
        self.act.setVisible(not closed and not first)
        self.again.setVisible(beside)
        self._none.setVisible(not closed and bool(view.empty))
        self._late.setVisible(bool(view.empty) and view.empty[0] < self._context.today())
        number = len(view.empty)
        self.empty.set_text(
            self.tr("郵便のなかった{0}日分をまとめて締める").format(number)
            if number > 1 or view.day not in view.empty
            else self.tr("郵便なし（0通）で締める")
        )

    def _show_gap(self, view: DayView) -> None:
        self._gap.setVisible(view.closing is None and bool(view.gap))
        if view.gap:
            self._gap_words.setText(
                self.tr(
                    "この日より前に、締めていない日が{0}日あります。先に締めてください。"
                ).format(len(view.gap))
            )
            first = view.gap[0]
            self._gap_go.set_text(self.tr("{0}月{1}日を開く").format(first.month, first.day))

    def _make_closed(self) -> QWidget:
        self._signed = label("", wrap=True, name="day_closed_by")
        self._anchor = label("", "small", wrap=True, name="day_anchor")
        self._earlier = label("", "small", wrap=True, name="day_earlier")
        self.sheet = Button(
            self.tr("日計票を保存する"), "primary", key="Ctrl+Enter", name="day_sheet"
        )
        self.sheet.clicked.connect(self.sheet_requested)
        self.printer = Select(name="day_printer", accessible=self.tr("プリンター"))
        self.print = Button(self.tr("日計票を印刷する"), name="day_print")
        self.print.clicked.connect(self._ask_print)
        self._printing = panel(row(self.printer, self.print, None, spacing=8))
        reasons = tuple((reason.value, words) for reason, words in REOPEN_LABELS.items())
        self.reason = Select(
            (("", self.tr("理由を選ぶ")), *reasons),
            name="day_reopen_reason",
            accessible=self.tr("締めた日を開き直す理由"),
        )
        self.reopen = Button(self.tr("この日を開き直す"), "danger", name="day_reopen", small=True)
        self.reopen.clicked.connect(self._reopen)
        self._reopening = panel(
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
        return panel(column(self._signed, self._anchor, self._earlier, self._reopening, spacing=6))

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
        for shown in (self._signed, self._anchor):
            shown.setVisible(closing is not None)
        may = self._context.may(Capability.REOPEN_DAY)
        self._reopening.setVisible(closing is not None and may)
        if closing is not None:
            late = self.tr("後から締めた理由：{0}。").format(closing.late) if closing.late else ""
            words = (
                self.tr("{0} と {1} が別々に数え、{2} に締めました。{3}")
                if closing.apart
                else self.tr("{0} と {1} が {2} に締めました。{3}")
            )
            self._signed.setText(
                words.format(closing.by, closing.second, _moment(closing.at), late)
            )
            self._anchor.setText(
                self.tr("操作記録のアンカー　記録数 {0}　ルート値 {1}…{2}").format(
                    f"{closing.log_size:,}", closing.log_root[:8], closing.log_root[-8:]
                )
            )
        lines = [
            self.tr("{0} に {1} が開き直しました（{2}）。").format(
                _moment(one.reopened_at), one.reopened_by, one.reason
            )
            for one in view.earlier
            if one.reopened_at is not None
        ]
        self._earlier.setText("\n".join(lines))
        self._earlier.setVisible(bool(lines))

    def _count(self) -> None:
        paper = self.counts.paper()
        if paper is not None:
            self.count_requested.emit(paper)

    def _count_again(self) -> None:
        if self.view is not None:
            self._again = True
            self.counts.empty()
            self._show_turn(self.view)
            self.counts.piles[0].setFocus()

    def _close(self) -> None:
        paper = self.counts.paper()
        if paper is not None:
            login, passphrase = self._beside()
            self.close_requested.emit(paper, login, passphrase)

    def _close_empty(self) -> None:
        if self.view is not None and self.view.empty:
            late = self.late.key() if self._late.isVisible() else ""
            self.empty_requested.emit(
                self.view.empty[-1], late, self._second.text().strip(), self._passphrase.text()
            )

    def _beside(self) -> tuple[str, str]:
        """Who counts beside the one signed in; nobody, where that is the second themselves."""
        view, me = self.view, self._context.signed_in.person_id
        if view is None or any(one.person_id != me for one in view.counted):
            return "", ""
        return self._second.text().strip(), self._passphrase.text()

    def _ask_print(self) -> None:
        self.print_requested.emit(self.printer.key())

    def _to_gap(self) -> None:
        if self.view is not None and self.view.gap:
            self.day_requested.emit(self.view.gap[0])

    def _reopen(self) -> None:
        self.reopen_requested.emit(self.reason.key())


def _turn(view: DayView, me: str) -> tuple[date, DayState, int, tuple[tuple[str, datetime], ...]]:
    """By which it is known who counts here: while I have not, what is typed is my own count,
    until it was compared with another one's and differed."""
    counted = tuple((one.person_id, one.at) for one in view.counted)
    mine = any(one.person_id == me for one in view.counted)
    return view.day, view.state, view.unlike, counted if mine else ()


def _long(day: date) -> str:
    return _tr("{0}月{1}日（{2}）").format(day.month, day.day, weekday_ja(day))


def _moment(at: datetime) -> str:
    return f"{at:%m/%d %H:%M}"


def state_words(state: DayState) -> tuple[str, Tone, str]:
    """Where a day stands, as word, tone and icon."""
    words, tone, icon = STATES[state]
    return _tr(words), tone, icon


def _tr(text: str) -> str:
    return QCoreApplication.translate("DayPanel", text)
