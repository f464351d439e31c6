"""A case as one line of a list: who, what, the present work, the two clocks (DOMAIN §4)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Final

from sqlalchemy.orm import Session

from desktop.domain.calendar import Calendar
from desktop.domain.clocks import ClockView, Pause, clock_view, interim_step, statutory_view
from desktop.domain.requests import RequestType
from desktop.domain.states import END_STATES, CaseState
from desktop.services.case_facts import CORRECTION, ENDED, FEE, INTERIM_CODE
from desktop.services.case_views import CaseLine
from desktop.services.casebook import Casebook
from desktop.services.office_settings import OfficeSettings
from desktop.services.wanted_codes import read_wanted, types_label
from desktop.store.cases import pauses_of_cases
from desktop.store.letters import told_of
from desktop.store.parts import open_parts
from desktop.store.schema.casework import CaseRow, PauseRow

WORK_LABELS: Final[Mapping[CaseState, str]] = {
    CaseState.RECEIVED: "受付",
    CaseState.FORM_CHECK: "形式確認",
    CaseState.ID_CHECK: "本人確認",
    CaseState.AGENT_CHECK: "代理人確認",
    CaseState.SCOPING: "対象特定",
    CaseState.FEE_CHECK: "手数料",
    CaseState.INVESTIGATION: "調査",
    CaseState.DRAFTED: "起案",
    CaseState.APPROVAL: "決裁を待つ",
    CaseState.APPROVED: "発送",
    CaseState.DISPATCHED: "配達の確認",
    CaseState.DELIVERED: "完了の処理",
    CaseState.COMPLETED: "完了",
    CaseState.AWAITING_CORRECTION: "補正を待つ",
    CaseState.AWAITING_FEE: "手数料を待つ",
    CaseState.SENT_BACK: "起案（差戻し）",
    CaseState.RETURNED_MAIL: "返戻",
    CaseState.RETURN_GIVEN_UP: "返戻終了",
    CaseState.WITHDRAWN: "取下げ",
    CaseState.CLOSED_NO_RESPONSE: "回答なし終了",
    CaseState.REROUTED: "回付",
}

MAIL_LABELS: Final[Mapping[str, str]] = {
    "CORRECTION": "補正の返事",
    "FEE": "手数料の返事",
    "WITHDRAWAL": "取下げの申出",
    "MORE": "追加の郵便",
    "MOVED_IN": "移されてきた書類",
    "MOVED_OUT": "書類を移した",
}
"""What came for a case and waits for its clerk, by `CaseRow.mail`."""

PAUSE_LABELS: Final[Mapping[str, str]] = {CORRECTION: "補正", FEE: "手数料", ENDED: "終了"}

_ASKED: Final = (CaseState.AWAITING_CORRECTION, CaseState.AWAITING_FEE)

# Once the answer is posted, or the case has ended, no clock runs.
ANSWERED: Final = END_STATES | {
    CaseState.DISPATCHED,
    CaseState.DELIVERED,
    CaseState.RETURNED_MAIL,
}


def case_lines(
    session: Session, book: Casebook, rows: Sequence[CaseRow], today: date
) -> tuple[CaseLine, ...]:
    """The lines of these cases, their person blocks opened together."""
    ids = [row.id for row in rows]
    people = dict(open_parts(session, book.premises.vault, "person", ids))
    pauses = pauses_of_cases(session, ids)
    in_force: dict[date, tuple[OfficeSettings, Calendar]] = {}
    calendars: dict[tuple[str, ...], Calendar] = {}  # each asks the store whether it is still so
    found = []
    for row in rows:
        if CaseState(row.state) not in ANSWERED and row.arrived_on not in in_force:
            settings = book.settings(row)
            closures = tuple(settings.closures)
            if closures not in calendars:
                calendars[closures] = book.calendar(settings)
            in_force[row.arrived_on] = settings, calendars[closures]
        found.append(
            _line(
                book,
                row,
                people.get(row.id),
                pauses.get(row.id, []),
                in_force.get(row.arrived_on),
                today,
            )
        )
    return _with_interim(session, found, today)


def _with_interim(session: Session, lines: Sequence[CaseLine], today: date) -> tuple[CaseLine, ...]:
    """A D-04 is what comes next where the target has passed and the case is in our hands."""
    late = {
        line.id
        for line in lines
        if line.state not in _ASKED and line.target is not None and line.target.late
    }
    if not late:
        return tuple(lines)
    told = told_of(session, INTERIM_CODE, late)
    return tuple(
        replace(line, interim=interim_step(line.target, told.get(line.id, ()), today))
        if line.id in late
        else line
        for line in lines
    )


def earliest_due(line: CaseLine) -> date | None:
    """The nearer of the two clocks: by it the desk orders its day."""
    days = [clock.due for clock in (line.statutory, line.target) if clock is not None]
    return min(days) if days else None


def as_pauses(rows: Sequence[PauseRow]) -> tuple[Pause, ...]:
    return tuple(
        Pause(row.start, row.end, PAUSE_LABELS.get(row.why, row.why))
        for row in rows
        if _stands(row)
    )


def _stands(row: PauseRow) -> bool:
    """A wait whose first letter has not left yet lets no clock stand (`Waiting`)."""
    return row.answer_by is not None or row.notices > 1 or row.why == ENDED


def _line(
    book: Casebook,
    row: CaseRow,
    person: Mapping[str, Any] | None,
    pauses: Sequence[PauseRow],
    rules: tuple[OfficeSettings, Calendar] | None,
    today: date,
) -> CaseLine:
    state = CaseState(row.state)
    wanted = read_wanted(row.wanted)
    statutory: ClockView | None = None
    target: ClockView | None = None
    if rules is not None and state not in ANSWERED:
        settings, calendar = rules
        if not wanted or set(wanted) != {RequestType.PURPOSE}:  # art. 39 leaves PURPOSE out
            statutory = statutory_view(row.arrived_on, today, calendar)
        target = clock_view(
            row.registered_on, as_pauses(pauses), today, calendar, settings.target_days
        )
    return CaseLine(
        id=row.id,
        number=row.number,
        name=(person or {}).get("name", ""),
        types=types_label(wanted),
        types_count=len(wanted),
        state=state,
        work=_work(row, state),
        statutory=statutory,
        target=target,
        assigned=book.name_of(row.assigned),
        version=row.version,
        destroyed=person is None,
        mail=MAIL_LABELS.get(row.mail, ""),
    )


def _work(row: CaseRow, state: CaseState) -> str:
    if state is CaseState.ID_CHECK and row.identity_needs_second and row.identity_ok:
        return "第二確認"
    came = MAIL_LABELS.get(row.mail)
    return f"{WORK_LABELS[state]}（{came}）" if came else WORK_LABELS[state]
