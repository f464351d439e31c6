"""設定 › 祝日: the days the desk counts with; the official table comes under two signatures."""

from __future__ import annotations

from datetime import date
from itertools import groupby
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from desktop.domain.roles import Capability
from desktop.domain.wareki import wareki_year, weekday_ja
from desktop.services.holiday_table import HolidayReport, HolidaysNow
from desktop.ui import theme
from desktop.ui.context import Context
from desktop.ui.labels import label
from desktop.ui.tasks import Asked
from desktop.ui.widgets.banner import Banner, BannerArea
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.cells import Cell
from desktop.ui.widgets.file_drop import FileDrop
from desktop.ui.widgets.form_field import FormField
from desktop.ui.widgets.layout import card, column, panel, row, rule
from desktop.ui.widgets.table import Table
from desktop.ui.widgets.table_model import Column, Row, RowsModel

_SIDE, _MOST = 430, 12


class HolidaysPage(QWidget):
    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setObjectName("holidays_page")
        self._context = context
        self._asked, self._pending_asked, self._looked = Asked(), Asked(), Asked()
        self._proposes = context.may(Capability.PROPOSE_SETTING)
        self._signs = context.may(Capability.SIGN_SETTING)
        self._file: Path | None = None
        self._setting = ""
        self.banners = BannerArea(name="holidays_banners")
        self._drop = FileDrop(self)
        self._drop.given.connect(self._on_files)
        self._model = RowsModel((Column(self.tr("日付"), 220), Column(self.tr("曜日"))))
        self.table = Table(self._model, name="holidays_table", accessible=self.tr("祝日の一覧"))
        self._title = label("", "h2", wrap=True, name="holidays_title")
        self._told = label("", wrap=True, name="holidays_told")
        self._changes = label("", "small", wrap=True, name="holidays_changes")
        self.choose = Button(
            self.tr("内閣府のCSVを選ぶ"), "secondary", name="holidays_choose", icon="folder-open"
        )
        self.choose.clicked.connect(self._choose)
        self.propose = Button(
            self.tr("この表を申請する"), "primary", key="Ctrl+Enter", name="holidays_propose"
        )
        self.propose.clicked.connect(self._propose)
        self.passphrase = FormField(
            self.tr("あなたのパスフレーズ"),
            key="passphrase",
            name="holidays_passphrase",
            secret=True,
        )
        self.sign = Button(
            self.tr("祝日表に署名する"), "primary", key="Ctrl+Enter", name="holidays_sign"
        )
        self.sign.clicked.connect(self._sign)
        self.drop = Button(
            self.tr("却下する") if self._signs else self.tr("申請を取り下げる"),
            "danger",
            name="holidays_drop",
        )
        self.drop.clicked.connect(self._end)
        side = card(
            self._title,
            self._told,
            self._changes,
            rule(),
            self.passphrase,
            row(self.propose, self.sign, self.drop, self.choose, None),
            None,
            spacing=10,
            margins=(16, 14, 16, 14),
        )
        side.setFixedWidth(theme.px(_SIDE))
        listing = panel(column((self.table, 1), margins=(1, 1, 1, 1)), "card")
        self.setLayout(column(self.banners, (row((listing, 1), side, spacing=14), 1), spacing=10))
        self._show_nothing()

    def refresh(self) -> None:
        holidays, today = self._context.desk.holidays, self._context.today()
        task = self._context.tasks.store(lambda: holidays.now(today), asked=self._asked)
        task.succeeded.connect(self._on_now)
        task.failed.connect(self._on_failed)
        task = self._context.tasks.store(holidays.pending, asked=self._pending_asked)
        task.succeeded.connect(self._on_pending)
        task.failed.connect(self._on_failed)

    def look_at(self, file: Path) -> None:
        """What the file would change, before it is proposed."""
        holidays, today = self._context.desk.holidays, self._context.today()
        self._file = file
        self.banners.clear()
        task = self._context.tasks.store(lambda: holidays.look(file, today), asked=self._looked)
        task.succeeded.connect(self._on_looked)
        task.failed.connect(self._on_wrong_file)

    def _on_now(self, now: object, _tag: object) -> None:
        if not isinstance(now, HolidaysNow):
            return
        rows = []
        for year, days in groupby(now.days, key=lambda day: day.year):
            rows += _year_rows(year, list(days), official=year in now.official)
        self._model.set_rows(rows)
        for one in self.banners.banners():
            if one.objectName() == "holidays_missing":
                self.banners.remove(one)
        if now.missing:
            years = "・".join(str(year) for year in now.missing)
            self.banners.show_banner(
                Banner(
                    "warn",
                    self.tr("{0}年の公式の祝日表がありません").format(years),
                    self.tr("それまでは計算で求めた祝日で数えます。毎年2月に公表されます。"),
                    name="holidays_missing",
                )
            )

    def _on_pending(self, found: object, _tag: object) -> None:
        waiting = (
            [one for one in found if isinstance(one, HolidayReport)]
            if isinstance(found, tuple)
            else []
        )
        if waiting:
            self._setting = waiting[-1].setting or ""
            self._title.setText(self.tr("署名を待つ祝日表"))
            self._tell(waiting[-1])
            self._show_acts(signing=self._signs, dropping=self._signs or self._proposes)
        elif self._file is None:
            self._show_nothing()

    def _on_looked(self, report: object, _tag: object) -> None:
        if isinstance(report, HolidayReport):
            self._title.setText(self.tr("取り込む祝日表"))
            self._tell(report)
            self._show_acts(proposing=self._proposes)
            self.propose.setFocus()

    def _tell(self, report: HolidayReport) -> None:
        change = report.change
        first, last = change.years[0][0], change.years[-1][0]
        self._told.setText(
            self.tr("{0}年から{1}年まで、{2}日の祝日の表です。").format(
                first, last, sum(number for _year, number in change.years)
            )
        )
        lines = [self.tr("加わる　{0}　{1}").format(_long(day), name) for day, name in change.added]
        lines += [self.tr("なくなる　{0}").format(_long(day)) for day in change.removed]
        shown = lines[:_MOST]
        if len(lines) > _MOST:
            shown.append(self.tr("ほか {0}日").format(len(lines) - _MOST))
        self._changes.setText("\n".join(shown) or self.tr("いまの表と違う日はありません。"))

    def _show_nothing(self) -> None:
        self._title.setText(self.tr("公式の祝日表"))
        self._told.setText(
            self.tr(
                "内閣府の「国民の祝日」CSVを管理者が取り込んで申請し、責任者が署名すると、"
                "すべての期限をその表で数えます。"
            )
        )
        self._changes.setText("")
        self._show_acts()

    def _show_acts(
        self, *, proposing: bool = False, signing: bool = False, dropping: bool = False
    ) -> None:
        self.choose.setVisible(self._proposes)
        self.propose.setVisible(proposing)
        self.sign.setVisible(signing)
        self.passphrase.setVisible(signing)
        self.drop.setVisible(dropping)

    def _choose(self) -> None:
        title, kinds = self.tr("祝日表のCSVを選ぶ"), self.tr("CSVファイル (*.csv)")
        self._drop.ask(title, kinds, name="holidays_file_dialog")

    def _on_files(self, files: tuple[Path, ...]) -> None:
        if self._proposes:
            self.look_at(files[0])

    def _propose(self) -> None:
        file = self._file
        if file is None:
            return
        holidays, act = self._context.desk.holidays, self._context.act()
        self.propose.setEnabled(False)
        task = self._context.tasks.store(lambda: holidays.propose(act, file))
        task.succeeded.connect(self._on_proposed)
        task.failed.connect(self._on_refused)

    def _on_proposed(self, _report: object, _tag: object) -> None:
        self._file = None
        self.propose.setEnabled(True)
        self._context.notify(self.tr("祝日表を申請しました。責任者が署名すると使われます。"))
        self._context.data_changed.emit()

    def _sign(self) -> None:
        if not self.passphrase.text():
            self.passphrase.set_error(
                self.tr("署名するには、あなたのパスフレーズを入れてください。")
            )
            return
        holidays, act = self._context.desk.holidays, self._context.act()
        setting, passphrase = self._setting, self.passphrase.text()
        self.sign.setEnabled(False)
        task = self._context.tasks.store(lambda: holidays.sign(act, setting, passphrase))
        task.succeeded.connect(self._on_signed)
        task.failed.connect(self._on_refused)

    def _on_signed(self, _result: object, _tag: object) -> None:
        self.sign.setEnabled(True)
        self.passphrase.set_text("")
        self._show_nothing()
        self._context.notify(self.tr("祝日表に署名しました。"))
        self._context.data_changed.emit()

    def _end(self) -> None:
        """The wish waits no longer: taken back by who proposes, refused by who signs."""
        desk, act, setting = self._context.desk, self._context.act(), self._setting
        self.drop.setEnabled(False)
        task = self._context.tasks.store(lambda: desk.administration.drop_proposal(act, setting))
        task.succeeded.connect(self._on_ended)
        task.failed.connect(self._on_refused)

    def _on_ended(self, _result: object, _tag: object) -> None:
        self.drop.setEnabled(True)
        self.passphrase.set_text("")
        self._show_nothing()
        self._context.notify(self.tr("祝日表の申請を終わらせました。いまの表は変わりません。"))
        self._context.data_changed.emit()

    def _on_wrong_file(self, error: BaseException) -> None:
        self._file = None
        self._context.show_error(error, self)

    def _on_refused(self, error: BaseException) -> None:
        self.propose.setEnabled(True)
        self.sign.setEnabled(True)
        self.drop.setEnabled(True)
        self._context.show_error(error, self)

    def _on_failed(self, error: BaseException) -> None:
        self._context.show_error(error, self)


def _year_rows(year: int, days: list[date], *, official: bool) -> list[Row]:
    told = _tr("公式の表") if official else _tr("計算で求めた日（公式の表はまだありません）")
    head = Cell(
        _tr("{0}年（{1}）").format(year, wareki_year(days[-1])),
        weight=700,
        second=_tr("{0}日　{1}").format(len(days), told),
        second_tone="text2" if official else "warn",
        background="canvas",
    )
    body = [
        Row(
            (
                Cell(_tr("{0}月{1}日").format(day.month, day.day), px=13),
                Cell(_tr("{0}曜日").format(weekday_ja(day)), px=13, tone="text2"),
            ),
            key=day.isoformat(),
        )
        for day in days
    ]
    return [Row((head,), f"year:{year}", group=True, foldable=True, open=official), *body]


def _long(day: date) -> str:
    return _tr("{0}年{1}月{2}日（{3}）").format(day.year, day.month, day.day, weekday_ja(day))


def _tr(text: str) -> str:
    return QCoreApplication.translate("Holidays", text)
