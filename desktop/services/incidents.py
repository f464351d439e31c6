"""誤送付: recorded with the days by which it has to be reported, and the reports (DOMAIN §8)."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.orm import Session

from desktop.domain.errors import Refused
from desktop.domain.incidents import (
    MANY_PERSONS,
    QUICK_FROM_DAYS,
    Leak,
    check_leak,
    report_days,
)
from desktop.domain.roles import Capability
from desktop.services import rights
from desktop.services.act import Act, SignedIn
from desktop.services.case_change import CaseChange
from desktop.services.case_views import CaseView
from desktop.services.cases import Cases
from desktop.services.premises import Premises
from desktop.services.special_views import (
    FULL,
    INCIDENT,
    QUICK,
    REPORTS,
    SPECIAL,
    next_report,
)
from desktop.services.typed_text import require_text
from desktop.store import special
from desktop.store.cases import dispatch_of, numbers_of
from desktop.store.parts import put_part
from desktop.store.schema.casework import CaseRow
from desktop.store.schema.special import IncidentRow


@dataclass(frozen=True, slots=True)
class ReportOwed:
    """A report to the commission that has not been made yet."""

    incident_id: str
    case_id: str
    number: str
    which: str
    by: date


@dataclass(frozen=True, slots=True)
class IncidentLine:
    """A 誤送付 with its clock: the 速報 between two days, the 確報 by a third (DOMAIN §8).
    `next_by`: of the report that is owed next; None where none is."""

    case_id: str
    number: str
    found_on: date
    persons: int
    grave: str
    quick_from: date | None
    quick_by: date | None
    quick_on: date | None
    full_by: date | None
    full_on: date | None
    next_which: str
    next_by: date | None
    late: bool


class Incidents:
    def __init__(self, premises: Premises, cases: Cases) -> None:
        self._premises = premises
        self._book = cases.book
        self._change = CaseChange(cases)

    def record(self, act: Act, case_id: str, found_on: date, leak: Leak, note: str) -> CaseView:
        """An answer went to somebody else. The days are those of the law, ours roll back."""
        require_text(note, "何がどこへ届いたかを、氏名を書かずに書いてください。", "note")
        check_leak(found_on, leak, act.at.date())

        def work(session: Session, case: CaseRow) -> None:
            posted = dispatch_of(session, case.id)
            if posted is None or found_on < posted.dispatched_on:
                raise Refused(
                    "発送した回答がないか、発送より前の日です。",
                    "誤送付の分かった日を確かめてください。",
                    field="found_on",
                )
            days = report_days(found_on, leak, self._book.calendar(self._book.settings(case)))
            row = IncidentRow(
                id=uuid.uuid4().hex,
                case_id=case.id,
                found_on=found_on,
                persons=leak.persons,
                sensitive=leak.sensitive,
                damage=leak.damage,
                malicious=leak.malicious,
                quick_by=days.quick_by if days else None,
                full_by=days.full_by if days else None,
                by=act.by.person_id,
                at=act.at,
            )
            session.add(row)
            session.flush()
            values = {"note": note.strip(), "by": act.by.person_id}
            slot = f"{INCIDENT}-{row.id[:12]}"
            put_part(
                session, self._premises.vault, case.id, "C", SPECIAL, values, act.at, slot=slot
            )
            detail = {"persons": leak.persons, "report": int(leak.must_be_reported)}
            self._book.note(session, act, case, "case.misdelivery", subject=row.id, detail=detail)

        return self._change.view(act, case_id, Capability.DISPATCH, "case.misdelivery", work)

    def reported(self, act: Act, case_id: str, incident_id: str, which: str, on: date) -> CaseView:
        """The commission was told: the 速報 first, then the 確報."""

        def work(session: Session, case: CaseRow) -> None:
            row = special.incident_row(session, incident_id)
            if row.case_id != case.id or which not in REPORTS:
                raise Refused("この案件の誤送付ではありません。", "案件を開き直してください。")
            if row.full_by is None:
                raise Refused("報告の要らない誤送付です。", "案件の記録を確かめてください。")
            if which == FULL and row.quick_on is None:
                raise Refused("速報が記録されていません。", "先に速報を記録してください。")
            if (row.quick_on if which == QUICK else row.full_on) is not None:
                raise Refused("この報告は記録されています。", "案件を開き直してください。")
            if not row.found_on <= on <= act.at.date():
                raise Refused(
                    "報告した日が、分かった日より前か今日より後です。",
                    "報告した日を入れてください。",
                    field="on",
                )
            if which == QUICK:
                row.quick_on = on
            else:
                row.full_on = on
            detail = {"which": which, "on": on.isoformat()}
            self._book.note(
                session, act, case, "case.misdelivery_reported", subject=row.id, detail=detail
            )

        return self._change.view(
            act, case_id, Capability.APPROVE, "case.misdelivery_reported", work
        )

    def owed(self, by: SignedIn) -> tuple[ReportOwed, ...]:
        """What is still to be reported, the most urgent first."""
        rights.require(by, Capability.VIEW_CASE)
        with self._premises.database.reading() as session:
            rows = special.reports_owed(session)
            numbers = numbers_of(session, {row.case_id for row in rows})
            found = [
                ReportOwed(row.id, row.case_id, numbers[row.case_id], *next_report(row))
                for row in rows
            ]
        return tuple(sorted(found, key=lambda one: (one.by, one.number)))

    def register(self, by: SignedIn, today: date) -> tuple[IncidentLine, ...]:
        """Every 誤送付 that was recorded: those that still owe a report first, then the newest."""
        rights.require(by, Capability.VIEW_CASE)
        with self._premises.database.reading() as session:
            rows = special.all_incidents(session)
            numbers = numbers_of(session, {row.case_id for row in rows})
            lines = [_line(row, numbers[row.case_id], today) for row in rows]
        owing = [one for one in lines if one.next_by is not None]
        rest = [one for one in lines if one.next_by is None]
        return (
            *sorted(owing, key=lambda one: (one.next_by or date.max, one.number)),
            *sorted(rest, key=lambda one: (one.found_on, one.number), reverse=True),
        )


def _line(row: IncidentRow, number: str, today: date) -> IncidentLine:
    owed = row.full_by is not None and None in (row.quick_on, row.full_on)
    which, next_by = next_report(row) if owed else ("", None)
    grave = [
        words
        for holds, words in (
            (row.sensitive, "要配慮個人情報"),
            (row.damage, "財産の被害"),
            (row.malicious, "不正の目的"),
            (row.persons > MANY_PERSONS, "1,000人超"),
        )
        if holds
    ]
    return IncidentLine(
        case_id=row.case_id,
        number=number,
        found_on=row.found_on,
        persons=row.persons,
        grave="・".join(grave),
        quick_from=row.found_on + timedelta(days=QUICK_FROM_DAYS) if row.quick_by else None,
        quick_by=row.quick_by,
        quick_on=row.quick_on,
        full_by=row.full_by,
        full_on=row.full_on,
        next_which=which,
        next_by=next_by,
        late=next_by is not None and next_by < today,
    )
