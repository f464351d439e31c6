"""形式確認: what was read from the form beside its crops, and what is asked for (DOMAIN §8)."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QButtonGroup

from desktop.domain.field_labels import FIELD_LABELS
from desktop.domain.reading import FieldReading, PageKind
from desktop.services.case_views import CaseView
from desktop.ui import theme
from desktop.ui.cases.open_case import OpenCase
from desktop.ui.cases.pictures import Pictures
from desktop.ui.cases.reading_editor import ReadingEditor
from desktop.ui.cases.task_panel import TaskPanel
from desktop.ui.cases.wanted_ticks import WantedTicks
from desktop.ui.cases.warning_line import WarningLine
from desktop.ui.labels import label
from desktop.ui.marking import QT_TRANSLATE_NOOP
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.cells import Cell
from desktop.ui.widgets.form_field import FormField
from desktop.ui.widgets.keys import bind
from desktop.ui.widgets.layout import column, panel, row
from desktop.ui.widgets.select import Check, Choice
from desktop.ui.widgets.table import Table
from desktop.ui.widgets.table_model import Column, Row, RowsModel

METHODS = (("PAPER", QT_TRANSLATE_NOOP("FormCheck", "書面")), ("CDR", "CD-R"))
_HEADER, _ROW, _FEWEST = 30, 36, 3
_OPTIONAL = frozenset({"building", "room"})


class FormCheckPanel(TaskPanel):
    """F2 puts a reading right; what the clerk ticked stays when readings change."""

    def __init__(self, opened: OpenCase, pictures: Pictures) -> None:
        super().__init__(
            opened, pictures, self.tr("請求書の確認"), name="form_check_panel", scrolls=False
        )
        view = opened.case
        self._pages = [
            page.id
            for document in view.documents
            for page in document.pages
            if page.kind is PageKind.FORM and not page.destroyed
        ]
        self.model = RowsModel(
            (
                Column(self.tr("項目"), 136),
                Column(self.tr("請求書の記入")),
                Column(self.tr("読み")),
                Column(self.tr("状態"), 92),
            )
        )
        self.table = Table(self.model, name="form_fields", accessible=self.tr("請求書の記入と読み"))
        self.editor = ReadingEditor()
        self.wanted = WantedTicks(view.wanted, name="form_wanted", items=view.items)
        self.methods = {
            key: Choice(_tr(words), name=f"form_method_{key}", checked=view.method == key)
            for key, words in METHODS
        }
        self._method_group = QButtonGroup(self)
        for choice in self.methods.values():
            self._method_group.addButton(choice)
        self.method_field = FormField(
            self.tr("回答の方法"),
            panel(row(*self.methods.values(), None, spacing=16)),
            key="method",
            name="form_method",
        )
        self.agent = Check(self.tr("代理人による請求"), name="form_agent", checked=view.agent)
        self.primary = Button(
            self.tr("形式確認を終える"), "primary", key="Ctrl+Enter", name="form_confirm"
        )
        self.edit_button = Button(self.tr("読みを直す"), key="F2", bind=False, name="form_edit")
        self.correct = Button(self.tr("補正依頼を作る"), name="form_correction")
        self.put(self.table)
        self.print_notes = WarningLine(name="form_print_notes")
        self.foot.addWidget(self.print_notes)
        self.foot.addWidget(self.editor)
        self.foot.addWidget(self.wanted)
        who = column(label(self.tr("請求する人"), "small"), self.agent, spacing=4)
        self.foot.addLayout(row((self.method_field, 1), (who, 1), spacing=16))
        self.act_with(self.primary, self.edit_button, None, self.correct)
        self.editor.hide()
        self.table.row_chosen.connect(self._show_row)
        self.table.row_activated.connect(self._on_activated)
        self.editor.given.connect(self._correct)
        self.editor.left.connect(self.start)
        self.primary.clicked.connect(self._confirm)
        self.edit_button.clicked.connect(self._edit)
        self.correct.clicked.connect(self._ask_correction)
        self.pictures.page_arrived.connect(self._on_page)
        for choice in self.methods.values():
            choice.toggled.connect(self.method_field.clear_error)
        bind(self, "F2", self._edit)
        bind(self, "Esc", self._leave)
        for page_id in self._pages:
            self.pictures.want_page(page_id)
        if not self._pages:
            self.foot.insertWidget(0, label(self.tr("請求書のページがありません。"), "dim"))
        self._fill()
        self.print_notes.say("\n".join(view.print_notes))

    def renew(self, view: CaseView) -> bool:
        self.print_notes.say("\n".join(view.print_notes))
        for page_id in self._pages:
            self.pictures.want_page(page_id)
        return True

    def start(self) -> None:
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def event(self, event: QEvent) -> bool:
        answered = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return answered

    def _fit(self) -> None:
        """As many rows as there is room for; the others scroll."""
        whole = theme.px(_HEADER) + theme.px(_ROW) * max(1, self.model.rowCount()) + 2
        least = theme.px(_HEADER) + theme.px(_ROW) * _FEWEST
        height = max(least, min(self.room_for_body(), whole))
        if height != self.table.height():
            self.table.setFixedHeight(height)
            self.table.scrollTo(self.table.currentIndex())

    def chosen_method(self) -> str:
        return next((key for key, one in self.methods.items() if one.isChecked()), "")

    def _fields(self) -> Iterator[tuple[str, FieldReading]]:
        """The written fields in the order of the form; the first page that has one counts."""
        for key in FIELD_LABELS:
            for page_id in self._pages:
                opened = self.pictures.page(page_id)
                found = opened.reading.field(key) if opened else None
                if found is not None:
                    yield page_id, found
                    break

    def _fill(self) -> None:
        kept = self.table.current_key()
        fields = list(self._fields())
        self.model.set_rows([self._row_of(page_id, one) for page_id, one in fields])
        unsure = sum(not one.sure for _page, one in fields)
        self.note.setText(self.tr("要確認 {0}").format(unsure) if unsure else self.tr("すべて確か"))
        if not fields:
            self.note.setText("")
            return
        first = next((one.key for _page, one in fields if not one.sure), fields[0][1].key)
        self.table.choose(kept or first)

    def _row_of(self, page_id: str, one: FieldReading) -> Row:
        piece = self.pictures.crop(page_id, one.box) if one.box is not None else None
        empty = not one.text.strip()
        read = Cell(one.text, px=14)
        if empty:
            read = Cell(self.tr("記入なし"), "mute", "circle-dashed", px=13)
        state = Cell(self.tr("確か"), "ok", "check", px=13)
        if empty and one.key in _OPTIONAL:
            state = Cell("")
        elif not one.sure or empty:
            state = Cell(self.tr("要確認"), "warn", "triangle-alert", px=13, weight=500)
        return Row(
            (
                Cell(FIELD_LABELS[one.key], "text2", px=13, weight=500),
                Cell("", crop=piece, crop_height=27) if piece is not None else Cell(""),
                read,
                state,
            ),
            key=one.key,
        )

    def _on_page(self, page_id: str) -> None:
        if page_id in self._pages:
            self._fill()

    def _field_of(self, key: str) -> tuple[str, FieldReading] | None:
        return next(((page, one) for page, one in self._fields() if one.key == key), None)

    def _show_row(self, key: str) -> None:
        found = self._field_of(key)
        if found is not None:
            page_id, one = found
            self.opened.show_page(page_id, one.box, FIELD_LABELS[key])

    def _on_activated(self, _key: str) -> None:
        self._edit()

    def _edit(self) -> None:
        found = self._field_of(self.table.current_key())
        if found is None:
            return
        page_id, one = found
        piece = self.pictures.crop(page_id, one.box) if one.box is not None else None
        self.editor.edit(page_id, one.key, FIELD_LABELS[one.key], one.text, piece)

    def _correct(self, page_id: str, key: str, text: str) -> None:
        self.editor.put_right(self.opened, self.pictures, page_id, key, text)

    def _leave(self) -> None:
        if not self.editor.isHidden():
            self.editor.stop()

    def _confirm(self) -> None:
        desk, case_id = self.opened.desk, self.opened.case_id
        wanted, method, agent = self.wanted.wanted(), self.chosen_method(), self.agent.isChecked()
        self.opened.change(
            self,
            lambda act: desk.casework.confirm_form(act, case_id, wanted, method, agent=agent),
            button=self.primary,
            said=self.tr("形式確認を終えました。"),
        )

    def _ask_correction(self) -> None:
        points = [] if self.wanted.wanted() else ["ITEMS"]
        blank = any(
            not one.text.strip() and one.key not in _OPTIONAL for _page, one in self._fields()
        )
        self.opened.correction_wanted.emit((*points, *(["FORM_BLANK"] if blank else [])))


def _tr(text: str) -> str:
    return QCoreApplication.translate("FormCheck", text)
