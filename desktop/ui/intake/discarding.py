"""Taking an envelope off the desk: its pages cannot come back, so it is asked with its reason."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop.services.intake_views import DISCARD_LABELS, EnvelopeView
from desktop.ui.context import Context
from desktop.ui.labels import label
from desktop.ui.widgets.dialog import Dialog
from desktop.ui.widgets.layout import column
from desktop.ui.widgets.select import Choice


class DiscardDialog(Dialog):
    """Closes itself when the envelope has gone."""

    def __init__(
        self, parent: QWidget, context: Context, envelope: EnvelopeView, title: str
    ) -> None:
        super().__init__(
            parent,
            f"{title} を取り消しますか",
            "封筒を取り消す",
            name="discard",
            kind="danger",
        )
        self._context, self._envelope, self._envelope_title = context, envelope, title
        self.choices = {
            reason: Choice(words, name=f"discard_{reason.value.lower()}")
            for reason, words in DISCARD_LABELS.items()
        }
        pages = sum(page.blocked is None for page in envelope.pages)
        self.add(
            label(
                self.tr("保存した{0}枚は元に戻せません。紙と元のファイルはそのままです。").format(
                    pages
                ),
                wrap=True,
            ),
            column(label(self.tr("取り消す理由"), "small"), *self.choices.values(), spacing=2),
        )
        self.confirmed.connect(self._discard)

    def _discard(self) -> None:
        reason = next((key for key, choice in self.choices.items() if choice.isChecked()), "")
        desk, act, envelope_id = self._context.desk, self._context.act(), self._envelope.id
        self.set_busy(True)
        task = self._context.tasks.store(lambda: desk.intake.discard(act, envelope_id, reason))
        task.succeeded.connect(self._on_discarded)
        task.failed.connect(self._on_failed)

    def _on_discarded(self, _result: object, _tag: object) -> None:
        self.accept()
        self._context.notify(self.tr("{0} を取り消しました。").format(self._envelope_title))
        self._context.data_changed.emit()

    def _on_failed(self, error: BaseException) -> None:
        self.set_busy(False)
        self._context.show_error(error, self)
