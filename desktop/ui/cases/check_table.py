"""The table of the three-way check: form, identity paper and register, row by row (DESIGN §6)."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent

from desktop.domain.verification import Outcome
from desktop.services.verification_views import Cell as Reading
from desktop.services.verification_views import RowView, ThreeWayView
from desktop.ui import theme
from desktop.ui.cases.outcomes import contradicts, look_of
from desktop.ui.cases.pictures import Pictures
from desktop.ui.cases.words import papers_in_brief
from desktop.ui.marking import QT_TRANSLATE_NOOP
from desktop.ui.widgets.cells import Cell
from desktop.ui.widgets.table import Table
from desktop.ui.widgets.table_model import Column, Row, RowsModel

_TALL, _MIDDLE, _LOW, _LEAST = 82, 54, 45, 43
_STRIP = {_TALL: 46, _MIDDLE: 27, _LOW: 21, _LEAST: 20}
_HEADER = 30
_POSTAL_DIGITS = 7
_BRIEF_LENGTH = 6
_BRIEF = {
    "丁目・番地・号の書き方": QT_TRANSLATE_NOOP("CheckTable", "番地の書き方"),
    "漢数字と算用数字": QT_TRANSLATE_NOOP("CheckTable", "数字の書き方"),
    "部屋番号の書き方": QT_TRANSLATE_NOOP("CheckTable", "部屋の書き方"),
    "旧字体・異体字": QT_TRANSLATE_NOOP("CheckTable", "異体字"),
    "ひらがなとカタカナ": QT_TRANSLATE_NOOP("CheckTable", "かなの種類"),
    "地名の辞書で同じ所と読みました": QT_TRANSLATE_NOOP("CheckTable", "地名の辞書"),
}
_NARROW_WIDTHS, _WIDE_WIDTHS = (84, 0, 0, 140, 112), (96, 0, 0, 170, 124)
_WIDE_FROM = 760


class CheckTable(Table):
    """Space answers the next doubt of a row, Delete takes the row's answers back; `looked` tells.

    A row counts as seen once it has stood wholly in view with its pictures.
    """

    looked = Signal()

    def __init__(self, pictures: Pictures) -> None:
        self._model = RowsModel(self._columns(_NARROW_WIDTHS, ""))
        super().__init__(
            self._model,
            name="check_table",
            accessible=self.tr("住所の三者照合"),
            row_height=_MIDDLE,
        )
        self._pictures = pictures
        self._view: ThreeWayView | None = None
        self._seen: set[str] = set()
        self._answered: set[str] = set()
        self._height = _MIDDLE
        self._asks = False
        self._stale = False
        self.verticalScrollBar().valueChanged.connect(self._look)
        pictures.page_arrived.connect(self._on_page)

    def show_view(self, view: ThreeWayView) -> None:
        """Show a check. What was answered of rows that stayed the same stays so."""
        before = self._texts(self._view)
        after = self._texts(view)
        changed = {name for name, texts in after.items() if before.get(name) != texts}
        self._answered = {one for one in self._answered if one.partition(".")[0] not in changed}
        self._seen -= changed
        self._view = view
        for page_id in self._page_ids():
            self._pictures.want_page(page_id)
        self._stale = True

    def row_view(self) -> RowView | None:
        return self._row(self.current_key())

    def seen(self) -> frozenset[str]:
        return frozenset(self._seen)

    def answered(self) -> frozenset[str]:
        return frozenset(self._answered)

    def to_confirm(self) -> frozenset[str]:
        """The doubts that need the clerk's own key and have not had it."""
        return (self._view.doubts if self._view else frozenset()) - self._answered

    def confirm_row(self) -> None:
        """The clerk has looked at one doubt of the chosen row; the cursor goes on to the next."""
        row = self.row_view()
        if row is None or not self._is_ready(row):
            return
        left = [one for one in row.doubts if one not in self._answered]
        if not left:
            return
        self._answered.add(left[0])
        self._seen.add(row.component)
        number = self._model.number_of(row.component)
        following = number if len(left) > 1 else self._next_to_confirm(number)
        self._fill()
        self.setCurrentIndex(self._model.index(following, 0))
        self.looked.emit()

    def doubt_row(self) -> None:
        """Take the answers of the chosen row back."""
        row = self.row_view()
        if row is not None and not self._answered.isdisjoint(row.doubts):
            self._answered.difference_update(row.doubts)
            self._fill()
            self.looked.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and not event.modifiers():
            self.confirm_row()
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.doubt_row()
        else:
            super().keyPressEvent(event)

    def fit(self, room: int, *, asks: bool) -> None:
        """Take the tallest rows that all fit in the room, so that nobody needs to scroll.

        `asks` marks the rows that wait for the clerk's key.
        """
        if self._view is None:
            return
        count = max(1, len(self._view.rows))
        inner = room - theme.px(_HEADER) - 2
        fitting = [h for h in (_TALL, _MIDDLE, _LOW, _LEAST) if theme.px(h) * count <= inner]
        height = fitting[0] if fitting else _LEAST
        if height != self._height or asks != self._asks or self._stale:
            self._height, self._asks, self._stale = height, asks, False
            self._fill()
            self.set_row_height(height)
        self.setFixedHeight(
            max(
                theme.px(_HEADER + _LEAST),
                min(room, theme.px(_HEADER) + theme.px(height) * count + 2),
            )
        )
        self._look()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._look()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._look()

    def _fill(self) -> None:
        view = self._view
        if view is None:
            return
        kept = self.current_key()
        wide = self.width() >= theme.px(_WIDE_FROM)
        paper = view.paper_labels[0] if len(view.paper_labels) == 1 else self.tr("本人確認書類")
        widths = _WIDE_WIDTHS if wide else _NARROW_WIDTHS
        columns = self._columns(widths, paper, view.register)
        self._model.columns = columns
        for number, one in enumerate(columns):
            if one.width:
                self.setColumnWidth(number, theme.px(one.width))
        self._model.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(columns) - 1)
        self._model.set_rows([self._row_of(row) for row in view.rows])
        if not self.choose(kept):
            self.setCurrentIndex(self._model.index(self._first_to_look_at(), 0))

    def _row_of(self, row: RowView) -> Row:
        hot = contradicts(row)
        if _nowhere(row):
            nothing = Cell("—", "mute", px=13)
            told = Cell(self.tr("記載なし"), "mute", "circle-dashed", px=13)
            cells = (self._name_cell(row), nothing, nothing, nothing, told)
            return Row(cells, key=row.component)
        px = 16 if self._height == _TALL else 14
        return Row(
            (
                self._name_cell(row),
                self._reading_cell(row.form, px, hot, f"{row.component}.form"),
                self._reading_cell(row.identity, px, hot, f"{row.component}.identity"),
                _register_cell(row, px, hot, self._some_candidates(), self._former_words(row)),
                _outcome_cell(row),
            ),
            key=row.component,
        )

    def _some_candidates(self) -> bool:
        return self._view is not None and bool(self._view.candidates)

    def _former_words(self, row: RowView) -> str:
        """Below the register's reading the former address of the paper, to be read one by one."""
        if not row.by_former:
            return ""
        if row.former_cell is None:
            return self.tr("以前の住所")
        return self.tr("前住所 {0}").format(row.former_cell.text)

    def _name_cell(self, row: RowView) -> Cell:
        if not (self._asks and row.doubts):
            return Cell(row.label, "text2", px=13, weight=500)
        if self._answered.issuperset(row.doubts):
            return Cell(row.label, "text2", px=13, weight=500, sub=self.tr("確認済"), sub_tone="ok")
        return Cell(row.label, "text2", px=13, weight=500, sub=self.tr("要確認"), sub_tone="warn")

    def _reading_cell(self, reading: Reading | None, px: int, hot: bool, doubt: str) -> Cell:
        if reading is None or not reading.text:
            return Cell(self.tr("記載なし"), "mute", "circle-dashed", px=13)
        box = self._pictures.place(reading)
        piece = self._pictures.crop(reading.page_id, box) if box is not None else None
        return Cell(
            reading.text,
            px=px,
            weight=700 if hot else 400,
            crop=piece,
            crop_height=_STRIP[self._height],
            second=""
            if reading.sure
            else self.tr("確認済")
            if doubt in self._answered
            else self.tr("要確認"),
            second_tone="ok" if doubt in self._answered else "warn",
        )

    def _on_page(self, page_id: str) -> None:
        if page_id in self._page_ids():
            self._fill()
            self._look()

    def _look(self) -> None:
        """Note which rows stand wholly in view with their pictures."""
        view = self._view
        if view is None or not self.isVisible():
            return
        bottom = self.viewport().height()
        new = False
        for number, row in enumerate(view.rows):
            top = self.rowViewportPosition(number)
            whole = top >= 0 and top + self.rowHeight(number) <= bottom + 1
            if whole and row.component not in self._seen and self._is_ready(row):
                self._seen.add(row.component)
                new = True
        if new:
            self.looked.emit()

    def _is_ready(self, row: RowView) -> bool:
        return all(
            self._pictures.page(cell.page_id) is not None
            for cell in (row.form, row.identity)
            if cell is not None and cell.box is not None
        )

    def _page_ids(self) -> set[str]:
        rows = self._view.rows if self._view else ()
        return {c.page_id for row in rows for c in (row.form, row.identity) if c is not None}

    def _row(self, component: str) -> RowView | None:
        rows = self._view.rows if self._view else ()
        return next((row for row in rows if row.component == component), None)

    def _first_to_look_at(self) -> int:
        """A contradiction first, then what needs an eye, then the first row."""
        rows = self._view.rows if self._view else ()
        for wanted in (contradicts, _doubtful):
            for number, row in enumerate(rows):
                if wanted(row):
                    return number
        return 0

    def _next_to_confirm(self, number: int) -> int:
        rows = self._view.rows if self._view else ()
        for step in range(1, len(rows) + 1):
            following = (number + step) % len(rows)
            if not self.to_confirm().isdisjoint(rows[following].doubts):
                return following
        return number

    @staticmethod
    def _texts(view: ThreeWayView | None) -> dict[str, tuple[str, ...]]:
        if view is None:
            return {}
        return {
            row.component: (
                row.form.text if row.form else "",
                row.identity.text if row.identity else "",
                row.register or "",
                look_of(row).word,
            )
            for row in view.rows
        }

    @staticmethod
    def _columns(widths: tuple[int, ...], paper: str, shown: str = "") -> tuple[Column, ...]:
        """`shown` tells which address of the register stands in its column: R1, R2 or Rh."""
        register = _tr("登録情報 {0}").format(shown).strip()
        titles = (_tr("項目"), _tr("請求書"), paper or _tr("本人確認書類"), register, _tr("判定"))
        return tuple(Column(t, w) for t, w in zip(titles, widths, strict=True))


