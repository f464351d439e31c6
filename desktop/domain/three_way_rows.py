"""The rows of the three-way check: every component in three places, with the evidence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import combinations
from typing import Final

from desktop.address.compare import SAME_PLACE, Comparison, Component, Level, compare
from desktop.address.component import MISREAD
from desktop.address.names import (
    OUTCOME_LABELS,
    Outcome,
    compare_kana,
    former_names,
    judge_names,
    worst_outcome,
)
from desktop.address.parse import Address
from desktop.domain.sides import RegisterSide, Side
from desktop.domain.three_way_former import FormerEvidence, FormerReading
from desktop.domain.verdict_words import COMPONENT_LABELS, PAIR_LABELS
from desktop.domain.wareki import wareki

FORM_AND_PAPER: Final = "form-identity"
_AMONG_PAPERS: Final = "identity-identity"
_PAIRS: Final = (FORM_AND_PAPER, "identity-register", "form-register")
_DIFFERENT: Final = Outcome.DIFFERENT
ADDRESS_ROWS: Final = ("postal", "prefecture", "city", "town", "block", "building", "room")


@dataclass(frozen=True, slots=True)
class CompareRow:
    """One component in the three places as written.

    `missing_on` names, with commas, the sides (form, identity, register) that lack it. `evidence`
    tells for the pairs of places how they stand and why; `note` is the short of it. `former` has a
    reading for each link of the check; `by_former`: the places differ only because of the move that
    those links prove.
    """

    component: str
    label: str
    form: str = field(repr=False)
    identity: str = field(repr=False)
    register: str = field(repr=False)
    outcome: Outcome
    missing_on: str = ""
    note: str = ""
    evidence: tuple[str, ...] = field(default=(), repr=False)
    explained_by_reading: bool = False
    former: tuple[FormerReading, ...] = field(default=(), repr=False)
    by_former: bool = False


@dataclass(frozen=True, slots=True)
class NamesFinding:
    """The name on form, papers and register; `births` tells how the birth dates stand.

    `birth_row` shows them; None where nobody gives one.
    """

    outcome: Outcome
    births: Outcome
    row: CompareRow
    birth_row: CompareRow | None = None

    @property
    def rows(self) -> tuple[CompareRow, ...]:
        return (self.row, self.birth_row) if self.birth_row is not None else (self.row,)


def judge_people(form: Side, papers: Sequence[Side], register: RegisterSide | None) -> NamesFinding:
    """The name on the form, on every paper and in the register, each with each.

    Kana are evidence: where they differ and no birth date bears the person out, a person looks.
    """
    formers = [paper.former_name for paper in papers if paper.former_name.strip()]
    formers.extend(former for paper in papers for former in former_names(paper.name))
    named = [
        ("form", form.name),
        *(("identity", paper.name) for paper in papers),
        *((("register", register.name),) if register else ()),
    ]
    findings = [
        (f"{one}-{other}", judge_names(a, b, formers))
        for (one, a), (other, b) in combinations(named, 2)
    ]
    outcome = worst_outcome(found.outcome for _, found in findings)
    if not papers:
        outcome = Outcome.MISSING
    births = _births([form, *papers], register)
    kana = _kana(form, register)
    if outcome is Outcome.EQUAL and kana is Outcome.DIFFERENT and births is not Outcome.EQUAL:
        outcome = Outcome.VARIANT
    misread = _misread([(pair, one.outcome, one.explained_by_reading) for pair, one in findings])
    beside = [*_beside(outcome, kana, births), MISREAD if misread else ""]
    paper = _paper_to_show(form, papers)
    registered = register.name if register else ""
    row = CompareRow(
        "name",
        COMPONENT_LABELS["name"],
        form.name,
        paper,
        registered,
        outcome,
        _missing_on(form.name, paper, registered),
        _short([*(found.note for _, found in findings), *beside]),
        _evidence((pair, _in_words(one.outcome, one.note)) for pair, one in findings),
        misread,
    )
    return NamesFinding(outcome, births, row, _birth_row(form, papers, register))


def _birth_row(
    form: Side, papers: Sequence[Side], register: RegisterSide | None
) -> CompareRow | None:
    """Birth dates as one day in one calendar, so that they can be compared by eye."""
    on_papers = [paper.birth for paper in papers if paper.birth is not None]
    apart = (one for one in on_papers if one != form.birth)
    shown = (form.birth, next(apart, None) or next(iter(on_papers), None))
    sides = (*shown, register.birth if register else None)
    told = {one for one in (form.birth, *on_papers, sides[2]) if one is not None}
    if not told:
        return None
    outcome = Outcome.DIFFERENT if len(told) > 1 else Outcome.EQUAL
    if outcome is Outcome.EQUAL and None in sides:
        outcome = Outcome.MISSING
    on_form, on_paper, held = (wareki(one) if one is not None else "" for one in sides)
    pairs = zip(_PAIRS, ((0, 1), (1, 2), (0, 2)), strict=True)
    return CompareRow(
        "birth",
        COMPONENT_LABELS["birth"],
        on_form,
        on_paper,
        held,
        outcome,
        _missing_on(on_form, on_paper, held) if outcome is Outcome.MISSING else "",
        "",
        _evidence((pair, _birth_said(sides[a], sides[b])) for pair, (a, b) in pairs),
    )


def _birth_said(one: date | None, other: date | None) -> str:
    if one is None or other is None:
        return OUTCOME_LABELS[Outcome.MISSING]
    return OUTCOME_LABELS[Outcome.EQUAL] if one == other else "生年月日が違います"


def _births(sides: Sequence[Side], register: RegisterSide | None) -> Outcome:
    """EQUAL needs the register's date and another like it; dates that differ are DIFFERENT."""
    told: list[date] = [side.birth for side in sides if side.birth is not None]
    held = register.birth if register else None
    if len({*told, held} - {None}) > 1:
        return Outcome.DIFFERENT
    return Outcome.EQUAL if told and held is not None else Outcome.MISSING


