"""An envelope that is our own answer come back: told, and recorded as 返戻 with one key."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from PySide6.QtWidgets import QWidget

from desktop.domain.errors import Refused
from desktop.domain.roles import Capability
from desktop.services.filing import Filed
from desktop.services.intake_views import EnvelopeView
from desktop.services.returned_mail import CameBack
from desktop.ui.context import Context
from desktop.ui.intake.envelope_card import envelope_title
from desktop.ui.labels import icon_label, label
from desktop.ui.tasks import Asked
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.clock_words import short_day
from desktop.ui.widgets.layout import card, column, row


class ReturnedCard(QWidget):
    """Hidden for any other mail. `day` gives the 到達日 that stands in the panel, if it is one;
    `filed` takes what was filed with the envelope's title and id, `failed` an error."""

    def __init__(
        self,
        context: Context,
        day: Callable[[], date | None],
        filed: Callable[[object, object], None],
        failed: Callable[[BaseException], None],
    ) -> None:
        super().__init__()
        self.setObjectName("returned_card")
        self._context, self._day, self._asked = context, day, Asked()
        self._filed, self._failed = filed, failed
        self._envelope: EnvelopeView | None = None
        self._found: CameBack | None = None
        self.words = label("", "small", wrap=True, name="returned_card_words")
        self.act = Button(
            self.tr("返戻として記録する"), "secondary", key="F9", name="returned_card_act"
        )
        self.act.clicked.connect(self._record)
        head = row(
            icon_label("mail-x", "bad", 16),
            label(self.tr("当社が発送した封筒です"), "h3"),
            None,
            spacing=8,
        )
        self.setLayout(column(card(head, self.words, self.act, spacing=6), spacing=0))
        self.hide()

    def ask(self, envelope: EnvelopeView) -> None:
        """Whether this mail is one of our own, come back."""
        self._envelope, self._found = envelope, None
        self.hide()
        context = self._context
        if not (context.may(Capability.FILE) and context.may(Capability.DISPATCH)):
            return
        returned, by = context.desk.returned, context.signed_in
        task = context.tasks.store(
            lambda: returned.proposal(by, envelope.id), tag=envelope.id, asked=self._asked
        )
        task.succeeded.connect(self._show)
        task.failed.connect(self._on_unknown)

    def _show(self, found: object, envelope_id: object) -> None:
        envelope = self._envelope
        if envelope is None or envelope.id != envelope_id or not isinstance(found, CameBack):
            return
        self._found = found
        sent = self.tr("受付番号 {0}、{1} に発送した{2}です。").format(
            found.number,
            short_day(found.posted_on),
            f"「{found.title}」" if found.title else self.tr("回答"),
        )
        then = found.problem or self.tr(
            "封を切らずに保管してください。上の到達日で、案件に返戻を記録します。"
        )
        self.words.setText(sent + then)
        self.act.setVisible(not found.problem)
        self.act.setEnabled(True)
        self.show()

    def _record(self) -> None:
        envelope, found, day = self._envelope, self._found, self._day()
        if envelope is None or found is None or found.problem:
            return
        if day is None:
            sentence = self.tr("到達日が日付になっていません。")
            step = self.tr("2026-11-12 のように入れてください。")
            self._failed(Refused(sentence, step, field="arrived_on"))
            return
        desk, act = self._context.desk, replace(self._context.act(), seen=found.version)
        title = envelope_title(envelope, self._context.today())
        self.act.setEnabled(False)
        task = self._context.tasks.store(
            lambda: desk.returned.take_in(act, envelope.id, found.case_id, day),
            tag=(title, envelope.id),
        )
        task.succeeded.connect(self._on_recorded)
        task.failed.connect(self._on_failed)

    def _on_recorded(self, filed: object, tag: object) -> None:
        if isinstance(filed, Filed):
            self.hide()
            self._context.notify(self.tr("返戻を記録しました。"))
            self._filed(filed, tag)

    def _on_failed(self, error: BaseException) -> None:
        self.act.setEnabled(True)
        self._failed(error)

    def _on_unknown(self, error: BaseException) -> None:
        self._failed(error)
