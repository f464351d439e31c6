"""The way a letter goes out, as the buttons of its panel: print, check, post."""

from __future__ import annotations

from PySide6.QtCore import QObject

from desktop.domain.roles import Capability
from desktop.services.case_views import LetterView
from desktop.ui.cases.letter_card import LetterCard
from desktop.ui.cases.open_case import OpenCase
from desktop.ui.widgets.buttons import Button


class Leaving(QObject):
    """The primary button prints where the machine can print, and saves a copy elsewhere."""

    def __init__(self, opened: OpenCase, letter: LetterView, *, name: str, parent: QObject) -> None:
        super().__init__(parent)
        may = opened.context.may(Capability.DISPATCH)
        self.fresh = letter.state == "READY" and may
        self.card = LetterCard(opened, letter, leaves=may and letter.state in ("READY", "PRINTED"))
        again = letter.state in ("PRINTED", "CHECKED", "SENT")
        self.primary = Button(
            self.tr("写しを保存する"), "primary", key="Ctrl+Enter", name=f"{name}_leave"
        )
        self.save = Button(
            self.tr("写しをもう一度保存する") if again else self.tr("写しを保存する"),
            name=f"{name}_save",
        )
        self.save.hide()
        self.primary.clicked.connect(self._on_primary)
        self.save.clicked.connect(self._on_save)
        self.card.when_printers_known(self._on_printers)
        self.card.handed.connect(self._on_handed)

    def offer_again(self) -> None:
        """A letter that was printed may be printed or saved once more."""
        self.save.show()

    def _on_printers(self) -> None:
        if self.fresh:
            self.primary.set_text(self.tr("印刷する"))
            self.save.show()

    def _on_handed(self, at_work: bool) -> None:
        self.primary.setEnabled(not at_work)

    def _on_primary(self) -> None:
        if self.card.can_print:
            self.card.print(self.primary)
        else:
            self.card.save(self.primary)

    def _on_save(self) -> None:
        self.card.save(self.save)
