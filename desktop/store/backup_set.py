"""A backup set: the folder, its signed list of files, and whether they are as they were made.

    madoguchi-20261124-093000-<store>/
        manifest.json     what is here, of which moment, signed by who made it
        store.db          the database (of PostgreSQL: its rows, in the same schema)
        keybook.mdg       the wrapped keys of that moment
        register-N.db     the register in use
        spool/*.page      pages that waited to be filed

Everything is sealed. The slot is never here (TRUST §2). A set whose name ends in `.part` was not
finished and is none.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from desktop.store.audit_log import canonical
from desktop.store.backup_errors import BackupCancelled, SetDamaged, SetMissing, SetNewer
from desktop.store.errors import SealBroken
from desktop.store.key_places import MANIFEST, SET_PREFIX
from desktop.store.vault.crypto import context, seal, unseal
from desktop.store.vault.keys import PersonKeys, signed_by

DATABASE = "store.db"
SPOOL = "spool"
PART = ".part"
LOCK = "backup.lock"
"""In the store's folder: one backup or drill of a store at a time."""
SCRATCH = "drill.part"
"""In the store's folder, while a drill goes on."""
_FORMAT = 1
_CHUNK = 4 * 2**20

Told = Callable[[int], None]
"""Told of so many more bytes done; raises BackupCancelled where it is to stop."""


