"""I-08, the people: checks and exceptions, approvals and deputies, roles, what was looked at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Final

from sqlalchemy.orm import Session

from desktop.address.compare import LEVEL_LABELS
from desktop.domain.check_times import BUCKETS, FEWEST, distribution, whole_months
from desktop.domain.roles import ROLE_LABELS
from desktop.domain.wareki import wareki
from desktop.letters.office_forms import OfficeForm
from desktop.letters.office_sheet import Facts, Grid, Section
from desktop.services.casebook import Casebook
from desktop.services.report_answers import LABEL
from desktop.store import audit, deputies
from desktop.store.check_times import counted_times
from desktop.store.reports import Span, log_lines

_CONFIRMED: Final = "case.confirm_identity"
_APPROVALS: Final = ("case.approve", "disposal.approve")
_CHANGES: Final = ("person.role", "person.reset")
_AS_PROPOSED: Final = ("PASS", "SECOND_CLERK", "")
_LEVELS: Final[Mapping[str, str]] = {one.value: said for one, said in LEVEL_LABELS.items()}
_ROLES: Final[Mapping[str, str]] = {one.value: said for one, said in ROLE_LABELS.items()}


def check_sections(
    session: Session, form: OfficeForm, span: Span, today: date, done: Mapping[str, int]
) -> tuple[Section, ...]:
    """Every identity that was confirmed, and how it came to be; what went another way."""
    texts, of = form.texts, form.texts["cases"].format
    confirmed = log_lines(session, (_CONFIRMED,), since=span.begins, before=span.ends)
    refused = log_lines(session, ("case.second_checked",), since=span.begins, before=span.ends)
    second = [one for one in confirmed if one.detail.get("second") == "AGREES"]
    against = [one for one in confirmed if one.detail.get("proposed", "") not in _AS_PROPOSED]
    facts = [
        (texts["confirmed"], of(len(confirmed))),
        (texts["by_second"], of(len(second))),
        (texts["second_asked"], of(done.get("case.second_asked", 0))),
        (texts["second_refused"], of(len(refused))),
        (texts["against"], of(len(against))),
        (texts["rechecked"], of(done.get("case.recheck_identity", 0))),
        (texts["without"], of(done.get("case.draft_refusal", 0))),
        (texts["agents"], of(done.get("case.confirm_agent", 0))),
        (texts["waived"], of(done.get("case.fee_waived", 0))),
    ]
    levels = Counter(str(one.detail.get("level", "")) for one in confirmed)
    by_two = Counter(str(one.detail.get("level", "")) for one in second)
    rows = [(said, levels[one], by_two[one]) for one, said in _LEVELS.items() if levels[one]]
    return (
        Facts(texts["checks"], facts, LABEL),
        Grid(
            texts["levels"],
            form.tables["levels"],
            [(said, f"{number:,}", f"{two:,}") for said, number, two in rows],
            texts["none"],
        ),
        _times(session, form, span, today),
    )


def _times(session: Session, form: OfficeForm, span: Span, today: date) -> Section:
    """The office's distribution of whole months; nobody's own (`desktop.domain.check_times`)."""
    months = whole_months(span.first, span.last, today)
    found = distribution(counted_times(session, *months) if months else {})
    names = [name for _below, name in BUCKETS]
    rows = [(name, f"{count:,}") for name, count in zip(names, found.counts, strict=True)]
    return Grid(
        form.texts["times"],
        form.tables["times"],
        rows if found.told else (),
        form.texts["times_none"].format(FEWEST),
    )


def decision_sections(
    session: Session, book: Casebook, form: OfficeForm, span: Span, done: Mapping[str, int]
) -> tuple[Section, ...]:
    """Who decided, and who stood in for whom."""
    texts, of = form.texts, form.texts["cases"].format
    signed = log_lines(session, _APPROVALS, since=span.begins, before=span.ends)
    by_deputy = [one for one in signed if audit.DEPUTY_FOR in one.detail]
    facts = [
        (texts["approved"], of(done.get("case.approve", 0))),
        (texts["approved_deputy"], of(len(by_deputy))),
        (texts["sent_back"], of(done.get("case.send_back", 0))),
        (texts["voided"], of(done.get("case.void_approval", 0))),
        (texts["reopened"], of(done.get("case.reopen", 0))),
    ]
    rows = []
    for one in reversed(deputies.everyone(session)):
        if one.last_on < span.first or one.first_on > span.last:
            continue
        period = texts["to"].format(wareki(one.first_on), wareki(one.last_on))
        if one.ended_on is not None:
            period += f"（{texts['taken_back'].format(wareki(one.ended_on))}）"
        rows.append((book.name_of(one.person_id), book.name_of(one.named_by), period))
    return (
        Facts(texts["decisions"], facts, LABEL),
        Grid(texts["deputies"], form.tables["deputies"], rows, texts["deputies_none"]),
    )


def people_sections(
    session: Session, book: Casebook, form: OfficeForm, span: Span, done: Mapping[str, int]
) -> tuple[Section, ...]:
    """Accounts and roles, and what was looked at or carried out of the store."""
    texts, of = form.texts, form.texts["cases"].format
    accounts = (
        ("failed", "sign.failed"),
        ("added", "person.add"),
        ("ended", "person.end"),
        ("reset", "person.reset"),
        ("clock_confirmed", "clock.confirm"),
    )
    seen = (
        ("identity_views", "identity.view"),
        ("page_views", "page.view"),
        ("letters_opened", "letter.open"),
        ("letters_printed", "letter.print"),
        ("log_exports", "audit.export"),
    )
    changes = [
        (
            f"{wareki(one.at.date())} {one.at:%H:%M}",
            book.name_of(one.subject),
            texts["was_reset"] if one.action == "person.reset" else _role_words(form, one.detail),
            book.name_of(one.actor),
        )
        for one in log_lines(session, _CHANGES, since=span.begins, before=span.ends)
    ]
    counts, looks = (
        [(texts[key], of(done.get(action, 0))) for key, action in pairs]
        for pairs in (accounts, seen)
    )
    return (
        Facts(texts["people"], counts, LABEL),
        Grid(texts["changes"], form.tables["changes"], changes, texts["changes_none"]),
        Facts(texts["views"], looks, LABEL),
    )


def _role_words(form: OfficeForm, detail: Mapping[str, str | int]) -> str:
    before, after = (_ROLES.get(str(detail.get(key, "")), "—") for key in ("from", "to"))
    return form.texts["role_to"].format(before, after)
