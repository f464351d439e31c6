"""The devices of this machine: scanners by SANE and of the network, printers by CUPS."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import threading

from desktop.capture.sources.source import ScanStopped
from desktop.capture.sources.source_child_link import SourceChild, Watch
from desktop.domain.errors import DeskError
from desktop.domain.scanning import Fault, SourceKind
from desktop.letters.printing import printers
from desktop.services.scan_faults import FAULTS, ScanFault

_SECONDS = 10
_NETWORK_SECONDS = {"search": 2.0, "answer": 2.0}


class ScanningMissing(DeskError):
    """The machine has no `scanimage` command."""

    code = "scanning_missing"

    def __init__(self) -> None:
        super().__init__(
            "この端末にはスキャンの仕組み（SANEのscanimageコマンド）がありません。",
            "sane-utils を入れるか、複合機でスキャンしたファイルを取り込んでください。",
        )


class SaneElsewhere(DeskError):
    """The operating system has no SANE (Windows)."""

    code = "sane_elsewhere"

    def __init__(self) -> None:
        super().__init__(*FAULTS[Fault.NO_SANE])


class ScanningSilent(DeskError):
    """SANE did not answer."""

    code = "scanning_silent"

    def __init__(self) -> None:
        super().__init__(
            f"スキャナーが{_SECONDS}秒以内に応答しませんでした。",
            "スキャナーの電源と接続を確かめてください。",
        )


def scanners() -> tuple[str, ...]:
    """SANE's names of the devices it sees; none where it sees none."""
    if importlib.util.find_spec("fcntl") is None:
        raise SaneElsewhere
    program = shutil.which("scanimage")
    if program is None:
        raise ScanningMissing
    try:
        done = subprocess.run(
            [program, "-f", "%d%n"],
            capture_output=True,
            timeout=_SECONDS,
            env={**os.environ, "LC_ALL": "C"},
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise ScanningSilent from error
    return tuple(done.stdout.decode("utf-8", "replace").split())


def network_scanners() -> tuple[str, ...]:
    """What the eSCL scanners call themselves that announce themselves within two seconds."""
    watch = Watch(search=_SECONDS, grace=1.0)
    child = SourceChild(SourceKind.ESCL, watch, times=_NETWORK_SECONDS)
    try:
        return tuple(device.label for device in child.devices(threading.Event()))
    except ScanStopped as stopped:
        raise ScanFault(stopped.fault) from stopped


__all__ = [
    "SaneElsewhere",
    "ScanningMissing",
    "ScanningSilent",
    "network_scanners",
    "printers",
    "scanners",
]
