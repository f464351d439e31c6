"""Beside the envelopes: what was read from the chosen page, to be confirmed or put right."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from desktop.domain.errors import DeskError
from desktop.domain.form_versions import version_words
from desktop.domain.page_kinds import PAGE_KIND_LABELS, page_label
from desktop.domain.reading import PageKind, PageReading, prefix_of
from desktop.services.intake_views import SpoolPageView
from desktop.ui.context import Context
from desktop.ui.intake.blocked_page import BlockedPanel
from desktop.ui.intake.opened_page import Entry, OpenedPage, entries, open_page
from desktop.ui.intake.reading_field import ReadingField
from desktop.ui.intake.words import quality_words
from desktop.ui.labels import keycap, label
from desktop.ui.tasks import Asked
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.chip import Chip
from desktop.ui.widgets.empty_state import EmptyState
from desktop.ui.widgets.keys import bind
from desktop.ui.widgets.layout import clear, column, panel, row, rule
from desktop.ui.widgets.select import Select

_NOTHING, _LOADING, _BLOCKED, _FIELDS = range(4)
_AT_ONCE = 6  # fields made in one turn of the window


class ReadingPanel(QFrame):
    """`finished` follows the last open field of a page, `corrected` every change, `left` Esc."""

    corrected = Signal()
    left = Signal()
    finished = Signal(str)  # page id
    field_reached = Signal(object, str)  # box or None, label
    page_opened = Signal(object)  # OpenedPage

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setObjectName("reading_panel")
        self._context = context
        self._asked = Asked()
        self._page: SpoolPageView | None = None
        self._opened: OpenedPage | None = None
        self._fields: list[ReadingField] = []
        self._to_make: list[Entry] = []
        self._section = ""
        self._more = QTimer(self)
        self._more.setSingleShot(True)
        self._more.timeout.connect(self._make_more)
        self._wants_field = False
        # Kept beside the focus, which a pressed button takes to itself.
        self._reached: ReadingField | None = None
        self._title = label("", "h2", name="reading_title")
        self._form = label("", "caption", name="reading_form")
        self._quality = Chip("", "warn", name="reading_quality")
        self._quality_words = label("", "small", wrap=True, name="reading_quality_words")
        self._masked = Chip("", "ok", name="reading_masked")
        self._kind_of = label(self.tr("書類の種類"), "small", name="reading_kind_of")
        self.kind = Select(
            [(kind.value, PAGE_KIND_LABELS[kind]) for kind in PageKind],
            name="reading_kind",
            accessible=self.tr("書類の種類"),
        )
        self.kind.activated.connect(self._on_kind)
        self._rows: QVBoxLayout = column(spacing=8, margins=(12, 8, 12, 12))
        inside = QWidget()
        inside.setLayout(self._rows)
        self._scroll = QScrollArea()
        self._scroll.setObjectName("reading_scroll")
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(inside)
        inside.setAutoFillBackground(False)
        self.confirm = Button(
            self.tr("この読みで確定"),
            "secondary",
            key="Enter",
            bind=False,
            name="reading_confirm",
        )
        self.confirm.clicked.connect(self._on_confirm)
        # Not N: in a field that is being typed in, N is a letter. Outside of fields N does this.
        self.skip = Button(self.tr("飛ばす"), "quiet", key="F3", name="reading_skip")
        self.skip.clicked.connect(self.go_on)
        bind(self, "F2", self.take_focus)
        head = column(
            row(
                self._title,
                self._form,
                None,
                keycap("Tab"),
                label(self.tr("次の項目"), "caption"),
                spacing=8,
            ),
            row(self._quality, self._masked, (self._quality_words, 1), spacing=6),
            row(self._kind_of, (self.kind, 1), spacing=8),
            rule(),
            spacing=8,
            margins=(12, 12, 12, 0),
        )
        foot = row(self.confirm, self.skip, None, spacing=8, margins=(12, 6, 12, 4))
        filled = QWidget()
        filled.setLayout(
            column(panel(head, "clear"), (self._scroll, 1), panel(foot, "foot"), spacing=0)
        )
        self._stack = QStackedWidget()
        self._stack.addWidget(
            EmptyState(
                self.tr("ページを選ぶと、読み取った内容がここに出ます。"),
                icon="file-search",
                name="reading_empty",
            )
        )
        self._stack.addWidget(EmptyState(self.tr("読み込んでいます。"), icon="loader"))
        self._blocked = BlockedPanel()
        self._stack.addWidget(self._blocked)
        self._stack.addWidget(filled)
        self.setLayout(column((self._stack, 1), spacing=0))

    def show_nothing(self) -> None:
        self._asked.again()
        self._page = self._opened = self._reached = None
        self._fields, self._to_make = [], []
        self._stack.setCurrentIndex(_NOTHING)

    def show_page(self, page: SpoolPageView, *, then_focus: bool = False) -> None:
        """Open a page; with `then_focus` the keyboard goes to its first open field."""
        same = self._page is not None and self._page.id == page.id
        self._page = page
        self._wants_field = then_focus
        if same and self._opened is not None:
            self._show_title(page, self._opened.reading)  # its number may be another one now
            if then_focus:
                self.take_focus()
            return
        self._opened = None
        if page.blocked is not None:
            self._asked.again()
            self._blocked.show_page(page)
            self._stack.setCurrentIndex(_BLOCKED)
            return
        if self._stack.currentIndex() != _FIELDS:
            self._stack.setCurrentIndex(_LOADING)
        desk, act, page_id = self._context.desk, self._context.act(), page.id
        task = self._context.tasks.store(lambda: open_page(desk, act, page_id), asked=self._asked)
        task.succeeded.connect(self._on_opened)
        task.failed.connect(self._on_failed)

    def opened(self) -> OpenedPage | None:
        return self._opened

    def fields(self) -> list[ReadingField]:
        self._make_all()
        return list(self._fields)

    def take_focus(self) -> None:
        """F2: the first open field, else the first one."""
        fields = self.fields()
        first = next((one for one in fields if one.is_open), None)
        target = first if first is not None else next(iter(fields), None)
        if target is not None:
            self._go_to(target)
        elif self._page is not None and self._page.blocked is None:
            self.kind.setFocus(Qt.FocusReason.OtherFocusReason)

    def go_on(self) -> None:
        """The next open field after the one last reached; after the last, the page is done."""
        fields = self.fields()
        at = fields.index(self._reached) if self._reached is not None else -1
        target = next((one for one in fields[at + 1 :] if one.is_open), None)
        if target is not None:
            self._go_to(target)
        elif self._page is not None:
            self.finished.emit(self._page.id)

    def _go_to(self, field: ReadingField) -> None:
        field.editor.setFocus(Qt.FocusReason.OtherFocusReason)
        self._scroll.ensureWidgetVisible(field, 0, 40)

    def _on_opened(self, opened: object, _tag: object) -> None:
        if isinstance(opened, OpenedPage):
            self._fill(opened)
            self.page_opened.emit(opened)
            if self._wants_field:
                self.take_focus()

    def _fill(self, opened: OpenedPage) -> None:
        self._opened = opened
        page, reading = self._page, opened.reading
        if page is None:
            return
        self._show_title(page, reading)
        self._form.setText(self.tr("様式 {0}").format(reading.form) if reading.form else "")
        self._reached = None
        self._show_kind(reading)
        self._show_quality(reading)
        if any(one.editor.hasFocus() for one in self._fields):
            self._scroll.setFocus()  # a vanishing field would send the focus anywhere
        clear(self._rows)
        self._rows.addStretch(1)
        self._fields, self._section = [], ""
        self._to_make = list(entries(opened))
        if not self._to_make:
            words = self.tr("この書類には読み取る項目がありません。")
            self._add(label(words, "small", wrap=True, name="reading_none"))
        self.confirm.setEnabled(bool(self._to_make))
        self.skip.setEnabled(any(entry.sure is False for entry in self._to_make))
        self._make_some(opened)
        self._scroll.verticalScrollBar().setValue(0)
        self._stack.setCurrentIndex(_FIELDS)

    def _make_some(self, opened: OpenedPage) -> None:
        """The next few fields: a whole form at once would hold the window's thread too long."""
        some, self._to_make = self._to_make[:_AT_ONCE], self._to_make[_AT_ONCE:]
        for entry in some:
            if entry.section and entry.section != self._section:
                self._section = entry.section
                self._add(label(entry.section, "h3"))
            field = ReadingField(entry, opened)
            field.confirmed.connect(self._on_field_confirmed)
            field.reached.connect(self._on_field_reached)
            field.left.connect(self.left)
            self._fields.append(field)
            self._add(field)
        if self._to_make:
            self._more.start()

    def _make_more(self) -> None:
        if self._opened is not None:
            self._make_some(self._opened)

    def _make_all(self) -> None:
        """Whoever asks for the fields gets all of them."""
        while self._to_make:
            self._make_more()
        self._more.stop()

    def _add(self, widget: QWidget) -> None:
        self._rows.insertWidget(self._rows.count() - 1, widget)  # above the stretch

    def _show_title(self, page: SpoolPageView, reading: PageReading) -> None:
        self._title.setText(f"{page.seq} {page_label(reading)}")

    def _part(self, reading: PageReading) -> int:
        """Which of several papers on the page the field last reached belongs to."""
        if self._reached is None:
            return 0
        prefixes = [one.prefix for one in reading.parts]
        prefix = prefix_of(self._reached.entry.key)
        return prefixes.index(prefix) if prefix in prefixes else 0

    def _show_kind(self, reading: PageReading) -> None:
        part, several = self._part(reading), len(reading.parts) > 1
        kind = reading.parts[part].kind if several else reading.kind
        words = self.tr("{0}件目の種類").format(part + 1) if several else self.tr("書類の種類")
        self._kind_of.setText(words)
        self.kind.choose(kind.value)

    def _show_quality(self, reading: PageReading) -> None:
        self._quality.setVisible(bool(reading.quality))
        unknown = self._unknown_version(reading)
        self._quality_words.setVisible(bool(reading.quality or unknown))
        self._quality_words.setText(unknown)
        if reading.quality:
            flag, sentence = quality_words(reading.quality[0])
            self._quality.set(flag.text, flag.tone, flag.icon)
            self._quality_words.setText("\n".join(filter(None, (unknown, sentence))))
        self._masked.setVisible(bool(reading.masked))
        if reading.masked:
            self._masked.set(
                self.tr("黒塗り {0}").format(len(reading.masked)), "ok", "shield-check"
            )

    def _unknown_version(self, reading: PageReading) -> str:
        """Told where the sheet's own version has no definition here: its fields were not read."""
        forms = self._context.desk.premises.request_forms
        if not reading.form or forms.form(reading.form, reading.form_version) is not None:
            return ""
        return self.tr(
            "様式 {0} 第{1}版は、この窓口に定義がありません。紙を見て入力してください。"
        ).format(reading.form, version_words(reading.form_version))

    def _on_confirm(self) -> None:
        """The button does for the field last reached what Enter does in it."""
        fields = self.fields()
        current = next((one for one in fields if one.editor.hasFocus()), None)
        field = current or next((one for one in fields if one.is_open), None)
        if field is not None:
            self._go_to(field)
            self._on_field_confirmed(field.entry.key, field.text())

    def _on_field_confirmed(self, key: str, text: str) -> None:
        field = self._field(key)
        page = self._page
        if field is None or page is None:
            return
        if field.needs_saving():
            desk, act, page_id = self._context.desk, self._context.act(), page.id
            task = self._context.tasks.store(
                lambda: desk.intake.correct(act, page_id, key, text), tag=(page_id, key, text)
            )
            task.succeeded.connect(self._on_corrected)
            CorrectionFailure(task, self, field)
        self.go_on()

    def _on_corrected(self, _reading: object, tag: object) -> None:
        if not (isinstance(tag, tuple) and self._page is not None and tag[0] == self._page.id):
            self.corrected.emit()
            return
        field = self._field(tag[1])
        if field is not None:
            field.saved(tag[2])
        self.skip.setEnabled(any(one.is_open for one in self.fields()))
        self.corrected.emit()

    def _on_kind(self, _index: int) -> None:
        page, kind = self._page, self.kind.key()
        if page is None or not kind or self._opened is None:
            return
        reading = self._opened.reading
        part = self._part(reading)
        if (reading.parts[part] if reading.parts else reading).kind.value == kind:
            return
        desk, act, page_id = self._context.desk, self._context.act(), page.id

        def work() -> object:
            desk.intake.set_kind(act, page_id, PageKind(kind), part)
            return open_page(desk, act, page_id)

        task = self._context.tasks.store(work, asked=self._asked)
        task.succeeded.connect(self._on_kind_set)
        task.failed.connect(self._on_failed)

    def _on_kind_set(self, opened: object, _tag: object) -> None:
        if isinstance(opened, OpenedPage):
            self._fill(opened)
            self.kind.setFocus(Qt.FocusReason.OtherFocusReason)
            self.corrected.emit()

    def _on_field_reached(self, key: str) -> None:
        field = self._field(key)
        if field is not None:
            self._reached = field
            if self._opened is not None:
                self._show_kind(self._opened.reading)
            self.field_reached.emit(field.box, field.entry.label)

    def _field(self, key: str) -> ReadingField | None:
        return next((one for one in self._fields if one.entry.key == key), None)

    def _on_failed(self, error: BaseException) -> None:
        if self._opened is not None:
            self._show_kind(self._opened.reading)
        else:
            self._stack.setCurrentIndex(_NOTHING)
        self._context.show_error(error, self)

    def tell(self, field: ReadingField, error: BaseException) -> None:
        """A correction was refused: what was typed stays, the reason stands below it."""
        if field in self._fields and isinstance(error, DeskError):
            field.show_error(str(error))
            self._go_to(field)
        else:
            self._context.show_error(error, self)


class CorrectionFailure(QWidget):
    """Tells the panel which of several corrections was refused."""

    def __init__(self, task: object, reading: ReadingPanel, field: ReadingField) -> None:
        super().__init__(reading)
        self.hide()
        self._reading, self._field = reading, field
        task.failed.connect(self._on_failed)  # type: ignore[attr-defined]
        task.ended.connect(self.deleteLater)  # type: ignore[attr-defined]

    def _on_failed(self, error: BaseException) -> None:
        self._reading.tell(self._field, error)
