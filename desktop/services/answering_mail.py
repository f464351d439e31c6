"""Mail that answers us: the slip's case, the end of its wait, and whom mail without one may answer.

A slip names its case. Without one a case is only suggested, with the level and the evidence: a
person picks it, or makes a new case (DOMAIN §7: nothing is joined because it looks alike).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from sqlalchemy.orm import Session

from desktop.address.compare import LEVEL_LABELS, SAME_PLACE, Level
from desktop.address.names import Outcome, compare_names
from desktop.domain.errors import Refused
from desktop.domain.page_kinds import IDENTITY_KINDS
from desktop.domain.reading import PageKind, PageReading
from desktop.domain.roles import Capability
from desktop.domain.states import END_STATES, CaseState
from desktop.domain.three_way_match import level_of
from desktop.services import rights
from desktop.services.act import Act, SignedIn
from desktop.services.case_lines import WORK_LABELS
from desktop.services.casebook import Casebook
from desktop.services.form_facts import address_line, form_fields
from desktop.services.premises import Premises
from desktop.services.recheck import recheck_identity, return_draft
from desktop.services.spool_contents import open_reading
from desktop.services.waiting import end_wait
from desktop.store import envelopes
from desktop.store.cases import case_id_of, case_row, list_cases, open_pause, where_cases
from desktop.store.parts import get_part, open_parts
from desktop.store.people import by_id
from desktop.store.schema.casework import CaseRow

EXPECTED: Final = frozenset(
    {CaseState.AWAITING_CORRECTION, CaseState.AWAITING_FEE, CaseState.RETURNED_MAIL}
)
"""The states in which a case expects mail from its customer."""

_SHOWN = 5
_NAMES: Final[Mapping[Outcome, str]] = {
    Outcome.EQUAL: "氏名が一致",
    Outcome.VARIANT: "氏名が一致（字体・表記の違い）",
    Outcome.DIFFERENT: "氏名が違います",
    Outcome.MISSING: "氏名は読み取れていません",
}


@dataclass(frozen=True, slots=True)
class SlipFound:
    """A reply slip of the envelope. `problem` says why its case is not simply joined, else ""."""

    page_id: str
    number: str
    problem: str = ""


@dataclass(frozen=True, slots=True)
class CaseSuggestion:
    """A case that expects mail, and what speaks for it being this."""

    case_id: str
    number: str
    name: str = field(repr=False)
    work: str
    level: Level
    same_name: bool
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MailProposal:
    """What the envelope itself says of its case.

    `join` is the 受付番号 of the one slip without any doubt, else ""; `question` what a person has
    to decide where there is a doubt. The suggestions are for mail without a slip.
    """

    slips: tuple[SlipFound, ...] = ()
    join: str = ""
    question: str = ""
    suggestions: tuple[CaseSuggestion, ...] = ()


class AnsweringMail:
    def __init__(self, premises: Premises) -> None:
        self._premises = premises

    def proposal(self, by: SignedIn, envelope_id: str) -> MailProposal:
        """Which case the mail answers, as far as it says so itself. Changes nothing."""
        rights.require(by, Capability.FILE)
        vault = self._premises.vault
        with self._premises.database.reading() as session:
            envelope = envelopes.envelope(session, envelope_id)
            readings = [open_reading(session, vault, page) for page in envelope.pages]
            slips = tuple(
                SlipFound(
                    page.id,
                    reading.case_number,
                    slip_problem(session, self._premises, reading),
                )
                for page, reading in zip(envelope.pages, readings, strict=True)
                if reading.kind is PageKind.SLIP
            )
            question = slips_problem(readings) or next((s.problem for s in slips if s.problem), "")
            if slips and not question:
                return MailProposal(slips, join=slips[0].number)
            found = self._suggestions(session, readings)
        return MailProposal(slips, question=question, suggestions=found)

    def _suggestions(
        self, session: Session, readings: Sequence[PageReading]
    ) -> tuple[CaseSuggestion, ...]:
        senders = [one for reading in readings for one in _senders(reading)]
        rows = {row.id: row for row in list_cases(session, where_cases(EXPECTED, "", None))}
        found = [
            suggestion
            for case_id, person in open_parts(session, self._premises.vault, "person", rows.keys())
            if (suggestion := self._suggest(rows[case_id], person, senders)) is not None
        ]
        return tuple(sorted(found, key=_order)[:_SHOWN])

    def _suggest(
        self, row: CaseRow, person: Mapping[str, Any], senders: Sequence[tuple[str, str, str]]
    ) -> CaseSuggestion | None:
        """The best of what the papers say of the sender; None where neither name nor place fits."""
        parse = self._premises.addresses.parse
        held = parse(address_line(person), person.get("postal", ""))
        name = Outcome.MISSING
        level = Level.NO_ADDRESS
        for written, address, postal in senders:
            name = min(name, compare_names(written, person.get("name", "")), key=list(_NAMES).index)
            if address:
                level = min(level, level_of(parse(address, postal), held), key=lambda one: one.rank)
        same_name = name in (Outcome.EQUAL, Outcome.VARIANT)
        if not same_name and level not in SAME_PLACE:
            return None
        return CaseSuggestion(
            row.id,
            row.number,
            person.get("name", ""),
            WORK_LABELS[CaseState(row.state)],
            level,
            same_name,
            (_NAMES[name], f"住所：{LEVEL_LABELS[level]}"),
        )


def slip_numbers(readings: Sequence[PageReading]) -> tuple[str, ...]:
    """The 受付番号 on the slips, "" for one that could not be read."""
    slips = (one.case_number for one in readings if one.kind is PageKind.SLIP)
    return tuple(dict.fromkeys(slips))


def slips_problem(readings: Sequence[PageReading]) -> str:
    """Why the slips together name no case."""
    numbers = slip_numbers(readings)
    if "" in numbers:
        return "返信票の受付番号を読み取れませんでした。"
    if len(numbers) > 1:
        return f"受付番号の違う返信票が{len(numbers)}枚入っています。"
    return ""


def slip_problem(session: Session, premises: Premises, slip: PageReading) -> str:
    """Why this slip's case is not joined without a person's word."""
    if not slip.case_number:
        return "返信票の受付番号を読み取れませんでした。"
    case_id = case_id_of(session, slip.case_number)
    if case_id is None:
        return "返信票の受付番号の案件がありません。"
    if CaseState(case_row(session, case_id).state) in END_STATES:
        return "返信票の受付番号の案件は終わっています。"
    written = slip.field("name")
    person = get_part(session, premises.vault, case_id, "person") or {}
    named = compare_names(written.text if written else "", person.get("name", ""))
    if written is not None and written.sure and named is Outcome.DIFFERENT:
        return "返信票の氏名が、受付番号の案件の請求者と違います。"
    return ""


def slip_case(session: Session, premises: Premises, readings: Sequence[PageReading]) -> str | None:
    """The case that the slips name, None without a slip; raises Refused where a person decides."""
    slips = [one for one in readings if one.kind is PageKind.SLIP]
    if not slips:
        return None
    problem = slips_problem(readings) or next(
        filter(None, (slip_problem(session, premises, one) for one in slips)), ""
    )
    if problem:
        raise Refused(
            problem,
            "受付番号を確かめ、加える案件を選ぶか、新しい案件として登録してください。",
            field="join_case",
        )
    return case_id_of(session, slips[0].case_number)


def receive(
    session: Session,
    book: Casebook,
    act: Act,
    case: CaseRow,
    readings: Sequence[PageReading],
    arrived_on: date,
) -> None:
    """Mail has come for a case: its wait ends with the day it arrived, new papers are checked, and
    the case stands on its clerk's list with the reason until somebody goes on with it."""
    if _is_older(session, case, arrived_on):
        waited = None  # the paper with which the case began, scanned now: nobody's answer
    else:
        waited = CaseState(case.state)
        end_wait(session, book, act, case, arrived_on)
    if any(one.kind in IDENTITY_KINDS for one in readings):
        recheck_identity(session, book, act, case)
        return_draft(session, book, act, case)
    tell_clerk(session, act, case, _reason(waited, readings))


