"""A folder that a scanner's own tool drops files into: what lies there whole (CAPTURE §3)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO

from desktop.capture.decode import MAX_FILE_BYTES, known_format
from desktop.capture.sources.files import FilePrint, MailFile, collect, print_of, strangers

_PDF_END = 1024


class NotYet(StrEnum):
    """Why a file is not taken at this look."""

    GROWING = "GROWING"  # seen for the first time, or changed since the last look
    LOCKED = "LOCKED"  # its writer holds it
    HALF = "HALF"  # still, but its end is missing
    DENIED = "DENIED"
    VANISHED = "VANISHED"
    TOO_LARGE = "TOO_LARGE"
    LINK = "LINK"  # what it leads to lies elsewhere, and would stay there
    FOREIGN = "FOREIGN"  # no kind of scan


class FolderGone(Exception):
    """The folder is not there: removed, renamed, or its network share is lost."""


class FolderBare(Exception):
    """Nothing at all lies in the folder, not even the mark of its watch: a share's bare place."""


class FolderDenied(Exception):
    """The folder may not be read."""


@dataclass(frozen=True, slots=True)
class WholeFile:
    """An envelope that lies there whole, and the prints of its parts in page order."""

    mail: MailFile = field(repr=False)
    prints: tuple[FilePrint, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Look:
    """What one look found. `not_yet` names files by their place; never stored or logged."""

    whole: tuple[WholeFile, ...]
    not_yet: tuple[tuple[Path, NotYet], ...] = field(repr=False)


_State = tuple[int, int, int]  # size, time of the last change, inode


class WatchedFolder:
    """Looked into again and again; a file has to look the same twice before it is opened."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._seen: dict[Path, _State] = {}
        self._prints: dict[Path, tuple[_State, FilePrint]] = {}

    def look_at_marked(self) -> Look:
        """The same of a folder that was marked when its watch began. Raises FolderBare too."""
        if self._first() is None:
            raise FolderBare
        return self.look()

    def look(self) -> Look:
        """Never waits. Raises FolderGone or FolderDenied."""
        self._first()
        try:
            mails, strange = collect([self.folder]), strangers(self.folder)
        except PermissionError:  # a folder in it that may be listed but not entered
            raise FolderDenied from None
        except OSError:  # a folder in it went while it was listed; the next look will tell
            raise FolderGone from None
        before, self._seen = self._seen, {}
        whole: list[WholeFile] = []
        not_yet = [(path, NotYet.FOREIGN) for path in strange]
        for mail in mails:
            prints: list[FilePrint] = []
            for part in mail.parts:
                told = self._one(part, before.get(part))
                if isinstance(told, NotYet):
                    not_yet.append((part, told))
                else:
                    prints.append(told)
            if len(prints) == len(mail.parts):
                whole.append(WholeFile(mail, tuple(prints)))
        self._prints = {path: known for path, known in self._prints.items() if path in self._seen}
        return Look(tuple(whole), tuple(not_yet))

    def _first(self) -> Path | None:
        """Whatever the folder names first. Raises FolderGone or FolderDenied."""
        try:
            return next(self.folder.iterdir(), None)
        except PermissionError:
            raise FolderDenied from None
        except OSError:
            raise FolderGone from None

    def _one(self, path: Path, before: _State | None) -> FilePrint | NotYet:
        """The file's print when it is whole."""
        try:
            if path.is_symlink():
                return NotYet.LINK
            state = _state(path)
            self._seen[path] = state
            if state != before or state[0] == 0:
                return NotYet.GROWING
            if state[0] > MAX_FILE_BYTES:
                return NotYet.TOO_LARGE
            known = self._prints.get(path)
            if known is not None and known[0] == state:
                return known[1]
            with path.open("rb") as file, _unlocked(file) as free:
                if not free:
                    return NotYet.LOCKED
                data = file.read()
            if _state(path) != state or len(data) != state[0]:
                return NotYet.GROWING
            if known_format(data) and not _ended(data):
                return NotYet.HALF
        except FileNotFoundError:
            return NotYet.VANISHED
        except PermissionError:
            return NotYet.DENIED
        except OSError:
            # On Windows a writer without sharing; elsewhere a share that stumbles.
            return NotYet.LOCKED
        told = print_of(path, data)
        self._prints[path] = state, told
        return told


def _state(path: Path) -> _State:
    found = path.stat()
    return found.st_size, found.st_mtime_ns, found.st_ino


def _ended(data: bytes) -> bool:
    """Whether the end of a known format is there; TIFF keeps none, the decoding child tells."""
    if data.startswith(b"\xff\xd8"):
        return b"\xff\xd9" in data[-64:]
    if data.startswith(b"\x89PNG"):
        return b"IEND" in data[-64:]
    if b"%PDF-" in data[:1024]:
        return b"%%EOF" in data[-_PDF_END:]
    return True


@contextmanager
def _unlocked(file: BinaryIO) -> Iterator[bool]:
    """Whether nobody holds the file; ours for the time of the block, where such locks exist."""
    try:
        import fcntl
    except ImportError:  # Windows: opening it was the question
        yield True
        return
    try:
        fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        fcntl.lockf(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError:
        yield False
        return
    try:
        yield True
    finally:
        fcntl.lockf(file, fcntl.LOCK_UN)
        fcntl.flock(file, fcntl.LOCK_UN)
