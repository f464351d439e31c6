"""誤送付の記録: each with the days by which the commission is told, and when it was (DOMAIN §8)."""

from __future__ import annotations

from datetime import date

from PySide6.QtWidgets import QWidget

from desktop.services.incidents import IncidentLine
from desktop.services.special_views import REPORTS
from desktop.ui import theme
from desktop.ui.context import Context
from desktop.ui.labels import label
from desktop.ui.tasks import Asked
from desktop.ui.widgets.cells import Cell
from desktop.ui.widgets.dialog import Dialog
from desktop.ui.widgets.empty_state import EmptyState
from desktop.ui.widgets.list_or_empty import ListOrEmpty
from desktop.ui.widgets.table import Table
from desktop.ui.widgets.table_model import Column, Row, RowsModel

_ROW, _SHOWN = 36, 8


class IncidentsDialog(Dialog):
    """Read here; recorded and reported in the case, which opens from a row."""

    def __init__(self, parent: QWidget, context: Context) -> None:
        super().__init__(
            parent,
            self.tr("事故（誤送付）の記録"),
            self.tr("案件を開く"),
            name="incidents",
            leave=self.tr("閉じる"),
            width=1040,
        )
        self._context, self._asked = context, Asked()
        self._cases: dict[str, str] = {}
        self.model = RowsModel(
            (
                Column(self.tr("受付番号"), 96),
                Column(self.tr("分かった日"), 104),
                Column(self.tr("人数"), 64, "right"),
                Column(self.tr("重さ")),
                Column(self.tr("速報（3〜5日）"), 200),
                Column(self.tr("確報（30日・60日）"), 150),
                Column(self.tr("次の報告"), 150),
            )
        )
        self.table = Table(
            self.model, name="incidents_table", accessible=self.tr("誤送付の一覧"), row_height=_ROW
        )
        empty = EmptyState(
            self.tr("誤送付の記録はありません。"), icon="mail-warning", name="incidents_empty"
        )
        self._stack = ListOrEmpty(self.table, empty)
        self._stack.setFixedHeight(theme.px(30) + theme.px(_ROW) * _SHOWN + 2)
        self.table.row_activated.connect(self._open)
        self.confirmed.connect(self._open_chosen)
        self.add(
            self._stack,
            label(
                self.tr(
                    "誤送付と報告は案件で記録します。要配慮個人情報・財産の被害・不正の目的・"
                    "1,000人超のどれかに当たるものを、個人情報保護委員会に報告します。"
                ),
                "caption",
                wrap=True,
            ),
        )
        self.start_at(self.table)
        self.set_busy(True)
        incidents, by, today = context.desk.incidents, context.signed_in, context.today()
        task = context.tasks.store(lambda: incidents.register(by, today), asked=self._asked)
        task.succeeded.connect(self._on_lines)
        task.failed.connect(self._on_failed)

    def _on_lines(self, lines: object, _tag: object) -> None:
        if not isinstance(lines, tuple):
            return
        found = [one for one in lines if isinstance(one, IncidentLine)]
        self._cases = {f"{at}": one.case_id for at, one in enumerate(found)}
        self.model.set_rows([self._row(f"{at}", one) for at, one in enumerate(found)])
        self._stack.show_read(bool(found))
        self.set_busy(not found)
        if found:
            self.table.choose_first()
            self.table.setFocus()

    def _open_chosen(self) -> None:
        self._open(self.table.current_key())

    def _open(self, key: str) -> None:
        case_id = self._cases.get(key)
        if case_id:
            self.accept()
            self._context.open_case_requested.emit(case_id)

    def _row(self, key: str, one: IncidentLine) -> Row:
        not_owed = self.tr("報告は不要")
        owed = (
            self.tr("{0} {1}まで").format(REPORTS[one.next_which], one.next_by)
            if one.next_by
            else not_owed
            if one.full_by is None
            else self.tr("報告済み")
        )
        waits = one.next_by is not None
        return Row(
            (
                Cell(one.number, weight=500, px=13),
                Cell(one.found_on.isoformat(), px=13),
                Cell(f"{one.persons:,}", px=13, align="right"),
                Cell(one.grave or "—", px=13),
                Cell(self._span(one.quick_from, one.quick_by, one.quick_on), px=13),
                Cell(self._span(None, one.full_by, one.full_on), px=13),
                Cell(
                    owed,
                    px=13,
                    tone="bad" if one.late else "warn" if waits else "text2",
                    icon="clock-alert" if one.late else "clock" if waits else "check",
                ),
            ),
            key=key,
        )

    def _span(self, first: date | None, by: date | None, done: date | None) -> str:
        if done is not None:
            return self.tr("{0} 報告").format(done)
        if by is None:
            return "—"
        return self.tr("{0}〜{1}").format(first, by) if first else self.tr("{0}まで").format(by)

    def _on_failed(self, error: BaseException) -> None:
        self._context.show_error(error, self)
