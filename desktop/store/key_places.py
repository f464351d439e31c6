"""Slot and data never on one medium: who looks for the one where the other is (TRUST §2).

A backup opens with slot or stick and one passphrase or card; a medium that carries both is worth
as much as the desk itself. Both are known by what they hold, whatever they are called.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from desktop.store.backup_errors import DataBesideKey, KeyBesideData
from desktop.store.vault.slot import HALF_BYTES, MAGIC, Half

MANIFEST = "manifest.json"
SET_PREFIX = "madoguchi-"
_DEPTH = 3
_MOST = 20_000  # names; a medium that holds more is looked at no further down


def refuse_key_beside(folder: Path) -> None:
    """Raise KeyBesideData where a slot or a stick lies on the medium of `folder`."""
    if any(_is_key(file) for file in _near(folder)):
        raise KeyBesideData


def refuse_data_beside(folder: Path) -> None:
    """Raise DataBesideKey where a backup lies on the medium of `folder`: asked before a stick."""
    if any(_is_set(file) for file in _near(folder)):
        raise DataBesideKey


def find_key(place: Path) -> Path | None:
    """The stick's or slot's file: `place` itself, or the first one in that folder."""
    if not place.is_dir():
        return place if _is_key_like(place) else None
    return next((file for file in _below(place, 1, [_MOST]) if _is_key_like(file)), None)


def _is_key_like(file: Path) -> bool:
    """A file of a slot's size whose halves may be torn: what is wrong with it is told later."""
    try:
        if not file.is_file() or file.stat().st_size != 2 * HALF_BYTES:
            return False
        data = file.read_bytes()
    except OSError:
        return False
    return any(data[at : at + len(MAGIC)] == MAGIC for at in (0, HALF_BYTES))


def _is_key(file: Path) -> bool:
    """Whether one half at least is a key sealed to somebody; a blank file is none."""
    try:
        if not file.is_file() or file.stat().st_size != 2 * HALF_BYTES:
            return False
        data = file.read_bytes()
    except OSError:
        return False
    return any(Half.from_bytes(data[at : at + HALF_BYTES]) for at in (0, HALF_BYTES))


def _is_set(file: Path) -> bool:
    return file.name == MANIFEST and file.parent.name.startswith(SET_PREFIX)


def _near(folder: Path) -> Iterator[Path]:
    """The files under `folder`, those beside the folders above it on the same medium, and, where
    it is a medium that people carry, those of its upper levels."""
    left = [_MOST]
    here = folder.absolute()
    while not here.exists() and here != here.parent:
        here = here.parent
    yield from _below(here, _DEPTH if here == folder.absolute() else 0, left)
    device = _device(here)
    while here != here.parent and not os.path.ismount(here):
        here = here.parent
        if _device(here) != device:
            return
        yield from _below(here, 0, left)
    if _is_carried(here):
        yield from _below(here, _DEPTH, left)


def _is_carried(root: Path) -> bool:
    """Whether this is the root of a medium that people carry: mounted where systems mount those."""
    if root.drive:
        return root.drive.upper() != os.environ.get("SYSTEMDRIVE", "C:").upper()
    return root.is_relative_to("/run/media") or root.parts[1:2] in (
        ("media",),
        ("mnt",),
        ("Volumes",),
    )


def _device(folder: Path) -> int:
    return folder.stat().st_dev


def _below(folder: Path, depth: int, left: list[int]) -> Iterator[Path]:
    try:
        found = sorted(folder.iterdir())
    except OSError:
        return
    for one in found:
        left[0] -= 1
        if left[0] < 0:
            return
        if one.is_symlink():
            continue
        if one.is_dir():
            if depth > 0:
                yield from _below(one, depth - 1, left)
        else:
            yield one
