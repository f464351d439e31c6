"""日計: the day's opened mail counted by two people apart and closed by both (DOMAIN §4; TRUST §3).

The second person sees neither the first one's figures nor the desk's before having counted.
"""

from __future__ import annotations

import dataclasses
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Final

from sqlalchemy.orm import Session

from desktop.domain.errors import NotAllowed, Refused, SamePerson
from desktop.domain.printing import PaperKind
from desktop.domain.roles import Capability, may
from desktop.domain.workday import (
    LATE_LABELS,
    REOPEN_LABELS,
    LateReason,
    Piles,
    ReopenReason,
    counted_alike,
    day_for,
    days_of,
    differences,
)
from desktop.letters.day_sheet import DaySheetData, day_sheet
from desktop.services import rights
from desktop.services.act import Act, SignedIn
from desktop.services.casebook import Casebook
from desktop.services.changes import Answer, carry_out
from desktop.services.day_order import unclosed_days, working
from desktop.services.day_signing import sign_days
from desktop.services.day_unlike import CountsUnlike, note_unlike
from desktop.services.day_views import (
    Closing,
    CountedBy,
    DayLine,
    DayState,
    DayView,
    PaperCount,
    UnsettledMail,
)
from desktop.services.exports import Exports
from desktop.services.premises import Premises
from desktop.services.printing import Printing
from desktop.services.second_place import SecondPlace
from desktop.store import audit, day_close
from desktop.store.schema.workday import DayCloseRow

_SHOWN_DAYS: Final = 30
_SHEET: Final = "DAY_SHEET"


@dataclass(frozen=True, slots=True)
class _Count:
    by: str
    opened: int
    piles: Piles


