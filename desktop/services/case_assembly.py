"""A whole case as the window shows it, put together from its rows and opened parts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from desktop.domain.clocks import service_limit
from desktop.domain.disposal import DISPOSAL_METHOD_LABELS, DisposalMethod, ItemState
from desktop.domain.page_kinds import IDENTITY_KINDS, PAGE_KIND_LABELS
from desktop.domain.reading import PageKind
from desktop.domain.retention import RetentionClass
from desktop.domain.states import END_STATES, TRANSITIONS, Action, CaseState, allowed
from desktop.services import rights
from desktop.services.act import SignedIn
from desktop.services.annex_keeping import pending_items
from desktop.services.answers import annex_of, missing_items
from desktop.services.case_facts import (
    ASKING_CODES,
    CORRECTION,
    decision_letter,
    draft_state,
    is_out,
    way_of,
)
from desktop.services.case_lines import ANSWERED, as_pauses, case_lines
from desktop.services.case_views import (
    ApprovalState,
    CaseView,
    CorrectionView,
    DispatchView,
    DocumentView,
    IdentityView,
    LetterView,
    PageView,
    UnitView,
)
from desktop.services.casebook import Casebook
from desktop.services.enclosed_money import unbooked
from desktop.services.fee_state import fee_state
from desktop.services.fee_waiting import waiting_corrections
from desktop.services.form_facts import applicant
from desktop.services.identity_papers import paper_problems
from desktop.services.inquiry_state import inquiries_of_case, items_to_ask
from desktop.services.keeping_views import reason_words
from desktop.services.letter_making import letter_title
from desktop.services.media_state import CDR, medium_view, wished_encoding
from desktop.services.print_notes import expected_notes, notes_of
from desktop.services.special_views import occupancy_of, special_view
from desktop.services.wanted_codes import read_wanted
from desktop.store import audit, found_numbers
from desktop.store.cases import dispatch_of, open_pause, pauses_of, valid_approval
from desktop.store.documents import documents_of, pages_of
from desktop.store.errors import AuditBroken
from desktop.store.holds import held_now
from desktop.store.letters import came_back_twice, letters_of
from desktop.store.parts import get_part, parts_of_kind
from desktop.store.schema.casework import CaseRow, LetterRow, PauseRow, UnitRow
from desktop.store.special import posted_before
from desktop.store.units import units_of_case

WAITING = (CaseState.AWAITING_CORRECTION, CaseState.AWAITING_FEE)
_ENDS_EARLY: Mapping[CaseState, Action] = {
    row.target: row.action
    for row in TRANSITIONS
    if row.target in END_STATES and row.target is not CaseState.COMPLETED
}
IDENTITY_IMAGES = IDENTITY_KINDS | {PageKind.POWER}


def assemble(
    session: Session, book: Casebook, case: CaseRow, by: SignedIn, today: date
) -> CaseView:
    vault = book.premises.vault
    settings = book.settings(case)
    wanted = read_wanted(case.wanted)
    units = units_of_case(session, case.id)
    answers = annex_of(session, vault, case.id)
    (line,) = case_lines(session, book, [case], today)
    dispatch = dispatch_of(session, case.id)
    entries = audit.Filter(case_id=case.id)
    decisions = draft_state(session, vault, case).decisions
    waits = open_pause(session, case.id)
    notes = notes_of(session, vault, case.id)
    person = applicant(get_part(session, vault, case.id, "person") or {})
    fonts = book.premises.surroundings.fonts
    return CaseView(
        line=line,
        arrived_on=case.arrived_on,
        registered_on=case.registered_on,
        applicant=person,
        print_notes=expected_notes(person.name, person.address, fonts),
        wanted=wanted,
        method=case.method,
        agent=case.agent,
        agent_ok=case.agent_ok,
        documents=_documents(session, case, units),
        enclosures=_enclosures(session, book, case),
        fee=replace(
            fee_state(session, case, settings),
            waiting=waiting_corrections(session, book.name_of, case.id),
            unbooked=unbooked(session, vault, case),
        ),
        identity=_identity(session, book, case),
        corrections=_corrections(session, case),
        decisions=decisions,
        answers=answers,
        missing_answers=missing_items(
            wanted, [one.item for one in answers], occupancy_of(session, vault, case.id)
        ),
        inquiries=inquiries_of_case(session, case.id),
        to_ask=items_to_ask(session, vault, case),
        unconfirmed=pending_items(session, case.id),
        letters=tuple(
            replace(letter_view(book, row, units), notes=notes.get(row.id, ()))
            for row in letters_of(session, case.id)
        ),
        approval=_approval(session, book, case),
        dispatch=None
        if dispatch is None
        else DispatchView(
            dispatch.delivery,
            dispatch.tracking,
            dispatch.dispatched_on,
            dispatch.delivered_on,
            book.name_of(dispatch.by),
            dispatch.returned_on,
            posted_before(session, dispatch) + 1,
        ),
        actions=actions_of(CaseState(case.state), by, today),
        units=_units(session, book, case, units),
        history_count=audit.count(session, entries),
        version=case.version,
        asked_in=CaseState(case.waits_from) if line.state in WAITING else None,
        ended_in=_ended_in(session, case),
        special=special_view(session, vault, case),
        notices=_times_asked(session, case, waits),
        waits_until=waits.answer_by if waits is not None else None,
        items=book.item_names(case),
        limit=_limit(session, book, case, today),
        way=way_of(decisions, settings),
        **_medium(session, book, case),
    )


def _ended_in(session: Session, case: CaseRow) -> CaseState | None:
    """Where a case was when it ended without its answer, as the log says."""
    action = _ENDS_EARLY.get(CaseState(case.state))
    if action is None:
        return None
    wanted = audit.Filter(case_id=case.id, action=f"case.{action.value.lower()}")
    try:
        before = [one.detail.get("from") for one in audit.entries(session, wanted, limit=1)]
    except AuditBroken:
        return None  # what is wrong with the log is told where it is verified
    if before == [CaseState.AWAITING_CORRECTION.value]:
        before = [case.waits_from]
    return next((state for state in CaseState if [state.value] == before), None)


def _times_asked(session: Session, case: CaseRow, waits: PauseRow | None) -> int:
    """In the wait that goes on; a letter that came back twice was sent twice."""
    if waits is None:
        return 0
    return max(waits.notices, 2 * came_back_twice(session, case.id, ASKING_CODES))


def _medium(session: Session, book: Casebook, case: CaseRow) -> dict[str, Any]:
    """Only an answer on a CD-R has one."""
    if case.method != CDR:
        return {}
    vault = book.premises.vault
    letter = decision_letter(session, case.id)
    return {
        "medium": medium_view(session, vault, book.name_of, case, letter),
        "encoding": wished_encoding(session, vault, case.id),
    }


def _limit(session: Session, book: Casebook, case: CaseRow, today: date) -> date | None:
    """The last day of the service clock, while it runs (DOMAIN §4)."""
    if CaseState(case.state) in ANSWERED:
        return None
    settings, pauses = book.settings(case), as_pauses(pauses_of(session, case.id))
    calendar = book.calendar(settings)
    return service_limit(case.registered_on, pauses, today, calendar, settings.limit_days)


def actions_of(state: CaseState, by: SignedIn, today: date) -> tuple[Action, ...]:
    """The actions the state knows and the person may do; guards speak when they are tried."""
    return tuple(
        action
        for action in allowed(state)
        if any(
            rights.may(by, row.capability, today)
            for row in TRANSITIONS
            if row.source is state and row.action is action
        )
    )


def letter_view(book: Casebook, row: LetterRow, units: Sequence[UnitRow] = ()) -> LetterView:
    keyless = {unit.id for unit in units if unit.key_id is None}
    return LetterView(
        id=row.id,
        code=row.code,
        number=row.number,
        title=letter_title(row.code),
        state=row.state,
        sha256=row.sha256,
        made_by=book.name_of(row.made_by),
        made_at=row.made_at,
        answer_by=row.answer_by,
        printed_by=book.name_of(row.printed_by),
        checked_by=book.name_of(row.checked_by),
        sent_at=row.sent_at,
        destroyed=row.unit_id in keyless
        and (row.record_unit_id is None or row.record_unit_id in keyless),
        annex_destroyed=row.unit_id in keyless and row.record_unit_id is not None,
        goes_with=row.goes_with,
        returned_on=row.returned_on,
        returns=row.returns,
        is_out=is_out(row),
        way=row.way,
        way_why=row.way_why,
        way_by=book.name_of(row.way_by),
    )


def _documents(
    session: Session, case: CaseRow, units: Sequence[UnitRow]
) -> tuple[DocumentView, ...]:
    by_id = {unit.id: unit for unit in units}
    pages: dict[str, list[PageView]] = {}
    found = found_numbers.pages_found(session, case.id)
    erasing = {row.page_id for row in found_numbers.waiting_for_roll(session)}
    for row in pages_of(session, case.id):
        kind = PageKind(row.kind)
        pages.setdefault(row.document_id, []).append(
            PageView(
                id=row.id,
                seq=row.seq,
                kind=kind,
                masked=row.masked,
                destroyed=by_id[row.unit_id].key_id is None or row.id in found,
                identity=kind in IDENTITY_IMAGES,
                erasing=row.id in erasing,
            )
        )
    return tuple(
        DocumentView(
            id=row.id,
            label=PAGE_KIND_LABELS[PageKind(row.kind)],
            kind=PageKind(row.kind),
            form=row.form,
            received_on=row.received_on,
            unit_class=RetentionClass(by_id[row.unit_id].cls),
            pages=tuple(pages.get(row.id, ())),
        )
        for row in documents_of(session, case.id)
    )


def _enclosures(session: Session, book: Casebook, case: CaseRow) -> tuple[str, ...]:
    listed: list[str] = []
    for row in parts_of_kind(session, case.id, "enclosures"):
        values = get_part(session, book.premises.vault, case.id, "enclosures", row.slot)
        listed += values["listed"] if values else []
    return tuple(listed)


def _identity(session: Session, book: Casebook, case: CaseRow) -> IdentityView:
    check = get_part(session, book.premises.vault, case.id, "check") or {}
    return IdentityView(
        ok=case.identity_ok
        and (not case.identity_needs_second or case.identity_second is not None),
        level=case.identity_level,
        which=case.identity_which,
        confirmed_by=book.name_of(case.identity_by),
        second_by=book.name_of(case.identity_second),
        needs_second=case.identity_needs_second and case.identity_second is None,
        note=check.get("note", ""),
        paper_problems=paper_problems(session, book.premises.vault, case, book.premises.addresses),
        confirmed_by_id=case.identity_by or "",
    )


def _corrections(session: Session, case: CaseRow) -> tuple[CorrectionView, ...]:
    """Each wait with the letters that asked in it: as many as notices were made."""
    letters = [row for row in letters_of(session, case.id) if row.code == ASKING_CODES[0]]
    waits = [row for row in pauses_of(session, case.id) if row.why == CORRECTION]
    begun = case.created_at.date()
    found = []
    for wait in sorted(waits, key=lambda one: (one.start, one.end or date.max)):
        on_paper = case.from_paper and wait.start < begun
        own = letters[: wait.notices - on_paper]
        letters = letters[len(own) :]
        until = wait.answer_by or (own[-1].answer_by if own else None)
        found.append(CorrectionView(own[-1].id if own else "", wait.start, until, wait.end))
    return tuple(found)


def _approval(session: Session, book: Casebook, case: CaseRow) -> ApprovalState:
    approval = valid_approval(session, "case", case.id)
    letter = decision_letter(session, case.id)
    comment = get_part(session, book.premises.vault, case.id, "note", "send_back") or {}
    return ApprovalState(
        drafted_by=book.name_of(case.drafter),
        drafted_by_id=case.drafter or "",
        drafted_at=case.drafted_at,
        approved_by=book.approver_name(session, approval.approver, approval.at) if approval else "",
        approved_at=approval.at if approval else None,
        letter_hash=letter.sha256 if letter else "",
        send_back=comment.get("text", ""),
        send_back_about=comment.get("about", ""),
    )


def _units(
    session: Session, book: Casebook, case: CaseRow, units: Sequence[UnitRow]
) -> tuple[UnitView, ...]:
    held = held_now(session)
    return tuple(
        UnitView(
            id=unit.id,
            cls=RetentionClass(unit.cls),
            state=ItemState(unit.state),
            due_on=unit.due_on,
            stub=stub_sentence(book, unit),
            held=bool(why := held.unit(case.id, unit.cls)),
            held_why=reason_words(why),
        )
        for unit in units
    )


def stub_sentence(book: Casebook, unit: UnitRow) -> str:
    """What stays of a destroyed unit, in words; "" while it lives (DOMAIN §10)."""
    if unit.destroyed_at is None:
        return ""
    if (
        unit.destroyed_approver is None
    ):  # closed by a restore: who approved, the data is too old for
        return f"廃棄済 {unit.destroyed_at:%Y-%m-%d}　復元に使った鍵帳に鍵がなく、開けません"
    method = DISPOSAL_METHOD_LABELS[DisposalMethod(unit.destroyed_method)]
    approver = book.name_of(unit.destroyed_approver)
    return f"廃棄済 {unit.destroyed_at:%Y-%m-%d}　{method}　承認 {approver}"
