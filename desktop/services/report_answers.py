"""I-08, the answers: how many of which kind, how long they took, why something was refused."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from statistics import median_low
from typing import Final

from sqlalchemy.orm import Session

from desktop.domain.annex_tables import Bar
from desktop.domain.clocks import days_taken, statutory_mark
from desktop.domain.reasons import REASON_LABELS
from desktop.domain.requests import REQUEST_LABELS, Reason, RequestType
from desktop.domain.states import END_STATES, CaseState
from desktop.domain.wareki import wareki
from desktop.letters.office_forms import OfficeForm
from desktop.letters.office_sheet import Bars, Facts, Grid, Months, Section
from desktop.services.case_facts import read_decision
from desktop.services.case_lines import as_pauses
from desktop.services.casebook import Casebook
from desktop.services.wanted_codes import read_wanted
from desktop.store.cases import pauses_of_cases
from desktop.store.parts import open_parts
from desktop.store.reports import Span, first_answers, registered, unanswered_at
from desktop.store.schema.casework import CaseRow

LABEL: Final = 60.0
_TARGET, _LIMIT = 14, 30  # DOMAIN §11: >14 and >30 days, whatever the office's own terms are
_OUTCOMES: Final = ("GRANTED", "PARTIAL", "REFUSED")
_SPREAD: Final = (
    ("spread_week", 0, 7),
    ("spread_target", 8, _TARGET),
    ("spread_limit", _TARGET + 1, _LIMIT),
    ("spread_over", _LIMIT + 1, 9999),
)


@dataclass(frozen=True, slots=True)
class _Late:
    number: str
    arrived: date
    mark: date
    answered: date | None
    over: int


def answer_sections(
    session: Session, book: Casebook, form: OfficeForm, span: Span, today: date, made: str
) -> tuple[Section, ...]:
    """What came and what was answered in the period."""
    texts = form.texts
    responsible = book.administration.settings(today).responsible
    came = registered(session, span)
    answered = first_answers(session, span)
    facts = [
        (texts["period"], texts["to"].format(_day(span.first), _day(span.last))),
        (texts["to_whom"], texts["sir"].format(responsible)),
        (texts["made"], made),
        (texts["came"], texts["cases"].format(len(came))),
        (texts["answered"], texts["cases"].format(len(answered))),
    ]
    return (
        Facts(texts["facts"], facts, LABEL),
        Grid(
            texts["types"],
            form.columns,
            _by_type(came, texts["total"]),
            note=texts["types_note"],
        ),
        *_by_month(form, span, today, came, [day for _case, day in answered]),
        *_clocks(session, book, form, answered, min(span.last, today)),
        _reasons(session, book, form, [case for case, _day_ in answered]),
    )


def _by_type(cases: Sequence[CaseRow], total: str) -> list[tuple[str, ...]]:
    """Of each kind of request what came, and what has become of it until now."""
    by_type: dict[RequestType, Counter[str]] = {kind: Counter() for kind in RequestType}
    whole: Counter[str] = Counter()
    for case in cases:
        became = _became(case)
        whole[became] += 1
        for kind in read_wanted(case.wanted):
            by_type[kind][became] += 1
    rows = [_counted(REQUEST_LABELS[kind], by_type[kind]) for kind in RequestType]
    return [*rows, _counted(total, whole)]


def _by_month(
    form: OfficeForm, span: Span, today: date, came: Sequence[CaseRow], answered: Sequence[date]
) -> tuple[Section, ...]:
    """A bar a month of what came and of what was answered; one month alone needs none."""
    last = min(span.last, today)
    months = [span.first.replace(day=1)]
    while (following := _next_month(months[-1])) <= last:
        months.append(following)
    if len(months) == 1:
        return ()
    counted = (
        ("by_month_came", Counter(case.registered_on.replace(day=1) for case in came)),
        ("by_month_answered", Counter(day.replace(day=1) for day in answered)),
    )
    return tuple(
        Months(
            form.texts[name],
            form.texts["unit"],
            [Bar(month, Decimal(numbers[month])) for month in months],
        )
        for name, numbers in counted
    )


def _next_month(month: date) -> date:
    return (month + timedelta(days=32)).replace(day=1)


def _became(case: CaseRow) -> str:
    state = CaseState(case.state)
    answered = state in (CaseState.DISPATCHED, CaseState.DELIVERED, CaseState.RETURNED_MAIL)
    if case.outcome in _OUTCOMES and (
        answered or state in (CaseState.COMPLETED, CaseState.RETURN_GIVEN_UP)
    ):
        return case.outcome
    return "ENDED" if state in END_STATES else "OPEN"


def _counted(label: str, counts: Counter[str]) -> tuple[str, ...]:
    each = (counts[one] for one in (*_OUTCOMES, "ENDED", "OPEN"))
    return (label, f"{counts.total():,}", *(f"{number:,}" for number in each))


def _clocks(
    session: Session,
    book: Casebook,
    form: OfficeForm,
    answered: Sequence[tuple[CaseRow, date]],
    last: date,
) -> tuple[Section, ...]:
    texts = form.texts
    pauses = pauses_of_cases(session, [case.id for case, _day_ in answered])
    taken = [
        days_taken(case.registered_on, day, as_pauses(pauses.get(case.id, [])))
        for case, day in answered
    ]
    within = sum(days <= _TARGET for days in taken)
    over = sum(days > _LIMIT for days in taken)
    bound = [(case, day) for case, day in answered if _has_mark(case)]
    late = [one for case, day in bound if (one := _late(book, case, day, day)) is not None]
    open_late = [
        one
        for case in unanswered_at(session, last)
        if _has_mark(case) and (one := _late(book, case, None, last)) is not None
    ]
    of = texts["cases"].format
    days = texts["days"].format
    facts = [
        (texts["within_target"], of(within)),
        (texts["within_limit"], of(len(taken) - within - over)),
        (texts["over_limit"], of(over)),
        (texts["middle"], days(median_low(taken)) if taken else texts["none"]),
        (texts["longest"], days(max(taken)) if taken else texts["none"]),
        (texts["statutory_kept"], of(len(bound) - len(late))),
        (texts["statutory_late"], of(len(late))),
    ]
    rows = [
        (
            one.number,
            _day(one.arrived),
            _day(one.mark),
            _day(one.answered) if one.answered else texts["not_answered"],
            days(one.over),
        )
        for one in sorted((*late, *open_late), key=lambda one: one.number)
    ]
    spread = [
        (texts[name], sum(low <= days <= high for days in taken)) for name, low, high in _SPREAD
    ]
    return (
        Facts(texts["clocks"], facts, LABEL, texts["clock_note"]),
        *((Bars(texts["spread"], texts["unit"], spread),) if taken else ()),
        Grid(texts["late"], form.tables["late"], rows, texts["late_none"]),
    )


def _has_mark(case: CaseRow) -> bool:
    """Art. 39 does not speak of PURPOSE alone (DOMAIN §4)."""
    return set(read_wanted(case.wanted)) != {RequestType.PURPOSE}


def _late(book: Casebook, case: CaseRow, answered: date | None, on: date) -> _Late | None:
    mark = statutory_mark(case.arrived_on, book.calendar(book.settings(case)))
    if on <= mark:
        return None
    return _Late(case.number, case.arrived_on, mark, answered, (on - mark).days)


def _reasons(
    session: Session, book: Casebook, form: OfficeForm, cases: Sequence[CaseRow]
) -> Section:
    """The codes of what was refused, item by item; the drafts are opened together."""
    texts = form.texts
    refusing = [case.id for case in cases if case.outcome in ("PARTIAL", "REFUSED")]
    drafts = dict(open_parts(session, book.premises.vault, "draft", refusing))
    codes: Counter[Reason] = Counter()
    for draft in drafts.values():
        decided = (read_decision(values) for values in draft["decisions"])
        codes.update(one.reason for one in decided if not one.granted and one.reason is not None)
    gone = len(refusing) - len(drafts)
    rows = [(one.value, REASON_LABELS[one], f"{codes[one]:,}") for one in Reason if codes[one]]
    return Grid(
        texts["reasons"],
        form.tables["reasons"],
        rows,
        texts["reasons_none"],
        note=texts["reasons_gone"].format(gone) if gone else "",
    )


def _day(day: date) -> str:
    return wareki(day)
