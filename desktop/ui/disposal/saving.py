"""A certificate is written where the person chose, readable by its owner only."""

from __future__ import annotations

import os
from pathlib import Path

from desktop.domain.errors import Refused


def save_certificate(file: Path, pdf: bytes) -> Path:
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as out:
            out.write(pdf)
    except OSError as problem:
        raise Refused(
            "指定の場所に証明書を書き込めませんでした。",
            "空きと権限を確かめ、別の場所を選んでください。",
        ) from problem
    return file