class DayClosing:
    def __init__(self, premises: Premises, book: Casebook, second: SecondPlace) -> None:
        self._premises = premises
        self._book = book
        self._works = working(book)
        self._exports = Exports(premises, book)
        self._printing = Printing(premises)
        self._anchors = second

    def days(self, by: SignedIn, at: datetime) -> tuple[DayLine, ...]:
        """The business days with mail of the last month and every unclosed one, newest first."""
        rights.require(by, Capability.OPEN_MAIL)
        today = at.date()
        with self._premises.database.reading() as session:
            since = today - timedelta(days=_SHOWN_DAYS)
            days = day_close.days_with_mail(session, since)
            wanted = {day_for(day, self._works) for day in days}
            wanted |= {row.day for row in day_close.closings_since(session, since)}
            wanted |= {day_for(today, self._works), *unclosed_days(session, self._book, today)}
            views = [self._view(session, day, today) for day in sorted(wanted, reverse=True)]
        return tuple(DayLine(one.day, one.state, one.opened, len(one.unsettled)) for one in views)

    def view(self, by: SignedIn, day: date, at: datetime) -> DayView:
        """What the desk knows of the day, and what is still to be closed before it."""
        rights.require(by, Capability.OPEN_MAIL)
        with self._premises.database.reading() as session:
            view = self._view(session, day, at.date(), gaps=True)
            return dataclasses.replace(view, anchors_owed=self._anchors.view(session).owed)

    def count(self, act: Act, day: date, paper: PaperCount) -> DayView:
        """Note what the person counted from the paper, for nobody else to see.

        Who counts again replaces their own count.
        """
        _require_counts(paper)

        def work(session: Session) -> Answer:
            self._check_day(self._view(session, day, act.at.date()), act.at.date())
            counts = {"opened": paper.opened, **asdict(paper.piles)}
            day_close.add_count(session, day, act.by.person_id, act.at, counts)
            detail = {"day": day.isoformat()}
            audit.append(session, act.at, act.by.person_id, "day.count", detail=detail)
            return detail

        carry_out(self._premises, act, Capability.OPEN_MAIL, "day.count", work)
        return self.view(act.by, day, act.at)

    def close(
        self,
        act: Act,
        day: date,
        paper: PaperCount,
        second_login: str = "",
        second_passphrase: str = "",
    ) -> DayView:
        """Close the day with what a second person counted, after another one's `count`.

        The second is whoever is signed in, or proves who they are by their own passphrase beside
        the first. Refused with every difference named: between the two by the pile alone, and only
        once both counts are fixed. They are spent by it, so that nobody finds the other's count by
        trying: both count anew, and the log tells how often. The log is signed and anchored in the
        same moment.
        """
        rights.require(act, Capability.OPEN_MAIL)
        self._book.require_clock(act)
        _require_counts(paper)
        beside = bool(second_login.strip() or second_passphrase)
        second = self._second(act, second_login, second_passphrase) if beside else act.by.person_id

        def work(session: Session) -> Answer:
            audit.hold(session)  # a letter that is on its way in is waited for
            found = self._view(session, day, act.at.date())
            self._check_day(found, act.at.date())
            self._check_order(session, day)
            first = self._first_count(session, found, act.by.person_id, second)
            if unlike := counted_alike((first.opened, first.piles), (paper.opened, paper.piles)):
                return note_unlike(session, act, day, (first.by, second), paper, unlike)
            names = [one.title for one in found.unsettled]
            if wrong := differences(paper.opened, paper.piles, found.desk, names):
                raise Refused(
                    "紙と窓口の記録が合わないため、締められません。" + "".join(wrong),
                    "違いのある封筒を探して、処置を記録するか数え直してください。",
                )
            sign_days(session, act, (found,), first.by, second, apart=True)
            return {"day": day.isoformat()}

        answer = carry_out(self._premises, act, Capability.OPEN_MAIL, "day.close", work)
        if told := answer.get("unlike"):
            raise CountsUnlike(str(told))
        self._anchors.carry_quietly(act.by, act.at)
        return self.view(act.by, day, act.at)

    def close_empty(
        self, act: Act, day: date, reason: str, second_login: str, second_passphrase: str
    ) -> DayView:
        """Close the day, and every unclosed one before it, on which no mail came: 0 通 by two
        people. For days that have gone by somebody says why (`LateReason`)."""
        rights.require(act, Capability.OPEN_MAIL)
        self._book.require_clock(act)
        second = self._second(act, second_login, second_passphrase)
        today = act.at.date()

        def work(session: Session) -> Answer:
            audit.hold(session)
            gap = [one for one in unclosed_days(session, self._book, today) if one < day]
            found = [self._view(session, one, today) for one in (*gap, day)]
            for one in found:
                self._check_day(one, today)
                if one.opened:
                    raise Refused(
                        f"{_short(one.day)}には開封した郵便物があります。",
                        "その日の紙を二人で数えて、先に締めてください。",
                    )
            if found[0].day < today and reason not in set(LateReason):
                raise Refused(
                    "過ぎた日を後から締める理由が選ばれていません。",
                    "理由を選んでください。",
                    field="late",
                )
            sign_days(session, act, found, act.by.person_id, second, reason, apart=False)
            return {"day": day.isoformat(), "days": len(found)}

        carry_out(self._premises, act, Capability.OPEN_MAIL, "day.close", work)
        self._anchors.carry_quietly(act.by, act.at)
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
        pdf = self._sheet(act, day)

        def work(session: Session) -> Answer:
            export = self._exports.note(session, act, _SHEET, file)
            self._exports.record(session, act, export, {"day": day.isoformat()})
            return {"export": export}

        answer = carry_out(self._premises, act, Capability.EXPORT, "day.sheet", work)
        return self._exports.write(act, str(answer["export"]), file, pdf)

    def print_sheet(self, act: Act, day: date, printer: str) -> None:
        """To a printer, for the two names to be put on it; recorded first, and printed once
        however often it is asked."""
        pdf, fresh = self._sheet(act, day), list[str]()

        def work(session: Session) -> Answer:
            detail = {"day": day.isoformat()}
            audit.append(session, act.at, act.by.person_id, "day.printed", detail=detail)
            title, kind = f"日計票 {day.isoformat()}", PaperKind.INTERNAL
            fresh.append(self._printing.begin(session, act, kind, title, printer, pdf))
            return {}

        carry_out(self._premises, act, Capability.EXPORT, "day.print", work)
        for job_id in fresh:
            self._printing.hand(job_id, pdf, act.at)

    def _sheet(self, act: Act, day: date) -> bytes:
        rights.require(act, Capability.OPEN_MAIL)
        view = self.view(act.by, day, act.at)
        closing = view.closing
        if closing is None:
            raise Refused("締めていない日の日計票は印刷できません。", "先に日計を締めてください。")
        settings = self._book.administration.settings(day)
        return day_sheet(
            self._book.paper(_SHEET, act.at.date()),
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
                apart=closing.apart,
                late=closing.late,
            ),
            self._premises.surroundings.fonts,
        )

    def _view(self, session: Session, day: date, today: date, *, gaps: bool = False) -> DayView:
        first, last = days_of(day, self._works)
        rows = day_close.closings_of(session, day)
        in_force = next((row for row in rows if row.reopened_at is None), None)
        # A day that was closed stays counted, whatever was made a free day since.
        covered = day_close.first_open_day(session, first)
        first = min(covered, last) if in_force is None else in_force.first_day
        late = day < today
        state = DayState.CLOSED if in_force else DayState.LATE if late else DayState.OPEN
        waiting = day_close.unsettled(session, first, last)
        view = DayView(
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
            unlike=day_close.times_unlike(session, day),
            counted=()
            if in_force
            else tuple(
                CountedBy(row.by, row.at, self._book.name_of(row.by))
                for row in day_close.counts_of(session, day)
            ),
        )
        return self._with_gaps(session, view, today) if gaps and in_force is None else view

    def _with_gaps(self, session: Session, view: DayView, today: date) -> DayView:
        gap = tuple(one for one in unclosed_days(session, self._book, today) if one < view.day)
        unopened = all(self._view(session, one, today).opened == 0 for one in gap)
        own = () if view.opened or view.day > today else (view.day,)
        return dataclasses.replace(view, gap=gap, empty=(*gap, *own) if unopened else ())

    def _first_count(self, session: Session, view: DayView, me: str, second: str) -> _Count:
        """What another person than the second has counted; of two at one desk the one signed in."""
        for row in reversed(day_close.counts_of(session, view.day)):
            if row.by != second and me in (second, row.by):
                piles = Piles(row.new_cases, row.joined, row.rerouted, row.returned, row.no_mail)
                return _Count(row.by, row.opened, piles)
        raise Refused(
            "一人目の数えた通数が、まだ記録されていません。",
            "先に一人が数えて記録し、そのあと別の人が数えて締めてください。",
        )

    def _check_day(self, view: DayView, today: date) -> None:
        if view.closing is not None:
            raise Refused("この日の日計は締められています。", "日計を開き直してください。")
        if view.day > today or not self._works(view.day):
            raise Refused(
                "日計を締められるのは、今日までの営業日だけです。", "締める日を確かめてください。"
            )

    def _check_order(self, session: Session, day: date) -> None:
        """The days are closed in their order, so that none is passed over."""
        before = unclosed_days(session, self._book, day)
        if before:
            raise Refused(
                f"この日より前に、締めていない日が{len(before)}日あります"
                f"（最も古いものは{_short(before[0])}）。",
                "古い日から順に締めてください。郵便のなかった日は、まとめて締められます。",
            )

    def _second(self, act: Act, login: str, passphrase: str) -> str:
        if not login.strip() or not passphrase:
            raise Refused(
                "もう一人の数えた人が入っていません。",
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

    def _closing(self, row: DayCloseRow) -> Closing:
        return Closing(
            row.closed_at,
            self._book.name_of(row.closed_by),
            self._book.name_of(row.second_by),
            Piles(row.new_cases, row.joined, row.rerouted, row.returned, row.no_mail),
            row.log_size,
            row.log_root,
            row.reopened_at,
            self._book.name_of(row.reopened_by),
            REOPEN_LABELS[ReopenReason(row.reopen_reason)] if row.reopen_reason else "",
            row.apart,
            LATE_LABELS[LateReason(row.late_reason)] if row.late_reason else "",
        )


def _require_counts(paper: PaperCount) -> None:
    if min(paper.opened, *asdict(paper.piles).values()) < 0:
        raise Refused("通数が0より少なくなっています。", "数え直して入れてください。")


def _short(day: date) -> str:
    return f"{day.month}月{day.day}日"


def envelope_title(number: int, day: date, counted: date) -> str:
    """封筒 3; of a free day before the counted one with its date."""
    return f"封筒 {number}" if day == counted else f"封筒 {number}（{day.month}/{day.day}）"


__all__ = [
    "Closing",
    "CountedBy",
    "DayClosing",
    "DayLine",
    "DayState",
    "DayView",
    "PaperCount",
    "UnsettledMail",
]
