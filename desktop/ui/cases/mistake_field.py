"""Why an entry of the fee ledger is wrong: a person chooses, nothing is chosen beforehand."""

from __future__ import annotations

from collections.abc import Container

from PySide6.QtCore import QCoreApplication, Qt

from desktop.domain.payments import MISTAKE_LABELS, Mistake
from desktop.ui.widgets.form_field import FormField
from desktop.ui.widgets.select import Select


class MistakeField(FormField):
    def __init__(self, mistakes: Container[Mistake], *, name: str) -> None:
        whys = [(one.value, MISTAKE_LABELS[one]) for one in Mistake if one in mistakes]
        title = _tr("取り消す理由")
        why = Select([("", _tr("選んでください")), *whys], name=name, accessible=title)
        super().__init__(title, why, key="why", name=name)
        self.why = why
        self.why.currentIndexChanged.connect(self.clear_error)

    def given(self) -> Mistake | None:
        """The mistake that was chosen; None, and told below, while none is."""
        if self.why.key():
            return Mistake(self.why.key())
        self.set_error(_tr("取り消す理由を選んでください。"))
        self.why.setFocus(Qt.FocusReason.OtherFocusReason)
        return None


def _tr(text: str) -> str:
    return QCoreApplication.translate("MistakeField", text)
