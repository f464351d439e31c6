"""The spool: pages that are safe on disk and wait to be filed (DESIGN §4, TRUST §5).

A page is acknowledged once its sealed file is synced and its row committed, not before. The files
are sealed with a key each, kept in the database with the row, and named by ids only.
"""

from __future__ import annotations

import hashlib
import os
import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from desktop.domain.errors import NotFound, Stale
from desktop.store.disk import Disk
from desktop.store.errors import DiskBroken
from desktop.store.file_lock import alone, shared
from desktop.store.schema.infrastructure import SpoolPageRow
from desktop.store.vault.crypto import context, seal
from desktop.store.vault.vault import FreshKey, Vault

SUFFIX = ".page"
_PART = ".part"
_KIND = "spool"
_PAGE, _META = "page", "meta"

Transaction = Callable[[], AbstractContextManager[Session]]


class Step(StrEnum):
    """What `put` has done so far with a page."""

    WRITTEN = "WRITTEN"
    SYNCED = "SYNCED"
    NAMED = "NAMED"
    FOLDER_SYNCED = "FOLDER_SYNCED"
    ACKNOWLEDGED = "ACKNOWLEDGED"


@dataclass(frozen=True, slots=True)
class SpoolPage:
    """A page's row, without its contents."""

    id: str
    envelope_id: str | None
    seq: int
    key_id: str
    size: int
    acknowledged_at: datetime


@dataclass(frozen=True, slots=True)
class Swept:
    """What a start found: unfinished files removed, and what does not fit together."""

    parts_removed: int
    files_without_row: tuple[str, ...]
    rows_without_file: tuple[str, ...]


class Replacement:
    """A page's new picture, safe on disk; `replaced` is the old file once it was swapped."""

    def __init__(self, page_id: str, file: str, fresh: FreshKey, blob: bytes) -> None:
        self.file = file
        self.replaced = ""
        self._page_id = page_id
        self._fresh = fresh
        self._blob = blob

    def swap(self, session: Session, vault: Vault, key_before: str) -> str:
        """Name the new file in the page's row and drop the old key; the new key's id.

        Raises Stale where the page is no longer the one that was opened under `key_before`.
        """
        row = session.get(SpoolPageRow, self._page_id, with_for_update=True)
        if row is None:
            raise _not_here()
        if row.key_id != key_before:
            raise Stale(
                "見ていたあとで、このページが変わりました。", "ページを開き直してください。"
            )
        vault.keep(session, self._fresh)
        self.replaced, row.file = row.file, self.file
        row.key_id = self._fresh.key_id
        row.sha256, row.bytes = hashlib.sha256(self._blob).hexdigest(), len(self._blob)
        session.flush()
        vault.destroy(session, [key_before])
        return self._fresh.key_id


