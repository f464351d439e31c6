"""Anchors of the operation log in a second place: a line each, only ever added to (TRUST §3).

Size and root say nothing about anybody. One file a year, so that a place that is read at each
verification stays small.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from desktop.store.audit_log import Anchor, canonical
from desktop.store.disk import Disk
from desktop.store.errors import DiskBroken, DiskFull

_NAME: Final = "madoguchi-anchors-{0}-{1}.jsonl"
_LARGEST: Final = 32 * 1024 * 1024  # what is larger is none of ours, and is not read into memory


class NotKept(Exception):
    """What was written into the second place did not stand there afterwards."""


def add(folder: Path, store_id: str, anchors: Iterable[Anchor]) -> None:
    """Write each that does not stand there yet, and read all of them back."""
    wanted = list(anchors)
    there = {_line(store_id, one) for one in read(folder, store_id)}
    for year in sorted({_year(one) for one in wanted}):
        lines = [_line(store_id, one) for one in wanted if _year(one) == year]
        fresh = [line for line in lines if line not in there]
        if fresh:
            _append(folder / _NAME.format(store_id[:8], year), fresh)
    kept = {_line(store_id, one) for one in read(folder, store_id)}
    if not all(_line(store_id, one) in kept for one in wanted):
        raise NotKept


def read(folder: Path, store_id: str) -> tuple[Anchor, ...]:
    """What stands there of this store. A line that was cut while it was written is passed over."""
    found: list[Anchor] = []
    for file in sorted(folder.glob(_NAME.format(store_id[:8], "*"))):
        found += [one for store, one in read_file(file) if store == store_id]
    return tuple(found)


def read_file(file: Path) -> list[tuple[str, Anchor]]:
    """The anchors of one file, each with its store's id."""
    if file.stat().st_size > _LARGEST:
        return []
    found = []
    for line in file.read_text("utf-8", errors="replace").splitlines():
        try:
            raw = json.loads(line)
            anchor = Anchor(
                int(raw["size"]),
                bytes.fromhex(raw["root"]),
                datetime.fromisoformat(raw["at"]),
                str(raw["place"]),
            )
            found.append((str(raw["store"]), anchor))
        except (ValueError, KeyError, TypeError, OverflowError, RecursionError):
            continue
    return found


def _line(store_id: str, anchor: Anchor) -> str:
    return canonical({**anchor.to_json(), "store": store_id})


def _year(anchor: Anchor) -> int:
    return anchor.at.astimezone(UTC).year


def _append(file: Path, lines: list[str]) -> None:
    data, new = "\n".join(lines) + "\n", not file.exists()
    if not new and not file.read_bytes().endswith(b"\n"):
        data = "\n" + data  # a line that an earlier try left unfinished is ended first
    with file.open("ab") as stream:
        stream.write(data.encode())
        stream.flush()
        os.fsync(stream.fileno())
    if new:  # a file that a power cut takes away again would look like one that somebody took
        with suppress(OSError, DiskBroken, DiskFull):  # a share may know no such thing
            Disk().sync_folder(file.parent)
