"""Backup, restore and drill (TRUST §2): one command and one button, while the desk works."""

from __future__ import annotations

import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from desktop.domain.errors import DeskError, NotAllowed
from desktop.domain.roles import Capability
from desktop.services import rights
from desktop.services.act import Act, SignedIn
from desktop.services.administration import Administration
from desktop.services.backup_standing import DRILLED, MADE, last_of, owed, periods_of
from desktop.services.backup_views import BackupMade, BackupsView, DrillReport, Past, RestoreDone
from desktop.services.changes import Answer, carry_out
from desktop.services.people import People
from desktop.services.premises import Premises
from desktop.store import audit
from desktop.store.audit_log import Entry
from desktop.store.backup import Source, make_backup
from desktop.store.backup_errors import (
    BackupBusy,
    BookDamaged,
    SetDamaged,
    SetUnsigned,
    StickTorn,
)
from desktop.store.backup_set import LOCK, SCRATCH, counting, find_set, remove_folder, sets_in
from desktop.store.file_lock import alone_if_free
from desktop.store.key_places import SET_PREFIX
from desktop.store.restore import disk_told, filled, newest_book, open_with, restore_to
from desktop.store.trial_opening import try_opening
from desktop.store.vault.card import RecoveryCard

Progress = Callable[[int, int], None]
_FINDINGS = (SetDamaged, SetUnsigned, BookDamaged, StickTorn)
"""What a drill is there to find out; anything else is a wrong word or a wrong stick."""


class Backups:
    def __init__(self, premises: Premises, people: People, administration: Administration) -> None:
        self._premises = premises
        self._people = people
        self._administration = administration

    def view(self, by: SignedIn, at: datetime) -> BackupsView:
        """The last backup and drill, and what is owed."""
        if not any(rights.may(by, one) for one in (Capability.BACKUP, Capability.SIGN_SETTING)):
            raise NotAllowed(
                "バックアップの状況は、管理者と責任者が見ます。", "管理者に依頼してください。"
            )
        settings = self._administration.settings(at.date())
        with self._premises.database.reading() as session:
            backup, drill = last_of(session, MADE), last_of(session, DRILLED)
            waits = owed(session, periods_of(settings), at)
        return BackupsView(
            self._past(backup), self._past(drill), settings.backup_days, settings.drill_days, waits
        )

    def make(
        self, act: Act, folder: Path, progress: Progress, cancelled: threading.Event
    ) -> BackupMade:
        """A new set in `folder`, verified by reading it back; `progress` is told bytes of a total.

        Recorded before anything leaves, and again when it is whole.
        """

        def begin(session: Session) -> Answer:
            audit.append(session, act.at, act.by.person_id, "backup.begin")
            return {}

        carry_out(self._premises, act, Capability.BACKUP, "backup.begin", begin)
        premises, started = self._premises, time.perf_counter()
        try:
            source = Source(
                premises.database,
                premises.folder,
                premises.vault,
                premises.store_id,
                premises.database.revision(),
            )
            made = make_backup(source, folder, act.by.keys, act.at, progress, cancelled.is_set)
        except DeskError as error:
            with premises.database.transaction() as session:
                detail = {"why": error.code}
                audit.append(session, act.at, act.by.person_id, "backup.not_made", detail=detail)
            raise
        listed = made.manifest
        with premises.database.transaction() as session:
            audit.append(
                session,
                act.at,
                act.by.person_id,
                "backup.made",
                subject=made.folder.name,
                detail={
                    "epoch": listed.epoch,
                    "files": len(listed.files),
                    "bytes": listed.total,
                    "log": listed.log_size,
                },
            )
        return BackupMade(
            folder=made.folder,
            name=made.folder.name,
            files=len(listed.files),
            bytes=listed.total,
            seconds=time.perf_counter() - started,
            epoch=listed.epoch,
            log_size=listed.log_size,
            log_root=listed.log_root,
            same_disk=folder.stat().st_dev == premises.folder.stat().st_dev,
        )

    def drill(
        self,
        act: Act,
        folder: Path,
        stick: Path,
        words: str,
        progress: Progress,
        cancelled: threading.Event,
        key_book: Path | None = None,
    ) -> DrillReport:
        """Put the newest set of `folder` back into a scratch store, open it with stick and card,
        and take the scratch store away. Recorded, also where the set turns out to be damaged."""
        rights.require(act, Capability.BACKUP)
        try:
            with disk_told(), _own_scratch(self._premises.folder) as scratch:
                report = _drill(
                    folder, stick, words, scratch, progress, cancelled, act.at, key_book
                )
        except _FINDINGS as error:
            self._record(act, _name_of(folder), {"ok": 0, "why": error.code})
            raise
        opened, failed = sum(report.opened.values()), sum(report.failed.values())
        self._record(
            act,
            _name_of(folder),
            {
                "ok": int(report.ok),
                "opened": opened,
                "failed": failed,
                "closed": report.closed_before + report.closed_since,
                "epoch": report.keys_epoch,
            },
        )
        return report

    def _record(self, act: Act, name: str, detail: dict[str, str | int]) -> None:
        def work(session: Session) -> Answer:
            audit.append(
                session, act.at, act.by.person_id, "drill.done", subject=name, detail=detail
            )
            return {}

        carry_out(self._premises, act, Capability.BACKUP, "drill.done", work)

    def _past(self, entry: Entry | None) -> Past | None:
        if entry is None:
            return None
        ok = bool(int(entry.detail.get("ok", 1)))
        return Past(entry.at, self._people.name_of(entry.actor), entry.subject, ok)


