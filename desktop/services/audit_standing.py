"""記録・監査 at a glance: what was last proved, what vouches for it, and what awaits somebody."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from desktop.domain.findings import FindingState
from desktop.domain.roles import Capability
from desktop.services import rights
from desktop.services.act import SignedIn
from desktop.services.casebook import Casebook
from desktop.services.second_place import SecondPlace, SecondPlaceView
from desktop.services.special_views import next_report
from desktop.store import audit, findings, special
from desktop.store.reports import latest_line


@dataclass(frozen=True, slots=True)
class AuditStanding:
    """`verified_problems`: how many the last verification found; `since_anchor`: the entries that
    no anchor covers yet. Of findings and reports: how many wait, and how many are late."""

    entries: int
    verified_at: datetime | None
    verified_by: str = field(repr=False)
    verified_problems: int
    anchored_at: datetime | None
    anchored_place: str
    since_anchor: int
    second: SecondPlaceView
    open_findings: int
    late_findings: int
    to_confirm: int
    reports: int
    late_reports: int


class AuditBoard:
    def __init__(self, book: Casebook, second: SecondPlace) -> None:
        self._book = book
        self._second = second

    def standing(self, by: SignedIn, at: datetime) -> AuditStanding:
        rights.require(by, Capability.VIEW_CASE)
        today = at.date()
        with self._book.premises.database.reading() as session:
            entries = audit.count(session)
            last = latest_line(session, "audit.verify")
            anchors = [
                one
                for one in audit.anchors(session)
                if not one.place.startswith(audit.SECOND_PLACE)
            ]
            rows = findings.rows(session)
            reports = [next_report(row)[1] for row in special.reports_owed(session)]
            second = self._second.view(session)
        anchored = anchors[-1] if anchors else None
        still = [row for row in rows if row.state == FindingState.OPEN]
        return AuditStanding(
            entries=entries,
            verified_at=last.at if last else None,
            verified_by=self._book.name_of(last.actor) if last else "",
            verified_problems=int(last.detail.get("problems", 0)) if last else 0,
            anchored_at=anchored.at if anchored else None,
            anchored_place=anchored.place if anchored else "",
            since_anchor=entries - (anchored.size if anchored else 0),
            second=second,
            open_findings=len(still),
            late_findings=sum(row.due_on < today for row in still),
            to_confirm=sum(row.state == FindingState.ANSWERED for row in rows),
            reports=len(reports),
            late_reports=sum(day < today for day in reports),
        )