class Spool:
    """The spool in `folder`. After a disk error it takes no more pages until it is opened anew."""

    def __init__(self, folder: Path, disk: Disk | None = None) -> None:
        self.folder = folder
        self._disk = disk or Disk()
        self._broken = False

    def prepare(self) -> None:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def put(
        self,
        transaction: Transaction,
        vault: Vault,
        envelope_id: str | None,
        seq: int,
        page: bytes,
        meta: bytes,
        at: datetime,
        *,
        alongside: Callable[[Session, str], None] = lambda _session, _page_id: None,
        step: Callable[[Step], None] = lambda _done: None,
    ) -> str:
        """Keep one screened page; its id. When this returns, the page is acknowledged.

        `alongside` adds what belongs into the same transaction: envelope, audit entry.
        """
        if self._broken:
            raise DiskBroken
        page_id = uuid.uuid4().hex
        fresh = vault.generate()
        blob = _pack(fresh, page_id, page, meta)
        with shared(self._lock):
            self._write_or_break(page_id, blob, step)
            with transaction() as session:
                vault.keep(session, fresh)
                session.add(
                    SpoolPageRow(
                        id=page_id,
                        envelope_id=envelope_id,
                        seq=seq,
                        key_id=fresh.key_id,
                        sha256=hashlib.sha256(blob).hexdigest(),
                        bytes=len(blob),
                        acknowledged_at=at,
                        file=page_id,
                    )
                )
                session.flush()
                alongside(session, page_id)
        step(Step.ACKNOWLEDGED)
        return page_id

    def get(self, session: Session, vault: Vault, page_id: str) -> tuple[bytes, bytes]:
        """A page and its meta data as they were put; SealBroken where the file was changed."""
        row = session.get(SpoolPageRow, page_id)
        if row is None or not self._file(row.file).exists():
            raise _not_here()
        file = self._file(row.file)
        blob = file.read_bytes()
        length = int.from_bytes(blob[:8], "big")
        pieces = ((_PAGE, blob[8 : 8 + length]), (_META, blob[8 + length :]))
        page, meta = (
            vault.open(session, row.key_id, page_id, _KIND, part, piece) for part, piece in pieces
        )
        return page, meta

    @contextmanager
    def replacing(
        self, vault: Vault, page_id: str, page: bytes, meta: bytes
    ) -> Iterator[Replacement]:
        """Another picture for a page, in a file and under a key of its own.

        The new file is safe on disk when the block begins; `swap` it within the block's one
        transaction. When the block ends the old file is gone, or, where nothing was swapped, the
        new one. A kill between leaves a file without a row for `sweep`.
        """
        if self._broken:
            raise DiskBroken
        fresh = vault.generate()
        blob = _pack(fresh, page_id, page, meta)
        new = Replacement(page_id, f"{page_id}-{fresh.key_id}", fresh, blob)
        with shared(self._lock):
            self._write_or_break(new.file, blob, lambda _done: None)
            try:
                yield new
            except BaseException:
                # A commit whose answer was lost may have happened: then both files stay, and the
                # next start sweeps the one that no row names.
                if not new.replaced:
                    self.remove_files([new.file])
                raise
            self.remove_files([new.replaced or new.file])

    def pages(self, session: Session, envelope_id: str | None = None) -> tuple[SpoolPage, ...]:
        """Acknowledged pages, all or of one envelope, in their order."""
        query = select(SpoolPageRow).order_by(SpoolPageRow.envelope_id, SpoolPageRow.seq)
        if envelope_id is not None:
            query = query.where(SpoolPageRow.envelope_id == envelope_id)
        return tuple(
            SpoolPage(r.id, r.envelope_id, r.seq, r.key_id, r.bytes, r.acknowledged_at)
            for r in session.scalars(query)
        )

    def release(self, session: Session, vault: Vault, page_ids: Iterable[str]) -> None:
        """In the transaction that files or discards pages: drop their rows and keys."""
        wanted = list(page_ids)
        rows = session.execute(
            delete(SpoolPageRow).where(SpoolPageRow.id.in_(wanted)).returning(SpoolPageRow.key_id)
        )
        vault.destroy(session, [key_id for (key_id,) in rows])

    def remove_after_filing(self, page_ids: Iterable[str]) -> None:
        """After that transaction: remove the files. A kill before leaves dead files for `sweep`."""
        for page_id in page_ids:
            for file in self.folder.glob(f"{page_id}*{SUFFIX}"):
                file.unlink(missing_ok=True)
        self._disk.sync_folder(self.folder)

    def remove_files(self, names: Iterable[str]) -> None:
        """Remove files that no row names (`Swept.files_without_row`)."""
        for name in names:
            self._file(name).unlink(missing_ok=True)
        self._disk.sync_folder(self.folder)

    def sweep(self, session: Session) -> Swept:
        """At start: remove unfinished files; report files and rows that miss each other.

        Waits for pages that another program is just putting.
        """
        with alone(self._lock):
            parts = list(self.folder.glob("*" + _PART))
            for part in parts:
                part.unlink()
            files = {file.stem for file in self.folder.glob("*" + SUFFIX)}
            rows = {row.file: row.id for row in session.scalars(select(SpoolPageRow))}
        lost = sorted(page_id for file, page_id in rows.items() if file not in files)
        return Swept(len(parts), tuple(sorted(files - rows.keys())), tuple(lost))

    def _write_or_break(self, name: str, blob: bytes, step: Callable[[Step], None]) -> None:
        try:
            self._write(name, blob, step)
        except DiskBroken:
            # What the disk lost it will not tell twice: nothing more is taken.
            self._broken = True
            raise

    def _write(self, name: str, blob: bytes, step: Callable[[Step], None]) -> None:
        part = self.folder / f"{name}{_PART}"
        descriptor = self._disk.create(part)
        try:
            try:
                self._disk.write(descriptor, blob, 0)
                step(Step.WRITTEN)
                self._disk.sync(descriptor)
                step(Step.SYNCED)
            finally:
                os.close(descriptor)
            self._disk.rename(part, self._file(name))
        except BaseException:
            part.unlink(missing_ok=True)
            raise
        step(Step.NAMED)
        self._disk.sync_folder(self.folder)
        step(Step.FOLDER_SYNCED)

    def _file(self, name: str) -> Path:
        return self.folder / f"{name}{SUFFIX}"

    @property
    def _lock(self) -> Path:
        return self.folder / "spool.lock"


def _not_here() -> NotFound:
    return NotFound(
        "このページは受付に残っていません。",
        "すでに綴じたか廃棄したページです。画面を更新してください。",
    )


def _pack(fresh: FreshKey, page_id: str, page: bytes, meta: bytes) -> bytes:
    sealed_page = seal(fresh.secret, page, context(page_id, _KIND, _PAGE))
    sealed_meta = seal(fresh.secret, meta, context(page_id, _KIND, _META))
    return len(sealed_page).to_bytes(8, "big") + sealed_page + sealed_meta
