"""The clear columns of all cases in memory: a hundred thousand filtered and ordered at once.

Nothing here says anything about a person (DESIGN §4), so it may be read before anybody signs in.
Kept fresh by the cases' change number.
"""

from __future__ import annotations

import threading
from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from sqlalchemy.orm import Session

from desktop.domain.calendar import Calendar
from desktop.domain.clocks import Pause, service_target, statutory_mark
from desktop.domain.requests import RequestType
from desktop.domain.states import END_STATES, STATE_LABELS, CaseState
from desktop.services.administration import Administration
from desktop.services.case_lines import ANSWERED
from desktop.services.case_views import CaseFilter, DueWindow
from desktop.services.wanted_codes import read_wanted
from desktop.store.cases import ClearCase, ClearWait, clear_cases, clear_waits
from desktop.store.settings import signatures

NOBODY = "-"
"""Stands for 「担当なし」 where a person's id is asked for."""

_SUNDAY = 6
_ONLY_PURPOSE = frozenset({RequestType.PURPOSE})
_KEPT = 6
_FEW = 20  # a share so small is sorted faster than picked out of all
_CHANGED_FEW = 200  # so many are put in their places faster than all are sorted
_STATE_ORDER = {state.value: number for number, state in enumerate(STATE_LABELS)}
_ANSWERED = frozenset(state.value for state in ANSWERED)
_ENDED = frozenset(state.value for state in END_STATES)


class CaseSort(StrEnum):
    NUMBER = "NUMBER"
    DUE = "DUE"
    STATE = "STATE"
    CLERK = "CLERK"


@dataclass(frozen=True, slots=True)
class CaseOrder:
    """All cases that a filter leaves, in order, and how many there are of each state.

    `states` counts what the filter would leave if it named no states: for the tabs.
    """

    ids: tuple[str, ...]
    states: Mapping[CaseState, int]


class Dues(NamedTuple):
    """The days of the two clocks; None where one does not run."""

    statutory: date | None
    target: date | None

    @property
    def nearer(self) -> date | None:
        days = [day for day in self if day is not None]
        return min(days) if days else None


@dataclass(slots=True)
class _Terms:
    """How clocks of cases that arrived on one day run; what was worked out is kept."""

    calendar: Calendar
    target_days: int
    marks: dict[date, date] = field(default_factory=dict)
    targets: dict[date, date] = field(default_factory=dict)


