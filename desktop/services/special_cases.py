"""What changes the rules for one case: death, occupant, secrecy (DOMAIN §1, §8)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from desktop.domain.errors import Refused
from desktop.domain.occupants import Occupancy, check_occupancy
from desktop.domain.roles import Capability
from desktop.domain.states import END_STATES, STATE_LABELS, Action, CaseState, allowed
from desktop.services.act import Act
from desktop.services.case_change import CaseChange
from desktop.services.case_facts import ASKING_CODES, DECISION_CODES, NOTICE_CODES
from desktop.services.case_views import CaseView
from desktop.services.cases import Cases
from desktop.services.occupant_inquiries import ASKED, cut_to_own_time, give_whole_time_back
from desktop.services.premises import Premises
from desktop.services.recheck import return_draft
from desktop.services.special_views import (
    DEATH,
    OCCUPANT,
    SECRECY,
    SPECIAL,
    Secrecy,
    secrecy_of,
    special_part,
)
from desktop.services.typed_text import require_text
from desktop.services.waiting import end_wait, forget_identity
from desktop.store.cases import void_approvals
from desktop.store.letters import void_letters
from desktop.store.parts import drop_part, put_part
from desktop.store.schema.casework import CaseRow

_OWN_PERIOD = (
    CaseState.SCOPING,
    CaseState.FEE_CHECK,
    CaseState.AWAITING_FEE,
    CaseState.INVESTIGATION,
    CaseState.DRAFTED,
    CaseState.SENT_BACK,
    CaseState.APPROVAL,
    CaseState.APPROVED,
)


@dataclass(frozen=True, slots=True)
class DeathNotice:
    """Who told that the principal has died, when, and what shows it. Letters go there from now."""

    told_on: date
    name: str = field(repr=False)
    postal: str = field(repr=False)
    address: str = field(repr=False)
    note: str = field(repr=False)


class SpecialCases:
    def __init__(self, premises: Premises, cases: Cases) -> None:
        self._premises = premises
        self._book = cases.book
        self._change = CaseChange(cases)

    def record_death(self, act: Act, case_id: str, notice: DeathNotice) -> CaseView:
        """The principal has died: an agent's power has ended, and nobody is proven any more.

        What was drafted, submitted or approved is void; the case goes back to the identity check
        (from a wait to the form check), from where it is refused for ロ or handed to 任意対応.
        """
        for text, field_name, lacking in (
            (notice.note, "note", "亡くなったことを何で確かめたかを書いてください。"),
            (notice.name, "name", "知らせた方の氏名を入れてください。"),
            (notice.address, "address", "知らせた方の住所を入れてください。"),
        ):
            require_text(text, lacking, field_name)

        def work(session: Session, case: CaseRow) -> None:
            _require_unsent(case)
            if special_part(session, self._premises.vault, case.id, DEATH):
                raise Refused("死亡は記録されています。", "案件を開き直してください。")
            if not case.arrived_on <= notice.told_on <= act.at.date():
                raise Refused(
                    "知らせのあった日が、到達日より前か今日より後です。",
                    "知らせのあった日を入れてください。",
                    field="told_on",
                )
            values = {
                "told_on": notice.told_on.isoformat(),
                "name": notice.name.strip(),
                "postal": notice.postal.strip(),
                "address": notice.address.strip(),
                "note": notice.note.strip(),
                "by": act.by.person_id,
            }
            self._put(session, act, case, DEATH, values, cls="B")
            self._book.note(session, act, case, "case.principal_died")
            self._back_to_identity(session, act, case, notice.told_on)

        return self._change.view(
            act, case_id, Capability.CHECK_IDENTITY, "case.principal_died", work
        )

    def take_back_death(self, act: Act, case_id: str, reason: str) -> CaseView:
        """It was recorded by mistake: what it undid is done anew, and what was drafted or asked
        because of it does not leave."""
        require_text(reason, "記録を取り消す理由を書いてください。", "reason")

        def work(session: Session, case: CaseRow) -> None:
            _require_unsent(case)
            if not special_part(session, self._premises.vault, case.id, DEATH):
                raise Refused("死亡の記録がありません。", "案件を開き直してください。")
            drop_part(session, case.id, SPECIAL, DEATH)
            self._put(session, act, case, "death_taken_back", _said(act, reason))
            self._book.note(session, act, case, "case.death_taken_back")
            self._back_to_identity(session, act, case, act.at.date())

        return self._change.view(
            act, case_id, Capability.CHECK_IDENTITY, "case.death_taken_back", work
        )

    def set_occupant(self, act: Act, case_id: str, occupancy: Occupancy, note: str) -> CaseView:
        """利用者≠契約者: usage of the own time at the supply point, and nothing else (policy 4(5)).

        What the departments have answered is asked for anew, of the own time alone: it may hold
        another's period.
        """
        require_text(note, "利用していたことを何で確かめたかを書いてください。", "note")
        check_occupancy(occupancy, act.at.date())

        def work(session: Session, case: CaseRow) -> None:
            self._require_own_period(case)
            if case.identity_which != "R2":
                raise Refused(
                    "供給場所（R2）で一致した方だけを、利用者として扱えます。",
                    "契約者の住所で一致しています。住所の照合を確かめてください。",
                )
            return_draft(session, self._book, act, case)
            before = special_part(session, self._premises.vault, case.id, OCCUPANT)
            values: dict[str, Any] = {
                "since": occupancy.since.isoformat(),
                "until": occupancy.until.isoformat() if occupancy.until else "",
                ASKED: cut_to_own_time(session, case, before, occupancy, act.at.date()),
                **_said(act, note),
            }
            self._put(session, act, case, OCCUPANT, values)
            self._book.note(session, act, case, "case.occupant")

        return self._change.view(act, case_id, Capability.CHECK_IDENTITY, "case.occupant", work)

    def clear_occupant(self, act: Act, case_id: str, reason: str) -> CaseView:
        """The person is the contractor after all: departments are asked of the whole time again. An
        answer for the own time alone is taken back, for it would pass for a whole one."""
        require_text(reason, "利用者の扱いをやめる理由を書いてください。", "reason")

        def work(session: Session, case: CaseRow) -> None:
            self._require_own_period(case)
            before = special_part(session, self._premises.vault, case.id, OCCUPANT)
            if not before:
                raise Refused("利用者として扱っていない案件です。", "案件を開き直してください。")
            return_draft(session, self._book, act, case)
            drop_part(session, case.id, SPECIAL, OCCUPANT)
            taken_back = give_whole_time_back(session, case, before)
            self._put(session, act, case, "occupant_cleared", _said(act, reason))
            detail = {"answers": taken_back} if taken_back else {}
            self._book.note(session, act, case, "case.occupant_cleared", detail=detail)

        return self._change.view(
            act, case_id, Capability.CHECK_IDENTITY, "case.occupant_cleared", work
        )

    def ask_secrecy(self, act: Act, case_id: str, note: str) -> CaseView:
        """DV等: it holds at once; a supervisor decides whether it stays."""
        require_text(note, "秘匿の申出の内容を書いてください。", "note")

        def work(session: Session, case: CaseRow) -> None:
            _require_open(case)
            if secrecy_of(session, self._premises.vault, case.id) is not Secrecy.NONE:
                raise Refused("秘匿の申出は記録されています。", "案件を開き直してください。")
            values = {"state": Secrecy.ASKED.value, **_said(act, note)}
            self._put(session, act, case, SECRECY, values)
            # The log tells that something was settled about the handling, not what.
            self._book.note(session, act, case, "case.handling")

        return self._change.view(act, case_id, Capability.CHECK_FORM, "case.handling", work)

    def decide_secrecy(self, act: Act, case_id: str, keep: bool, note: str) -> CaseView:
        """The supervisor's word: secret, or not."""
        require_text(note, "判断の理由を書いてください。", "note")

        def work(session: Session, case: CaseRow) -> None:
            asked = special_part(session, self._premises.vault, case.id, SECRECY)
            now = Secrecy(asked.get("state", ""))
            after = Secrecy.SET if keep else Secrecy.NONE
            if now is after:
                raise Refused("秘匿の扱いはすでにその通りです。", "案件を開き直してください。")
            # What was asked for stays beside what was decided about it.
            values = {**asked, "state": after.value, "decision": _said(act, note)}
            self._put(session, act, case, SECRECY, values)
            self._book.note(session, act, case, "case.handling")

        return self._change.view(act, case_id, Capability.DECIDE_SECRECY, "case.handling", work)

    def _put(
        self,
        session: Session,
        act: Act,
        case: CaseRow,
        slot: str,
        values: dict[str, Any],
        *,
        cls: str = "C",
    ) -> None:
        vault = self._premises.vault
        put_part(session, vault, case.id, cls, SPECIAL, values, act.at, slot=slot)

    def _back_to_identity(self, session: Session, act: Act, case: CaseRow, on: date) -> None:
        state = CaseState(case.state)
        # What has not left is addressed to the wrong person.
        void_letters(session, case.id, (*DECISION_CODES, *ASKING_CODES, *NOTICE_CODES))
        if state is CaseState.AWAITING_CORRECTION:
            end_wait(session, self._book, act, case, on)
            return
        forget_identity(case)
        if Action.RECHECK_IDENTITY in allowed(state):
            void_approvals(session, "case", case.id)
            self._book.advance(session, act, case, Action.RECHECK_IDENTITY)

    def _require_own_period(self, case: CaseRow) -> None:
        if CaseState(case.state) not in _OWN_PERIOD:
            raise Refused(
                f"「{STATE_LABELS[CaseState(case.state)]}」の案件では、利用者の扱いを変えられません。",
                "本人確認の後、発送の前に記録してください。",
            )


def _said(act: Act, text: str) -> dict[str, Any]:
    return {"note": text.strip(), "by": act.by.person_id, "on": act.at.date().isoformat()}


def _require_open(case: CaseRow) -> None:
    if CaseState(case.state) in END_STATES:
        raise Refused("終わった案件は変えられません。", "責任者に再開を依頼してください。")


def _require_unsent(case: CaseRow) -> None:
    """Before the answer has left; afterwards nothing about it can be undone."""
    _require_open(case)
    if CaseState(case.state) in (
        CaseState.DISPATCHED,
        CaseState.RETURNED_MAIL,
        CaseState.DELIVERED,
    ):
        raise Refused("回答を発送した案件には、もう記録できません。", "責任者に報告してください。")
