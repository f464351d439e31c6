"""Shelves and boxes: where a case's paper stands, in words that tell of nobody."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from desktop.domain.errors import Refused
from desktop.services.typed_text import refuse_my_number

LONGEST_SHELF: Final = 40


def shelf_place(text: str, names_person: Callable[[str], bool]) -> str:
    """The place as it is kept, "" for none. It stands in clear: no name, no number of a person."""
    place = " ".join(text.split())
    refuse_my_number(place, field="shelf")
    if len(place) > LONGEST_SHELF:
        raise Refused(
            "保管場所の名前が長すぎます。",
            f"{LONGEST_SHELF}文字までで入れてください。",
            field="shelf",
        )
    if place and names_person(place):
        raise Refused(
            "保管場所に、請求者の氏名か電話番号が入っています。",
            "棚や箱の番号で入れてください。保管場所は暗号化されません。",
            field="shelf",
        )
    return place
