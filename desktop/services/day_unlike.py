"""Two people counted a day apart and differ: written down, and both begin anew (TRUST §3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date

from sqlalchemy.orm import Session

from desktop.domain.errors import Refused
from desktop.services.act import Act
from desktop.services.changes import Answer
from desktop.services.day_views import PaperCount
from desktop.store import audit, day_close


class CountsUnlike(Refused):
    """Where the two differ, by the pile and never by the number."""

    code = "counts_unlike"

    def __init__(self, piles: str) -> None:
        super().__init__(
            "二人の数えた通数が違うため、締められません。" + piles,
            "二人とも、違いのある山を数え直して、もう一度記録してください。"
            "違った回数は操作記録に残ります。",
        )


def note_unlike(
    session: Session,
    act: Act,
    day: date,
    both: tuple[str, str],
    paper: PaperCount,
    told: Sequence[str],
) -> Answer:
    """What the second counted is kept beside the first one's count, and no count of the day holds
    any more: who tries figures until they fit needs the other one's new count for every try."""
    first, second = both
    counts = {"opened": paper.opened, **asdict(paper.piles)}
    day_close.add_count(session, day, second, act.at, counts)
    detail: dict[str, str | int] = {
        "day": day.isoformat(),
        "first": first,
        "second": second,
        "piles": len(told),
        "times": day_close.spend_counts(session, day),
    }
    audit.append(session, act.at, act.by.person_id, "day.unlike", detail=detail)
    return {"unlike": "".join(told)}
