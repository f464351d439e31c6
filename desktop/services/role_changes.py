"""Another role for somebody who is here: wished by one, in force once another signs (DESIGN §1)."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from desktop.domain.errors import SamePerson
from desktop.domain.roles import Capability, Role
from desktop.domain.states import END_STATES, CaseState
from desktop.services import rights
from desktop.services.act import Act, SignedIn
from desktop.services.changes import Answer, carry_out
from desktop.services.people import People, PersonRefused, not_registered
from desktop.services.premises import Premises
from desktop.store import audit, deputies, people, settings
from desktop.store.cases import approved_by, count_cases, where_cases
from desktop.store.disposals import approved_batches
from desktop.store.settings import person_of_role

_OPEN = frozenset(CaseState) - END_STATES


@dataclass(frozen=True, slots=True)
class OpenWork:
    """What a person has on the desk, in numbers alone: it is handed over or becomes void."""

    cases: int  # open ones that are theirs
    approvals: int  # answers and disposals they signed and that have not left
    deputyships: int  # in which they stand in, or are stood in for, now or soon


class RoleChanges:
    def __init__(self, premises: Premises, people_: People) -> None:
        self._premises = premises
        self._people = people_

    def open_work(self, by: SignedIn, person_id: str) -> OpenWork:
        """What has to be handed over, for who decides about people; raises NotAllowed."""
        if not rights.may(by, Capability.SIGN_SETTING):
            rights.require(by, Capability.MANAGE_PEOPLE)
        today = by.at.date()
        with self._premises.database.reading() as session:
            waiting = [
                case
                for case in approved_by(session, person_id)
                if CaseState(case.state) is CaseState.APPROVED
            ]
            standing = [
                one
                for one in deputies.everyone(session)
                if person_id in (one.person_id, one.named_by)
                and one.ended_on is None
                and one.last_on >= today
            ]
            return OpenWork(
                count_cases(session, where_cases(_OPEN, person_id, None)),
                len(waiting) + len(approved_batches(session, person_id)),
                len(standing),
            )

    def wish(self, act: Act, person_id: str, role: Role) -> None:
        """Another role, while the present one stays until a supervisor has signed."""

        def work(session: Session) -> Answer:
            person = people.by_id(session, person_id)
            if person is None or not person.active:
                raise not_registered()
            if settings.needs_standing(session):
                # There a signature holds by the role in the row: another one would undo them all.
                raise PersonRefused(
                    "前の版からの役割と鍵に、責任者の署名がまだありません。",
                    "責任者が一覧に署名したあとで、もう一度申請してください。",
                    field="role",
                )
            if person_id == act.by.person_id:
                raise SamePerson(
                    "自分の役割を、自分で変えることはできません。",
                    "ほかの管理者に依頼してください。",
                    field="role",
                )
            name = settings.role_name(person_id)
            if any(one.name == name for one in settings.unsigned(session)):
                raise PersonRefused(
                    "この人の役割は、責任者の署名を待っています。",
                    "署名を待つか、設定の「規則」で申請を取り下げてください。",
                    field="role",
                )
            day, me = act.at.date(), act.by.person_id
            # One whose first role was refused or taken back has none yet, whatever the row says.
            if person.role is role and settings.role_of(session, person_id, day) is not None:
                raise PersonRefused(
                    "いまと同じ役割です。", "変える役割を選んでください。", field="role"
                )
            self._people.require_enough(session, act, person_id, role)
            wish = settings.propose(session, name, role.value, day, me, act.at)
            detail = {"from": person.role.value, "to": role.value, "setting": wish.id}
            audit.append(
                session, act.at, me, "person.role_proposed", subject=person_id, detail=detail
            )
            return {"person": person_id}

        kind = "person.role_proposed"
        carry_out(self._premises, act, Capability.MANAGE_PEOPLE, kind, work)

    def take(self, session: Session, act: Act, signed: settings.Setting) -> None:
        """A role was just signed: from now on it is the person's.

        What the former one gave ends with it, as when somebody leaves: deputyships, and the
        signatures of a supervisor or deputy on what has not left. Cases stay theirs until handed
        over.
        """
        person_id, role = person_of_role(signed.name), Role(str(signed.value))
        person = people.by_id(session, person_id)
        if person is None or not person.active:
            raise PersonRefused(
                "この利用者の利用は終わっています。", "役割の申請を取り下げてください。"
            )
        if person.role is role:
            return
        if person_id == act.by.person_id:
            raise SamePerson(
                "自分の役割に、自分で署名することはできません。",
                "ほかの責任者に署名を依頼してください。",
            )
        self._people.require_enough(session, act, person_id, role)
        people.change_role(session, person_id, role)
        deputies.end_all_of(session, person_id, act.at.date(), act.by.person_id)
        self._people.undo_of(session, act, person_id)
        detail = {"from": person.role.value, "to": role.value}
        audit.append(
            session, act.at, act.by.person_id, "person.role", subject=person_id, detail=detail
        )


__all__ = ["OpenWork", "RoleChanges", "person_of_role"]
