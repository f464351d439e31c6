"""What 承認 shows of an answer that waits for its signature."""

from __future__ import annotations

from dataclasses import dataclass, field

from desktop.domain.clocks import ClockView
from desktop.services.case_views import CaseView, ItemDecision


@dataclass(frozen=True, slots=True)
class ApprovalLine:
    case_id: str
    number: str
    name: str = field(repr=False)
    drafted_by: str
    outcome: str
    statutory: ClockView | None
    own_draft: bool
    barred: bool = False


@dataclass(frozen=True, slots=True)
class CheckRow:
    """One component of the three-way check as it was confirmed, without the texts.

    `by_former`: the places differ, and a move that the check proved explains it.
    """

    component: str
    label: str
    outcome: str
    by_former: bool = False


@dataclass(frozen=True, slots=True)
class Hand:
    """Who worked on the case, and what they did, in the order of the work."""

    who: str
    did: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ApprovalView:
    case: CaseView
    decisions: tuple[ItemDecision, ...]
    letter_id: str
    letter_hash: str
    rows: tuple[CheckRow, ...]
    own_draft: bool
    hands: tuple[Hand, ...] = ()
    articles: tuple[str, ...] = ()
    """「開示 33条1項」, as the settings of the 到達日 have it."""
    barred: str = ""
    """Why the person who looks does not decide on it; "" where they may."""
    former: tuple[str, ...] = ()
    """「住民票の写しの前住所 ＝ 登録 R1 …」, where a former address carried the match."""
