"""The office's own papers about one case, and the reports of a period (DOMAIN §9)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

MATCH: Final = "I-01"
DECISION: Final = "I-02"
ENCLOSURE: Final = "I-03"
AUDIT_REPORT: Final = "I-08"
MASK_RECORD: Final = "I-10"

SHEET_LABELS: Final[Mapping[str, str]] = {
    MATCH: "三者照合票",
    DECISION: "起案・決裁票",
    ENCLOSURE: "封入確認票",
    MASK_RECORD: "マスキング記録",
}

REPORT_LABELS: Final[Mapping[str, str]] = {
    AUDIT_REPORT: "内部監査報告書",
    MASK_RECORD: "マスキング記録",
}
