"""Masks that a clerk decides on before a page is filed (DOMAIN §5).

What the law forbids never comes this far: the reader blocked it or burnt it out (capture/screen).
Here stand the places that only a person can judge: proposed, moved, added, dropped, and then
burnt into the picture for good.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from desktop.capture.burn import burn
from desktop.domain.errors import Refused
from desktop.domain.masking import inside, overlap, without_text_under
from desktop.domain.reading import Box, MaskProposal, MaskReason, PageReading, ScreenedPage
from desktop.domain.roles import Capability
from desktop.services import rights
from desktop.services.act import Act, SignedIn
from desktop.services.changes import Answer, carry_out
from desktop.services.premises import Premises
from desktop.services.spool_contents import SpoolContents, meta_of, open_page, seal_reading
from desktop.store import audit, envelopes

_MOST = 200  # boxes at once


class Masking:
    def __init__(self, premises: Premises) -> None:
        self._premises = premises

    def proposals(self, by: SignedIn, page_id: str) -> tuple[MaskProposal, ...]:
        """What the reader would black out on this page of the unfiled mail, not yet done."""
        rights.require(by, Capability.OPEN_MAIL)
        return self._open(page_id)[0].reading.proposed

    def apply(self, act: Act, page_id: str, boxes: Sequence[Box]) -> PageReading:
        """Burn exactly these boxes in; what was proposed beside them is decided with it.

        No box says that nothing is to be blacked out. The picture, its thumbnail and the text
        under the boxes are replaced: a new sealed file under a new key, and the old key, file and
        reading are gone in the same transaction. There is no way back but the paper.
        """
        rights.require(act, Capability.OPEN_MAIL)
        page, key_before = self._open(page_id)
        wanted = _on_page(boxes, page)
        kinds = _kinds(wanted, page.reading.proposed)
        reading = without_text_under(page.reading, wanted)
        burnt = burn(page.image, wanted)
        meta = meta_of(ScreenedPage(b"", burnt.thumbnail, burnt.width, burnt.height))
        premises, vault = self._premises, self._premises.vault
        with premises.spool.replacing(vault, page_id, burnt.image, meta) as new:

            def work(session: Session) -> Answer:
                if not wanted and not page.reading.proposed:
                    raise Refused(
                        "黒塗りする場所がありません。", "ページの上に枠を描いてください。"
                    )
                row = envelopes.page(session, page_id)
                key_id = new.swap(session, vault, key_before)
                envelopes.renew_page(
                    session,
                    page_id,
                    key_id=key_id,
                    masked=len(reading.masked),
                    unsure=sum(not field.sure for field in reading.fields),
                    reading=seal_reading(session, vault, page_id, key_id, reading),
                )
                audit.append(
                    session,
                    act.at,
                    act.by.person_id,
                    "page.mask",
                    subject=page_id,
                    detail={
                        "boxes": len(wanted),
                        "proposed": len(page.reading.proposed),
                        **kinds,
                        "envelope": row.envelope_id,
                        "paper": page.reading.kind.value,
                        "page": row.seq,
                    },
                )
                return {"page": page_id}

            carry_out(premises, act, Capability.OPEN_MAIL, "page.mask", work)
        return self._open(page_id)[0].reading

    def _open(self, page_id: str) -> tuple[SpoolContents, str]:
        """The page and the key it lies under."""
        spool, vault = self._premises.spool, self._premises.vault
        with self._premises.database.reading() as session:
            page = envelopes.page(session, page_id)
            return open_page(session, spool, vault, page), page.key_id


def _kinds(boxes: Sequence[Box], proposed: Sequence[MaskProposal]) -> dict[str, str]:
    """For I-10: what is blacked out, by its proposal; "HAND" for a place of the clerk's own.

    The log outlives the paper: that one told of an illness is not written there.
    """
    found: dict[str, None] = {}
    for box in boxes:
        reasons = [
            (MaskReason.NOT_NEEDED if one.reason is MaskReason.HEALTH else one.reason).value
            for one in proposed
            if overlap(one.box, box)
        ]
        found |= dict.fromkeys(reasons or ["HAND"])
    return {"kinds": ",".join(sorted(found))} if found else {}


def _on_page(boxes: Sequence[Box], page: SpoolContents) -> tuple[Box, ...]:
    """The boxes as far as they lie on the page, each once."""
    if len(boxes) > _MOST:
        raise Refused(
            f"一度に黒塗りできるのは{_MOST}か所までです。", "大きな枠にまとめてください。"
        )
    kept = (inside(box, page.width, page.height) for box in boxes)
    return tuple(dict.fromkeys(box for box in kept if box is not None))
