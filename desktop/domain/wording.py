"""The declared wording of letters: `forms/letters/*.toml`, checked when it is read (DESIGN §3).

Every text is marked for counsel's review; a version holds from its `effective_from` on and is
never changed afterwards (DESIGN §1).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from desktop.domain.annex_layouts import AnnexLayout
from desktop.domain.forms import FormDefinition
from desktop.domain.letters import (
    PLACEHOLDERS,
    Addressee,
    AnnexRow,
    Condition,
    Correction,
    Decision,
    FeeState,
    LetterData,
    LetterProblem,
    Sender,
)
from desktop.domain.reasons import VALID_FOR
from desktop.domain.requests import Reason, RequestType
from desktop.domain.tables import Table, TableProblem

_BRACED = re.compile(r"\{([^{}]*)\}")


class Block(StrEnum):
    """A list that the facts fill in under one numbered entry of the 記 section."""

    GRANTED = "granted"
    REFUSED = "refused"
    CHANGES = "changes"
    ALTERNATIVES = "alternatives"
    RETURNED = "returned"
    CORRECTIONS = "corrections"
    ENCLOSED = "enclosed"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """`must` names the rule that asks for the sentence; "" where an office may well do without."""

    text: str
    only: frozenset[Condition] = frozenset()
    must: str = ""

    def holds(self, found: frozenset[Condition]) -> bool:
        return not self.only or bool(self.only & found)


@dataclass(frozen=True, slots=True)
class Entry:
    """A numbered line of the 記 section: a text, or a block the facts fill in.

    `once`: where several letters are joined into one, only the first of them says it. `must`: the
    rule that asks for it.
    """

    label: str
    text: str
    block: Block | None
    only: frozenset[Condition] = frozenset()
    once: bool = False
    must: str = ""

    def holds(self, found: frozenset[Condition]) -> bool:
        return not self.only or bool(self.only & found)


@dataclass(frozen=True, slots=True)
class CorrectionText:
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class ReasonText:
    """The public words of a reason code and the rule it rests on (DOMAIN §3).

    `bases` are the rules for those requests to which another one applies.
    """

    text: str
    basis: str
    bases: Mapping[RequestType, str] = field(default_factory=dict)

    def basis_for(self, kind: RequestType | None) -> str:
        return self.basis if kind is None else self.bases.get(kind, self.basis)


@dataclass(frozen=True, slots=True)
class LetterDefinition:
    """One letter in one version. `slip` is the reply slip it carries as its last page.

    `suggested` are words for the explanation that it asks for, by the state of the case.
    """

    code: str
    version: int
    title: str
    effective_from: date
    counsel_review: bool
    titles: Mapping[Condition, str]
    opening: tuple[Paragraph, ...]
    entries: tuple[Entry, ...]
    closing: tuple[Paragraph, ...]
    corrections: Mapping[str, CorrectionText]
    reasons: Mapping[Reason, ReasonText]
    annex_title: str
    slip: FormDefinition | None
    sample: LetterData
    suggested: Mapping[str, str]
    annex_layouts: Mapping[str, AnnexLayout] = field(default_factory=dict)

    def title_for(self, found: frozenset[Condition]) -> str:
        return next((text for key, text in self.titles.items() if key in found), self.title)


def parse_reasons(mapping: Mapping[str, object], source: str = "") -> Mapping[Reason, ReasonText]:
    """The wording of every reason code; a code without words is refused."""
    try:
        table = Table(mapping)
        table.only("version", "effective_from", "counsel_review", "reasons")
        rows = table.table("reasons")
        rows.only(*(reason.value for reason in Reason))
        texts = {reason: rows.table(reason.value) for reason in Reason}
        return {reason: _reason_text(reason, row) for reason, row in texts.items()}
    except TableProblem as problem:
        raise _told(problem, source) from problem


def _reason_text(reason: Reason, row: Table) -> ReasonText:
    row.only("text", "basis", "bases")
    bases = row.table("bases", optional=True)
    bases.only(*(kind.value for kind in VALID_FOR[reason]))
    found = {RequestType(kind): bases.text(kind) for kind in bases.names()}
    return ReasonText(row.text("text"), row.text("basis"), found)


def parse_letter(
    mapping: Mapping[str, object],
    source: str = "",
    *,
    reasons: Mapping[Reason, ReasonText],
    slip: FormDefinition | None = None,
) -> LetterDefinition:
    """The letter in a read TOML file; `source` is the file's name, told in a `LetterProblem`."""
    try:
        return _letter(Table(mapping), reasons, slip)
    except TableProblem as problem:
        raise _told(problem, source) from problem


def _told(problem: TableProblem, source: str) -> LetterProblem:
    return LetterProblem(
        f"文書の定義 {source or '(名称なし)'} の {problem.key} に誤りがあります（{problem.why}）。",
        "定義ファイルの該当箇所を直してください。",
    )


