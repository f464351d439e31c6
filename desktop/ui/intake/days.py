"""受付 › 日計: the days of the mail, which are closed, and the day before one to be closed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QScrollArea, QWidget

from desktop.domain.errors import DeskError
from desktop.domain.printing import PaperKind
from desktop.domain.roles import Capability
from desktop.domain.wareki import weekday_ja
from desktop.services.day_unlike import CountsUnlike
from desktop.services.day_views import DayLine, DayState, DayView, PaperCount
from desktop.ui import theme
from desktop.ui.context import Context
from desktop.ui.intake.day_panel import DayPanel, state_words
from desktop.ui.tasks import Asked
from desktop.ui.widgets.banner import Banner, BannerArea
from desktop.ui.widgets.cells import Cell
from desktop.ui.widgets.clock_words import short_day
from desktop.ui.widgets.layout import column, panel, row
from desktop.ui.widgets.save_dialog import SaveDialog
from desktop.ui.widgets.table import Table
from desktop.ui.widgets.table_model import Column, Row, RowsModel

_SIDE = 560


class DaysTab(QWidget):
    envelope_requested = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setObjectName("days")
        self._context = context
        self._listed, self._looked = Asked(), Asked()
        self.banners = BannerArea(name="days_banners")
        self.model = RowsModel(
            (
                Column(self.tr("営業日"), 150),
                Column(self.tr("状態")),
                Column(self.tr("開封"), 76, "right"),
                Column(self.tr("処置待ち"), 92, "right"),
            )
        )
        self.table = Table(self.model, name="days_table", accessible=self.tr("日計の一覧"))
        self.table.row_chosen.connect(self._on_chosen)
        self.panel = DayPanel(context)
        self.panel.count_requested.connect(self._count)
        self.panel.close_requested.connect(self._close)
        self.panel.empty_requested.connect(self._close_empty)
        self.panel.day_requested.connect(self._go_to)
        self.panel.reopen_requested.connect(self._reopen)
        self.panel.sheet_requested.connect(self._ask_file)
        self.panel.print_requested.connect(self._print)
        self.panel.envelope_requested.connect(self.envelope_requested)
        side = QScrollArea()
        side.setObjectName("day_scroll")
        side.setWidgetResizable(True)
        side.setWidget(self.panel)
        side.setFixedWidth(theme.px(_SIDE))
        listing = panel(column((self.table, 1), margins=(1, 1, 1, 1)), "card")
        self.setLayout(column(self.banners, (row((listing, 1), side, spacing=16), 1), spacing=12))
        printing = context.desk.printing
        if context.may(Capability.EXPORT):
            task = context.tasks.free(lambda: printing.printers_for(PaperKind.INTERNAL))
            task.succeeded.connect(self._on_printers)

    def load(self) -> None:
        """Read the days anew; the cursor stays on its day."""
        days, by, at = self._context.desk.days, self._context.signed_in, self._context.now()
        task = self._context.tasks.store(lambda: days.days(by, at), asked=self._listed)
        task.succeeded.connect(self._on_days)
        task.failed.connect(self._on_failed)

    def take_focus(self) -> None:
        self.table.setFocus()

    def _on_days(self, found: object, _tag: object) -> None:
        lines = [one for one in found if isinstance(one, DayLine)] if type(found) is tuple else []
        kept = self.table.current_key()
        self.model.set_rows([_row(line, self._context.today()) for line in lines])
        if not (kept and self.table.choose(kept)):
            self.table.choose_first()
        self._look(self.table.current_key())

    def _on_chosen(self, key: str) -> None:
        self._look(key)

    def _look(self, key: str) -> None:
        if not key:
            return
        days, by, at = self._context.desk.days, self._context.signed_in, self._context.now()
        day = date.fromisoformat(key)
        task = self._context.tasks.store(lambda: days.view(by, day, at), asked=self._looked)
        task.succeeded.connect(self._on_day)
        task.failed.connect(self._on_failed)

    def _on_day(self, view: object, _tag: object) -> None:
        if isinstance(view, DayView):
            self.panel.show_day(view)

    def _count(self, paper: PaperCount) -> None:
        view = self.panel.view
        if view is None:
            return
        days, act, day = self._context.desk.days, self._context.act(), view.day
        self.panel.set_busy(True)
        task = self._context.tasks.store(lambda: days.count(act, day, paper))
        task.succeeded.connect(self._on_counted)
        task.failed.connect(self._on_refused)

    def _on_counted(self, view: object, _tag: object) -> None:
        self.panel.set_busy(False)
        if isinstance(view, DayView):
            self.panel.show_day(view)
            self.panel.take_focus()
            self._context.notify(
                self.tr("数えた通数を記録しました。もう一人が自分で数えて締めます。")
            )
        self._context.data_changed.emit()

    def _close_empty(self, day: date, reason: str, second: str, passphrase: str) -> None:
        days, act = self._context.desk.days, self._context.act()
        self.panel.set_busy(True)
        task = self._context.tasks.store(
            lambda: days.close_empty(act, day, reason, second, passphrase)
        )
        task.succeeded.connect(self._on_closed)
        task.failed.connect(self._on_refused)

    def _go_to(self, day: date) -> None:
        if self.table.choose(day.isoformat()):
            self._look(day.isoformat())

    def _close(self, paper: PaperCount, second: str, passphrase: str) -> None:
        view = self.panel.view
        if view is None:
            return
        days, act, day = self._context.desk.days, self._context.act(), view.day
        self.panel.set_busy(True)
        task = self._context.tasks.store(lambda: days.close(act, day, paper, second, passphrase))
        task.succeeded.connect(self._on_closed)
        task.failed.connect(self._on_refused)

    def _on_closed(self, view: object, _tag: object) -> None:
        self.panel.set_busy(False)
        if isinstance(view, DayView):
            self.panel.show_day(view)
            self.panel.banners.show_banner(
                Banner(
                    "ok",
                    self.tr("{0}の日計を締めました").format(short_day(view.day)),
                    self.tr("日計票を印刷し、二人で押印してください。"),
                    name="day_closed",
                )
            )
            if view.anchors_owed:
                self.panel.banners.show_banner(
                    Banner(
                        "warn",
                        self.tr("操作記録の控えが、第二の場所に届いていません"),
                        self.tr("日計は締まっています。届くまで「今日」に残り、あとで送れます。"),
                        name="day_anchor_owed",
                    )
                )
            self.panel.take_focus()
        self._context.data_changed.emit()

    def _reopen(self, reason: str) -> None:
        view = self.panel.view
        if view is None:
            return
        days, act, day = self._context.desk.days, self._context.act(), view.day
        self.panel.set_busy(True)
        task = self._context.tasks.store(lambda: days.reopen(act, day, reason))
        task.succeeded.connect(self._on_reopened)
        task.failed.connect(self._on_refused)

    def _on_reopened(self, view: object, _tag: object) -> None:
        self.panel.set_busy(False)
        if isinstance(view, DayView):
            self.panel.show_day(view)
            self._context.notify(self.tr("{0}の日計を開き直しました。").format(short_day(view.day)))
        self._context.data_changed.emit()

    def _ask_file(self) -> None:
        view = self.panel.view
        if view is None:
            return
        dialog = SaveDialog(
            self,
            self.tr("日計票を保存する場所"),
            f"nikkei-{view.day.isoformat()}.pdf",
            name="day_file_dialog",
        )
        dialog.fileSelected.connect(self._save_to)
        dialog.open()

    def _save_to(self, name: str) -> None:
        view = self.panel.view
        if view is None:
            return
        days, act, day = self._context.desk.days, self._context.act(), view.day
        self.panel.set_busy(True)
        task = self._context.tasks.store(lambda: days.save_sheet(act, day, Path(name)))
        task.succeeded.connect(self._on_saved)
        task.failed.connect(self._on_refused)

    def _on_printers(self, names: object, _tag: object) -> None:
        if isinstance(names, tuple):
            self.panel.offer_printers(names)

    def _print(self, printer: str) -> None:
        view = self.panel.view
        if view is None:
            return
        days, act, day = self._context.desk.days, self._context.act(), view.day
        self.panel.set_busy(True)
        task = self._context.tasks.store(lambda: days.print_sheet(act, day, printer))
        task.succeeded.connect(self._on_printed)
        task.failed.connect(self._on_refused)

    def _on_printed(self, _result: object, _tag: object) -> None:
        self.panel.set_busy(False)
        self._context.notify(self.tr("日計票をプリンターに送りました。"))
        self._context.data_changed.emit()

    def _on_saved(self, _file: object, _tag: object) -> None:
        self.panel.set_busy(False)
        self._context.notify(self.tr("日計票を保存しました。"))
        self._context.data_changed.emit()

    def _on_refused(self, error: BaseException) -> None:
        self.panel.set_busy(False)
        if isinstance(error, DeskError):
            self.panel.banners.clear()
        self._context.show_error(error, self.panel)
        if isinstance(error, CountsUnlike):  # both count anew: nobody has counted any more
            self._look(self.table.current_key())

    def _on_failed(self, error: BaseException) -> None:
        self._context.show_error(error, self)


def _row(line: DayLine, today: date) -> Row:
    words, tone, icon = state_words(line.state)
    told = _tr("今日") if line.day == today and line.state is DayState.OPEN else words
    waiting = Cell(_tr("{0:,}通").format(line.unsettled), "warn", weight=500, px=13, align="right")
    return Row(
        (
            Cell(f"{short_day(line.day)}（{weekday_ja(line.day)}）", weight=500, px=13),
            Cell(told, tone=tone, icon=icon, px=13, weight=500),
            Cell(_opened(line), px=13, align="right"),
            waiting if line.unsettled else Cell(_tr("なし"), "mute", px=13, align="right"),
        ),
        key=line.day.isoformat(),
    )


def _opened(line: DayLine) -> str:
    """How many were opened is told once the paper has been counted without it."""
    if line.state is DayState.CLOSED:
        return _tr("{0:,}通").format(line.opened)
    return _tr("あり") if line.opened else _tr("なし")


def _tr(text: str) -> str:
    return QCoreApplication.translate("Days", text)