class CaseRoster:
    """Safe to share between threads. `dues` are worked out anew on another day."""

    def __init__(self, administration: Administration) -> None:
        self._administration = administration
        self._cases: dict[str, ClearCase] = {}
        self._waits: dict[str, tuple[ClearWait, ...]] = {}
        self._change = 0
        self._oldest_first: list[ClearCase] = []
        self._newest_first: list[ClearCase] = []
        self._open: dict[str, ClearCase] = {}
        self._dues: dict[str, Dues] = {}
        self._terms: dict[date, _Terms] = {}
        self._today: date | None = None
        self._signed = -1
        self._orders: dict[tuple[object, ...], CaseOrder] = {}
        self._guard = threading.RLock()

    def __len__(self) -> int:
        return len(self._cases)

    def refresh(self, session: Session) -> None:
        """Read what changed since the last time."""
        with self._guard:
            changed = clear_cases(session, self._change)
            if changed:
                first = not self._change
                self._lay_in(changed)
                ids = None if first else [case.id for case in changed]
                for case_id, waits in clear_waits(session, ids).items():
                    self._waits[case_id] = tuple(waits)
                self._change = max(self._change, *(case.change for case in changed))
                self._orders.clear()
            signed = signatures(session)
            if signed != self._signed:
                self._signed = signed
                self._terms.clear()
                self._dues.clear()
                self._orders.clear()

    def order(
        self,
        which: CaseFilter,
        sort: CaseSort,
        today: date,
        *,
        descending: bool,
        found: Collection[str] | None = None,
        names: Mapping[str, str] | None = None,
    ) -> CaseOrder:
        """`found` are the cases a search left; `names` the clerks' display names by id."""
        with self._guard:
            self._turn_to(today)
            asked = (which, sort, descending, frozenset((names or {}).items()))
            if found is None and asked in self._orders:
                return self._orders[asked]
            left = self._filtered(which, today, found)
            states = Counter([case.state for case in left])
            wanted = {state.value for state in which.states}
            if wanted:
                left = [case for case in left if case.state in wanted]
            if sort is not CaseSort.NUMBER or not descending:
                left = self._sorted(left, sort, names or {}, descending=descending)
            order = CaseOrder(
                tuple([case.id for case in left]),
                {CaseState(state): number for state, number in states.items()},
            )
            if found is None:
                while len(self._orders) >= _KEPT:
                    self._orders.pop(next(iter(self._orders)))
                self._orders[asked] = order
            return order

    def dues(self, case_id: str, today: date) -> Dues:
        with self._guard:
            self._turn_to(today)
            return self._dues_of(self._cases[case_id])

    def work_out(self, today: date) -> None:
        """The clocks of all cases whose clocks run, before anybody asks for them."""
        with self._guard:
            self._turn_to(today)
            for case in self._open.values():
                self._nearer(case)

    def open_by_due(self, today: date) -> list[tuple[str, date | None]]:
        """The cases that have not ended with the nearer of their clocks, the most urgent first."""
        with self._guard:
            self._turn_to(today)
            dues = [(self._nearer(case), case) for case in self._open.values()]
        dues.sort(key=lambda one: (one[0] or date.max, one[1].number))
        return [(case.id, due) for due, case in dues]

    def _lay_in(self, changed: Sequence[ClearCase]) -> None:
        """Put what changed in the place of what was known of it."""
        few = len(changed) <= _CHANGED_FEW and all(map(self._keeps_its_place, changed))
        for case in changed:
            self._dues.pop(case.id, None)
            self._waits.pop(case.id, None)
            if case.state in _ENDED:
                self._open.pop(case.id, None)
            else:
                self._open[case.id] = case
            if few:
                at = bisect_left(self._oldest_first, _by_number(case), key=_by_number)
                known = case.id in self._cases
                self._oldest_first[at : at + known] = [case]
            self._cases[case.id] = case
        if not few:
            self._oldest_first = sorted(self._cases.values(), key=_by_number)
        self._newest_first = self._oldest_first[::-1]

    def _keeps_its_place(self, case: ClearCase) -> bool:
        """Whether it has the number it was known by, or was not known yet."""
        return self._cases.get(case.id, case).number == case.number

    def _turn_to(self, today: date) -> None:
        if today != self._today:
            self._today = today
            # Only a wait that goes on moves a clock from day to day.
            for case_id in self._waits:
                self._dues.pop(case_id, None)
            self._orders.clear()

    def _filtered(
        self, which: CaseFilter, today: date, found: Collection[str] | None
    ) -> list[ClearCase]:
        left: Sequence[ClearCase] = self._newest_first
        if found is not None and len(found) < len(left) // _FEW:
            few = [self._cases[one] for one in found if one in self._cases]
            left = sorted(few, key=_by_number, reverse=True)
        elif found is not None:
            left = [case for case in left if case.id in found]
        if which.assigned:
            person = None if which.assigned == NOBODY else which.assigned
            left = [case for case in left if case.assigned == person]
        if which.types:
            left = [case for case in left if _types(case.wanted) & which.types]
        if which.arrived_from is not None:
            since = which.arrived_from
            left = [case for case in left if case.arrived_on >= since]
        if which.arrived_to is not None:
            until = which.arrived_to
            left = [case for case in left if case.arrived_on <= until]
        if which.due is not None:
            first, last = _window(which.due, today)
            left = [case for case in self._running(left) if self._is_due(case, first, last)]
        if which.red:
            left = [case for case in left if self._is_red(case, today)]
        return list(left)

    def _sorted(
        self,
        cases: Sequence[ClearCase],
        sort: CaseSort,
        names: Mapping[str, str],
        *,
        descending: bool,
    ) -> list[ClearCase]:
        """Newest number first among equals, whichever way the others stand: a total order."""
        if sort is CaseSort.NUMBER:
            return list(cases) if descending else list(reversed(cases))
        if sort is CaseSort.STATE:
            return sorted(cases, key=lambda case: _STATE_ORDER[case.state], reverse=descending)
        if sort is CaseSort.CLERK:
            named = [case for case in cases if case.assigned]
            named.sort(key=lambda case: names.get(case.assigned or "", ""), reverse=descending)
            return named + [case for case in cases if not case.assigned]
        due = [(day, case) for case in self._running(cases) if (day := self._nearer(case))]
        due.sort(key=_day_of, reverse=descending)
        first = [case for _day, case in due]
        dated = {case.id for case in first}
        return first + [case for case in cases if case.id not in dated]

    @staticmethod
    def _running(cases: Sequence[ClearCase]) -> list[ClearCase]:
        """Those of the cases that have a clock at all: one in fifty, so no other is asked."""
        return [case for case in cases if case.state not in _ANSWERED]

    def _is_due(self, case: ClearCase, first: date, last: date) -> bool:
        day = self._nearer(case)
        return day is not None and first <= day <= last

    def _nearer(self, case: ClearCase) -> date | None:
        return None if case.state in _ANSWERED else self._dues_of(case).nearer

    def _dues_of(self, case: ClearCase) -> Dues:
        dues = self._dues.get(case.id)
        if dues is None:
            dues = self._dues[case.id] = self._work_out(case)
        return dues

    def _work_out(self, case: ClearCase) -> Dues:
        if case.state in _ANSWERED:
            return Dues(None, None)
        terms = self._terms_of(case.arrived_on)
        statutory: date | None = None
        if _types(case.wanted) != _ONLY_PURPOSE:  # art. 39 leaves PURPOSE out
            statutory = terms.marks.get(case.arrived_on)
            if statutory is None:
                statutory = statutory_mark(case.arrived_on, terms.calendar)
                terms.marks[case.arrived_on] = statutory
        waits = self._waits.get(case.id)
        if waits:
            pauses = [Pause(wait.start, wait.end) for wait in waits]
            today = self._today or case.registered_on
            return Dues(
                statutory,
                service_target(
                    case.registered_on, pauses, today, terms.calendar, terms.target_days
                ),
            )
        target = terms.targets.get(case.registered_on)
        if target is None:
            target = service_target(
                case.registered_on, (), case.registered_on, terms.calendar, terms.target_days
            )
            terms.targets[case.registered_on] = target
        return Dues(statutory, target)

    def _terms_of(self, arrived_on: date) -> _Terms:
        if arrived_on not in self._terms:
            settings = self._administration.settings(arrived_on)
            self._terms[arrived_on] = _Terms(
                self._administration.calendar(arrived_on), settings.target_days
            )
        return self._terms[arrived_on]

    def _is_red(self, case: ClearCase, today: date) -> bool:
        """Late, returned, or unanswered after its day: what nobody may leave lying."""
        if case.state == CaseState.RETURNED_MAIL:
            return True
        due = self._nearer(case)
        if due is not None and due < today:
            return True
        waits = self._waits.get(case.id, ())
        return any(
            wait.end is None and wait.answer_by is not None and wait.answer_by < today
            for wait in waits
        )


@lru_cache(maxsize=4096)
def _types(wanted: str) -> frozenset[RequestType]:
    return frozenset(read_wanted(wanted))


def _by_number(case: ClearCase) -> tuple[str, int, str]:
    """The year, then the running number: the ten thousandth of a year has one digit more."""
    return case.number[:2], len(case.number), case.number


def _day_of(one: tuple[date, ClearCase]) -> date:
    return one[0]


def _window(due: DueWindow, today: date) -> tuple[date, date]:
    if due is DueWindow.OVERDUE:
        return date.min, today - timedelta(days=1)
    if due is DueWindow.TODAY:
        return today, today
    return today, today + timedelta(days=_SUNDAY - today.weekday())
