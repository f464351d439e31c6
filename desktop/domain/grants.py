"""What has to be said of a request that is met: its content, and since when (DOMAIN §1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from desktop.domain.errors import Refused
from desktop.domain.requests import REQUEST_LABELS, RequestType

_K = RequestType
TOLD: Final = frozenset({_K.PURPOSE})
"""The answer is the text itself: the purposes of use (32条2項)."""

CHANGED_FROM: Final = frozenset({_K.CORRECT, _K.DELETE})
CHANGED_TO: Final = frozenset({_K.CORRECT, _K.ADD})
"""A correction is answered with its content (34条3項)."""

DONE: Final = frozenset({_K.CORRECT, _K.ADD, _K.DELETE, _K.STOP_USE, _K.ERASE, _K.STOP_3P})
"""The letter says that it has been done (34条3項, 35条7項): a day belongs to it."""


@dataclass(frozen=True, slots=True)
class Wanting:
    """What is still missing: the field, the sentence and what to do."""

    field: str
    sentence: str
    next_step: str


def wanting(
    kind: RequestType, text: str, before: str, after: str, done_on: date | None
) -> Wanting | None:
    """The first thing that a granted item of this type does not say yet."""
    if kind in TOLD and not _says(text):
        return Wanting("told", "通知する利用目的が書かれていません。", "利用目的を書いてください。")
    if kind in CHANGED_FROM and not _says(before):
        return Wanting(
            "before",
            f"{REQUEST_LABELS[kind]}前の内容が書かれていません。",
            "登録されていた内容を書いてください。",
        )
    if kind in CHANGED_TO and not _says(after):
        return Wanting(
            "after",
            f"{REQUEST_LABELS[kind]}後の内容が書かれていません。",
            "新しい内容を書いてください。",
        )
    if kind in DONE and done_on is None:
        return Wanting(
            "done_on",
            f"{REQUEST_LABELS[kind]}を行った日が入っていません。",
            "担当部署が実施した日を入れてください。",
        )
    return None


def check_grant(
    kind: RequestType,
    text: str,
    before: str,
    after: str,
    done_on: date | None,
    *,
    arrived_on: date,
    today: date,
) -> None:
    """Refuse a granted item that says too little, or a day on which it cannot have been done."""
    if lacking := wanting(kind, text, before, after, done_on):
        raise Refused(lacking.sentence, lacking.next_step, field=lacking.field)
    if kind in DONE and done_on is not None and not arrived_on <= done_on <= today:
        raise Refused(
            f"{REQUEST_LABELS[kind]}を行った日が、到達日より前か今日より後です。",
            "担当部署が実施した日を確かめてください。",
            field="done_on",
        )


def _says(text: str) -> bool:
    return any(character.isalnum() for character in text)
