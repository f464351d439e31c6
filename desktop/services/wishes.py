"""What waits for a supervisor's second signature among the settings (DESIGN §1).

It stands on Today of who may sign, and as a count beside 設定.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from sqlalchemy.orm import Session

from desktop.services.case_views import RedTask
from desktop.store import settings
from desktop.store.schema.base import JST
from desktop.store.settings import Setting

WORDS, HOLIDAYS, RULES = "WISH_WORDS", "WISH_HOLIDAYS", "WISH_RULES"
_WHAT: Final = {
    WORDS: "文書の文面・弁護士等の確認",
    HOLIDAYS: "祝日表",
    RULES: "設定・利用者の役割",
}
_A_WEEK: Final = 7
_DOCUMENTS: Final = ("documents.", "counsel.")


def wish_tasks(session: Session, today: date) -> tuple[RedTask, ...]:
    """One task for each page of 設定 on which something waits; after a week it is red."""
    waiting = settings.unsigned(session)
    found = []
    for code, what in _WHAT.items():
        if of_page := [one for one in waiting if _page(one) == code]:
            first = min(one.proposed_at for one in of_page).astimezone(JST)
            found.append(
                RedTask(
                    code,
                    f"署名を待つ{what}の申請が{len(of_page)}件あります"
                    f"（最も古いものは{first.month}月{first.day}日）。",
                    "責任者が設定を開き、内容を確かめて署名するか、却下してください。",
                    late=(today - first.date()).days > _A_WEEK,
                )
            )
    return tuple(found)


def to_sign(waiting: Sequence[Setting], person_id: str) -> int:
    """How many of them this person may sign: nobody signs a wish of their own."""
    return sum(1 for one in waiting if one.proposed_by != person_id)


def _page(one: Setting) -> str:
    if one.name.startswith(_DOCUMENTS):
        return WORDS
    return HOLIDAYS if one.name == "holidays" else RULES