def drill_alone(
    folder: Path,
    stick: Path,
    words: str,
    at: datetime,
    progress: Progress,
    cancelled: threading.Event,
    key_book: Path | None = None,
) -> DrillReport:
    """The same on a machine without the store; nobody signs in and nothing is recorded."""
    with disk_told(), _scratch_folder() as scratch:
        return _drill(folder, stick, words, scratch, progress, cancelled, at, key_book)


def restore_store(
    folder: Path,
    place: Path,
    stick: Path,
    words: str,
    at: datetime,
    progress: Progress,
    cancelled: threading.Event,
    key_book: Path | None = None,
) -> RestoreDone:
    """A store at `place`, which is empty or not there yet, out of the newest set of `folder`."""
    found = find_set(folder)
    means = open_with(newest_book(found, key_book), stick, RecoveryCard.from_words(words))
    told = counting(2 * found.manifest.total, progress, cancelled.is_set, "復元")
    where, done = restore_to(found, means, place, at, told)
    return RestoreDone(
        place=where,
        name=found.folder.name,
        made_at=found.manifest.made_at,
        data_epoch=found.manifest.epoch,
        keys_epoch=means.book.epoch,
        people=done.people,
        left_out=done.left_out,
        closed=len(done.closed.keys),
    )


def _drill(
    folder: Path,
    stick: Path,
    words: str,
    scratch: Path,
    progress: Progress,
    cancelled: threading.Event,
    at: datetime,
    key_book: Path | None,
) -> DrillReport:
    started = time.perf_counter()
    found = find_set(folder)
    means = open_with(newest_book(found, key_book), stick, RecoveryCard.from_words(words))
    total = 2 * found.manifest.total + found.manifest.keys
    told = counting(total, progress, cancelled.is_set, "復元訓練")
    with filled(found, means, scratch, told, at) as (database, closed):
        trial = try_opening(database, scratch, means, found.manifest.epoch, closed, lambda: told(1))
    return DrillReport(
        name=found.folder.name,
        made_at=found.manifest.made_at,
        data_epoch=found.manifest.epoch,
        keys_epoch=means.book.epoch,
        opened=trial.opened,
        failed=trial.failed,
        closed_before=trial.closed_before,
        closed_since=trial.closed_since,
        reopened=trial.reopened,
        waiting=trial.waiting,
        log_ok=trial.log_ok,
        seconds=time.perf_counter() - started,
    )


def _name_of(folder: Path) -> str:
    """The set that was looked at, where it cannot be read; no other folder is named in the log."""
    newest = [folder, *sets_in(folder)][-1].name
    return newest if newest.startswith(SET_PREFIX) and newest.isascii() else "unknown"


def clear_scratch(folder: Path) -> None:
    """Take away what a killed drill left in the store's folder."""
    if (folder / SCRATCH).exists():
        with alone_if_free(folder / LOCK) as free:
            if free:
                remove_folder(folder / SCRATCH)


@contextmanager
def _own_scratch(folder: Path) -> Iterator[Path]:
    with alone_if_free(folder / LOCK) as free:
        if not free:
            raise BackupBusy
        scratch = folder / SCRATCH
        remove_folder(scratch)
        try:
            scratch.mkdir(mode=0o700)
            yield scratch
        finally:
            remove_folder(scratch)


@contextmanager
def _scratch_folder() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="madoguchi-drill-"))
    try:
        yield folder
    finally:
        remove_folder(folder)
