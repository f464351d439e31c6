"""The customers' register: what the retailer's billing system hands over as a CSV file."""

from __future__ import annotations

import csv
import io
import random
from dataclasses import astuple, dataclass, fields
from datetime import date, timedelta

from maker.people import Person, Population, as_keyed
from maker.places import Home, Place, make_home

CUSTOMERS = 2000


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """One line of the file: a contract of a customer in a period."""

    customer_no: str
    name: str
    kana: str
    birth: str
    phone: str
    postal: str
    address: str
    supply_point_no: str
    supply_postal: str
    supply_address: str
    valid_from: str
    valid_to: str


@dataclass(frozen=True, slots=True)
class Customer:
    """Somebody with a contract; addresses stand in the register's own spelling.

    `supply` are the places supplied (R2), the first under the customer's own supply point.
    `former` is where they lived before, if the register knows.
    """

    number: str
    person: Person
    home: Home
    written: str
    supply_point: str
    supply: tuple[tuple[Home, str], ...]
    since: date
    former: Home | None = None


class RegisterMaker:
    """Gives out customer and supply point numbers and writes the rows."""

    def __init__(
        self, rng: random.Random, population: Population, places: tuple[Place, ...]
    ) -> None:
        self._rng = rng
        self._population = population
        self._places = places
        self._numbers: set[str] = set()
        self._homes: set[str] = set()
        self._rows: list[RegisterRow] = []
        self._customers = 0

    def new_home(self, flat: bool | None = None) -> Home:
        """A home on a block where nobody lives yet."""
        while True:
            home = make_home(self._rng, self._places, flat)
            key = f"{home.area}{home.town}{home.block}"
            if key not in self._homes:
                self._homes.add(key)
                return home

    def customer(self, person: Person, home: Home, written: str = "") -> Customer:
        """A customer supplied at home; `written` is the register's own spelling of it."""
        address = written or home.short()
        return self._add(person, home, address, ((home, address),))

    def neighbours(self, customer: Customer) -> None:
        """Near misses: a relative under the same roof, and somebody in the next room."""
        self.customer(self._population.relative(customer.person), customer.home)
        if customer.home.room:
            room = f"{customer.home.room[:-1]}{int(customer.home.room[-1]) % 8 + 1}"
            self.customer(self._population.customer(), customer.home.in_room(room))

    def fill(self) -> None:
        """Everybody else, up to the register's size: spelt, moved and supplied in all ways."""
        while self._customers < CUSTOMERS:
            home = self.new_home()
            written = self._spell(home)
            supply = [(home, self._spell(home))]
            if self._rng.random() < 0.07:
                supply = [self._elsewhere()]
            if self._rng.random() < 0.04:
                supply.append(self._elsewhere())
            former = self.new_home() if self._rng.random() < 0.09 else None
            person = as_keyed(self._population.customer(), self._rng)
            self._add(person, home, written, tuple(supply), former)

    def rows(self) -> list[RegisterRow]:
        return sorted(self._rows, key=lambda row: (row.customer_no, row.valid_from))

    def _elsewhere(self) -> tuple[Home, str]:
        home = self.new_home()
        return home, home.short()

    def _spell(self, home: Home) -> str:
        style = self._rng.random()
        if style < 0.25:
            return home.formal()
        return home.wide() if style < 0.4 else home.short()

    def _add(
        self,
        person: Person,
        home: Home,
        written: str,
        supply: tuple[tuple[Home, str], ...],
        former: Home | None = None,
    ) -> Customer:
        customer = Customer(
            number=self._new_number("1", 9),
            person=person,
            home=home,
            written=written,
            # 03: the area of Tokyo. The rest is invented; there is no check digit (DOMAIN §6).
            supply_point=self._new_number("030", 19),
            supply=supply,
            since=date(2016, 4, 1) + timedelta(days=self._rng.randrange(3650)),
            former=former,
        )
        self._customers += 1
        points = [customer.supply_point, *(self._new_number("030", 19) for _ in supply[1:])]
        for point, place in zip(points, supply, strict=True):
            self._rows.append(_row(customer, (home, written), point, place, customer.since, None))
        if former is not None:
            left = customer.since - timedelta(days=1)
            came = left - timedelta(days=self._rng.randint(400, 3000))
            old = (former, former.short())
            point = self._new_number("030", 19)
            self._rows.append(_row(customer, old, point, old, came, left))
        return customer

    def _new_number(self, head: str, digits: int) -> str:
        while True:
            number = head + "".join(self._rng.choice("0123456789") for _ in range(digits))
            if number not in self._numbers:
                self._numbers.add(number)
                return number


def _row(
    customer: Customer,
    lives: tuple[Home, str],
    supply_point: str,
    supplied: tuple[Home, str],
    valid_from: date,
    valid_to: date | None,
) -> RegisterRow:
    return RegisterRow(
        customer_no=customer.number,
        name=customer.person.name,
        kana=customer.person.kana,
        birth=customer.person.birth.isoformat(),
        phone=customer.person.phone,
        postal=lives[0].postal,
        address=lives[1],
        supply_point_no=supply_point,
        supply_postal=supplied[0].postal,
        supply_address=supplied[1],
        valid_from=valid_from.isoformat(),
        valid_to=valid_to.isoformat() if valid_to else "",
    )


def to_csv(rows: list[RegisterRow]) -> str:
    """The file's text, lines ended as Windows programs do."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([field.name for field in fields(RegisterRow)])
    writer.writerows(astuple(row) for row in rows)
    return out.getvalue()


def as_cp932(text: str) -> bytes:
    """The same for an old system: what CP932 lacks stands in its common form there."""
    return text.translate({ord("𠮷"): "吉"}).encode("cp932")
