"""履歴: what happened to the case, in sentences by day, newest first; to narrow and to copy."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QFrame, QWidget

from desktop.domain.wareki import weekday_ja
from desktop.services.history_views import HistoryKind, HistoryLine
from desktop.services.kept_notes import KeptNote
from desktop.ui import theme
from desktop.ui.cases.handling import Handling
from desktop.ui.cases.open_case import OpenCase
from desktop.ui.labels import label
from desktop.ui.tasks import Asked
from desktop.ui.widgets.banner import BannerArea
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.cells import Cell
from desktop.ui.widgets.layout import column, panel, row
from desktop.ui.widgets.search_box import SearchBox
from desktop.ui.widgets.select import Select
from desktop.ui.widgets.table import Table
from desktop.ui.widgets.table_model import Column, Row, RowsModel


class HistoryTable(Table):
    copy_requested = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_requested.emit()
            event.accept()
            return
        super().keyPressEvent(event)


class HistoryPanel(QFrame):
    closed = Signal()

    def __init__(self, opened: OpenCase) -> None:
        super().__init__()
        self.setProperty("surface", "task")
        self.setObjectName("case_history_panel")
        self._opened = opened
        self._asked, self._note_asked = Asked(), Asked()
        self._lines: tuple[HistoryLine, ...] = ()
        self.start_at: QWidget | None = None  # what one came for, instead of the list
        self.banners = BannerArea(name="history_banners")
        self.model = RowsModel(
            (Column(self.tr("時刻"), 66), Column(self.tr("したこと")), Column(self.tr("人"), 112))
        )
        self.table = HistoryTable(
            self.model,
            name="history_table",
            accessible=self.tr("履歴"),
            row_height=46,
            several=True,
        )
        self._count = label("", "small", name="history_count")
        self.kind = Select(
            (
                ("", self.tr("すべて")),
                (HistoryKind.WORK.value, self.tr("作業")),
                (HistoryKind.LETTER.value, self.tr("文書")),
                (HistoryKind.PAGE.value, self.tr("書類とページ")),
                (HistoryKind.OTHER.value, self.tr("そのほか")),
            ),
            name="history_kind",
            accessible=self.tr("履歴の種類"),
        )
        self.words = SearchBox(self.tr("履歴を絞り込む"), name="history_words", key="")
        self.words.setFixedWidth(theme.px(180))
        self.told = label("", "small", wrap=True, selectable=True, name="history_told")
        self.follow = Button("", "secondary", small=True, name="history_follow")
        self.follow.hide()
        self.copy = Button(
            self.tr("選んだ行を写す"),
            "quiet",
            key="Ctrl+C",
            small=True,
            name="history_copy",
            bind=False,
        )
        self.handling = Handling(opened)
        close = Button(self.tr("履歴を閉じる"), "secondary", key="Esc", name="history_close")
        close.clicked.connect(self.closed)
        below = panel(
            row((self.told, 1), self.follow, self.copy, spacing=8, margins=(12, 8, 8, 8)), "sunk"
        )
        self.setLayout(
            column(
                row(
                    label(self.tr("履歴"), "h2"), self._count, None, self.kind, self.words,
                    spacing=10,
                ),
                self.banners,
                (self.table, 1),
                below,
                self.handling,
                row(close, self.handling.papers, None, spacing=8),
                spacing=10,
                margins=(16, 10, 16, 12),
            )
        )  # fmt: skip
        self.kind.currentIndexChanged.connect(self._arrange)
        self.words.searched.connect(self._arrange)
        self.words.entered.connect(self._on_entered)
        self.words.left.connect(self._on_entered)
        self.table.row_chosen.connect(self._on_chosen)
        self.table.row_activated.connect(self._follow)
        self.table.copy_requested.connect(self._copy)
        self.copy.clicked.connect(self._copy)
        self.follow.clicked.connect(self._on_follow)

    def refresh(self) -> None:
        self.handling.refresh()
        desk, by = self._opened.desk, self._opened.context.signed_in
        case_id = self._opened.case_id
        task = self._opened.context.tasks.store(
            lambda: desk.cases.history(by, case_id), asked=self._asked
        )
        task.succeeded.connect(self._show)
        task.failed.connect(self._on_failed)

    def _show(self, lines: object, _tag: object) -> None:
        if not isinstance(lines, tuple):
            return
        self._lines = lines
        self._arrange()
        wanted, self.start_at = self.start_at, None
        if wanted is None and self.words.hasFocus():
            return  # read anew while a person types: the keyboard stays
        (wanted or self.table).setFocus(Qt.FocusReason.OtherFocusReason)

    def _arrange(self) -> None:
        """The lines that are asked for, under their days."""
        kind, words = self.kind.key(), self.words.text().split()
        shown = [
            (number, line)
            for number, line in enumerate(self._lines)
            if (not kind or line.kind == kind) and all(word in _plain(line) for word in words)
        ]
        self._count.setText(self.tr("{0}件").format(len(shown)))
        self.model.set_rows(list(_rows(shown)))
        self.told.setText("" if shown else self.tr("当てはまる記録はありません。"))
        self.follow.hide()
        self.table.choose_first()

    def _line(self, key: str) -> HistoryLine | None:
        return self._lines[int(key)] if key.isdigit() else None

    def _on_chosen(self, key: str) -> None:
        line = self._line(key)
        if line is None:
            return
        self.told.setText(self.tr("{0}。{1}").format(line.sentence, "、".join(line.more)))
        words = {
            "LETTER": self.tr("文書を見る"),
            "PAGE": self.tr("ページを見る"),
            "NOTE": self.tr("控えを読む"),
        }
        self.follow.setVisible(line.link is not None)
        if line.link is not None:
            self.follow.set_text(words[line.link.kind])

    def _on_follow(self) -> None:
        self._follow(self.table.current_key())

    def _follow(self, key: str) -> None:
        """Show the thing beside the history, which stays open."""
        line = self._line(key)
        if line is None or line.link is None:
            return
        if line.link.kind == "LETTER":
            self._opened.letter_wanted.emit(line.link.id)
        elif line.link.kind == "PAGE":
            self._opened.show_page(line.link.id)
        else:
            desk, by = self._opened.desk, self._opened.context.signed_in
            read = partial(desk.kept_notes.read, by, self._opened.case_id, line.link.id)
            task = self._opened.context.tasks.store(read, asked=self._note_asked)
            task.succeeded.connect(self._on_note)
            task.failed.connect(self._on_failed)

    def _on_note(self, note: object, _tag: object) -> None:
        if isinstance(note, KeptNote):
            self.told.setText(note.text)
        else:
            self.told.setText(self.tr("この控えは廃棄されています。"))

    def _copy(self) -> None:
        """The chosen lines as text, one a line; names of fields and people, no values."""
        chosen = [line for key in self.table.chosen_keys() if (line := self._line(key)) is not None]
        if not chosen:
            return
        QApplication.clipboard().setText("\n".join(_copied(line) for line in chosen))
        self._opened.context.notify(self.tr("{0}行を写しました。").format(len(chosen)))

    def _on_entered(self, _text: str = "") -> None:
        self._arrange()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_failed(self, error: BaseException) -> None:
        self._opened.context.show_error(error, self)


def _rows(lines: Sequence[tuple[int, HistoryLine]]) -> list[Row]:
    rows: list[Row] = []
    day = None
    for number, line in lines:
        at = line.at.date()
        if at != day:
            day = at
            words = _tr("{0}年{1}月{2}日（{3}）").format(at.year, at.month, at.day, weekday_ja(at))
            rows.append(Row((Cell(words, weight=700, px=13),), key=f"day-{at}", group=True))
        rows.append(
            Row(
                (
                    Cell(f"{line.at.hour}:{line.at:%M}", "text2", px=13),
                    Cell(line.sentence, px=13, sub="　".join(line.more)),
                    Cell(line.who, "text2", px=13),
                ),
                key=str(number),
            )
        )
    return rows


def _plain(line: HistoryLine) -> str:
    return " ".join((line.sentence, line.who, line.what, *line.more))


def _copied(line: HistoryLine) -> str:
    more = f"（{'、'.join(line.more)}）" if line.more else ""
    return f"{line.at:%Y-%m-%d %H:%M}　{line.who}　{line.sentence}{more}"


def _tr(text: str) -> str:
    return QCoreApplication.translate("History", text)
