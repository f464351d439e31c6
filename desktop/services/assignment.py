"""Whose cases they are: many given to one person, and all of a person handed over (DOMAIN §8)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from sqlalchemy.orm import Session

from desktop.domain.errors import Refused, SamePerson
from desktop.domain.roles import CAPABILITIES, Capability
from desktop.domain.states import END_STATES, CaseState
from desktop.services.act import Act
from desktop.services.casebook import Casebook
from desktop.services.changes import Answer, carry_out
from desktop.store import audit, people
from desktop.store.cases import cases_by_id, list_cases, where_cases

MOST_AT_ONCE = 300


class HandOverReason(StrEnum):
    LEAVING = "LEAVING"
    ABSENCE = "ABSENCE"
    BALANCE = "BALANCE"


HAND_OVER_LABELS: Final[Mapping[HandOverReason, str]] = {
    HandOverReason.LEAVING: "退職・異動",
    HandOverReason.ABSENCE: "休暇・休職",
    HandOverReason.BALANCE: "担当の調整",
}
"""Codes, not free words: a reason stands in clear in the log."""


@dataclass(frozen=True, slots=True)
class NotAssigned:
    number: str
    why: str


@dataclass(frozen=True, slots=True)
class AssignReport:
    """How many cases changed hands, and which did not, and why."""

    done: int
    refused: tuple[NotAssigned, ...]


class Assignment:
    def __init__(self, book: Casebook) -> None:
        self._book = book
        self._premises = book.premises

    def assign(self, act: Act, case_ids: Sequence[str], person_id: str) -> AssignReport:
        """Give these cases to a person, in one transaction; what cannot be is told by number."""
        wanted = list(dict.fromkeys(case_ids))
        if len(wanted) > MOST_AT_ONCE:
            raise Refused(
                f"一度に担当を替えられるのは{MOST_AT_ONCE}件までです。",
                "一覧を絞り込んで、分けて行ってください。",
            )

        def work(session: Session) -> Answer:
            require_clerk(session, person_id)
            rows = cases_by_id(session, wanted)
            done, refused = 0, []
            for case in (rows[case_id] for case_id in wanted if case_id in rows):
                if CaseState(case.state) in END_STATES:
                    refused.append([case.number, "終わった案件です"])
                elif case.assigned == person_id:
                    refused.append([case.number, "すでにこの人の担当です"])
                else:
                    case.assigned = person_id
                    self._book.note(session, act, case, "case.assign", subject=person_id)
                    done += 1
            return {"done": done, "refused": json.dumps(refused, ensure_ascii=False)}

        answer = carry_out(self._premises, act, Capability.ASSIGN, "case.assign_many", work)
        refused = json.loads(str(answer["refused"]))
        return AssignReport(
            int(answer["done"] or 0), tuple(NotAssigned(number, why) for number, why in refused)
        )

    def hand_over(self, act: Act, from_person: str, to_person: str, reason: HandOverReason) -> int:
        """All open cases of one person to another, as one act with its reason; how many."""
        if from_person == to_person:
            raise SamePerson(
                "引き継ぐ人と引き継がれる人が同じです。",
                "引継ぎ先に別の人を選んでください。",
                field="to_person",
            )

        def work(session: Session) -> Answer:
            require_clerk(session, to_person)
            rows = list_cases(session, where_cases(_OPEN, from_person, None))
            if not rows:
                raise Refused(
                    "この人の進行中の案件はありません。",
                    "引き継ぐ人を選び直してください。",
                    field="from_person",
                )
            for case in rows:
                case.assigned = to_person
                self._book.note(session, act, case, "case.assign", subject=to_person)
            audit.append(
                session,
                act.at,
                act.by.person_id,
                "case.handed_over",
                subject=from_person,
                detail={"to": to_person, "cases": len(rows), "reason": reason.value},
            )
            return {"cases": len(rows)}

        answer = carry_out(self._premises, act, Capability.ASSIGN, "case.hand_over", work)
        return int(answer["cases"] or 0)


def require_clerk(session: Session, person_id: str, field: str = "to_person") -> None:
    """Refuse who has left, or whose duty cases are not; raises Refused."""
    person = people.by_id(session, person_id)
    if (
        person is None
        or not person.active
        or Capability.CHECK_FORM not in CAPABILITIES[person.role]
    ):
        raise Refused(
            "担当にできる人ではありません。",
            "いまの受付担当から選び直してください。",
            field=field,
        )


_OPEN: Final = frozenset(CaseState) - END_STATES
