"""What the proposal of a three-way check rests on, and what a 補正依頼 should then ask for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Final

from desktop.domain.verification import LEVEL_LABELS, OUTCOME_LABELS, REGISTER_LABELS, Outcome
from desktop.services.verification_views import RowView, ThreeWayView
from desktop.ui.cases.outcomes import OUTCOMES

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

_MISREAD: Final = "読み取りの誤りかもしれません"

PLACES: Final[Mapping[str, str]] = {
    "R1": "R1 契約者・請求先",
    "R2": "R2 供給場所",
    "Rh": "Rh 以前の住所",
}


def counted_outcomes(check: ThreeWayView) -> str:
    """「相違 1 · 表記ゆれ 2 · 記載なし 2」."""
    if check.candidate < 0:
        return ""
    counted = Counter(row.outcome for row in check.rows)
    return " · ".join(
        f"{OUTCOMES[outcome].word} {counted[outcome]}"
        for outcome in (Outcome.DIFFERENT, Outcome.VARIANT, Outcome.MISSING)
        if counted[outcome]
    )


def candidate_words(check: ThreeWayView) -> list[tuple[str, str]]:
    """The candidates for the drop-down list."""
    count = len(check.candidates)
    return [
        (str(one.index), f"{PLACES.get(one.which, '住所以外で一致')}（候補 {n} / {count}）")
        for n, one in enumerate(check.candidates, 1)
    ]


def reasons_of(check: ThreeWayView) -> list[tuple[str, str]]:
    """The evidence behind E, as facts to read."""
    facts: list[tuple[str, str]] = []
    if check.verdict is not None:
        facts.append(("照合の水準", LEVEL_LABELS[check.verdict.level]))
        matched = REGISTER_LABELS.get(check.verdict.matched, "一致した住所はありません")
        facts.append(("登録の住所", matched))
    if check.candidate >= 0:
        facts.append(("登録の候補", check.candidates[check.candidate].label))
    facts.append(("本人確認書類", "、".join(check.paper_labels) or "ありません"))
    found = " ".join(problem.sentence for problem in check.papers.problems)
    facts.append(("書類の確認", found or "有効な書類がそろっています。"))
    return facts + [(one.label, told) for one in check.rows if (told := told_of(one))]


def told_of(row: RowView, *, briefly: bool = False) -> str:
    """What a row rests on, but for plain equality and what is just not written there."""
    plain = (OUTCOME_LABELS[Outcome.EQUAL], OUTCOME_LABELS[Outcome.MISSING], "どちらにも記載なし")
    said = [one for one in row.evidence if one.rpartition("：")[2] not in plain]
    if row.explained_by_reading:
        said.append(_MISREAD if briefly else f"{_MISREAD}。画像と見比べてください。")
    return "　".join(said)


def points_of(check: ThreeWayView) -> tuple[str, ...]:
    """The codes of the D-02 that the check suggests."""
    points = [
        _PAPER_POINTS[problem.code.value]
        for problem in check.papers.problems
        if problem.code.value in _PAPER_POINTS
    ]
    different = {one.component for one in check.rows if one.outcome is Outcome.DIFFERENT}
    if "name" in different:
        points.append("NAME_MISMATCH")
    if check.candidate < 0:
        points.append("NOT_IDENTIFIED")
    elif different - {"name"} or (check.proposal == "CORRECTION" and not points):
        points.append("ADDRESS_MISMATCH")
    return tuple(dict.fromkeys(points))
