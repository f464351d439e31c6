"""What works on this machine: fonts, forms, reading, programs, and the store (DESIGN §5)."""

from __future__ import annotations

import importlib.util
import shutil
import sys
from dataclasses import dataclass

from desktop.domain.errors import DeskError
from desktop.services.premises import Premises, read_request_forms
from desktop.services.surroundings import Surroundings

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


def examine(surroundings: Surroundings) -> tuple[DoctorLine, ...]:
    """The machine and the installation; needs no store."""
    return (_python(), _fonts(surroundings), _forms(surroundings), _reading(), *_programs())


def examine_store(premises: Premises) -> tuple[DoctorLine, ...]:
    """The opened store, its slot and its spool."""
    engine = "PostgreSQL" if premises.database.on_postgresql else "SQLite"
    lines = [DoctorLine("保管庫", True, engine)]
    try:
        halves = premises.slot.read()
        sound = all(half is not None for half in halves)
        lines.append(
            DoctorLine(
                "鍵ファイル",
                sound,
                "二つの写しとも読めます" if sound else "片方の写しが読めません",
                "" if sound else "保管庫を開き直すと、もう片方から書き直します。",
            )
        )
    except DeskError as error:
        lines.append(DoctorLine("鍵ファイル", False, error.sentence, error.next_step))
    free = shutil.disk_usage(premises.folder).free // 2**20
    lines.append(
        DoctorLine(
            "ディスクの空き",
            free >= 500,
            f"{free:,} MB",
            "" if free >= 500 else "500 MB 以上の空きを作ってください。",
        )
    )
    return tuple(lines)


def _python() -> DoctorLine:
    shown = ".".join(map(str, sys.version_info[:3]))
    return DoctorLine("Python", sys.version_info >= (3, 11), shown)


def _fonts(surroundings: Surroundings) -> DoctorLine:
    count = len(list(surroundings.fonts.glob("*.ttf")))
    return DoctorLine(
        "書体", count > 0, f"{count} 書体", "" if count else "プログラムを入れ直してください。"
    )


def _forms(surroundings: Surroundings) -> DoctorLine:
    try:
        forms = read_request_forms(surroundings.forms)
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
