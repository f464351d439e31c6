"""The waits of a case that began on paper: they stop its service clock like the desk's own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy.orm import Session

from desktop.domain.calendar import Calendar
from desktop.domain.case_state import CaseState
from desktop.domain.clocks import customer_deadline
from desktop.domain.errors import Refused
from desktop.services.case_facts import CORRECTION, FEE
from desktop.services.office_settings import OfficeSettings
from desktop.store.cases import end_pause, open_pause, start_pause
from desktop.store.schema.casework import CaseRow

_ASKED_TWICE: Final = 2
_GOES_ON: Final = {CaseState.AWAITING_CORRECTION: CORRECTION, CaseState.AWAITING_FEE: FEE}


@dataclass(frozen=True, slots=True)
class OldWait:
    """From the day the letter left to the day the answer came, both as on the paper.

    The one that goes on has no end; it has the customer's day (None: that of the settings) and
    how often was asked.
    """

    why: str
    start: date
    end: date | None = None
    answer_by: date | None = None
    notices: int = 1


def check_waits(waits: Sequence[OldWait], stage: str, registered_on: date, today: date) -> None:
    """Refuse waits out of their order, and one that goes on where the case does not wait."""
    goes_on = _GOES_ON.get(CaseState(stage))
    running = [one for one in waits if one.end is None]
    if [one.why for one in running] != ([goes_on] if goes_on else []):
        raise Refused(
            "続いている待ちと、紙での段階が合っていません。",
            "補正待ちか手数料待ちのときだけ、続いている待ちを一つ入れてください。",
            field="stood",
        )
    since = registered_on
    for number, one in enumerate(waits, 1):
        end = today if one.end is None else one.end
        last = one.end is not None or number == len(waits)
        if one.why not in _GOES_ON.values() or not (since <= one.start <= end <= today and last):
            raise Refused(
                "お客様を待った期間が、受付日から今日までの間に順に並んでいません。",
                "お願いの発送日と返事の届いた日を、古いものから入れてください。",
                field="stood",
            )
        if not 1 <= one.notices <= _ASKED_TWICE or (
            one.answer_by is not None and one.answer_by < one.start
        ):
            raise Refused(
                "返事の期限がお願いの発送日より前か、お願いの回数が違います。",
                "紙のお願いに書いた期限を入れてください。",
                field="answer_by",
            )
        since = end


def keep_waits(
    session: Session,
    case: CaseRow,
    waits: Sequence[OldWait],
    settings: OfficeSettings,
    calendar: Calendar,
) -> None:
    for one in waits:
        days = settings.fee_days if one.why == FEE else settings.correction_days
        until = one.end or one.answer_by or customer_deadline(one.start, days, calendar)
        start_pause(session, case.id, one.start, one.why, until)
        if one.end is not None:
            end_pause(session, case.id, one.end)
        elif (wait := open_pause(session, case.id)) is not None:
            wait.notices = one.notices
    session.flush()
