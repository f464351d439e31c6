"""The login screen; over everything while the desk is locked."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from desktop.domain.roles import ROLE_LABELS, Role
from desktop.services.act import SignedIn
from desktop.services.people import People
from desktop.ui import theme
from desktop.ui.clock import Clock
from desktop.ui.errors import ErrorReporter
from desktop.ui.labels import icon_label, label
from desktop.ui.tasks import Asked, TaskRunner
from desktop.ui.widgets.banner import BannerArea
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.cells import Cell
from desktop.ui.widgets.form_field import FormField
from desktop.ui.widgets.layout import card as card_of
from desktop.ui.widgets.layout import column, panel, row
from desktop.ui.widgets.table import Table
from desktop.ui.widgets.table_model import Column, Row, RowsModel


class LoginScreen(QWidget):
    """Asks for employee code and passphrase. The passphrase is forgotten with every answer."""

    signed_in = Signal(object)  # SignedIn
    card_requested = Signal()  # all passphrases are lost

    def __init__(
        self, people: People, tasks: TaskRunner, clock: Clock, errors: ErrorReporter, office: str
    ) -> None:
        super().__init__()
        self.setObjectName("login_screen")
        self._people, self._tasks, self._clock, self._errors = people, tasks, clock, errors
        self._asked = Asked()
        self.banners = BannerArea(name="login_banners")
        self._title = label(self.tr("サインイン"), "h2", name="login_title")
        self._note = label("", "small", wrap=True, name="login_note")
        self.login = FormField(self.tr("職員番号"), key="login", name="login_id")
        self.passphrase = FormField(
            self.tr("パスフレーズ"), key="passphrase", name="login_passphrase", secret=True
        )
        self.enter = Button(
            self.tr("サインインする"), "primary", key="Ctrl+Enter", name="login_enter"
        )
        self.enter.clicked.connect(self._sign_in)
        self.by_card = Button(
            self.tr("だれもパスフレーズを思い出せないとき"), "quiet", small=True, name="login_card"
        )
        self.by_card.clicked.connect(self.card_requested)
        card = panel(
            column(
                self._title,
                self._note,
                4,
                self.banners,
                self.login,
                self.passphrase,
                8,
                self.enter,
                row(None, self.by_card, None),
                spacing=8,
                margins=(28, 24, 28, 28),
            ),
            "card",
        )
        card.setFixedWidth(theme.px(400))
        self._office = label(office, "caption", name="login_office")
        self._known: dict[str, str] = {}
        self._sample_rows = RowsModel(
            (
                Column(self.tr("職員番号"), 90),
                Column(self.tr("役割"), 110),
                Column(self.tr("パスフレーズ")),
            )
        )
        self.sample = Table(
            self._sample_rows,
            name="sample_people",
            accessible=self.tr("見本の利用者"),
            row_height=30,
        )
        self.sample.row_activated.connect(self._take_sample)
        self._sample = card_of(
            label(self.tr("見本の事務所の利用者"), "h3"),
            label(self.tr("架空の人です。行を選んでEnterを押すと、欄に入ります。"), "caption"),
            self.sample,
            spacing=4,
            margins=(14, 12, 14, 12),
        )
        self._sample.setFixedWidth(theme.px(400))
        self._sample.hide()
        brand = row(
            None,
            icon_label("mail-open", "accent", 24),
            label(self.tr("窓口"), "h1"),
            None,
            spacing=10,
        )
        self.setLayout(
            column(
                None,
                brand,
                row(None, self._office, None),
                20,
                row(None, card, None),
                12,
                row(None, self._sample, None),
                None,
                spacing=2,
            )
        )
        self.ask("")

    def set_office(self, office: str) -> None:
        self._office.setText(office)

    def tell_sample(self, people: Sequence[tuple[str, Role, str]]) -> None:
        """Show who may sign in to the sample office: login, role, passphrase."""
        self._known = {login: passphrase for login, _role, passphrase in people}
        self._sample_rows.set_rows(
            [
                Row(
                    (
                        Cell(login, weight=500, px=13),
                        Cell(ROLE_LABELS[role], px=13),
                        Cell(passphrase, "text2", px=13),
                    ),
                    key=login,
                )
                for login, role, passphrase in people
            ]
        )
        self.sample.setFixedHeight(theme.px(30) * (len(people) + 1) + 2)
        self._sample.show()

    def _take_sample(self, login: str) -> None:
        self.login.set_text(login)
        self.passphrase.set_text(self._known[login])
        self.enter.setFocus(Qt.FocusReason.OtherFocusReason)

    def ask(self, login: str, *, locked: bool = False) -> None:
        """Ask anew: of anybody, or of the person whose desk is locked (another may come too)."""
        self._asked.again()
        self.banners.clear()
        for field in (self.login, self.passphrase):
            field.clear_error()
        self.passphrase.set_text("")
        self.login.set_text(login)
        self._title.setText(self.tr("画面をロックしています") if locked else self.tr("サインイン"))
        self._note.setText(
            self.tr("続けるにはパスフレーズを入れてください。別の人は職員番号から入れます。")
            if locked
            else self.tr("職員番号とパスフレーズを入れてください。")
        )
        self.by_card.setVisible(not locked)
        self._set_busy(False)
        self.take_focus()

    def take_focus(self) -> None:
        first = self.passphrase if self.login.text() else self.login
        first.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.login.editor.hasFocus() and not self.passphrase.text():
                self.passphrase.editor.setFocus(Qt.FocusReason.TabFocusReason)
            else:
                self.enter.click()
        else:
            super().keyPressEvent(event)

    def _sign_in(self) -> None:
        login, passphrase = self.login.text().strip(), self.passphrase.text()
        self.banners.clear()
        for field, given in ((self.passphrase, passphrase), (self.login, login)):
            field.clear_error()
            if not given:
                field.set_error(self.tr("空欄です。入れてください。"))
                field.editor.setFocus(Qt.FocusReason.OtherFocusReason)
        if not (login and passphrase):
            return
        people, at = self._people, self._clock.now()
        self._set_busy(True)
        task = self._tasks.store(lambda: people.sign_in(login, passphrase, at), asked=self._asked)
        task.succeeded.connect(self._on_signed_in)
        task.failed.connect(self._on_failed)

    def _on_signed_in(self, person: object, _tag: object) -> None:
        self.passphrase.set_text("")
        self._set_busy(False)
        if isinstance(person, SignedIn):
            self.signed_in.emit(person)

    def _on_failed(self, error: BaseException) -> None:
        self.passphrase.set_text("")
        self._set_busy(False)
        self.passphrase.editor.setFocus(Qt.FocusReason.OtherFocusReason)
        self._errors.show_error(self, error)

    def _set_busy(self, busy: bool) -> None:
        self.enter.setEnabled(not busy)
        self.enter.set_text(self.tr("確かめています…") if busy else self.tr("サインインする"))
