"""Comparing the names of people (DOMAIN §7: 氏名も同様; 旧姓 is for a person to judge)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from desktop.address.characters import compact, fold_variants, to_katakana, visible
from desktop.address.look_alikes import explained_by_reading
from desktop.address.writing import reasons


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

_WORST_LAST: Final = (Outcome.EQUAL, Outcome.VARIANT, Outcome.MISSING, Outcome.DIFFERENT)

# 旧姓併記 on licences and My Number cards: 見本[例示]花子, 見本 花子（旧姓 例示）.
_FORMER_NAME = re.compile(r"[\[(〔【](?P<former>[^\])〕】]*)[\])〕】]")
_FORMER_WORD = re.compile(r"^(?:旧姓|旧氏|旧名)[:：]?")
_NAME_KANA: Final = str.maketrans("ヶがガヵの之っッ", "ケケケケノノツツ")
_SMALL_KANA: Final = str.maketrans(
    "ァィゥェォッャュョヮヵヶヂヅヲ", "アイウエオツヤユヨワカケジズオ"
)
_LONG_VOWELS = re.compile(r"[ー・\-]|(?<=[オコソトノホモヨロゴゾドボポウクスツヌフムユルグブプ])ウ")


@dataclass(frozen=True, slots=True)
class NameFinding:
    """How two names stand and why. `explained_by_reading` never makes them the same."""

    outcome: Outcome
    note: str = ""
    explained_by_reading: bool = False


def worst_outcome(outcomes: Iterable[Outcome]) -> Outcome:
    """The worst of the outcomes; a contradiction is worse than an omission."""
    return max(outcomes, key=_WORST_LAST.index, default=Outcome.EQUAL)


def compare_names(a: str, b: str) -> Outcome:
    """Equal but for blanks and width; a variant where a person could see one name in both."""
    return judge_names(a, b).outcome


def judge_names(a: str, b: str, formers: Sequence[str] = ()) -> NameFinding:
    """Two names of one person? `formers` are earlier names shown by 戸籍 or 旧氏 on a paper.

    A variant, for a second clerk: 異体字, a 旧姓 written beside or proven, given name first.
    """
    first, second = compact(a), compact(b)
    if not first or not second:
        return NameFinding(Outcome.MISSING)
    if first == second or first.casefold() == second.casefold():
        return NameFinding(Outcome.EQUAL)
    present, other = _present(a), _present(b)
    if present and other and _key(present) == _key(other):
        beside = _FORMER_NAME.search(first) or _FORMER_NAME.search(second)
        note = "旧姓の併記" if beside else "、".join(reasons(present, other))
        return NameFinding(Outcome.VARIANT, note or "書き方の違い")
    if _turned(a, b) or _turned(b, a):
        return NameFinding(Outcome.VARIANT, "姓と名の順")
    if _by_former_name(a, b, formers) or _by_former_name(b, a, formers):
        return NameFinding(Outcome.VARIANT, "旧姓で一致")
    return NameFinding(Outcome.DIFFERENT, "", explained_by_reading(first, second))


def compare_kana(a: str, b: str) -> Outcome:
    """Equal but for blanks, width and the choice of hiragana or katakana.

    A variant where only small kana, ヂ and ヅ or long vowels are written otherwise: シヨウ.
    """
    first, second = to_katakana(compact(a)), to_katakana(compact(b))
    if not first or not second:
        return Outcome.MISSING
    if first == second:
        return Outcome.EQUAL
    return Outcome.VARIANT if _sound(first) == _sound(second) else Outcome.DIFFERENT


def former_names(name: str) -> tuple[str, ...]:
    """What stands in brackets beside a name: 例示 of 見本[例示]花子."""
    return tuple(match["former"] for match in _FORMER_NAME.finditer(compact(name)))


def _present(name: str) -> str:
    """The name without a former one in brackets."""
    return _FORMER_NAME.sub("", compact(name))


def _key(name: str) -> str:
    return to_katakana(fold_variants(name).translate(_NAME_KANA)).casefold().replace("・", "")


def _turned(a: str, b: str) -> bool:
    """Whether a is b with family and given name changed about."""
    family, blank, given = visible(a).partition(" ")
    return bool(blank) and _key(compact(given + family)) == _key(compact(b))


def _by_former_name(a: str, b: str, formers: Sequence[str]) -> bool:
    """Whether b is the name that a had before: beside it in brackets, or on another paper."""
    other = _key(_present(b))
    return bool(other) and any(other == _key(one) for one in _earlier(a, formers))


def _earlier(name: str, formers: Sequence[str]) -> list[str]:
    """The whole names that a former family name, or a former name, stands for."""
    given = visible(_FORMER_NAME.sub(" ", visible(name))).rpartition(" ")[2]
    found: list[str] = []
    for former in (*former_names(name), *(compact(one) for one in formers)):
        bare = _FORMER_WORD.sub("", former)
        if bare:
            found.extend((bare, bare + given))
    return found


def _sound(kana: str) -> str:
    return _LONG_VOWELS.sub("", kana.translate(_SMALL_KANA))
