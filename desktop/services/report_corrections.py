"""I-08, what went wrong and was put right: 誤送付 with their reports, 是正処置 (policy §6)."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from desktop.domain.findings import FINDING_LABELS, FindingState
from desktop.domain.wareki import wareki
from desktop.letters.office_forms import OfficeForm
from desktop.letters.office_sheet import Facts, Grid, Section
from desktop.services.casebook import Casebook
from desktop.services.report_answers import LABEL
from desktop.store import findings
from desktop.store.cases import numbers_of
from desktop.store.reports import Span, incidents

_LONGEST = 80  # characters of a finding: the register holds the rest


def correction_sections(
    session: Session, book: Casebook, form: OfficeForm, span: Span, today: date
) -> tuple[Section, ...]:
    texts, of = form.texts, form.texts["cases"].format
    went_astray = incidents(session, span)
    numbers = numbers_of(session, {row.case_id for row in went_astray})
    astray = [
        (
            numbers[row.case_id],
            wareki(row.found_on),
            f"{row.persons:,}",
            _report(form, row.quick_by, row.quick_on),
            _report(form, row.full_by, row.full_on),
        )
        for row in went_astray
    ]
    found = findings.between(session, span.first, span.last)
    words = findings.words_of(session, book.premises.vault, found)
    states = [FindingState(row.state) for row in found]
    late = [row for row in found if row.state == FindingState.OPEN and row.due_on < today]
    listed = [
        (
            row.number,
            _short(values["text"]),
            book.name_of(row.owner),
            wareki(row.due_on),
            FINDING_LABELS[state],
        )
        for row, values, state in zip(found, words, states, strict=True)
    ]
    facts = [
        (texts["findings_open"], of(states.count(FindingState.OPEN))),
        (texts["findings_late"], of(len(late))),
        (texts["findings_waiting"], of(states.count(FindingState.ANSWERED))),
        (texts["findings_closed"], of(states.count(FindingState.CLOSED))),
    ]
    return (
        Grid(
            texts["incident_list"],
            form.tables["incident_list"],
            astray,
            texts["incident_none"],
        ),
        Facts(texts["findings"], facts, LABEL),
        Grid(
            texts["findings_list"],
            form.tables["findings_list"],
            listed,
            texts["findings_none"],
        ),
    )


def _report(form: OfficeForm, by: date | None, done: date | None) -> str:
    if done is not None:
        return form.texts["done_on"].format(wareki(done))
    return form.texts["not_owed"] if by is None else form.texts["owed_by"].format(wareki(by))


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= _LONGEST else f"{plain[:_LONGEST]}…"
