"""The search of the register: one field for anything, candidates while one types, none picked."""

from __future__ import annotations

from dataclasses import fields

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from desktop.services.register import Candidate, Query
from desktop.services.register_one_field import LineAnswer
from desktop.services.register_source import COLUMN_LABELS
from desktop.ui.context import Context
from desktop.ui.labels import icon_label, label, set_tone
from desktop.ui.register.candidate_rows import (
    candidate_row,
    columns,
    same_customer,
    understood_words,
)
from desktop.ui.register.customer import CustomerCard
from desktop.ui.tasks import Asked, Task
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.empty_state import EmptyState
from desktop.ui.widgets.form_field import FormField
from desktop.ui.widgets.layout import column, panel, row
from desktop.ui.widgets.search_box import SearchBox
from desktop.ui.widgets.table import Table
from desktop.ui.widgets.table_model import RowsModel

_PAUSE_MS = 180
_ROW = 54
_WIDTHS = {"address": 5, "name": 3, "kana": 3, "phone": 3, "postal": 2, "customer_no": 3}
_SUPPLY_WIDTH = 4
_LONGEST = 16_000_000


class CandidateTable(Table):
    """Esc and ↑ on the first row lead back to the field."""

    def __init__(self, model: RowsModel, field: QWidget) -> None:
        super().__init__(
            model, name="register_results", accessible=self.tr("登録情報の候補"), row_height=_ROW
        )
        self._field = field
        self.clicked.connect(self._activate)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        up = event.key() == Qt.Key.Key_Up and self.currentIndex().row() <= 0
        if up or event.key() == Qt.Key.Key_Escape:
            self._field.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            super().keyPressEvent(event)


