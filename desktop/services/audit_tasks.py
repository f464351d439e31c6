"""On the day's page: anchors that have not reached the second place, corrections that are late."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from desktop.services.case_views import RedTask
from desktop.services.casebook import Casebook
from desktop.services.second_place import SecondPlace
from desktop.store import findings

ANCHOR_PLACE = "ANCHOR_PLACE"
FINDING = "FINDING"


def audit_tasks(session: Session, book: Casebook, at: datetime) -> list[RedTask]:
    found = []
    place = SecondPlace(book.premises, book.administration).view(session)
    if place.owed and place.owed_since is not None:
        since = place.owed_since.date()
        found.append(
            RedTask(
                ANCHOR_PLACE,
                f"操作記録の控えが{place.owed}件、第二の置き場所に届いていません"
                f"（最も古いものは{since.month}月{since.day}日）。",
                "共有フォルダーやディスクのつながりを確かめて、控えを送ってください。",
            )
        )
    if late := findings.late(session, at.date()):
        first = late[0].due_on
        found.append(
            RedTask(
                FINDING,
                f"期限を過ぎた是正処置が{len(late)}件あります"
                f"（{late[0].number}、{first.month}月{first.day}日まで）。",
                "担当の人が是正を報告するか、責任者が期限を定め直してください。",
            )
        )
    return found
