"""How alike two names are: a misread character, two of them, another person of the house."""

from __future__ import annotations

import re
from typing import Final

from rapidfuzz.distance import Levenshtein

from desktop.services.register_question import Question
from desktop.services.register_records import Record

ALIKE: Final = 0.5
"""From here on a name is the same one, misread."""

_FORMER_NAME: Final = re.compile(r"[\[(〔【][^\])〕】]*[\])〕】]")
_TURNED: Final = 0.95
_READ_ALIKE: Final = 0.9  # other ideographs of one name, or a misread one
_HEARD_ONLY: Final = 0.6
_HEARD_OTHERWISE: Final = 0.7
_ONE_APART: Final = {1: 0.05, 2: 0.4, 3: 0.7}  # by length; longer names bear it better
_TWO_APART: Final = {4: 0.2, 5: 0.4}
_BOTH_HALVES: Final = 0.5
_OTHER: Final = 0.05


def likeness(question: Question, record: Record) -> float:
    """0 to 1 for name and kana together; one of them is asked."""
    if not question.name:
        return _alike(question.kana, record.kana)
    value = _names(question, record)
    if not question.kana or not record.kana or value == 1.0:
        return value
    sound = _alike(question.kana, record.kana)
    if sound == 1.0:
        return max(value, _READ_ALIKE if value >= ALIKE else _HEARD_ONLY)
    return value if sound >= ALIKE else value * _HEARD_OTHERWISE


def _names(question: Question, record: Record) -> float:
    asked, held = _present(question.name), _present(record.name)
    value = _alike(asked, held)
    if question.turned_name == held:
        return max(value, _TURNED)
    if value < ALIKE and len(asked) == len(held) and _misread_in_both(asked, held, record):
        return _BOTH_HALVES
    return value


def _present(name: str) -> str:
    """The name without a former one in brackets (DOMAIN §7)."""
    return _FORMER_NAME.sub("", name) or name


def _alike(a: str, b: str) -> float:
    if a == b:
        return 1.0
    longest = max(len(a), len(b))
    apart = Levenshtein.distance(a, b, score_cutoff=2)
    if apart == 1:
        return _ONE_APART.get(longest, 0.85)
    if apart == 2:
        return _TWO_APART.get(longest, 0.55 if longest > max(_TWO_APART) else _OTHER)
    return _OTHER


def _misread_in_both(asked: str, held: str, record: Record) -> bool:
    """One character of the surname and one of the given name: family shares the surname whole."""
    surname = len(record.row.name.split()[0]) if " " in record.row.name.strip() else 0
    apart = [at for at, pair in enumerate(zip(asked, held, strict=True)) if pair[0] != pair[1]]
    halves = sum(at < surname for at in apart), sum(at >= surname for at in apart)
    return 1 < surname < len(held) - 1 and halves == (1, 1)
