"""Which file system a folder lies on, and whether the store may lie there (DESIGN §4, TRUST §2)."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

_MOUNTS = Path("/proc/mounts")

NETWORK = frozenset(
    {
        "9p",
        "afs",
        "afpfs",
        "beegfs",
        "ceph",
        "cifs",
        "coda",
        "davfs",
        "fuse.ceph",
        "fuse.davfs",
        "fuse.glusterfs",
        "fuse.rclone",
        "fuse.s3fs",
        "fuse.sshfs",
        "gfs2",
        "glusterfs",
        "lustre",
        "ncpfs",
        "nfs",
        "nfs4",
        "ocfs2",
        "prl_fs",
        "smb3",
        "smbfs",
        "vboxsf",
        "vmhgfs",
    }
)
"""SQLite's locks and shared memory do not hold on these."""

_ESCAPED = re.compile(r"\\([0-7]{3})")  # blanks only: Japanese names stand as they are
_COPY_ON_WRITE = frozenset({"apfs", "bcachefs", "btrfs", "f2fs", "nilfs2", "zfs"})


@dataclass(frozen=True, slots=True)
class Mount:
    point: str
    kind: str
    options: tuple[str, ...]


def mounts_text() -> str:
    """The system's list of mounts; empty where it keeps none."""
    return _MOUNTS.read_text(errors="replace") if _MOUNTS.exists() else ""


def mount_of(path: Path, mounts: str) -> Mount | None:
    """The mount that holds `path`: the longest mount point above it; the last listed wins."""
    wanted = PurePosixPath(path)
    best: Mount | None = None
    for line in mounts.splitlines():
        parts = line.split()
        if len(parts) < 4:
            continue
        point = _ESCAPED.sub(lambda code: chr(int(code[1], 8)), parts[1])
        if not wanted.is_relative_to(point):
            continue
        if best is None or len(PurePosixPath(point).parts) >= len(PurePosixPath(best.point).parts):
            best = Mount(point, parts[2], tuple(parts[3].split(",")))
    return best


def network_kind(path: Path, mounts: str) -> str:
    """The kind of network file system `path` lies on, or nothing."""
    mount = mount_of(path, mounts)
    return mount.kind if mount is not None and mount.kind in NETWORK else ""


def overwrites_in_place(path: Path, mounts: str, system: str = sys.platform) -> bool:
    """Whether writing over a file here destroys what stood there (TRUST §2): not where the file
    system keeps it, nor on another machine's disk, of which nothing is known here."""
    mount = mount_of(path, mounts)
    if mount is None:
        return system != "darwin"  # keeps no list of mounts, and its own disks are APFS
    kept = mount.kind in _COPY_ON_WRITE or mount.kind in NETWORK
    return not kept and "data=journal" not in mount.options
