"""I-05 廃棄申請書 and I-06 廃棄承認・実施記録 of one disposal: numbers, classes, days and the
office's own people; no name or address of a customer (DOMAIN §9, §10)."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from sqlalchemy.orm import Session

from desktop.domain.disposal import DISPOSAL_METHOD_LABELS, DisposalMethod
from desktop.domain.errors import Refused
from desktop.domain.retention import RETENTION_LABELS
from desktop.domain.roles import Capability
from desktop.domain.wareki import wareki
from desktop.letters.office_forms import OfficeForm
from desktop.letters.office_sheet import Facts, Grid, OfficeSheet, by_at, in_eights, office_sheet
from desktop.services import rights
from desktop.services.act import Act
from desktop.services.casebook import Casebook
from desktop.services.changes import Answer, carry_out
from desktop.services.disposal_lists import batch_view
from desktop.services.exports import Exports
from desktop.services.keeping_views import BatchView, UnitLine
from desktop.services.premises import Premises
from desktop.store import audit
from desktop.store.disposals import batch_row

PROPOSAL, RECORD = "I-05", "I-06"
_EXPORTS: Final[Mapping[str, str]] = {PROPOSAL: "DISPOSAL_PROPOSAL", RECORD: "DISPOSAL_RECORD"}


class BatchSheets:
    def __init__(self, premises: Premises, book: Casebook) -> None:
        self._premises = premises
        self._book = book
        self._exports = Exports(premises, book)

    def pdf(self, act: Act, batch_id: str, code: str) -> bytes:
        """The sheet as the disposal stands; I-06 is refused before an approval."""
        rights.require(act, Capability.VIEW_CASE)
        with self._premises.database.reading() as session:
            batch = batch_view(session, self._book, batch_row(session, batch_id), act.by)
        if code == RECORD and batch.approved_at is None:
            raise Refused(
                "まだ承認されていないため、承認・実施記録はありません。",
                "責任者の承認を受けてから、作成してください。",
            )
        form = self._book.paper(code, act.at.date())
        sections = _proposal(form, batch) if code == PROPOSAL else _record(form, batch)
        sheet = OfficeSheet(
            office=self._book.administration.settings(act.at.date()).office_name,
            printed_at=act.at,
            subject=batch.number,
            sections=sections,
        )
        return office_sheet(form, sheet, self._premises.surroundings.fonts)

    def save_copy(self, act: Act, batch_id: str, code: str, file: Path) -> Path:
        """The sheet as a file: an open export until its end is confirmed (DESIGN §4)."""
        pdf = self.pdf(act, batch_id, code)

        def work(session: Session) -> Answer:
            number = batch_row(session, batch_id).number
            export = self._exports.note(session, act, _EXPORTS[code], file)
            audit.append(
                session,
                act.at,
                act.by.person_id,
                "disposal.sheet",
                subject=batch_id,
                detail={"sheet": code, "number": number},
            )
            return {"export": export}

        answer = carry_out(self._premises, act, Capability.VIEW_CASE, "disposal.sheet", work)
        return self._exports.write(act, str(answer["export"]), file, pdf)


def _proposal(form: OfficeForm, batch: BatchView) -> tuple[Facts | Grid, ...]:
    texts = form.texts
    counted = texts["counted"].format(batch.units, batch.paper, batch.pages)
    facts = [
        (texts["number"], batch.number),
        (texts["proposed"], by_at(batch.proposed_by, batch.proposed_at)),
        (texts["amount"], counted),
        (texts["hash"], in_eights(batch.list_hash)),
    ]
    rows = [_row(line) for group in batch.groups for line in group.rows]
    sections: list[Facts | Grid] = [
        Facts(texts["facts"], facts),
        Grid(texts["list"], form.columns, rows, texts["nothing"]),
    ]
    if batch.removed:
        out = [_row(line) for line in batch.removed]
        sections.append(Grid(texts["removed"], form.columns, out))
    return tuple(sections)


def _row(line: UnitLine) -> tuple[str, ...]:
    return (
        RETENTION_LABELS[line.cls],
        line.case_number or "—",
        line.label,
        wareki(line.due_on),
        (line.shelf or "記録なし") if line.paper else "—",
        f"{line.paper}",
        f"{line.pages}",
    )


def _record(form: OfficeForm, batch: BatchView) -> tuple[Facts | Grid, ...]:
    texts = form.texts
    approval = [
        (texts["number"], batch.number),
        (texts["hash"], in_eights(batch.list_hash)),
        (texts["proposed"], by_at(batch.proposed_by, batch.proposed_at)),
        (texts["approved"], by_at(batch.approved_by, batch.approved_at) or texts["not_approved"]),
    ]
    counts = [
        (
            group.label,
            f"{len(group.rows)}",
            f"{sum(line.paper for line in group.rows)}",
            f"{sum(line.pages for line in group.rows)}",
        )
        for group in batch.groups
    ]
    done = [(texts["executed"], texts["not_executed"])]
    if batch.executor:
        method = DisposalMethod(batch.method)
        done = [
            (texts["executed"], by_at(batch.executor, batch.executed_at)),
            (texts["witness"], batch.witness),
            *([(texts["how"], DISPOSAL_METHOD_LABELS[method])] if batch.paper else []),
            (texts["by_keys"], DISPOSAL_METHOD_LABELS[DisposalMethod.KEY_ERASURE]),
            (texts["place"], batch.place),
            (
                texts["amount"],
                texts["counted"].format(batch.units, batch.paper, batch.pages, batch.keys),
            ),
            *(_vendor(texts, batch) if batch.paper else ()),
        ]
    return (
        Facts(texts["facts"], approval),
        Grid(texts["counts"], form.columns, counts, texts["nothing"]),
        Facts(texts["execution"], done),
    )


def _vendor(texts: Mapping[str, str], batch: BatchView) -> tuple[tuple[str, str], ...]:
    """委託先; what is not told yet is written on the sheet by hand."""
    if batch.method == DisposalMethod.KEY_ERASURE:
        return ()
    return (
        (texts["vendor"], batch.vendor or texts["vendor_blank"]),
        (texts["vendor_number"], batch.vendor_number or texts["vendor_blank"]),
    )