def _kana(form: Side, register: RegisterSide | None) -> Outcome:
    return compare_kana(form.kana, register.kana) if register else Outcome.MISSING


def _beside(outcome: Outcome, kana: Outcome, births: Outcome) -> list[str]:
    """What else speaks for or against one person."""
    notes = []
    if kana is Outcome.DIFFERENT:
        notes.append("フリガナが違います")
    elif kana is not Outcome.MISSING and outcome is not Outcome.EQUAL:
        notes.append("フリガナは一致")
    if births is Outcome.DIFFERENT:
        notes.append("生年月日が違います")
    elif births is Outcome.EQUAL and outcome is not Outcome.EQUAL:
        notes.append("生年月日は一致")
    return notes


def _paper_to_show(form: Side, papers: Sequence[Side]) -> str:
    """The name that agrees least with the form's."""
    order = (Outcome.EQUAL, Outcome.VARIANT, Outcome.MISSING, Outcome.DIFFERENT)
    return max(
        (paper.name for paper in papers),
        key=lambda name: order.index(judge_names(form.name, name).outcome),
        default="",
    )


def _misread(found: Sequence[tuple[str, Outcome, bool]]) -> bool:
    """Whether a reading error could explain every contradiction of (pair, outcome, explained).

    Nothing in the register is read off paper: where form and papers agree with one another, two
    readings would have erred alike, and that explains nothing.
    """
    different = [one for one in found if one[1] is Outcome.DIFFERENT]
    if not all(explained for _, _, explained in different):
        return False
    papers_agree = any(
        pair == FORM_AND_PAPER and outcome in (Outcome.EQUAL, Outcome.VARIANT)
        for pair, outcome, _ in found
    )
    among_papers = any("register" not in pair for pair, _, _ in different)
    return bool(different) and (among_papers or not papers_agree)


def address_rows(
    form: Address,
    paper: Address,
    register: Address,
    former: Sequence[FormerEvidence] = (),
    others: Sequence[Address] = (),
) -> tuple[CompareRow, ...]:
    """`former` are the links of a match that rests on a former address, and only of such a one;
    `others` the further papers, each of which must agree with the one shown (DOMAIN §7)."""
    compared = (compare(form, paper), compare(paper, register), compare(form, register))
    among = tuple(compare(paper, other) for other in others)
    rows = (_address_row(name, *compared, among) for name in ADDRESS_ROWS)
    return tuple(_with_former(row, compared, former) for row in rows)


