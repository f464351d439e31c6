"""What a clerk may not type: a number that the law forbids to keep (DOMAIN §5, 番号法20条)."""

from __future__ import annotations

import re
import unicodedata

from desktop.domain.errors import Refused
from desktop.domain.numbers import is_my_number

_TWELVE = re.compile(r"(?<![0-9])[0-9]{12}(?![0-9])")
_BETWEEN_DIGITS = re.compile(r"(?<=[0-9])[\s\-\u2010-\u2015\u2212\u30fc]+(?=[0-9])")


def refuse_my_number(text: str, *, field: str = "text") -> None:
    """Refuse text in which twelve digits bear a 個人番号's check digit; they are not repeated."""
    plain = _BETWEEN_DIGITS.sub("", unicodedata.normalize("NFKC", text))
    if any(is_my_number(digits) for digits in _TWELVE.findall(plain)):
        raise Refused(
            "個人番号の可能性がある12桁の数字は入力できません。",
            "個人番号は記録できません。ほかの番号のときは、その番号を書かずに書き表してください。",
            field=field,
        )
