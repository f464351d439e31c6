"""Opening the mail: files become screened, sealed pages in the spool (DESIGN §4)."""

from __future__ import annotations

import dataclasses
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

from sqlalchemy.orm import Session

from desktop.capture.reader import Reader
from desktop.domain.errors import Refused
from desktop.domain.page_kinds import IDENTITY_KINDS, with_kind
from desktop.domain.reading import FieldReading, PageKind, PageReading
from desktop.domain.roles import Capability
from desktop.services import rights
from desktop.services.act import Act, SignedIn
from desktop.services.changes import Answer, carry_out
from desktop.services.intake_views import (
    DISCARD_FATES,
    DISCARD_LABELS,
    DiscardReason,
    EnvelopeView,
    FileOutcome,
    ImportReport,
    ImportStep,
    SpoolPageView,
)
from desktop.services.mail_import import MailImport
from desktop.services.premises import Premises
from desktop.services.reading import FileReading, read_files
from desktop.services.spool_contents import open_page, open_reading, seal_reading
from desktop.services.typed_text import refuse_my_number
from desktop.store import audit, envelopes, reading_rates
from desktop.store.reading_rates import FieldRate

_MAY_SHOW_IDENTITY = IDENTITY_KINDS | {PageKind.UNKNOWN}


class Intake:
    def __init__(self, premises: Premises) -> None:
        self._premises = premises
        self._reader: Reader | None = None
        self._starting = threading.Lock()
        premises.when_closed(self._end_reader)

    def import_files(
        self,
        act: Act,
        paths: Sequence[Path],
        progress: Callable[[ImportStep], None],
        cancelled: threading.Event,
    ) -> ImportReport:
        """Take in scans as new mail. Originals stay where they are; a bad file is told by name."""
        rights.require(act, Capability.OPEN_MAIL)
        run = MailImport(self._premises, act, progress, cancelled)
        return run.run(paths, self.reader())

    def unfiled(self) -> tuple[EnvelopeView, ...]:
        """The envelopes not yet filed, oldest first; what a killed program left is among them."""
        with self._premises.database.reading() as session:
            return tuple(_view(envelope) for envelope in envelopes.open_envelopes(session))

    def reading(self, by: SignedIn, page_id: str) -> PageReading:
        rights.require(by, Capability.OPEN_MAIL)
        with self._premises.database.reading() as session:
            page = envelopes.page(session, page_id)
            return open_reading(session, self._premises.vault, page)

    def thumbnail(self, by: SignedIn, page_id: str) -> bytes:
        rights.require(by, Capability.OPEN_MAIL)
        spool, vault = self._premises.spool, self._premises.vault
        with self._premises.database.reading() as session:
            page = envelopes.page(session, page_id)
            return open_page(session, spool, vault, page).thumbnail

    def picture(self, act: Act, page_id: str) -> bytes:
        """The page's JPEG; looking at an identity paper is recorded."""
        rights.require(act, Capability.OPEN_MAIL)
        spool, vault = self._premises.spool, self._premises.vault
        with self._premises.database.reading() as session:
            page = envelopes.page(session, page_id)
            image = open_page(session, spool, vault, page).image
        if page.kind in _MAY_SHOW_IDENTITY:
            rights.require(act, Capability.VIEW_IDENTITY_IMAGE)
            with self._premises.database.transaction() as session:
                audit.append(session, act.at, act.by.person_id, "identity.view", subject=page_id)
        return image

    def correct(self, act: Act, page_id: str, key: str, text: str) -> PageReading:
        """Put right what was misread; the clerk's text counts as sure."""
        refuse_my_number(text)

        def change(reading: PageReading) -> PageReading:
            before = reading.field(key)
            box = None if before is None else before.box
            corrected = FieldReading(key, text, 1.0, sure=True, box=box)
            if before is None:
                return dataclasses.replace(reading, fields=(*reading.fields, corrected))
            fields = tuple(corrected if one.key == key else one for one in reading.fields)
            return dataclasses.replace(reading, fields=fields)

        return self._change_reading(act, page_id, "page.correct", change, (key,))

    def reading_rates(self) -> tuple[FieldRate, ...]:
        """How often each field was taken, confirmed or put right, without any text."""
        with self._premises.database.reading() as session:
            return reading_rates.rates(session)

    def set_kind(self, act: Act, page_id: str, kind: PageKind, part: int = 0) -> PageReading:
        """Say what paper a page is, or which one the `part`-th of several on it is."""

        def change(reading: PageReading) -> PageReading:
            return with_kind(reading, part, kind)

        return self._change_reading(act, page_id, "page.kind", change, ("kind",))

    def discard(self, act: Act, envelope_id: str, reason: str) -> None:
        """Take mail off the desk without filing it; `reason` is a DiscardReason."""
        if reason not in set(DiscardReason):
            raise Refused(
                "取り消す理由が選ばれていません。", "理由を選んでください。", field="reason"
            )

        def work(session: Session) -> Answer:
            envelopes.envelope(session, envelope_id)
            fate = DISCARD_FATES[DiscardReason(reason)]
            gone = envelopes.finish(session, envelope_id, envelopes.DISCARDED, act.at, fate)
            reading_rates.forget_looks(session, gone)
            self._premises.spool.release(session, self._premises.vault, gone)
            audit.append(
                session,
                act.at,
                act.by.person_id,
                "envelope.discard",
                subject=envelope_id,
                detail={"reason": str(reason), "pages": len(gone)},
            )
            released.extend(gone)
            return {"pages": len(gone)}

        released: list[str] = []
        carry_out(self._premises, act, Capability.OPEN_MAIL, "envelope.discard", work)
        self._premises.spool.remove_after_filing(released)

    def _change_reading(
        self,
        act: Act,
        page_id: str,
        action: str,
        change: Callable[[PageReading], PageReading],
        fields: tuple[str, ...],
    ) -> PageReading:
        vault = self._premises.vault

        def work(session: Session) -> Answer:
            page = envelopes.page(session, page_id)
            before = open_reading(session, vault, page)
            reading = change(before)
            for key in fields:
                old, new = before.field(key), reading.field(key)
                if new is not None:
                    changed = None if old is None else old.text != new.text
                    reading_rates.looked_at(session, page_id, key, changed=changed)
            envelopes.change_page(
                session,
                page_id,
                kind=reading.kind,
                form=reading.form,
                unsure=sum(not field.sure for field in reading.fields),
                reading=seal_reading(session, vault, page_id, page.key_id, reading),
            )
            audit.append(session, act.at, act.by.person_id, action, subject=page_id, fields=fields)
            return {"page": page_id}

        carry_out(self._premises, act, Capability.OPEN_MAIL, action, work)
        return self.reading(act.by, page_id)

    def reader(self) -> Reader:
        """The reader, started with the first import and kept until the store is closed."""
        with self._starting:
            if self._reader is None:
                self._reader = Reader(self._premises.request_forms.forms)
            return self._reader

    def _end_reader(self) -> None:
        with self._starting:
            reader, self._reader = self._reader, None
        if reader is not None:
            reader.close()


def _view(envelope: envelopes.Envelope) -> EnvelopeView:
    blocked = [
        SpoolPageView(one.id, envelope.id, one.seq, one.paper, "", (), 0, 0, one.kind)
        for one in envelope.blocked
    ]
    shown = sorted([*map(_kept, envelope.pages), *blocked], key=lambda page: page.seq)
    return EnvelopeView(
        envelope.id,
        envelope.number,
        tuple(shown),
        envelope.case_number,
        tuple(sorted({one.kind for one in envelope.blocked})),
        envelope.created_at,
        envelope.version,
        tuple(map(_kept, envelope.removed)),
    )


def _kept(page: envelopes.EnvelopePage) -> SpoolPageView:
    return SpoolPageView(
        page.id,
        page.envelope_id,
        page.seq,
        page.kind,
        page.form,
        page.quality,
        page.masked,
        page.unsure,
        None,
        page.proposed,
    )


__all__ = [
    "DISCARD_LABELS",
    "DiscardReason",
    "EnvelopeView",
    "FieldRate",
    "FileOutcome",
    "FileReading",
    "ImportReport",
    "ImportStep",
    "Intake",
    "SpoolPageView",
    "read_files",
]
