"""The places and people of the three-way tests, and the check with the gazetteer of Japan."""

from __future__ import annotations

from japan import ADDRESSES

from desktop.domain.verification import Place, RegisterSide, Side
from desktop.domain.verification import three_way as judge

NAME = "架空 太郎"
HERE = "埼玉県みどり野市若葉町二丁目14番6号 コーポ若葉203号室"
HERE_SHORT = "埼玉県みどり野市若葉町2-14-6 コーポ若葉 203"
OTHER_ROOM = "埼玉県みどり野市若葉町2-14-6 コーポ若葉 205"
NO_ROOM = "埼玉県みどり野市若葉町2-14-6 コーポ若葉"
OLD = "埼玉県みどり野市旧町1-1"
ELSEWHERE = "千葉県みどり野市青葉町3-3"
VARIANT = "埼玉県みどり野市若葉町二丁目14番6号 コーポ若葉みどり203号室"
NEXT_DOOR = "埼玉県みどり野市若葉町二丁目14番7号 コーポ若葉203号室"
TOWN = "埼玉県みどり野市若葉町二丁目"


def three_way(form, papers, known):
    return judge(form, papers, known, ADDRESSES)


def side(address: str, name: str = NAME, **more) -> Side:
    return Side(name=name, address=address, **more)


def register(r1: str = "", r2: str = "", *history: str, name: str = NAME) -> RegisterSide:
    return RegisterSide(
        name=name, r1=Place(r1), r2=Place(r2), history=tuple(Place(h) for h in history)
    )
