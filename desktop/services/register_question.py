"""What is known of the person who writes, and the keys to look for."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from desktop.address.keys import name_key, number_key, phone_key, postal_key
from desktop.address.parse import Address
from desktop.address.reader import AddressReader
from desktop.services import register_marks
from desktop.services.register_sketch import Sketch, sketch
from desktop.store.register_tokens import Mark

_BLANK_INSIDE = re.compile(
    r"[0-9０-９]\s+[0-9０-９番丁地号のノ－-]|[番丁]\s+[地目]|\S\s+\S{1,6}[都道府県市区町村]"
)


@dataclass(frozen=True, slots=True)
class Query:
    """Empty texts are not asked about."""

    address: str = field(default="", repr=False)
    name: str = field(default="", repr=False)
    kana: str = field(default="", repr=False)
    phone: str = field(default="", repr=False)
    postal: str = field(default="", repr=False)
    customer_no: str = field(default="", repr=False)
    supply_point_no: str = field(default="", repr=False)

    def asked(self) -> tuple[str, ...]:
        """The names of what is asked about."""
        names = ("address", "name", "kana", "phone", "postal", "customer_no", "supply_point_no")
        return tuple(name for name in names if getattr(self, name).strip())


@dataclass(frozen=True, slots=True)
class Question:
    """A query read once: its keys, its address and the sketches of how it may be meant."""

    query: Query
    address: Address
    places: tuple[Sketch, ...]
    name: str
    kana: str
    phone: str
    postal: str
    customer_no: str
    supply_point_no: str

    @classmethod
    def of(cls, query: Query, addresses: AddressReader) -> Question:
        address = addresses.parse(query.address, query.postal)
        places = [sketch("", address)]
        if _BLANK_INSIDE.search(query.address):
            # A reader puts blanks where none were written, also between two figures.
            joined = sketch("", addresses.parse("".join(query.address.split()), query.postal))
            places += [joined] if joined.numbers else []
        return cls(
            query,
            address,
            tuple(dict.fromkeys(places)),
            name_key(query.name),
            name_key(query.kana),
            phone_key(query.phone),
            address.postal_code or postal_key(query.postal),
            register_marks.customer_key(query.customer_no),
            number_key(query.supply_point_no),
        )

    @property
    def place(self) -> Sketch:
        """The address as it is written."""
        return self.places[0]

    def marks(self) -> register_marks.Marks:
        yield Mark.CUSTOMER, self.customer_no
        yield Mark.SUPPLY_POINT, self.supply_point_no
        yield Mark.PHONE, self.phone
        yield Mark.NAME, self.name
        yield Mark.KANA, self.kana
        for place in self.places:
            yield from register_marks.of_address(place, self.name)
