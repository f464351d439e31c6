"""Mail laid on the desk without the reader, and cases made of it, through the real services."""

from __future__ import annotations

import io
import threading
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache

from PIL import Image, ImageDraw

from desktop.domain.reading import (
    BlockedPage,
    FieldReading,
    Forbidden,
    ForbiddenFound,
    PageKind,
    PageReading,
    ScreenedPage,
)
from desktop.services.act import new_act
from desktop.services.filing import Filed, FilingFacts
from desktop.services.mail_import import MailImport
from desktop.ui.context import Context

PERSON = {
    "family_kana": "カクウ",
    "given_kana": "タロウ",
    "name": "架空 太郎",
    "birth": "昭和55年5月6日",
    "phone": "090-0000-1234",
    "postal": "350-9942",
    "prefecture": "埼玉県",
    "city": "みどり野市",
    "town": "若葉町2丁目",
    "block": "14-6",
}
TICKS = {"type.DISCLOSE": "1", "item.K1": "1", "method.PAPER": "1", "enclosure.DL": "1"}


def page(
    kind: PageKind,
    fields: Mapping[str, str] | None = None,
    unsure: Sequence[str] = (),
    **more: object,
) -> ScreenedPage:
    """A page with a picture of its own; the fields named in `unsure` need a clerk's eye."""
    readings = tuple(
        FieldReading(key, text, 0.6, key not in unsure, (100, 100 + 40 * n, 400, 34))
        for n, (key, text) in enumerate((fields or {}).items())
    )
    reading = PageReading(kind, fields=readings, **more)  # type: ignore[arg-type]
    return ScreenedPage(_picture((1240, 1754)), _picture((170, 240)), 1240, 1754, reading)


def form(unsure: Sequence[str] = (), **changes: str) -> ScreenedPage:
    fields = {**PERSON, **TICKS, **changes}
    return page(PageKind.FORM, fields, unsure, form="F-01", form_version=1, form_page=1)


def licence(unsure: Sequence[str] = ()) -> ScreenedPage:
    address = "埼玉県みどり野市若葉町2丁目14-6"
    fields = {"name": PERSON["name"], "address": address, "birth": PERSON["birth"]}
    return page(PageKind.DL, fields, unsure)


def slip(number: str) -> ScreenedPage:
    return page(PageKind.SLIP, {"name": PERSON["name"]}, form="SLIP", case_number=number)


def card_back() -> BlockedPage:
    return BlockedPage(PageKind.MNC_BACK, (ForbiddenFound(Forbidden.MY_NUMBER),))


def lay_in(context: Context, pages: Sequence[ScreenedPage | BlockedPage]) -> str:
    """One envelope through the real spool; its id."""
    act = new_act(context.signed_in, context.now())
    taking = MailImport(context.desk.premises, act, lambda _step: None, threading.Event())
    taking._labels = ["mail.pdf"]
    before = {envelope.id for envelope in context.desk.intake.unfiled()}
    for seq, one in enumerate(pages, 1):
        if isinstance(one, ScreenedPage):
            taking._keep(0, seq, one)
        else:
            taking._purge(0, seq, one)
    (new,) = {envelope.id for envelope in context.desk.intake.unfiled()} - before
    return new


def file(context: Context, arrived_on: date, **changes: str) -> Filed:
    """A case of a form that arrived on this day, opened by c01 and c02."""
    envelope = lay_in(context, (form(**changes), licence()))
    people = {one.login: one.id for one in context.desk.people.roster()}
    facts = FilingFacts(arrived_on, (people["c01"], people["c02"]), ("請求書",), True)
    return context.desk.filing.file(context.act(), envelope, facts)


@cache
def _picture(size: tuple[int, int]) -> bytes:
    out = io.BytesIO()
    image = Image.new("L", size, 250)
    pen = ImageDraw.Draw(image)
    width, height = size
    for line in range(10):
        y = height * (line + 2) // 14
        pen.rectangle((width // 10, y, width * 7 // 10, y + height // 120), fill=60)
    image.save(out, "JPEG", quality=60)
    return out.getvalue()
