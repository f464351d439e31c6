"""A wish that waits for the supervisor's signature: signed with the own passphrase, or dropped."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.domain.roles import Capability
from desktop.ui.context import Context
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.form_field import FormField
from desktop.ui.widgets.layout import Item, column, row


class WishActs(QWidget):
    """`done` says that it waits no longer; `told` are the words for that."""

    done = Signal(str)

    def __init__(
        self, context: Context, wish_id: str, verb: str, told: str, *, name: str, primary: bool
    ) -> None:
        super().__init__()
        self.setObjectName(f"{name}_wish")
        self._context, self._id, self._told = context, wish_id, told
        signs = context.may(Capability.SIGN_SETTING)
        self.passphrase: FormField | None = None
        items: list[Item] = []
        acts: list[Item] = []
        if signs:
            self.passphrase = FormField(
                self.tr("あなたのパスフレーズ"),
                key="passphrase",
                name=f"{name}_passphrase",
                secret=True,
            )
            items.append(self.passphrase)
            sign = Button(
                verb,
                "primary" if primary else "secondary",
                key="Ctrl+Enter" if primary else "",
                name=f"{name}_sign",
            )
            sign.clicked.connect(self._sign)
            acts.append(sign)
        if signs or context.may(Capability.PROPOSE_SETTING):
            drop = Button(
                self.tr("却下する") if signs else self.tr("申請を取り下げる"),
                "danger",
                name=f"{name}_drop",
            )
            drop.clicked.connect(self._drop)
            acts.append(drop)
        self.setLayout(column(*items, row(*acts, None), spacing=8))

    def _sign(self) -> None:
        field = self.passphrase
        if field is None:
            return
        if not field.text():
            # An empty passphrase would count as a failed sign-in.
            field.set_error(self.tr("署名するには、あなたのパスフレーズを入れてください。"))
            field.editor.setFocus()
            return
        desk, act, passphrase = self._context.desk, self._context.act(), field.text()
        self._run(lambda: desk.administration.sign_setting(act, self._id, passphrase), self._told)

    def _drop(self) -> None:
        desk, act = self._context.desk, self._context.act()
        told = self.tr("申請を終わらせました。いまの文面のままです。")
        self._run(lambda: desk.administration.drop_proposal(act, self._id), told)

    def _run(self, work: Callable[[], object], told: str) -> None:
        self.setEnabled(False)
        task = self._context.tasks.store(work, tag=told)
        task.succeeded.connect(self._on_done)
        task.failed.connect(self._on_failed)

    def _on_done(self, _answer: object, told: object) -> None:
        self.done.emit(str(told))

    def _on_failed(self, error: BaseException) -> None:
        self.setEnabled(True)
        self._context.show_error(error, self)
