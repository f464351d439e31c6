"""保全: every hold with its reach, its reason and the day on which it is looked at again."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QStackedWidget, QWidget

from desktop.domain.holding import HOLD_SCOPE_LABELS
from desktop.domain.roles import Capability
from desktop.services.act import Act
from desktop.services.keeping_views import HoldLine, KeepingView
from desktop.ui import theme
from desktop.ui.context import Context
from desktop.ui.disposal.hold_dialogs import ClassHoldDialog, ReviewDialog
from desktop.ui.disposal.hold_panel import HoldPanel
from desktop.ui.disposal.words import long_day
from desktop.ui.labels import label
from desktop.ui.tokens import Tone
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.cells import Cell
from desktop.ui.widgets.empty_state import EmptyState
from desktop.ui.widgets.layout import column, panel, row
from desktop.ui.widgets.table import Table
from desktop.ui.widgets.table_model import Column, Row, RowsModel

_SIDE = 384


class HoldsTab(QWidget):
    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setObjectName("holds_tab")
        self._context = context
        self._holds: dict[str, HoldLine] = {}
        self._loaded = False
        self._model = RowsModel(
            (
                Column(self.tr("対象")),
                Column(self.tr("範囲"), 150),
                Column(self.tr("理由"), 134),
                Column(self.tr("件数"), 56, "right"),
                Column(self.tr("見直す日"), 96),
                Column(self.tr("状態"), 132),
            )
        )
        self.list = Table(self._model, name="keeping_holds", accessible=self.tr("保全の一覧"))
        self.list.row_chosen.connect(self._on_chosen)
        self.list.row_activated.connect(self._on_activated)
        self.panel = HoldPanel(context)
        self.panel.setFixedWidth(theme.px(_SIDE))
        self.panel.review_requested.connect(self._review)
        self.panel.release_requested.connect(self._release)
        self.panel.confirm_requested.connect(self._confirm)
        self.panel.case_requested.connect(self._open_case)
        may = context.may(Capability.SET_HOLD)
        self.add = Button(self.tr("保存区分を保全する"), name="holds_class", small=True)
        self.add.clicked.connect(self._hold_class)
        words = self.tr("案件と本人の保全は、案件の「特別な扱い」で行います。")
        tools = panel(
            row(self.add, label(words, "caption"), None, spacing=10, margins=(12, 8, 14, 8)), "bar"
        )
        listing = panel(column(tools, (self.list, 1), spacing=0, margins=(1, 1, 1, 1)), "card")
        self._stack = QStackedWidget()
        self._stack.addWidget(panel(row((listing, 1), self.panel, spacing=14)))
        self.first = Button(self.tr("保存区分を保全する"), name="holds_empty_class")
        self.first.clicked.connect(self._hold_class)
        self.empty = EmptyState(
            self.tr("保全はありません。案件と本人の保全は、案件の「特別な扱い」で行います。"),
            self.first if may else None,
            icon="lock",
            name="holds_empty",
        )
        self._stack.addWidget(panel(column(self.empty), "card"))
        self.setLayout(column((self._stack, 1)))
        self.add.setVisible(may)

    def show_keeping(self, view: KeepingView) -> None:
        before, here = self.list.current_key(), self.list.hasFocus()
        self._loaded = True
        self._holds = {one.id: one for one in view.holds}
        self._model.set_rows([_row(one) for one in view.holds])
        self._stack.setCurrentIndex(0 if view.holds else 1)
        if not view.holds:
            if here:
                self.take_focus()  # the list is gone on which the keyboard stood
            return
        if not (before and self.list.choose(before)):
            self.list.choose_first()
        self._on_chosen(self.list.current_key())

    def take_focus(self) -> None:
        if self._holds or not self._loaded:
            self.list.setFocus()
        else:
            (self.first if self.first.isVisible() else self.empty).setFocus()

    def _on_chosen(self, hold_id: str) -> None:
        if hold_id in self._holds:
            self.panel.show_hold(self._holds[hold_id])

    def _on_activated(self, hold_id: str) -> None:
        if hold_id in self._holds and self._holds[hold_id].cases:
            self._open_case(self._holds[hold_id].cases[0])

    def _hold_class(self) -> None:
        ClassHoldDialog(self, self._context).open()

    def _review(self) -> None:
        if self.panel.hold is not None:
            ReviewDialog(self, self._context, self.panel.hold).open()

    def _release(self) -> None:
        holds, hold = self._context.desk.disposal.holds, self.panel.hold
        if hold is not None:
            self._change(
                lambda act: holds.propose(act, hold.id),
                self.tr("保全の解除を申し出ました。別の人が確認すると解除されます。"),
            )

    def _confirm(self) -> None:
        holds, hold = self._context.desk.disposal.holds, self.panel.hold
        if hold is not None:
            self._change(lambda act: holds.confirm(act, hold.id), self.tr("保全を解除しました。"))

    def _change(self, function: Callable[[Act], object], said: str) -> None:
        act, self._said = self._context.act(), said
        self.panel.banners.clear()
        self.panel.set_busy(True)
        task = self._context.tasks.store(lambda: function(act))
        task.succeeded.connect(self._on_done)
        task.failed.connect(self._on_failed)
        task.ended.connect(self._on_ended)

    def _on_done(self, _result: object, _tag: object) -> None:
        self._context.notify(self._said)
        self._context.data_changed.emit()
        self.list.setFocus()

    def _on_failed(self, error: BaseException) -> None:
        self._context.show_error(error, self.panel)
        self._context.data_changed.emit()

    def _on_ended(self) -> None:
        self.panel.set_busy(False)

    def _open_case(self, number: str) -> None:
        desk = self._context.desk
        task = self._context.tasks.store(lambda: desk.cases.by_number(number))
        task.succeeded.connect(self._on_case)
        task.failed.connect(self._on_failed)

    def _on_case(self, case_id: object, _tag: object) -> None:
        if isinstance(case_id, str):
            self._context.open_case_requested.emit(case_id)


def _row(one: HoldLine) -> Row:
    ended = one.released_at is not None
    if ended:
        state = Cell(_tr("解除済み"), tone="mute", icon="check", px=13)
    elif one.release_by_id:
        state = Cell(_tr("解除の確認待ち"), tone="warn", icon="stamp", px=13, weight=500)
    elif one.late:
        state = Cell(_tr("見直しの日"), tone="bad", icon="clock-alert", px=13, weight=500)
    else:
        state = Cell(_tr("保全中"), tone="hold", icon="lock", px=13, weight=500)
    tone: Tone | None = "text3" if ended else None
    return Row(
        (
            Cell(one.what, px=13, weight=500, tone=tone),
            Cell(HOLD_SCOPE_LABELS[one.scope], px=13, tone=tone),
            Cell(one.reason, px=13, tone=tone),
            Cell(_tr("{0:,}件").format(one.units), px=13, align="right", tone=tone),
            Cell(long_day(one.review_on), px=13, tone=tone or "text2"),
            state,
        ),
        key=one.id,
    )


def _tr(text: str) -> str:
    return QCoreApplication.translate("HoldsTab", text)
