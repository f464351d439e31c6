"""The closing of days written down: one line of the log each, one signed and anchored head."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import asdict

from sqlalchemy.orm import Session

from desktop.services.act import Act
from desktop.services.day_views import DayView
from desktop.store import audit
from desktop.store.schema.workday import DayCloseRow


def sign_days(
    session: Session,
    act: Act,
    days: Sequence[DayView],
    first: str,
    second: str,
    late: str = "",
    *,
    apart: bool,
) -> None:
    """Close these days by two people, whichever of them is signed in; `apart`: each has counted
    alone. `late` says why those that have gone by close only now."""
    for one in days:
        detail: dict[str, str | int] = {
            "day": one.day.isoformat(),
            "first": first,
            "second": second,
            **asdict(one.desk),
        }
        if late and one.day < act.at.date():
            detail["reason"] = late
        audit.append(session, act.at, act.by.person_id, "day.close", detail=detail)
    audit.sign_head(session, act.by.keys, act.at)
    anchor = audit.anchor(session, act.at, act.by.person_id, "day")
    for one in days:
        session.add(
            DayCloseRow(
                id=uuid.uuid4().hex,
                first_day=one.first,
                day=one.day,
                seq=len(one.earlier) + 1,
                **asdict(one.desk),
                closed_by=first,
                second_by=second,
                closed_at=act.at,
                log_size=anchor.size,
                log_root=anchor.root.hex(),
                apart=apart,
                late_reason=late if one.day < act.at.date() else "",
            )
        )
    session.flush()
