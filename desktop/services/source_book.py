"""The files that were taken in and still lie there, opened: known by what they hold and where."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy.orm import Session

from desktop.capture.sources.files import FilePrint
from desktop.domain.reading import Forbidden
from desktop.services.act import Act
from desktop.services.mail_keeping import Alongside
from desktop.services.premises import Premises
from desktop.store import sources
from desktop.store.sources import Place, Source, Way


@dataclass(frozen=True, slots=True)
class KnownFile:
    """A file with the task that waits for its end."""

    task: Source
    place: Place = field(repr=False)


class SourceBook:
    """Opened in memory as it is asked for, and dropped at the lock."""

    def __init__(self, premises: Premises) -> None:
        self._premises = premises
        self._places: dict[str, Place] = {}
        premises.when_locked(self._places.clear)

    def files(self, session: Session) -> tuple[KnownFile, ...]:
        """Every file whose end is waited for, oldest first."""
        tasks = [one for one in sources.waiting(session) if one.way is not Way.PAPER]
        unknown = {one.id for one in tasks} - self._places.keys()
        self._places.update(sources.places(session, self._premises.vault, unknown))
        # Of one that ended between the two questions no place is left.
        return tuple(KnownFile(t, self._places[t.id]) for t in tasks if t.id in self._places)


class FilesOfRun:
    """Notes the files of one run: with their first page, and again when all of them are in."""

    def __init__(self, premises: Premises, act: Act, way: Way) -> None:
        self._premises, self._act, self._way = premises, act, way
        self._tasks: dict[FilePrint, str] = {}
        self._told: dict[str, None] = {}

    @property
    def ids(self) -> tuple[str, ...]:
        """The tasks of the files of this run."""
        return tuple(self._told)

    def alongside(
        self,
        prints: Sequence[FilePrint],
        envelope_id: str,
        part: int,
        kinds: Iterable[Forbidden],
    ) -> Alongside:
        """What a page adds to its own transaction: its files, and the forbidden numbers that were
        found in that one of them."""
        found = frozenset(kinds)

        def add(session: Session) -> None:
            known = self.known(session, prints, envelope_id)
            if found:
                sources.found_in(session, known[prints[part]], found)

        return add

    def all_in(self, prints: Sequence[FilePrint], envelope_id: str) -> None:
        """Every page of these files is acknowledged: from now on they may go."""
        with self._premises.database.transaction() as session:
            for source_id in self.known(session, prints, envelope_id).values():
                sources.all_in(session, source_id)

    def known(
        self, session: Session, prints: Sequence[FilePrint], envelope_id: str
    ) -> Mapping[FilePrint, str]:
        """The task of each file; one that has none gets it now."""
        vault = self._premises.vault
        if any(one not in self._tasks for one in prints):
            waiting = {one.id for one in sources.waiting(session)} - set(self._tasks.values())
            for source_id, place in sources.places(session, vault, waiting).items():
                self._tasks[print_of_place(place)] = source_id
        for one in prints:
            if one not in self._tasks:
                place = Place(str(one.path), one.sha256, one.size)
                self._tasks[one] = sources.ask_for_file(
                    session, vault, envelope_id, self._way, place, self._act.at
                )
        told = {one: self._tasks[one] for one in prints}
        self._told.update(dict.fromkeys(told.values()))
        return told


def print_of_place(place: Place) -> FilePrint:
    return FilePrint(Path(place.path), place.sha256, place.size)
