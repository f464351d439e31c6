"""The clear copies from which mail was taken in, and their end: a red task for every one of them
until the program has deleted it or a clerk has said that it is destroyed (DESIGN §4)."""

from __future__ import annotations

import hashlib
import os
import stat
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from sqlalchemy.orm import Session

from desktop.capture.sources.share import Share, ShareHangs
from desktop.domain.errors import Refused
from desktop.domain.reading import Forbidden
from desktop.domain.roles import Capability
from desktop.services import rights
from desktop.services.act import Act, SignedIn
from desktop.services.changes import Answer, carry_out
from desktop.services.premises import Premises
from desktop.services.source_book import KnownFile, SourceBook
from desktop.store import audit, commands, people, sources
from desktop.store.sources import Place, Way

_CHUNK = 1 << 20
_Told = TypeVar("_Told")


class SourceState(StrEnum):
    """How a source stands where it was taken from."""

    PAPER = "PAPER"  # no file: the paper itself shows a number
    THERE = "THERE"
    GONE = "GONE"
    AWAY = "AWAY"  # its folder cannot be reached: a stick pulled out, a share not connected
    CHANGED = "CHANGED"  # another content lies in its place
    PART = "PART"  # not every page of it is in
    SAMPLE = "SAMPLE"  # it belongs to the program itself
    STUCK = "STUCK"  # the system does not let it be deleted
    SILENT = "SILENT"  # its share does not answer


@dataclass(frozen=True, slots=True)
class SourceTask:
    """What is told without opening anything; `kind` is the forbidden number seen in it.

    `of_paper`: there is no file, the paper itself is to be dealt with.
    """

    id: str
    kind: Forbidden | None
    of_paper: bool
    at: datetime
    envelope_number: int


@dataclass(frozen=True, slots=True)
class SourceView:
    """`place` is shown in this session only, never stored in clear or logged."""

    task: SourceTask
    state: SourceState
    place: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Deleted:
    """What came of a wish to delete: how many went, and why the others are still there."""

    gone: int
    kept: tuple[tuple[str, SourceState], ...] = ()


