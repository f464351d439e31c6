"""The texts of a document: to be put in the office's own words, to be read, or to be compared."""

from __future__ import annotations

import math
from collections.abc import Mapping
from difflib import SequenceMatcher

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QWidget

from desktop.domain.own_texts import OwnPlace
from desktop.services.document_checks import Fillings
from desktop.services.document_views import DocumentView
from desktop.ui.cases.note_editor import note_editor
from desktop.ui.labels import icon_label, label
from desktop.ui.tokens import Tone
from desktop.ui.widgets.form_field import FormField
from desktop.ui.widgets.keys import TextField
from desktop.ui.widgets.layout import Item, add, clear, column, panel, row
from desktop.ui.widgets.scroll import scrolling

_LINE = 29  # characters that an editor shows in one line
_MOST_LINES = 7
_MOST_PIECES = 4
_ALIKE = 0.6  # of two sentences that are still the same one with changes


class TextsEditor(QWidget):
    """One field a text, in the order of the paper; `typed` follows every key."""

    typed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("document_texts")
        self.fields: dict[str, FormField] = {}
        self._shipped: dict[str, str] = {}
        self._now: dict[str, str] = {}
        self._hints: dict[str, str] = {}
        self._inner = column(spacing=10, margins=(16, 4, 16, 12))
        self._scroll = scrolling(self._inner, name="document_scroll")
        self.setLayout(column((self._scroll, 1), spacing=0))

    def write(self, view: DocumentView) -> None:
        """Fields with the words of today."""
        self._start()
        names = view.fillings.names.values()
        if names:
            able = self.tr("差込項目：{0}").format("　".join(f"{{{one}}}" for one in names))
            add(self._inner, label(able, "caption", wrap=True, name="document_fillings"))
        for number, place in enumerate(view.places):
            shown = view.fillings.shown(view.now[place.place])
            self._shipped[place.place] = view.fillings.shown(place.shipped)
            self._now[place.place] = shown
            if not place.shipped:
                self._hints[place.place] = (
                    self.tr("空のときは「その他」と印刷します。")
                    if place.one_line  # the label of an added entry
                    else self.tr("空のときは、何も印刷しません。")
                )
            field = _field(place, shown, number)
            field.set_hint(self._hints.get(place.place, ""))
            self.fields[place.place] = field
            editor = field.editor
            if isinstance(editor, QPlainTextEdit):
                editor.textChanged.connect(self.typed)
                editor.textChanged.connect(field.clear_error)
            elif isinstance(editor, TextField):
                editor.textChanged.connect(self.typed)
            add(self._inner, field)
        add(self._inner, None)

    def read(
        self, places: tuple[OwnPlace, ...], texts: Mapping[str, str], fillings: Fillings
    ) -> None:
        """The words to be read only."""
        self._start()
        for number, place in enumerate(places):
            said = fillings.shown(texts[place.place])
            if not (said or place.shipped):
                continue  # nothing was added here
            text = label(
                said or self.tr("（印刷しません）"),
                wrap=True,
                selectable=True,
                name=f"document_text_{number}",
            )
            add(self._inner, column(label(_called(place), "small"), text, spacing=2))
        add(self._inner, None)

    def compare(self, view: DocumentView) -> None:
        """What the waiting words would change."""
        self._start()
        for number, (place, before, after) in enumerate(view.changes):
            old, new = view.fillings.shown(before), view.fillings.shown(after)
            items: list[Item] = [
                label(_called(place), "h3"),
                _beside(self.tr("いま"), _said(old, "small", f"text_old_{number}")),
                _beside(self.tr("変更後"), _said(new, "strong", f"text_new_{number}")),
            ]
            if pieces := _pieces(old, new):
                told = label(pieces, "caption", wrap=True, name=f"text_change_{number}")
                items.append(_beside(self.tr("違い"), told))
            if place.place in view.warned:
                lost, name = view.warned[place.place], f"text_warned_{number}"
                warned = label(lost, "small", tone="warn", wrap=True, name=name)
                mark = column(icon_label("triangle-alert", "warn", 14), None, margins=(0, 2, 0, 0))
                items.append(row(mark, (warned, 1), spacing=6))
            inner = column(*items, spacing=6, margins=(12, 10, 12, 10))
            add(self._inner, panel(inner, "sunk"))
        if not view.changes:
            words = self.tr("いま使っている文面と違うところはありません。")
            add(self._inner, label(words, "small", wrap=True))
        add(self._inner, None)

    def texts(self) -> dict[str, str]:
        """What stands in the fields, by place."""
        return {place: _text(field.editor) for place, field in self.fields.items()}

    def changed(self) -> dict[str, str]:
        """What stands there otherwise than in the words of today, by place."""
        return {place: text for place, text in self.texts().items() if text != self._now[place]}

    def fill(self, texts: Mapping[str, str]) -> int:
        """Put these words into their fields; how many were others before."""
        changed = 0
        for place, text in texts.items():
            field = self.fields.get(place)
            if field is not None and _text(field.editor) != text:
                _set_text(field.editor, text)
                changed += 1
        return changed

    def give_back(self) -> None:
        """The shipped words, to be proposed like any others."""
        self.fill(self._shipped)

    def tell(self, faults: Mapping[str, str]) -> None:
        """What is wrong, below the field in which it stands; nothing elsewhere."""
        for place, field in self.fields.items():
            if place in faults:
                field.set_error(faults[place])
            else:
                field.clear_error()

    def warn(self, warnings: Mapping[str, str]) -> None:
        """What is left out although a rule asks for it, below the field."""
        for place, field in self.fields.items():
            tone: Tone | None = "warn" if place in warnings else None
            field.set_hint(warnings.get(place) or self._hints.get(place, ""), tone)

    def carry(self, view: DocumentView) -> None:
        """The words of the former version in their new places, each over the new shipped words."""
        for place, text in view.carried.texts.items():
            shipped = self._shipped[place] or self.tr("なし")
            self._hints[place] = self.tr("新しい出荷時の文面：{0}").format(shipped)
            self.fill({place: view.fillings.shown(text)})
        self.warn({})
        self.reveal(next(iter(view.carried.texts), ""))
        if view.carried.lost and self.findChild(QLabel, "document_lost") is None:
            said = "\n".join(view.fillings.shown(one) for one in view.carried.lost)
            told = self.tr("新しい版に置き場所のない文：\n{0}").format(said)
            lost = label(
                told, "small", tone="warn", wrap=True, selectable=True, name="document_lost"
            )
            self._inner.insertWidget(0, lost)

    def reveal(self, place: str) -> None:
        """Bring the text into view, and the keyboard to it."""
        field = self.fields.get(place)
        if field is not None:
            field.editor.setFocus(Qt.FocusReason.OtherFocusReason)
            self._scroll.ensureWidgetVisible(field)

    def _start(self) -> None:
        self.fields.clear()
        self._shipped.clear()
        self._now.clear()
        self._hints.clear()
        clear(self._inner)
        self._scroll.verticalScrollBar().setValue(0)


