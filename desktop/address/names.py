"""Comparing the names of people (DOMAIN §7: 氏名も同様; 旧姓 is for a person to judge)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from desktop.address.characters import compact, fold_variants, to_katakana


class Outcome(StrEnum):
    """How one component stands in two or three places."""

    EQUAL = "EQUAL"
    VARIANT = "VARIANT"
    DIFFERENT = "DIFFERENT"
    MISSING = "MISSING"


OUTCOME_LABELS: Final[Mapping[Outcome, str]] = {
    Outcome.EQUAL: "一致",
    Outcome.VARIANT: "表記ゆれ",
    Outcome.DIFFERENT: "相違",
    Outcome.MISSING: "記載なし",
}

# 旧姓併記 on licences and My Number cards: 見本[例示]花子, 見本（例示）花子.
_FORMER_NAME = re.compile(r"[\[(〔【][^\])〕】]*[\])〕】]")


def compare_names(a: str, b: str) -> Outcome:
    """Equal but for blanks and width; a variant under 異体字 or where one shows a 旧姓 beside."""
    first, second = compact(a), compact(b)
    if not first or not second:
        return Outcome.MISSING
    if first == second:
        return Outcome.EQUAL
    present, other = _FORMER_NAME.sub("", first), _FORMER_NAME.sub("", second)
    if present and fold_variants(present) == fold_variants(other):
        return Outcome.VARIANT
    return Outcome.DIFFERENT


def compare_kana(a: str, b: str) -> Outcome:
    """Equal but for blanks, width and the choice of hiragana or katakana."""
    first, second = to_katakana(compact(a)), to_katakana(compact(b))
    if not first or not second:
        return Outcome.MISSING
    return Outcome.EQUAL if first == second else Outcome.DIFFERENT
