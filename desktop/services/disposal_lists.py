"""Lists of 保管・廃棄: what is kept, what is due, a batch as it is reviewed and certified."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.domain.disposal import HOLD_LABELS as HOLD_LABELS
from desktop.domain.disposal import DisposalMethod, DisposalStage, ItemState, ListedItem
from desktop.domain.errors import Refused
from desktop.domain.page_kinds import PAGE_KIND_LABELS
from desktop.domain.reading import PageKind
from desktop.domain.retention import RETENTION_LABELS, RetentionClass
from desktop.domain.roles import Capability
from desktop.letters.certificate import CertificateData, ClassCount
from desktop.services import rights
from desktop.services.act import SignedIn
from desktop.services.casebook import Casebook
from desktop.services.disposal_notes import due_notes, listed_notes, note_lines
from desktop.services.disposal_stages import storage_note
from desktop.services.hold_views import hold_lines
from desktop.services.keeping_views import (
    BatchGroup,
    BatchLine,
    BatchView,
    ForecastMonth,
    KeepingView,
    RetainedClass,
    UnitLine,
    reason_words,
)
from desktop.store import deputies, desk_notes, key_media
from desktop.store.disposals import batch_items, batch_notes, batch_rows
from desktop.store.holds import Held, held_now
from desktop.store.schema.casework import CaseRow, UnitRow
from desktop.store.schema.keeping import DisposalBatchRow, DisposalItemRow
from desktop.store.units import content_counts, count_destroyed_units, due_units, kinds_of

_KEPT = (ItemState.RETAINED, ItemState.DUE, ItemState.REJECTED)
_MONTHS = 12
_NOTES: Final = "B 電話・窓口の記録"
_OWN_LABELS: Final[Mapping[RetentionClass, str]] = {
    RetentionClass.C: "決定・照合票・文書",
    RetentionClass.C6: "開示資料の控え",
}


def keeping_view(session: Session, book: Casebook, today: date) -> KeepingView:
    held = held_now(session)
    due = due_units(session, today)
    cases = {row.id: row for row in _cases_of(session, due)}
    counts = content_counts(session, [unit.id for unit in due])
    return KeepingView(
        retained=_retained(session),
        due=(
            *(
                unit_line(session, unit, cases[unit.case_id], counts.get(unit.id, 0), held)
                for unit in due
            ),
            *due_notes(session, today),
        ),
        batches=tuple(batch_line(session, book, row) for row in batch_rows(session)),
        forecast=_forecast(session, today),
        destroyed=count_destroyed_units(session) + desk_notes.count_destroyed(session),
        holds=hold_lines(session, book, today),
    )


def unit_line(session: Session, unit: UnitRow, case: CaseRow, pages: int, held: Held) -> UnitLine:
    if unit.due_on is None:
        raise Refused("廃棄の期限のない書類です。", "一覧を開き直してください。")
    return UnitLine(
        unit_id=unit.id,
        cls=RetentionClass(unit.cls),
        label=unit_label(session, unit),
        case_number=case.number,
        paper=unit.sheets,
        pages=pages,
        due_on=unit.due_on,
        held=bool(why := held.unit(case.id, unit.cls)),
        held_why=reason_words(why),
        shelf=case.shelf,
    )


def unit_label(session: Session, unit: UnitRow) -> str:
    """What lies in the unit, by the names of its papers."""
    cls = RetentionClass(unit.cls)
    if cls in _OWN_LABELS:
        return _OWN_LABELS[cls]
    kinds = dict.fromkeys(kinds_of(session, unit.id))
    names = [PAGE_KIND_LABELS[PageKind(kind)] for kind in kinds]
    return "・".join(names) or RETENTION_LABELS[cls]


def listed(session: Session, batch_id: str) -> tuple[ListedItem, ...]:
    """The list as the hash covers it: removed items are out of it."""
    units = (
        ListedItem(
            unit.id,
            case.number,
            RetentionClass(item.cls),
            item.due_on,
            item.sheets > 0,
            item.pages,
        )
        for item, unit, case in batch_items(session, batch_id)
        if not item.removed
    )
    return (*units, *listed_notes(session, batch_id))


def batch_line(session: Session, book: Casebook, row: DisposalBatchRow) -> BatchLine:
    number = session.scalar(
        select(func.count())
        .select_from(DisposalItemRow)
        .where(DisposalItemRow.batch_id == row.id, DisposalItemRow.removed.is_(False))
    )
    return BatchLine(
        id=row.id,
        number=row.number,
        state=ItemState(row.state),
        stage=DisposalStage(row.stage),
        units=(number or 0) + len(batch_notes(session, row.id)),
        proposed_by=book.name_of(row.proposed_by),
        proposed_at=row.proposed_at,
    )


def batch_view(session: Session, book: Casebook, row: DisposalBatchRow, by: SignedIn) -> BatchView:
    held = held_now(session)
    items = batch_items(session, row.id)
    kept = [entry for entry in items if not entry[0].removed]
    lines = [_item_line(session, *entry, held) for entry in kept]
    lines = sorted([*lines, *note_lines(session, row.id)], key=lambda line: line.cls)
    paper = key_media.paper_end(session, row.id)
    return BatchView(
        id=row.id,
        number=row.number,
        state=ItemState(row.state),
        stage=DisposalStage(row.stage),
        groups=_groups(lines),
        removed=(
            *(_item_line(session, *entry, held) for entry in items if entry[0].removed),
            *note_lines(session, row.id, removed=True),
        ),
        list_hash=row.list_hash,
        proposed_by=book.name_of(row.proposed_by),
        proposed_by_id=row.proposed_by,
        proposed_at=row.proposed_at,
        approved_by=book.approver_name(session, row.approved_by, row.approved_at),
        approved_at=row.approved_at,
        executor=book.name_of(row.executor),
        witness=book.name_of(row.witness),
        method=row.method,
        place=row.place,
        executed_at=row.executed_at,
        units=len(lines),
        paper=sum(line.paper for line in lines),
        pages=sum(line.pages for line in lines),
        keys=len(lines),
        own_proposal=row.proposed_by == by.person_id,
        own_work=rights.acts_as_deputy(by, Capability.APPROVE_DISPOSAL)
        and deputies.worked_on_list(session, by.person_id, row.id),
        version=row.version,
        reason=_reason(session, book, row),
        vendor="" if paper is None else paper.vendor,
        vendor_number="" if paper is None else paper.number,
    )


def certificate_data(
    session: Session, book: Casebook, row: DisposalBatchRow, issued_on: date
) -> CertificateData:
    """The facts of the certificate; the people's names are the office's own."""
    if row.executed_at is None or row.approved_at is None:
        raise Refused(
            "まだ廃棄を実施していないため、証明書を作成できません。",
            "廃棄の実施と立会いを済ませてください。",
        )
    entries = [entry for entry in batch_items(session, row.id) if not entry[0].removed]
    notes = len(batch_notes(session, row.id))
    paper = key_media.paper_end(session, row.id)
    return CertificateData(
        number=row.number,
        office=book.administration.settings(issued_on).office_name,
        issued_on=issued_on,
        stage=DisposalStage(row.stage),
        list_hash=row.list_hash,
        counts=(
            *_class_counts([item for item, _, _ in entries]),
            *([ClassCount(_NOTES, notes, 0, 0)] if notes else ()),
        ),
        keys=len(entries) + notes,
        proposed_by=book.name_of(row.proposed_by),
        proposed_at=row.proposed_at,
        approved_by=book.approver_name(session, row.approved_by, row.approved_at),
        approved_at=row.approved_at,
        executor=book.name_of(row.executor),
        witness=book.name_of(row.witness),
        executed_at=row.executed_at,
        method=DisposalMethod(row.method),
        place=row.place,
        anchor_size=row.anchor_size or 0,
        anchor_root=row.anchor_root,
        storage_note=storage_note(session, book.premises),
        vendor="" if paper is None else paper.vendor,
        vendor_number="" if paper is None else paper.number,
    )


def _class_counts(items: Sequence[DisposalItemRow]) -> list[ClassCount]:
    found = []
    for cls, members in groupby(items, key=lambda item: item.cls):
        group = list(members)
        found.append(
            ClassCount(
                RETENTION_LABELS[RetentionClass(cls)],
                len(group),
                sum(item.sheets for item in group),
                sum(item.pages for item in group),
            )
        )
    return found


def _item_line(
    session: Session,
    item: DisposalItemRow,
    unit: UnitRow,
    case: CaseRow,
    held: Held,
) -> UnitLine:
    return UnitLine(
        unit_id=unit.id,
        cls=RetentionClass(item.cls),
        label=unit_label(session, unit),
        case_number=case.number,
        paper=item.sheets,
        pages=item.pages,
        due_on=item.due_on,
        held=bool(why := held.unit(case.id, unit.cls)),
        held_why=reason_words(why),
        shelf=case.shelf,
    )


def _groups(lines: Sequence[UnitLine]) -> tuple[BatchGroup, ...]:
    found = []
    for cls, members in groupby(lines, key=lambda line: line.cls):
        rows = tuple(members)
        last = max(line.due_on for line in rows)
        found.append(BatchGroup(cls, RETENTION_LABELS[cls], rows, last))
    return tuple(found)


def _retained(session: Session) -> tuple[RetainedClass, ...]:
    counted = session.execute(
        select(UnitRow.cls, func.count(), func.min(UnitRow.due_on))
        .where(UnitRow.state.in_(_KEPT))
        .group_by(UnitRow.cls)
    )
    kept = {RetentionClass(cls): (number, due) for cls, number, due in counted}
    if notes := desk_notes.kept_alone(session):
        number, due = kept.get(RetentionClass.B, (0, None))
        first = min((*notes, *((due,) if due is not None else ())))
        kept[RetentionClass.B] = (number + len(notes), first)
    return tuple(RetainedClass(cls, RETENTION_LABELS[cls], *kept[cls]) for cls in sorted(kept))


def _forecast(session: Session, today: date) -> tuple[ForecastMonth, ...]:
    """How many units fall due in each of the next months, the present one first."""
    days = session.scalars(
        select(UnitRow.due_on).where(UnitRow.state.in_(_KEPT), UnitRow.due_on > today)
    )
    notes = (day for day in desk_notes.kept_alone(session) if day > today)
    months = [day.strftime("%Y-%m") for day in (*days, *notes) if day is not None]
    found = []
    for offset in range(_MONTHS):
        number = today.month - 1 + offset
        month = f"{today.year + number // 12}-{number % 12 + 1:02d}"
        found.append(ForecastMonth(month, months.count(month)))
    return tuple(found)


def _cases_of(session: Session, units: Sequence[UnitRow]) -> Sequence[CaseRow]:
    ids = {unit.case_id for unit in units}
    return session.scalars(select(CaseRow).where(CaseRow.id.in_(ids))).all()


def _reason(session: Session, book: Casebook, row: DisposalBatchRow) -> str:
    if row.reason is None or row.reason_key_id is None:
        return ""
    vault = book.premises.vault
    text = vault.open(session, row.reason_key_id, row.id, "reason", "batch", row.reason)
    return text.decode()
