"""Putting a backup set back: data of any age, the newest key-book, a stick and the card (TRUST §2).

Nothing is written over: the place is empty or not there yet, and is filled under another name until
it is whole. What was disposed of since the data was copied stays closed.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from desktop.store import audit
from desktop.store.backup_copies import copy_file
from desktop.store.backup_errors import (
    BookDamaged,
    BookForeign,
    BookOlder,
    CardOfAnother,
    DataBesideKey,
    NoStick,
    PlaceNotEmpty,
    SetDamaged,
    SetUnsigned,
    StickNewer,
    StickOfAnother,
    StickOlder,
    StickTorn,
)
from desktop.store.backup_set import (
    DATABASE,
    SPOOL,
    BackupSet,
    Manifest,
    Told,
    check_set,
    no_part_left,
    remove_folder,
    set_name,
    sets_in,
)
from desktop.store.closed_records import Closed, apply_book
from desktop.store.database import Database
from desktop.store.disk import Disk, replace_file
from desktop.store.errors import (
    DiskBroken,
    DiskFull,
    NetworkFileSystem,
    NotInSlot,
    PlaceUnusable,
    SealBroken,
)
from desktop.store.filesystems import mounts_text, network_kind
from desktop.store.key_places import find_key, refuse_data_beside
from desktop.store.schema.infrastructure import PersonKeyRow, PersonRow, SpoolPageRow, StoreInfoRow
from desktop.store.spool import SUFFIX
from desktop.store.vault import keybook
from desktop.store.vault.card import RecoveryCard
from desktop.store.vault.keybook import KeyBook
from desktop.store.vault.slot import CARD, Half, SlotFile

BY_CARD = "card"
"""The actor of what is done with the recovery card, by nobody who has signed in."""

_MARK = "restore.begun"
_PART = ".restoring"


@dataclass(frozen=True, slots=True)
class Means:
    """What opens a set: its newest key-book, and the key of that book's epoch."""

    book: KeyBook
    key: bytes
    card: RecoveryCard
    stick: Path


@dataclass(frozen=True, slots=True)
class Restored:
    """`left_out`: people of the data who might not open the store any more at the book's moment."""

    closed: Closed
    people: int
    left_out: int


def newest_book(found: BackupSet, more: Path | None = None) -> KeyBook:
    """The newest key-book of the set's store: the set's own, those of the sets beside it, and the
    one that is named, which must be of this store and no older than the data.

    One without a proof is none: every set was made with one, and without it a list that somebody
    signed anew would bring in people who never might open the store.
    """
    own = _proved(found.path(keybook.FILE_NAME))
    books = [own]
    for beside in sets_in(found.folder.parent):
        try:
            book = keybook.read(beside / keybook.FILE_NAME)
        except (OSError, SealBroken, ValueError, KeyError):
            continue  # of no use, and no reason not to use the others
        if book.store_id == own.store_id and book.proof:
            books.append(book)
    if more is not None:
        named = _proved(more)
        if named.store_id != found.manifest.store_id:
            raise BookForeign
        if named.age < (found.manifest.epoch, found.manifest.change):
            raise BookOlder
        books.append(named)
    return max(books, key=lambda book: book.age)


def open_with(book: KeyBook, stick: Path, card: RecoveryCard) -> Means:
    """The key of the book's epoch, out of the stick by the card."""
    try:
        file = find_key(stick)
        if file is None:
            raise NoStick
        halves = [half for half in SlotFile(file).read() if half is not None]
    except OSError as error:
        raise NoStick from error
    key = _half_of(halves, book, card)
    try:
        book.check(key)
    except SealBroken as error:
        raise BookDamaged from error
    return Means(book, key, card, file)


def restore_to(
    found: BackupSet, means: Means, place: Path, at: datetime, told: Told
) -> tuple[Path, Restored]:
    """A store at `place`, with a slot of its own; sealed to the card and to those who might open
    the store at the book's moment."""
    place = place.absolute()
    _refuse_used(place)
    if kind := network_kind(place.parent.resolve(), mounts_text()):
        raise NetworkFileSystem(kind)
    refuse_data_beside(place)
    if place.resolve().is_relative_to(found.folder.resolve().parent):
        raise DataBesideKey
    part = place.with_name(place.name + _PART)
    if part.exists() and not (part / _MARK).exists():
        raise PlaceNotEmpty
    remove_folder(part)
    with disk_told():
        part.mkdir(mode=0o700, parents=True)
        with no_part_left(part):
            replace_file(Disk(), part / _MARK, b"")
            with filled(found, means, part, told, at) as (database, closed):
                with database.transaction() as session:
                    publics, left_out = _who_opens(session, means.book)
                    audit.append(
                        session,
                        at,
                        BY_CARD,
                        "store.restored",
                        subject=set_name(found.manifest.store_id, found.manifest.made_at),
                        detail={
                            "log": found.manifest.log_size,
                            "epoch": found.manifest.epoch,
                            "keys_of": means.book.epoch,
                            "closed": len(closed.keys),
                            "left_out": left_out,
                        },
                    )
                database.checkpoint()
            _make_slot(part / "slot.bin", means, publics)
            Disk().sync_folder(part)
            if place.exists():
                place.rmdir()
            Disk().rename(part, place)
        # Only now: what a killed restore left is known as that, and cleared by the next one.
        (place / _MARK).unlink()
        Disk().sync_folder(place.parent)
    return place, Restored(closed, len(publics), left_out)


