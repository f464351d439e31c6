"""The sheet that a clerk lays between two envelopes, so that a whole stack goes through at once."""

from __future__ import annotations

from typing import Final

SEPARATOR_CODE: Final = "SEPARATOR"
"""Its name at `madoguchi forms print`."""

SEPARATOR_QR: Final = "MADOGUCHI-SEP:1"
"""What its QR codes say. It is the same on every sheet: one sheet serves for years."""
