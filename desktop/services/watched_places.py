"""Where a watched folder may lie, and the sentence where it may not."""

from __future__ import annotations

import contextlib
import uuid
from collections.abc import Iterable
from pathlib import Path

from desktop.domain.errors import Refused

_UNWRITABLE = (
    "このフォルダーに書き込めないため、取り込んだファイルを消せません。",
    "書き込みの権限を管理者に頼むか、別のフォルダーを選んでください。",
)

MARK = ".madoguchi"
"""Lies in every watched folder: one without anything in it is the bare place of a lost share."""


def mark(folder: Path) -> None:
    """Leave the mark in a folder that is watched from now on."""
    try:
        (folder / MARK).touch()
    except OSError:
        raise _refused(*_UNWRITABLE) from None


def unmark(folder: Path) -> None:
    """Take the mark away with the watch; where that fails, an empty file stays."""
    with contextlib.suppress(OSError):
        (folder / MARK).unlink()


def check_place(address: str, own: Path, others: Iterable[str]) -> Path:
    """The folder of this address, if it can be watched and emptied.

    `own` is the store's folder, `others` are the folders of the other profiles: one inside
    another would take the same file twice.
    """
    folder = Path(address)
    if not folder.is_absolute():
        raise _refused(
            "フォルダーの場所が途中から書かれています。",
            "フォルダーを選ぶか、先頭から全部入れてください。",
        )
    try:
        folder = folder.resolve()
        if not folder.is_dir():
            raise _refused(
                "このフォルダーはありません。",
                "場所を確かめるか、共有フォルダーにつないでから、もう一度選んでください。",
            )
        next(folder.iterdir(), None)
    except OSError:
        raise _refused(
            "このフォルダーを読めません。",
            "フォルダーの権限を管理者に確かめるか、別のフォルダーを選んでください。",
        ) from None
    if _overlap(folder, own.resolve()):
        raise _refused(
            "このフォルダーには窓口の保管庫があります。",
            "スキャナーのための別のフォルダーを選んでください。",
        )
    if any(_overlap(folder, Path(other).resolve()) for other in others):
        raise _refused(
            "このフォルダーは、ほかのプロファイルがもう見張っています。",
            "重ならない別のフォルダーを選んでください。",
        )
    _check_writable(folder)
    return folder


def _check_writable(folder: Path) -> None:
    """What was taken in has to be deleted here; whether that works, only a try tells."""
    probe = folder / f".madoguchi-{uuid.uuid4().hex}.tmp"
    try:
        probe.touch(exist_ok=False)
        probe.unlink()
    except OSError:
        raise _refused(*_UNWRITABLE) from None


def _overlap(one: Path, other: Path) -> bool:
    return one == other or one in other.parents or other in one.parents


def _refused(sentence: str, next_step: str) -> Refused:
    return Refused(sentence, next_step, field="address")
