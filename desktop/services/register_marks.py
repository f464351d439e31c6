"""By what a customer is found: the values behind the register's tokens (DESIGN §4)."""

from __future__ import annotations

from collections.abc import Iterator

from desktop.address.keys import name_key, number_key, phone_key
from desktop.address.parse import Address, town_key
from desktop.address.reader import AddressReader
from desktop.services.register_rows import RegisterRow
from desktop.store.register_tokens import Mark

Marks = Iterator[tuple[Mark, str]]
_SURNAME = 2  # characters: where no blank parts the name, its first two come close to a surname
_FIRST_NUMBERS = 2  # 丁目 and 番: what follows is often written otherwise


def of_row(row: RegisterRow, addresses: AddressReader) -> Marks:
    yield Mark.CUSTOMER, number_key(row.customer_no)
    yield Mark.SUPPLY_POINT, number_key(row.supply_point_no)
    yield Mark.PHONE, phone_key(row.phone)
    yield from of_name(row.name, row.kana)
    written = {(row.r1, row.r1_postal), (row.r2, row.r2_postal)}
    written |= {(past, "") for past in row.history}
    for text, postal in written:
        if text or postal:
            yield from of_address(addresses.parse(text, postal), row.name)


def of_name(name: str, kana: str) -> Marks:
    if name:
        yield Mark.NAME, name_key(name)
    if kana:
        yield Mark.KANA, name_key(kana)


def of_address(address: Address, name: str) -> Marks:
    """What a wrong or missing postal code, number or name still leaves to find by."""
    numbers = "-".join(number.value for number in address.numbers[:_FIRST_NUMBERS])
    if address.postal_code:
        yield Mark.POSTAL, address.postal_code
        if numbers:
            yield Mark.POSTAL_NUMBERS, f"{address.postal_code}|{numbers}"
        if name:
            yield Mark.POSTAL_NAME, f"{address.postal_code}|{name_key(name)[:_SURNAME]}"
    if address.town and numbers:
        yield Mark.TOWN_NUMBERS, f"{town_key(address.town)}|{numbers}"
