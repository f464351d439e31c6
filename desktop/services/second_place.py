"""The second place of the anchors: a folder on another disk or share (TRUST §3).

Whoever rewrites the log with every key in hand still has to reach this folder too. A place that
does not answer stops nobody: what is owed is said on the day's page and carried later.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Final

from sqlalchemy.orm import Session

from desktop.capture.sources.share import Share, ShareHangs
from desktop.domain.errors import DeskError
from desktop.domain.roles import Capability
from desktop.services import rights
from desktop.services.act import Act, SignedIn
from desktop.services.administration import Administration
from desktop.services.premises import Premises
from desktop.store import anchor_file, audit, people
from desktop.store.audit_log import Anchor
from desktop.store.schema.base import JST

_PATIENCE: Final = 5.0  # seconds: somebody who closes the day waits for it


class AnchorPlaceUnreachable(DeskError):
    """The folder of the second place does not answer, or cannot be written to."""

    code = "anchor_place"

    def __init__(self) -> None:
        super().__init__(
            "操作記録の控えを置くフォルダーに書き込めません。控えはまだ届いていません。",
            "共有フォルダーやディスクのつながりを確かめて、もう一度送ってください。"
            "場所が変わったときは、設定の「操作記録」で管理者が申請し、責任者が署名します。",
        )


class PlaceState(StrEnum):
    """NONE: no folder is named. SAME_DISK: read, but it lies on the disk of the store, so that
    whoever has the one has the other. UNREACHABLE: it was asked and did not answer."""

    NONE = "none"
    READ = "read"
    SAME_DISK = "same_disk"
    UNREACHABLE = "unreachable"


@dataclass(frozen=True, slots=True)
class SecondPlaceView:
    """What the log itself says of the second place; nothing was asked of the folder."""

    folder: str = field(repr=False)
    owed: int
    owed_since: datetime | None
    last_size: int
    last_at: datetime | None


@dataclass(frozen=True, slots=True)
class Kept:
    """What lies in the second place, and what the log says was put there and does not."""

    state: PlaceState
    anchors: tuple[tuple[int, bytes], ...] = ()
    missing: int = 0


class SecondPlace:
    def __init__(
        self, premises: Premises, administration: Administration, share: Share | None = None
    ) -> None:
        self._premises = premises
        self._administration = administration
        self._share = share or Share(_PATIENCE)

    def view(self, session: Session) -> SecondPlaceView:
        folder = self._folder()
        if folder is None:
            return SecondPlaceView("", 0, None, 0, None)
        name = _name(folder)
        owed, there = audit.owed(session, name), audit.carried(session, name)
        last = there[-1] if there else None
        return SecondPlaceView(
            str(folder),
            len(owed),
            owed[0].at if owed else None,
            last.size if last else 0,
            last.at if last else None,
        )

    def kept(self) -> Kept:
        """What lies there, to compare the log with. A folder that does not answer vouches for
        nothing, and is told."""
        folder = self._folder()
        if folder is None:
            return Kept(PlaceState.NONE)
        store_id, store = self._premises.store_id, self._premises.folder
        with self._premises.database.reading() as session:
            noted = audit.carried(session, _name(folder))
        try:
            found, same = self._share.at(
                folder, lambda: (_read(folder, store_id), _same_disk(folder, store))
            )
        except (ShareHangs, OSError):
            return Kept(PlaceState.UNREACHABLE)
        pairs = {(one.size, one.root) for one in found}
        missing = sum((one.size, one.root) not in pairs for one in noted)
        state = PlaceState.SAME_DISK if same else PlaceState.READ
        return Kept(state, tuple(sorted(pairs)), missing)

    def carry(self, act: Act) -> int:
        """Put every anchor that is owed into the second place; how many. Raises
        AnchorPlaceUnreachable where it does not take them."""
        rights.require(act, Capability.VIEW_CASE)
        return self._carry(act.by, act.at)

    def carry_quietly(self, by: SignedIn, at: datetime) -> int:
        """The same beside another act, whoever does that one: what cannot be carried stays owed.
        How many were carried."""
        try:
            return self._carry(by, at)
        except AnchorPlaceUnreachable:
            return 0

    def carry_daily(self, by: SignedIn, at: datetime) -> int:
        """Once a day, at the first sign-in, an anchor of its own: days may pass without a closing.
        Then what is owed. How many were carried."""
        if self._folder() is not None:
            with self._premises.database.transaction() as session:
                rights.require_as_signed_in(people.by_id(session, by.person_id), by)
                latest = audit.last_anchored(session)
                if latest is None or latest.astimezone(JST).date() < at.astimezone(JST).date():
                    audit.sign_head(session, by.keys, at)
                    audit.anchor(session, at, by.person_id, "daily")
        return self.carry_quietly(by, at)

    def _carry(self, by: SignedIn, at: datetime) -> int:
        folder = self._folder()
        if folder is None:
            return 0
        name, store_id = _name(folder), self._premises.store_id
        with self._premises.database.reading() as session:
            owed = audit.owed(session, name)
        if not owed:
            return 0
        try:
            self._share.at(folder, lambda: _write(folder, store_id, owed))
        except (ShareHangs, OSError, anchor_file.NotKept):
            raise AnchorPlaceUnreachable from None
        with self._premises.database.transaction() as session:
            rights.require_as_signed_in(people.by_id(session, by.person_id), by)
            reached = max((one.size for one in audit.carried(session, name)), default=0)
            if owed[-1].size > reached:  # else another program has carried them meanwhile
                audit.note_carried(session, at, by.person_id, name, owed[-1], len(owed))
        return len(owed)

    def _folder(self) -> Path | None:
        words = self._administration.settings(date.max).anchor_folder  # holds once it is signed
        return Path(words) if words else None


def _same_disk(folder: Path, store: Path) -> bool:
    """Whether both are on one disk, so that whoever has the one has the other."""
    return folder.stat().st_dev == store.stat().st_dev


def _name(folder: Path) -> str:
    """The place in the log: not in words, which may tell of a machine or a person."""
    return audit.SECOND_PLACE + hashlib.sha256(str(folder).encode()).hexdigest()[:8]


def _read(folder: Path, store_id: str) -> tuple[Anchor, ...]:
    _require_place(folder)
    return anchor_file.read(folder, store_id)


def _write(folder: Path, store_id: str, owed: tuple[Anchor, ...]) -> None:
    _require_place(folder)
    anchor_file.add(folder, store_id, owed)


def _require_place(folder: Path) -> None:
    """A folder is never made: where a share is not mounted, one of that name would hide it."""
    if not (folder.is_absolute() and folder.is_dir()):
        raise NotADirectoryError