@contextmanager
def filled(
    found: BackupSet, means: Means, folder: Path, told: Told, at: datetime
) -> Iterator[tuple[Database, Closed]]:
    """The set's store in the empty `folder`, without a slot, under the keys of the newest book."""
    if shutil.disk_usage(folder).free < found.manifest.total:
        raise DiskFull
    check_set(found, told)
    (folder / SPOOL).mkdir(mode=0o700)
    for one in found.manifest.files:
        if one.name == keybook.FILE_NAME:
            continue
        if copy_file(found.path(one.name), folder / one.name, told) != one.sha256:
            raise SetDamaged(one.name)
    Disk().sync_folder(folder / SPOOL)
    database = Database.open(str(folder))
    try:
        database.upgrade()
        with database.transaction() as session:
            _refuse_strange(session, found.manifest, means)
            closed = apply_book(session, means.book, at)
            _drop_dead_pages(session, folder)
        yield database, closed
    finally:
        database.close()


def _half_of(halves: Sequence[Half], book: KeyBook, card: RecoveryCard) -> bytes:
    if not halves:
        raise StickTorn
    own = [half for half in halves if half.store_id == book.store_id]
    if not own:
        raise StickOfAnother
    right = [half for half in own if half.epoch == book.epoch]
    if not right:
        newest = max(half.epoch for half in own)
        raise (StickNewer if newest > book.epoch else StickOlder)(newest, book.epoch)
    try:
        return right[0].key_for(CARD, card.private())
    except NotInSlot as error:
        raise CardOfAnother from error
    except SealBroken as error:
        raise StickTorn from error


def _proved(file: Path) -> KeyBook:
    try:
        book = keybook.read(file)
    except (OSError, SealBroken, ValueError, KeyError) as error:
        raise BookDamaged from error
    if not book.proof:
        raise BookDamaged
    return book


def _refuse_strange(session: Session, manifest: Manifest, means: Means) -> None:
    """The data is of the moment that the list tells, and one of its people signed the list. Who
    changed the data could name themselves there, so that the epoch's key has to prove the list as
    well; the key of an earlier epoch is gone."""
    info = session.get_one(StoreInfoRow, 1)
    told = (manifest.store_id, manifest.epoch, manifest.change)
    # An upgrade moves no change number: it is not one of the store's own transactions.
    if (info.store_id, info.epoch, info.change_number) != told:
        raise SetDamaged(DATABASE)
    mine = or_(
        select(PersonRow.id)
        .where(PersonRow.id == manifest.made_by, PersonRow.signing_public == manifest.signing)
        .exists(),
        select(PersonKeyRow.id)
        .where(
            PersonKeyRow.person_id == manifest.made_by,
            PersonKeyRow.signing_public == manifest.signing,
        )
        .exists(),
    )
    if not session.scalar(select(mine)):
        raise SetUnsigned
    if manifest.epoch == means.book.epoch and not manifest.is_proved(means.key):
        raise SetUnsigned
    head = audit.head(session)
    if (head.size, head.root.hex()) != (manifest.log_size, manifest.log_root):
        raise SetDamaged(DATABASE)


def _drop_dead_pages(session: Session, folder: Path) -> None:
    named = {f"{stem}{SUFFIX}" for stem in session.scalars(select(SpoolPageRow.file))}
    for file in (folder / SPOOL).glob("*" + SUFFIX):
        if file.name not in named:
            file.unlink()


def _who_opens(session: Session, book: KeyBook) -> tuple[Mapping[str, bytes], int]:
    """The card, and the people whose keys the book knows as those who might open the store."""
    query = select(PersonRow.id, PersonRow.agreement_public).where(PersonRow.active)
    active = {row.id: row.agreement_public for row in session.execute(query)}
    known = {
        person_id: public
        for person_id, public in active.items()
        if book.people.get(person_id) == public.hex()
    }
    return known, len(active) - len(known)


def _make_slot(file: Path, means: Means, people: Mapping[str, bytes]) -> None:
    publics = {**people, CARD: means.card.public()}
    half = Half.make(means.book.store_id, means.book.epoch, means.key, publics)
    slot = SlotFile(file)
    slot.prepare()
    for index in (0, 1):
        slot.write_half(index, half)


def _refuse_used(place: Path) -> None:
    try:
        if place.is_symlink() or (place.exists() and not place.is_dir()):
            raise PlaceNotEmpty
        if place.is_dir() and any(place.iterdir()):
            raise PlaceNotEmpty
    except OSError as error:
        raise PlaceUnusable from error


@contextmanager
def disk_told() -> Iterator[None]:
    """Whatever the system refuses at the place that is filled, in words."""
    try:
        yield
    except (DiskFull, DiskBroken):
        raise
    except OSError as error:
        raise PlaceUnusable from error


__all__ = [
    "BY_CARD",
    "Means",
    "Restored",
    "disk_told",
    "filled",
    "newest_book",
    "open_with",
    "restore_to",
]
