"""期限到来: choose what is due and propose it as one list."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from desktop.domain.roles import Capability
from desktop.services.keeping_views import BatchView, KeepingView
from desktop.ui import theme
from desktop.ui.context import Context
from desktop.ui.disposal.due_table import DueTable
from desktop.ui.disposal.hold_dialogs import ExtensionDialog
from desktop.ui.disposal.keeping_side import KeepingSide
from desktop.ui.widgets.empty_state import EmptyState
from desktop.ui.widgets.layout import column, panel, row

_SIDE = 416


class DueTab(QWidget):
    proposed = Signal(str)  # the id of the new batch

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setObjectName("due_tab")
        self._context = context
        self.table = DueTable()
        self.side = KeepingSide(
            context.may(Capability.PROPOSE_DISPOSAL), context.may(Capability.SET_HOLD)
        )
        self.side.setFixedWidth(theme.px(_SIDE))
        self.table.chosen_changed.connect(self._on_chosen)
        self.side.propose_requested.connect(self._propose)
        self.side.extend_requested.connect(self._extend)
        self._empty = EmptyState(
            self.tr("期限の来た書類はありません。"), icon="archive", name="keeping_empty"
        )
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(panel(column(self._empty), "card"))
        self.setLayout(row((self._stack, 1), self.side, spacing=14))

    def show_keeping(self, view: KeepingView) -> None:
        self.table.show_units(view.due)
        self.side.show_keeping(view, self._context.today())
        self._stack.setCurrentIndex(0 if view.due else 1)

    def take_focus(self) -> None:
        self.table.rows.setFocus()

    def _on_chosen(self) -> None:
        self.side.show_chosen(self.table.chosen())

    def _propose(self) -> None:
        units = [unit.unit_id for unit in self.table.chosen()]
        if not units:
            return
        desk, act = self._context.desk, self._context.act()
        self.side.banners.clear()
        self.side.set_busy(True)
        task = self._context.tasks.store(lambda: desk.disposal.propose(act, units))
        task.succeeded.connect(self._on_proposed)
        task.failed.connect(self._on_refused)
        task.ended.connect(self._on_ended)

    def _extend(self) -> None:
        """A note that no case took in has no period of its own to make longer: it is held."""
        units = [unit for unit in self.table.chosen() if unit.case_number]
        if units:
            ExtensionDialog(self, self._context, units).open()

    def _on_proposed(self, batch: object, _tag: object) -> None:
        if isinstance(batch, BatchView):
            self._context.notify(
                self.tr("廃棄申請 {0}（{1}件）を出しました。").format(batch.number, batch.units)
            )
            self.proposed.emit(batch.id)
            self._context.data_changed.emit()

    def _on_refused(self, error: BaseException) -> None:
        # What was refused may look different by now: a hold, another's proposal.
        self._context.show_error(error, self.side)
        self._context.data_changed.emit()

    def _on_ended(self) -> None:
        self.side.set_busy(False)
        if self.side.propose.isVisible():
            self.side.propose.setFocus()  # being busy had taken it away
