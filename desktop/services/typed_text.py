"""What a clerk may not type: a number that the law forbids to keep (DOMAIN §5, 番号法20条)."""

from __future__ import annotations

import re
import unicodedata

from desktop.domain.errors import Refused
from desktop.domain.numbers import is_my_number

_TWELVE = re.compile(r"(?<![0-9])[0-9]{12}(?![0-9])")
# A date among the digits parts them: it is no group of a number.
_DATE = re.compile(
    r"(?<![0-9])(?:19|20)[0-9]{2}([-/.年])(?:0?[1-9]|1[0-2])[-/.月](?:0?[1-9]|[12][0-9]|3[01])"
    r"(?![0-9])日?"
)
_BETWEEN_DIGITS = re.compile(r"(?<=[0-9])[\s\-\u2010-\u2015\u2212\u30fc]+(?=[0-9])")


def refuse_my_number(text: str, *, field: str = "text") -> None:
    """Refuse text in which twelve digits bear a 個人番号's check digit; they are not repeated."""
    undated = _DATE.sub("|", unicodedata.normalize("NFKC", text))
    plain = _BETWEEN_DIGITS.sub("", undated)
    if any(is_my_number(digits) for digits in _TWELVE.findall(plain)):
        raise Refused(
            "個人番号の可能性がある12桁の数字は入力できません。",
            "個人番号は記録できません。ほかの番号のときは、その番号を書かずに書き表してください。",
            field=field,
        )


def require_text(text: str, next_step: str, field: str) -> None:
    """Refuse an empty sentence, and one with a number that may not be kept."""
    if not text.strip():
        raise Refused("記録する文が書かれていません。", next_step, field=field)
    refuse_my_number(text, field=field)
