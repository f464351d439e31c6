"""発送と配達: what waits to leave, what is on its way, and whose answer a number in the hand is.

A returned envelope is sealed: what can be read on it is the receipt's number on its label. Inside,
and on the case's own papers, stands the 受付番号 as a QR code (DOMAIN §9).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy.orm import Session

from desktop.domain.clocks import held_mail_is_red, held_until
from desktop.domain.errors import NotFound
from desktop.domain.posting import own_number, receipt_number
from desktop.domain.roles import Capability
from desktop.domain.states import END_STATES, CaseState
from desktop.domain.wareki import parse_wareki
from desktop.services import rights
from desktop.services.act import SignedIn
from desktop.services.case_facts import AFTER_THE_END, DECISION_CODES, letters_away
from desktop.services.casebook import Casebook
from desktop.services.letter_making import letter_title
from desktop.store.cases import case_id_of, case_row, dispatch_of, on_their_way
from desktop.store.post import Unposted, case_of_receipt, unposted_letters
from desktop.store.schema.casework import LetterRow
from desktop.store.special import posted_before

_STEPS: Final[Mapping[str, str]] = {"READY": "印刷", "PRINTED": "封入確認", "CHECKED": "発送"}
_MOST_LINES: Final = 500
_DAY: Final = re.compile("([0-9]{1,2})[/月]([0-9]{1,2})日?")


@dataclass(frozen=True, slots=True)
class ToPost:
    """発送待ち: a letter and what is to be done with it next."""

    case_id: str
    number: str
    title: str
    step: str
    since: date
    days: int


@dataclass(frozen=True, slots=True)
class OnItsWay:
    """配達未確認: an answer that nobody has said to be delivered, and did not come back."""

    case_id: str
    number: str
    delivery: str
    tracking: str
    posted_on: date
    days: int
    held: date | None
    red: bool


@dataclass(frozen=True, slots=True)
class PostView:
    to_post: tuple[ToPost, ...]
    out: tuple[OnItsWay, ...]

    @property
    def longest(self) -> int:
        """Of the answers on their way: the days of the oldest."""
        return max((one.days for one in self.out), default=0)


@dataclass(frozen=True, slots=True)
class AwayLetter:
    """A letter that is no answer, with the post or its addressee."""

    letter_id: str
    title: str
    posted_on: date
    again: bool


@dataclass(frozen=True, slots=True)
class FoundPost:
    """The case of a number; `out` where its answer is on its way, else `away`: the letters that
    may have come back, the latest posted first, on the case's `version`."""

    case_id: str
    number: str
    out: bool
    version: int = 0
    away: tuple[AwayLetter, ...] = ()


@dataclass(frozen=True, slots=True)
class DeliveryLine:
    """A pasted line: a delivery to record, or the reason why it is none."""

    line: int
    number: str = ""
    tracking: str = ""
    on: date | None = None
    case_id: str = ""
    version: int = 0
    problem: str = ""


class PostDesk:
    def __init__(self, book: Casebook) -> None:
        self._premises = book.premises

    def view(self, by: SignedIn, today: date) -> PostView:
        """Both lists, the longest waiting first."""
        rights.require(by, Capability.VIEW_CASE)
        with self._premises.database.reading() as session:
            return post_view(session, today)

    def find(self, by: SignedIn, code: str) -> FoundPost:
        """Whose answer it is: by a QR of the desk's own papers, a label's bar code or typed."""
        rights.require(by, Capability.VIEW_CASE)
        with self._premises.database.reading() as session:
            case_id = find_case(session, code)
            if case_id is None:
                raise NotFound(
                    "この番号の発送も案件もありません。",
                    "受付番号（26-0143 のような番号）か、11桁の引受番号を確かめてください。",
                    field="code",
                )
            case = case_row(session, case_id)
            out = case.state == CaseState.DISPATCHED
            away = () if out else tuple(map(_away, letters_away(session, case_id)))
            return FoundPost(case_id, case.number, out, case.version, away)

    def read(self, by: SignedIn, text: str, today: date) -> tuple[DeliveryLine, ...]:
        """The deliveries in pasted lines of numbers and days; changes nothing."""
        rights.require(by, Capability.DISPATCH)
        with self._premises.database.reading() as session:
            return tuple(_deliveries(session, text, today))


