"""Cases that mail without a slip may answer: shown with level and evidence, picked by a person."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from desktop.address.compare import LEVEL_LABELS
from desktop.services.answering_mail import CaseSuggestion
from desktop.ui.intake.link_row import LinkRow
from desktop.ui.labels import label
from desktop.ui.widgets.layout import clear, column


class Suggestions(QFrame):
    """Hidden where nothing fits. `chosen` gives the 受付番号."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("filing_suggestions")
        self.setProperty("surface", "clear")
        self._rows = column(spacing=0)
        self.setLayout(
            column(
                label(self.tr("返事かもしれない案件（選ぶまで加わりません）"), "small"),
                self._rows,
                spacing=2,
                margins=(0, 8, 0, 0),
            )
        )
        self.hide()

    def show_cases(self, found: Sequence[CaseSuggestion]) -> None:
        clear(self._rows)
        for one in found:
            link = LinkRow(
                one.number,
                one.number,
                one.name,
                one.work,
                icon="mail",
                tone="accent",
                name=f"suggestion_{one.number}",
            )
            evidence = self.tr("、").join(one.evidence)
            link.setAccessibleName(f"{link.text()} {evidence}")
            link.setAccessibleDescription(LEVEL_LABELS[one.level])
            link.chosen.connect(self.chosen)
            self._rows.addWidget(link)
            self._rows.addWidget(label(evidence, "caption"))
        self.setVisible(bool(found))
        self.updateGeometry()
