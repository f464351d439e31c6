"""How a screened page lies in the spool: picture and thumbnail in its file, reading in its row.

The reading stands apart, sealed under the same key, because the clerk corrects it before filing.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from desktop.domain.reading import PageReading, ScreenedPage
from desktop.domain.reading_json import reading_from_json, reading_to_json
from desktop.store.envelopes import EnvelopePage
from desktop.store.spool import Spool
from desktop.store.vault.vault import Vault

_KIND, _PART = "envelope_page", "reading"


@dataclass(frozen=True, slots=True)
class SpoolContents:
    """A page of the spool, opened. `reading` carries the clerk's corrections."""

    id: str
    seq: int
    image: bytes = field(repr=False)
    thumbnail: bytes = field(repr=False)
    width: int
    height: int
    reading: PageReading = field(repr=False)


def meta_of(page: ScreenedPage) -> bytes:
    """What the spool keeps beside the picture: its size, then the thumbnail."""
    head = json.dumps({"width": page.width, "height": page.height}).encode()
    return head + b"\n" + page.thumbnail


def open_page(session: Session, spool: Spool, vault: Vault, page: EnvelopePage) -> SpoolContents:
    """Everything of one page: for filing it, or for showing it."""
    image, meta = spool.get(session, vault, page.id)
    head, _, thumbnail = meta.partition(b"\n")
    size = json.loads(head)
    reading = open_reading(session, vault, page)
    return SpoolContents(
        page.id, page.seq, image, thumbnail, int(size["width"]), int(size["height"]), reading
    )


def open_reading(session: Session, vault: Vault, page: EnvelopePage) -> PageReading:
    return reading_from_json(vault.open(session, page.key_id, page.id, _KIND, _PART, page.reading))


def seal_reading(
    session: Session, vault: Vault, page_id: str, key_id: str, reading: PageReading
) -> bytes:
    return vault.seal(session, key_id, page_id, _KIND, _PART, reading_to_json(reading))
