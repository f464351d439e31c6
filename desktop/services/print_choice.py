"""Which printer and tray each kind of paper goes to on this machine.

Kept in a file beside the spool, not in the store: several machines may share a store, and each
has its own printers under its own names.
"""

from __future__ import annotations

import json
import os
import threading
import uuid
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from desktop.domain.errors import DeskError
from desktop.domain.printing import PaperKind, Sides, Target

_FILE = "printing.json"


class ChoiceNotKept(DeskError):
    """What this machine knows of its printers could not be written beside the spool."""

    code = "print_choice_not_kept"

    def __init__(self) -> None:
        super().__init__(
            "この端末のプリンターの設定を書き込めませんでした。",
            "保管庫のフォルダーの空きと権限を確かめてください。",
        )


class PrintChoice:
    def __init__(self, folder: Path) -> None:
        self._file = folder / _FILE
        self._lock = threading.Lock()

    @property
    def machine(self) -> str:
        """By what this machine's jobs are known again; made at the first use."""
        with self._lock:
            kept = self._read()
            name = kept.get("machine")
            if not isinstance(name, str) or len(name) != 32:
                name = uuid.uuid4().hex
                self._write({**kept, "machine": name})
            return name

    def all(self) -> Mapping[PaperKind, Target]:
        """What has been chosen so far; what cannot be read any more is chosen anew."""
        found: dict[PaperKind, Target] = {}
        for kind in PaperKind:
            printer = self._of(kind).get("printer")
            if isinstance(printer, str) and printer:
                found[kind] = self.on(kind, printer)
        return found

    def on(self, kind: PaperKind, printer: str) -> Target:
        """How the kind goes to that printer: as it was last chosen for it."""
        ways = self._of(kind).get("ways")
        way = ways.get(printer) if isinstance(ways, dict) else None
        tray, sides = (way.get("tray"), way.get("sides")) if isinstance(way, dict) else ("", "")
        return Target(
            printer,
            tray if isinstance(tray, str) else "",
            Sides(sides) if sides in set(Sides) else Sides.ONE,
        )

    def keep(self, kind: PaperKind, target: Target) -> None:
        """From now on; how it goes to its other printers stays known."""
        with self._lock:
            kept, before = self._read(), self._of(kind)
            ways = before.get("ways")
            way = {target.printer: {"tray": target.tray, "sides": target.sides.value}}
            kinds = kept.get("kinds")
            chosen = {
                **(kinds if isinstance(kinds, dict) else {}),
                kind.value: {
                    "printer": target.printer,
                    "ways": {**(ways if isinstance(ways, dict) else {}), **way},
                },
            }
            self._write({**kept, "kinds": chosen})

    def _of(self, kind: PaperKind) -> dict[str, Any]:
        kinds = self._read().get("kinds")
        values = kinds.get(kind.value) if isinstance(kinds, dict) else None
        return values if isinstance(values, dict) else {}

    def _read(self) -> dict[str, Any]:
        try:
            kept = json.loads(self._file.read_text("utf-8"))
        except (OSError, ValueError):
            return {}
        return kept if isinstance(kept, dict) else {}

    def _write(self, kept: Mapping[str, Any]) -> None:
        """Whole or not at all: a torn file would make this machine forget its own jobs."""
        beside = self._file.with_suffix(f".{uuid.uuid4().hex}")
        try:
            handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "w", encoding="utf-8") as out:
                json.dump(kept, out, ensure_ascii=False, indent=1)
                out.flush()
                os.fsync(out.fileno())
            beside.replace(self._file)
        except OSError as problem:
            with suppress(OSError):
                beside.unlink(missing_ok=True)
            raise ChoiceNotKept from problem
