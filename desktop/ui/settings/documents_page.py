"""設定 › 文面: the documents, the words of the one that is chosen, and its page beside them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QWidget

from desktop.domain.errors import DeskError
from desktop.domain.own_texts import REASONS
from desktop.domain.roles import Capability
from desktop.services.document_views import DocumentLine, DocumentVersion, DocumentView
from desktop.services.reason_file import read_reasons
from desktop.ui import theme
from desktop.ui.context import Context
from desktop.ui.labels import label
from desktop.ui.settings.document_head import DocumentHead
from desktop.ui.settings.document_preview import PreviewPane
from desktop.ui.settings.document_texts import TextsEditor
from desktop.ui.settings.document_wish import WishActs
from desktop.ui.settings.documents_list import columns, rows
from desktop.ui.tasks import Asked
from desktop.ui.widgets.banner import BannerArea
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.date_field import DateField
from desktop.ui.widgets.file_drop import FileDrop
from desktop.ui.widgets.form_field import FormField
from desktop.ui.widgets.layout import Item, add, clear, column, panel, row
from desktop.ui.widgets.select import Select
from desktop.ui.widgets.table import Table
from desktop.ui.widgets.table_model import RowsModel

_LIST, _PAGE = 318, 368
_EDIT = "edit"


class DocumentsPage(QWidget):
    counted = Signal(int)  # how many wishes wait for a signature

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setObjectName("documents_page")
        self._context = context
        self._asked, self._opened = Asked(), Asked()
        self._view: DocumentView | None = None
        self._drafts: dict[str, dict[str, str]] = {}  # by document, what was typed and not proposed
        self._first = ""
        self._proposes = context.may(Capability.PROPOSE_SETTING)
        self._signs = context.may(Capability.SIGN_SETTING)
        self._model = RowsModel(columns())
        self.table = Table(
            self._model,
            name="documents_table",
            accessible=self.tr("文書の一覧"),
            row_height=46,
        )
        self.table.row_chosen.connect(self._on_chosen)
        self.banners = BannerArea(name="documents_banners")
        self.head = DocumentHead(context)
        self.head.done.connect(self._on_done)
        self.version = Select(name="document_version", accessible=self.tr("版"))
        self.version.currentIndexChanged.connect(self._on_version)
        self._signed = label("", "caption", wrap=True, name="document_signed")
        self.texts = TextsEditor()
        self.texts.typed.connect(self._on_typed)
        self.preview = PreviewPane(context)
        self.preview.judged.connect(self.texts.tell)
        self.preview.warned.connect(self.texts.warn)
        self.begins: FormField | None = None
        self._foot = column(spacing=8, margins=(16, 10, 16, 12))
        self._drop = FileDrop(self.texts, self._takes_file)
        self._drop.given.connect(self._read_file)
        listing = panel(column((self.table, 1), margins=(1, 1, 1, 1)), "card")
        listing.setFixedWidth(theme.px(_LIST))
        self.preview.setFixedWidth(theme.px(_PAGE))
        self.setLayout(row(listing, (self._middle(), 1), self.preview, spacing=12))

    def _middle(self) -> QFrame:
        chosen = row(label(self.tr("版"), "small"), (self.version, 1), spacing=8)
        head = column(self.head, chosen, self._signed, spacing=8, margins=(16, 14, 16, 4))
        self._foot_panel = panel(self._foot, "foot")
        return panel(
            column(
                *(head, self.banners, (self.texts, 1), self._foot_panel),
                spacing=6,
                margins=(1, 1, 1, 1),
            ),
            "card",
        )

    def refresh(self) -> None:
        documents, today = self._context.desk.documents, self._context.today()
        task = self._context.tasks.store(lambda: documents.listing(today), asked=self._asked)
        task.succeeded.connect(self._show)
        task.failed.connect(self._on_failed)

    def _show(self, found: object, _tag: object) -> None:
        lines = [one for one in found if isinstance(one, DocumentLine)] if found else []  # type: ignore[attr-defined]
        before = self.table.current_key()
        self._model.set_rows(rows(lines))
        self.counted.emit(sum(one.waiting for one in lines))
        waits = next((one.code for one in lines if one.waiting and self._signs), "")
        self._first = before or waits or lines[0].code
        if self.isVisible():
            self._choose()

    def showEvent(self, event: QShowEvent) -> None:
        """Only what is looked at is opened and drawn."""
        super().showEvent(event)
        if self._first:
            self._choose()

    def _choose(self) -> None:
        if self.table.current_key() == self._first or not self.table.choose(self._first):
            self._on_chosen(self._first)  # choosing the same row again tells nothing new

    def _on_chosen(self, code: str) -> None:
        if not code or code.startswith("group/"):
            return
        self._first = code
        documents, today = self._context.desk.documents, self._context.today()
        task = self._context.tasks.store(lambda: documents.open(code, today), asked=self._opened)
        task.succeeded.connect(self._on_opened)
        task.failed.connect(self._on_failed)

    def _on_opened(self, view: object, _tag: object) -> None:
        """Show it; what was typed stays while nothing about the document has changed."""
        if not isinstance(view, DocumentView) or view == self._view:
            return
        self._view = view
        self.banners.clear()
        self.head.show_document(view)
        first = (_EDIT, self.tr("新しい文面を書く")) if self._edits(view) else None
        options = [(one.id or "shipped", self._called(one)) for one in view.versions]
        self.version.set_options([*([first] if first else []), *options])
        start = _EDIT if first else view.wish.id if view.wish else self._now(view)
        self.version.choose(start)
        self._on_version()

    def _edits(self, view: DocumentView) -> bool:
        return self._proposes and view.wish is None

    def _now(self, view: DocumentView) -> str:
        found = next((one for one in view.versions if one.state == "現行"), view.versions[-1])
        return found.id or "shipped"

    def _called(self, version: DocumentVersion) -> str:
        whose = self.tr("当社") if version.id else self.tr("出荷時")
        return self.tr("{0}（{1}）　{2}　{3}から").format(
            version.words, whose, version.state, version.effective_from.isoformat()
        )

    def _on_version(self) -> None:
        view, key = self._view, self.version.key()
        if view is None or not key:
            return
        clear(self._foot)
        self.begins = None
        wished = view.wish is not None and key == view.wish.id
        self._foot_panel.setVisible(key == _EDIT or (wished and (self._signs or self._proposes)))
        if key == _EDIT:
            self._signed.setText(
                self.tr("署名を受けた日から効きます。先に到達した案件の文面は変わりません。")
            )
            self.texts.write(view)
            self.texts.fill(self._drafts.get(view.line.code, {}))
            self._show_acts(view)
            self.preview.show_document(view, self.texts.texts())
            return
        version = next(one for one in view.versions if (one.id or "shipped") == key)
        self._signed.setText(self._who(version))
        if version == view.wish:
            self.texts.compare(view)
            self._show_wish(version)
        else:
            self.texts.read(view.places, version.texts, view.fillings)
        self.preview.show_document(view, version.texts)

    def _who(self, version: DocumentVersion) -> str:
        if not version.id:
            return self.tr("プログラムに添えられた文面です。")
        who = self.tr("申請 {0}").format(version.proposed_by)
        if version.proposed_at is not None:
            who += f"（{version.proposed_at:%Y-%m-%d}）"
        if version.signed_by and version.signed_at is not None:
            who += self.tr("　署名 {0}（{1:%Y-%m-%d}）").format(
                version.signed_by, version.signed_at
            )
        return who

    def _show_acts(self, view: DocumentView) -> None:
        today = self._context.today()
        self.begins = FormField(
            self.tr("使い始める日"),
            DateField(today, today, name="document_from"),
            key="effective_from",
            name="document_from",
        )
        self.begins.setFixedWidth(theme.px(150))
        propose = Button(
            self.tr("この文面を申請する"), "primary", key="Ctrl+Enter", name="document_propose"
        )
        propose.clicked.connect(self._propose)
        back = Button(self.tr("元の文面に戻す"), name="document_shipped", icon="undo-2")
        back.clicked.connect(self.texts.give_back)
        more: list[Item] = [back]
        if view.carried:
            carry = Button(self.tr("前の文面を引き継ぐ"), name="document_carry")
            carry.clicked.connect(self._carry)
            more.insert(0, carry)
        if view.line.code == REASONS:
            bring = Button(self.tr("CSVから読み込む"), name="reasons_import")
            bring.clicked.connect(self._choose_file)
            more.append(bring)
        add(self._foot, row(*more, None))
        add(self._foot, row(self.begins, column(None, row(propose, None)), None, spacing=12))

    def _carry(self) -> None:
        """The own words of the former shipped version, to be proposed for the new one."""
        if self._view is not None:
            self.texts.carry(self._view)

    def _show_wish(self, wish: DocumentVersion) -> None:
        told = self.tr("文面に署名しました。{0}から効きます。")
        acts = WishActs(
            self._context,
            wish.id,
            self.tr("この文面に署名する"),
            told.format(max(wish.effective_from, self._context.today()).isoformat()),
            name="document",
            primary=True,
        )
        acts.done.connect(self._on_done)
        add(self._foot, acts)

    def _on_typed(self) -> None:
        if self._view is not None:
            self._drafts[self._view.line.code] = self.texts.changed()
        self.preview.follow(self.texts.texts())

    def _propose(self) -> None:
        view, begins = self._view, self.begins
        if view is None or begins is None or not isinstance(begins.editor, DateField):
            return
        start = begins.editor.day()
        if start is None:
            begins.set_error(self.tr("日付として読めません。2026-11-12 のように入れてください。"))
            begins.editor.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._send(view, start)

    def _send(self, view: DocumentView, start: date) -> None:
        documents, act = self._context.desk.documents, self._context.act()
        code, texts = view.line.code, self.texts.texts()
        told = self.tr("「{0}」の文面を申請しました。責任者の署名を待ちます。")
        self.banners.clear()
        self._busy(True)
        task = self._context.tasks.store(
            lambda: documents.propose(act, code, texts, start),
            tag=(code, told.format(view.line.title)),
        )
        task.succeeded.connect(self._on_proposed)
        task.failed.connect(self._on_failed)

    def _on_proposed(self, _answer: object, tag: object) -> None:
        if isinstance(tag, tuple):
            code, told = tag
            self._drafts.pop(code, None)
            self._on_done(told)

    def _on_done(self, told: str) -> None:
        self._busy(False)
        self._context.notify(told)
        self._context.data_changed.emit()

    def _on_failed(self, error: BaseException) -> None:
        self._busy(False)
        self._context.show_error(error, self.texts if self.texts.fields else self)
        if isinstance(error, DeskError):
            self.texts.reveal(error.field)

    def _busy(self, busy: bool) -> None:
        for button in self.findChildren(Button, "document_propose"):
            button.setEnabled(not busy)

    # The reasons may come from the policy's own file.

    def _takes_file(self) -> bool:
        view = self._view
        editing = self.version.key() == _EDIT
        return editing and view is not None and view.line.code == REASONS

    def _choose_file(self) -> None:
        """Three columns: 符号 (イ … ト, or a code), the text, its basis."""
        title, kinds = self.tr("理由の文のCSVを選ぶ"), self.tr("CSVファイル (*.csv)")
        self._drop.ask(title, kinds, name="reasons_file_dialog")

    def _read_file(self, files: tuple[Path, ...]) -> None:
        file = files[0]
        self.banners.clear()
        task = self._context.tasks.free(lambda: read_reasons(file))
        task.succeeded.connect(self._on_read)
        task.failed.connect(self._on_failed)

    def _on_read(self, texts: object, _tag: object) -> None:
        if not isinstance(texts, dict) or not self._takes_file():
            return
        changed = self.texts.fill(texts)
        self._context.notify(
            self.tr("理由の文{0}件を書き入れました。確かめてから申請してください。").format(changed)
            if changed
            else self.tr("いまの文面と違う理由の文はありませんでした。")
        )
