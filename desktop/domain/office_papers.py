"""The office's own papers about one case (DOMAIN §9)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

MATCH: Final = "I-01"
DECISION: Final = "I-02"
ENCLOSURE: Final = "I-03"

SHEET_LABELS: Final[Mapping[str, str]] = {
    MATCH: "三者照合票",
    DECISION: "起案・決裁票",
    ENCLOSURE: "封入確認票",
}
