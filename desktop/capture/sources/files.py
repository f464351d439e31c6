"""Files and folders as a clerk drops them → envelopes of scans. Originals are only read."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from desktop.capture.decode import MAX_FILE_BYTES
from desktop.capture.sources.share import Share, ShareHangs
from desktop.capture.unreadable import Reason, Unreadable

_PIECE = 1 << 22
_SINGLE_PAGE = {".jpg", ".jpeg", ".png"}
_SCANS = {".pdf", ".tif", ".tiff", *_SINGLE_PAGE}
_IGNORED = {".part", ".crdownload", ".tmp"}
_OF_THE_SYSTEM = {"desktop.ini", "thumbs.db"}
# env04-1.jpg, env04_p2.jpg, env04 (3).jpg: one picture a page of one envelope
_NUMBERED = re.compile(r"(?P<stem>.+?)(?:[-_ ]p?|\s*\()(?P<page>\d{1,3})\)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class MailFile:
    """One envelope: `parts` are its files in page order, `name` is what an import report says."""

    name: str
    parts: tuple[Path, ...]

    def read(self) -> list[bytes]:
        """The bytes of every part, or `Unreadable`."""
        return [read(path) for path in self.parts]


def collect(paths: Iterable[Path]) -> list[MailFile]:
    """The envelopes among files and folders, in the order of names; none is read yet.

    A PDF or TIFF is one envelope, and so is a row of numbered pictures of one stem. A file named
    outright is taken whatever its ending, so that its refusal can be reported; in a folder only
    scans are looked for. Hidden and half-written files are passed over.
    """
    groups: dict[tuple[Path, str], list[tuple[int, Path]]] = {}
    for path in _files(paths):
        stem, page = _place(path)
        group = groups.setdefault((path.parent, stem), [])
        if path not in (known for _, known in group):
            group.append((page, path))
    return [
        MailFile(stem, tuple(path for _, path in sorted(group)))
        for (_, stem), group in sorted(groups.items())
    ]


@dataclass(frozen=True, slots=True)
class FilePrint:
    """What tells a file again: where it lies, links followed, and what it held when it was read."""

    path: Path = field(repr=False)
    sha256: str = field(repr=False)
    size: int


def print_of(path: Path, data: bytes) -> FilePrint:
    """The print of a file that held this."""
    return FilePrint(Path(os.path.realpath(path)), hashlib.sha256(data).hexdigest(), len(data))


def read(path: Path, share: Share | None = None) -> bytes:
    """A file's bytes; a file the system will not give, or a huge one, is `Unreadable`."""
    share, pieces = share or Share(), list[bytes]()
    try:
        opened = share.at(path.parent, lambda: path.open("rb", buffering=0))
        try:
            if share.at(path.parent, lambda: os.fstat(opened.fileno()).st_size) > MAX_FILE_BYTES:
                raise Unreadable(Reason.TOO_LARGE)
            # A slow share is no hung one: each piece has its own time.
            while piece := share.at(path.parent, lambda: opened.read(_PIECE)):
                pieces.append(piece)
        finally:
            share.close(path.parent, opened)
    except OSError:
        raise Unreadable(Reason.NOT_READABLE) from None
    except ShareHangs:
        raise Unreadable(Reason.SILENT) from None
    return b"".join(pieces)


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            inside = sorted(p for p in path.rglob("*") if p.suffix.lower() in _SCANS)
            yield from (p for p in inside if _wanted(p.relative_to(path)) and p.is_file())
        elif _wanted(Path(path.name)):
            yield path


def strangers(folder: Path) -> list[Path]:
    """What lies in a folder and is no kind of scan, by name; hidden and half-written files are
    nobody's mail, and neither is what the system keeps for itself."""
    return sorted(
        path
        for path in folder.rglob("*")
        if path.suffix.lower() not in _SCANS
        and path.name.lower() not in _OF_THE_SYSTEM
        and _wanted(path.relative_to(folder))
        and (path.is_file() or path.is_symlink())
    )


def _wanted(path: Path) -> bool:
    hidden = any(part.startswith(".") for part in path.parts)
    return not hidden and path.suffix.lower() not in _IGNORED


def _place(path: Path) -> tuple[str, int]:
    """The envelope a file belongs to, and its page there."""
    if path.suffix.lower() not in _SINGLE_PAGE:
        return path.name, 0
    match = _NUMBERED.fullmatch(path.stem)
    if match is None:
        return path.name, 0
    return match["stem"], int(match["page"])