def _is_older(session: Session, case: CaseRow, arrived_on: date) -> bool:
    """Of a case that began on paper: what came before the wait began does not end it."""
    wait = open_pause(session, case.id)
    return case.from_paper and wait is not None and arrived_on < wait.start


def tell_clerk(session: Session, act: Act, case: CaseRow, why: str) -> None:
    """Put the case on its clerk's list with the reason (`case_lines.MAIL_LABELS`)."""
    clerk = by_id(session, case.assigned) if case.assigned else None
    if clerk is None or not clerk.active:
        case.assigned = act.by.person_id
    case.mail = why
    session.flush()


def _reason(waited: CaseState | None, readings: Sequence[PageReading]) -> str:
    slips = form_fields(one for one in readings if one.kind is PageKind.SLIP)
    if slips.get("withdraw"):
        return "WITHDRAWAL"
    if waited is CaseState.AWAITING_CORRECTION:
        return "CORRECTION"
    return "FEE" if waited is CaseState.AWAITING_FEE else "MORE"


def _senders(reading: PageReading) -> Iterator[tuple[str, str, str]]:
    """Name, address and postal code of who a page speaks of; "" for what it does not say.

    Who moved writes from a new place: the 前住所 of a paper is theirs as well.
    """
    fields = form_fields([reading])
    name = fields.get("name", "").strip()
    address = fields.get("address", "").strip() or address_line(fields)
    for place in (address, fields.get("previous_address", "").strip()):
        if name or place:
            yield name, place, fields.get("postal", "").strip() if place == address else ""


def _order(one: CaseSuggestion) -> tuple[bool, int, str]:
    return not one.same_name, one.level.rank, one.number
