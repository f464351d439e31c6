"""The watched folders: what a scanner's tool drops there comes in as mail, whole and once."""

from __future__ import annotations

import dataclasses
import hashlib
import hmac
import threading
import uuid
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from sqlalchemy.orm import Session

from desktop.capture.sources.files import FilePrint
from desktop.capture.sources.share import Share, ShareHangs
from desktop.capture.sources.watched_folder import (
    FolderBare,
    FolderDenied,
    FolderGone,
    Look,
    NotYet,
    WatchedFolder,
    WholeFile,
)
from desktop.capture.unreadable import Reason, Unreadable
from desktop.domain.errors import DeskError, Refused
from desktop.domain.roles import Capability
from desktop.domain.scanning import ScanProfile, SourceKind
from desktop.services import rights
from desktop.services.act import Act
from desktop.services.intake import Intake
from desktop.services.intake_views import FileOutcome, ImportStep
from desktop.services.mail_import import MailImport
from desktop.services.premises import Premises
from desktop.services.source_book import FilesOfRun, SourceBook, print_of_place
from desktop.services.watched_places import check_place
from desktop.services.watched_views import NOT_YET, PASSING, FolderView, WaitingFile, WatchReport
from desktop.store import scans
from desktop.store.errors import VaultLocked
from desktop.store.sources import Way

LONG = timedelta(minutes=1)
"""After this time a file that still is not whole is told by name."""
_TRY_AGAIN = timedelta(seconds=30)
_GONE = (
    "見張っているフォルダーが見つかりません。共有の接続が切れたか、名前が変わりました。",
    "共有フォルダーにつなぎ直してください。つながると、取り込みはひとりでに続きます。",
)
_DENIED = (
    "見張るフォルダーを読む権限がありません。",
    "フォルダーの権限を管理者に確かめるか、設定で別のフォルダーを選んでください。",
)
_BARE = (
    "共有フォルダーがつながっていません。見張っているフォルダーに、窓口の目印がありません。",
    "共有フォルダーにつなぎ直してください。つながっているときは、設定のスキャナーで、"
    "このフォルダーをもう一度保存してください。",
)
SILENT = (
    "共有フォルダーが応答していません。",
    "共有フォルダーのつながりを確かめてください。応答すると、取り込みはひとりでに続きます。",
)
_CHANGED = (
    "取り込んでいる間に書き換えられました。",
    "受付に入ったページを確かめてください。書き換えられたものは、あらためて取り込みます。",
)
_Known = Mapping[FilePrint, tuple[str, bool]]  # the envelope, and whether all of it is in


class _Folder:
    """One profile's folder between two looks."""

    def __init__(self, profile: ScanProfile) -> None:
        self.profile = profile
        self.watched = WatchedFolder(Path(profile.address))
        self.view = FolderView(profile.id, profile.name)
        self.look = Look((), ())
        self.since: dict[Path, datetime] = {}


