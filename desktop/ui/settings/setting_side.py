"""One setting: old and new beside each other, the wish, the signature, and what was before."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QVBoxLayout, QWidget

from desktop.domain.roles import Capability
from desktop.services.role_changes import person_of_role
from desktop.services.setting_board import SettingEntry, SettingLine
from desktop.services.setting_kinds import Editor
from desktop.ui.cases.note_editor import note_editor
from desktop.ui.context import Context
from desktop.ui.labels import label
from desktop.ui.people.role_change import OpenWorkLine
from desktop.ui.settings.rules import day
from desktop.ui.tasks import Asked
from desktop.ui.tokens import Tone
from desktop.ui.widgets.banner import BannerArea
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.chip import Chip
from desktop.ui.widgets.date_field import DateField
from desktop.ui.widgets.form_field import FormField
from desktop.ui.widgets.keys import TextField
from desktop.ui.widgets.layout import Item, add, clear, column, panel, row, rule
from desktop.ui.widgets.scroll import scrolling
from desktop.ui.widgets.select import Select

_CHIPS: dict[str, tuple[Tone, str]] = {
    "署名待ち": ("warn", "stamp"),
    "予定": ("accent", "calendar"),
    "現行": ("ok", "check"),
    "署名不一致": ("bad", "triangle-alert"),
}
_LINES = 6


class SettingSide(QFrame):
    changed = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setObjectName("setting_side")
        self.setProperty("surface", "card")
        self._context = context
        self._line: SettingLine | None = None
        self._history_asked = Asked()
        self._proposes = context.may(Capability.PROPOSE_SETTING)
        self._signs = context.may(Capability.SIGN_SETTING)
        self.banners = BannerArea(name="setting_banners")
        self._title = label("", "h2", wrap=True, name="setting_title")
        self._now = label("", "strong", wrap=True, selectable=True, name="setting_now")
        self._wish: QVBoxLayout = column(spacing=8)
        self._past: QVBoxLayout = column(spacing=10)
        self.value: FormField | None = None
        self.begins: FormField | None = None
        self.passphrase: FormField | None = None
        inner = column(
            label(self.tr("いまの定め"), "small"),
            self._now,
            rule(),
            self._wish,
            rule(),
            label(self.tr("履歴"), "h3"),
            self._past,
            None,
            spacing=10,
            margins=(16, 4, 16, 12),
        )
        head = row((self._title, 1), margins=(16, 14, 16, 4))
        self.setLayout(
            column(head, self.banners, (scrolling(inner, name="setting_scroll"), 1), spacing=6)
        )

    def show_line(self, line: SettingLine) -> None:
        """Show another setting; what was typed stays while it is still the same one."""
        same = self._line is not None and self._line.kind.name == line.kind.name
        if same and line == self._line:
            return
        self._line = line
        self.banners.clear()
        self._title.setText(f"{line.kind.group}　{line.kind.label}")
        self._now.setText(line.words)
        clear(self._wish)
        self.value = self.begins = self.passphrase = None
        for entry in line.coming:
            self._say(self._change(line, entry))
        if line.waiting:
            self._show_waiting(line, line.waiting[0])
        elif self._proposes:
            self._show_editor(line)
        else:
            self._say(
                label(
                    self.tr("申請は管理者、署名は責任者が行います。"),
                    "small",
                    wrap=True,
                    name="setting_who",
                )
            )
        self._read_history(line.kind.name)

    def typed(self) -> str:
        """The value as it stands in the editor."""
        editor = self.value.editor if self.value is not None else None
        if isinstance(editor, QPlainTextEdit):
            return editor.toPlainText()
        if isinstance(editor, Select):
            return editor.key()
        return editor.text() if isinstance(editor, TextField) else ""

    def _show_editor(self, line: SettingLine) -> None:
        kind = line.kind
        editor: QWidget
        if kind.editor in (Editor.TEXT, Editor.LINES):
            editor = note_editor("setting_value", _LINES)
            editor.setPlainText(kind.typed(line.value))
        elif kind.editor is Editor.CHOICE:
            editor = Select(kind.choices, name="setting_value", accessible=kind.label)
            editor.choose(str(line.value))
        else:
            editor = TextField(kind.typed(line.value))
            editor.setObjectName("setting_value")
        unit = self.tr("新しい値（{0}）").format(kind.unit) if kind.unit else self.tr("新しい値")
        self.value = FormField(unit, editor, key="value", name="setting_value", hint=kind.hint)
        if isinstance(editor, QPlainTextEdit):
            editor.textChanged.connect(self.value.clear_error)
        today = self._context.today()
        self.begins = FormField(
            self.tr("使い始める日"),
            DateField(today, today, name="setting_from"),
            key="effective_from",
            name="setting_from",
        )
        self.begins.setFixedWidth(180)
        propose = Button(
            self.tr("この値を申請する"), "primary", key="Ctrl+Enter", name="setting_propose"
        )
        propose.clicked.connect(self._propose)
        self._say(label(self.tr("値を変える"), "h3"), self.value, row(self.begins, None))
        self._say(row(propose, None))

    def _show_waiting(self, line: SettingLine, entry: SettingEntry) -> None:
        self._say(self._change(line, entry))
        if person_id := person_of_role(line.kind.name):
            work = OpenWorkLine(self._context)
            self._say(work)
            work.show_work_of(person_id)
        drop = Button(
            self.tr("却下する") if self._signs else self.tr("申請を取り下げる"),
            "danger",
            name="setting_drop",
        )
        drop.clicked.connect(self._drop)
        if self._signs:
            self.passphrase = FormField(
                self.tr("あなたのパスフレーズ"),
                key="passphrase",
                name="setting_passphrase",
                secret=True,
            )
            sign = Button(
                self.tr("この定めに署名する"), "primary", key="Ctrl+Enter", name="setting_sign"
            )
            sign.clicked.connect(self._sign)
            self._say(self.passphrase, row(sign, drop, None))
        elif self._proposes:
            self._say(row(drop, None))

    def _change(self, line: SettingLine, entry: SettingEntry) -> Item:
        tone, icon = _CHIPS[entry.state]
        head = row(Chip(entry.state, tone, icon), label(day(entry), "strong"), None)
        old = label(line.words, "small", wrap=True, name="setting_old")
        new = label(line.kind.words(entry.value), "strong", wrap=True, name="setting_new")
        who = self.tr("申請 {0}").format(entry.proposed_by)
        if entry.signed_by:
            who += self.tr("　署名 {0}").format(entry.signed_by)
        return panel(
            column(
                head,
                _beside(self.tr("いま"), old),
                _beside(self.tr("変更後"), new),
                label(who, "caption"),
                spacing=6,
                margins=(12, 10, 12, 10),
            ),
            "sunk",
        )

    def _propose(self) -> None:
        line, begins = self._line, self.begins
        if line is None or begins is None or not isinstance(begins.editor, DateField):
            return
        start = begins.editor.day()
        if start is None:
            begins.set_error(self.tr("日付として読めません。2026-11-12 のように入れてください。"))
            begins.editor.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        board, act = self._context.desk.setting_board, self._context.act()
        name, typed = line.kind.name, self.typed()
        told = self.tr("「{0}」の変更を申請しました。責任者の署名を待ちます。")
        self._run(lambda: board.propose(act, name, typed, start), told.format(line.kind.label))

    def _sign(self) -> None:
        line, field = self._line, self.passphrase
        if line is None or field is None or not line.waiting:
            return
        if not field.text():
            # An empty passphrase would count as a failed sign-in.
            field.set_error(self.tr("署名するには、あなたのパスフレーズを入れてください。"))
            field.editor.setFocus()
            return
        desk, act, entry = self._context.desk, self._context.act(), line.waiting[0]
        passphrase = field.text()
        told = self.tr("「{0}」に署名しました。{1}効きます。").format(line.kind.label, day(entry))
        self._run(lambda: desk.administration.sign_setting(act, entry.id, passphrase), told)

    def _drop(self) -> None:
        line = self._line
        if line is None or not line.waiting:
            return
        desk, act, entry = self._context.desk, self._context.act(), line.waiting[0]
        told = self.tr("「{0}」の申請を終わらせました。定めは変わりません。")
        self._run(
            lambda: desk.administration.drop_proposal(act, entry.id),
            told.format(line.kind.label),
        )

    def _run(self, work: Callable[[], object], told: str) -> None:
        self.banners.clear()
        self._busy(True)
        task = self._context.tasks.store(work, tag=told)
        task.succeeded.connect(self._on_done)
        task.failed.connect(self._on_failed)

    def _on_done(self, _answer: object, told: object) -> None:
        self._busy(False)
        self._context.notify(str(told))
        self._line = None
        self.changed.emit()

    def _on_failed(self, error: BaseException) -> None:
        self._busy(False)
        self._context.show_error(error, self)

    def _busy(self, busy: bool) -> None:
        for name in ("setting_propose", "setting_sign", "setting_drop"):
            for button in self.findChildren(Button, name):
                button.setEnabled(not busy)

    def _read_history(self, name: str) -> None:
        board, today = self._context.desk.setting_board, self._context.today()
        task = self._context.tasks.store(
            lambda: board.history(name, today), tag=name, asked=self._history_asked
        )
        task.succeeded.connect(self._show_history)
        task.failed.connect(self._on_failed)

    def _show_history(self, entries: object, name: object) -> None:
        line = self._line
        if line is None or line.kind.name != name or not isinstance(entries, tuple):
            return
        clear(self._past)
        if not entries:
            untouched = self.tr("申請されたことはありません。初めからの定めです。")
            add(self._past, label(untouched, "small", wrap=True, name="setting_untouched"))
        for number, entry in enumerate(entries):
            tone, icon = _CHIPS.get(entry.state, ("mute", "history"))
            who = self.tr("申請 {0}（{1:%Y-%m-%d}）").format(entry.proposed_by, entry.proposed_at)
            if entry.signed_by:
                who += self.tr("　署名 {0}").format(entry.signed_by)
            value = label(line.kind.words(entry.value), wrap=True, name=f"setting_past_{number}")
            head = row(Chip(entry.state, tone, icon), label(day(entry), "small"), None)
            add(self._past, column(head, value, label(who, "caption", wrap=True), spacing=2))

    def _say(self, *items: Item) -> None:
        for item in items:
            add(self._wish, item)


def _beside(word: str, value: QWidget) -> Item:
    head = label(word, "caption")
    head.setFixedWidth(48)
    return row(head, (value, 1), spacing=8)