def post_view(session: Session, today: date) -> PostView:
    to_post = tuple(
        ToPost(
            one.case_id,
            one.number,
            letter_title(one.code),
            _STEPS[one.state],
            one.made_at.date(),
            (today - one.made_at.date()).days,
        )
        for one in unposted_letters(session)
        if _leaves(session, one)
    )
    out = tuple(
        OnItsWay(
            row.case_id,
            number,
            row.delivery,
            row.tracking,
            row.dispatched_on,
            (today - row.dispatched_on).days,
            held_until(row.dispatched_on, row.delivery),
            held_mail_is_red(row.dispatched_on, row.delivery, today),
        )
        for number, row in on_their_way(session)
    )
    return PostView(to_post, out)


def find_case(session: Session, code: str) -> str | None:
    """The case of a 受付番号 or of a 引受番号, in whatever code it stands."""
    if number := own_number(code):
        return case_id_of(session, number)
    receipt = receipt_number(code)
    return case_of_receipt(session, receipt) if receipt else None


def _leaves(session: Session, one: Unposted) -> bool:
    """Whether the case still lets the letter out: a second return is not posted a third time."""
    state = CaseState(one.case_state)
    if one.code not in DECISION_CODES:
        return state not in END_STATES or one.code in AFTER_THE_END
    if state is CaseState.RETURNED_MAIL:
        posted = dispatch_of(session, one.case_id)
        return posted is None or not posted_before(session, posted)
    return state is CaseState.APPROVED


def _away(row: LetterRow) -> AwayLetter:
    sent = (row.sent_at or row.made_at).date()
    return AwayLetter(row.id, letter_title(row.code), sent, row.returns > 0)


def _deliveries(session: Session, text: str, today: date) -> Iterator[DeliveryLine]:
    seen: set[str] = set()
    lines = [(at, words) for at, words in enumerate(text.splitlines(), 1) if words.strip()]
    for at, words in lines[:_MOST_LINES]:
        parts = [part for part in re.split(r"[\s,、，　]+", words) if part]
        code = next((one for one in parts if own_number(one) or receipt_number(one)), "")
        days = (_read_day(one, today) for one in parts if one != code)
        on = next((day for day in days if day is not None), None)
        case_id = find_case(session, code) if code else None
        problem = _problem(session, code, case_id, on, today)
        if not problem and case_id in seen:
            problem = "同じ案件の行がもう一つあります。"
        if not problem:
            seen.add(case_id or "")
        case = case_row(session, case_id) if case_id else None
        yield DeliveryLine(
            at,
            case.number if case else "",
            receipt_number(code),
            on,
            case_id or "",
            case.version if case else 0,
            problem,
        )


def _problem(session: Session, code: str, case_id: str | None, on: date | None, today: date) -> str:
    if not code:
        return "受付番号か引受番号がありません。"
    if case_id is None:
        return "この番号の発送がありません。"
    posted = dispatch_of(session, case_id)
    if posted is None or case_row(session, case_id).state != CaseState.DISPATCHED:
        return "発送中の回答ではありません。"
    if receipt_number(code) and posted.tracking != receipt_number(code):
        return "前に送った封筒の番号です。"
    if on is None:
        return "配達された日がありません。"
    if not posted.dispatched_on <= on <= today:
        return "配達の日が、発送より前か今日より後です。"
    return ""


def _read_day(words: str, today: date) -> date | None:
    """A day with its year in either calendar; without one, the nearest that is not to come."""
    if found := _DAY.fullmatch(words):
        month, day = int(found.group(1)), int(found.group(2))
        for year in (today.year, today.year - 1):
            try:
                one = date(year, month, day)
            except ValueError:
                continue
            if one <= today:
                return one
        return None
    return parse_wareki(words)
