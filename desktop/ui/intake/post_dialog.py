"""発送と配達: what waits to leave and what is on its way; deliveries recorded many at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from desktop.domain.posting import DELIVERY_LABELS
from desktop.domain.roles import Capability
from desktop.services.case_views import TodayView
from desktop.services.post_desk import DeliveryLine, FoundPost, OnItsWay, PostView, ToPost
from desktop.ui import theme
from desktop.ui.context import Context
from desktop.ui.intake.post_back import PostBack
from desktop.ui.labels import label
from desktop.ui.tasks import Asked
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.cells import Cell
from desktop.ui.widgets.clock_words import short_day
from desktop.ui.widgets.dialog import Dialog
from desktop.ui.widgets.form_field import FormField
from desktop.ui.widgets.layout import column, row
from desktop.ui.widgets.search_box import SearchBox
from desktop.ui.widgets.table import Table
from desktop.ui.widgets.table_model import Column, Row, RowsModel

_ROW, _SHOWN, _READ_SHOWN = 32, 4, 2


class PostDialog(Dialog):
    """A hand-held scanner types its code into the field and ends with Enter: the case opens."""

    opened = Signal(str)  # case id

    def __init__(self, parent: QWidget, context: Context) -> None:
        super().__init__(
            parent,
            self.tr("発送と配達"),
            self.tr("配達を記録する"),
            name="post_dialog",
            leave=self.tr("閉じる"),
            width=900,
        )
        self._context, self._asked, self._looked = context, Asked(), Asked()
        self._read: tuple[DeliveryLine, ...] = ()
        self._left: list[DeliveryLine] = []
        self._done = 0
        self._may = context.may(Capability.DISPATCH)
        self.code = SearchBox(self.tr("受付番号か引受番号"), name="post_code", key="")
        self.code.setFixedWidth(theme.px(320))
        self._code_field = FormField(
            self.tr("文書のQR・書留ラベルのバーコードを読み取るか、番号を入れる"),
            self.code,
            key="code",
            name="post_code_field",
            hint=self.tr("案件を開きます。回答の封筒が戻ったときは、案件で返戻を記録します。"),
        )
        self.code.entered.connect(self._find)
        self.model = RowsModel(
            (
                Column(self.tr("受付番号"), 92),
                Column(self.tr("文書・発送の方法")),
                Column(self.tr("引受番号"), 130),
                Column(self.tr("次にすること"), 110),
                Column(self.tr("いつから"), 84),
                Column(self.tr("日数"), 70, "right"),
                Column(self.tr("保管期限"), 96),
            )
        )
        self.table = Table(
            self.model,
            name="post_table",
            accessible=self.tr("発送待ちと配達未確認"),
            row_height=_ROW,
        )
        self.table.setFixedHeight(theme.px(30) + theme.px(_ROW) * _SHOWN + 2)
        self.table.row_activated.connect(self._open)
        self.pasted = QPlainTextEdit()
        self.pasted.setTabChangesFocus(True)
        self.pasted.setFixedHeight(theme.px(66))
        self._pasted_field = FormField(
            self.tr("配達をまとめて記録する"),
            self.pasted,
            key="pasted",
            name="post_pasted",
            hint=self.tr(
                "引受番号か受付番号と配達された日を、一行に一件ずつ貼り付けます。"
                "例：123-45-67890-3　11/24"
            ),
        )
        self.look = Button(self.tr("内容を確かめる"), small=True, name="post_look")
        self.look.clicked.connect(self._look)
        self.found = label("", "small", wrap=True, name="post_found")
        self.lines = RowsModel(
            (
                Column(self.tr("行"), 44, "right"),
                Column(self.tr("受付番号"), 92),
                Column(self.tr("配達された日"), 110),
                Column(self.tr("確かめた結果")),
            )
        )
        self.read = Table(
            self.lines, name="post_lines", accessible=self.tr("貼り付けた配達"), row_height=_ROW
        )
        self.read.setFixedHeight(theme.px(30) + theme.px(_ROW) * _READ_SHOWN + 2)
        self.read.hide()
        self._bulk = QWidget()
        self._bulk.setLayout(
            column(
                self._pasted_field,
                row(self.look, (self.found, 1), spacing=12),
                self.read,
                spacing=8,
            )
        )
        self.back = PostBack(context)
        self.back.open_wanted.connect(self._open)
        self.back.recorded.connect(self._after)
        self.back.refused.connect(self._on_failed)
        self.add(self._code_field, self.back, self.table, self._bulk)
        if not self._may:
            self._bulk.hide()
            self.act.hide()
        self.act.setEnabled(False)
        self.pasted.textChanged.connect(self._forget)
        self.confirmed.connect(self._record)
        self.start_at(self.code)
        self.refresh()

    def refresh(self) -> None:
        """Read both lists anew."""
        context = self._context
        post, by, today = context.desk.post, context.signed_in, context.today()
        task = context.tasks.store(lambda: post.view(by, today), asked=self._asked)
        task.succeeded.connect(self._show)
        task.failed.connect(self._on_failed)

    def _show(self, view: object, _tag: object) -> None:
        if isinstance(view, PostView):
            self.model.set_rows(post_rows(view))

    # -- one number ------------------------------------------------------------------------

    def _find(self, code: str) -> None:
        if not code.strip():
            return
        self._code_field.clear_error()
        self.back.hide()
        post, by = self._context.desk.post, self._context.signed_in
        task = self._context.tasks.store(lambda: post.find(by, code))
        task.succeeded.connect(self._on_found)
        task.failed.connect(self._on_failed)

    def _on_found(self, found: object, _tag: object) -> None:
        if not isinstance(found, FoundPost):
            return
        if PostBack.is_for(self._context, found):
            self.back.ask(found)
        else:
            self._open(found.case_id)

    def _open(self, case_id: str) -> None:
        if case_id.startswith("group:"):
            return
        self.accept()
        self.opened.emit(case_id.partition("/")[0])

    # -- many at once ----------------------------------------------------------------------

    def _forget(self) -> None:
        """What was looked at, or is being looked at, is not what stands there now."""
        self._looked.again()
        self._read = ()
        self.act.setEnabled(False)
        self.found.setText("")
        self.read.hide()
        self._pasted_field.clear_error()

    def _look(self) -> None:
        self.back.hide()  # one thing at a time: the window is not that high
        text = self.pasted.toPlainText()
        if not text.strip():
            self._pasted_field.set_error(self.tr("番号と日付を貼り付けてください。"))
            return
        context = self._context
        post, by, today = context.desk.post, context.signed_in, context.today()
        task = context.tasks.store(lambda: post.read(by, text, today), asked=self._looked)
        task.succeeded.connect(self._on_lines)
        task.failed.connect(self._on_failed)

    def _on_lines(self, lines: object, _tag: object) -> None:
        if not isinstance(lines, tuple):
            return
        self._read = tuple(one for one in lines if isinstance(one, DeliveryLine))
        good = self._good()
        self.lines.set_rows([_line_row(one) for one in self._read])
        self.read.setVisible(bool(self._read))
        wrong = len(self._read) - len(good)
        words = self.tr("{0}件の配達を記録できます。").format(len(good))
        if wrong:
            words += self.tr("記録できない行が{0}行あります。").format(wrong)
        self.found.setText(words)
        self.act.setEnabled(bool(good))

    def _good(self) -> list[DeliveryLine]:
        return [one for one in self._read if not one.problem and one.on is not None]

    def _record(self) -> None:
        self._left, self._done = self._good(), 0
        if self._left:
            self.set_busy(True)
            self.pasted.setReadOnly(True)
            self._record_next()

    def _record_next(self) -> None:
        one = self._left.pop(0)
        if one.on is None:
            return
        desk, case_id, on = self._context.desk, one.case_id, one.on
        act = replace(self._context.act(), seen=one.version)
        task = self._context.tasks.store(lambda: desk.correspondence.delivered(act, case_id, on))
        task.succeeded.connect(self._on_recorded)
        task.failed.connect(self._on_not_recorded)

    def _on_recorded(self, _case: object, _tag: object) -> None:
        self._done += 1
        if self._left:
            self._record_next()
            return
        self._context.notify(self.tr("配達を{0}件記録しました。").format(self._done))
        self.pasted.setReadOnly(False)
        self._keep_the_rest()
        self._after()

    def _keep_the_rest(self) -> None:
        """The lines that were not recorded stay, to be put right."""
        lines = enumerate(self.pasted.toPlainText().splitlines(), 1)
        recorded = {one.line for one in self._good()}
        rest = [words for at, words in lines if at not in recorded and words.strip()]
        self.pasted.setPlainText("\n".join(rest))
        if rest:
            self._look()

    def _on_not_recorded(self, error: BaseException) -> None:
        """The rest waits: what stands there is looked at anew."""
        if self._done:
            self._context.notify(self.tr("配達を{0}件記録しました。").format(self._done))
        self._left = []
        self.pasted.setReadOnly(False)
        self._after()
        self._look()
        self._context.show_error(error, self)

    def _after(self) -> None:
        self._context.data_changed.emit()
        self.refresh()

    def _on_failed(self, error: BaseException) -> None:
        self._context.show_error(error, self)


class PostButton(QWidget):
    """How many letters wait to leave and how many answers are on their way; it opens the lists."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setObjectName("intake_post_line")
        self._context = context
        self.words = label("", "small", name="intake_post_words")
        self.button = Button(
            self.tr("発送と配達を開く"), "quiet", name="intake_post", key="F12", small=True
        )
        self.button.clicked.connect(self._open)
        self.setLayout(row(self.words, self.button, spacing=4))
        if not context.may(Capability.VIEW_CASE):
            self.button.hide()

    def show_counts(self, view: object) -> None:
        if not isinstance(view, TodayView):
            return
        out = self.tr("配達未確認 {0}件").format(f"{view.on_their_way:,}")
        if view.on_their_way:
            out += self.tr("（最長 {0}日）").format(view.longest_way)
        self.words.setText(self.tr("発送待ち {0}件　{1}").format(f"{view.to_post:,}", out))

    def _open(self) -> None:
        dialog = PostDialog(self, self._context)
        dialog.opened.connect(self._context.open_case_requested)
        dialog.open()


