"""保存期限の予定: what falls due in which month and on which day, by class; printed as I-11."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Final

from sqlalchemy.orm import Session

from desktop.domain.retention import (
    RETENTION_LABELS,
    RetentionClass,
    Rule,
    TriggerStyle,
    due_on,
)
from desktop.domain.roles import Capability
from desktop.domain.wareki import wareki
from desktop.letters.office_forms import OfficeForm
from desktop.letters.office_sheet import Facts, Grid, OfficeSheet, by_at, office_sheet
from desktop.services import rights
from desktop.services.act import Act, SignedIn
from desktop.services.casebook import Casebook, retention_rules, trigger_style
from desktop.services.changes import Answer, carry_out
from desktop.services.exports import Exports
from desktop.store import audit, desk_notes
from desktop.store.books import entries_by_year, executed_on
from desktop.store.holds import held_now
from desktop.store.units import waiting_units

OUTLOOK: Final = "I-11"
CLASSES: Final = (RetentionClass.A, RetentionClass.B, RetentionClass.C, RetentionClass.C6)
"""The classes of the units; every other record is a row without content (DOMAIN §10)."""

_LEAST: Final = 12


@dataclass(frozen=True, slots=True)
class Falling:
    """What falls due on a day or in a month: units and notes by class, sheets of paper, and how
    many of them a hold keeps."""

    counts: Mapping[RetentionClass, int] = field(default_factory=dict)
    paper: int = 0
    held: int = 0

    @property
    def total(self) -> int:
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class OutlookMonth:
    first: date
    falling: Falling
    days: tuple[tuple[date, Falling], ...]


@dataclass(frozen=True, slots=True)
class BookYear:
    """A year of one of the office's books, or the disposals of a day: rows without content, and
    the sheets printed of them. `since` is the day from which its period runs."""

    cls: RetentionClass
    since: date
    entries: int
    due_on: date


@dataclass(frozen=True, slots=True)
class Outlook:
    """`overdue` is what has fallen due already. The months are the next twelve, today's first, and
    those after them in which something falls due."""

    overdue: Falling
    months: tuple[OutlookMonth, ...]
    books: tuple[BookYear, ...] = ()


@dataclass(frozen=True, slots=True)
class _Thing:
    due: date
    cls: RetentionClass
    paper: int
    held: bool


class OutlookService:
    def __init__(self, book: Casebook) -> None:
        self._book = book
        self._premises = book.premises
        self._exports = Exports(book.premises, book)

    def view(self, by: SignedIn, today: date) -> Outlook:
        rights.require(by, Capability.VIEW_CASE)
        settings = self._book.administration.settings(today)
        rules, style = retention_rules(settings), trigger_style(settings)
        with self._premises.database.reading() as session:
            return replace(outlook(session, today), books=_books(session, rules, style))

    def save(self, act: Act, file: Path) -> Path:
        """I-11 as a PDF: an open export until its end is confirmed (DESIGN §4)."""
        rights.require(act, Capability.VIEW_CASE)
        form = self._book.paper(OUTLOOK, act.at.date())
        seen = self.view(act.by, act.at.date())
        sheet = OfficeSheet(
            office=self._book.administration.settings(act.at.date()).office_name,
            printed_at=act.at,
            subject=f"{act.at:%Y-%m-%d}",
            sections=_sections(form, seen, by_at(act.by.name, act.at)),
        )
        pdf = office_sheet(form, sheet, self._premises.surroundings.fonts)

        def work(session: Session) -> Answer:
            export = self._exports.note(session, act, "OUTLOOK", file)
            detail: dict[str, str | int] = {"sheet": OUTLOOK, "months": len(seen.months)}
            audit.append(session, act.at, act.by.person_id, "keeping.outlook", detail=detail)
            return {"export": export}

        answer = carry_out(self._premises, act, Capability.VIEW_CASE, "keeping.outlook", work)
        return self._exports.write(act, str(answer["export"]), file, pdf)


def outlook(session: Session, today: date) -> Outlook:
    """Every unit that waits for its day, and every note that no case took in."""
    held = held_now(session)
    things = [
        _Thing(
            one.due_on, RetentionClass(one.cls), one.sheets, bool(held.unit(one.case_id, one.cls))
        )
        for one in waiting_units(session)
    ]
    things += [
        _Thing(due, RetentionClass.B, 0, bool(held.note(note_id)))
        for note_id, due in desk_notes.waiting_alone(session)
    ]
    coming = [one for one in things if one.due > today]
    last = max((one.due for one in coming), default=today)
    wanted = max(_LEAST, (last.year - today.year) * 12 + last.month - today.month + 1)
    by_month: dict[date, list[_Thing]] = {_month(today, n): [] for n in range(wanted)}
    for one in coming:
        by_month[one.due.replace(day=1)].append(one)
    return Outlook(
        overdue=_falling(one for one in things if one.due <= today),
        months=tuple(
            OutlookMonth(first, _falling(found), _days(found))
            for number, (first, found) in enumerate(by_month.items())
            if found or number < _LEAST
        ),
    )


def _books(
    session: Session, rules: Mapping[RetentionClass, Rule], style: TriggerStyle
) -> tuple[BookYear, ...]:
    """The office's own books, the first to fall due first."""
    counted = {
        **entries_by_year(session),
        **{(RetentionClass.G, day): number for day, number in executed_on(session).items()},
    }
    found = (
        BookYear(cls, since, number, due_on(cls, since, style, rules))
        for (cls, since), number in counted.items()
    )
    return tuple(sorted(found, key=lambda one: (one.due_on, one.cls, one.since)))


