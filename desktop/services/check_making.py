"""One three-way check, computed: what is shown, and what a confirmation keeps (DOMAIN §7)."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy.orm import Session

from desktop.domain.errors import Refused
from desktop.domain.identity import PapersFinding
from desktop.domain.reading import PageKind
from desktop.domain.verification import Decision, ThreeWay, decision_for, three_way
from desktop.services.act import SignedIn
from desktop.services.check_basis import basis_of
from desktop.services.check_sides import candidate_view, form_side, register_side, same_name
from desktop.services.form_facts import PERSON_KEYS, address_line
from desktop.services.identity_papers import Paper, PlacedField, find_papers, with_backs_asked
from desktop.services.premises import Premises
from desktop.services.register import Candidate, Register, RegisterRow
from desktop.services.three_way_table import table
from desktop.services.verification_views import FormerView, ThreeWayView
from desktop.store.cases import case_row
from desktop.store.documents import open_reading, pages_of
from desktop.store.errors import KeyDestroyed
from desktop.store.parts import get_part

PASS: Final = "PASS"  # noqa: S105 - no secret: the check is passed
SECOND: Final = "SECOND_CLERK"
CORRECTION: Final = "CORRECTION"
NO_CANDIDATE: Final = "NO_CANDIDATE"
_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Check:
    """One computed check: what is shown, and what a confirmation keeps."""

    view: ThreeWayView
    found: ThreeWay
    picked: RegisterRow | None = field(repr=False)
    version: int
    papers: tuple[Paper, ...] = field(default=(), repr=False)


class CheckMaker:
    def __init__(self, premises: Premises, register: Register) -> None:
        self._premises = premises
        self._register = register

    def make(self, by: SignedIn, case_id: str, candidate: int | None) -> Check:
        vault, addresses = self._premises.vault, self._premises.addresses_on(by.at.date())
        with self._premises.database.reading() as session:
            case = case_row(session, case_id)
            version = case.version
            person = get_part(session, vault, case_id, "person")
            if person is None:
                raise KeyDestroyed
            form = self._form_fields(session, case_id, person)
            papers, finding = find_papers(session, vault, case, addresses)
            waits = case.identity_ok and case.identity_needs_second
            asked = get_part(session, vault, case_id, "address") if waits else None
        asked_of = (asked or {}).get("customer_no", "")
        hits, own = self._candidates(by, person)
        index = _picked(candidate, hits, own)
        if candidate is None and asked_of:
            # A second clerk looks at the customer the first one picked.
            index = next((i for i, hit in enumerate(hits) if hit.row.customer_no == asked_of), -1)
        row = hits[index].row if index >= 0 else None
        found = three_way(
            form_side(person),
            [paper.side() for paper in papers],
            register_side(row),
            addresses,
        )
        rows = table(
            found,
            form,
            papers,
            register_known=row is not None,
            addresses=addresses,
        )
        headline, explanation = found.verdict.headline, found.verdict.explanation
        proposal = _proposal(found, finding, row)
        if row is None and hits:
            headline = "登録の候補を選んでください"
            explanation = f"登録に似た候補が{len(hits)}件あります。自動では選びません。"
        elif proposal == CORRECTION and not finding.ok:
            headline = "本人確認書類の不足"
            explanation = " ".join(problem.sentence for problem in finding.problems)
        elif proposal == CORRECTION:
            known = len(finding.problems)
            finding = with_backs_asked(finding, papers, form_side(person), addresses)
            backs = (problem.sentence for problem in finding.problems[known:])
            explanation = " ".join((explanation, *backs))
        info = self._register.info(by.at.date())
        view = ThreeWayView(
            rows=rows,
            candidates=tuple(candidate_view(i, hit) for i, hit in enumerate(hits)),
            candidate=index,
            verdict=found.verdict if row is not None else None,
            paper_labels=tuple(paper.label for paper in papers),
            papers=finding,
            register_age=info.age_days if info.generation else None,
            proposal=proposal,
            headline=headline,
            explanation=explanation,
            components=frozenset(one.component for one in rows),
            register=found.register if row is not None else "",
            doubts=frozenset(doubt for one in rows for doubt in one.doubts),
            former=tuple(FormerView(one.a_words, one.b_words) for one in found.former),
            basis=basis_of(rows, row, proposal),
        )
        return Check(view, found, row, version, papers)

    def _candidates(
        self, by: SignedIn, person: dict[str, Any]
    ) -> tuple[list[Candidate], list[int]]:
        """The hits to choose from, and the indexes of those that bear the person's name."""
        hits = self._register.find(
            by,
            address=address_line(person),
            name=person["name"],
            kana=person["kana"],
            phone=person["phone"],
            postal=person["postal"],
        )
        named = [hit for hit in hits if same_name(person, hit.row)]
        placed = [
            hit
            for hit in hits
            if hit not in named and decision_for(hit.level) is not Decision.CORRECTION
        ]
        shown = [*named, *placed][:_SHOWN]
        return shown, [i for i, hit in enumerate(shown) if hit in named]

    def _form_fields(
        self, session: Session, case_id: str, person: dict[str, Any]
    ) -> dict[str, PlacedField]:
        """The form's fields where they stand; a later correction on another form page counts."""
        found: dict[str, PlacedField] = {}
        for page in pages_of(session, case_id):
            if page.kind != PageKind.FORM:
                continue
            try:
                reading = open_reading(session, self._premises.vault, page.id)
            except KeyDestroyed:
                continue
            for one in reading.fields:
                if one.key in PERSON_KEYS:
                    kept = dataclasses.replace(one, text=person.get(one.key, one.text))
                    found.setdefault(one.key, PlacedField(page.id, kept))
        return found


def _picked(candidate: int | None, hits: list[Candidate], own: list[int]) -> int:
    if candidate is None:
        return own[0] if len(own) == 1 else -1
    if not 0 <= candidate < len(hits):
        raise Refused("選んだ登録の候補がありません。", "候補を選び直してください。")
    return candidate


def _proposal(found: ThreeWay, finding: PapersFinding, row: RegisterRow | None) -> str:
    if row is None:
        return NO_CANDIDATE
    if not finding.ok:
        return CORRECTION
    return found.verdict.decision.value
