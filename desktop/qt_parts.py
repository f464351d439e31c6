"""What Qt needs of the system; a missing part is named with its list, not with a traceback."""

from __future__ import annotations

import ctypes
import sys

OFFSCREEN = "libgl1 libegl1 libglib2.0-0 libdbus-1-3 libfontconfig1 libxkbcommon0 libbrotli1"
X11 = (
    "libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0 libxcb-xkb1 libxcb-image0 "
    "libxcb-randr0 libxcb-render-util0 libxkbcommon-x11-0 libx11-xcb1"
)


def missing_parts() -> str:
    """What to tell when Qt cannot be loaded here, or "" when it can."""
    try:
        from PySide6 import QtWidgets
    except ImportError as error:
        return _told(str(error))
    del QtWidgets
    return "" if _platform_ready() else _told("libxcb-cursor.so.0")


def _platform_ready() -> bool:
    """The xcb platform plugin aborts the program without this library, so look before."""
    import os

    wanted = os.environ.get("QT_QPA_PLATFORM", "")
    if not sys.platform.startswith("linux") or (wanted and "xcb" not in wanted):
        return True
    try:
        ctypes.CDLL("libxcb-cursor.so.0")
    except OSError:
        return False
    return True


def _told(cause: str) -> str:
    return (
        f"画面の部品（Qt）に必要なシステムのライブラリがありません: {cause}\n"
        "Debian/Ubuntu では、次を入れてからもう一度実行してください。\n"
        f"  apt-get install {OFFSCREEN}\n"
        "画面（X11）で使うときは、さらに次を入れてください。\n"
        f"  apt-get install {X11}\n"
        "\nA system library that Qt needs is missing. Install the packages listed above.\n"
    )
