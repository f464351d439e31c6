"""How an answer lies in the case's annex: its lines or its pages, and what they replaced.

All of it is of class C6 and dies with the disclosed copy (DOMAIN §10). Parts:
`annex` (slot: item), `annex_old` (item and number), `annex_page` (item, version and page),
`answer_pdf` and `answer_page` (item; item and page) while nobody has confirmed a PDF.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy.orm import Session

from desktop.domain.requests import Item
from desktop.services.answers import EARLIER
from desktop.store.parts import drop_part, get_part, parts_of_kind, put_part
from desktop.store.vault.vault import Vault

PENDING, PENDING_PAGE, PAGE = "answer_pdf", "answer_page", "annex_page"
MEDIUM, MEDIUM_FILE = "medium", "medium_file"
"""What lies on the medium of the disclosure, and its files (media_state.py)."""

ANSWER_KINDS: Final = ("annex", EARLIER, PENDING, PENDING_PAGE, PAGE)
"""Every kind of part that holds what a department answered; its slot begins with the item. What was
made of it for a medium is dropped with `media_state.drop_medium`."""

CLASS: Final = "C6"


def keep_answer(
    session: Session,
    vault: Vault,
    case_id: str,
    item: Item,
    values: Mapping[str, Any],
    as_of: date,
    rows: int,
    at: datetime,
) -> int:
    """Put the answer in the annex; the one before it becomes an earlier version. Its version."""
    number = 1 + sum(
        one.slot.startswith(f"{item}.") for one in parts_of_kind(session, case_id, EARLIER)
    )
    before = next(
        (one for one in parts_of_kind(session, case_id, "annex") if one.slot == item), None
    )
    held = get_part(session, vault, case_id, "annex", item)
    if before is not None and held is not None:
        slot, day, count = f"{item}.{number}", before.as_of, before.rows
        put_part(
            session, vault, case_id, CLASS, EARLIER, held, at, slot=slot, as_of=day, rows=count
        )
        number += 1
    put_part(session, vault, case_id, CLASS, "annex", values, at, slot=item, as_of=as_of, rows=rows)
    return number


def digest_of(data: bytes) -> str:
    """By which a file is known again that was taken in."""
    return hashlib.sha256(data).hexdigest()


def taken_digests(session: Session, vault: Vault, case_id: str) -> frozenset[str]:
    """Those of every file of which something is kept, earlier answers too."""
    return frozenset(
        values["digest"]
        for kind in ("annex", EARLIER, PENDING)
        for row in parts_of_kind(session, case_id, kind)
        if (values := get_part(session, vault, case_id, kind, row.slot)) and values.get("digest")
    )


def keep_pages(
    session: Session,
    vault: Vault,
    case_id: str,
    kind: str,
    slot: str,
    images: Sequence[bytes],
    at: datetime,
) -> None:
    """Seal the pictures of an answer's pages, one part each."""
    for number, image in enumerate(images, start=1):
        values = {"image": base64.b64encode(image).decode("ascii")}
        put_part(session, vault, case_id, CLASS, kind, values, at, slot=f"{slot}.{number:03d}")


def open_pages(
    session: Session, vault: Vault, case_id: str, kind: str, slot: str
) -> tuple[bytes, ...]:
    """The pictures in their order; none once they are destroyed."""
    found = []
    for row in parts_of_kind(session, case_id, kind):
        if row.slot.rpartition(".")[0] == slot:
            values = get_part(session, vault, case_id, kind, row.slot)
            if values is not None:
                found.append(base64.b64decode(values["image"]))
    return tuple(found)


def drop_pending(session: Session, case_id: str, item: Item) -> None:
    """Nothing is left of a PDF that waited for its confirmation."""
    drop_part(session, case_id, PENDING, item)
    for row in parts_of_kind(session, case_id, PENDING_PAGE):
        if row.slot.rpartition(".")[0] == item:
            drop_part(session, case_id, PENDING_PAGE, row.slot)


def pending_items(session: Session, case_id: str) -> tuple[Item, ...]:
    """The items whose PDF nobody has confirmed yet."""
    return tuple(Item(row.slot) for row in parts_of_kind(session, case_id, PENDING))
