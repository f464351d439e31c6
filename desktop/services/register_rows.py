"""Customers out of the lines of the file: who is a customer now, and where they were before."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from desktop.address.keys import name_key
from desktop.services.register_file import LineProblem, SourceLine


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """One customer: R1 contractor, R2 supply place, Rh earlier addresses (DOMAIN §7).

    `periods` tells from and to when each address of `history` held, as "2019-04-01/2024-03-31".
    """

    customer_no: str
    name: str = field(repr=False)
    kana: str = field(repr=False)
    birth: str = field(repr=False)
    phone: str = field(repr=False)
    r1: str = field(repr=False)
    r1_postal: str = field(repr=False)
    r2: str = field(repr=False)
    r2_postal: str = field(repr=False)
    supply_point_no: str = field(repr=False)
    history: tuple[str, ...] = field(default=(), repr=False)
    periods: tuple[str, ...] = field(default=(), repr=False)

    def period(self, earlier: int) -> str:
        """Of one address of the history; "" where it is not known."""
        return self.periods[earlier] if earlier < len(self.periods) else ""


@dataclass(frozen=True, slots=True)
class Grouped:
    """`removed` are customers whom a delta takes out."""

    rows: tuple[RegisterRow, ...]
    customers: int
    rejected: tuple[LineProblem, ...]
    removed: tuple[str, ...] = ()


def group(lines: Iterable[SourceLine], today: date) -> Grouped:
    """One row a customer and present supply point; ended lines are the customer's history."""
    by_customer: dict[str, list[SourceLine]] = {}
    for line in lines:
        by_customer.setdefault(line.customer_no, []).append(line)
    rows: list[RegisterRow] = []
    rejected: list[LineProblem] = []
    removed: list[str] = []
    for number, owned in by_customer.items():
        if owned[-1].removed:
            removed.append(number)  # the last word of the file
            continue
        told = [line for line in owned if not line.removed]
        kept = told if len(told) == 1 else _one_person(told, today, rejected)
        rows.extend(_rows(kept, today))
    rejected.sort(key=lambda problem: problem.line)
    customers = len(by_customer) - len(removed)
    return Grouped(tuple(rows), customers, tuple(rejected), tuple(removed))


def _is_present(line: SourceLine, today: date) -> bool:
    return line.valid_to is None or line.valid_to >= today


def _one_person(
    owned: Sequence[SourceLine], today: date, rejected: list[LineProblem]
) -> list[SourceLine]:
    """No line twice, and present lines of one number must name one person; the first stays."""
    kept: list[SourceLine] = []
    seen: set[SourceLine] = set()
    name = ""
    for line in owned:
        content = dataclasses.replace(line, line=0)
        if content in seen:
            rejected.append(LineProblem(line.line, "", "同じ内容の行が先にあります"))
            continue
        if _is_present(line, today):
            name = name or name_key(line.name)
            if name_key(line.name) != name:
                reason = "同じ顧客番号の別の行と氏名が違います"
                rejected.append(LineProblem(line.line, "name", reason))
                continue
        seen.add(content)
        kept.append(line)
    return kept


def _rows(owned: Sequence[SourceLine], today: date) -> Iterator[RegisterRow]:
    present = [line for line in owned if _is_present(line, today)]
    ended = sorted(
        (line for line in owned if not _is_present(line, today)),
        key=lambda line: line.valid_to or today,
        reverse=True,
    )
    shown = {text for line in present for text in (line.address, line.supply_address)}
    past: dict[str, str] = {}
    for line in ended:
        for text in (line.address, line.supply_address):
            if text and text not in shown:
                past.setdefault(text, _period(line))
    if present:
        yield from (_row(line, past) for line in present)
    elif ended:
        # Moved out altogether: nothing is present, all is history.
        last = dataclasses.replace(
            ended[0], address="", postal="", supply_address="", supply_postal=""
        )
        yield _row(last, past)


def _period(line: SourceLine) -> str:
    days = [day.isoformat() if day else "" for day in (line.valid_from, line.valid_to)]
    return "/".join(days) if any(days) else ""


def _row(line: SourceLine, past: Mapping[str, str]) -> RegisterRow:
    return RegisterRow(
        line.customer_no,
        line.name,
        line.kana,
        line.birth,
        line.phone,
        line.address,
        line.postal,
        line.supply_address,
        line.supply_postal,
        line.supply_point_no,
        tuple(past),
        tuple(past.values()),
    )
