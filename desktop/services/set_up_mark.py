"""The mark of a set-up that has begun: whose slot it is, until the store is committed.

The slot file is made before the database's transaction ends, and must be, since it holds the key.
A program killed between the two leaves a slot that no store knows. Without a mark nobody could
tell it from the slot of a store whose database was lost, which must never be overwritten.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from desktop.store.disk import Disk, replace_file
from desktop.store.vault.slot import SlotFile

MARK_NAME = "set-up.begun"


class SetUpMark:
    """The mark beside the slot in `folder`, for the database at `place`."""

    def __init__(self, folder: Path, place: str) -> None:
        self._file = folder / MARK_NAME
        # Of a URL only its hash: it may hold a password.
        self._place = hashlib.sha256(place.encode()).hexdigest() if "://" in place else ""

    def put(self, store_id: str) -> None:
        """Say, safe on disk, that a slot of this store is about to be made."""
        values = {"store": store_id, "place": self._place}
        replace_file(Disk(), self._file, json.dumps(values).encode())

    def take_away(self) -> None:
        """The store is committed, or its slot is gone."""
        self._file.unlink(missing_ok=True)

    def clear_slot(self, slot: SlotFile) -> None:
        """Remove a slot whose store was never committed. Any other slot stays as it is.

        The caller has seen that the database holds no store. A slot without a readable half can
        be no other than the one begun: its half is read back before the store is committed.
        """
        begun = self._begun()
        if begun is None or not slot.path.exists():
            return
        owners = {half.store_id for half in slot.read() if half is not None}
        if owners <= {begun}:
            slot.path.unlink()

    def _begun(self) -> str | None:
        try:
            values = json.loads(self._file.read_bytes())
            return str(values["store"]) if values["place"] == self._place else None
        except (OSError, ValueError, KeyError, TypeError):
            return None
