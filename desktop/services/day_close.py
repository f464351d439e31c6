"""日計: the day's opened mail counted twice and closed by two people (DOMAIN §4; TRUST §3)."""

from __future__ import annotations

import uuid
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Final

from sqlalchemy.orm import Session

from desktop.domain.calendar import Calendar
from desktop.domain.errors import NotAllowed, Refused, SamePerson
from desktop.domain.roles import Capability, may
from desktop.domain.workday import (
    REOPEN_LABELS,
    Piles,
    ReopenReason,
    days_of,
    differences,
)
from desktop.letters.day_sheet import DaySheetData, day_sheet
from desktop.services import rights
from desktop.services.act import Act, SignedIn
from desktop.services.casebook import Casebook
from desktop.services.changes import Answer, carry_out
from desktop.services.exports import Exports
from desktop.services.premises import Premises
from desktop.store import audit, day_close
from desktop.store.schema.workday import DayCloseRow

_SHOWN_DAYS: Final = 30


class DayState(StrEnum):
    """OPEN: today's own. LATE: it has gone by and nobody closed it."""

    OPEN = "OPEN"
    LATE = "LATE"
    CLOSED = "CLOSED"


@dataclass(frozen=True, slots=True)
class PaperCount:
    """What two people counted from the paper: the opened envelopes, and the piles they went to."""

    opened: int
    piles: Piles


@dataclass(frozen=True, slots=True)
class UnsettledMail:
    """An envelope without an end, by the words on its card."""

    envelope_id: str
    title: str
    pages: int


@dataclass(frozen=True, slots=True)
class Closing:
    """Who closed the day with whom, over which state of the operation log."""

    at: datetime
    by: str = field(repr=False)
    second: str = field(repr=False)
    piles: Piles
    log_size: int
    log_root: str
    reopened_at: datetime | None = None
    reopened_by: str = field(default="", repr=False)
    reason: str = ""


@dataclass(frozen=True, slots=True)
class DayView:
    """`first` differs from `day` where free days before it count for it."""

    day: date
    first: date
    state: DayState
    desk: Piles
    unsettled: tuple[UnsettledMail, ...]
    closing: Closing | None
    earlier: tuple[Closing, ...]


@dataclass(frozen=True, slots=True)
class DayLine:
    day: date
    state: DayState
    opened: int
    unsettled: int