def _field(place: OwnPlace, text: str, number: int) -> FormField:
    editor: QWidget
    if place.one_line:
        editor = TextField(text)
        editor.setObjectName(f"document_text_{number}")
    else:
        lines = sum(max(1, math.ceil(len(part) / _LINE)) for part in text.split("\n"))
        editor = note_editor(f"document_text_{number}", min(_MOST_LINES, max(2, lines)))
        editor.setPlainText(text)
    return FormField(_called(place), editor, key=place.place, name=f"document_text_{number}")


def _called(place: OwnPlace) -> str:
    return f"{place.label}（{place.when}）" if place.when else place.label


def _text(editor: QWidget) -> str:
    if isinstance(editor, QPlainTextEdit):
        return editor.toPlainText()
    return editor.text() if isinstance(editor, TextField) else ""


def _set_text(editor: QWidget, text: str) -> None:
    if isinstance(editor, QPlainTextEdit):
        editor.setPlainText(text)
    elif isinstance(editor, TextField):
        editor.setText(text)


def _said(text: str, style: str, name: str) -> QWidget:
    nothing = QCoreApplication.translate("DocumentTexts", "（印刷しません）")
    return label(text or nothing, style, wrap=True, name=name)


def _pieces(old: str, new: str) -> str:
    """「旧」→「新」 for the places that differ, as long as they are few."""
    compared = SequenceMatcher(None, old, new, autojunk=False)
    found = [(old[a:b], new[c:d]) for kind, a, b, c, d in compared.get_opcodes() if kind != "equal"]
    if not 0 < len(found) <= _MOST_PIECES or compared.ratio() < _ALIKE:
        return ""
    none = QCoreApplication.translate("DocumentTexts", "なし")
    return "　".join(f"「{before or none}」→「{after or none}」" for before, after in found)


def _beside(word: str, value: QWidget) -> Item:
    head = label(word, "caption")
    head.setFixedWidth(48)
    return row(column(head, None), (value, 1), spacing=8)
