"""The watched folder: what a scanner's tool drops there comes in as mail, whole and once."""

from __future__ import annotations

import hashlib
import hmac
import threading
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy.orm import Session

from desktop.capture.sources.watched_folder import (
    FolderDenied,
    FolderGone,
    Look,
    NotYet,
    WatchedFolder,
    WholeFile,
    unchanged,
)
from desktop.domain.errors import DeskError, Refused
from desktop.domain.roles import Capability
from desktop.services import rights
from desktop.services.act import Act
from desktop.services.changes import Answer, carry_out
from desktop.services.intake import Intake
from desktop.services.intake_views import FileOutcome, ImportStep
from desktop.services.mail_import import MailImport
from desktop.services.premises import Premises
from desktop.store import audit

_NOT_YET = {
    NotYet.GROWING: ("書き込みの途中です。", "書き終わるまで待っています。"),
    NotYet.LOCKED: ("ほかのプログラムが使っています。", "使い終わるまで待っています。"),
    NotYet.HALF: (
        "途中までしか書き込まれていません。",
        "続きを待っています。続かないときは、紙からスキャンし直してください。",
    ),
    NotYet.DENIED: (
        "ファイルを読む権限がありません。",
        "フォルダーとファイルの権限を管理者に確かめてください。",
    ),
    NotYet.VANISHED: (
        "取り込む前になくなりました。",
        "動かした人がいないかを確かめ、紙からスキャンし直してください。",
    ),
    NotYet.TOO_LARGE: ("ファイルが大きすぎます。", "分けてスキャンし直してください。"),
}
_CHANGED = (
    "取り込んでいる間に書き換えられました。",
    "受付に入ったページを確かめてください。書き換えられたものは、あらためて取り込みます。",
)


class WatchedFolderGone(DeskError):
    code = "watched_folder_gone"

    def __init__(self) -> None:
        super().__init__(
            "見張っているフォルダーが見つかりません。共有の接続が切れたか、名前が変わりました。",
            "共有フォルダーにつなぎ直すか、フォルダーを選び直してください。取り込んだページは無事です。",
        )


class WatchedFolderDenied(DeskError):
    code = "watched_folder_denied"

    def __init__(self) -> None:
        super().__init__(
            "見張るフォルダーを読む権限がありません。",
            "フォルダーの権限を管理者に確かめるか、別のフォルダーを選んでください。",
        )


@dataclass(frozen=True, slots=True)
class WaitingFile:
    """A file that was not taken (yet), and why. `label` is shown in this session only."""

    label: str = field(repr=False)
    sentence: str
    next_step: str


@dataclass(frozen=True, slots=True)
class WatchReport:
    """One look. `left` taken files still lie in the folder: red until they are gone."""

    taken: tuple[FileOutcome, ...]
    waiting: tuple[WaitingFile, ...]
    left: int

    @property
    def pages(self) -> int:
        return sum(one.pages for one in self.taken)