class SearchPanel(QWidget):
    """Candidates are listed, never picked: a person opens one with Enter, and that is logged."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setObjectName("register_search")
        self._context = context
        self._asked, self._opened = Asked(), Asked()
        self._task: Task | None = None
        self._answer: LineAnswer | None = None
        self._shown: tuple[str, Query] = ("", Query())
        self._wanted: Candidate | None = None
        self._enter = False
        self.line = SearchBox(
            self.tr("住所・氏名・フリガナ・電話番号・郵便番号・お客様番号・供給地点特定番号"),
            name="register_line",
            key="",
        )
        self.line.setMinimumWidth(0)
        self.line.setMaximumWidth(_LONGEST)
        self.line.setProperty("quiet", "false")
        self.line.searched.connect(self._on_line)
        self.line.entered.connect(self._on_entered)
        self.line.left.connect(self._go_down)
        self.split = Button(
            self.tr("項目を分けて入れる"), "quiet", small=True, name="register_split"
        )
        self.split.clicked.connect(self._toggle_fields)
        self.understood = label("", "small", name="register_understood")
        self.fields = {
            key: FormField(COLUMN_LABELS[key], key=key, name=f"register_{key}")
            for key in (one.name for one in fields(Query))
        }
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._search)
        for field in self.fields.values():
            field.editor.textEdited.connect(self._on_typed)  # type: ignore[attr-defined]
        widths = (_WIDTHS.get(key, _SUPPLY_WIDTH) for key in self.fields)
        apart = zip(self.fields.values(), widths, strict=True)
        self._apart = panel(row(*apart, spacing=10), name="register_apart")
        self._apart.hide()
        head = panel(
            column(
                self.line,
                row((self.understood, 1), self.split, spacing=10),
                self._apart,
                spacing=6,
                margins=(14, 12, 14, 8),
            ),
            "card",
        )
        self._model = RowsModel(columns())
        self.results = CandidateTable(self._model, self.line)
        self.results.row_activated.connect(self._open)
        self._empty = EmptyState("", icon="search", name="register_empty")
        self._stack = QStackedWidget()
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self.results)
        self._count = label("", "small", name="register_count")
        self._age = label("", "small", name="register_answer_age")
        self._old = icon_label("triangle-alert", "warn", 16)
        self._old.hide()
        foot = row((self._count, 1), self._old, self._age, spacing=6, margins=(12, 8, 12, 8))
        listing = panel(
            column((self._stack, 1), panel(foot, "foot"), spacing=0, margins=(1, 1, 1, 1)), "card"
        )
        self.customer = CustomerCard()
        self.setLayout(column(head, (row((listing, 1), self.customer, spacing=14), 1), spacing=12))
        self._show_empty()

    def take_focus(self) -> None:
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)
        self.line.selectAll()

    # Asking

    def _query(self) -> Query:
        apart = not self._apart.isHidden()
        texts = {key: field.text().strip() if apart else "" for key, field in self.fields.items()}
        return Query(**texts)

    def _on_typed(self) -> None:
        self._timer.start(_PAUSE_MS)

    def _on_line(self, _text: str) -> None:
        self._search()

    def _on_entered(self, text: str) -> None:
        """Enter in the field: the candidates of these very words, then down to them."""
        if self._answer is not None and self._shown == (text.strip(), self._query()):
            self._go_down()
            return
        self._enter = True
        self._search()

    def _search(self) -> None:
        self._timer.stop()
        line, query = self.line.text().strip(), self._query()
        if self._task is not None:
            self._task.cancel()  # one that still waits is not even begun
        if not line and not query.asked():
            self._asked.again()
            self._enter = False
            self._show(None)
            return
        find, by = self._context.desk.one_field.search, self._context.signed_in
        self._task = self._context.tasks.store(
            lambda: find(by, line, query), tag=(line, query), asked=self._asked
        )
        self._task.succeeded.connect(self._on_answer)
        self._task.failed.connect(self._on_failed)

    def _on_answer(self, answer: object, tag: object) -> None:
        self._task = None
        if isinstance(answer, LineAnswer) and isinstance(tag, tuple):
            self._shown = tag
            self._show(answer)
            if self._enter:
                self._go_down()
        self._enter = False

    def _on_failed(self, error: BaseException) -> None:
        self._task, self._enter = None, False
        self._show(None)
        self._context.show_error(error, self)

    # Showing

    def _show(self, answer: LineAnswer | None) -> None:
        self._answer, self._wanted = answer, None
        self._opened.again()
        found = answer.candidates if answer is not None else ()
        self._model.set_rows([candidate_row(str(n), one) for n, one in enumerate(found)])
        self._stack.setCurrentWidget(self.results if found else self._empty)
        self.customer.show_nobody()
        self._count.setText(self._counted(answer))
        self._show_age(answer)
        words = understood_words(answer.understood) if answer is not None else ""
        self.understood.setText(self.tr("読み方　{0}").format(words) if words else "")
        if not found:
            self._show_empty()

    def _show_empty(self) -> None:
        if self._answer is None:
            words = self.tr("分かるものを続けて入れると、候補がここに並びます。")
        elif set(self._answer.understood.asked()) == {"birth"}:
            words = self.tr("生年月日だけでは探せません。氏名か住所を足してください。")
        elif set(self._answer.understood.asked()) <= {"name", "kana"}:
            words = self.tr(
                "候補は見つかりませんでした。氏名は姓と名を続けて入れるか、住所を足してください。"
            )
        else:
            words = self.tr("候補は見つかりませんでした。語を減らすか、書き方を変えてください。")
        self._empty.set_sentence(words)

    def _counted(self, answer: LineAnswer | None) -> str:
        if answer is None:
            return ""
        found = answer.candidates
        words = self.tr("候補 {0}件").format(len(found))
        if answer.crowded:
            return self.tr("{0}　ほかにも合う人がいます。語を足して絞ってください。").format(words)
        if len(found) > 1 and not same_customer(found):
            return self.tr("{0}　どなたとも決めていません。↓ で選び、Enter で開きます。").format(
                words
            )
        return self.tr("{0}　↓ で選び、Enter で開きます。").format(words) if found else words

    def _show_age(self, answer: LineAnswer | None) -> None:
        info = answer.register if answer is not None else None
        self._old.setVisible(info is not None and info.as_of is not None and info.stale)
        if info is None or info.as_of is None:
            self._age.setText("")
            return
        told = (
            self.tr("登録情報は{0}日前のもの") if info.age_days else self.tr("登録情報は今日のもの")
        )
        self._age.setText(told.format(info.age_days))
        set_tone(self._age, "warn" if info.stale else None)

    def _toggle_fields(self) -> None:
        opening = self._apart.isHidden()
        self._apart.setVisible(opening)
        self.split.set_text(self.tr("項目を閉じる") if opening else self.tr("項目を分けて入れる"))
        if opening:
            self.fields["address"].editor.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.take_focus()
        if any(field.text().strip() for field in self.fields.values()):
            self._search()

    def _go_down(self) -> None:
        if self._model.rowCount():
            if not self.results.currentIndex().isValid():
                self.results.choose_first()
            self.results.setFocus(Qt.FocusReason.OtherFocusReason)

    def _open(self, key: str) -> None:
        """Log that this person opens a customer, then show the customer."""
        answer = self._answer
        if answer is None or not key.isdigit():
            return
        wanted = answer.candidates[int(key)]
        if wanted is self._wanted:
            return  # open already, or about to be: a double click is one opening
        self._wanted = wanted
        note, act = self._context.desk.one_field.note_opened, self._context.act()
        understood = answer.understood
        task = self._context.tasks.store(
            lambda: note(act, understood), tag=wanted, asked=self._opened
        )
        task.succeeded.connect(self._on_opened)
        task.failed.connect(self._on_open_failed)

    def _on_opened(self, _nothing: object, candidate: object) -> None:
        if isinstance(candidate, Candidate):
            self.customer.show_customer(candidate)

    def _on_open_failed(self, error: BaseException) -> None:
        self._wanted = None
        self._context.show_error(error, self)
