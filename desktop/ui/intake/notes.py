"""受付 › 電話・窓口: who called or came, searched by any word; beside it a new note."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QScrollArea, QStackedWidget, QWidget

from desktop.domain.desk_notes import MEANS_LABELS, NOTE_LABELS, NoteKind
from desktop.domain.roles import Capability
from desktop.services.notes import NewNote, NoteLine
from desktop.ui import theme
from desktop.ui.context import Context
from desktop.ui.intake.note_form import NoteForm
from desktop.ui.intake.note_holding import NoteHolding
from desktop.ui.intake.note_log_dialog import NoteLogDialog
from desktop.ui.labels import label
from desktop.ui.tasks import Asked
from desktop.ui.widgets.banner import BannerArea
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.cells import Cell
from desktop.ui.widgets.clock_words import short_day
from desktop.ui.widgets.empty_state import EmptyState
from desktop.ui.widgets.form_field import FormField
from desktop.ui.widgets.layout import column, panel, row
from desktop.ui.widgets.save_dialog import SaveDialog
from desktop.ui.widgets.search_box import SearchBox
from desktop.ui.widgets.table import Table
from desktop.ui.widgets.table_model import Column, Row, RowsModel

_SIDE, _NUMBER, _ROW = 486, 130, 52
_LIST, _EMPTY = range(2)


class NotesTab(QWidget):
    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setObjectName("notes")
        self._context = context
        self._asked = Asked()
        self._lines: dict[str, NoteLine] = {}
        self.banners = BannerArea(name="notes_banners")
        self.search = SearchBox(
            self.tr("氏名・電話・内容・日・受付番号で探す"), name="notes_search", key=""
        )
        self.search.searched.connect(self._on_search)
        self.search.entered.connect(self._on_search)
        self.search.left.connect(self.take_list)
        self._count = label("", "small", name="notes_count")
        self.model = RowsModel(
            (
                Column(self.tr("日"), 64),
                Column(self.tr("種類"), 146),
                Column(self.tr("誰が・何を")),
                Column(self.tr("受付番号"), 88),
            )
        )
        self.table = Table(
            self.model,
            name="notes_table",
            accessible=self.tr("電話・窓口の記録"),
            row_height=_ROW,
        )
        self.table.row_chosen.connect(self._on_chosen)
        self.table.row_activated.connect(self._open_case)
        self.empty = EmptyState(
            self.tr("電話や窓口で受けたこと、送った書式を右に記録すると、ここに並びます。"),
            icon="book-user",
            name="notes_empty",
        )
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.empty)
        self.join_number = FormField(self.tr("案件の受付番号"), key="number", name="notes_join_to")
        self.join_number.setFixedWidth(theme.px(_NUMBER))
        self.join = Button(self.tr("案件に入れる"), name="notes_join", small=True)
        self.join.clicked.connect(self._join)
        self.cover = Button(self.tr("宛名の送付状を保存する"), name="notes_cover", small=True)
        self.cover.clicked.connect(self._ask_cover)
        self.holding = NoteHolding(context)
        self._joining = panel(
            row(
                self.join_number,
                column(None, self.join, 6),
                None,
                column(None, self.cover, 6),
                self.holding,
                spacing=10,
                margins=(14, 8, 14, 8),
            ),
            "foot",
        )
        self.propose = Button(
            self.tr("期限の過ぎた記録の廃棄を申請する"), name="notes_propose", small=True
        )
        self.propose.clicked.connect(lambda: context.place_requested.emit("keeping", "due"))
        self.propose.hide()
        self.form = NoteForm(context)
        self.form.given.connect(self._add)
        side = QScrollArea()
        side.setObjectName("note_scroll")
        side.setWidgetResizable(True)
        side.setWidget(self.form)
        side.setFixedWidth(theme.px(_SIDE))
        self.export = Button(self.tr("書き出す"), name="notes_export", small=True)
        self.export.clicked.connect(lambda: NoteLogDialog(self, context).open())
        head = row(self.search, self._count, None, self.propose, self.export, spacing=10)
        listing = panel(
            column((self._stack, 1), self._joining, spacing=0, margins=(1, 1, 1, 1)), "card"
        )
        left = panel(column(head, (listing, 1), spacing=8))
        self.setLayout(column(self.banners, (row((left, 1), side, spacing=16), 1), spacing=10))
        self._joining.setVisible(False)

    def load(self) -> None:
        """Read the notes anew with the words that stand in the search box."""
        notes, by, text = self._context.desk.notes, self._context.signed_in, self.search.text()
        task = self._context.tasks.store(lambda: notes.listed(by, text), asked=self._asked)
        task.succeeded.connect(self._on_notes)
        task.failed.connect(self._on_failed)

    def take_focus(self) -> None:
        self.search.setFocus()

    def take_list(self) -> None:
        if self.model.rowCount():
            self.table.setFocus()

    def _on_search(self, _text: str) -> None:
        self.load()

    def _on_notes(self, found: object, _tag: object) -> None:
        lines = (
            [one for one in found if isinstance(one, NoteLine)] if isinstance(found, tuple) else []
        )
        kept = self.table.current_key()
        self._lines = {line.id: line for line in lines}
        self.model.set_rows([_row(line) for line in lines])
        searching = bool(self.search.text().strip())
        self._stack.setCurrentIndex(_LIST if lines or searching else _EMPTY)
        self._count.setText(self.tr("{0}件").format(f"{len(lines):,}") if lines else "")
        if searching and not lines:
            self._count.setText(self.tr("見つかりません"))
        if lines and not (kept and self.table.choose(kept)):
            self.table.choose_first()
        today = self._context.today()
        due = any(
            line.due_on is not None and line.due_on <= today and not (line.listed or line.held)
            for line in lines
        )
        self.propose.setVisible(due and self._context.may(Capability.PROPOSE_DISPOSAL))
        self._on_chosen(self.table.current_key())

    def _on_chosen(self, key: str) -> None:
        line = self._lines.get(key)
        free = line is not None and line.case_id is None
        joins = free and line is not None and not (line.destroyed or line.listed or line.held)
        holds = self.holding.show_note(line)
        sends = line is not None and not line.destroyed and self._sends(line)
        self.join_number.setVisible(joins)
        self.join.setVisible(joins)
        self.cover.setVisible(sends)
        self._joining.setVisible(joins or sends or holds)

    def _sends(self, line: NoteLine) -> bool:
        """Whether forms went to an address, which can be printed for the envelope."""
        sent = line.kind is NoteKind.FORM_SENT and bool(line.address)
        return sent and self._context.may(Capability.EXPORT)

    def _ask_cover(self) -> None:
        key = self.table.current_key()
        dialog = SaveDialog(
            self, self.tr("送付状を保存する場所"), "form-cover.pdf", name="cover_file_dialog"
        )
        dialog.fileSelected.connect(lambda name: self._save_cover(key, name))
        dialog.open()

    def _save_cover(self, key: str, name: str) -> None:
        covers, act = self._context.desk.form_covers, self._context.act()
        self.cover.setEnabled(False)
        task = self._context.tasks.store(lambda: covers.save(act, key, Path(name)))
        task.succeeded.connect(self._on_cover)
        task.failed.connect(self._on_no_cover)

    def _on_cover(self, _file: object, _tag: object) -> None:
        self.cover.setEnabled(True)
        self._context.notify(self.tr("送付状を保存しました。印刷したら写しを消してください。"))
        self._context.data_changed.emit()

    def _on_no_cover(self, error: BaseException) -> None:
        self.cover.setEnabled(True)
        self._context.show_error(error, self)

    def _open_case(self, key: str) -> None:
        line = self._lines.get(key)
        if line is not None and line.case_id is not None:
            self._context.open_case_requested.emit(line.case_id)

    def _add(self, note: object) -> None:
        if not isinstance(note, NewNote):
            return
        notes, act = self._context.desk.notes, self._context.act()
        self.form.set_busy(True)
        task = self._context.tasks.store(lambda: notes.add(act, note))
        task.succeeded.connect(self._on_added)
        task.failed.connect(self._on_refused)

    def _on_added(self, _note: object, _tag: object) -> None:
        self.form.set_busy(False)
        self.form.clear()
        self._context.notify(self.tr("電話・窓口の記録を残しました。"))
        self._context.data_changed.emit()

    def _join(self) -> None:
        key, number = self.table.current_key(), self.join_number.text()
        notes, act = self._context.desk.notes, self._context.act()
        self.join.setEnabled(False)
        task = self._context.tasks.store(lambda: notes.join(act, key, number))
        task.succeeded.connect(self._on_joined)
        task.failed.connect(self._on_not_joined)

    def _on_joined(self, _result: object, _tag: object) -> None:
        self.join.setEnabled(True)
        self.join_number.set_text("")
        self._context.notify(self.tr("記録を案件に入れました。"))
        self._context.data_changed.emit()

    def _on_not_joined(self, error: BaseException) -> None:
        self.join.setEnabled(True)
        self._context.show_error(error, self._joining)

    def _on_refused(self, error: BaseException) -> None:
        self.form.set_busy(False)
        self._context.show_error(error, self.form)

    def _on_failed(self, error: BaseException) -> None:
        self._context.show_error(error, self)


def _row(line: NoteLine) -> Row:
    who = "　".join(part for part in (line.name, line.phone) if part)
    what = "・".join(line.forms) if line.forms else " ".join(line.text.split())
    told = Cell(who or _tr("氏名なし"), None if who else "mute", sub=what or line.address, px=14)
    if line.destroyed:
        told = Cell(_tr("廃棄済み"), "mute", "trash-2", px=13)
    number = line.number or (_tr("廃棄の一覧") if line.listed else _tr("なし"))
    place = Cell(number, None if line.number else "mute", weight=500, px=13)
    if line.held:
        place = Cell(_tr("保全中"), "hold", "lock", weight=500, px=13)
    return Row(
        (
            Cell(short_day(line.on), weight=500, px=13),
            Cell(NOTE_LABELS[line.kind], sub=MEANS_LABELS[line.means], px=13),
            told,
            place,
        ),
        key=line.id,
    )


def _tr(text: str) -> str:
    return QCoreApplication.translate("Notes", text)
