"""Pages of unfiled mail put right: turned, ordered, split, joined, moved, taken out, put back.

Every act is one transaction with its line in the log. `version` is that of the envelope as the
clerk saw it (`EnvelopeView.version`); it rises with every act, so that two clerks at once do not
undo each other's work unseen.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from desktop.capture.turning import turned
from desktop.domain.errors import Refused
from desktop.domain.reading import PageKind, ScreenedPage
from desktop.domain.roles import Capability
from desktop.domain.turning import turned_reading
from desktop.services import rights
from desktop.services.act import Act
from desktop.services.changes import Answer, carry_out
from desktop.services.premises import Premises
from desktop.services.spool_contents import meta_of, open_page, open_reading, seal_reading
from desktop.store import audit, envelope_order, envelopes


@dataclass(frozen=True, slots=True)
class Turned:
    """`quarters` clockwise turns, 0–3; turning back is the rest to four."""

    page_id: str
    quarters: int


class Pages:
    def __init__(self, premises: Premises) -> None:
        self._premises = premises

    def rotate(
        self, act: Act, page_id: str, quarter_turns: int, *, version: int | None = None
    ) -> Turned:
        """Turn the kept picture clockwise, its thumbnail and every box that was read with it."""
        rights.require(act, Capability.OPEN_MAIL)  # before the page is opened and turned
        quarters = quarter_turns % 4
        spool, vault = self._premises.spool, self._premises.vault
        with self._premises.database.reading() as session:
            page = envelopes.page(session, page_id)
            opened = open_page(session, spool, vault, page)
        image, width, height = turned(opened.image, quarters)
        thumbnail, _width, _height = turned(opened.thumbnail, quarters)
        reading = turned_reading(opened.reading, quarters, opened.width, opened.height)
        meta = meta_of(ScreenedPage(image, thumbnail, width, height, reading))
        with spool.replacing(vault, page_id, image, meta) as new:

            def work(session: Session) -> Answer:
                envelope_order.touch(session, page.envelope_id, version)
                key_id = new.swap(session, vault, page.key_id)
                sealed = seal_reading(session, vault, page_id, key_id, reading)
                envelopes.reseal_page(session, page_id, key_id=key_id, reading=sealed)
                self._note(session, act, "page.turn", page_id, {"quarters": quarters})
                return {"page": page_id, "quarters": quarters}

            answer = carry_out(self._premises, act, Capability.OPEN_MAIL, "page.turn", work)
        return Turned(str(answer["page"]), int(answer["quarters"] or 0))

    def reorder(
        self, act: Act, envelope_id: str, page_ids: Sequence[str], *, version: int | None = None
    ) -> None:
        """The pages in this order; a blocked sheet stays the n-th of the stack, named or not."""

        def work(session: Session) -> Answer:
            envelope_order.touch(session, envelope_id, version)
            envelope_order.reorder(session, envelope_id, page_ids)
            return self._told(session, act, "envelope.reorder", envelope_id, {})

        self._change(act, "envelope.reorder", work)

    def split(
        self, act: Act, envelope_id: str, first_page_id: str, *, version: int | None = None
    ) -> str:
        """From this page on another envelope, right behind; its id. `join` it to undo."""

        def work(session: Session) -> Answer:
            envelope_order.touch(session, envelope_id, version)
            new_id = envelope_order.split(session, envelope_id, first_page_id)
            self._tell_case(session, envelope_id, new_id)
            return self._told(session, act, "envelope.split", envelope_id, {"envelope": new_id})

        return str(self._change(act, "envelope.split", work)["envelope"])

    def join(self, act: Act, envelope_id: str, *, version: int | None = None) -> str:
        """The envelope goes behind the one in front of it; that one's id. `split` it to undo."""

        def work(session: Session) -> Answer:
            front_id = envelope_order.before(session, envelope_id)
            envelope_order.touch_both(session, front_id, envelope_id, version)
            envelope_order.join(session, envelope_id, front_id, act.at)
            self._tell_case(session, front_id)
            return self._told(session, act, "envelope.join", envelope_id, {"envelope": front_id})

        return str(self._change(act, "envelope.join", work)["envelope"])

    def move(
        self,
        act: Act,
        page_id: str,
        to_envelope_id: str,
        position: int,
        *,
        version: int | None = None,
    ) -> None:
        """One page to the n-th place (from 0) of an envelope, whose version is meant.

        An envelope without any page left is no more.
        """

        def work(session: Session) -> Answer:
            from_id = envelopes.page(session, page_id).envelope_id
            envelope_order.touch_both(session, from_id, to_envelope_id, version)
            envelope_order.move(session, page_id, from_id, to_envelope_id, position, act.at)
            self._tell_case(session, from_id, to_envelope_id)
            detail = {"from": from_id, "envelope": to_envelope_id}
            return self._told(session, act, "page.move", page_id, detail)

        self._change(act, "page.move", work)

    def remove(self, act: Act, page_id: str, *, version: int | None = None) -> None:
        """Take a page out: it is neither shown nor filed, and destroyed when the rest is filed."""
        self._set_removed(act, page_id, "page.remove", version, removed=True)

    def restore(self, act: Act, page_id: str) -> None:
        """Put a page back where it was taken out."""
        self._set_removed(act, page_id, "page.restore", None, removed=False)

    def _set_removed(
        self, act: Act, page_id: str, action: str, version: int | None, *, removed: bool
    ) -> None:
        def work(session: Session) -> Answer:
            page = envelopes.page(session, page_id)
            envelope_order.touch(session, page.envelope_id, version)
            if page.removed is removed:
                raise Refused(
                    "このページは、すでに外されています。"
                    if removed
                    else "このページは、外されていません。",
                    "受付の一覧を開き直してください。",
                )
            envelope_order.set_removed(session, page_id, removed=removed)
            self._tell_case(session, page.envelope_id)
            return self._told(session, act, action, page_id, {"envelope": page.envelope_id})

        self._change(act, action, work)

    def _tell_case(self, session: Session, *envelope_ids: str) -> None:
        """The 受付番号 of the slip among the pages: it goes where its page goes."""
        for envelope_id in envelope_ids:
            if not envelopes.is_open(session, envelope_id):
                continue
            slips = (
                open_reading(session, self._premises.vault, page).case_number
                for page in envelopes.envelope(session, envelope_id).pages
                if page.kind is PageKind.SLIP
            )
            envelopes.set_case(session, envelope_id, next(filter(None, slips), ""))

    def _change(self, act: Act, kind: str, work: Callable[[Session], Answer]) -> Answer:
        return carry_out(self._premises, act, Capability.OPEN_MAIL, kind, work)

    def _told(
        self, session: Session, act: Act, action: str, subject: str, detail: Mapping[str, str]
    ) -> Answer:
        """The act's line in the log, and its answer."""
        self._note(session, act, action, subject, detail)
        return {**detail}

    def _note(
        self, session: Session, act: Act, action: str, subject: str, detail: Mapping[str, str | int]
    ) -> None:
        audit.append(session, act.at, act.by.person_id, action, subject=subject, detail=detail)
