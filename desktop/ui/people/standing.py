"""What stood before roles were signed: told over every place until a supervisor has signed it."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtWidgets import QWidget

from desktop.domain.roles import Capability
from desktop.services.standing import StandingPerson, StandingView
from desktop.ui import theme
from desktop.ui.context import Context
from desktop.ui.labels import label
from desktop.ui.tasks import Asked
from desktop.ui.widgets.banner import Banner, BannerArea
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.cells import Cell
from desktop.ui.widgets.dialog import Dialog
from desktop.ui.widgets.form_field import FormField
from desktop.ui.widgets.table import Table
from desktop.ui.widgets.table_model import Column, Row, RowsModel

_WIDTH, _HEIGHT, _PRINT = 720, 260, 14


class StandingNotice(QObject):
    """Asks, for a supervisor, whether something has to be signed; keeps one banner until then."""

    def __init__(self, context: Context, area: BannerArea, parent: QWidget) -> None:
        super().__init__(parent)
        self._context, self._area, self._window = context, area, parent
        self._asked = Asked()
        self._banner: Banner | None = None
        self._view = StandingView(False)

    def check(self) -> None:
        if not self._context.may(Capability.SIGN_SETTING):
            return
        desk, by = self._context.desk, self._context.signed_in
        task = self._context.tasks.store(
            lambda: desk.administration.standing.view(by), asked=self._asked
        )
        task.succeeded.connect(self._on_found)
        task.failed.connect(self._on_failed)

    def _on_found(self, view: object, _tag: object) -> None:
        if self._banner is not None:
            self._area.remove(self._banner)
            self._banner = None
        if not isinstance(view, StandingView) or not view.needed:
            return
        self._view = view
        read = Button(
            self.tr("一覧を確かめて署名する"), "secondary", name="standing_read", small=True
        )
        read.clicked.connect(self._open)
        self._banner = Banner(
            "bad",
            self.tr("利用者の役割と鍵に、責任者の署名がまだありません。"),
            self.tr("前の版で作られた保管庫です。署名するまで、登録されたままの役割で動きます。"),
            actions=[read],
            name="standing_banner",
        )
        self._area.show_banner(self._banner)

    def _open(self) -> None:
        dialog = StandingDialog(self._window, self._context, self._view)
        dialog.finished.connect(dialog.deleteLater)
        dialog.finished.connect(self.check)
        dialog.open()

    def _on_failed(self, error: BaseException) -> None:
        self._context.show_error(error, self._area)


class StandingDialog(Dialog):
    def __init__(self, parent: QWidget, context: Context, view: StandingView) -> None:
        super().__init__(
            parent,
            parent.tr("いまの利用者の役割と鍵に署名しますか"),
            parent.tr("この一覧に署名する"),
            name="standing_dialog",
            width=_WIDTH,
        )
        self._context, self._view = context, view
        self._model = RowsModel(
            (
                Column(self.tr("職員番号"), 96),
                Column(self.tr("氏名")),
                Column(self.tr("役割"), 96),
                Column(self.tr("状態"), 96),
                Column(self.tr("鍵（指紋の先頭）"), 190),
            )
        )
        self.table = Table(
            self._model, name="standing_people", accessible=self.tr("署名する役割と鍵")
        )
        self.table.setFixedHeight(theme.px(_HEIGHT))
        self._model.set_rows([_row(person) for person in view.people])
        self.passphrase = FormField(
            self.tr("あなたのパスフレーズ"),
            key="passphrase",
            name="standing_passphrase",
            secret=True,
        )
        self.add(
            label(
                self.tr(
                    "役割が一人でも違うときは署名せず、監査と管理者に知らせてください。"
                    "署名したあとは、署名のない役割・鍵・設定は効きません。"
                ),
                wrap=True,
            ),
            self.table,
        )
        if view.forged:
            self.add(
                label(
                    self.tr("署名の合わない設定（効いていません）：{0}").format(
                        "、".join(view.forged)
                    ),
                    "small",
                    wrap=True,
                    tone="bad",
                    name="standing_forged",
                )
            )
        self.add(self.passphrase)
        self.start_at(self.table)
        self.confirmed.connect(self._sign)

    def _sign(self) -> None:
        if not self.passphrase.text():
            # An empty passphrase would count as a failed sign-in.
            self.passphrase.set_error(
                self.tr("署名するには、あなたのパスフレーズを入れてください。")
            )
            self.passphrase.editor.setFocus()
            return
        desk, act, digest = self._context.desk, self._context.act(), self._view.digest
        passphrase = self.passphrase.text()
        self.banners.clear()
        self.set_busy(True)
        task = self._context.tasks.store(
            lambda: desk.administration.standing.sign(act, passphrase, digest)
        )
        task.succeeded.connect(self._on_signed)
        task.failed.connect(self._on_refused)

    def _on_signed(self, _result: object, _tag: object) -> None:
        self.accept()
        self._context.notify(self.tr("役割と鍵に署名しました。"))
        self._context.data_changed.emit()

    def _on_refused(self, error: BaseException) -> None:
        self.set_busy(False)
        self._context.show_error(error, self)


def _row(person: StandingPerson) -> Row:
    state = Cell(_tr("利用中"), px=13) if person.active else Cell(_tr("利用終了"), "mute", px=13)
    prints = "　".join(one[:_PRINT] for one in person.keys) or _tr("なし")
    return Row(
        (
            Cell(person.login, weight=500, px=13),
            Cell(person.name),
            Cell(person.role, px=13),
            state,
            Cell(prints, "text2", px=13),
        ),
        key=person.login,
    )


def _tr(text: str) -> str:
    return QCoreApplication.translate("Standing", text)