def _letter(
    table: Table, reasons: Mapping[Reason, ReasonText], slip: FormDefinition | None
) -> LetterDefinition:
    table.only(
        *("letter", "titles", "opening", "entries", "closing", "corrections", "suggested", "sample")
    )
    head = table.table("letter")
    head.only(
        *("code", "version", "title", "effective_from", "counsel_review", "slip", "annex_title")
    )
    carries_slip = head.flag("slip")
    if carries_slip and slip is None:
        raise head.problem("slip", "返信票の様式がありません")
    titles = table.table("titles", optional=True)
    titles.only(*(condition.value for condition in Condition))
    corrections = table.table("corrections", optional=True)
    suggested = table.table("suggested", optional=True)
    definition = LetterDefinition(
        code=head.text("code"),
        version=head.whole("version"),
        title=head.text("title"),
        effective_from=head.day("effective_from"),
        counsel_review=head.flag("counsel_review", default=None),
        titles={Condition(name): titles.text(name) for name in titles.names()},
        opening=tuple(_paragraph(row) for row in table.rows("opening")),
        entries=tuple(_entry(row) for row in table.rows("entries")),
        closing=tuple(_paragraph(row) for row in table.rows("closing")),
        corrections={
            code: _correction_text(corrections.table(code)) for code in corrections.names()
        },
        reasons=reasons,
        annex_title=head.text("annex_title", default=""),
        slip=slip if carries_slip else None,
        sample=_sample(table.table("sample")),
        suggested={name: suggested.text(name) for name in suggested.names()},
    )
    if not definition.opening:
        raise table.problem("opening", "本文がありません")
    for correction in definition.sample.corrections:
        if correction.code not in definition.corrections:
            raise table.problem("sample.corrections", f"{correction.code} の文がありません")
    return definition


def unknown_placeholder(text: str) -> str:
    """What stands in braces in the text and is no placeholder; "" where all are known."""
    bare = _BRACED.sub("", text)
    strange = [name for name in _BRACED.findall(text) if name not in PLACEHOLDERS]
    return strange[0] if strange else "{" * bool(set("{}") & set(bare))


def _wording(row: Table, key: str, default: str | None = None) -> str:
    """A text whose placeholders are all known."""
    text = row.text(key, default)
    for name in _BRACED.findall(text):
        if name not in PLACEHOLDERS:
            raise row.problem(key, f"{{{name}}} という差込項目はありません")
    if _BRACED.sub("", text).strip("{}") != _BRACED.sub("", text):
        raise row.problem(key, "波括弧が閉じていません")
    return text


def _only(row: Table) -> frozenset[Condition]:
    names = row.texts("only", default=())
    known = {condition.value for condition in Condition}
    for name in names:
        if name not in known:
            raise row.problem("only", f"{name} という条件はありません")
    return frozenset(Condition(name) for name in names)


def _paragraph(row: Table) -> Paragraph:
    row.only("text", "only", "must")
    return Paragraph(_wording(row, "text"), _only(row), row.text("must", default=""))


def _entry(row: Table) -> Entry:
    row.only("label", "text", "block", "only", "once", "must")
    block = row.choice("block", Block) if row.has("block") else None
    text = _wording(row, "text", default="")
    if not text and block is None:
        raise row.problem("text", "text か block が要ります")
    once, must = row.flag("once", default=False), row.text("must", default="")
    return Entry(_wording(row, "label"), text, block, _only(row), once, must)


def _correction_text(row: Table) -> CorrectionText:
    row.only("label", "text")
    return CorrectionText(row.text("label"), _wording(row, "text"))


def _sample(table: Table) -> LetterData:
    """The fictional data of a preview (`letters preview`)."""
    table.only(
        *("document_number", "issued_on", "case_number", "arrived_on", "sender", "addressee"),
        *(
            "requests",
            "items",
            "articles",
            "method",
            "due_on",
            "fee",
            "corrections",
            "decisions",
            "annex",
        ),
        *("ending", "note", "returned", "enclosed", "method_asked"),
    )
    sender = table.table("sender")
    addressee = table.table("addressee")
    fee = table.table("fee") if table.has("fee") else None
    return LetterData(
        document_number=table.text("document_number"),
        issued_on=table.day("issued_on"),
        case_number=table.text("case_number"),
        arrived_on=table.day("arrived_on"),
        sender=Sender(
            office=sender.text("office"),
            desk=sender.text("desk"),
            responsible=sender.text("responsible"),
            postal=sender.text("postal"),
            address=sender.text("address"),
            phone=sender.text("phone"),
            hours=sender.text("hours"),
        ),
        addressee=Addressee(
            postal=addressee.text("postal"),
            address=addressee.texts("address"),
            name=addressee.text("name"),
        ),
        requests=table.texts("requests", default=()),
        items=table.texts("items", default=()),
        articles=table.texts("articles", default=("33条1項",)),
        method=table.text("method", default=""),
        due_on=table.day("due_on") if table.has("due_on") else None,
        fee=None
        if fee is None
        else FeeState(
            fee.whole("items"), fee.whole("unit"), fee.whole("due"), fee.whole("received")
        ),
        corrections=tuple(
            Correction(row.text("code"), row.text("note", default=""))
            for row in table.rows("corrections")
        ),
        decisions=tuple(_sample_decision(row) for row in table.rows("decisions")),
        annex=tuple(
            AnnexRow(
                row.text("item"),
                row.text("key"),
                row.text("value"),
                row.text("source"),
                row.day("as_of"),
                row.text("code", default=""),
            )
            for row in table.rows("annex")
        ),
        ending=table.choice("ending", Condition) if table.has("ending") else None,
        note=table.text("note", default=""),
        returned=table.texts("returned", default=()),
        enclosed=table.texts("enclosed", default=()),
        method_asked=table.text("method_asked", default=""),
    )


def _sample_decision(row: Table) -> Decision:
    row.only("request", "label", "granted", "reason", "text", "before", "after", "done_on")
    granted = row.flag("granted")
    return Decision(
        row.text("request"),
        row.text("label"),
        granted,
        None if granted else row.choice("reason", Reason),
        row.text("text", default=""),
        row.text("before", default=""),
        row.text("after", default=""),
        row.day("done_on") if row.has("done_on") else None,
    )
