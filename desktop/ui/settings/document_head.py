"""Above a document's words: which version holds, and whether counsel looked at it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from desktop.domain.roles import Capability
from desktop.services.document_views import DocumentView
from desktop.ui.context import Context
from desktop.ui.labels import label
from desktop.ui.settings.document_wish import WishActs
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.chip import Chip
from desktop.ui.widgets.date_field import DateField
from desktop.ui.widgets.dialog import Dialog
from desktop.ui.widgets.form_field import FormField
from desktop.ui.widgets.layout import Item, add, clear, column, panel, row


class DocumentHead(QWidget):
    """`done` carries the words that tell what was done about counsel."""

    done = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setObjectName("document_head")
        self._context = context
        self._view: DocumentView | None = None
        self._title = label("", "h2", wrap=True, name="document_title")
        self._now = label("", "small", wrap=True, name="document_now")
        self._counsel = column(spacing=6)
        self.setLayout(column(self._title, self._now, self._counsel, spacing=6))

    def show_document(self, view: DocumentView) -> None:
        self._view = view
        line = view.line
        self._title.setText(f"{line.code}　{line.title}" if line.code[0] != "R" else line.title)
        whose = self.tr("当社の文面") if line.own else self.tr("出荷時の文面")
        self._now.setText(
            self.tr("使っている文面：{0}　{1}（{2}から）").format(
                line.version, whose, line.since.isoformat()
            )
        )
        clear(self._counsel)
        if line.behind:
            words = self.tr("前の版の当社の文面は、新しい版に引き継がれていません。")
            add(
                self._counsel,
                row(Chip(words, "warn", "triangle-alert", name="document_behind"), None),
            )
        counsel = line.counsel
        if not counsel.asked:
            return
        items: list[Item] = []
        if counsel.on is not None:
            words = self.tr("弁護士等の確認済　{0}　{1}").format(counsel.on.isoformat(), counsel.by)
            items.append(Chip(words, "ok", "shield-check", name="document_counsel"))
        else:
            words = self.tr("弁護士等の確認がまだ")
            items.append(Chip(words, "warn", "triangle-alert", name="document_counsel"))
        wish = view.counsel_wish
        if wish is None and self._context.may(Capability.PROPOSE_SETTING):
            tell = Button(self.tr("確認を記録する"), small=True, name="counsel_tell")
            tell.clicked.connect(self._tell)
            items.append(tell)
        add(self._counsel, row(*items, None))
        if wish is not None:
            said = self.tr("確認の記録：{0}　{1}（申請 {2}）").format(
                wish.on.isoformat(), wish.by, wish.proposed_by
            )
            acts = WishActs(
                self._context,
                wish.id,
                self.tr("確認に署名する"),
                self.tr("弁護士等の確認に署名しました。"),
                name="counsel",
                primary=view.wish is None,
            )
            acts.done.connect(self.done)
            told = label(said, "small", wrap=True, name="counsel_wish_words")
            inner = column(told, acts, spacing=6, margins=(12, 10, 12, 10))
            add(self._counsel, panel(inner, "sunk"))

    def _tell(self) -> None:
        if self._view is not None:
            dialog = CounselDialog(self, self._context, self._view)
            dialog.done_telling.connect(self.done)
            dialog.open()


class CounselDialog(Dialog):
    """Who looked at the words in force, and when."""

    done_telling = Signal(str)

    def __init__(self, parent: QWidget, context: Context, view: DocumentView) -> None:
        super().__init__(
            parent,
            parent.tr("{0} の文面を弁護士等が確かめましたか").format(view.line.title),
            parent.tr("確認を申請する"),
            name="counsel_dialog",
        )
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._context, self._code = context, view.line.code
        today = context.today()
        self.by = FormField(
            self.tr("確かめた人"),
            key="by",
            name="counsel_by",
            hint=self.tr("「顧問弁護士」「法務部」のように、役目で書きます。"),
        )
        self.on = FormField(
            self.tr("確かめた日"),
            DateField(today, today, name="counsel_on"),
            key="on",
            name="counsel_on",
        )
        words = self.tr("いま使っている文面についての記録です。文面が変わると取り直します。")
        self.add(label(words, wrap=True), row((self.by, 2), (self.on, 1), spacing=12))
        self.start_at(self.by.editor)
        self.confirmed.connect(self._confirm)

    def _confirm(self) -> None:
        editor = self.on.editor
        day = editor.day() if isinstance(editor, DateField) else None
        if day is None:
            self.on.set_error(self.tr("日付として読めません。2026-11-12 のように入れてください。"))
            return
        documents, act, code, by = (
            self._context.desk.documents,
            self._context.act(),
            self._code,
            self.by.text(),
        )
        self.set_busy(True)
        task = self._context.tasks.store(lambda: documents.tell_counsel(act, code, by, day))
        task.succeeded.connect(self._on_done)
        task.failed.connect(self._on_failed)

    def _on_done(self, _answer: object, _tag: object) -> None:
        self.accept()
        self.done_telling.emit(self.tr("弁護士等の確認を申請しました。責任者の署名を待ちます。"))

    def _on_failed(self, error: BaseException) -> None:
        self.set_busy(False)
        self._context.show_error(error, self)
