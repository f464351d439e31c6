"""The three-way check of the address, and who confirmed it (DOMAIN §7)."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from desktop.domain.errors import Refused, Stale
from desktop.domain.identity import PapersFinding
from desktop.domain.reading import FieldReading, PageKind
from desktop.domain.roles import Capability
from desktop.domain.states import Action, CaseState
from desktop.domain.verification import (
    Decision,
    ThreeWay,
    decision_for,
    three_way,
)
from desktop.services import rights
from desktop.services.act import Act, SignedIn
from desktop.services.case_change import CaseChange
from desktop.services.case_views import CaseView
from desktop.services.cases import Cases
from desktop.services.check_basis import basis_of
from desktop.services.check_sides import (
    candidate_view,
    form_side,
    register_side,
    same_name,
)
from desktop.services.form_facts import ADDRESS_KEYS, PERSON_KEYS, address_line, person_block
from desktop.services.identity_papers import PlacedField, find_papers, with_backs_asked
from desktop.services.premises import Premises
from desktop.services.register import Candidate, Register, RegisterRow
from desktop.services.three_way_table import table
from desktop.services.typed_text import refuse_my_number
from desktop.services.verification_views import FormerView, ThreeWayView
from desktop.services.waiting import forget_identity
from desktop.store.cases import case_row
from desktop.store.documents import open_reading, page_row, pages_of, replace_reading
from desktop.store.errors import KeyDestroyed
from desktop.store.parts import drop_part, get_part, put_part
from desktop.store.schema.casework import CaseRow

PASS, SECOND, CORRECTION, NO_CANDIDATE = "PASS", "SECOND_CLERK", "CORRECTION", "NO_CANDIDATE"
_SHOWN = 8
_AT_CHECK = (CaseState.FORM_CHECK, CaseState.ID_CHECK)


@dataclass(frozen=True, slots=True)
class _Check:
    """One computed check: what is shown, and what a confirmation keeps."""

    view: ThreeWayView
    found: ThreeWay
    picked: RegisterRow | None = field(repr=False)
    version: int


class Verification:
    def __init__(self, premises: Premises, register: Register, cases: Cases) -> None:
        self._premises = premises
        self._register = register
        self._cases = cases
        self._change = CaseChange(cases)

    def view(self, by: SignedIn, case_id: str, candidate: int | None = None) -> ThreeWayView:
        """Form, identity papers and register side by side.

        With several register hits and `candidate` None nothing is picked: a clerk picks.
        """
        rights.require(by, Capability.VIEW_CASE)
        rights.require(by, Capability.VIEW_IDENTITY_IMAGE)
        return self._compute(by, case_id, candidate).view

    def correct(self, act: Act, case_id: str, page_id: str, key: str, text: str) -> CaseView:
        """Put right what was read from a page (F2). A confirmed identity is confirmed anew."""
        refuse_my_number(text)

        def work(session: Session, case: CaseRow) -> None:
            row = page_row(session, page_id)
            if row.case_id != case.id or CaseState(case.state) not in _AT_CHECK:
                raise Refused(
                    "読みを直せるのは、形式確認と本人確認の間だけです。",
                    "案件を開き直して、いまの状態を確かめてください。",
                )
            vault = self._premises.vault
            reading = open_reading(session, vault, page_id)
            kept = [one for one in reading.fields if one.key != key]
            before = reading.field(key)
            box = before.box if before else None
            corrected = FieldReading(key, text.strip(), 1.0, True, box)
            replaced = dataclasses.replace(reading, fields=(*kept, corrected))
            replace_reading(session, vault, page_id, replaced)
            if row.kind == PageKind.FORM:
                self._correct_person(session, act, case, key, text.strip())
            forget_identity(case)
            self._cases.book.note(
                session, act, case, "page.correct", subject=page_id, fields=(key,)
            )

        return self._change.view(act, case_id, Capability.CHECK_FORM, "case.correct", work)

    def confirm(
        self,
        act: Act,
        case_id: str,
        candidate: int,
        *,
        seen: frozenset[str],
        note: str = "",
        basis: str | None = None,
    ) -> CaseView:
        """A person confirms the proposal PASS. `seen` = the components looked at, all of them;
        `basis` that of the view they looked at."""
        refuse_my_number(note, field="note")
        rights.require(act, Capability.CHECK_IDENTITY)
        check = self._compute(act.by, case_id, candidate)

        def work(session: Session, case: CaseRow) -> None:
            _refuse_other_basis(check, basis)
            if check.view.proposal != PASS:
                raise Refused(
                    "この照合は一人では確認できません。",
                    "第二確認者へ回すか、補正を依頼してください。",
                )
            self._keep(session, act, case, check, seen, note)
            self._cases.book.advance(session, act, case, Action.CONFIRM_IDENTITY)

        return self._change.view(
            act,
            case_id,
            Capability.CHECK_IDENTITY,
            "case.confirm_identity",
            work,
            version=check.version,
            action=Action.CONFIRM_IDENTITY,
        )

    def ask_second(
        self,
        act: Act,
        case_id: str,
        candidate: int,
        *,
        seen: frozenset[str],
        note: str,
        basis: str | None = None,
    ) -> CaseView:
        """Hand a VARIANT, ROOM_MISSING or HISTORICAL match to another clerk, with a note."""
        rights.require(act, Capability.CHECK_IDENTITY)
        check = self._compute(act.by, case_id, candidate)
        if not note.strip():
            raise Refused(
                "第二確認者へ伝える文が書かれていません。",
                "どこをどう確かめたかを書いてください。",
                field="note",
            )
        refuse_my_number(note, field="note")

        def work(session: Session, case: CaseRow) -> None:
            _refuse_other_basis(check, basis)
            if CaseState(case.state) is not CaseState.ID_CHECK or check.view.proposal not in (
                PASS,
                SECOND,
            ):
                raise Refused("この照合は第二確認者へ回せません。", "補正を依頼してください。")
            self._keep(session, act, case, check, seen, note)
            case.identity_needs_second = True
            self._cases.book.note(session, act, case, "case.second_asked")

        return self._change.view(
            act,
            case_id,
            Capability.CHECK_IDENTITY,
            "case.ask_second",
            work,
            version=check.version,
            action=Action.CONFIRM_IDENTITY,
        )

    def second(self, act: Act, case_id: str, agrees: bool, note: str = "") -> CaseView:
        """The other clerk's word. Raises SamePerson for the clerk who asked."""
        refuse_my_number(note, field="note")

        def work(session: Session, case: CaseRow) -> None:
            if not (case.identity_ok and case.identity_needs_second):
                raise Refused(
                    "第二確認を待っている案件ではありません。", "案件を開き直してください。"
                )
            case.identity_second = act.by.person_id
            self._second_note(session, act, case, note)
            if agrees:
                self._cases.book.advance(
                    session,
                    act,
                    case,
                    Action.CONFIRM_IDENTITY,
                    by_right=Capability.SECOND_CHECK,
                    detail={"second": "AGREES"},
                )
                return
            self._cases.book.check_guards(session, act, case, Action.CONFIRM_IDENTITY)
            forget_identity(case)
            drop_part(session, case.id, "address")
            self._cases.book.note(
                session, act, case, "case.second_checked", detail={"second": "DISAGREES"}
            )

        return self._change.view(
            act,
            case_id,
            Capability.SECOND_CHECK,
            "case.second",
            work,
            action=Action.CONFIRM_IDENTITY,
        )

    def _compute(self, by: SignedIn, case_id: str, candidate: int | None) -> _Check:
        vault, addresses = self._premises.vault, self._premises.addresses_on(by.at.date())
        with self._premises.database.reading() as session:
            case = case_row(session, case_id)
            version = case.version
            person = get_part(session, vault, case_id, "person")
            if person is None:
                raise KeyDestroyed
            form = self._form_fields(session, case_id, person)
            papers, finding = find_papers(session, vault, case, addresses)
        hits, own = self._candidates(by, person)
        index = _picked(candidate, hits, own)
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
            former=tuple(FormerView(one.a_words, one.b_words) for one in found.former),
            basis=basis_of(rows, row, proposal),
        )
        return _Check(view, found, row, version)

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

    def _correct_person(
        self, session: Session, act: Act, case: CaseRow, key: str, text: str
    ) -> None:
        vault = self._premises.vault
        person = get_part(session, vault, case.id, "person") or person_block({})
        if key in PERSON_KEYS:
            person[key] = text
        elif key in ("family_kana", "given_kana"):
            family, _, given = person["kana"].partition(" ")
            person["kana"] = f"{text} {given}" if key == "family_kana" else f"{family} {text}"
        put_part(session, vault, case.id, "B", "person", person, act.at)

    def _keep(
        self,
        session: Session,
        act: Act,
        case: CaseRow,
        check: _Check,
        seen: frozenset[str],
        note: str,
    ) -> None:
        """What was confirmed, by whom: outcomes in class C, and the address letters go to."""
        unseen = check.view.components - seen
        if unseen:
            raise Refused(
                "まだ見ていない項目があります。",
                "すべての項目を確かめてから、確認してください。",
                field=sorted(unseen)[0],
            )
        if check.picked is None:
            raise Refused("登録の候補が選ばれていません。", "候補を選んでください。")
        vault = self._premises.vault
        verdict = check.found.verdict
        values = {
            "note": note.strip(),
            "rows": [
                [r.component, r.label, r.outcome.value, r.by_former] for r in check.found.rows
            ],
            "former": [[one.a_words, one.b_words] for one in check.found.former],
            "seen": sorted(seen),
        }
        put_part(session, vault, case.id, "C", "check", values, act.at)
        person = get_part(session, vault, case.id, "person") or {}
        # The answer goes to the address the form gives and the papers and the register bear out.
        address = {key: person.get(key, "") for key in ("name", "postal", *ADDRESS_KEYS)}
        address["customer_no"] = check.picked.customer_no
        address["supply_point_no"] = check.picked.supply_point_no
        put_part(session, vault, case.id, "C", "address", address, act.at)
        case.identity_ok = True
        case.identity_level, case.identity_which = verdict.level.value, verdict.matched
        case.identity_by, case.identity_at = act.by.person_id, act.at
        case.identity_second = None
        case.identity_needs_second = False
        session.flush()

    def _second_note(self, session: Session, act: Act, case: CaseRow, note: str) -> None:
        values = {"text": note.strip(), "by": act.by.person_id}
        put_part(session, self._premises.vault, case.id, "C", "note", values, act.at, slot="second")


def _refuse_other_basis(check: _Check, basis: str | None) -> None:
    if basis is not None and basis != check.view.basis:
        raise Stale(
            "照合のあとで、読みか登録情報が変わりました。",
            "いまの内容をもう一度確かめてから、確認してください。",
        )


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
