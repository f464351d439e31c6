"""By what a customer is found: the values behind the register's tokens (DESIGN §4).

Each mark joins two facts, so that its posting list is short, and several leave out what is most
often wrong: with a wrong postal code the town and the city still lead there, with a misread town
the postal code and the city, with a wrong number the names, with a misread name the numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from desktop.address.keys import number_key, phone_key
from desktop.services.register_rows import RegisterRow
from desktop.services.register_sketch import Sketch
from desktop.store.register_tokens import Mark

Marks = Iterator[tuple[Mark, str]]
_SURNAME = 2  # characters: where no blank parts the name, its first two come close to a surname
_FIRST_NUMBERS = 2  # 丁目 and 番: what follows is often written otherwise
_DROPPABLE = 2  # of fewer numbers none may be left out: the rest would say too little


def customer_key(customer_no: str) -> str:
    """Letters and digits where it has no others; else the number as it is written."""
    return number_key(customer_no) or customer_no.strip()


def of_row(row: RegisterRow, name: str, kana: str, sketches: Iterable[Sketch]) -> Marks:
    """`name` and `kana` are their keys."""
    yield Mark.CUSTOMER, customer_key(row.customer_no)
    yield Mark.SUPPLY_POINT, number_key(row.supply_point_no)
    yield Mark.PHONE, phone_key(row.phone)
    yield Mark.NAME, name
    yield Mark.KANA, kana
    for one in sketches:
        yield from of_address(one, name)


def of_address(one: Sketch, name: str) -> Marks:
    """`name` is its key, or empty."""
    numbers = one.numbers.split("-") if one.numbers else []
    if one.postal:
        yield Mark.POSTAL, one.postal
        if numbers:
            yield Mark.POSTAL_NUMBERS, f"{one.postal}|{'-'.join(numbers[:_FIRST_NUMBERS])}"
            for some in _dropped(numbers):
                yield Mark.POSTAL_DROPPED, f"{one.postal}|{some}"
        if name:
            yield Mark.POSTAL_SURNAME, f"{one.postal}|{name[:_SURNAME]}"
    if one.town:
        if numbers:
            yield Mark.TOWN_NUMBERS, f"{one.town}|{one.numbers}"
        if name:
            yield Mark.TOWN_NAME, f"{one.town}|{name}"
    if one.city and one.town:
        yield Mark.TOWN, f"{one.city}|{one.town}"
    if one.city:
        if numbers:
            yield Mark.CITY_NUMBERS, f"{one.city}|{one.numbers}"
        if name:
            yield Mark.CITY_NAME, f"{one.city}|{name}"


def _dropped(numbers: list[str]) -> Iterator[str]:
    """All numbers, and all but one: a missing or wrong number leaves one of these equal."""
    yield "-".join(numbers)
    if len(numbers) > _DROPPABLE:
        for at in range(len(numbers)):
            yield "-".join((*numbers[:at], *numbers[at + 1 :]))