@dataclass(frozen=True, slots=True)
class SetFile:
    name: str  # inside the set, with forward slashes
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a set holds. `log_size` and `log_root` are the operation log's at its moment; `proof` is
    made with the key of its epoch, which nobody has who has the medium alone."""

    store_id: str
    made_at: datetime
    made_by: str
    signing: bytes
    program: str
    epoch: int
    change: int
    keys: int
    log_size: int
    log_root: str
    engine: str
    files: tuple[SetFile, ...]
    signature: bytes = b""
    proof: bytes = b""

    @property
    def total(self) -> int:
        return sum(one.size for one in self.files)

    def signed(self, keys: PersonKeys) -> Manifest:
        return replace(self, signature=keys.sign(self._statement()))

    def is_signed(self) -> bool:
        """Whether the list is what the holder of its key signed. Whose key it is, only the store's
        own people can tell."""
        return signed_by(self.signing, self.signature, self._statement())

    def proved(self, key: bytes) -> Manifest:
        return replace(self, proof=seal(key, b"", self._proven()))

    def is_proved(self, key: bytes) -> bool:
        """Whether the list is as somebody made it who held this key of its epoch."""
        try:
            unseal(key, self.proof, self._proven())
        except SealBroken:
            return False
        return True

    def _proven(self) -> bytes:
        return context("backup set", canonical(self._plain()))

    def _statement(self) -> bytes:
        return canonical(self._plain()).encode()

    def _plain(self) -> dict[str, Any]:
        return {
            "what": "backup",
            "format": _FORMAT,
            "store": self.store_id,
            "made_at": self.made_at.isoformat(),
            "made_by": self.made_by,
            "signing": self.signing.hex(),
            "program": self.program,
            "epoch": self.epoch,
            "change": self.change,
            "keys": self.keys,
            "log": {"size": self.log_size, "root": self.log_root},
            "engine": self.engine,
            "files": [[one.name, one.size, one.sha256] for one in self.files],
        }

    def to_bytes(self) -> bytes:
        told = self._plain() | {"signature": self.signature.hex(), "proof": self.proof.hex()}
        return (json.dumps(told, indent=1) + "\n").encode()

    @classmethod
    def from_bytes(cls, data: bytes) -> Manifest:
        """Raises SetNewer, and SetDamaged where it is no list."""
        try:
            raw = json.loads(data)
            if raw["format"] > _FORMAT:
                raise SetNewer
            return cls(
                store_id=str(raw["store"]),
                made_at=datetime.fromisoformat(raw["made_at"]),
                made_by=str(raw["made_by"]),
                signing=bytes.fromhex(raw["signing"]),
                program=str(raw["program"]),
                epoch=int(raw["epoch"]),
                change=int(raw["change"]),
                keys=int(raw["keys"]),
                log_size=int(raw["log"]["size"]),
                log_root=str(raw["log"]["root"]),
                engine=str(raw["engine"]),
                files=tuple(SetFile(str(n), int(s), str(h)) for n, s, h in raw["files"]),
                signature=bytes.fromhex(raw["signature"]),
                proof=bytes.fromhex(raw.get("proof", "")),
            )
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise SetDamaged(MANIFEST) from error


@dataclass(frozen=True, slots=True)
class BackupSet:
    folder: Path
    manifest: Manifest

    def path(self, name: str) -> Path:
        return self.folder / name


def set_name(store_id: str, made_at: datetime) -> str:
    return f"{SET_PREFIX}{made_at:%Y%m%d-%H%M%S}-{store_id[:8]}"


def read_set(folder: Path) -> BackupSet:
    """The set in `folder`, its list read; raises SetMissing, SetDamaged, SetNewer."""
    try:
        data = (folder / MANIFEST).read_bytes()
    except OSError as error:
        raise SetMissing from error
    manifest = Manifest.from_bytes(data)
    if not manifest.is_signed() or any(not _is_inside(one.name) for one in manifest.files):
        raise SetDamaged(MANIFEST)
    return BackupSet(folder, manifest)


def find_set(folder: Path) -> BackupSet:
    """The set that `folder` is, or the newest finished one in it."""
    if _is_listed(folder):
        return read_set(folder)
    found = sets_in(folder)
    if not found:
        raise SetMissing
    return read_set(found[-1])


def sets_in(folder: Path) -> Sequence[Path]:
    """The finished sets in `folder`, the oldest first: their names begin with their moment."""
    try:
        found = sorted(folder.iterdir())
    except OSError:
        return ()
    return [
        one
        for one in found
        if one.name.startswith(SET_PREFIX) and not one.name.endswith(PART) and _is_listed(one)
    ]


def _is_listed(folder: Path) -> bool:
    """Whether a list lies there; one that the system does not let us look at is none."""
    try:
        return (folder / MANIFEST).is_file()
    except OSError:
        return False


def check_set(found: BackupSet, told: Told) -> None:
    """Read every file back from the disk; raises SetDamaged for the first that is not as made."""
    listed = {one.name for one in found.manifest.files}
    if DATABASE not in listed:
        raise SetDamaged(DATABASE)
    there = {
        file.relative_to(found.folder).as_posix()
        for file in found.folder.rglob("*")
        if not file.is_dir() or file.is_symlink()
    }
    strange = sorted((there ^ listed) - {MANIFEST})
    if strange:
        raise SetDamaged(strange[0])
    for one in found.manifest.files:
        file = found.path(one.name)
        try:
            whole = not file.is_symlink() and file.stat().st_size == one.size
            whole = whole and hash_of(file, told, from_disk=True) == one.sha256
        except OSError as error:  # the medium does not give it back
            raise SetDamaged(one.name) from error
        if not whole:
            raise SetDamaged(one.name)


def hash_of(file: Path, told: Told, *, from_disk: bool = False) -> str:
    """SHA-256 of a file. `from_disk`: not what the system remembers of it, where it lets us."""
    digest = hashlib.sha256()
    with file.open("rb", buffering=0) as read:
        if from_disk and hasattr(os, "posix_fadvise"):
            os.posix_fadvise(read.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        while piece := read.read(_CHUNK):
            digest.update(piece)
            told(len(piece))
    return digest.hexdigest()


@contextmanager
def no_part_left(folder: Path) -> Iterator[None]:
    """Whatever goes wrong within, `folder` is gone afterwards."""
    try:
        yield
    except BaseException:
        remove_folder(folder)
        raise


def remove_folder(folder: Path) -> None:
    """Take away a folder of ours and what is in it, as far as the system lets us."""
    if folder.is_symlink() or not folder.is_dir():
        return
    for one in sorted(folder.rglob("*"), reverse=True):
        try:
            if one.is_dir() and not one.is_symlink():
                one.rmdir()
            else:
                one.unlink()
        except OSError:
            continue
    try:
        folder.rmdir()
    except OSError:
        return


def counting(
    total: int,
    progress: Callable[[int, int], None],
    cancelled: Callable[[], bool],
    what: str = "バックアップ",
) -> Told:
    """A `Told` that adds up to `total` and stops where the wish to stop has come."""
    done = 0

    def told(more: int) -> None:
        nonlocal done
        if cancelled():
            raise BackupCancelled(what)
        done = min(done + more, total)
        progress(done, total)

    return told


def _is_inside(name: str) -> bool:
    """Whether a listed name stays within the set: a file of it, or a page in its spool."""
    parts = name.split("/")
    return (
        all(part not in ("", ".", "..") and "\\" not in part for part in parts)
        and (len(parts) == 1 or (len(parts) == 2 and parts[0] == SPOOL))
        and ":" not in name
    )
