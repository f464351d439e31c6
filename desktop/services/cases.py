"""Cases as the desk shows them: lists, one case, its pages, its history, the search."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import ColumnElement, false
from sqlalchemy.orm import Session

from desktop.domain.errors import NotFound
from desktop.domain.reading import PageKind
from desktop.domain.roles import Capability
from desktop.domain.states import END_STATES, CaseState
from desktop.services import rights
from desktop.services.act import Act, SignedIn
from desktop.services.administration import Administration
from desktop.services.audit_labels import action_label
from desktop.services.case_assembly import IDENTITY_IMAGES, assemble
from desktop.services.case_index import CaseIndex
from desktop.services.case_lines import case_lines
from desktop.services.case_views import (
    CaseFilter,
    CaseLine,
    CaseView,
    HistoryLine,
    PagePicture,
    TodayView,
)
from desktop.services.casebook import Casebook
from desktop.services.changes import carry_out
from desktop.services.people import People
from desktop.services.premises import Premises
from desktop.services.today import today_view
from desktop.store import audit, envelopes
from desktop.store.cases import case_id_of, case_row, count_cases, list_cases, where_cases
from desktop.store.disposals import count_proposed
from desktop.store.documents import open_image, open_reading, open_thumbnail, page_row
from desktop.store.errors import KeyDestroyed
from desktop.store.units import due_units

OPEN_STATES = frozenset(CaseState) - END_STATES
_FOUND = 50
_LONGEST_HISTORY = 2000


class Cases:
    def __init__(self, premises: Premises, people: People, administration: Administration) -> None:
        self._premises = premises
        self.book = Casebook(premises, people, administration)
        self._index = CaseIndex()
        premises.when_locked(self._index.forget)

    def today(self, by: SignedIn, at: datetime) -> TodayView:
        """What is due, what waits, what is red (DESIGN §6)."""
        rights.require(by, Capability.VIEW_CASE)
        with self._premises.database.reading() as session:
            return today_view(session, self.book, at)

    def count(self, by: SignedIn, which: CaseFilter) -> int:
        rights.require(by, Capability.VIEW_CASE)
        with self._premises.database.reading() as session:
            return count_cases(session, self._where(session, which))

    def page(
        self, by: SignedIn, which: CaseFilter, offset: int, limit: int, at: datetime
    ) -> tuple[CaseLine, ...]:
        """Newest number first."""
        rights.require(by, Capability.VIEW_CASE)
        with self._premises.database.reading() as session:
            rows = list_cases(session, self._where(session, which), offset, limit)
            return case_lines(session, self.book, rows, at.date())

    def get(self, by: SignedIn, case_id: str, at: datetime) -> CaseView:
        rights.require(by, Capability.VIEW_CASE)
        with self._premises.database.reading() as session:
            return assemble(session, self.book, case_row(session, case_id), by.role, at.date())

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
        """The case's audit entries in words, newest first."""
        rights.require(by, Capability.VIEW_CASE)
        with self._premises.database.reading() as session:
            entries = audit.entries(session, audit.Filter(case_id=case_id), limit=_LONGEST_HISTORY)
        return tuple(
            HistoryLine(entry.at, self._who(entry.actor), action_label(entry.action))
            for entry in entries
        )

    def counts(self, by: SignedIn, at: datetime) -> Mapping[str, int]:
        """For the rail, by the key of its places; empty for who sees no case."""
        if not rights.may(by, Capability.VIEW_CASE):
            return {}
        with self._premises.database.reading() as session:
            waiting = frozenset({CaseState.APPROVAL})
            return {
                "intake": len(envelopes.open_envelopes(session)),
                "cases": count_cases(session, where_cases(OPEN_STATES, "", None)),
                "approvals": count_cases(session, where_cases(waiting, "", None))
                + count_proposed(session),
                "keeping": len(due_units(session, at.date())),
            }

    def load_index(self) -> int:
        """Open the search fields of all cases into memory (DESIGN §4); how many."""
        with self._premises.database.reading() as session:
            self._index.refresh(session, self._premises.vault)
        return len(self._index)

    def drop_index(self) -> None:
        """Forget the opened search fields; the lock does it by itself."""
        self._index.forget()

    def search(self, by: SignedIn, text: str, at: datetime) -> tuple[CaseLine, ...]:
        """Cases whose number, name, kana, phone or address contains the text, newest first."""
        rights.require(by, Capability.VIEW_CASE)
        with self._premises.database.reading() as session:
            self._index.refresh(session, self._premises.vault)
            found = self._index.find(text)
            rows = list_cases(session, where_cases((), "", found), 0, _FOUND)
            return case_lines(session, self.book, rows, at.date())

    def _where(self, session: Session, which: CaseFilter) -> ColumnElement[bool]:
        if not which.text.strip():
            return where_cases(which.states, which.assigned, None)
        self._index.refresh(session, self._premises.vault)
        found = self._index.find(which.text)
        return where_cases(which.states, which.assigned, found) if found else false()

    def _who(self, actor: str) -> str:
        try:
            return self.book.people.name_of(actor)
        except NotFound:
            return actor
