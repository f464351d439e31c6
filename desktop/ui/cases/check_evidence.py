"""One line below the three-way table: what the outcome of the chosen row rests on."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.domain.verification import Outcome
from desktop.services.verification_views import FormerView, RowView
from desktop.ui import theme
from desktop.ui.cases.check_reasons import told_of
from desktop.ui.cases.outcomes import look_of
from desktop.ui.labels import icon_label, label, set_icon, set_tone, set_tooltip
from desktop.ui.tokens import Tone
from desktop.ui.widgets.layout import row

_HEIGHT = 24


class RowEvidence(QWidget):
    """Of one height, so that the table stays where it is while the cursor walks; E tells all."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("check_evidence")
        self._whole = ""
        self._icon = icon_label("info", "text2", 16)
        self._text = label("", "small", name="check_evidence_text")
        self._text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setLayout(row(self._icon, (self._text, 1), spacing=8, margins=(8, 0, 8, 0)))
        self.setFixedHeight(theme.px(_HEIGHT))

    def show_row(self, one: RowView | None, former: Sequence[FormerView] = ()) -> None:
        sentence, icon, tone = _said(one, former) if one is not None else ("", "info", "text2")
        self._whole = sentence
        set_icon(self._icon, icon, tone, 16)
        set_tone(self._text, "warn" if one is not None and one.explained_by_reading else None)
        self._icon.setVisible(bool(sentence))
        self.setAccessibleName(sentence)
        set_tooltip(self, sentence)
        self._fit()

    def sentence(self) -> str:
        return self._whole

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        room = max(0, self.width() - theme.px(16 + 8 + 16) - 4)
        elide = Qt.TextElideMode.ElideRight
        self._text.setText(theme.metrics(13).elidedText(self._whole, elide, room))


def _said(one: RowView, former: Sequence[FormerView]) -> tuple[str, str, Tone]:
    translate = QCoreApplication.translate
    if one.register is None:
        picked = translate("RowEvidence", "登録の候補を選ぶと、根拠を表示します。")
        return picked, "info", "text2"
    look = look_of(one)
    told = told_of(one, former, briefly=True)
    if not told and one.outcome is Outcome.MISSING and one.missing_on:
        told = translate("RowEvidence", "{0}に記載がありません").format(one.missing_on)
    if not told:
        told = translate("RowEvidence", "書かれているものはすべて一致しています")
    icon = "triangle-alert" if one.explained_by_reading else look.icon
    tone: Tone = "warn" if one.explained_by_reading else look.tone
    return f"{one.label}　{told}", icon, tone
