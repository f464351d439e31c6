"""A case's outcome in one word, for the queue and the ledger (DOMAIN §1)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final

from desktop.domain.requests import RequestType

_DISCLOSED: Final[Mapping[str, str]] = {
    "GRANTED": "開示",
    "PARTIAL": "一部開示",
    "REFUSED": "不開示",
}
_DONE: Final[Mapping[str, str]] = {
    "GRANTED": "応じる",
    "PARTIAL": "一部応じる",
    "REFUSED": "応じない",
}
_DISCLOSING: Final = frozenset({RequestType.DISCLOSE, RequestType.DISCLOSE_3P})


def outcome_word(outcome: str, asked: Collection[RequestType]) -> str:
    """Of what is disclosed, or of what is done; "" where nothing has been decided."""
    words = _DISCLOSED if set(asked) <= _DISCLOSING else _DONE
    return words.get(outcome, "")
