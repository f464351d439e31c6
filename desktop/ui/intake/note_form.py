"""A call, a visit or forms that were sent, as they are written down."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.domain.desk_notes import (
    FORM_LABELS,
    MEANS_LABELS,
    NOTE_LABELS,
    NoteKind,
    NoteMeans,
)
from desktop.services.notes import NewNote
from desktop.ui import theme
from desktop.ui.cases.note_editor import note_editor
from desktop.ui.context import Context
from desktop.ui.labels import label
from desktop.ui.widgets.banner import BannerArea
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.date_field import DateField
from desktop.ui.widgets.form_field import FormField
from desktop.ui.widgets.layout import card, column, panel, row
from desktop.ui.widgets.select import Check, Select

_NARROW = 148


class NoteForm(QWidget):
    given = Signal(object)  # NewNote

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setObjectName("note_form")
        self._context = context
        self.banners = BannerArea(name="note_banners")
        self.kind = Select(
            tuple((kind.value, words) for kind, words in NOTE_LABELS.items()),
            name="note_kind",
            accessible=self.tr("記録の種類"),
        )
        self.means = Select(
            tuple((means.value, words) for means, words in MEANS_LABELS.items()),
            name="note_means",
            accessible=self.tr("連絡の方法"),
        )
        self.on = DateField(context.today(), context.today())
        self.on_field = FormField(self.tr("連絡のあった日"), self.on, key="on", name="note_on")
        self.name = FormField(self.tr("氏名"), key="name", name="note_name")
        self.phone = FormField(self.tr("電話"), key="phone", name="note_phone")
        self.address = FormField(self.tr("住所（書式を送るとき）"), key="address", name="note_to")
        self.number = FormField(self.tr("受付番号（あれば）"), key="number", name="note_number")
        self.text = note_editor("note_text", 4)
        self._text = FormField(self.tr("内容"), self.text, key="text", name="note_text")
        self.text.textChanged.connect(self._text.clear_error)
        self.forms = {
            code: Check(words, name=f"note_form_{code.lower()}")
            for code, words in FORM_LABELS.items()
        }
        self._sent = panel(
            column(label(self.tr("送った書式"), "small"), *self.forms.values(), spacing=0)
        )
        self.record = Button(self.tr("記録する"), "primary", key="Ctrl+Enter", name="note_record")
        self.record.clicked.connect(self._record)
        kind = FormField(self.tr("種類"), self.kind, key="kind", name="note_kind")
        means = FormField(self.tr("方法"), self.means, key="means", name="note_means")
        for field in (self.on_field, self.phone, self.number):
            field.setFixedWidth(theme.px(_NARROW))
        self.setLayout(
            column(
                self.banners,
                card(
                    label(self.tr("新しい記録"), "h2"),
                    row((kind, 1), means, self.on_field, spacing=10),
                    row((self.name, 1), self.phone, spacing=10),
                    self.address,
                    self._sent,
                    self._text,
                    row(self.number, column(None, self.record, 4), None, spacing=12),
                    None,
                    spacing=8,
                    margins=(16, 14, 16, 14),
                ),
                None,
                spacing=8,
            )
        )
        self.kind.currentIndexChanged.connect(self._on_kind)
        self._on_kind()

    def clear(self) -> None:
        for field in (self.name, self.phone, self.address, self.number):
            field.set_text("")
            field.clear_error()
        for check in self.forms.values():
            check.setChecked(False)
        self.text.setPlainText("")
        self.on.set_day(self._context.today())
        self.banners.clear()

    def set_busy(self, busy: bool) -> None:
        self.record.setEnabled(not busy)

    def _on_kind(self) -> None:
        sends = self.kind.key() == NoteKind.FORM_SENT
        self._sent.setVisible(sends)
        self.address.setVisible(sends)
        if sends and self.means.key() == NoteMeans.PHONE:
            self.means.choose(NoteMeans.MAIL)

    def _record(self) -> None:
        day = self.on.day()
        if day is None:
            self.on_field.tell_no_day()
            return
        sends = self.kind.key() == NoteKind.FORM_SENT
        forms = tuple(code for code, check in self.forms.items() if check.isChecked())
        self.given.emit(
            NewNote(
                self.kind.key(),
                self.means.key(),
                day,
                self.name.text(),
                self.phone.text(),
                self.address.text() if sends else "",
                self.text.toPlainText(),
                forms if sends else (),
                self.number.text(),
            )
        )
