"""Windows' own program for PDF, asked to print a file (CAPTURE §6).

It takes a file and nothing else, so what is handed to it is a clear copy that has been noted; and
it says nothing of how the printing ended.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

from desktop.letters.printing import PrintRefused

_VERB = "printto"

Starter = Callable[[str, str, str], None]
"""Windows' `os.startfile(file, verb, arguments)`."""


def prints_by_handler() -> bool:
    """Whether this system hands documents to programs by their kind: Windows."""
    return sys.platform == "win32"


def hand_to_handler(file: Path, printer: str, start: Starter | None = None) -> None:
    """Have the file printed there; raises PrintRefused where no program takes it."""
    starter = start or getattr(os, "startfile", None)
    if starter is None:
        raise PrintRefused
    try:
        starter(str(file), _VERB, f'"{printer}"')
    except OSError as error:
        raise PrintRefused from error
