"""Invented holders of papers, and the numbers their papers carry (DOMAIN §6)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

_FAMILY = ("架空", "見本", "仮野", "例示", "雛形", "試山", "髙見沢", "模擬", "作例", "想定", "仮崎")
_GIVEN = (
    "太郎",
    "花子",
    "次郎",
    "誠",
    "明",
    "さくら",
    "健一",
    "美咲",
    "翔太",
    "葵",
    "一",
    "由紀子",
)
_TOWNS = (
    "東京都調布市多摩川", "埼玉県川越市宮下町", "神奈川県横浜市緑区長津田みなみ台",
    "大阪府大阪市北区中之島", "千葉県千葉市中央区新宿", "埼玉県久喜市鷲宮", "愛知県名古屋市中区栄",
    "福岡県福岡市博多区住吉", "北海道札幌市厚別区厚別中央一条", "広島県広島市南区段原",
)  # fmt: skip
_HOUSES = (
    "",
    "",
    "",
    "コーポ若葉203",
    "サンライズ仮野808号室",
    "見本ハイツ101",
    "例示マンション1204",
)
ERAS = (("令和", 2018, date(2019, 5, 1)), ("平成", 1988, date(1989, 1, 8)),
        ("昭和", 1925, date(1926, 12, 25)))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Holder:
    name: str
    address: str
    house: str
    birth: date
    issued: date
    expires: date


def holder(rng: np.random.Generator) -> Holder:
    town = _TOWNS[int(rng.integers(len(_TOWNS)))]
    block = f"{rng.integers(1, 9)}丁目{rng.integers(1, 30)}番{rng.integers(1, 40)}号"
    if rng.random() < 0.3:
        block = f"{rng.integers(1, 9)}-{rng.integers(1, 30)}-{rng.integers(1, 40)}"
    name = f"{_pick(_FAMILY, rng)}　{_pick(_GIVEN, rng)}"
    birth = date(1940, 1, 1) + timedelta(days=int(rng.integers(0, 23_000)))
    issued = date(2019, 6, 1) + timedelta(days=int(rng.integers(0, 2_600)))
    expires = date(issued.year + int(rng.integers(3, 10)), birth.month, min(birth.day, 28))
    return Holder(name, f"{town}{block}", _pick(_HOUSES, rng), birth, issued, expires)


def wareki(day: date) -> str:
    name, zero, _ = next(era for era in ERAS if day >= era[2])
    year = day.year - zero
    return f"{name}{'元' if year == 1 else year}年{day.month}月{day.day}日"


def western(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def digits(count: int, rng: np.random.Generator) -> str:
    return "".join(str(one) for one in rng.integers(0, 10, count))


def my_number(rng: np.random.Generator) -> str:
    body = digits(11, rng)
    weights = (6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2)
    rest = sum(int(d) * w for d, w in zip(body, weights, strict=True)) % 11
    return body + str(0 if rest <= 1 else 11 - rest)


def licence_number(rng: np.random.Generator) -> str:
    body = digits(10, rng)
    weights = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)
    total = sum(int(d) * w for d, w in zip(body, weights, strict=True))
    return body + str((11 - total % 11) % 10) + str(rng.integers(0, 3))


def residence_number(rng: np.random.Generator) -> str:
    letters = "ABCDEFGHJKLMNPRSTUVWXYZ"
    pick = [letters[int(i)] for i in rng.integers(0, len(letters), 4)]
    return f"{pick[0]}{pick[1]}{digits(8, rng)}{pick[2]}{pick[3]}"


def _pick(of: tuple[str, ...], rng: np.random.Generator) -> str:
    return of[int(rng.integers(len(of)))]
