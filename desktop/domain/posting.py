"""How an answer is posted: its class, why another, and the number of the receipt (DOMAIN §8)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from typing import Final

from desktop.domain.errors import Refused
from desktop.domain.forms import parse_qr
from desktop.domain.numbers import tracking_ok
from desktop.domain.requests import RequestType

DELIVERY_LABELS: Final[Mapping[str, str]] = {
    "HONNIN_GENTEI": "本人限定受取",
    "KAN_I_KAKITOME": "簡易書留",
    "IPPAN_KAKITOME": "一般書留",
    "FUTSU": "普通郵便",
}
FOR_DATA: Final = "HONNIN_GENTEI"
FOR_OTHER: Final = "KAN_I_KAKITOME"
"""What the office posts with where nobody signed another choice (DOMAIN §8, (C))."""

REGISTERED_DELIVERY: Final = frozenset({"HONNIN_GENTEI", "KAN_I_KAKITOME", "IPPAN_KAKITOME"})

_BARE: Final = frozenset({RequestType.STOP_USE, RequestType.ERASE, RequestType.STOP_3P})
_NUMBER: Final = re.compile("[0-9]{11,13}")
_GAPS: Final = re.compile(r"[\s\-\u2010-\u2015\u2212]")
_FRAMED: Final = re.compile("[A-Da-d]?([0-9]{11,13})[A-Da-d]?")


class AnotherWay(StrEnum):
    """Why an answer goes another way than the office has set. Codes: nobody is named."""

    ASKED = "DELIVERY_ASKED"
    NO_PAPERS = "DELIVERY_NO_PAPERS"
    NOT_FETCHED = "DELIVERY_NOT_FETCHED"
    NO_SERVICE = "DELIVERY_NO_SERVICE"
    SAFER = "DELIVERY_SAFER"


ANOTHER_WAY_LABELS: Final[Mapping[AnotherWay, str]] = {
    AnotherWay.ASKED: "お客様が希望した",
    AnotherWay.NO_PAPERS: "受取人が郵便局で本人確認を受けられない（未成年など）",
    AnotherWay.NOT_FETCHED: "前の方法では受け取られずに戻った",
    AnotherWay.NO_SERVICE: "あて先で取り扱っていない",
    AnotherWay.SAFER: "より確かな方法にする",
}


PLAIN: Final = "FUTSU"
"""Not tracked: nobody can say whether it arrived."""

_SURE: Final = ("FUTSU", "KAN_I_KAKITOME", "IPPAN_KAKITOME", "HONNIN_GENTEI")
"""The surer way after the other: tracked, tracked all the way, handed to the person alone."""

_FOR_PLAIN: Final = frozenset({AnotherWay.ASKED, AnotherWay.NO_SERVICE})
"""For every other reason there is a tracked way."""


def tells_of_person(granted: Iterable[RequestType]) -> bool:
    """Whether an answer that grants these tells something of the person: what is disclosed, or
    what was changed; that a use has been stopped tells nothing."""
    return any(one not in _BARE for one in granted)


def proposed_way(granted: Iterable[RequestType], for_data: str, for_other: str) -> str:
    """How the office posts an answer that grants these."""
    return for_data if tells_of_person(granted) else for_other


def is_less_sure(delivery: str, usual: str) -> bool:
    """Whether it gives less than the way that the office has set."""
    return _SURE.index(delivery) < _SURE.index(usual)


def less_sure_ways(usual: str) -> dict[str, tuple[AnotherWay, ...]]:
    """What gives less than that way, each with the reasons for it."""
    fitting = tuple(one for one in AnotherWay if one is not AnotherWay.SAFER)
    return {
        one: tuple(why for why in fitting if one != PLAIN or why in _FOR_PLAIN)
        for one in reversed(_SURE)
        if is_less_sure(one, usual)
    }


def check_way(delivery: str, proposed: str, why: str) -> None:
    """Refuse a way that the office has not set for such an answer, unless a reason is given."""
    if delivery not in DELIVERY_LABELS:
        raise Refused(
            "発送の方法が選ばれていません。", "発送の方法を選んでください。", field="delivery"
        )
    if delivery != proposed and why not in set(AnotherWay):
        raise Refused(
            f"この回答の発送の方法は「{DELIVERY_LABELS[proposed]}」です。",
            "別の方法で送るときは、その理由を選んでください。",
            field="why",
        )
    if delivery == PLAIN != proposed and why not in _FOR_PLAIN:
        raise Refused(
            "この理由では、追跡のできない普通郵便にできません。",
            "簡易書留か一般書留で送るか、普通郵便で送る理由を選んでください。",
            field="why",
        )
    if is_less_sure(delivery, proposed) and why == AnotherWay.SAFER:
        raise Refused(
            f"「{DELIVERY_LABELS[delivery]}」は、「{DELIVERY_LABELS[proposed]}」より確かな方法ではありません。",
            "当てはまる理由を選んでください。",
            field="why",
        )


def read_tracking(typed: str) -> str:
    """The digits of a number that was typed, or read from the receipt's bar code; "" where none is
    given."""
    number = receipt_number(typed) or "".join(typed.split()).replace("-", "")
    if number and not (number.isascii() and number.isdigit()):
        raise Refused(
            "引受番号は数字で入れてください。",
            "受領証の引受番号を入れるか、受領証のバーコードを読み取ってください。",
            field="tracking",
        )
    return number


def tracking_doubt(number: str) -> str:
    """What speaks against these digits being a receipt's number; "" where nothing does.

    To warn with, never to refuse: the rule of the last digit (7DR: the remainder of the others by
    seven, of eleven digits for 書留 and of twelve for レターパック) is not published.
    """
    if not number:
        return ""
    if _NUMBER.fullmatch(number) is None:
        return f"引受番号は11桁から13桁です（{len(number)}桁になっています）。"
    if len(number) == 13 or tracking_ok(number):
        return ""
    return "最後の桁が、ほかの桁と合いません。受領証と見比べてください。"


_OWN: Final = re.compile("[0-9]{2}-[0-9]{4,6}")


def own_number(code: str) -> str:
    """The 受付番号 in a code of one of the desk's own papers, or as it was typed; "" in others."""
    plain = unicodedata.normalize("NFKC", code).strip()
    if _OWN.fullmatch(plain):
        return plain
    form = parse_qr(plain)
    return form.case_number if form is not None else ""


def receipt_number(code: str) -> str:
    """The 引受番号 in the bar code of a postal label or receipt (NW-7, between two letters), or as
    it was typed; "" in others."""
    plain = _GAPS.sub("", unicodedata.normalize("NFKC", code))
    found = _FRAMED.fullmatch(plain)
    return found.group(1) if found else ""


MOST_POSTINGS: Final = 2
"""A letter is posted, and what came back once more; no third time (DOMAIN §8 guard 9)."""


def may_come_back(state: str, sent: date | None, returned: date | None, returns: int) -> bool:
    """Whether a letter is with the post or its addressee: posted, and since then not back."""
    away = state == "SENT" and sent is not None and returns < MOST_POSTINGS
    return away and (returned is None or sent is None or sent >= returned)
