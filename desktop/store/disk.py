"""The few file operations on which safety rests, in one place.

Spool and slot use nothing else to write, so that a test may put a disk underneath that loses what
was not synced, or that fails.
"""

from __future__ import annotations

import errno
import os
from pathlib import Path

from desktop.store.errors import DiskBroken, DiskFull

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_BROKEN = {errno.EIO, errno.EROFS}  # a file system with errors is mounted anew for reading only
# Bytes as they are, and not for programs that we start: POSIX and Windows have one each to ask for.
_PLAIN = getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)


class Disk:
    """The operating system's files."""

    def create(self, path: Path) -> int:
        """A new file, readable by its owner only; never an existing one."""
        try:
            return os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | _PLAIN, 0o600)
        except OSError as error:
            if error.errno in _FULL:
                raise DiskFull from error
            if error.errno in _BROKEN:
                raise DiskBroken from error
            raise

    def open(self, path: Path) -> int:
        return os.open(path, os.O_RDWR | _PLAIN)

    def write(self, descriptor: int, data: bytes, offset: int) -> None:
        try:
            os.lseek(descriptor, offset, os.SEEK_SET)
            done = 0
            while done < len(data):
                done += os.write(descriptor, data[done:])
        except OSError as error:
            raise DiskFull if error.errno in _FULL else DiskBroken from error

    def sync(self, descriptor: int) -> None:
        """Until this returned, nothing is on the disk. After an error it may never be: stop."""
        try:
            os.fsync(descriptor)
        except OSError as error:
            raise DiskBroken from error

    def rename(self, source: Path, target: Path) -> None:
        try:
            source.replace(target)
        except OSError as error:
            raise DiskFull if error.errno in _FULL else DiskBroken from error

    def sync_folder(self, folder: Path) -> None:
        """A rename is on the disk once its folder is."""
        if not hasattr(os, "O_DIRECTORY"):
            return  # Windows opens no folders; NTFS keeps a journal of names by itself
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | _PLAIN)
        try:
            self.sync(descriptor)
        finally:
            os.close(descriptor)

    def read_back(self, path: Path, offset: int, length: int) -> bytes:
        """What the disk holds; cached pages are dropped first where the system lets us."""
        descriptor = os.open(path, os.O_RDONLY | _PLAIN)
        try:
            if hasattr(os, "posix_fadvise"):
                os.posix_fadvise(descriptor, offset, length, os.POSIX_FADV_DONTNEED)
            os.lseek(descriptor, offset, os.SEEK_SET)
            return os.read(descriptor, length)
        finally:
            os.close(descriptor)


def replace_file(disk: Disk, path: Path, data: bytes) -> None:
    """Put `data` at `path` wholly or not at all."""
    part = path.with_name(path.name + ".part")
    part.unlink(missing_ok=True)
    descriptor = disk.create(part)
    try:
        disk.write(descriptor, data, 0)
        disk.sync(descriptor)
    finally:
        os.close(descriptor)
    disk.rename(part, path)
    disk.sync_folder(path.parent)