def post_rows(view: PostView) -> list[Row]:
    """発送待ち above 配達未確認; an empty group says so."""
    return [
        _group("to_post", _tr("発送待ち"), len(view.to_post), "mail"),
        *(_waiting_row(one) for one in view.to_post),
        _group("out", _tr("配達未確認"), len(view.out), "hourglass"),
        *(_out_row(one) for one in view.out),
    ]


def _group(key: str, title: str, number: int, icon: str) -> Row:
    told = _tr("{0:,}件").format(number) if number else _tr("ありません")
    head = Cell(title, icon=icon, weight=700, second=told, second_tone="text2", background="canvas")
    return Row((head,), f"group:{key}", group=True)


def _waiting_row(one: ToPost) -> Row:
    return Row(
        (
            Cell(one.number, weight=500, px=13),
            Cell(one.title, px=13),
            Cell("", px=13),
            Cell(one.step, px=13),
            Cell(short_day(one.since), px=13),
            Cell(_days(one.days), px=13, align="right"),
            Cell("", px=13),
        ),
        key=f"{one.case_id}/{one.title}",
    )


def _out_row(one: OnItsWay) -> Row:
    return Row(
        (
            Cell(one.number, weight=500, px=13),
            Cell(DELIVERY_LABELS.get(one.delivery, one.delivery), px=13),
            Cell(one.tracking, px=13),
            Cell(_tr("配達の確認"), px=13),
            Cell(short_day(one.posted_on), px=13),
            Cell(_days(one.days), px=13, align="right"),
            Cell(
                short_day(one.held) if one.held is not None else "",
                "bad" if one.red else "text2",
                "clock-alert" if one.red else "",
                px=13,
            ),
        ),
        key=one.case_id,
    )


def _line_row(one: DeliveryLine) -> Row:
    fine = not one.problem
    return Row(
        (
            Cell(str(one.line), px=13, align="right", tone="text2"),
            Cell(one.number or one.tracking, px=13, weight=500),
            Cell(_day(one.on), px=13),
            Cell(
                _tr("記録できます") if fine else one.problem,
                "ok" if fine else "bad",
                "check" if fine else "circle-alert",
                px=13,
            ),
        ),
        key=str(one.line),
    )


def _days(number: int) -> str:
    return _tr("{0}日").format(number)


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _tr(text: str) -> str:
    return QCoreApplication.translate("PostDialog", text)
