"""What CUPS keeps of printed jobs on this machine, and the very line to write (CAPTURE §6).

Its own default is to keep a job's file for a day, names and all. The history of jobs holds their
titles, which are document numbers; without it nobody can tell how a job ended.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_CUPSD_CONF: Final = Path("/etc/cups/cupsd.conf")
_SECONDS = 5
_NO = ("no", "off", "false", "0")
FILES_LINE: Final = "PreserveJobFiles No"
HISTORY_LINE: Final = "PreserveJobHistory 86400"


@dataclass(frozen=True, slots=True)
class CupsFinding:
    name: str
    ok: bool
    told: str
    next_step: str = ""


def cups_findings(
    settings: Path = _CUPSD_CONF, *, search: str | None = None
) -> tuple[CupsFinding, ...]:
    """Of files and of history; nothing where this machine has no CUPS."""
    text = _settings(settings, search)
    if text is None:
        return ()
    where = f"{settings} に「{{}}」と1行で書き、CUPS を再起動してください。"
    if not text:
        told = "この利用者では cupsd.conf を読めず、確かめられません"
        step = f"管理者に、{settings} に「{FILES_LINE}」の行があることを確かめてもらってください。"
        return (CupsFinding("印刷の控え", False, told, step),)
    kept = _value(text, "PreserveJobFiles")
    history = _value(text, "PreserveJobHistory")
    found = [
        CupsFinding("印刷の控え", True, "残りません")
        if kept in _NO
        else CupsFinding(
            "印刷の控え",
            False,
            "印刷したジョブがこの端末に残ります",
            where.format(FILES_LINE),
        )
    ]
    if history in _NO:
        told = "印刷の終わりを確かめられません（履歴が残りません）"
        found.append(CupsFinding("印刷の履歴", False, told, where.format(HISTORY_LINE)))
    else:
        found.append(CupsFinding("印刷の履歴", True, "文書番号だけが残ります"))
    return tuple(found)


def _settings(settings: Path, search: str | None) -> str | None:
    """The settings' lines; "" where they cannot be seen, None where there is no CUPS."""
    try:
        return settings.read_text("utf-8", "replace") or "\n"
    except FileNotFoundError:
        return None
    except OSError:
        return _asked(search)


def _asked(search: str | None) -> str:
    """What `cupsctl` tells whoever may administer; it has no terminal to ask for a password on."""
    program = shutil.which("cupsctl", path=search)
    if program is None:
        return ""
    try:
        done = subprocess.run(
            [program],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_SECONDS,
            start_new_session=True,
            env={**os.environ, "LC_ALL": "C"},
            check=False,
        )
    except subprocess.TimeoutExpired:
        return ""
    if done.returncode != 0:
        return ""
    return done.stdout.decode("utf-8", "replace").replace("=", " ")


def _value(text: str, name: str) -> str:
    """The last line of that name counts; "" where CUPS goes by its own default."""
    found = re.findall(rf"^\s*{name}\s+(\S+)", text, re.IGNORECASE | re.MULTILINE)
    return str(found[-1]).lower() if found else ""
