"""Character families: variant ideographs, hyphens, invisible characters (DOMAIN §7)."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Final

from desktop.address.ideographs import VARIANT_GROUPS, folding

# Members differ on paper, so that equality after folding is a variant for a person to look at,
# never silently the same.
_VARIANTS: Final = folding(VARIANT_GROUPS)

HYPHENS: Final = frozenset("-\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2500\u2501\u2043\ufe63")
LONG_MARKS: Final = frozenset("ー\uff70")
_SELECTORS: Final = ((0xFE00, 0xFE0F), (0xE0100, 0xE01EF))
_VOICED_MARKS: Final = frozenset("\u3099\u309a\uff9e\uff9f")


def fold_variants(text: str) -> str:
    """The everyday shape of each ideograph: 髙﨑邉齋濵德瀨𠮷 become 高崎辺斎浜徳瀬吉."""
    return text.translate(_VARIANTS)


@lru_cache(4096)
def is_invisible(character: str) -> bool:
    """Variation selectors, and control and format characters that are no space."""
    code = ord(character)
    if any(first <= code <= last for first, last in _SELECTORS):
        return True
    return not character.isspace() and unicodedata.category(character) in ("Cc", "Cf", "Cs")


def joins_previous(character: str) -> bool:
    """Whether a sound mark or a combining sign belongs to the character before it."""
    return character in _VOICED_MARKS or unicodedata.combining(character) != 0


def to_katakana(text: str) -> str:
    """Hiragana as katakana; everything else as it is."""
    return "".join(chr(ord(c) + 0x60) if "ぁ" <= c <= "ゖ" else c for c in text)


def visible(text: str) -> str:
    """NFKC without invisible characters, blanks at the ends cut and inner ones made single."""
    kept = "".join(c for c in text if not is_invisible(c))
    return " ".join(unicodedata.normalize("NFKC", kept).split())


def compact(text: str) -> str:
    """The visible text without blanks, composed again where a blank had kept signs apart."""
    return unicodedata.normalize("NFKC", visible(text).replace(" ", ""))
