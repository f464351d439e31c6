"""The fields of a new person: employee code, name, role, and the passphrase twice."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from desktop.domain.errors import DeskError
from desktop.domain.roles import ROLE_LABELS, Role
from desktop.services.people import NewPerson, check_new_person, login_taken
from desktop.ui.labels import label
from desktop.ui.people.duties import duties
from desktop.ui.widgets.buttons import Button, Kind
from desktop.ui.widgets.form_field import FormField
from desktop.ui.widgets.layout import column, row
from desktop.ui.widgets.select import Select


class PersonForm(QWidget):
    """`given` carries a NewPerson whose fields have been checked."""

    given = Signal(object)

    def __init__(self, verb: str, *, primary: bool = False) -> None:
        super().__init__()
        self.setObjectName("person_form")
        self._taken: frozenset[str] = frozenset()
        self.login = FormField(
            self.tr("職員番号"),
            key="login",
            name="person_login",
            hint=self.tr("半角の英数字。氏名は使いません。"),
        )
        self.name = FormField(self.tr("氏名"), key="name", name="person_name")
        self.role = Select(
            [
                ("", self.tr("選んでください")),
                *((role.value, ROLE_LABELS[role]) for role in Role),
            ],
            name="person_role",
            accessible=self.tr("役割"),
        )
        self._duties = label("", "caption", wrap=True, name="person_duties")
        self.passphrase = FormField(
            self.tr("パスフレーズ"),
            key="passphrase",
            name="person_passphrase",
            secret=True,
            hint=self.tr("8文字以上。言葉をいくつか並べます。"),
        )
        self.again = FormField(
            self.tr("パスフレーズ（もう一度）"), key="again", name="person_again", secret=True
        )
        kind: Kind = "primary" if primary else "secondary"
        key = "Ctrl+Enter" if primary else ""
        self.add = Button(verb, kind, key=key, name="person_add", icon="user-plus")
        self.add.clicked.connect(self.submit)
        self.role.currentIndexChanged.connect(self._show_duties)
        self.role_field = FormField(
            self.tr("役割"), self.role, key="role", name="person_role_field"
        )
        self.role.currentIndexChanged.connect(self.role_field.clear_error)
        self.setLayout(
            column(
                row((self.login, 1), (self.name, 1), spacing=12),
                self.role_field,
                self._duties,
                row((self.passphrase, 1), (self.again, 1), spacing=12),
                row(self.add, None),
                spacing=10,
            )
        )
        self._show_duties()

    def set_taken(self, logins: Sequence[str]) -> None:
        """Employee codes that are in use already."""
        self._taken = frozenset(login.casefold() for login in logins)

    def choose_role(self, role: Role) -> None:
        self.role.choose(role.value)

    def clear(self) -> None:
        for field in (self.login, self.name, self.passphrase, self.again):
            field.set_text("")
            field.clear_error()
        self.role.choose("")  # the next person is another one: nobody has chosen their role yet
        self.login.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_busy(self, busy: bool) -> None:
        self.add.setEnabled(not busy)

    def submit(self) -> None:
        """Check the fields; what is wrong is told beside its field."""
        for field in (self.login, self.name, self.passphrase, self.again):
            field.clear_error()
        if not self.role.key():
            self.role_field.set_error(self.tr("役割を選んでください。"))
            self.role.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        person = NewPerson(
            self.login.text().strip(),
            self.name.text().strip(),
            Role(self.role.key()),
            self.passphrase.text(),
        )
        try:
            check_new_person(person)
            if person.login.casefold() in self._taken:
                raise login_taken()
        except DeskError as error:
            self.show_error(error)
            return
        if self.again.text() != person.passphrase:
            self.again.set_error(self.tr("2回の入力が違います。もう一度入れてください。"))
            self.again.set_text("")
            self.again.editor.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.given.emit(person)

    def show_error(self, error: DeskError) -> None:
        fields = (self.login, self.name, self.passphrase)
        field = next((field for field in fields if field.key == error.field), self.login)
        field.set_error(str(error))
        field.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.again.editor.hasFocus():
                self.submit()
            else:
                self.focusNextChild()
        else:
            super().keyPressEvent(event)

    def _show_duties(self) -> None:
        self._duties.setText(duties(Role(self.role.key())) if self.role.key() else "")
