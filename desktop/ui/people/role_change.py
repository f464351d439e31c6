"""Another role for the chosen person, with what they have on the desk and have to hand over."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop.domain.roles import ROLE_LABELS, Role
from desktop.services.people import PersonView
from desktop.services.role_changes import OpenWork
from desktop.ui.context import Context
from desktop.ui.labels import label
from desktop.ui.tasks import Asked
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.form_field import FormField
from desktop.ui.widgets.layout import column, row
from desktop.ui.widgets.select import Select


class RoleChange(QWidget):
    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setObjectName("role_change")
        self._context = context
        self._asked = Asked()
        self._person: PersonView | None = None
        self.work = OpenWorkLine(context)
        self.role = Select(
            [(role.value, ROLE_LABELS[role]) for role in Role],
            name="change_role",
            accessible=self.tr("新しい役割"),
        )
        self.field = FormField(self.tr("新しい役割"), self.role, key="role", name="change_role")
        self.ask = Button(self.tr("役割の変更を申請する"), name="change_role_ask", small=True)
        self.ask.clicked.connect(self._ask)
        self.role.currentIndexChanged.connect(self._arrange)
        self.setLayout(
            column(
                self.work, row((self.field, 1), column(None, self.ask, 6), spacing=10), spacing=6
            )
        )
        self.show_person(None)

    def show_person(self, person: PersonView | None) -> None:
        """The person who is chosen; None where nobody is, or one's own row."""
        before = self._person
        self._person = person if person is not None and person.active else None
        if self._person is not None and self._person != before:
            self.role.choose(self._person.role.value)
        self.field.clear_error()
        self.work.show_work_of(self._person.id if self._person is not None else "")
        self._arrange()

    def _arrange(self) -> None:
        person = self._person
        self.role.setEnabled(person is not None)
        # Of whom no role is signed, the service says whether one waits or was refused.
        new = person is not None and (not person.signed or person.role.value != self.role.key())
        self.ask.setEnabled(new)

    def _ask(self) -> None:
        person = self._person
        if person is None:
            return
        desk, act, role = self._context.desk, self._context.act(), Role(self.role.key())
        self.ask.setEnabled(False)
        task = self._context.tasks.store(
            lambda: desk.administration.roles.wish(act, person.id, role), tag=(person, role)
        )
        task.succeeded.connect(self._on_asked)
        task.failed.connect(self._on_failed)

    def _on_asked(self, _result: object, what: object) -> None:
        if isinstance(what, tuple):
            person, role = what
            told = self.tr("{0} を{1}にする申請を出しました。責任者が署名した時に変わります。")
            self._context.notify(told.format(person.login, ROLE_LABELS[role]))
        self._context.data_changed.emit()

    def _on_failed(self, error: BaseException) -> None:
        self._arrange()
        self._context.show_error(error, self)


class OpenWorkLine(QWidget):
    """What somebody has on the desk, in numbers; nothing of any case."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setObjectName("open_work")
        self._context = context
        self._asked = Asked()
        self.words = label("", "small", wrap=True, name="open_work_words")
        self.setLayout(column(self.words))

    def show_work_of(self, person_id: str) -> None:
        self._asked.again()
        self.words.setText("")
        if not person_id:
            return
        desk, by = self._context.desk, self._context.signed_in
        task = self._context.tasks.store(
            lambda: desk.administration.roles.open_work(by, person_id), asked=self._asked
        )
        task.succeeded.connect(self._show)
        task.failed.connect(self._on_failed)

    def _show(self, work: object, _tag: object) -> None:
        if not isinstance(work, OpenWork):
            return
        told = []
        if work.cases:
            told.append(
                self.tr("担当中の案件 {0}件（責任者か受付担当が「案件」で引き継ぎます）").format(
                    work.cases
                )
            )
        if work.approvals:
            told.append(
                self.tr("発送・実施前の決裁 {0}件（無効になり、ほかの責任者が署名します）").format(
                    work.approvals
                )
            )
        if work.deputyships:
            told.append(self.tr("代行 {0}件（終わります）").format(work.deputyships))
        self.words.setText("、".join(told) or self.tr("引き継ぐ仕事はありません。"))

    def _on_failed(self, error: BaseException) -> None:
        self._context.show_error(error, self)
