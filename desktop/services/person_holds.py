"""保全 of a person: every case in which the same person asks, also one that comes later."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy.orm import Session

from desktop.domain.errors import Refused
from desktop.services.act import Act
from desktop.services.case_index import CaseIndex
from desktop.services.same_person import same_person
from desktop.store import audit, holds
from desktop.store.parts import get_part, open_parts
from desktop.store.schema.casework import CaseRow
from desktop.store.vault.vault import Vault


def cases_of_person(
    session: Session, vault: Vault, index: CaseIndex, case_id: str
) -> tuple[str, ...]:
    """This case and all others of the same person, whatever their state.

    The index of the searched fields says whose person block is worth opening (DESIGN §4).
    """
    person = get_part(session, vault, case_id, "person") or {}
    if not person.get("name"):
        raise Refused(
            "この案件には、ほかの案件と照らす氏名がありません。", "案件ごとに保全してください。"
        )
    others = holds.all_cases(session)
    others.pop(case_id, None)
    likely = index.named(person["name"], others)
    found = (
        other
        for other, values in open_parts(session, vault, "person", likely)
        if same_person(person, values)
    )
    return (case_id, *sorted(found))


def join_person_holds(session: Session, vault: Vault, act: Act, case: CaseRow) -> None:
    """The case is kept as well where its person is held already."""
    waiting = [
        hold for hold in holds.person_holds(session) if case.id not in _reached(session, hold.id)
    ]
    if not waiting:
        return
    person = get_part(session, vault, case.id, "person") or {}
    for hold in waiting:
        held = get_part(session, vault, hold.case_id or "", "person") or {}
        if same_person(held, person):
            holds.reach(session, hold.id, [case.id], act.at)
            by, detail = act.by.person_id, {"reason": hold.reason}
            audit.append(
                session, act.at, by, "hold.joined", case_id=case.id, subject=hold.id, detail=detail
            )


def _reached(session: Session, hold_id: str) -> Collection[str]:
    return {row.id for row in holds.reached_cases(session, hold_id)}
