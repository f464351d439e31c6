"""Cases as the desk shows them: lists, one case, its pages, its history, the search."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from desktop.domain.errors import NotFound, Refused
from desktop.domain.page_kinds import PAGE_KIND_LABELS
from desktop.domain.reading import PageKind
from desktop.domain.roles import Capability
from desktop.domain.states import END_STATES, CaseState
from desktop.services import case_history, rights
from desktop.services.act import Act, SignedIn
from desktop.services.administration import Administration
from desktop.services.audit_labels import action_label
from desktop.services.case_assembly import IDENTITY_IMAGES, assemble
from desktop.services.case_history import CaseThings
from desktop.services.case_index import CaseIndex, Told
from desktop.services.case_lines import case_lines
from desktop.services.case_roster import CaseOrder, CaseRoster, CaseSort
from desktop.services.case_views import (
    CaseFilter,
    CaseLine,
    CaseView,
    PagePicture,
    TodayView,
)
from desktop.services.casebook import Casebook
from desktop.services.changes import carry_out
from desktop.services.day_page import today_view
from desktop.services.history_views import HistoryLine
from desktop.services.letter_making import letter_title
from desktop.services.people import People
from desktop.services.premises import Premises
from desktop.services.wishes import to_sign
from desktop.store import audit, desk_notes, envelopes, settings
from desktop.store.cases import (
    case_id_of,
    case_row,
    cases_by_id,
    count_cases,
    numbers_of,
    where_cases,
)
from desktop.store.disposals import count_proposed
from desktop.store.documents import open_image, open_reading, open_thumbnail, page_row, pages_of
from desktop.store.errors import KeyDestroyed
from desktop.store.letters import letters_of
from desktop.store.units import count_due_units

OPEN_STATES = frozenset(CaseState) - END_STATES
MOST_FOUND = 50
_LONGEST_HISTORY = 2000


class Cases:
    def __init__(self, premises: Premises, people: People, administration: Administration) -> None:
        self._premises = premises
        self.book = Casebook(premises, people, administration)
        self.roster = CaseRoster(administration)
        self._index = CaseIndex()
        premises.when_locked(self._index.forget)

    @property
    def index(self) -> CaseIndex:
        """The searched fields of all cases, as far as they are opened."""
        return self._index

    def today(self, by: SignedIn, at: datetime, most: int | None = None) -> TodayView:
        """What is due, what waits, what is red (DESIGN §6); of each group `most` lines, or all."""
        rights.require(by, Capability.VIEW_CASE)
        with self._premises.database.reading() as session:
            self.roster.refresh(session)
            by_due = self.roster.open_by_due(at.date())
            return today_view(session, self.book, at, by_due, most)

    def warm(self, today: date | None = None) -> int:
        """Read the clear columns of all cases, before anybody signs in; how many cases.

        With `today` their clocks are worked out as well.
        """
        with self._premises.database.reading() as session:
            self.roster.refresh(session)
        if today is not None:
            self.roster.work_out(today)
        return len(self.roster)

    def order(
        self,
        by: SignedIn,
        which: CaseFilter,
        at: datetime,
        sort: CaseSort = CaseSort.NUMBER,
        *,
        descending: bool = True,
    ) -> CaseOrder:
        """The cases a filter leaves, all of them, in order; without contents."""
        rights.require(by, Capability.VIEW_CASE)
        self.warm()
        found = None
        if which.text.strip():
            self._catch_up()
            found = self._index.find(which.text)
        names = {}
        if sort is CaseSort.CLERK:
            names = {one.id: one.name for one in self.book.people.roster()}
        plain = replace(which, text="")
        return self.roster.order(
            plain, sort, at.date(), descending=descending, found=found, names=names
        )

    def lines(self, by: SignedIn, ids: Sequence[str], at: datetime) -> tuple[CaseLine, ...]:
        """These cases as lines, in this order: a page of the list."""
        rights.require(by, Capability.VIEW_CASE)
        with self._premises.database.reading() as session:
            rows = cases_by_id(session, ids)
            there = [rows[case_id] for case_id in ids if case_id in rows]
            return case_lines(session, self.book, there, at.date())

    def count(self, by: SignedIn, which: CaseFilter, at: datetime) -> int:
        return len(self.order(by, which, at).ids)

    def page(
        self, by: SignedIn, which: CaseFilter, offset: int, limit: int, at: datetime
    ) -> tuple[CaseLine, ...]:
        """Newest number first."""
        ids = self.order(by, which, at).ids[offset : offset + limit]
        return self.lines(by, ids, at)

    def get(self, by: SignedIn, case_id: str, at: datetime) -> CaseView:
        rights.require(by, Capability.VIEW_CASE)
        with self._premises.database.reading() as session:
            return assemble(session, self.book, case_row(session, case_id), by, at.date())

    def by_number(self, number: str) -> str | None:
        with self._premises.database.reading() as session:
            return case_id_of(session, number)

    def picture(self, act: Act, page_id: str) -> PagePicture:
        """The page opened. Looking at an identity paper needs the right and is recorded."""

        def look(session: Session) -> Mapping[str, str | int | None]:
            row = page_row(session, page_id)
            self.book.look(session, act, row.case_id, "identity.view", page_id)
            return {}

        rights.require(act, Capability.VIEW_CASE)
        vault = self._premises.vault
        with self._premises.database.reading() as session:
            row = page_row(session, page_id)
            picture = PagePicture(
                open_image(session, vault, page_id), open_reading(session, vault, page_id)
            )
        if PageKind(row.kind) in IDENTITY_IMAGES:
            # Recorded before it is shown: a look that cannot be recorded does not happen.
            carry_out(self._premises, act, Capability.VIEW_IDENTITY_IMAGE, "page.view", look)
        return picture

    def thumbnail(self, by: SignedIn, page_id: str) -> bytes:
        """A small picture; b"" where the page is destroyed."""
        rights.require(by, Capability.VIEW_CASE)
        with self._premises.database.reading() as session:
            row = page_row(session, page_id)
            if PageKind(row.kind) in IDENTITY_IMAGES:
                rights.require(by, Capability.VIEW_IDENTITY_IMAGE)
            try:
                return open_thumbnail(session, self._premises.vault, page_id)
            except KeyDestroyed:
                return b""

    def history(self, by: SignedIn, case_id: str) -> tuple[HistoryLine, ...]:
        """The case's audit entries in sentences, newest first."""
        rights.require(by, Capability.VIEW_CASE)
        with self._premises.database.reading() as session:
            entries = audit.entries(session, audit.Filter(case_id=case_id), limit=_LONGEST_HISTORY)
            named = {str(one.detail.get(key, "")) for one in entries for key in ("from", "to")}
            numbers = numbers_of(session, named)
            things = CaseThings(
                {row.id: letter_title(row.code) for row in letters_of(session, case_id)},
                {
                    row.id: f"{row.seq}ページ {PAGE_KIND_LABELS[PageKind(row.kind)]}"
                    for row in pages_of(session, case_id)
                },
                self._who,
                lambda one: numbers.get(one, ""),
            )
        return tuple(
            HistoryLine(
                entry.at,
                self._who(entry.actor) + ("（代行）" if audit.DEPUTY_FOR in entry.detail else ""),
                action_label(entry.action),
                case_history.sentence(entry, things),
                case_history.more(entry, things),
                case_history.kind(entry),
                case_history.link(entry, things),
                case_history.changed(entry),
            )
            for entry in entries
        )

    def counts(self, by: SignedIn, at: datetime) -> Mapping[str, int]:
        """For the rail, by the key of its places; empty for who sees no case."""
        if not rights.may(by, Capability.VIEW_CASE):
            return {}
        with self._premises.database.reading() as session:
            waiting = frozenset({CaseState.APPROVAL})
            signs = rights.may(by, Capability.SIGN_SETTING)
            wishes = settings.unsigned(session) if signs else ()
            return {
                "intake": len(envelopes.open_envelopes(session)),
                "cases": count_cases(session, where_cases(OPEN_STATES, "", None)),
                "approvals": count_cases(session, where_cases(waiting, "", None))
                + count_proposed(session),
                "keeping": count_due_units(session, at.date())
                + desk_notes.count_due(session, at.date()),
                "settings": to_sign(wishes, by.person_id),
            }

    def load_index(self, told: Told | None = None, stop: threading.Event | None = None) -> int:
        """Open the search fields of all cases into memory (DESIGN §4); how many."""
        self._index.catch_up(self._premises.database, self._premises.vault, told=told, stop=stop)
        return len(self._index)

    def names_person(self, text: str) -> bool:
        """Whether somebody's name or number stands in a text that will not be sealed.

        Refused while the index is being loaded: the names not opened yet would be passed over.
        """
        if not self._catch_up():
            raise Refused(
                "検索の準備中のため、氏名などが入っていないかを確かめられません。",
                "準備が終わってから、もう一度行ってください。",
            )
        return self._index.names_person(text)

    def index_progress(self) -> tuple[int, int] | None:
        """How far the load is; None when none runs and a search sees every case."""
        return self._index.progress()

    def drop_index(self) -> None:
        """Forget the opened search fields; the lock does it by itself."""
        self._index.forget()

    def search(self, by: SignedIn, text: str, at: datetime) -> tuple[CaseLine, ...]:
        """Cases in whose number, name, kana, phone, birth date or address every word stands.

        Newest first; each tells in which fields it was found. While the index is being loaded,
        of the cases opened so far.
        """
        found = self.order(by, CaseFilter(text=text), at).ids[:MOST_FOUND] if text.strip() else ()
        return tuple(
            replace(line, found_in=self._index.fields(line.id, text))
            for line in self.lines(by, found, at)
        )

    def _catch_up(self) -> bool:
        return self._index.catch_up(self._premises.database, self._premises.vault, wait=False)

    def _who(self, actor: str) -> str:
        try:
            return self.book.people.name_of(actor)
        except NotFound:
            return actor