class Watched:
    """One folder of this workstation, looked into by `look_once` from a worker."""

    def __init__(self, premises: Premises, intake: Intake) -> None:
        self._premises, self._intake = premises, intake
        self._folder: WatchedFolder | None = None
        self._there: tuple[WholeFile, ...] = ()
        self._taken: set[tuple[str, ...]] = set()
        self._refused: dict[tuple[str, ...], tuple[str, str]] = {}
        self._looking = threading.Lock()
        premises.when_locked(self._forget)

    def start(self, act: Act, folder: Path) -> None:
        """Watch this folder from now on; refused where it holds or lies in our own store."""
        rights.require(act, Capability.OPEN_MAIL)
        chosen, own = folder.resolve(), self._premises.folder.resolve()
        if chosen == own or chosen in own.parents or own in chosen.parents:
            raise Refused(
                "このフォルダーには窓口の保管庫があります。",
                "スキャナーのための別のフォルダーを選んでください。",
                field="folder",
            )
        watched = WatchedFolder(chosen)
        _look(watched)
        with self._looking:
            self._forget()
            self._folder = watched

    def stop(self) -> None:
        """Leave the folder alone; waits for a look that is under way."""
        with self._looking:
            self._forget()

    @property
    def folder(self) -> Path | None:
        return None if self._folder is None else self._folder.folder

    def look_once(
        self, act: Act, progress: Callable[[ImportStep], None], cancelled: threading.Event
    ) -> WatchReport:
        """Take in what lies there whole. What was taken before is known by its content, also
        after a restart: the pages that are missing of a file cut off by a kill come in then.
        """
        rights.require(act, Capability.OPEN_MAIL)
        with self._looking:
            if self._folder is None:
                return WatchReport((), (), 0)
            look = _look(self._folder)
            outcomes: list[FileOutcome] = []
            for file in look.whole:
                if cancelled.is_set():
                    break
                if file.prints not in self._taken and file.prints not in self._refused:
                    outcomes.extend(self._take(act, file, progress, cancelled))
            return self._report(look, tuple(outcomes))

    def delete_taken(self, act: Act) -> int:
        """Delete from the folder exactly what was taken and has not changed since; how many."""

        def work(session: Session) -> Answer:
            gone = sum(
                _delete(part, told)
                for file in self._there
                if file.prints in self._taken
                for part, told in zip(file.mail.parts, file.prints, strict=True)
            )
            audit.append(
                session, act.at, act.by.person_id, "source.deleted", detail={"files": gone}
            )
            return {"files": gone}

        with self._looking:
            answer = carry_out(
                self._premises, act, Capability.OPEN_MAIL, "source.deleted_files", work
            )
            return int(answer["files"] or 0)

    def _take(
        self,
        act: Act,
        file: WholeFile,
        progress: Callable[[ImportStep], None],
        cancelled: threading.Event,
    ) -> tuple[FileOutcome, ...]:
        fresh = 0

        def tell(step: ImportStep) -> None:
            nonlocal fresh
            fresh += step.kind in ("PAGE", "BLOCKED")
            progress(step)

        own = Act(act.by, act.at, self._command(file))
        run = MailImport(self._premises, own, tell, cancelled)
        (outcome,) = run.run(file.mail.parts, self._intake.reader()).files
        if cancelled.is_set():
            return (outcome,)
        if outcome.problem:
            self._refused[file.prints] = outcome.problem, outcome.next_step
            return (outcome,)
        if not all(map(unchanged, file.mail.parts, file.prints)):
            return (
                FileOutcome(
                    outcome.label, outcome.pages, outcome.blocked, *_CHANGED, outcome.envelope_id
                ),
            )
        self._taken.add(file.prints)
        return (outcome,) if fresh else ()

    def _command(self, file: WholeFile) -> str:
        """The same for the same content, and telling nothing about it outside this store."""
        salt = self._premises.store_id.encode()
        told = hmac.new(salt, "/".join(file.prints).encode(), hashlib.sha256).digest()
        return uuid.UUID(bytes=told[:16]).hex

    def _report(self, look: Look, outcomes: tuple[FileOutcome, ...]) -> WatchReport:
        self._there = look.whole
        waiting = [WaitingFile(path.name, *_NOT_YET[why]) for path, why in look.not_yet]
        waiting += [
            WaitingFile(file.mail.name, *self._refused[file.prints])
            for file in look.whole
            if file.prints in self._refused
        ]
        left = sum(len(file.prints) for file in look.whole if file.prints in self._taken)
        return WatchReport(outcomes, tuple(waiting), left)

    def _forget(self) -> None:
        self._folder = None
        self._there, self._taken, self._refused = (), set(), {}


def _look(folder: WatchedFolder) -> Look:
    try:
        return folder.look()
    except FolderGone:
        raise WatchedFolderGone from None
    except FolderDenied:
        raise WatchedFolderDenied from None


def _delete(path: Path, told: str) -> bool:
    if not unchanged(path, told):
        return False
    try:
        path.unlink()
    except OSError:
        return False  # it stays counted as left, and red
    return True
