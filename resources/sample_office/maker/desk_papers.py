"""Sheets for an envelope: each knows how to draw itself and what is written on it."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

from maker import cards, certificates, enclosures
from maker.cards import Identity
from maker.dates import wareki
from maker.filling import Blanks
from maker.people import Person
from maker.places import Home
from maker.plan import PagePlan
from maker.sheet import PENS, Sheet


class Papers:
    """Makes the sheets. Numbers and dates of papers come from `rng`, the strokes from the page's
    own dice when it is drawn."""

    def __init__(self, rng: random.Random, blanks: Blanks, fonts: Path) -> None:
        self._rng = rng
        self._blanks = blanks
        self._fonts = fonts

    def request(
        self,
        person: Person,
        home: Home,
        wanted: Mapping[str, tuple[str, ...]],
        written_on: date,
        enclosed: tuple[str, ...],
        *,
        agent: bool = False,
    ) -> PagePlan:
        """開示等請求書 (F-01), filled in."""
        ticks = [f"type.{kind}" for kind in wanted]
        ticks += [f"item.{item}" for items in wanted.values() for item in items]
        ticks += [f"enclosure.{kind}" for kind in enclosed]
        ticks += ["method.PAPER", "fee.STAMPS", *(["agent"] if agent else [])]
        fields = {
            "request_date": wareki(written_on),
            "family_kana": person.family_kana,
            "given_kana": person.given_kana,
            "name": person.name,
            "birth": wareki(person.birth),
            "phone": person.phone,
            "postal": home.place.postal,
            "prefecture": home.place.prefecture,
            "city": home.place.city,
            "town": home.town,
            "block": home.block,
            "building": home.building,
            "room": home.room,
            **dict.fromkeys(ticks, "1"),
        }
        return self._form("FORM", "F-01", fields)

    def slip(self, person: Person, number: str, written_on: date, *enclosed: str) -> PagePlan:
        """返信票, sent back with what was asked for."""
        fields = {
            "name": person.name,
            "request_date": wareki(written_on),
            "phone": person.phone,
            **{f"enclosure.{kind}": "1" for kind in enclosed},
        }
        return self._form("SLIP", "SLIP", fields, number)

    def licence(self, person: Person, address: str, *, with_back: bool = False) -> PagePlan:
        year = self._rng.randint(2028, 2030)
        identity = Identity(
            "DL",
            person.name,
            address,
            person.birth,
            issued=date(year - 5, person.birth.month, self._rng.randint(1, 26)),
            expires=_month_after(person.birth, year),
            number=cards.licence_number(self._rng),
        )

        def draw(dpi: int, rng: random.Random) -> Sheet:
            sheet = Sheet(dpi, self._fonts)
            cards.licence(sheet, 24, identity, rng)
            if with_back:
                cards.licence_back(sheet, 24 + cards.HEIGHT + 14)
            return sheet

        return PagePlan("DL", draw, identity=identity, never_kept=(identity.number,))

    def my_number_card(self, person: Person, address: str) -> tuple[PagePlan, PagePlan]:
        """Both sides, although only the front may be sent."""
        expires = date(self._rng.randint(2028, 2033), person.birth.month, min(person.birth.day, 28))
        number = cards.my_number(self._rng)
        identity = Identity(
            "MNC", person.name, address, person.birth, expires=expires, number=number
        )

        def front(dpi: int, rng: random.Random) -> Sheet:
            sheet = Sheet(dpi, self._fonts)
            cards.my_number_front(sheet, 30, identity, rng)
            return sheet

        def back(dpi: int, rng: random.Random) -> Sheet:
            sheet = Sheet(dpi, self._fonts)
            cards.my_number_back(sheet, 30 + rng.uniform(-4, 4), identity)
            return sheet

        return (
            PagePlan("MNC", front, identity=identity),
            PagePlan("MNC_BACK", back, forbidden=("MY_NUMBER",), never_kept=(number,)),
        )

    def residence_card(self, person: Person, address: str) -> tuple[PagePlan, PagePlan]:
        issued = date(self._rng.randint(2021, 2025), self._rng.randint(1, 12), 15)
        identity = Identity(
            "RC",
            person.name,
            address,
            person.birth,
            issued=issued,
            expires=issued.replace(year=issued.year + 7),
            number=cards.residence_number(self._rng),
        )

        def front(dpi: int, rng: random.Random) -> Sheet:
            sheet = Sheet(dpi, self._fonts)
            cards.residence_front(sheet, 28, identity, rng)
            return sheet

        def back(dpi: int, rng: random.Random) -> Sheet:
            sheet = Sheet(dpi, self._fonts)
            cards.residence_back(sheet, 28 + rng.uniform(-4, 4))
            return sheet

        return (
            PagePlan("RC", front, identity=identity, never_kept=(identity.number,)),
            PagePlan("RC", back),
        )

    def residence_certificate(
        self, person: Person, now: Home, before: Home, issued: date
    ) -> PagePlan:
        """住民票の写し: the new address, and the one before it."""
        identity = Identity(
            "JUM",
            person.name,
            now.kanji(),
            person.birth,
            issued=issued,
            previous_address=before.kanji(),
        )
        moved_in = wareki(date(issued.year, issued.month - 1, self._rng.randint(1, 28)))

        def draw(dpi: int, rng: random.Random) -> Sheet:
            sheet = Sheet(dpi, self._fonts, certificates.PAPER)
            certificates.residence_certificate(sheet, identity, now.place.city, moved_in)
            return sheet

        return PagePlan("JUM", draw, identity=identity)

    def seal_certificate(self, person: Person, home: Home, issued: date) -> PagePlan:
        identity = Identity("INK", person.name, home.kanji(), person.birth, issued=issued)

        def draw(dpi: int, rng: random.Random) -> Sheet:
            sheet = Sheet(dpi, self._fonts, certificates.PAPER)
            certificates.seal_certificate(sheet, identity, home.place.city, rng)
            return sheet

        return PagePlan("INK", draw, identity=identity)

    def power(
        self,
        principal: tuple[Person, Home],
        agent: tuple[Person, Home],
        signed: date,
        wish: str,
    ) -> PagePlan:
        def draw(dpi: int, rng: random.Random) -> Sheet:
            sheet = Sheet(dpi, self._fonts)
            enclosures.power_of_attorney(sheet, principal, agent, signed, wish, rng)
            return sheet

        return PagePlan("POWER", draw)

    def stamps(self, amount: int) -> PagePlan:
        def draw(dpi: int, rng: random.Random) -> Sheet:
            sheet = Sheet(dpi, self._fonts)
            enclosures.stamps(sheet, amount, rng)
            return sheet

        return PagePlan("STAMPS", draw)

    def cover(self, person: Person, home: Home, posted: date) -> PagePlan:
        def draw(dpi: int, rng: random.Random) -> Sheet:
            sheet = Sheet(dpi, self._fonts)
            enclosures.envelope(sheet, person, home, posted, rng)
            return sheet

        return PagePlan("ENVELOPE", draw)

    def _form(self, kind: str, code: str, fields: dict[str, str], number: str = "") -> PagePlan:
        def draw(dpi: int, rng: random.Random) -> Sheet:
            return self._blanks.filled(code, fields, dpi, rng, rng.choice(PENS), number)

        written = {key: value for key, value in fields.items() if value}
        return PagePlan(kind, draw, colour=False, form=code, fields=written)


def rotated(page: PagePlan) -> PagePlan:
    """The same sheet, fed upside down."""

    def draw(dpi: int, rng: random.Random) -> Sheet:
        sheet = page.draw(dpi, rng)
        sheet.image = sheet.image.rotate(180)
        return sheet

    return replace(page, draw=draw)


def _month_after(birth: date, year: int) -> date:
    """A licence ends a month after a birthday."""
    month = birth.month % 12 + 1
    return date(year + (month == 1), month, min(birth.day, 28))