def _doubtful(row: RowView) -> bool:
    return bool(row.doubts)


def _nowhere(row: RowView) -> bool:
    """Neither form nor paper nor register has the component: a house without a room number."""
    written = (row.form.text if row.form else "", row.identity.text if row.identity else "")
    return row.register == "" and not any(written)


def _outcome_cell(row: RowView) -> Cell:
    if row.register is None:
        return Cell("—", "mute", px=13)  # nothing is compared before a candidate is picked
    look = look_of(row)
    weight = 500 if row.outcome is Outcome.MISSING else 700
    return Cell(look.word, look.tone, look.icon, px=13, weight=weight, sub=_below(row))


def _register_cell(row: RowView, px: int, hot: bool, some: bool, below: str) -> Cell:
    text = row.register
    if text is None:
        return Cell(_tr("未選択") if some else _tr("候補なし"), "mute", px=13)
    if not text:
        return Cell(_tr("記載なし"), "mute", "circle-dashed", px=13)
    if row.component == "postal" and len(text) == _POSTAL_DIGITS and text.isdigit():
        text = f"{text[:3]}-{text[3:]}"
    weight = 700 if hot else 400
    return Cell(text, "bad" if hot else None, px=px, weight=weight, sub=below, sub_tone="warn")


def _below(row: RowView) -> str:
    """A few words under the outcome; E tells the whole evidence."""
    if row.explained_by_reading:
        return _tr("読み違い？")
    if row.outcome is Outcome.DIFFERENT:
        return ""
    missing = papers_in_brief(row.missing_on) if row.outcome is Outcome.MISSING else ""
    return missing or _briefly(row.note)


def _briefly(note: str) -> str:
    """The reason in the room of the column, six characters; the line below tells it in full."""
    first = note.partition("、")[0]
    first = next((_tr(brief) for long, brief in _BRIEF.items() if first.startswith(long)), first)
    return first if len(first) <= _BRIEF_LENGTH else _tr("書き方の違い")


def _tr(text: str) -> str:
    return QCoreApplication.translate("CheckTable", text)
