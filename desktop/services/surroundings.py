"""Where the shipped files are: passed down by the composition root."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Surroundings:
    """`spool` is the folder of slot and spool where the place is a PostgreSQL URL.

    `kdf_light` makes passphrases cheap to try: for tests and the sample office only. `mounts` is
    the system's list of mounts, `free_bytes` the room on the store's disk; the system is asked
    where they are absent.
    """

    resources: Path
    forms: Path
    spool: Path | None = None
    kdf_light: bool = False
    mounts: str | None = None
    free_bytes: int | None = None

    @property
    def fonts(self) -> Path:
        return self.resources / "fonts"

    @property
    def gazetteer(self) -> Path:
        return self.resources / "gazetteer"
