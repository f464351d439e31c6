"""代行: a supervisor on leave names a clerk, who then decides with their own key (DESIGN §1)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from sqlalchemy.orm import Session

from desktop.domain.deputies import Deputyship, check_period
from desktop.domain.errors import NotFound, Refused
from desktop.domain.roles import Capability, Role
from desktop.services import rights
from desktop.services.act import Act
from desktop.services.changes import Answer, carry_out
from desktop.services.people import People, PersonRefused
from desktop.services.premises import Premises
from desktop.store import audit, deputies, people


@dataclass(frozen=True, slots=True)
class DeputyView:
    """One deputyship. `ended_on` is set where it was taken back early."""

    id: str
    person_id: str
    name: str = field(repr=False)
    named_by: str = field(repr=False)
    first_on: date
    last_on: date
    ended_on: date | None

    def state(self, today: date) -> str:
        if self.ended_on is not None:
            return "取消し"
        if today < self.first_on:
            return "予定"
        return "代行中" if today <= self.last_on else "終了"


class Deputies:
    def __init__(self, premises: Premises, people: People) -> None:
        self._premises = premises
        self._people = people

    def everyone(self) -> tuple[DeputyView, ...]:
        """All deputies ever named, the latest first."""
        with self._premises.database.reading() as session:
            found = deputies.everyone(session)
        return tuple(map(self._view, found))

    def now(self, today: date) -> tuple[DeputyView, ...]:
        """Who stands in for a supervisor today, or is about to."""
        return tuple(one for one in self.everyone() if one.state(today) in ("代行中", "予定"))

    def name(
        self, act: Act, person_id: str, first_on: date, last_on: date, passphrase: str
    ) -> DeputyView:
        """The supervisor's own key signs who stands in for them, and from when to when."""
        rights.require(act, Capability.SIGN_SETTING)
        check_period(first_on, last_on, act.at.date())
        keys = self._people.confirm_passphrase(act.by, passphrase, act.at)

        def work(session: Session) -> Answer:
            person = people.by_id(session, person_id)
            if person is None or not person.active or person.role is not Role.CLERK:
                raise PersonRefused(
                    "代行にできるのは、利用中の受付担当だけです。",
                    "受付担当の中から選んでください。",
                    field="deputy",
                )
            for other in deputies.everyone(session):
                free = other.last_on < first_on or last_on < other.first_on
                if other.person_id == person_id and other.ended_on is None and not free:
                    raise PersonRefused(
                        "この人には、期間の重なる代行があります。",
                        "前の代行を取り消すか、期間をずらしてください。",
                        field="first_on",
                    )
            one = deputies.new(person_id, act.by.person_id, first_on, last_on)
            deputies.add(session, one, act.at, keys.sign(deputies.statement(one, act.at)))
            audit.append(
                session,
                act.at,
                act.by.person_id,
                "deputy.name",
                subject=person_id,
                detail={"from": first_on.isoformat(), "to": last_on.isoformat()},
            )
            return {"deputy": one.id}

        answer = carry_out(self._premises, act, Capability.SIGN_SETTING, "deputy.name", work)
        return self._one(str(answer["deputy"]))

    def take_back(self, act: Act, deputy_id: str, passphrase: str) -> DeputyView:
        """The supervisor is back early: nothing more is decided in their place. Signed as well."""
        rights.require(act, Capability.SIGN_SETTING)
        keys = self._people.confirm_passphrase(act.by, passphrase, act.at)

        def work(session: Session) -> Answer:
            one = deputies.by_id(session, deputy_id)
            if one is None or one.ended_on is not None or one.last_on < act.at.date():
                raise Refused(
                    "この代行はすでに終わっています。", "代行の一覧を開き直してください。"
                )
            on, me = act.at.date(), act.by.person_id
            signature = keys.sign(deputies.end_statement(one, on, me, act.at))
            deputies.end(session, deputy_id, on, me, act.at, signature)
            audit.append(
                session,
                act.at,
                me,
                "deputy.end",
                subject=one.person_id,
                detail={"deputy": deputy_id},
            )
            return {"deputy": deputy_id}

        carry_out(self._premises, act, Capability.SIGN_SETTING, "deputy.end", work)
        return self._one(deputy_id)

    def _one(self, deputy_id: str) -> DeputyView:
        with self._premises.database.reading() as session:
            one = deputies.by_id(session, deputy_id)
        if one is None:
            raise NotFound("この代行はありません。", "代行の一覧を開き直してください。")
        return self._view(one)

    def _view(self, one: Deputyship) -> DeputyView:
        name = self._people.name_of
        return DeputyView(
            one.id,
            one.person_id,
            name(one.person_id),
            name(one.named_by),
            one.first_on,
            one.last_on,
            one.ended_on,
        )
