"""Our own mail come back: the 受付番号 of a letter's QR, the 引受番号 of a postal label's bar code.

Neither says anything of a person. Other codes on a paper are not looked at for this.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import zxingcpp

from desktop.capture.pixels import Gray
from desktop.domain.numbers import tracking_ok
from desktop.domain.posting import own_number, receipt_number

_LABELS: Final = zxingcpp.barcode_formats_from_str("Codabar,Code39,Code128")
_REGISTERED: Final = 11  # digits; of twelve a 個人番号 could be one


def case_of_letter(codes: Iterable[str]) -> str:
    """The 受付番号 that stands in a QR by itself, as on every letter; "" without one."""
    return next((number for number in map(own_number, codes) if number), "")


def label_number(flat: Gray) -> str:
    """The 書留引受番号 of a label's bar code whose last digit fits; "" without one."""
    for code in zxingcpp.read_barcodes(flat, formats=_LABELS):
        number = receipt_number(code.text)
        if len(number) == _REGISTERED and tracking_ok(number):
            return number
    return ""
