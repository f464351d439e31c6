"""Two people on one case: the second sees that it is open, and who changed it (DESIGN §4).

The rows hold ids and moments only. They fade a minute after the program last told of itself, so
that a killed one blocks nobody; and they never refuse anything, since rows carry a version. The
minute goes by the store's clock: two workstations' clocks may differ.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from desktop.domain.roles import Capability
from desktop.services import rights
from desktop.services.act import SignedIn
from desktop.services.people import People
from desktop.services.premises import Premises
from desktop.store import presence
from desktop.store.cases import case_row

FADES_AFTER: Final = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class Companion:
    """Somebody else who has the case open; `same` is this person in another program."""

    name: str = field(repr=False)
    since: datetime
    same: bool


@dataclass(frozen=True, slots=True)
class CaseNews:
    """Who else has the case open, and which version of it is the newest."""

    companions: tuple[Companion, ...]
    version: int


class Presence:
    def __init__(self, premises: Premises, people: People) -> None:
        self._premises = premises
        self._people = people
        self._program = uuid.uuid4().hex

    def look(self, by: SignedIn, case_id: str, at: datetime) -> CaseNews:
        """Tell that this program shows the case, and hear of the others."""
        rights.require(by, Capability.VIEW_CASE)
        with self._premises.database.transaction() as session:
            version = case_row(session, case_id).version
            seen_at = presence.store_time(session, at)
            presence.fade(session, seen_at - FADES_AFTER)
            presence.show(session, self._program, case_id, by.person_id, at, seen_at)
            rows = presence.others(session, self._program, case_id)
            found = [(row.person_id, row.since) for row in rows]
        companions = tuple(
            Companion(self._people.name_of(person), since, person == by.person_id)
            for person, since in found
        )
        return CaseNews(companions, version)

    def leave(self, case_id: str) -> None:
        """This program no longer shows the case."""
        with self._premises.database.transaction() as session:
            presence.hide(session, self._program, case_id)
