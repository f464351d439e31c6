"""An address in the few keys that a look-up compares, kept beside the sealed row.

Reading an address costs more than opening a row; with its sketch a row is judged without being
read again. What a person is shown is compared from the texts themselves.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from desktop.address.characters import fold_variants
from desktop.address.numerals import number_of
from desktop.address.parse import Address, number_key
from desktop.address.place_key import place_key
from desktop.address.reader import AddressReader
from desktop.address.tail import building_key, room_key
from desktop.services.register_rows import RegisterRow

_NAMED_CHOME = re.compile(r"(?P<town>.+?)(?P<chome>[一二三四五六七八九十]+)丁目")


class Sketch(NamedTuple):
    """The keys of one address; `numbers` is the typed sequence joined by hyphens."""

    which: str  # R1, R2, Rh; "" in a question
    postal: str
    city: str
    town: str
    numbers: str
    room: str
    building: str

    @property
    def empty(self) -> bool:
        return not (self.city or self.town or self.numbers)


def sketch(which: str, address: Address) -> Sketch:
    town, numbers = place_key(address.town), [number_key(number) for number in address.numbers]
    if named := _NAMED_CHOME.fullmatch(town):
        # A gazetteer has some 丁目 as towns of their own, and others of the same town not.
        town, numbers = named["town"], [str(number_of(named["chome"]) or ""), *numbers]
    return Sketch(
        which,
        address.postal_code,
        place_key(address.city + address.ward),
        town,
        "-".join(numbers),
        room_key(address.floor + address.room if address.floor else address.room),
        building_key(fold_variants(address.building)),
    )


def of_row(row: RegisterRow, addresses: AddressReader) -> tuple[Sketch, ...]:
    """R1, R2 where it is another place, and the earlier ones."""
    found = []
    if row.r1 or row.r1_postal:
        found.append(sketch("R1", addresses.parse(row.r1, row.r1_postal)))
    if (row.r2 or row.r2_postal) and (row.r2, row.r2_postal) != (row.r1, row.r1_postal):
        found.append(sketch("R2", addresses.parse(row.r2, row.r2_postal)))
    found += [sketch("Rh", addresses.parse(past)) for past in row.history]
    return tuple(found)
