"""設定: the rules in force today, the people of the office, and who may do what."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QStackedWidget, QWidget

from desktop.domain.roles import Capability
from desktop.services.passphrase_reset import PassphraseReset
from desktop.services.people import NewPerson, PersonView
from desktop.ui.context import Context
from desktop.ui.keys.page import KeysPage
from desktop.ui.labels import label
from desktop.ui.people.duties import DutiesTable, role_cell
from desktop.ui.people.person_form import PersonForm
from desktop.ui.people.reset import ResetDialog, ResetDoneDialog
from desktop.ui.people.role_change import RoleChange
from desktop.ui.settings.backups_page import BackupsPage
from desktop.ui.settings.documents_page import DocumentsPage
from desktop.ui.settings.holidays import HolidaysPage
from desktop.ui.settings.printing import PrintingPage
from desktop.ui.settings.reading_rates import ReadingRatesPage
from desktop.ui.settings.rules_page import RulesPage
from desktop.ui.settings.scanners import ScannersPage
from desktop.ui.tasks import Asked
from desktop.ui.tokens import Tone
from desktop.ui.widgets.banner import BannerArea
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.cells import Cell
from desktop.ui.widgets.dialog import Dialog
from desktop.ui.widgets.layout import card, column, panel, row, rule
from desktop.ui.widgets.table import Table
from desktop.ui.widgets.table_model import Column, Row, RowsModel
from desktop.ui.widgets.tabs import Tabs

_RULES, _PEOPLE, _DUTIES, _DOCUMENTS = range(4)


class SettingsPlace(QWidget):
    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setObjectName("settings_place")
        self._context = context
        self._people_asked = Asked()
        self._found: dict[str, PersonView] = {}
        self._manages = context.may(Capability.MANAGE_PEOPLE)
        self.banners = BannerArea(name="settings_banners")
        self.scanners: ScannersPage | None = None
        self.holidays: HolidaysPage | None = None
        tabs = {
            "rules": self.tr("規則"),
            "people": self.tr("利用者"),
            "duties": self.tr("役割と権限"),
            "documents": self.tr("文面"),
        }
        if context.may(Capability.OPEN_MAIL):
            tabs["scanners"] = self.tr("スキャナー")
        if context.may(Capability.EXPORT):
            tabs["printing"] = self.tr("印刷")
        if self._sees_rates():
            tabs |= {"reading": self.tr("読み取り"), "holidays": self.tr("祝日")}
        if context.may(Capability.ROLL_KEYS):
            tabs["keys"] = self.tr("鍵")
        if self._sees_rates():
            tabs["backup"] = self.tr("バックアップ")
        self.tabs = Tabs(tuple(tabs.values()), name="settings_tabs", keys=tuple(tabs))
        self._stack = QStackedWidget()
        self.rules_page = RulesPage(context)
        self.rules = self.rules_page.table
        self._people = RowsModel(
            (
                Column(self.tr("職員番号"), 120),
                Column(self.tr("氏名")),
                Column(self.tr("役割"), 140),
                Column(self.tr("状態"), 120),
            )
        )
        self.people = Table(
            self._people, name="settings_people", accessible=self.tr("利用者の一覧")
        )
        self._stack.addWidget(self.rules_page)
        self._stack.addWidget(self._people_page())
        self._stack.addWidget(panel(column(DutiesTable(), margins=(1, 1, 1, 1)), "card"))
        self.documents = DocumentsPage(context)
        self._stack.addWidget(self.documents)
        if context.may(Capability.OPEN_MAIL):
            self.scanners = ScannersPage(context)
            self._stack.addWidget(self.scanners)
        if context.may(Capability.EXPORT):
            self.printing = PrintingPage(context)
            self._stack.addWidget(self.printing)
        if self._sees_rates():
            self._stack.addWidget(ReadingRatesPage(context))
            self.holidays = HolidaysPage(context)
            self._stack.addWidget(self.holidays)
        if context.may(Capability.ROLL_KEYS):
            self._stack.addWidget(KeysPage(context))
        if self._sees_rates():
            self._backup_tab = list(tabs).index("backup")
            backups = BackupsPage(context)
            backups.counted.connect(self._on_backups_owed)
            self._stack.addWidget(backups)
        self.setLayout(column(self.tabs, self.banners, (self._stack, 1), spacing=12))
        self.rules_page.counted.connect(self._on_waiting)
        self.documents.counted.connect(self._on_documents_waiting)
        self.tabs.changed.connect(self._stack.setCurrentIndex)
        self.people.row_chosen.connect(self._on_person_chosen)
        context.data_changed.connect(self.refresh)
        self.refresh()

    def show_request(self, what: object) -> None:
        """Show a tab by its key."""
        self.tabs.ask_for(what)

    def _sees_rates(self) -> bool:
        """Who decides on the office's settings sees how well its papers are read."""
        may = self._context.may
        return may(Capability.PROPOSE_SETTING) or may(Capability.SIGN_SETTING)

    def refresh(self) -> None:
        desk = self._context.desk
        self.rules_page.refresh()
        self.documents.refresh()
        if self.holidays is not None:
            self.holidays.refresh()
        task = self._context.tasks.store(desk.people.roster, asked=self._people_asked)
        task.succeeded.connect(self._show_people)
        task.failed.connect(self._on_failed)

    def _on_waiting(self, count: int) -> None:
        self.tabs.set_count(_RULES, count)

    def _on_documents_waiting(self, count: int) -> None:
        self.tabs.set_count(_DOCUMENTS, count)

    def _on_backups_owed(self, count: int) -> None:
        self.tabs.set_count(self._backup_tab, count)

    def _people_page(self) -> QWidget:
        listing = panel(column(self.people, margins=(1, 1, 1, 1)), "card")
        if not self._manages:
            return panel(row((listing, 1)))
        self.form = PersonForm(self.tr("利用者を加える"), primary=True)
        self.form.given.connect(self._add)
        self.end = Button(self.tr("利用を終える"), "danger", name="person_end", small=True)
        self.end.setEnabled(False)
        self.end.clicked.connect(self._ask_end)
        self.reset = Button(self.tr("パスフレーズを再設定する"), name="person_reset", small=True)
        self.reset.setEnabled(False)
        self.reset.clicked.connect(self._ask_reset)
        self.change = RoleChange(self._context)
        side = card(
            label(self.tr("新しい利用者"), "h2"),
            self.form,
            None,
            rule(),
            label(self.tr("一覧で選んだ人"), "h3"),
            label(self.tr("利用を終えると、発送していない決裁も無効になります。"), "small"),
            self.change,
            row(self.reset, self.end, None),
            spacing=6,
        )
        side.setFixedWidth(480)
        return panel(row((listing, 1), side, spacing=14))

    def _show_people(self, roster: object, _tag: object) -> None:
        people = (
            [p for p in roster if isinstance(p, PersonView)] if isinstance(roster, tuple) else []
        )
        self._found = {person.id: person for person in people}
        before = self.people.current_key()
        self._people.set_rows([_person_row(person) for person in people])
        if before:
            self.people.choose(before)
        if self._manages:
            self._on_person_chosen(self.people.current_key())
            self.form.set_taken([person.login for person in people])

    def _on_person_chosen(self, person_id: str) -> None:
        if self._manages:
            me = self._context.signed_in.person_id
            other = bool(person_id) and person_id != me
            self.end.setEnabled(other)
            self.reset.setEnabled(other)
            self.change.show_person(self._found.get(person_id) if other else None)

    def _add(self, person: object) -> None:
        if not isinstance(person, NewPerson):
            return
        desk, act = self._context.desk, self._context.act()
        self.form.set_busy(True)
        task = self._context.tasks.store(
            lambda: desk.people.add(act, person.login, person.name, person.role, person.passphrase)
        )
        task.succeeded.connect(self._on_added)
        task.failed.connect(self._on_add_failed)

    def _on_added(self, person: object, _tag: object) -> None:
        self.form.set_busy(False)
        self.form.clear()
        if isinstance(person, PersonView):
            self._context.notify(
                self.tr("{0} を加えました。責任者が役割に署名すると使えます。").format(person.login)
            )
        self._context.data_changed.emit()

    def _on_add_failed(self, error: BaseException) -> None:
        self.form.set_busy(False)
        self._context.show_error(error, self.form)

    def _ask_reset(self) -> None:
        person_id = self.people.current_key()
        number = self._people.number_of(person_id)
        row_ = self._people.row_at(number) if number >= 0 else None
        if row_ is not None:
            dialog = ResetDialog(self, self._context, person_id, row_.cells[0].text)
            dialog.was_reset.connect(self._on_reset)
            dialog.open()

    def _on_reset(self, what: object) -> None:
        if isinstance(what, PassphraseReset):
            ResetDoneDialog(self, self._context, what).open()
        self._context.data_changed.emit()

    def _ask_end(self) -> None:
        person_id = self.people.current_key()
        number = self._people.number_of(person_id)
        row_ = self._people.row_at(number) if number >= 0 else None
        if row_ is None:
            return
        self._dialog = Dialog(
            self,
            self.tr("{0} の利用を終えますか").format(row_.cells[0].text),
            self.tr("利用を終える"),
            name="end_person",
            kind="danger",
        )
        self._dialog.add(
            label(
                self.tr("この人の鍵は使えなくなります。職員番号は再び使えません。"),
                wrap=True,
            )
        )
        self._ending = person_id
        self._dialog.confirmed.connect(self._end)
        self._dialog.open()

    def _end(self) -> None:
        desk, act, person_id = self._context.desk, self._context.act(), self._ending
        self._dialog.set_busy(True)
        task = self._context.tasks.store(lambda: desk.people.deactivate(act, person_id))
        task.succeeded.connect(self._on_ended)
        task.failed.connect(self._on_end_failed)

    def _on_ended(self, _result: object, _tag: object) -> None:
        self._dialog.accept()
        self._context.notify(self.tr("利用を終えました。"))
        self._context.data_changed.emit()

    def _on_end_failed(self, error: BaseException) -> None:
        self._dialog.set_busy(False)
        self._context.show_error(error, self._dialog)

    def _on_failed(self, error: BaseException) -> None:
        self._context.show_error(error, self)


def _person_row(person: PersonView) -> Row:
    tone: Tone | None = None if person.active else "mute"
    state = Cell(_tr("利用中"), "ok", "check", px=13)
    if not person.active:
        state = Cell(_tr("利用終了"), "mute", "ban", px=13)
    elif not person.signed:
        state = Cell(_tr("署名待ち"), "warn", "stamp", px=13)
    return Row(
        (
            Cell(person.login, tone, weight=500, px=13),
            Cell(person.name, tone),
            role_cell(person.role),
            state,
        ),
        key=person.id,
    )


def _tr(text: str) -> str:
    return QCoreApplication.translate("Place", text)
