"""Counts of what became of read fields; no text of any field comes here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from desktop.domain.reading import PageReading, bare_key
from desktop.store.schema.reading_rates import FieldLookRow, FieldRateRow


@dataclass(frozen=True, slots=True)
class FieldRate:
    """Of one field: taken unseen, looked at and right, put right, filed without a look.

    `form` is a form's code, or the kind of a paper that has no form.
    """

    form: str
    version: int
    key: str
    accepted: int
    confirmed: int
    corrected: int
    left_open: int

    @property
    def read(self) -> int:
        return self.accepted + self.confirmed + self.corrected + self.left_open


def looked_at(session: Session, page_id: str, key: str, *, changed: bool | None) -> None:
    """A clerk confirmed or changed what was read; once changed it stays a wrong reading.

    `changed` is None where nothing had been read: what a clerk typed is no reading, ever after.
    """
    row = session.get(FieldLookRow, (page_id, key))
    if row is None:
        session.add(FieldLookRow(page_id=page_id, key=key, changed=changed))
    elif row.changed is not None:
        row.changed = row.changed or changed
    session.flush()


def count(session: Session, page_id: str, reading: PageReading) -> None:
    """Add a filed page's fields. A field that holds nothing and was not looked at says nothing."""
    rows = session.scalars(select(FieldLookRow).where(FieldLookRow.page_id == page_id))
    looks = {row.key: row.changed for row in rows}
    fields = ((part.kind, one) for part, own in reading.sides() for one in own)
    for kind, field in fields:
        typed = field.key in looks and looks[field.key] is None
        if typed or (not field.text and field.key not in looks):
            continue
        which = (reading.form or str(kind), reading.form_version, bare_key(field.key))
        row = session.get(FieldRateRow, which)
        if row is None:
            form, version, key = which
            row = FieldRateRow(form=form, version=version, key=key)
            row.accepted = row.confirmed = row.corrected = row.left_open = 0
            session.add(row)
        if field.key in looks:
            row.corrected += bool(looks[field.key])
            row.confirmed += not looks[field.key]
        elif field.sure:
            row.accepted += 1
        else:
            row.left_open += 1
    session.flush()


def forget_looks(session: Session, page_ids: Sequence[str]) -> None:
    """The pages left the desk: filed and counted, or discarded."""
    session.execute(delete(FieldLookRow).where(FieldLookRow.page_id.in_(page_ids)))


def rates(session: Session) -> tuple[FieldRate, ...]:
    """Every field's counts, by form, version and key."""
    order = (FieldRateRow.form, FieldRateRow.version, FieldRateRow.key)
    return tuple(
        FieldRate(
            row.form,
            row.version,
            row.key,
            row.accepted,
            row.confirmed,
            row.corrected,
            row.left_open,
        )
        for row in session.scalars(select(FieldRateRow).order_by(*order))
    )