class Sources:
    """No file is touched inside a transaction: a share that hangs would hold up every writer."""

    def __init__(self, premises: Premises, share: Share | None = None) -> None:
        self._premises = premises
        self._share = share or Share()
        self.book = SourceBook(premises)

    def tasks(self) -> tuple[SourceTask, ...]:
        """Everything that waits, oldest first."""
        with self._premises.database.reading() as session:
            return tuple(map(_task, sources.waiting(session)))

    def waiting(self, by: SignedIn) -> tuple[SourceView, ...]:
        """The same with the place of each file and how it stands there now."""
        rights.require(by, Capability.OPEN_MAIL)
        with self._premises.database.reading() as session:
            tasks = sources.waiting(session)
            files = {one.task.id: one for one in self.book.files(session)}
        views = [self._view(one, files.get(one.id)) for one in tasks]
        return tuple(sorted(views, key=_order))

    def delete(self, act: Act, source_ids: Collection[str]) -> Deleted:
        """Delete the files that still are the very ones that were taken in, and nothing else.

        What was overwritten, replaced by a link or taken only in part stays, and stays red.
        Deleting takes the name away; what was written on a disk may outlast it. A program killed
        between the file's end and the line about it leaves the task red, for a clerk to confirm.
        """
        rights.require(act, Capability.OPEN_MAIL)
        with self._premises.database.reading() as session:
            rights.require_as_signed_in(people.by_id(session, act.by.person_id), act.by)
            again = commands.known(session, act.command)
            chosen = [one for one in self.book.files(session) if one.task.id in source_ids]
        found = {} if again else {one.task.id: self._delete(one) for one in chosen}
        kept = {key: state for key, state in found.items() if state is not None}
        gone = [key for key, state in found.items() if state is None]

        def work(session: Session) -> Answer:
            return {"gone": self._end(session, act, gone, "DELETED")}

        answer = carry_out(self._premises, act, Capability.OPEN_MAIL, "source.delete", work)
        return Deleted(int(answer["gone"] or 0), tuple(kept.items()))

    def confirm(self, act: Act, source_ids: Collection[str]) -> int:
        """The clerk destroyed these, or dealt with the paper; how many. What still lies where it
        could be deleted is not gone, whoever says so."""
        rights.require(act, Capability.OPEN_MAIL)
        with self._premises.database.reading() as session:
            again = commands.known(session, act.command)
            chosen = [one for one in self.book.files(session) if one.task.id in source_ids]
        if not again:
            self._require_gone(chosen)

        def work(session: Session) -> Answer:
            return {"gone": self._end(session, act, sorted(source_ids), "CONFIRMED")}

        answer = carry_out(self._premises, act, Capability.OPEN_MAIL, "source.confirm", work)
        return int(answer["gone"] or 0)

    def _require_gone(self, chosen: Sequence[KnownFile]) -> None:
        states = {one.task.id: self._state(one) for one in chosen}
        if SourceState.SILENT in states.values():
            raise Refused(
                "共有フォルダーが応答しないため、ファイルが残っていないかを確かめられません。",
                "共有フォルダーにつなぎ直してから、もう一度確かめてください。",
            )
        if any(self._could_go(one, states[one.task.id]) for one in chosen):
            raise Refused(
                "選んだファイルのなかに、まだ元の場所にあるものがあります。",
                "「選んだファイルを消す」で消すか、自分で消してから、もう一度確かめてください。",
            )

    def _end(self, session: Session, act: Act, source_ids: Sequence[str], how: str) -> int:
        """End the tasks, with a line for each envelope: how many of its sources, and how."""
        vault, person_id = self._premises.vault, act.by.person_id
        ended = Counter(
            sources.end(session, vault, one, how, person_id, act.at) for one in source_ids
        )
        del ended[""]  # somebody else was first
        for envelope_id, count in sorted(ended.items()):
            audit.append(
                session,
                act.at,
                person_id,
                "source.deleted",
                subject=envelope_id,
                detail={"count": count, "how": how},
            )
        return ended.total()

    def _view(self, one: sources.Source, file: KnownFile | None) -> SourceView:
        if file is None:
            return SourceView(_task(one), SourceState.PAPER)
        return SourceView(_task(one), self._state(file), file.place.path)

    def _state(self, file: KnownFile) -> SourceState:
        """The sample mail that comes with the program is nobody's to delete."""
        own = self._premises.surroundings.resources.resolve()
        if own in Path(file.place.path).parents:
            return SourceState.SAMPLE
        return self._asked(file, lambda: _state(file), SourceState.SILENT)

    def _delete(self, file: KnownFile) -> SourceState | None:
        """None once the file has gone, or why it has not. Between the look and its end nobody may
        have put another in its place."""
        state = self._state(file)
        if state is not SourceState.THERE:
            return state
        try:
            seen = self._look_closely(file.place)
        except ShareHangs:
            return SourceState.SILENT
        if isinstance(seen, SourceState):
            return seen
        silent: SourceState | None = SourceState.SILENT
        return self._asked(file, lambda: _unlink(file.place, seen), silent)

    def _look_closely(self, place: Place) -> SourceState | _Identity:
        """What tells the very file again, or why it may not be deleted.

        A slow share is no hung one: each piece of a large file has its own time.
        """
        path, summed = Path(place.path), hashlib.sha256()
        try:
            with self._share.at(path.parent, lambda: path.open("rb", buffering=0)) as opened:
                seen = os.fstat(opened.fileno())
                while data := self._share.at(path.parent, lambda: opened.read(_CHUNK)):
                    summed.update(data)
        except OSError:
            return SourceState.STUCK
        return _identity(seen) if summed.hexdigest() == place.sha256 else SourceState.CHANGED

    def _could_go(self, file: KnownFile, state: SourceState) -> bool:
        """Whether the file lies there still, in a folder out of which it can be deleted."""
        if state not in (SourceState.THERE, SourceState.PART):
            return False
        parent = Path(file.place.path).parent
        return self._asked(file, lambda: os.access(parent, os.W_OK), True)

    def _asked(self, file: KnownFile, work: Callable[[], _Told], silent: _Told) -> _Told:
        """What the file's folder answers, or `silent` where it does not."""
        try:
            return self._share.at(Path(file.place.path).parent, work)
        except ShareHangs:
            return silent


_Identity = tuple[int, int, int, int]


def _task(one: sources.Source) -> SourceTask:
    return SourceTask(one.id, one.kind, one.way is Way.PAPER, one.at, one.envelope_number)


def _order(one: SourceView) -> tuple[datetime, int, str]:
    return one.task.at, one.task.envelope_number, one.place


def _state(file: KnownFile) -> SourceState:
    """At a glance: without reading what the file holds."""
    seen = _seen(Path(file.place.path))
    if isinstance(seen, SourceState):
        return seen
    if not stat.S_ISREG(seen.st_mode) or seen.st_size != file.place.size:
        return SourceState.CHANGED
    return SourceState.THERE if file.task.whole else SourceState.PART


def _unlink(place: Place, known: _Identity) -> SourceState | None:
    """None when the file has gone. Between the look and this moment nobody may have put another
    in its place."""
    path = Path(place.path)
    seen = _seen(path)
    if isinstance(seen, SourceState):
        return seen
    if not stat.S_ISREG(seen.st_mode) or _identity(seen) != known:
        return SourceState.CHANGED
    try:
        path.unlink()
    except OSError:
        return SourceState.STUCK
    return None


def _seen(path: Path) -> os.stat_result | SourceState:
    """The file itself, never what a link leads to; or that it cannot be seen."""
    try:
        return path.lstat()
    except FileNotFoundError:
        return SourceState.GONE if path.parent.is_dir() else SourceState.AWAY
    except OSError:
        return SourceState.AWAY


def _identity(seen: os.stat_result) -> _Identity:
    return seen.st_dev, seen.st_ino, seen.st_size, seen.st_mtime_ns