class DayClosing:
    def __init__(self, premises: Premises, book: Casebook) -> None:
        self._premises = premises
        self._book = book
        self._exports = Exports(premises, book)

    def days(self, by: SignedIn, at: datetime) -> tuple[DayLine, ...]:
        """The business days with mail of the last month and every unclosed one, newest first."""
        rights.require(by, Capability.OPEN_MAIL)
        today = at.date()
        with self._premises.database.reading() as session:
            since = today - timedelta(days=_SHOWN_DAYS)
            days = set(day_close.days_with_mail(session, since))
            days |= set(day_close.days_with_mail(session))
            wanted = {self._calendar(day).on_or_after(day) for day in days}
            wanted |= {row.day for row in day_close.closings_since(session, since)}
            wanted.add(self._calendar(today).on_or_after(today))
            views = [self._view(session, day, today) for day in sorted(wanted, reverse=True)]
        return tuple(
            DayLine(
                one.day,
                one.state,
                one.desk.total + len(one.unsettled),
                len(one.unsettled),
            )
            for one in views
        )

    def view(self, by: SignedIn, day: date, at: datetime) -> DayView:
        """What the desk knows of the day."""
        rights.require(by, Capability.OPEN_MAIL)
        with self._premises.database.reading() as session:
            return self._view(session, day, at.date())

    def close(
        self, act: Act, day: date, paper: PaperCount, second_login: str, second_passphrase: str
    ) -> DayView:
        """Close the day with a second person, who proves who they are by their own passphrase.

        Refused with every difference named. The log is signed and anchored in the same moment.
        """
        rights.require(act, Capability.OPEN_MAIL)
        self._book.require_clock(act)
        if min(paper.opened, *asdict(paper.piles).values()) < 0:
            raise Refused("通数が0より少なくなっています。", "数え直して入れてください。")
        second = self._second(act, second_login, second_passphrase)

        def work(session: Session) -> Answer:
            audit.hold(session)  # a letter that is on its way in is waited for
            found = self._view(session, day, act.at.date())
            self._check_day(found, act.at.date())
            names = [one.title for one in found.unsettled]
            if wrong := differences(paper.opened, paper.piles, found.desk, names):
                raise Refused(
                    "紙と窓口の記録が合わないため、締められません。" + "".join(wrong),
                    "違いのある封筒を探して、処置を記録するか数え直してください。",
                )
            counts = asdict(found.desk)
            detail = {"day": day.isoformat(), "second": second, **counts}
            audit.append(session, act.at, act.by.person_id, "day.close", detail=detail)
            audit.sign_head(session, act.by.keys, act.at)
            anchor = audit.anchor(session, act.at, act.by.person_id, "day")
            session.add(
                DayCloseRow(
                    id=uuid.uuid4().hex,
                    first_day=found.first,
                    day=day,
                    seq=len(found.earlier) + 1,
                    **counts,
                    closed_by=act.by.person_id,
                    second_by=second,
                    closed_at=act.at,
                    log_size=anchor.size,
                    log_root=anchor.root.hex(),
                )
            )
            session.flush()
            return {"day": day.isoformat()}

        carry_out(self._premises, act, Capability.OPEN_MAIL, "day.close", work)
        return self.view(act.by, day, act.at)

    def reopen(self, act: Act, day: date, reason: str) -> DayView:
        """A supervisor opens a closed day again; the closing stays on record with the reason."""
        if reason not in set(ReopenReason):
            raise Refused(
                "締めた日を開き直す理由が選ばれていません。",
                "理由を選んでください。",
                field="reason",
            )

        def work(session: Session) -> Answer:
            row = day_close.closing_over(session, day)
            if row is None or row.day != day:
                raise Refused("この日は締められていません。", "日計を開き直してください。")
            row.reopened_by, row.reopened_at = act.by.person_id, act.at
            row.reopen_reason = reason
            session.flush()
            detail = {"day": day.isoformat(), "reason": str(reason)}
            audit.append(session, act.at, act.by.person_id, "day.reopen", detail=detail)
            return {"day": day.isoformat()}

        carry_out(self._premises, act, Capability.REOPEN_DAY, "day.reopen", work)
        return self.view(act.by, day, act.at)

    def save_sheet(self, act: Act, day: date, file: Path) -> Path:
        """The sheet of a closed day as a PDF: an open export until its end is confirmed."""
        rights.require(act, Capability.OPEN_MAIL)
        view = self.view(act.by, day, act.at)
        closing = view.closing
        if closing is None:
            raise Refused("締めていない日の日計票は印刷できません。", "先に日計を締めてください。")
        settings = self._book.administration.settings(day)
        pdf = day_sheet(
            DaySheetData(
                office=settings.office_name,
                day=day,
                first=view.first,
                piles=closing.piles,
                closed_by=closing.by,
                second=closing.second,
                closed_at=closing.at,
                log_size=closing.log_size,
                log_root=closing.log_root,
                reopened=len(view.earlier),
            ),
            self._premises.surroundings.fonts,
        )

        def work(session: Session) -> Answer:
            export = self._exports.note(session, act, "DAY_SHEET", file)
            self._exports.record(session, act, export, {"day": day.isoformat()})
            return {"export": export}

        answer = carry_out(self._premises, act, Capability.EXPORT, "day.sheet", work)
        return self._exports.write(act, str(answer["export"]), file, pdf)

    def _view(self, session: Session, day: date, today: date) -> DayView:
        first, last = days_of(day, self._calendar(day))
        rows = day_close.closings_of(session, day)
        in_force = next((row for row in rows if row.reopened_at is None), None)
        # A day that was closed stays counted, whatever was made a free day since.
        covered = day_close.first_open_day(session, first)
        first = min(covered, last) if in_force is None else in_force.first_day
        late = day < today
        state = DayState.CLOSED if in_force else DayState.LATE if late else DayState.OPEN
        waiting = day_close.unsettled(session, first, last)
        return DayView(
            day=day,
            first=first,
            state=state,
            desk=Piles.of(day_close.fates(session, first, last)),
            unsettled=tuple(
                UnsettledMail(one.id, envelope_title(one.number, one.day, day), one.pages)
                for one in waiting
            ),
            closing=None if in_force is None else self._closing(in_force),
            earlier=tuple(self._closing(row) for row in rows if row is not in_force),
        )

    def _check_day(self, view: DayView, today: date) -> None:
        if view.closing is not None:
            raise Refused("この日の日計は締められています。", "日計を開き直してください。")
        if view.day > today or not self._calendar(view.day).is_business_day(view.day):
            raise Refused(
                "日計を締められるのは、今日までの営業日だけです。", "締める日を確かめてください。"
            )

    def _second(self, act: Act, login: str, passphrase: str) -> str:
        if not login.strip() or not passphrase:
            raise Refused(
                "いっしょに数えた人が入っていません。",
                "もう一人の職員番号とパスフレーズを入れてください。",
                field="second",
            )
        person = self._book.people.prove(login, passphrase, act.at)
        if person.id == act.by.person_id:
            raise SamePerson(
                "一人で数えた日は締められません。",
                "別の人と二人で数え、その人のパスフレーズを入れてください。",
                field="second",
            )
        if not person.active or not may(person.role, Capability.OPEN_MAIL):
            raise NotAllowed(
                "この人は日計を締められません。", "受付担当か責任者に依頼してください。"
            )
        return person.id

    def _calendar(self, day: date) -> Calendar:
        return self._book.administration.calendar(day)

    def _closing(self, row: DayCloseRow) -> Closing:
        reason = REOPEN_LABELS[ReopenReason(row.reopen_reason)] if row.reopen_reason else ""
        return Closing(
            row.closed_at,
            self._book.name_of(row.closed_by),
            self._book.name_of(row.second_by),
            Piles(row.new_cases, row.joined, row.rerouted, row.returned, row.no_mail),
            row.log_size,
            row.log_root,
            row.reopened_at,
            self._book.name_of(row.reopened_by),
            reason,
        )


def unclosed_days(session: Session, book: Casebook, today: date) -> tuple[date, ...]:
    """The business days before today with mail and without a closing in force, oldest first."""
    days = {
        book.administration.calendar(day).on_or_after(day)
        for day in day_close.days_with_mail(session)
    }
    return tuple(sorted(day for day in days if day < today))


def envelope_title(number: int, day: date, counted: date) -> str:
    """封筒 3; of a free day before the counted one with its date."""
    return f"封筒 {number}" if day == counted else f"封筒 {number}（{day.month}/{day.day}）"
