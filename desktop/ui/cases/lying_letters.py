"""Letters that lie unposted when a case ends: named before they are void (DOMAIN §8)."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QLabel

from desktop.services.case_facts import DECISION_CODES, ON_THE_WAY
from desktop.services.case_views import LetterView
from desktop.ui.labels import label

_LYING = ("READY", "PRINTED", "CHECKED")


def lying_told(letters: Sequence[LetterView]) -> tuple[QLabel, ...]:
    """A label that names them; none where nothing lies there."""
    codes = (*ON_THE_WAY, *DECISION_CODES)
    found = [one for one in letters if one.code in codes and one.state in _LYING]
    if not found:
        return ()
    titles = "、".join(dict.fromkeys(one.title for one in found))
    words = _tr("まだ発送していない「{0}」は取り消され、送れなくなります。").format(titles)
    if any(one.state != "READY" for one in found):
        words += _tr("印刷した紙は封筒から出して破棄してください。")
    return (label(words, "small", tone="warn", wrap=True, name="lying_letters"),)


def _tr(text: str) -> str:
    return QCoreApplication.translate("LyingLetters", text)
