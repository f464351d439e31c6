"""Mail as the reader would have read it, made without a scanner: pages, envelopes, a register."""

from __future__ import annotations

import csv
import io
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from desk_office import Office
from PIL import Image

from desktop.domain.reading import FieldReading, PageKind, PageReading, ScreenedPage
from desktop.services.mail_import import MailImport

SUPPLY = "0300000000000000000001"


@dataclass(frozen=True)
class Customer:
    """A fictional customer: what the register holds and what the form says are told apart."""

    number: str = "1000000001"
    name: str = "仮川 一郎"
    family_kana: str = "カリカワ"
    given_kana: str = "イチロウ"
    birth: str = "1980-05-06"
    phone: str = "090-0000-1234"
    postal: str = "350-9942"
    prefecture: str = "埼玉県"
    city: str = "みどり野市"
    town: str = "若葉町2丁目"
    block: str = "14-6"
    building: str = "コーポ若葉"
    room: str = "203"
    supply_point: str = SUPPLY

    @property
    def address(self) -> str:
        house = f" {self.building} {self.room}" if self.building else ""
        return f"{self.prefecture}{self.city}{self.town}{self.block}{house}"

    def fields(self) -> dict[str, str]:
        names = (
            *("family_kana", "given_kana", "name", "birth", "phone", "postal", "prefecture"),
            *("city", "town", "block", "building", "room"),
        )
        return {name: getattr(self, name) for name in names}


ICHIRO = Customer()
ELSEWHERE = replace(ICHIRO, town="若葉町5丁目", block="9-1", building="", room="")


def register_line(customer: Customer, **changes: str) -> dict[str, str]:
    line = {
        "customer_no": customer.number,
        "name": customer.name,
        "kana": f"{customer.family_kana} {customer.given_kana}",
        "birth": customer.birth,
        "phone": customer.phone,
        "postal": customer.postal,
        "address": customer.address,
        "supply_point_no": customer.supply_point,
        "supply_postal": customer.postal,
        "supply_address": customer.address,
        "valid_from": "2020-04-01",
        "valid_to": "",
    }
    return {**line, **changes}


def register_file(folder: Path, lines: Sequence[Mapping[str, str]]) -> Path:
    file = folder / "register.csv"
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, list(lines[0]))
        writer.writeheader()
        writer.writerows(lines)
    return file


def import_register(office: Office, folder: Path, lines: Sequence[Mapping[str, str]]) -> None:
    office.desk.register.import_csv(office.act("a01"), register_file(folder, lines))


def page(kind: PageKind, fields: Mapping[str, str] | None = None, **more: object) -> ScreenedPage:
    """A page with a picture of its own and these fields, every one surely read."""
    readings = tuple(
        FieldReading(key, text, 0.99, True, (100, 100 + 40 * n, 400, 30))
        for n, (key, text) in enumerate((fields or {}).items())
    )
    picture = _jpeg((1240, 1754))
    return ScreenedPage(
        picture, _jpeg((170, 240)), 1240, 1754, PageReading(kind, fields=readings, **more)
    )


def form_page(
    customer: Customer = ICHIRO,
    *,
    ticks: Sequence[str] = ("type.DISCLOSE", "item.K1", "method.PAPER"),
) -> ScreenedPage:
    fields = {**customer.fields(), **dict.fromkeys(ticks, "1")}
    return page(PageKind.FORM, fields, form="F-01", form_version=1, form_page=1)


def licence(customer: Customer = ICHIRO, **changes: str) -> ScreenedPage:
    """A driving licence as the reader gives it."""
    fields = {
        "name": customer.name,
        "address": customer.address,
        "birth": customer.birth,
        "expires": "2029-06-06",
    }
    return page(PageKind.DL, {**fields, **changes})


def residence_record(customer: Customer, previous: Customer) -> ScreenedPage:
    """住民票の写し with the 前住所."""
    fields = {
        "name": customer.name,
        "address": customer.address,
        "previous_address": previous.address,
        "birth": customer.birth,
        "issued": "2026-10-20",
    }
    return page(PageKind.JUM, fields)


def seal_certificate(customer: Customer) -> ScreenedPage:
    """印鑑登録証明書."""
    fields = {
        "name": customer.name,
        "address": customer.address,
        "birth": customer.birth,
        "issued": "2026-10-21",
    }
    return page(PageKind.INK, fields)


def lay_in(office: Office, login: str, pages: Sequence[ScreenedPage]) -> str:
    """One envelope through the real spool; its id."""
    premises = office.desk.premises
    taking = MailImport(premises, office.act(login), lambda _step: None, threading.Event())
    taking._labels = ["mail.pdf"]
    before = {envelope.id for envelope in office.desk.intake.unfiled()}
    for seq, one in enumerate(pages, 1):
        taking._keep(0, seq, one)
    (new,) = {envelope.id for envelope in office.desk.intake.unfiled()} - before
    return new


@cache
def _jpeg(size: tuple[int, int]) -> bytes:
    out = io.BytesIO()
    Image.new("L", size, 250).save(out, "JPEG", quality=50)
    return out.getvalue()
