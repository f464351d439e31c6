"""A register hit as a row to read: how well it fits, who it is, which address, and why."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QCoreApplication

from desktop.address.compare import LEVEL_LABELS, Level
from desktop.services.register import Candidate, Query
from desktop.services.register_source import COLUMN_LABELS
from desktop.ui.marking import QT_TRANSLATE_NOOP
from desktop.ui.tokens import Tone
from desktop.ui.widgets.cells import Cell
from desktop.ui.widgets.table_model import Column, Row

LEVELS: Final[dict[Level, tuple[str, Tone]]] = {
    Level.EXACT: ("equal", "ok"),
    Level.NORMALIZED: ("equal", "ok"),
    Level.VARIANT: ("equal-approximately", "warn"),
    Level.HISTORICAL: ("history", "warn"),
    Level.ROOM_MISSING: ("circle-dashed", "warn"),
    Level.DIFFERENT_ROOM: ("equal-not", "bad"),
    Level.PARTIAL: ("equal-not", "bad"),
    Level.NONE: ("equal-not", "bad"),
    Level.NO_ADDRESS: ("circle-dashed", "mute"),
}
WHERE: Final = {
    "R1": QT_TRANSLATE_NOOP("CandidateRows", "契約者・請求先"),
    "R2": QT_TRANSLATE_NOOP("CandidateRows", "供給場所"),
    "Rh": QT_TRANSLATE_NOOP("CandidateRows", "以前の住所"),
}
_SHORT_WORDS: Final = {
    "顧客番号": QT_TRANSLATE_NOOP("CandidateRows", "お客様番号"),
    "供給地点特定番号": QT_TRANSLATE_NOOP("CandidateRows", "供給地点"),
}


def candidate_row(key: str, candidate: Candidate) -> Row:
    """Two lines: the judgement above which address it is of, the address above the evidence."""
    one = candidate.row
    return Row(
        (
            judgement(candidate),
            Cell(one.customer_no, px=13),
            Cell(one.name, weight=500, sub=one.kana, sub_tone="text2"),
            Cell(address_of(candidate), px=13, sub="　".join(_beside(candidate)), sub_tone="text2"),
        ),
        key=key,
    )


def columns() -> tuple[Column, ...]:
    return (
        Column(_tr("判定"), 176),
        Column(_tr("お客様番号"), 102),
        Column(_tr("氏名"), 126),
        Column(_tr("住所と根拠")),
    )


def _beside(candidate: Candidate) -> list[str]:
    """The evidence but for what the judgement already says."""
    said = candidate.evidence
    if not candidate.which:
        return [one for one in said if one != _foremost(candidate)]
    return [one for one in said if not one.startswith("住所 ")]


def _foremost(candidate: Candidate) -> str:
    """What speaks against the candidate, else the first that speaks for it."""
    against = (one for one in candidate.evidence if one.endswith(" 相違"))
    return next(against, next(iter(candidate.evidence), ""))


def judgement(candidate: Candidate) -> Cell:
    """The level of the address; where none was asked for, what agrees instead."""
    if candidate.which:
        icon, tone = LEVELS[candidate.level]
        words, below = LEVEL_LABELS[candidate.level], _tr(WHERE[candidate.which])
        until = candidate.period.partition("/")[2]
        below += f" 〜{until}" if until else ""
        return Cell(words, tone, icon, weight=700, px=13, sub=below, sub_tone="text2")
    first = _foremost(candidate)
    icon, tone = sign_of(first)
    words, _, how = first.rpartition(" ")
    return Cell(
        how or _tr("候補"),
        tone,
        icon,
        weight=700,
        px=13,
        sub=_tr(_SHORT_WORDS.get(words, words)),
        sub_tone="text2",
    )


def sign_of(evidence: str) -> tuple[str, Tone]:
    """The icon and tone of one line of evidence, which ends with how it stands."""
    if evidence.endswith(" 一致"):
        return "equal", "ok"
    if evidence.endswith((" 表記ゆれ", " 類似")):
        return "equal-approximately", "warn"
    if evidence.endswith(" 相違"):
        return "equal-not", "bad"
    for level, (icon, tone) in LEVELS.items():
        if evidence.startswith(f"住所 {LEVEL_LABELS[level]}（"):
            return icon, tone
    return "info", "text2"


def address_of(candidate: Candidate) -> str:
    """The address that the judgement is of."""
    one = candidate.row
    return candidate.matched or one.r1 or one.r2 or next(iter(one.history), "")


def understood_words(query: Query) -> str:
    """「氏名 架空太郎・郵便番号 350-0001」."""
    return "・".join(f"{COLUMN_LABELS[name]} {getattr(query, name)}" for name in query.asked())


def same_customer(found: Sequence[Candidate]) -> bool:
    """Whether all hits are of one customer, who may have several supply points."""
    return len({one.row.customer_no for one in found}) == 1


def _tr(text: str) -> str:
    return QCoreApplication.translate("CandidateRows", text)
