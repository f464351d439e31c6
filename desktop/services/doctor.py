"""What works on this machine: fonts, forms, reading, programs, and the store (DESIGN §5)."""

from __future__ import annotations

import importlib.util
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from desktop.domain.errors import DeskError
from desktop.services.premises import SLOT_NAME, Premises, read_request_forms
from desktop.store.database import Database
from desktop.store.engines import is_postgresql
from desktop.store.vault.slot import SlotFile

_NEEDED_MB = 500
_READING = ("rapidocr", "onnxruntime", "zxingcpp", "cv2", "pypdfium2", "PIL")
_PROGRAMS = (
    ("scanimage", "スキャナー（SANE）", "sane-utils を入れると、この端末のスキャナーを使えます。"),
    ("lp", "印刷（CUPS）", "cups-client を入れると、この端末のプリンターを使えます。"),
)


@dataclass(frozen=True, slots=True)
class DoctorLine:
    name: str
    ok: bool
    detail: str
    next_step: str = ""


def examine(resources: Path, forms: Path, place: str = "") -> tuple[DoctorLine, ...]:
    """The machine and the installation, and the store at `place` where one is named.

    Needs no login and changes nothing.
    """
    machine = (_python(), _fonts(resources), _forms(forms), _reading(), *_programs())
    return machine + (_store_at(place) if place else ())


def examine_store(premises: Premises) -> tuple[DoctorLine, ...]:
    """The opened store, its slot, and the room on its disk."""
    engine = _engine_name(premises.database)
    return (
        DoctorLine("保管庫", True, engine),
        _slot(premises.folder),
        _room(premises.folder),
    )


def _store_at(place: str) -> tuple[DoctorLine, ...]:
    try:
        database = Database.open(place)
    except DeskError as error:
        return (DoctorLine("保管庫", False, error.sentence, error.next_step),)
    try:
        line = DoctorLine("保管庫", True, _engine_name(database))
    finally:
        database.close()
    if is_postgresql(place):
        return (line,)  # where this workstation keeps its slot is not part of the URL
    return (line, _slot(Path(place)), _room(Path(place)))


def _engine_name(database: Database) -> str:
    return "PostgreSQL" if database.on_postgresql else "SQLite"


def _slot(folder: Path) -> DoctorLine:
    try:
        halves = SlotFile(folder / SLOT_NAME).read()
    except DeskError as error:
        return DoctorLine("鍵ファイル", False, error.sentence, error.next_step)
    if all(half is not None for half in halves):
        return DoctorLine("鍵ファイル", True, "二つの写しとも読めます")
    step = "保管庫を開き直すと、もう片方から書き直します。"
    return DoctorLine("鍵ファイル", False, "片方の写しが読めません", step)


def _room(folder: Path) -> DoctorLine:
    free = shutil.disk_usage(folder).free // 2**20
    enough = free >= _NEEDED_MB
    step = "" if enough else f"{_NEEDED_MB} MB 以上の空きを作ってください。"
    return DoctorLine("ディスクの空き", enough, f"{free:,} MB", step)


def _python() -> DoctorLine:
    shown = ".".join(map(str, sys.version_info[:3]))
    return DoctorLine("Python", sys.version_info >= (3, 11), shown)


def _fonts(resources: Path) -> DoctorLine:
    count = len(list((resources / "fonts").glob("*.ttf")))
    return DoctorLine(
        "書体", count > 0, f"{count} 書体", "" if count else "プログラムを入れ直してください。"
    )


def _forms(folder: Path) -> DoctorLine:
    try:
        forms = read_request_forms(folder)
    except DeskError as error:
        return DoctorLine("様式", False, error.sentence, error.next_step)
    return DoctorLine("様式", bool(forms), "・".join(forms))


def _reading() -> DoctorLine:
    missing = [name for name in _READING if importlib.util.find_spec(name) is None]
    return DoctorLine(
        "文字の読み取り",
        not missing,
        "使えます" if not missing else f"不足: {', '.join(missing)}",
        "" if not missing else "プログラムを入れ直してください。",
    )


def _programs() -> tuple[DoctorLine, ...]:
    lines = []
    for program, name, step in _PROGRAMS:
        found = shutil.which(program) is not None
        lines.append(
            DoctorLine(
                name, found, "使えます" if found else "見つかりません", "" if found else step
            )
        )
    return tuple(lines)
