"""I-08, what is kept and what leaves: disposals and holds, forbidden numbers, copies, 誤送付."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime
from typing import Final

from sqlalchemy.orm import Session

from desktop.domain.disposal import DISPOSAL_STAGE_LABELS, DisposalStage, ItemState
from desktop.domain.mask_words import FORBIDDEN_LABELS
from desktop.domain.retention import RETENTION_LABELS, RetentionClass
from desktop.domain.wareki import wareki
from desktop.letters.office_forms import OfficeForm
from desktop.letters.office_sheet import Facts, Grid, Section
from desktop.services.exports import KIND_LABELS
from desktop.services.mask_record import FOUND, MASKED, PURGED
from desktop.services.report_answers import LABEL
from desktop.services.special_views import next_report
from desktop.store import found_numbers, special
from desktop.store.disposals import batch_rows
from desktop.store.reports import (
    Span,
    batches,
    exports_by_kind,
    holds_in_force,
    incidents,
    log_lines,
    overdue_notes,
    overdue_units,
)

_BY_KIND: Final = (PURGED, MASKED, FOUND)


def keeping_sections(
    session: Session, form: OfficeForm, span: Span, today: date, done: Mapping[str, int]
) -> tuple[Section, ...]:
    """Approvals against executions, what is overdue, what is held."""
    texts, of = form.texts, form.texts["cases"].format
    waiting = sum(row.state == ItemState.APPROVED for row in batch_rows(session))
    facts = [
        (texts["proposed"], of(done.get("disposal.propose", 0))),
        (texts["disposal_approved"], of(done.get("disposal.approve", 0))),
        (texts["executed"], of(done.get("disposal.execute", 0))),
        (texts["waiting"], of(waiting)),
        (texts["holds_set"], of(done.get("hold.set", 0))),
        (texts["holds_released"], of(done.get("hold.released", 0))),
        (texts["holds_now"], of(holds_in_force(session))),
    ]
    overdue = [
        (RETENTION_LABELS[RetentionClass(cls)], f"{number:,}", f"{held:,}")
        for cls, (number, held) in overdue_units(session, today).items()
    ]
    notes, held_notes = overdue_notes(session, today)
    if notes:
        overdue.append((texts["notes"], f"{notes:,}", f"{held_notes:,}"))
    listed = [
        (
            row.number,
            _day(row.proposed_at),
            _day(row.approved_at),
            _day(row.executed_at),
            DISPOSAL_STAGE_LABELS[DisposalStage(row.stage)],
        )
        for row in batches(session, span)
    ]
    return (
        Facts(texts["keeping"], facts, LABEL),
        Grid(
            texts["overdue"],
            form.tables["overdue"],
            overdue,
            texts["overdue_none"],
        ),
        Grid(texts["batches"], form.tables["batches"], listed, texts["batches_none"]),
    )


def forbidden_sections(
    session: Session, form: OfficeForm, span: Span, done: Mapping[str, int]
) -> tuple[Section, ...]:
    """The numbers of I-10: kinds and counts."""
    texts, of = form.texts, form.texts["cases"].format
    seen: Counter[tuple[str, str]] = Counter(
        (str(one.detail.get("kind", "")), one.action)
        for one in log_lines(session, _BY_KIND, since=span.begins, before=span.ends)
    )
    rows = [
        (said, *(f"{seen[kind.value, action]:,}" for action in _BY_KIND))
        for kind, said in FORBIDDEN_LABELS.items()
        if any(seen[kind.value, action] for action in _BY_KIND)
    ]
    facts = [
        (texts["paper_waits"], of(len(found_numbers.waiting_for_paper(session)))),
        (texts["roll_waits"], of(len(found_numbers.waiting_for_roll(session)))),
        (texts["masked"], of(done.get("page.mask", 0))),
    ]
    return (
        Grid(
            texts["forbidden"],
            form.tables["forbidden"],
            rows,
            texts["forbidden_none"],
        ),
        Facts("", facts, LABEL),
    )


def leaving_sections(
    session: Session, form: OfficeForm, span: Span, today: date
) -> tuple[Section, ...]:
    """Clear copies that left on purpose, and answers that went astray."""
    texts, of = form.texts, form.texts["cases"].format
    copies = [
        (KIND_LABELS.get(kind, kind), *(f"{number:,}" for number in numbers))
        for kind, *numbers in exports_by_kind(session, span, today)
    ]
    found = incidents(session, span)
    late = sum(next_report(row)[1] < today for row in special.reports_owed(session))
    facts = [
        (texts["found"], of(len(found))),
        (texts["to_report"], of(sum(row.full_by is not None for row in found))),
        (texts["report_late"], of(late)),
    ]
    return (
        Grid(
            texts["exports"],
            form.tables["exports"],
            copies,
            texts["exports_none"],
        ),
        Facts(texts["incidents"], facts, LABEL),
    )


def _day(at: datetime | None) -> str:
    return wareki(at.date()) if at else "—"
