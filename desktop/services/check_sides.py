"""The sides of the three-way check: what the form says, and a candidate of the register."""

from __future__ import annotations

from datetime import date
from typing import Any

from desktop.address.names import Outcome, compare_kana, compare_names
from desktop.domain.verification import Place, RegisterSide, Side
from desktop.domain.wareki import parse_wareki
from desktop.services.form_facts import address_line
from desktop.services.register import Candidate, RegisterRow
from desktop.services.register_search import period_words
from desktop.services.verification_views import CandidateView


def same_name(person: dict[str, Any], row: RegisterRow) -> bool:
    if compare_names(person["name"], row.name) in (Outcome.EQUAL, Outcome.VARIANT):
        return True
    return compare_kana(person["kana"], row.kana) is Outcome.EQUAL


def form_side(person: dict[str, Any]) -> Side:
    return Side(
        name=person["name"],
        kana=person["kana"],
        postal=person["postal"],
        address=address_line(person),
        birth=parse_wareki(person["birth"]),
        label="請求書",
    )


def register_side(row: RegisterRow | None) -> RegisterSide | None:
    if row is None:
        return None
    return RegisterSide(
        name=row.name,
        kana=row.kana,
        birth=parse_wareki(row.birth),
        r1=Place(row.r1, row.r1_postal),
        r2=Place(row.r2, row.r2_postal),
        history=tuple(
            Place(address, "", *_days(row.period(number)))
            for number, address in enumerate(row.history)
        ),
    )


def _days(period: str) -> tuple[date | None, date | None]:
    first, _, last = period.partition("/")
    return (
        date.fromisoformat(first) if first else None,
        date.fromisoformat(last) if last else None,
    )


def candidate_view(index: int, hit: Candidate) -> CandidateView:
    words = {"R1": "契約者・請求先", "R2": "供給場所", "Rh": "以前の住所"}
    where = f"{hit.which} {words[hit.which]}" if hit.which in words else "住所以外で一致"
    if hit.period:
        where += f" {period_words(hit.period)}"
    label = f"{hit.row.name}　{where}（お客様番号 {hit.row.customer_no}）"
    return CandidateView(index, label, hit.row.customer_no, hit.which, hit.level)