def _with_former(
    row: CompareRow, compared: Sequence[Comparison], former: Sequence[FormerEvidence]
) -> CompareRow:
    """Between two places that are one a contradiction stays one, whoever moved."""
    readings = tuple(one.reading(row.component) for one in former)
    agreeing = [found for found in compared if found.level in SAME_PLACE]
    moved = all(found.component(row.component).outcome is not _DIFFERENT for found in agreeing)
    borne_out = bool(readings) and all(one.outcome is not _DIFFERENT for one in readings)
    settled = row.outcome is _DIFFERENT and moved and borne_out
    misread = row.explained_by_reading and not settled
    return replace(row, former=readings, by_former=settled, explained_by_reading=misread)


def _address_row(
    name: str,
    f_d: Comparison,
    d_r: Comparison,
    f_r: Comparison,
    among: Sequence[Comparison],
) -> CompareRow:
    parts = [found.component(name) for found in (f_d, d_r, f_r)]
    form, identity, register = parts[0].a, parts[0].b, parts[1].b
    told = list(zip(_PAIRS, parts, strict=True))
    # What another paper just does not show takes nothing away from what this one shows.
    between = (found.component(name) for found in among)
    apart = [part for part in between if part.outcome in (_DIFFERENT, Outcome.VARIANT)]
    told += [(_AMONG_PAPERS, part) for part in apart]
    parts += apart
    outcome = worst_outcome(part.outcome for part in parts)
    missing = _missing_on(form, identity, register) if outcome is Outcome.MISSING else ""
    misread = _misread(
        [(pair, part.outcome, part.explained_by_reading) for pair, part in told if part.a or part.b]
    )
    notes = [_without(MISREAD, part.note) for part in parts if part.outcome is outcome]
    return CompareRow(
        name,
        COMPONENT_LABELS[name],
        form,
        identity,
        register,
        outcome,
        missing,
        _short([*notes, MISREAD if misread else ""]),
        _evidence((pair, _said(part)) for pair, part in told),
        misread,
    )


def _without(reason: str, note: str) -> str:
    return "、".join(one for one in note.split("、") if one != reason)


def _short(notes: Iterable[str]) -> str:
    """Every reason once: 「丁目の書き方、全角と半角」."""
    return "、".join(dict.fromkeys(one for note in notes for one in note.split("、") if one))


def _evidence(told: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """「書類・登録、請求書・登録：部屋番号が違います」: the pairs of which one thing is said."""
    pairs: dict[str, list[str]] = {}
    for pair, said in told:
        pairs.setdefault(said, []).append(PAIR_LABELS[pair])
    return tuple(f"{'、'.join(dict.fromkeys(of))}：{said}" for said, of in pairs.items())


def _said(part: Component) -> str:
    if not part.a and not part.b:
        return "どちらにも記載なし"
    return _in_words(part.outcome, _without(MISREAD, part.note), part.level is Level.NORMALIZED)


def _in_words(outcome: Outcome, note: str, by_writing: bool = False) -> str:
    """A contradiction and a mere spelling speak for themselves; a variant is called one."""
    if note and (by_writing or outcome in (Outcome.DIFFERENT, Outcome.MISSING)):
        return note
    return OUTCOME_LABELS[outcome] + (f"（{note}）" if note else "")


def _missing_on(form: str, identity: str, register: str) -> str:
    sides = (("form", form), ("identity", identity), ("register", register))
    if not any(text.strip() for _, text in sides):
        return ""
    return ",".join(name for name, text in sides if not text.strip())


def differing(rows: Sequence[CompareRow], level: Level, *, birth_differs: bool) -> tuple[str, ...]:
    """The components to speak of: contradictions that no move explains, a missing room or name."""
    named = [
        row.component
        for row in rows
        if (row.outcome is _DIFFERENT and not row.by_former and row.component != "birth")
        or (row.component == "name" and row.outcome is not Outcome.EQUAL)
        or (
            row.component == "room"
            and row.outcome is Outcome.MISSING
            and level is Level.ROOM_MISSING
        )
    ]
    return (*named, "birth") if birth_differs else tuple(named)
