"""What the proposal of a three-way check rests on, and what a 補正依頼 should then ask for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

from PySide6.QtCore import QCoreApplication

from desktop.domain.verification import (
    LEVEL_LABELS,
    OUTCOME_LABELS,
    REGISTER_LABELS,
    Level,
    Outcome,
)
from desktop.services.verification_views import FormerView, RowView, ThreeWayView
from desktop.ui.cases.outcomes import contradicts, look_of
from desktop.ui.marking import QT_TRANSLATE_NOOP

_PAPER_POINTS: Final[Mapping[str, str]] = {
    "NO_PAPER": "ID_MISSING",
    "REJECTED": "ID_REJECTED",
    "UNREADABLE": "ID_UNREADABLE",
    "EXPIRED": "ID_EXPIRED",
    "NO_DATE": "ID_UNREADABLE",
    "TOO_OLD": "ID_EXPIRED",
    "BACK_MISSING": "ID_UNREADABLE",
    "SECOND_NEEDED": "ID_SECOND",
    "NO_ADDRESS": "ID_SECOND",
}
"""The point of D-02 that answers each fault of the papers."""

_MISREAD: Final = QT_TRANSLATE_NOOP("CheckReasons", "読み取りの誤りかもしれません")

_ELSEWHERE: Final = QT_TRANSLATE_NOOP("CheckReasons", "住所以外で一致")
PLACES: Final[Mapping[str, str]] = {
    "R1": QT_TRANSLATE_NOOP("CheckReasons", "R1 契約者・請求先"),
    "R2": QT_TRANSLATE_NOOP("CheckReasons", "R2 供給場所"),
    "Rh": QT_TRANSLATE_NOOP("CheckReasons", "Rh 以前の住所"),
}


def counted_outcomes(check: ThreeWayView) -> str:
    """「相違 1 · 表記ゆれ 2 · 記載なし 2」."""
    if check.candidate < 0:
        return ""
    order = (Outcome.DIFFERENT, Outcome.VARIANT, Outcome.MISSING)
    worth = [row for outcome in order for row in check.rows if row.outcome is outcome]
    worth.sort(key=lambda row: row.by_former)
    counted = Counter(look_of(row).word for row in worth)
    return " · ".join(f"{word} {count}" for word, count in counted.items())


def candidate_words(check: ThreeWayView) -> list[tuple[str, str]]:
    """The candidates for the drop-down list."""
    count = len(check.candidates)
    return [
        (
            str(one.index),
            _tr("{0}（候補 {1} / {2}）").format(_tr(PLACES.get(one.which, _ELSEWHERE)), n, count),
        )
        for n, one in enumerate(check.candidates, 1)
    ]


def reasons_of(check: ThreeWayView) -> list[tuple[str, str]]:
    """The evidence behind E, as facts to read."""
    facts: list[tuple[str, str]] = []
    if check.verdict is not None:
        facts.append((_tr("照合の水準"), LEVEL_LABELS[check.verdict.level]))
        matched = REGISTER_LABELS.get(check.verdict.matched, _tr("一致した住所はありません"))
        facts.append((_tr("登録の住所"), matched))
        facts += [(LEVEL_LABELS[Level.HISTORICAL], _linked(one)) for one in check.former]
    if check.candidate >= 0:
        facts.append((_tr("登録の候補"), check.candidates[check.candidate].label))
    facts.append((_tr("本人確認書類"), "、".join(check.paper_labels) or _tr("ありません")))
    found = " ".join(problem.sentence for problem in check.papers.problems)
    facts.append((_tr("書類の確認"), found or _tr("有効な書類がそろっています。")))
    rows = ((one.label, told_of(one, check.former)) for one in check.rows)
    return facts + [(label, told) for label, told in rows if told]


def _linked(one: FormerView) -> str:
    return f"{one.a} ＝ {one.b}"


def told_of(row: RowView, former: Sequence[FormerView], *, briefly: bool = False) -> str:
    """What a row rests on, but for plain equality and what is just not written there.

    Where a move explains the row, the former address and what it agrees with, both as written.
    """
    if row.by_former:
        return "　".join(_former_told(row, former))
    plain = (
        OUTCOME_LABELS[Outcome.EQUAL],
        OUTCOME_LABELS[Outcome.MISSING],
        _tr("どちらにも記載なし"),
    )
    said = [one for one in row.evidence if one.rpartition("：")[2] not in plain]
    if row.explained_by_reading:
        misread = _tr(_MISREAD)
        said.append(misread if briefly else _tr("{0}。画像と見比べてください。").format(misread))
    return "　".join(said)


def _former_told(row: RowView, former: Sequence[FormerView]) -> list[str]:
    nothing = QCoreApplication.translate("CheckReasons", "記載なし")
    told = []
    for link, read in zip(former, row.former, strict=True):
        how = OUTCOME_LABELS[read.outcome] + (f"（{read.note}）" if read.note else "")
        told.append(f"{link.a}「{read.a or nothing}」＝{link.b}「{read.b or nothing}」：{how}")
    return told


def points_of(check: ThreeWayView) -> tuple[str, ...]:
    """The codes of the D-02 that the check suggests."""
    points = [
        _PAPER_POINTS[problem.code.value]
        for problem in check.papers.problems
        if problem.code.value in _PAPER_POINTS
    ]
    different = {one.component for one in check.rows if contradicts(one)}
    if "name" in different:
        points.append("NAME_MISMATCH")
    if check.candidate < 0:
        points.append("NOT_IDENTIFIED")
    elif different - {"name"} or (check.proposal == "CORRECTION" and not points):
        points.append("ADDRESS_MISMATCH")
    return tuple(dict.fromkeys(points))


def _tr(text: str) -> str:
    return QCoreApplication.translate("CheckReasons", text)
