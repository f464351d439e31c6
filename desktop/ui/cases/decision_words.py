"""A decision in words, as those who approve and send it read it (DOMAIN §1)."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from desktop.domain.requests import REQUEST_LABELS, Reason, RequestType
from desktop.services.case_views import ItemDecision
from desktop.services.wanted_codes import ItemNames
from desktop.ui.widgets.clock_words import day_and_weekday

DISCLOSURES = frozenset({RequestType.DISCLOSE, RequestType.DISCLOSE_3P})


def about(decision: ItemDecision, items: ItemNames) -> str:
    """「契約者情報」, or 「契約者情報（訂正）」 where something else than a disclosure is asked."""
    if decision.item is None:
        return REQUEST_LABELS[decision.type]
    if decision.type in DISCLOSURES:
        return items.word(decision.item)
    return f"{items.word(decision.item)}（{REQUEST_LABELS[decision.type]}）"


def outcome(decision: ItemDecision) -> str:
    if decision.type in DISCLOSURES:
        return _tr("開示する") if decision.granted else _tr("開示しない")
    if decision.granted:
        return _tr("応じる")
    return _tr("代わりの措置") if decision.reason is Reason.X_ALT else _tr("応じない")


def content(decision: ItemDecision) -> tuple[str, ...]:
    """What a granted request is answered with, line by line."""
    if not decision.granted:
        return ()
    word = REQUEST_LABELS[decision.type]
    lines = []
    if decision.before:
        lines.append(_tr("{0}前　{1}").format(word, decision.before))
    if decision.after:
        lines.append(_tr("{0}後　{1}").format(word, decision.after))
    if decision.text:
        lines.append(decision.text)
    if decision.done_on:
        lines.append(_tr("実施 {0}").format(day_and_weekday(decision.done_on)))
    return tuple(lines)


def _tr(text: str) -> str:
    return QCoreApplication.translate("DecisionWords", text)
