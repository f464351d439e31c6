"""承認 › 代行: who stands in for a supervisor, and the signature that names them."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from desktop.domain.roles import Capability, Role
from desktop.services.deputies import DeputyView
from desktop.services.people import PersonView
from desktop.ui.context import Context
from desktop.ui.labels import label
from desktop.ui.tasks import Asked
from desktop.ui.tokens import Tone
from desktop.ui.widgets.banner import BannerArea
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.cells import Cell
from desktop.ui.widgets.date_field import DateField
from desktop.ui.widgets.empty_state import EmptyState
from desktop.ui.widgets.form_field import FormField
from desktop.ui.widgets.layout import card, column, panel, row, rule
from desktop.ui.widgets.select import Select
from desktop.ui.widgets.table import Table
from desktop.ui.widgets.table_model import Column, Row, RowsModel

_SIDE = 416
_LIST, _EMPTY = range(2)
_STATES: dict[str, tuple[Tone, str]] = {
    "代行中": ("ok", "user-check"),
    "予定": ("accent", "calendar"),
    "終了": ("mute", "history"),
    "取消し": ("mute", "ban"),
}


class DeputiesTab(QWidget):
    counted = Signal(int)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setObjectName("deputies_tab")
        self._context = context
        self._asked, self._people_asked = Asked(), Asked()
        self._found: tuple[DeputyView, ...] = ()
        self.banners = BannerArea(name="deputies_banners")
        self._model = RowsModel(
            (
                Column(self.tr("代行する人")),
                Column(self.tr("指名した責任者")),
                Column(self.tr("期間"), 224),
                Column(self.tr("状態"), 110),
            )
        )
        self.table = Table(self._model, name="deputies_table", accessible=self.tr("代行の一覧"))
        self.table.row_chosen.connect(self._on_chosen)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._empty = EmptyState(
            self.tr("代行の指名はまだありません。"), icon="user-check", name="deputies_empty"
        )
        self._stack.addWidget(self._empty)
        said = label(
            self.tr("代行は期間が過ぎると終わります。自分が手がけた案件は決められません。"),
            "caption",
            wrap=True,
        )
        listing = panel(
            column(
                (self._stack, 1),
                panel(row((said, 1), margins=(14, 8, 14, 8)), "foot"),
                spacing=0,
                margins=(1, 1, 1, 1),
            ),
            "card",
        )
        shown = row((listing, 1), spacing=14)
        self._names = context.may(Capability.SIGN_SETTING)
        if self._names:
            shown.addWidget(self._side())
        self.setLayout(column(self.banners, (panel(shown), 1), spacing=10))

    def refresh(self) -> None:
        if not self._context.may(Capability.VIEW_CASE):
            return
        desk = self._context.desk
        task = self._context.tasks.store(desk.deputies.everyone, asked=self._asked)
        task.succeeded.connect(self._show)
        task.failed.connect(self._on_failed)
        if self._names:
            task = self._context.tasks.store(desk.people.roster, asked=self._people_asked)
            task.succeeded.connect(self._show_people)
            task.failed.connect(self._on_failed)

    def take_focus(self) -> None:
        """The list where there is one; else where somebody is named, or where it is told."""
        if self._names and not self._found:
            self.who.setFocus()
        else:
            (self._empty if self.table.isHidden() else self.table).setFocus()

    def _side(self) -> QWidget:
        today = self._context.today()
        self.who = Select(name="deputy_who", accessible=self.tr("代行する人"))
        self._who = FormField(self.tr("代行する人"), self.who, key="deputy", name="deputy_who")
        self.who.currentIndexChanged.connect(self._who.clear_error)
        self.first = FormField(
            self.tr("始まりの日"), DateField(today, today, name="deputy_first"), key="first_on"
        )
        self.last = FormField(
            self.tr("終わりの日"), DateField(None, today, name="deputy_last"), key="last_on"
        )
        self.passphrase = FormField(
            self.tr("あなたのパスフレーズ"),
            key="passphrase",
            name="deputy_passphrase",
            secret=True,
        )
        self.name_one = Button(
            self.tr("代行を指名して署名する"), "primary", key="Ctrl+Enter", name="deputy_name"
        )
        self.name_one.clicked.connect(self._name)
        self.back_passphrase = FormField(
            self.tr("あなたのパスフレーズ"),
            key="back_passphrase",
            name="deputy_back_passphrase",
            secret=True,
        )
        self.back = Button(self.tr("代行を取り消して署名する"), "danger", name="deputy_back")
        self.back.setEnabled(False)
        self.back.clicked.connect(self._take_back)
        side = card(
            label(self.tr("代行の指名"), "h2"),
            label(
                self.tr(
                    "不在の間、受付担当が決裁・免除・廃棄の承認などを代わりに行います。"
                    "設定への署名と代行の指名は、代行にはできません。"
                ),
                "small",
                wrap=True,
            ),
            self._who,
            row((self.first, 1), (self.last, 1), spacing=12),
            self.passphrase,
            row(self.name_one, None),
            None,
            rule(),
            label(self.tr("一覧で選んだ代行"), "h3"),
            self.back_passphrase,
            row(self.back, None),
            spacing=10,
        )
        side.setFixedWidth(_SIDE)
        return side

    def _show(self, found: object, _tag: object) -> None:
        today = self._context.today()
        self._found = (
            tuple(one for one in found if isinstance(one, DeputyView))
            if isinstance(found, tuple)
            else ()
        )
        self._model.set_rows([_row(one, one.state(today)) for one in self._found])
        self._stack.setCurrentIndex(_LIST if self._found else _EMPTY)
        self.counted.emit(sum(one.state(today) == "代行中" for one in self._found))
        self._on_chosen(self.table.current_key())

    def _show_people(self, roster: object, _tag: object) -> None:
        people = (
            [one for one in roster if isinstance(one, PersonView)]
            if isinstance(roster, tuple)
            else []
        )
        clerks = [(p.id, f"{p.name}（{p.login}）") for p in people if _may_stand_in(p)]
        chosen = self.who.key()
        self.who.set_options([("", self.tr("選んでください")), *clerks], chosen)
        if not chosen:
            self.who.setCurrentIndex(0)

    def _on_chosen(self, key: str) -> None:
        if self._names:
            state = next((o.state(self._context.today()) for o in self._found if o.id == key), "")
            runs = state in ("代行中", "予定")
            self.back.setEnabled(runs)
            self.back_passphrase.setEnabled(runs)

    def _name(self) -> None:
        if not self.who.key():
            self._who.set_error(self.tr("代行する人を選んでください。"))
            self.who.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        first, last = self._day(self.first), self._day(self.last)
        for field, day in ((self.first, first), (self.last, last)):
            if day is None:
                field.tell_no_day()
                field.editor.setFocus(Qt.FocusReason.OtherFocusReason)
                return
        if not self._typed(self.passphrase):
            return
        if first is None or last is None:
            return
        desk, act, who = self._context.desk, self._context.act(), self.who.key()
        passphrase = self.passphrase.text()
        self.banners.clear()
        self.name_one.setEnabled(False)
        task = self._context.tasks.store(
            lambda: desk.deputies.name(act, who, first, last, passphrase)
        )
        task.succeeded.connect(self._on_named)
        task.failed.connect(self._on_act_failed)

    def _take_back(self) -> None:
        desk, act, key = self._context.desk, self._context.act(), self.table.current_key()
        if not self._typed(self.back_passphrase):
            return
        passphrase = self.back_passphrase.text()
        self.banners.clear()
        self.back.setEnabled(False)
        task = self._context.tasks.store(lambda: desk.deputies.take_back(act, key, passphrase))
        task.succeeded.connect(self._on_taken_back)
        task.failed.connect(self._on_act_failed)

    def _on_named(self, made: object, _tag: object) -> None:
        self.name_one.setEnabled(True)
        self.passphrase.set_text("")
        self.table.setFocus()  # being busy had taken it from the button
        if isinstance(made, DeputyView):
            self._context.notify(
                self.tr(
                    "{0} を代行に指名しました。{0} が次にサインインした時から効きます。"
                ).format(made.name)
            )
        self._context.data_changed.emit()

    def _typed(self, field: FormField) -> bool:
        """Whether there is a passphrase: an empty one would count as a failed sign-in."""
        if not field.text():
            field.set_error(self.tr("署名するには、あなたのパスフレーズを入れてください。"))
            field.editor.setFocus()
        return bool(field.text())

    def _on_taken_back(self, made: object, _tag: object) -> None:
        self.back_passphrase.set_text("")
        if isinstance(made, DeputyView):
            self._context.notify(self.tr("{0} の代行を取り消しました。").format(made.name))
        self._context.data_changed.emit()

    def _on_act_failed(self, error: BaseException) -> None:
        self.name_one.setEnabled(True)
        self._on_chosen(self.table.current_key())
        self._context.show_error(error, self)

    def _on_failed(self, error: BaseException) -> None:
        self._context.show_error(error, self)

    def _day(self, field: FormField) -> date | None:
        return field.editor.day() if isinstance(field.editor, DateField) else None


def _may_stand_in(person: PersonView) -> bool:
    return person.active and person.role is Role.CLERK


def _row(one: DeputyView, state: str) -> Row:
    tone, icon = _STATES[state]
    over: Tone | None = "mute" if state in ("終了", "取消し") else None
    period = f"{one.first_on.isoformat()} – {one.last_on.isoformat()}"
    return Row(
        (
            Cell(one.name, over, weight=500),
            Cell(one.named_by, over),
            Cell(period, over, px=13),
            Cell(state, tone, icon, px=13),
        ),
        key=one.id,
    )
