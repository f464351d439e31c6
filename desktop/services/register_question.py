"""What is known of the person who writes, and the keys to look for."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from datetime import date

from desktop.address.keys import name_key, number_key, phone_key, postal_key
from desktop.address.parse import Address
from desktop.address.reader import AddressReader
from desktop.domain.wareki import parse_wareki
from desktop.services import register_marks
from desktop.services.register_sketch import Sketch, sketch
from desktop.store.register_tokens import Mark

_BLANK_INSIDE = re.compile(
    r"[0-9０-９]\s+[0-9０-９番丁地号のノ－-]|[番丁]\s+[地目]|\S\s+\S{1,6}[都道府県市区町村]"
)

_LIKE_FIGURES = str.maketrans("OoDlI|", "000111")
_FIGURES_MISREAD = re.compile(
    r"(?<![A-Za-z])(?=[0-9OoDlI|]*[0-9])(?=[0-9]*[OoDlI|])[0-9OoDlI|]+(?![A-Za-z])"
    r"|(?<![A-Za-z])[OolI|](?=丁目|番|号|-[0-9OlI])"
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
    birth: str = field(default="", repr=False)
    """Finds nobody by itself: it tells apart those whom the rest finds."""

    def asked(self) -> tuple[str, ...]:
        """The names of what is asked about."""
        return tuple(one.name for one in fields(self) if getattr(self, one.name).strip())


@dataclass(frozen=True, slots=True)
class Question:
    """A query read once: its keys, its address and the sketches of how it may be meant."""

    query: Query
    address: Address
    places: tuple[Sketch, ...]
    name: str
    turned_name: str  # given name first, where a blank tells the two
    kana: str
    phone: str
    postal: str
    customer_no: str
    supply_point_no: str
    birth: date | None

    @classmethod
    def of(cls, query: Query, addresses: AddressReader) -> Question:
        address = addresses.parse(query.address, query.postal)
        places = [sketch("", address)]
        for text in _meant(query.address):
            one = sketch("", addresses.parse(text, query.postal))
            places += [one] if one.numbers else []
        surname, _, given = query.name.strip().partition(" ")
        return cls(
            query,
            address,
            tuple(dict.fromkeys(places)),
            name_key(query.name),
            name_key(given + surname) if given else "",
            name_key(query.kana),
            phone_key(query.phone),
            address.postal_code or postal_key(query.postal),
            register_marks.customer_key(query.customer_no),
            number_key(query.supply_point_no),
            parse_wareki(query.birth),
        )

    @property
    def place(self) -> Sketch:
        """The address as it is written."""
        return self.places[0]

    def marks(self) -> register_marks.Marks:
        """What to look for. The town alone brings in hundreds: only where no number is known."""
        yield Mark.CUSTOMER, self.customer_no
        yield Mark.SUPPLY_POINT, self.supply_point_no
        yield Mark.PHONE, self.phone
        yield Mark.NAME, self.name
        yield Mark.KANA, self.kana
        for place in self.places:
            for mark, value in register_marks.of_address(place, self.name):
                if mark is not Mark.TOWN or not place.numbers:
                    yield mark, value


def _meant(address: str) -> Iterator[str]:
    """What a reader may have made of the line: blanks where none were written, O for 0."""
    if _BLANK_INSIDE.search(address):
        yield "".join(address.split())
    wide = unicodedata.normalize("NFKC", address)
    figures = _FIGURES_MISREAD.sub(lambda found: found[0].translate(_LIKE_FIGURES), wide)
    if figures != wide:
        yield figures
