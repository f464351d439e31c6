"""Cases as the desk shows them: today, lists, one case, its pages, its history, the search."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from desktop.services.act import Act, SignedIn
from desktop.services.administration import Administration
from desktop.services.case_views import (
    CaseFilter,
    CaseLine,
    CaseView,
    HistoryLine,
    PagePicture,
    TodayView,
)
from desktop.services.people import People
from desktop.services.premises import Premises


class Cases:
    def __init__(self, premises: Premises, people: People, administration: Administration) -> None:
        self._premises = premises
        self._people = people
        self._administration = administration

    def today(self, by: SignedIn, at: datetime) -> TodayView:
        raise NotImplementedError

    def count(self, by: SignedIn, which: CaseFilter) -> int:
        raise NotImplementedError

    def page(
        self, by: SignedIn, which: CaseFilter, offset: int, limit: int, at: datetime
    ) -> tuple[CaseLine, ...]:
        """Newest number first."""
        raise NotImplementedError

    def get(self, by: SignedIn, case_id: str, at: datetime) -> CaseView:
        raise NotImplementedError

    def by_number(self, number: str) -> str | None:
        raise NotImplementedError

    def picture(self, act: Act, page_id: str) -> PagePicture:
        """The page opened. Looking at an identity paper needs the right and is recorded."""
        raise NotImplementedError

    def thumbnail(self, by: SignedIn, page_id: str) -> bytes:
        """A small picture; b"" where the page is destroyed."""
        raise NotImplementedError

    def history(self, by: SignedIn, case_id: str) -> tuple[HistoryLine, ...]:
        raise NotImplementedError

    def counts(self, by: SignedIn, at: datetime) -> Mapping[str, int]:
        """For the rail: intake, cases, approvals, keeping."""
        raise NotImplementedError

    def load_index(self) -> int:
        """Open the search fields of all cases into memory (DESIGN §4); how many."""
        raise NotImplementedError

    def drop_index(self) -> None:
        """Forget the opened search fields; called at lock."""
        raise NotImplementedError

    def search(self, by: SignedIn, text: str, at: datetime) -> tuple[CaseLine, ...]:
        raise NotImplementedError
