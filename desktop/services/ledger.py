"""開示等請求受付簿 (I-04): one line a request, no name and no address (DOMAIN §9, class D)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.domain.calendar import fiscal_year_end
from desktop.domain.errors import Refused
from desktop.domain.printing import PaperKind
from desktop.domain.requests import REQUEST_LABELS
from desktop.domain.roles import Capability
from desktop.domain.states import STATE_LABELS, CaseState
from desktop.domain.wareki import wareki
from desktop.letters.ledger import LedgerData, ledger_csv, ledger_pdf, ledger_xlsx
from desktop.letters.office_forms import OfficeForm
from desktop.services import rights
from desktop.services.act import Act, SignedIn
from desktop.services.casebook import Casebook
from desktop.services.changes import Answer, carry_out
from desktop.services.exports import Exports
from desktop.services.fee_state import fee_state
from desktop.services.outcome_words import outcome_word
from desktop.services.printing import Printing
from desktop.services.wanted_codes import decidable, read_wanted
from desktop.store import audit
from desktop.store.cases import first_posted_on
from desktop.store.schema.casework import CaseRow

_CODE: Final = "I-04"


@dataclass(frozen=True, slots=True)
class Period:
    """Both days are part of it; `fiscal_year` where it is exactly that."""

    since: date
    until: date

    def words(self) -> str:
        days = f"{wareki(self.since)}から{wareki(self.until)}まで"
        year = fiscal_year(self.since)
        return f"{year}年度（{days}）" if self == year_of(year) else days


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """受付簿 (class D): numbers, dates, types, amounts and outcomes; no name or address."""

    number: str
    arrived_on: date
    registered_on: date
    types: str
    items: int
    fee_due: int
    fee_received: int
    state: str
    outcome: str
    answered_on: date | None
    completed_on: date | None

    @property
    def days(self) -> int | None:
        """From the day of registration to the answer's first posting (DOMAIN §11: days to answer),
        as I-08 counts them: a second one after a return is no later answer."""
        return None if self.answered_on is None else (self.answered_on - self.registered_on).days


class ReceiptLedger:
    def __init__(self, book: Casebook) -> None:
        self._book = book
        self._premises = book.premises
        self._exports = Exports(book.premises, book)
        self._printing = Printing(book.premises)

    def rows(self, by: SignedIn, period: Period) -> tuple[LedgerRow, ...]:
        """The requests registered in the period, by number."""
        rights.require(by, Capability.VIEW_CASE)
        with self._premises.database.reading() as session:
            return self._rows(session, period)

    def export(self, act: Act, file: Path, period: Period) -> int:
        """Write I-04 as PDF, XLSX or CSV, by the file's name: an open export; how many lines."""
        rights.require(act, Capability.EXPORT)
        _require_order(period)
        written = _WRITERS.get(file.suffix.lower())
        if written is None:
            raise Refused(
                "受付簿は、PDF・XLSX・CSVのどれかで書き出します。",
                "ファイル名の終わりを .pdf、.xlsx、.csv のどれかにしてください。",
                field="file",
            )

        form, data = self._data(act, period)
        made = written(form, data, self._premises.surroundings.fonts)

        def work(session: Session) -> Answer:
            export = self._exports.note(session, act, "LEDGER", file)
            self._exports.record(session, act, export, _detail(len(data.lines), period))
            return {"export": export, "rows": len(data.lines)}

        answer = carry_out(self._premises, act, Capability.EXPORT, "ledger.export", work)
        self._exports.write(act, str(answer["export"]), file, made)
        return int(answer["rows"] or 0)

    def print(self, act: Act, printer: str, period: Period) -> None:
        """Hand I-04 to a printer; recorded first, and printed once however often it is asked."""
        rights.require(act, Capability.EXPORT)
        _require_order(period)
        form, data = self._data(act, period)
        pdf = ledger_pdf(form, data, self._premises.surroundings.fonts)
        fresh: list[str] = []

        def work(session: Session) -> Answer:
            detail = _detail(len(data.lines), period)
            audit.append(session, act.at, act.by.person_id, "ledger.printed", detail=detail)
            kind = PaperKind.LEDGER
            fresh.append(self._printing.begin(session, act, kind, _CODE, printer, pdf))
            return {}

        carry_out(self._premises, act, Capability.EXPORT, "ledger.print", work)
        for job_id in fresh:
            self._printing.hand(job_id, pdf, act.at)

    def _data(self, act: Act, period: Period) -> tuple[OfficeForm, LedgerData]:
        with self._premises.database.reading() as session:
            rows, head = self._rows(session, period), audit.head(session)
        settings = self._book.administration.settings(act.at.date())
        data = LedgerData(
            office=settings.office_name,
            period=period.words(),
            made_at=act.at,
            log_size=head.size,
            log_root=head.root.hex(),
            lines=[_facts(row) for row in rows],
        )
        return self._book.paper(_CODE, act.at.date()), data

    def _rows(self, session: Session, period: Period) -> tuple[LedgerRow, ...]:
        query = select(CaseRow).where(
            CaseRow.registered_on >= period.since, CaseRow.registered_on <= period.until
        )
        rows = session.scalars(query.order_by(CaseRow.number))
        return tuple(_row(session, self._book, case) for case in rows)


_Writer = Callable[[OfficeForm, LedgerData, Path], bytes]
_WRITERS: Final[Mapping[str, _Writer]] = {
    ".pdf": ledger_pdf,
    ".csv": lambda form, data, _fonts: ledger_csv(form, data),
    ".xlsx": lambda form, data, _fonts: ledger_xlsx(form, data),
}


def fiscal_year(day: date) -> int:
    """年度: 2026 for April 2026 to March 2027."""
    return fiscal_year_end(day).year - 1


def year_of(year: int) -> Period:
    """The whole of a 年度."""
    return Period(date(year, 4, 1), date(year + 1, 3, 31))


def _require_order(period: Period) -> None:
    if period.until < period.since:
        raise Refused(
            "期間の終わりが、始まりより前になっています。",
            "期間の二つの日付を確かめてください。",
            field="until",
        )


def _detail(rows: int, period: Period) -> dict[str, str | int]:
    return {
        "rows": rows,
        "since": period.since.isoformat(),
        "until": period.until.isoformat(),
    }


def _row(session: Session, book: Casebook, case: CaseRow) -> LedgerRow:
    wanted = read_wanted(case.wanted)
    fees = fee_state(session, case, book.settings(case))
    return LedgerRow(
        number=case.number,
        arrived_on=case.arrived_on,
        registered_on=case.registered_on,
        types="・".join(REQUEST_LABELS[kind] for kind in wanted),
        items=len(decidable(wanted)),
        fee_due=fees.due,
        fee_received=fees.received,
        state=STATE_LABELS[CaseState(case.state)],
        outcome=outcome_word(case.outcome, wanted),
        answered_on=first_posted_on(session, case.id),
        completed_on=case.completed_on,
    )


def _facts(row: LedgerRow) -> dict[str, str | int]:
    """By the keys of `forms/internal/I-04.toml`."""
    return {
        "number": row.number,
        "arrived": row.arrived_on.isoformat(),
        "registered": row.registered_on.isoformat(),
        "types": row.types,
        "items": row.items,
        "fee_due": row.fee_due,
        "fee_received": row.fee_received,
        "state": row.state,
        "outcome": row.outcome,
        "answered": _day(row.answered_on),
        "days": "" if row.days is None else row.days,
        "completed": _day(row.completed_on),
    }


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