class Watched:
    """The folders of this workstation's profiles. `look_around` is quick; `take_in` may last."""

    def __init__(
        self, premises: Premises, intake: Intake, book: SourceBook, share: Share | None = None
    ) -> None:
        self._premises, self._intake, self._book = premises, intake, book
        self._share = share or Share()
        self._folders: dict[str, _Folder] = {}
        self._done: set[tuple[FilePrint, ...]] = set()
        self._refused: dict[tuple[FilePrint, ...], tuple[str, str]] = {}
        self._hindered: tuple[str, str] = ("", "")
        self._again_at: datetime | None = None
        self._looking = threading.Lock()
        premises.when_locked(self._forget)

    def look_around(self, act: Act) -> WatchReport:
        """What lies in the folders. Takes nothing in."""
        rights.require(act, Capability.OPEN_MAIL)
        with self._looking:
            return self._look_around(act.at)

    def take_in(
        self, act: Act, progress: Callable[[ImportStep], None], cancelled: threading.Event
    ) -> WatchReport:
        """Take in what the last look found whole. What was taken before is known by its content,
        also after a restart: the pages that are missing of a file cut off by a kill come in then.
        """
        rights.require(act, Capability.OPEN_MAIL)
        with self._looking:
            taken: list[FileOutcome] = []
            try:
                ready = self._ready(self._known())
                for done, file in enumerate(ready):
                    if cancelled.is_set():
                        break
                    tell = partial(_tell, progress, done, len(ready))
                    taken.extend(self._take(act, file, tell, cancelled))
            except VaultLocked:  # locked meanwhile: it goes on by itself once somebody is back
                return WatchReport(taken=tuple(taken))
            except DeskError as problem:
                self._hindered = problem.sentence, problem.next_step
                self._again_at = act.at + _TRY_AGAIN
            else:
                self._hindered, self._again_at = ("", ""), None
            report = self._report(act.at)
        return dataclasses.replace(report, taken=tuple(taken))

    def look_once(
        self, act: Act, progress: Callable[[ImportStep], None], cancelled: threading.Event
    ) -> WatchReport:
        """Look, and take in what lies there whole."""
        report = self.look_around(act)
        return self.take_in(act, progress, cancelled) if report.ready else report

    def choose(self, act: Act, profile_id: str) -> None:
        """The clerk asked for this folder by the key of scanning: it stands first from now on."""
        rights.require(act, Capability.OPEN_MAIL)
        with self._premises.database.transaction() as session:
            scans.profile(session, profile_id)
            scans.use_profile(session, profile_id, act.at)

    def try_folder(self, act: Act, address: str, profile_id: str = "") -> int:
        """How many envelopes lie in a folder that could be watched; refused where it cannot."""
        rights.require(act, Capability.OPEN_MAIL)
        folder = place_of_profile(self._premises, self._share, address, profile_id)
        try:
            look = self._share.at(folder, WatchedFolder(folder).look)
        except ShareHangs:
            raise Refused(*SILENT, field="address") from None
        except FolderGone:
            raise Refused(*_GONE, field="address") from None
        except FolderDenied:
            raise Refused(*_DENIED, field="address") from None
        strange = sum(why is NotYet.FOREIGN for _path, why in look.not_yet)
        return len(look.whole) + len(look.not_yet) - strange

    def _look_around(self, at: datetime) -> WatchReport:
        with self._premises.database.reading() as session:
            found = [one for one in scans.profiles(session) if one.kind is SourceKind.FOLDER]
        kept = {one.id: self._folders.get(one.id) for one in found}
        self._folders = {
            one.id: there
            if (there := kept[one.id]) is not None and there.profile == one
            else _Folder(one)
            for one in found
        }
        for folder in self._folders.values():
            self._look(folder, at)
        return self._report(at)

    def _look(self, folder: _Folder, at: datetime) -> None:
        """A look that does not come back is waited for aside; the other folders go on."""
        profile, told = folder.profile, ("", "")
        try:
            folder.look = self._share.at(folder.watched.folder, folder.watched.look_at_marked)
        except FolderGone:
            folder.look, told = Look((), ()), _GONE
        except FolderBare:
            folder.look, told = Look((), ()), _BARE
        except FolderDenied:
            folder.look, told = Look((), ()), _DENIED
        except ShareHangs:
            folder.look, told = Look((), ()), SILENT
        folder.view = FolderView(profile.id, profile.name, *told)
        folder.since = {path: folder.since.get(path, at) for path, _why in folder.look.not_yet}

    def _known(self) -> _Known:
        with self._premises.database.reading() as session:
            return {
                print_of_place(one.place): (one.task.envelope_id, one.task.whole)
                for one in self._book.files(session)
            }

    def _ready(self, known: _Known) -> list[WholeFile]:
        return [
            file
            for folder in self._folders.values()
            for file in folder.look.whole
            if file.prints not in self._refused and not self._is_in(file, known)
        ]

    def _is_in(self, file: WholeFile, known: _Known) -> bool:
        return file.prints in self._done or all(
            one in known and known[one][1] for one in file.prints
        )

    def _take(
        self,
        act: Act,
        file: WholeFile,
        progress: Callable[[ImportStep], None],
        cancelled: threading.Event,
    ) -> tuple[FileOutcome, ...]:
        if self._same_again(act, file):
            return ()
        fresh = 0

        def tell(step: ImportStep) -> None:
            nonlocal fresh
            fresh += step.kind in ("PAGE", "BLOCKED")
            progress(step)

        own = Act(act.by, act.at, self._command(file))
        run = MailImport(self._premises, own, tell, cancelled, Way.FOLDER)
        (outcome,) = run.run(file.mail.parts, self._intake.reader()).files
        if cancelled.is_set():
            return (outcome,)
        if outcome.problem == Unreadable(Reason.SILENT).sentence:
            return (outcome,)  # the share's fault, not the file's: tried again
        if outcome.problem:
            self._refused[file.prints] = outcome.problem, outcome.next_step
            return (outcome,)
        if run.prints != file.prints:
            return (dataclasses.replace(outcome, problem=_CHANGED[0], next_step=_CHANGED[1]),)
        self._done.add(file.prints)
        return (outcome,) if fresh else ()

    def _same_again(self, act: Act, file: WholeFile) -> bool:
        """The same content under another name: noted as one more clear copy, and not read again."""
        by_content = {one.sha256: told for one, told in self._known().items() if told[1]}
        if not all(one.sha256 in by_content for one in file.prints):
            return False
        envelope_id, _whole = by_content[file.prints[0].sha256]
        FilesOfRun(self._premises, act, Way.FOLDER).all_in(file.prints, envelope_id)
        self._done.add(file.prints)
        return True

    def _command(self, file: WholeFile) -> str:
        """The same for the same content, and telling nothing about it outside this store."""
        salt = self._premises.store_id.encode()
        content = "/".join(one.sha256 for one in file.prints)
        told = hmac.new(salt, content.encode(), hashlib.sha256).digest()
        return uuid.UUID(bytes=told[:16]).hex

    def _report(self, at: datetime) -> WatchReport:
        known = self._known()
        folders = self._folders.values()
        waiting: list[WaitingFile] = []
        for folder in folders:
            for path, why in folder.look.not_yet:
                late = at - folder.since[path] >= LONG
                waiting.append(WaitingFile(path.name, *NOT_YET[why], late or why not in PASSING))
            waiting += [
                WaitingFile(file.mail.name, *self._refused[file.prints])
                for file in folder.look.whole
                if file.prints in self._refused
            ]
        left = sum(
            len(file.prints)
            for folder in folders
            for file in folder.look.whole
            if self._is_in(file, known)
        )
        held_back = self._again_at is not None and at < self._again_at
        return WatchReport(
            tuple(one.view for one in folders),
            tuple(waiting),
            0 if held_back else len(self._ready(known)),
            left,
            (),
            *self._hindered,
        )

    def _forget(self) -> None:
        self._folders, self._done, self._refused = {}, set(), {}
        self._hindered, self._again_at = ("", ""), None


def place_of_profile(premises: Premises, share: Share, address: str, profile_id: str) -> Path:
    """The folder of a profile that is made or changed, checked against the others'.

    Never called inside a transaction: a share that hangs would hold up every writer.
    """
    with premises.database.reading() as session:
        others = other_folders(session, profile_id)
    try:
        return share.at(Path(address), lambda: check_place(address, premises.folder, others))
    except ShareHangs:
        raise Refused(*SILENT, field="address") from None


def other_folders(session: Session, profile_id: str) -> list[str]:
    """The folders of the profiles but this one."""
    return [
        one.address
        for one in scans.profiles(session)
        if one.kind is SourceKind.FOLDER and one.id != profile_id
    ]


def _tell(progress: Callable[[ImportStep], None], done: int, total: int, step: ImportStep) -> None:
    """A step within one file, told as one among all files of this look."""
    progress(dataclasses.replace(step, done=done, total=total))
