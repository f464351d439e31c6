"""The departments' 回答ファイル: what each would disclose of a customer, one file an item."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Iterable

from maker.plan import EnvelopePlan
from maker.register import Customer

COLUMNS = ("customer_no", "supply_point_no", "item", "label", "value", "source", "as_of")
AS_OF = "2026-11-10"
_MONTHS = tuple(f"2026年{month}月分" for month in range(1, 11))
_PLANS = ("みどり野スタンダード", "みどり野ナイト", "みどり野ファミリー")

Line = tuple[str, str]


def answer_files(plans: Iterable[EnvelopePlan], rng: random.Random) -> dict[str, str]:
    """File name (customer number and item code) → text, for every case of the story."""
    files: dict[str, str] = {}
    for plan in plans:
        if plan.customer is None:
            continue
        for items in plan.wanted.values():
            for item in items:
                name = f"{plan.customer.number}_{item}.csv"
                if name not in files:
                    files[name] = _file(plan.customer, item, rng)
    return files


def _file(customer: Customer, item: str, rng: random.Random) -> str:
    source, lines = _DEPARTMENTS[item](customer, rng)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for label, value in lines:
        head = (customer.number, customer.supply_point, item)
        writer.writerow((*head, label, value, source, AS_OF))
    return out.getvalue()


def _contractor(customer: Customer, rng: random.Random) -> tuple[str, list[Line]]:
    return "契約管理課", [
        ("契約者氏名", customer.person.name),
        ("契約者氏名（フリガナ）", customer.person.kana),
        ("生年月日", customer.person.birth.isoformat()),
        ("電話番号", customer.person.phone),
        ("契約者住所", customer.written),
        ("お客さま番号", customer.number),
        ("契約開始日", customer.since.isoformat()),
        ("お支払方法", rng.choice(("口座振替", "クレジットカード", "払込票"))),
    ]


def _contract(customer: Customer, rng: random.Random) -> tuple[str, list[Line]]:
    return "契約管理課", [
        ("料金メニュー", rng.choice(_PLANS)),
        ("契約電流", f"{rng.choice((20, 30, 40, 50, 60))}A"),
        ("供給場所", customer.supply[0][1]),
        ("供給地点特定番号", customer.supply_point),
        ("供給開始日", customer.since.isoformat()),
        ("計器種別", "スマートメーター"),
    ]


def _bills(customer: Customer, rng: random.Random) -> tuple[str, list[Line]]:
    lines: list[Line] = []
    for month in _MONTHS:
        amount = rng.randint(4200, 16800)
        lines.append((f"{month} 請求額", f"{amount:,}円"))
        lines.append((f"{month} 入金", f"{amount:,}円 入金済"))
    return "料金課", lines


def _usage(customer: Customer, rng: random.Random) -> tuple[str, list[Line]]:
    return "需給管理課", [(f"{month} 使用量", f"{rng.randint(120, 620)}kWh") for month in _MONTHS]


def _contacts(customer: Customer, rng: random.Random) -> tuple[str, list[Line]]:
    days = sorted(rng.sample(range(1, 29), 3))
    subjects = rng.sample(("請求内容の照会", "使用量の照会", "支払期日の照会", "停電の照会"), 3)
    return "お客さま相談課", [
        (f"2026年9月{day}日", subject) for day, subject in zip(days, subjects, strict=True)
    ]


def _third_parties(customer: Customer, rng: random.Random) -> tuple[str, list[Line]]:
    return "個人情報管理課", [("第三者提供記録", "該当する記録はありません（不存在）")]


_DEPARTMENTS = {
    "K1": _contractor,
    "K2": _contract,
    "K3": _bills,
    "K4": _usage,
    "K6": _contacts,
    "K8": _third_parties,
}
