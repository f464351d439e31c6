"""One page into the spool, or its purge into the log: the same for scans, files and folders."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from sqlalchemy.orm import Session

from desktop.domain.masking import overlap
from desktop.domain.reading import (
    BlockedPage,
    Forbidden,
    PageKind,
    PageReading,
    ScreenedPage,
)
from desktop.services.act import Act
from desktop.services.premises import Premises
from desktop.services.spool_contents import meta_of, seal_reading
from desktop.store import audit, envelopes, sources
from desktop.store.envelopes import EnvelopePage
from desktop.store.schema.infrastructure import SpoolPageRow

Alongside = Callable[[Session], None]
AboutPage = Callable[[Session, str], None]


def nothing_more(_session: Session) -> None:
    """Where a page changes nothing but its envelope."""


def nothing_about(_session: Session, _page_id: str) -> None:
    """Where nobody counts the pages."""


class MailKeeping:
    """Takes in the pages of one act."""

    def __init__(self, premises: Premises, act: Act) -> None:
        self._premises = premises
        self._act = act

    def has(self, envelope_id: str, seq: int) -> bool:
        """Whether this page was kept or purged before."""
        with self._premises.database.reading() as session:
            return envelopes.took(session, envelope_id, seq)

    def keep(
        self,
        envelope_id: str,
        seq: int,
        page: ScreenedPage,
        more: Alongside = nothing_more,
        *,
        about: AboutPage = nothing_about,
        of_paper: bool = True,
    ) -> str:
        """The page's id. It is acknowledged when this returns: synced, then committed with its
        rows and with what `more` and `about` change in the same transaction. `of_paper`: it came
        from a device, so that paper alone still shows a forbidden number; a file is noted by
        `more`."""
        act, premises = self._act, self._premises
        vault, reading = premises.vault, page.reading

        def alongside(session: Session, page_id: str) -> None:
            self._begin(session, envelope_id)
            key_id = session.get_one(SpoolPageRow, page_id).key_id
            sealed = seal_reading(session, vault, page_id, key_id, reading)
            row = EnvelopePage(
                page_id,
                envelope_id,
                seq,
                reading.kind,
                reading.form,
                reading.quality,
                len(reading.masked),
                sum(not field.sure for field in reading.fields),
                key_id,
                sealed,
                len(reading.proposed),
            )
            envelopes.add_page(session, row)
            if reading.kind is PageKind.SLIP and reading.case_number:
                envelopes.name_case(session, envelope_id, reading.case_number)
            paper, told = reading.kind, Counter(found.kind for found in reading.forbidden)
            for kind in sorted(told):
                # Burnt out of what is kept; the source still shows it.
                at = (envelope_id, seq, paper)
                self._log_forbidden(session, "forbidden.mask", *at, kind, told[kind])
                if of_paper:
                    sources.ask_for_paper(session, envelope_id, kind, act.at)
            if boxes := _of_no_kind(reading):
                where = {"paper": paper.value, "page": seq, "boxes": boxes}
                audit.append(
                    session,
                    act.at,
                    act.by.person_id,
                    "page.burnt",
                    subject=envelope_id,
                    detail=where,
                )
            audit.append(session, act.at, act.by.person_id, "page.take_in", subject=page_id)
            more(session)
            about(session, page_id)

        return premises.spool.put(
            premises.database.transaction,
            vault,
            envelope_id,
            seq,
            page.image,
            meta_of(page),
            act.at,
            alongside=alongside,
        )

    def purge(
        self,
        envelope_id: str,
        seq: int,
        page: BlockedPage,
        more: Alongside = nothing_more,
        *,
        of_paper: bool = True,
    ) -> None:
        """Nothing of the page is kept but that it was there: kind, time, person (I-10)."""
        act = self._act
        with self._premises.database.transaction() as session:
            self._begin(session, envelope_id)
            for kind in sorted({found.kind for found in page.forbidden}):
                envelopes.block(
                    session, envelope_id, seq, page.kind, kind, act.by.person_id, act.at
                )
                self._log_forbidden(session, "forbidden.purge", envelope_id, seq, page.kind, kind)
                if of_paper:
                    sources.ask_for_paper(session, envelope_id, kind, act.at)
            more(session)

    def _log_forbidden(
        self,
        session: Session,
        action: str,
        envelope_id: str,
        seq: int,
        paper: PageKind,
        kind: Forbidden,
        boxes: int = 0,
    ) -> None:
        act = self._act
        detail = {"kind": kind.value, "paper": paper.value, "page": seq}
        audit.append(
            session,
            act.at,
            act.by.person_id,
            action,
            subject=envelope_id,
            detail={**detail, "boxes": boxes} if boxes else detail,
        )

    def _begin(self, session: Session, envelope_id: str) -> None:
        act = self._act
        if not envelopes.exists(session, envelope_id):
            envelopes.begin(session, envelope_id, act.at.date(), act.by.person_id, act.at)
            audit.append(session, act.at, act.by.person_id, "envelope.open", subject=envelope_id)


def _of_no_kind(reading: PageReading) -> int:
    """How many places the reader blacked out by itself that no forbidden number is told of: a
    paper's own number, the sex, an organ donor's wish (DOMAIN §5)."""
    told = [found.box for found in reading.forbidden if found.box is not None]
    return sum(1 for box in reading.masked if not any(overlap(box, one) for one in told))
