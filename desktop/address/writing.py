"""Why two writings of one thing look different, in words for the clerk (DOMAIN §7)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from typing import Final

from desktop.address.characters import HYPHENS, fold_variants, is_invisible, to_katakana
from desktop.address.numerals import KANJI_DIGITS, number_of

_DIGIT: Final = "0-9０-９" + KANJI_DIGITS
_HYPHEN = re.compile(rf"[{re.escape(''.join(sorted(HYPHENS)))}－]")
_LONG_MARK = re.compile(rf"(?<=[{_DIGIT}])[ーｰ](?=[{_DIGIT}])")
_KANJI_RUN = re.compile(rf"[{KANJI_DIGITS}十百千]+")
_UNIT = re.compile(r"(?<=[0-9])(?:丁目|番地の|番地ノ|番地|番の|番|号室|号|室|の|ノ|之)")
_ZEROS = re.compile(r"(?<![0-9])0+(?=[0-9])")
_ROMAN: Final = {"I": "1", "II": "2", "III": "3", "IV": "4", "V": "5", "VI": "6", "VII": "7"}
_ROMAN_RUN = re.compile(r"(?<![A-Z0-9])(?:VII|VI|IV|V|III|II|I)(?![A-Z])")
_KE = str.maketrans("ヶがガヵ", "ケケケケ")
_NO = str.maketrans("の之", "ノノ")
_TSU = str.maketrans("っッつ", "ツツツ")


def _narrow(text: str) -> str:
    return "".join(
        unicodedata.normalize("NFKC", c) if "\uff00" <= c <= "\uffef" or c == "\u3000" else c
        for c in text
    )


def _digits(match: re.Match[str]) -> str:
    value = number_of(match[0])
    return match[0] if value is None else str(value)


def _hyphens(text: str) -> str:
    return _LONG_MARK.sub("-", _HYPHEN.sub("-", text))


def _units(text: str) -> str:
    return re.sub(r"-+", "-", _UNIT.sub("-", text)).strip("-")


UNITS: Final = "丁目・番地・号の書き方"
_Step = tuple[str, Callable[[str], str]]
_STEPS: Final[tuple[_Step, ...]] = (
    ("異体字の指定", lambda t: "".join(c for c in t if not is_invisible(c))),
    ("全角と半角", lambda t: unicodedata.normalize("NFC", _narrow(t))),
    ("文字の形", lambda t: unicodedata.normalize("NFKC", t)),
    ("空白の有無", lambda t: "".join(t.split())),
    ("ハイフンの形", _hyphens),
    ("漢数字と算用数字", lambda t: _KANJI_RUN.sub(_digits, t)),
    ("大字・字の有無", lambda t: re.sub(r"大字|(?<!文)字", "", t)),
    (UNITS, _units),
    ("数字の前の0の有無", lambda t: _ZEROS.sub("", t)),
    ("ヶとケ・がの違い", lambda t: t.translate(_KE)),
    ("ノと之の違い", lambda t: t.translate(_NO)),
    ("ツとッの違い", lambda t: t.translate(_TSU)),
    ("大文字と小文字", str.upper),
    ("ローマ数字", lambda t: _ROMAN_RUN.sub(lambda m: _ROMAN[m[0]], t)),
    ("ひらがなとカタカナ", to_katakana),
    ("中点や記号の有無", lambda t: re.sub(r"[・.,、。'()#\-]", "", t)),
    ("旧字体・異体字", fold_variants),
)
_SHAPES: Final = "旧字体・異体字"
_VARIANT: Final = (_SHAPES, "ひらがなとカタカナ", "ローマ数字", "中点や記号の有無")


def reasons(a: str, b: str) -> tuple[str, ...]:
    """The differences that, all set aside, make the two writings one; () if more remains."""
    if a == b:
        return ()
    steps = _acting(a, b)
    if not steps or _after(steps, a) != _after(steps, b):
        return ()
    for step in tuple(reversed(steps)):
        others = [one for one in steps if one is not step]
        if _after(others, a) == _after(others, b):
            steps = others
    return tuple(_named(label, steps, a, b) for label, _ in steps)


def beyond_normalisation(why: Sequence[str]) -> bool:
    """Whether a reason is none of §7's normalisation, but a variant for a person to look at."""
    return any(reason.startswith(_VARIANT) for reason in why)


def _acting(a: str, b: str) -> list[_Step]:
    """The steps that change either text at all."""
    found: list[_Step] = []
    for step in _STEPS:
        plain_a, plain_b = step[1](a), step[1](b)
        if (plain_a, plain_b) != (a, b):
            found.append(step)
            a, b = plain_a, plain_b
    return found


def _after(steps: Sequence[_Step], text: str) -> str:
    for _, step in steps:
        text = step(text)
    return text


def _named(label: str, steps: Sequence[_Step], a: str, b: str) -> str:
    """「旧字体・異体字 澤/沢」 tells the shapes; every other label stands alone."""
    if label != _SHAPES:
        return label
    others = [step for step in steps if step[0] != _SHAPES]
    first, second = _after(others, a), _after(others, b)
    shapes = dict.fromkeys(f"{x}/{y}" for x, y in zip(first, second, strict=False) if x != y)
    return f"{label} {'、'.join(shapes)}"
