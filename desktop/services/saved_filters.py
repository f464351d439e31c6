"""The filters of the case list that people keep: their own, and the whole office's.

A filter keeps codes, days and ids. The words somebody looked for are not kept, and the name stands
in clear, so it must not tell of a person (DESIGN §4).
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from desktop.domain.errors import Refused
from desktop.domain.requests import RequestType
from desktop.domain.roles import Capability
from desktop.domain.states import CaseState
from desktop.services import rights
from desktop.services.act import Act, SignedIn
from desktop.services.case_views import CaseFilter, DueWindow
from desktop.services.cases import Cases
from desktop.services.changes import Answer, carry_out
from desktop.services.premises import Premises
from desktop.services.typed_text import refuse_my_number
from desktop.store import audit
from desktop.store.saved_filters import filter_row, filters_of
from desktop.store.schema.casedesk import SavedFilterRow

LONGEST_NAME = 40


@dataclass(frozen=True, slots=True)
class SavedFilter:
    """`mine` asks for the cases of whoever uses it; `sort` is the list's own word for an order."""

    id: str
    name: str
    office: bool
    which: CaseFilter
    mine: bool = False
    sort: str = ""


class SavedFilters:
    def __init__(self, premises: Premises, cases: Cases) -> None:
        self._premises = premises
        self._cases = cases

    def listed(self, by: SignedIn) -> tuple[SavedFilter, ...]:
        """The person's own first, then the office's."""
        rights.require(by, Capability.VIEW_CASE)
        with self._premises.database.reading() as session:
            return tuple(_read(row) for row in filters_of(session, by.person_id))

    def save(
        self, act: Act, name: str, which: CaseFilter, *, mine: bool, sort: str, office: bool
    ) -> SavedFilter:
        """Keep a filter; one of the same name and owner is replaced. Office-wide: a supervisor."""
        wanted = " ".join(name.split())
        self._check_name(wanted)
        if office:
            rights.require(act, Capability.SIGN_SETTING)
        rule = _write(replace(which, text=""), mine=mine, sort=sort)
        owner = None if office else act.by.person_id

        def work(session: Session) -> Answer:
            for row in filters_of(session, act.by.person_id):
                if row.name == wanted and row.owner == owner:
                    row.rule = rule
                    return self._told(session, act, "filter.save", row.id)
            made = SavedFilterRow(id=uuid.uuid4().hex, owner=owner, name=wanted, rule=rule)
            session.add(made)
            return self._told(session, act, "filter.save", made.id)

        answer = carry_out(self._premises, act, Capability.VIEW_CASE, "filter.save", work)
        with self._premises.database.reading() as session:
            return _read(filter_row(session, str(answer["filter"])))

    def remove(self, act: Act, filter_id: str) -> None:
        def work(session: Session) -> Answer:
            row = filter_row(session, filter_id)
            if row.owner is None:
                rights.require(act, Capability.SIGN_SETTING)
            elif row.owner != act.by.person_id:
                raise Refused(
                    "ほかの人の条件は消せません。", "消すかどうかは、保存した人が決めます。"
                )
            session.delete(row)
            return self._told(session, act, "filter.remove", filter_id)

        carry_out(self._premises, act, Capability.VIEW_CASE, "filter.remove", work)

    def _told(self, session: Session, act: Act, action: str, filter_id: str) -> Answer:
        session.flush()
        audit.append(session, act.at, act.by.person_id, action, subject=filter_id)
        return {"filter": filter_id}

    def _check_name(self, name: str) -> None:
        if not name or len(name) > LONGEST_NAME:
            raise Refused(
                "条件の名前がないか、長すぎます。",
                f"{LONGEST_NAME}文字までの名前を付けてください。",
                field="filter_name",
            )
        refuse_my_number(name, field="filter_name")
        if self._cases.names_person(name):
            raise Refused(
                "条件の名前に、請求者の氏名か電話番号が入っています。",
                "名前は暗号化されません。個人のわからない名前を付けてください。",
                field="filter_name",
            )


def _write(which: CaseFilter, *, mine: bool, sort: str) -> str:
    return json.dumps(
        {
            "states": sorted(which.states),
            "assigned": "" if mine else which.assigned,
            "due": which.due or "",
            "types": sorted(which.types),
            "from": which.arrived_from.isoformat() if which.arrived_from else "",
            "to": which.arrived_to.isoformat() if which.arrived_to else "",
            "red": which.red,
            "mine": mine,
            "sort": sort,
        }
    )


def _read(row: SavedFilterRow) -> SavedFilter:
    rule: Mapping[str, Any] = json.loads(row.rule)
    which = CaseFilter(
        states=frozenset(CaseState(state) for state in rule["states"]),
        assigned=rule["assigned"],
        due=DueWindow(rule["due"]) if rule["due"] else None,
        types=frozenset(RequestType(kind) for kind in rule["types"]),
        arrived_from=date.fromisoformat(rule["from"]) if rule["from"] else None,
        arrived_to=date.fromisoformat(rule["to"]) if rule["to"] else None,
        red=rule["red"],
    )
    return SavedFilter(row.id, row.name, row.owner is None, which, rule["mine"], rule["sort"])
