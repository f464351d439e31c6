"""The desk's proposal above the actions, with its reasons behind E."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from desktop.ui.labels import icon_label, label, set_icon, set_tone
from desktop.ui.tokens import Tone
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.layout import column, row


class ProposalBanner(QFrame):
    """It proposes and does not accuse (visual language §7)."""

    reasons_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("surface", "banner")
        self.setObjectName("proposal")
        self._icon = icon_label("equal", "ok", 20)
        self.headline = label("", "h3", wrap=True, name="proposal_headline")
        self.body = label("", "small", tone="text", wrap=True, name="proposal_body")
        self.reasons = Button(
            self.tr("根拠"), "quiet", key="E", bind=False, small=True, name="proposal_reasons"
        )
        self.reasons.clicked.connect(self.reasons_requested)
        self.setLayout(
            row(
                column(self._icon, None, margins=(0, 1, 0, 0)),
                (column(self.headline, self.body, spacing=1), 1),
                self.reasons,
                spacing=10,
                margins=(12, 8, 12, 8),
            )
        )

    def say(self, tone: Tone, icon: str, headline: str, body: str) -> None:
        set_tone(self, tone)
        set_tone(self.headline, tone)
        set_icon(self._icon, icon, tone, 20)
        self.headline.setText(headline)
        self.body.setText(body)
        self.body.setVisible(bool(body))
        self.setAccessibleName(f"{headline}　{body}")