def _month(today: date, number: int) -> date:
    years, month0 = divmod(today.month - 1 + number, 12)
    return date(today.year + years, month0 + 1, 1)


def _days(found: list[_Thing]) -> tuple[tuple[date, Falling], ...]:
    days = sorted({one.due for one in found})
    return tuple((day, _falling(one for one in found if one.due == day)) for day in days)


def _falling(found: Iterable[_Thing]) -> Falling:
    things = list(found)
    counts = Counter(one.cls for one in things)
    return Falling(
        {cls: counts[cls] for cls in sorted(counts)},
        sum(one.paper for one in things),
        sum(one.held for one in things),
    )


def _sections(form: OfficeForm, seen: Outlook, made: str) -> tuple[Facts | Grid, ...]:
    texts, of = form.texts, form.texts["counted"].format
    coming = [one.falling for one in seen.months]
    facts = [
        (texts["made"], made),
        (texts["overdue"], of(seen.overdue.total, seen.overdue.paper, seen.overdue.held)),
        (
            texts["coming"],
            of(
                sum(one.total for one in coming),
                sum(one.paper for one in coming),
                sum(one.held for one in coming),
            ),
        ),
        (texts["classes"], "　".join(RETENTION_LABELS[cls] for cls in CLASSES)),
    ]
    months = [
        (_year_month(one.first), *_cells(one.falling)) for one in seen.months if one.falling.total
    ]
    days = [(wareki(day), *_cells(falling)) for month in seen.months for day, falling in month.days]
    return (
        Facts(texts["facts"], facts),
        Grid(texts["months"], form.columns, months, texts["nothing"]),
        Grid(
            texts["books"],
            form.tables["books"],
            [
                (
                    RETENTION_LABELS[one.cls],
                    wareki(one.since),
                    f"{one.entries:,}",
                    wareki(one.due_on),
                )
                for one in seen.books
            ],
            texts["nothing"],
            texts["books_note"],
        ),
        Grid(texts["days"], form.tables["days"], days, texts["nothing"]),
    )


def _year_month(first: date) -> str:
    return wareki(first).rsplit("月", 1)[0] + "月"


def _cells(falling: Falling) -> tuple[str, ...]:
    counts = tuple(f"{falling.counts.get(cls, 0):,}" for cls in CLASSES)
    return (*counts, f"{falling.total:,}", f"{falling.paper:,}", f"{falling.held:,}")
