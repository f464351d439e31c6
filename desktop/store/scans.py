"""Scan profiles and scan runs: rows that say how this workstation scans, and how far a stack is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from desktop.domain.errors import NotFound
from desktop.domain.scanning import Colour, Feed, PaperSize, ScanProfile, SourceKind
from desktop.store.schema.scanning import ScanProfileRow, ScanRunRow


@dataclass(frozen=True, slots=True)
class Run:
    id: str
    profile_id: str
    profile_name: str
    expected: int | None
    sheets: int
    sides: int
    envelope_id: str
    state: str
    fault: str
    blocked: str
    at: datetime
    half: str = ""


def profiles(session: Session) -> tuple[ScanProfile, ...]:
    """The last used one first, those never used after it by name."""
    rows = session.scalars(select(ScanProfileRow).order_by(ScanProfileRow.name)).all()
    used = sorted((r for r in rows if r.used_at), key=lambda r: r.used_at or r.id, reverse=True)
    return tuple(map(_profile, (*used, *(row for row in rows if row.used_at is None))))


def profile(session: Session, profile_id: str) -> ScanProfile:
    row = session.get(ScanProfileRow, profile_id)
    if row is None:
        raise NotFound(
            "このスキャンのプロファイルはありません。", "ほかのプロファイルを選んでください。"
        )
    return _profile(row)


def save_profile(session: Session, one: ScanProfile) -> None:
    row = session.get(ScanProfileRow, one.id)
    if row is None:
        row = ScanProfileRow(id=one.id, used_at=None)
        session.add(row)
    row.name, row.kind, row.address = one.name, one.kind, one.address
    row.feed, row.dpi, row.colour, row.size = one.feed, one.dpi, one.colour, one.size
    session.flush()


def remove_profile(session: Session, profile_id: str) -> None:
    session.execute(delete(ScanProfileRow).where(ScanProfileRow.id == profile_id))


def use_profile(session: Session, profile_id: str, at: datetime) -> None:
    session.get_one(ScanProfileRow, profile_id).used_at = at
    session.flush()


def begin_run(
    session: Session,
    run_id: str,
    using: ScanProfile,
    expected: int | None,
    envelope_id: str,
    state: str,
    person_id: str,
    at: datetime,
) -> None:
    session.add(
        ScanRunRow(
            id=run_id,
            profile_id=using.id,
            profile_name=using.name,
            expected=expected,
            sheets=0,
            sides=0,
            envelope_id=envelope_id,
            state=state,
            fault="",
            blocked="",
            at=at,
            by=person_id,
        )
    )
    session.flush()


def find_run(session: Session, run_id: str) -> Run | None:
    row = session.get(ScanRunRow, run_id)
    return None if row is None else _run(row)


def run(session: Session, run_id: str) -> Run:
    found = find_run(session, run_id)
    if found is None:
        raise NotFound("この読み取りの記録はありません。", "受付の画面を開き直してください。")
    return found


def runs_in(session: Session, states: Sequence[str]) -> tuple[Run, ...]:
    """The runs in one of these states, oldest first."""
    query = select(ScanRunRow).where(ScanRunRow.state.in_(states)).order_by(ScanRunRow.at)
    return tuple(map(_run, session.scalars(query)))


def took(session: Session, run_id: str, *, sides: int, sheets: int) -> None:
    """In the transaction that acknowledges: so many more are through."""
    row = session.get_one(ScanRunRow, run_id)
    row.sides += sides
    row.sheets += sheets
    session.flush()


def stand_half(session: Session, run_id: str, page_id: str) -> None:
    """The front of a sheet whose back is not in yet; "" once it is."""
    session.get_one(ScanRunRow, run_id).half = page_id
    session.flush()


def next_envelope(session: Session, run_id: str, envelope_id: str) -> None:
    session.get_one(ScanRunRow, run_id).envelope_id = envelope_id
    session.flush()


def stand(session: Session, run_id: str, state: str, *, fault: str = "", blocked: str = "") -> None:
    row = session.get_one(ScanRunRow, run_id)
    row.state, row.fault, row.blocked = state, fault, blocked
    session.flush()


def _profile(row: ScanProfileRow) -> ScanProfile:
    return ScanProfile(
        row.id,
        row.name,
        SourceKind(row.kind),
        row.address,
        Feed(row.feed),
        row.dpi,
        Colour(row.colour),
        PaperSize(row.size),
    )


def _run(row: ScanRunRow) -> Run:
    return Run(
        row.id,
        row.profile_id,
        row.profile_name,
        row.expected,
        row.sheets,
        row.sides,
        row.envelope_id,
        row.state,
        row.fault,
        row.blocked,
        row.at,
        row.half,
    )
