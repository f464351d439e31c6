"""Taking an envelope off the desk: its pages cannot come back, so it is asked with its reason."""

from __future__ import annotations

from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.domain.roles import Capability, roles_that_may
from desktop.services.intake_views import DISCARD_LABELS, EnvelopeView
from desktop.ui import theme
from desktop.ui.context import Context
from desktop.ui.handing_over import HandingOver
from desktop.ui.intake.money_along import EnclosedChoice, MoneyAlongFields
from desktop.ui.labels import label
from desktop.ui.widgets.dialog import Dialog
from desktop.ui.widgets.layout import column, row
from desktop.ui.widgets.select import Choice

_NARROW, _WIDE = 520, 940


class DiscardDialog(Dialog):
    """Closes itself when the envelope has gone."""

    def __init__(
        self, parent: QWidget, context: Context, envelope: EnvelopeView, title: str
    ) -> None:
        super().__init__(
            parent,
            self.tr("{0} を取り消しますか").format(title),
            self.tr("封筒を取り消す"),
            name="discard",
            kind="danger",
            width=_NARROW,
        )
        self._context, self._envelope, self._envelope_title = context, envelope, title
        self.choices = {
            reason: Choice(words, name=f"discard_{reason.value.lower()}")
            for reason, words in DISCARD_LABELS.items()
        }
        self.reroute = Choice(
            self.tr("開示等の請求ではない郵便物として、他部署へ回す"), name="discard_reroute"
        )
        self.over = HandingOver()
        self.over.hide()
        self.enclosed = EnclosedChoice(self.tr("同封の切手・為替・現金"))
        self.enclosed.hide()
        for field in (self.over, self.enclosed):  # a higher right half tears nothing apart here
            field.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.along = MoneyAlongFields(context.today())
        self.along.hide()
        files = roles_that_may(Capability.FILE)
        self.others = label(
            self.tr("開示等の請求ではない郵便物を他部署へ回すのは、{0}です。").format(files),
            "small",
            wrap=True,
            name="discard_reroute_who",
        )
        may = context.may(Capability.FILE)
        (self.others if may else self.reroute).hide()
        self.reroute.toggled.connect(self._on_reroute)
        self.enclosed.choice.currentIndexChanged.connect(self._arrange)
        pages = sum(page.blocked is None for page in envelope.pages)
        self.add(
            label(
                self.tr("保存した{0}枚は元に戻せません。紙と元のファイルはそのままです。").format(
                    pages
                ),
                wrap=True,
            ),
            row(
                (
                    column(
                        column(
                            label(self.tr("取り消す理由"), "small"),
                            *self.choices.values(),
                            self.reroute,
                            self.others,
                            spacing=2,
                        ),
                        self.over,
                        self.enclosed,
                        None,
                        spacing=12,
                    ),
                    1,
                ),
                (self.along, 1),
                spacing=24,
            ),
        )
        self.confirmed.connect(self._discard)

    def _discard(self) -> None:
        reason = next((key for key, choice in self.choices.items() if choice.isChecked()), "")
        desk, act, envelope_id = self._context.desk, self._context.act(), self._envelope.id
        if self.reroute.isChecked():
            over = self.over.given()
            if not self.enclosed.is_said():
                return
            along = self.along.given() if self.enclosed.some else None
            if along is None and self.enclosed.some:
                return
            task = self._context.tasks.store(
                lambda: desk.rerouting.reroute_envelope(act, envelope_id, over, along)
            )
        else:
            task = self._context.tasks.store(lambda: desk.intake.discard(act, envelope_id, reason))
        self.set_busy(True)
        task.succeeded.connect(self._on_discarded)
        task.failed.connect(self._on_failed)

    def _on_reroute(self, chosen: bool) -> None:
        self.over.setVisible(chosen)
        self.enclosed.setVisible(chosen)
        self._arrange()
        self.act.set_text(self.tr("他部署へ回す") if chosen else self.tr("封筒を取り消す"))
        asked = self.tr("{0} を他部署へ回しますか") if chosen else self.tr("{0} を取り消しますか")
        self.ask(asked.format(self._envelope_title))

    def _arrange(self) -> None:
        """Money takes the right half, so that the dialog stays as high as a screen."""
        money = self.reroute.isChecked() and self.enclosed.some
        self.along.setVisible(money)
        self.setFixedWidth(theme.px(_WIDE if money else _NARROW))

    def _on_discarded(self, _result: object, _tag: object) -> None:
        self.accept()
        told = (
            self.tr("{0} の他部署への回付を記録しました。")
            if self.reroute.isChecked()
            else self.tr("{0} を取り消しました。")
        )
        self._context.notify(told.format(self._envelope_title))
        self._context.data_changed.emit()

    def _on_failed(self, error: BaseException) -> None:
        self.set_busy(False)
        self._context.show_error(error, self)
