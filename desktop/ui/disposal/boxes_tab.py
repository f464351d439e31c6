"""棚・箱: where the paper stands; a scanned label opens its box, a printed one is stuck on it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QWidget

from desktop.domain.retention import RETENTION_LABELS
from desktop.domain.roles import Capability
from desktop.services.boxes import Box, Found, ShelvedPaper, due_first
from desktop.ui import theme
from desktop.ui.context import Context
from desktop.ui.labels import label
from desktop.ui.tasks import Asked
from desktop.ui.tokens import Tone
from desktop.ui.widgets.banner import BannerArea
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.cells import Cell
from desktop.ui.widgets.empty_state import EmptyState
from desktop.ui.widgets.form_field import FormField
from desktop.ui.widgets.keys import TextField
from desktop.ui.widgets.layout import column, panel, row
from desktop.ui.widgets.save_dialog import SaveDialog
from desktop.ui.widgets.table import Table
from desktop.ui.widgets.table_model import Column, Row, RowsModel

_SIDE = 560
_MOST = 2000  # papers of one place in the list: an office without shelves has all of them in one
_NOWHERE = "-"  # the key of the papers without a place; no shelf is called so


class BoxesTab(QWidget):
    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setObjectName("boxes_tab")
        self._context = context
        self._asked = Asked()
        self._boxes: dict[str, Box] = {}
        self.most = _MOST
        self.banners = BannerArea(name="boxes_banners")
        self.code = TextField()
        self.code.setPlaceholderText(self.tr("ラベルを読み取る（B-0001、26-0001）"))
        self._field = FormField(
            self.tr("棚・箱か案件のラベル"), self.code, key="code", name="boxes_code"
        )
        self.code.returnPressed.connect(self._find)
        self.look = Button(self.tr("探す"), name="boxes_find", small=True)
        self.look.clicked.connect(self._find)
        self._model = RowsModel(
            (
                Column(self.tr("棚・箱")),
                Column(self.tr("番号"), 76),
                Column(self.tr("案件"), 58, "right"),
                Column(self.tr("紙"), 64, "right"),
                Column(self.tr("廃棄できる紙"), 104, "right"),
                Column(self.tr("次の期限"), 96),
            )
        )
        self.list = Table(self._model, name="boxes_list", accessible=self.tr("棚・箱の一覧"))
        self.list.row_chosen.connect(self._on_chosen)
        finder = panel(
            row(
                (self._field, 1),
                column(22, self.look, None, spacing=0),
                spacing=8,
                margins=(14, 10, 14, 4),
            ),
            "bar",
        )
        left = panel(
            column(finder, self.banners, (self.list, 1), spacing=0, margins=(1, 1, 1, 1)), "card"
        )
        self._title = label("", "h2", wrap=True, name="boxes_title")
        self._amount = label("", "small", name="boxes_amount")
        self.label = Button(self.tr("ラベルを保存する"), name="boxes_label")
        self.label.clicked.connect(self._ask_file)
        self._papers = RowsModel(
            (
                Column(self.tr("区分")),
                Column(self.tr("受付番号"), 92),
                Column(self.tr("紙"), 60, "right"),
                Column(self.tr("期限"), 96),
                Column(self.tr("保全"), 130),
            )
        )
        self.papers = Table(
            self._papers,
            name="boxes_papers",
            accessible=self.tr("棚・箱の中の書類"),
            row_height=34,
        )
        top = column(
            row((self._title, 1), self.label), self._amount, spacing=4, margins=(16, 12, 16, 10)
        )
        right = panel(
            column(top, (self.papers, 1), spacing=0, margins=(1, 1, 1, 1)),
            "card",
            width=theme.px(_SIDE),
        )
        self._stack = QStackedWidget()
        self._stack.addWidget(panel(row((left, 1), right, spacing=14)))
        empty = EmptyState(
            self.tr("紙の残っている案件はありません。"), icon="archive", name="boxes_empty"
        )
        self._stack.addWidget(panel(column(empty), "card"))
        self.setLayout(column((self._stack, 1)))
        find = QShortcut(QKeySequence("Ctrl+F"), self)
        find.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        find.activated.connect(self.take_focus)

    def refresh(self) -> None:
        desk, by = self._context.desk, self._context.signed_in
        task = self._context.tasks.store(lambda: desk.disposal.boxes.listed(by), asked=self._asked)
        task.succeeded.connect(self._show)
        task.failed.connect(self._on_failed)

    def take_focus(self) -> None:
        """A scanner types and presses Enter: it is to find the field."""
        self.code.setFocus()
        self.code.selectAll()

    def _show(self, boxes: object, _tag: object) -> None:
        if not isinstance(boxes, tuple):
            return
        before = self.list.current_key()
        found = [one for one in boxes if isinstance(one, Box)]
        self._boxes = {_key(one.place): one for one in found}
        today = self._context.today()
        rows = []
        for key, one in self._boxes.items():
            free, due = one.due_sheets(today), one.next_due
            rows.append(
                Row(
                    (
                        Cell(one.place, px=13, weight=500)
                        if one.place
                        else Cell(
                            self.tr("保管場所の記録なし"),
                            px=13,
                            tone="warn",
                            icon="triangle-alert",
                        ),
                        Cell(one.number or self.tr("なし"), px=13, tone=_faint(not one.number)),
                        Cell(self.tr("{0:,}件").format(one.cases), px=13, align="right"),
                        Cell(self.tr("{0:,}枚").format(one.sheets), px=13, align="right"),
                        Cell(
                            self.tr("{0:,}枚").format(free) if free else "－",
                            px=13,
                            align="right",
                            weight=700 if free else 400,
                            tone=_faint(not free),
                        ),
                        Cell(due.isoformat() if due else self.tr("未定"), px=13, tone="text2"),
                    ),
                    key=key,
                )
            )
        self._model.set_rows(rows)
        self._stack.setCurrentIndex(0 if rows else 1)
        if rows and not (before and self.list.choose(before)):
            self.list.choose_first()
        self._on_chosen(self.list.current_key())

    def _on_chosen(self, key: str) -> None:
        box = self._boxes.get(key)
        if box is None:
            return
        self._title.setText(box.place or self.tr("保管場所の記録なし"))
        self._amount.setText(
            self.tr("{0:,}件の案件　紙 {1:,}枚").format(box.cases, box.sheets)
            if box.place
            else self.tr("案件を開き、紙の保管場所を記録してください。")
        )
        may = self._context.may(Capability.FILE) and self._context.may(Capability.EXPORT)
        self.label.setVisible(may and bool(box.place))
        if len(box.papers) > self.most:
            told = self.tr("　期限の早い{0:,}件の書類を表示しています。").format(self.most)
            self._amount.setText(self._amount.text() + told)
        self._papers.set_rows([_paper(one) for one in due_first(box.papers, self.most)])

    def _find(self) -> None:
        code = self.code.text().strip()
        if not code:
            return
        desk, by = self._context.desk, self._context.signed_in
        self.banners.clear()
        self._field.clear_error()
        task = self._context.tasks.store(lambda: desk.disposal.boxes.find(by, code))
        task.succeeded.connect(self._on_found)
        task.failed.connect(self._on_unknown)

    def _on_found(self, found: object, _tag: object) -> None:
        if not isinstance(found, Found):
            return
        self.list.choose(_key(found.place))
        if found.case_number:
            box = self._boxes.get(_key(found.place))
            all_here = box.papers if box is not None else ()
            its = due_first([one for one in all_here if one.case_number == found.case_number], 99)
            if its and not self.papers.choose(its[0].unit_id):  # it goes later than what is listed
                self._papers.set_rows([_paper(one) for one in its])
                self.papers.choose(its[0].unit_id)
        self.take_focus()  # for the next label

    def _on_unknown(self, error: BaseException) -> None:
        self._context.show_error(error, self)
        self.take_focus()  # what is scanned next replaces it

    def _ask_file(self) -> None:
        box = self._boxes.get(self.list.current_key())
        if box is None:
            return
        name = f"box-{box.number}.pdf" if box.number else "box.pdf"
        dialog = SaveDialog(
            self, self.tr("ラベルを保存する場所"), name, name="box_label_file_dialog"
        )
        dialog.fileSelected.connect(self._save)
        dialog.open()

    def _save(self, name: str) -> None:
        box = self._boxes.get(self.list.current_key())
        if box is None:
            return
        desk, act, place = self._context.desk, self._context.act(), box.place
        self.banners.clear()
        self.label.setEnabled(False)
        task = self._context.tasks.store(
            lambda: desk.disposal.boxes.save_label(act, place, Path(name))
        )
        task.succeeded.connect(self._on_saved)
        task.failed.connect(self._on_failed)
        task.ended.connect(self._on_ended)

    def _on_saved(self, _file: object, _tag: object) -> None:
        self._context.notify(self.tr("棚・箱のラベルを保存しました。"))
        self._context.data_changed.emit()
        self.take_focus()

    def _on_ended(self) -> None:
        self.label.setEnabled(True)

    def _on_failed(self, error: BaseException) -> None:
        self._context.show_error(error, self)


def _paper(one: ShelvedPaper) -> Row:
    due = one.due_on.isoformat() if one.due_on else _tr("未定")
    held = (
        Cell(one.held_why, tone="hold", icon="lock", px=13, weight=500)
        if one.held_why
        else Cell(_tr("なし"), tone="text3", px=13)
    )
    return Row(
        (
            Cell(RETENTION_LABELS[one.cls], px=13),
            Cell(one.case_number, px=13, tone="text2"),
            Cell(_tr("{0:,}枚").format(one.sheets), px=13, align="right"),
            Cell(due, px=13, tone="text2"),
            held,
        ),
        key=one.unit_id,
    )


def _key(place: str) -> str:
    return place or _NOWHERE


def _faint(quiet: bool) -> Tone | None:
    return "text3" if quiet else None


def _tr(text: str) -> str:
    return QCoreApplication.translate("BoxesTab", text)
