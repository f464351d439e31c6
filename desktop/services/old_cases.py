"""紙で始まった案件: a request that came before the desk was there, entered as far as it has come.

It stands where the paper stood, with its dates and waits. Nothing that was proven on paper alone
holds here: whoever goes on from the identity check on is asked for it by the guards (DOMAIN §8).
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from sqlalchemy.orm import Session

from desktop.domain.case_state import CaseState
from desktop.domain.errors import Refused
from desktop.domain.requests import FeeMeans, Item, RequestType
from desktop.domain.roles import Capability
from desktop.domain.states import Action
from desktop.services import rights
from desktop.services.act import Act
from desktop.services.case_facts import write_decision
from desktop.services.case_views import ItemDecision
from desktop.services.casebook import Casebook
from desktop.services.changes import Answer, carry_out
from desktop.services.fee_state import fee_state
from desktop.services.form_facts import person_block
from desktop.services.old_waits import OldWait, check_waits, keep_waits
from desktop.services.typed_text import refuse_my_number, require_text
from desktop.services.wanted_codes import check_method, check_wanted, decidable, write_wanted
from desktop.store import people
from desktop.store.cases import add_fee_entry, case_id_of, mark_changed
from desktop.store.fees import ASKED
from desktop.store.parts import put_part
from desktop.store.schema.casework import CaseRow

_NUMBER: Final = re.compile(r"([0-9]{2})-([0-9]{4,6})")

PAPER_STAGES: Final = (
    CaseState.FORM_CHECK,
    CaseState.ID_CHECK,
    CaseState.AGENT_CHECK,
    CaseState.SCOPING,
    CaseState.FEE_CHECK,
    CaseState.INVESTIGATION,
    CaseState.AWAITING_CORRECTION,
    CaseState.AWAITING_FEE,
)
"""Where a case may stand on paper; what was drafted there is entered with the investigation."""


@dataclass(frozen=True, slots=True)
class OldCase:
    """What stands on the paper. `person` has the keys of a form; `waits` are in their order, the
    one that goes on last; `asked` is what its letter asked for; `drafted` the answer as drafted."""

    number: str
    arrived_on: date
    registered_on: date
    wanted: Mapping[RequestType, tuple[Item, ...]]
    method: str
    agent: bool
    person: Mapping[str, str] = field(repr=False)
    openers: tuple[str, str]
    enclosures: tuple[str, ...] = field(repr=False)
    purge_checked: bool
    waits: tuple[OldWait, ...] = ()
    stage: str = CaseState.FORM_CHECK
    asked: str = field(default="", repr=False)
    drafted: tuple[ItemDecision, ...] = field(default=(), repr=False)


class OldCases:
    def __init__(self, book: Casebook) -> None:
        self._book = book
        self._premises = book.premises

    def last_number(self, today: date) -> str:
        """The office's last 受付番号 on paper, as two people signed it; "" while none is set."""
        return self._book.administration.settings(today).paper_last_number

    def enter(self, act: Act, old: OldCase) -> str:
        """The case with its number and dates, where the paper stands; its id."""
        rights.require(act, Capability.FILE)
        number = old.number.strip()
        self._check(act, old, number)
        case_id = uuid.uuid4().hex

        def work(session: Session) -> Answer:
            if case_id_of(session, number) is not None:
                raise Refused(
                    "この受付番号の案件はもうあります。",
                    "番号を確かめてください。",
                    field="number",
                )
            for opener in old.openers:
                person = people.by_id(session, opener)
                if person is None or not person.active:
                    raise Refused(
                        "紙を確かめた人が利用者の一覧にありません。",
                        "紙を確かめた二人を選び直してください。",
                        field="openers",
                    )
            case = CaseRow(
                id=case_id,
                number=number,
                state="RECEIVED",
                wanted=write_wanted(old.wanted),
                method=old.method,
                agent=old.agent,
                arrived_on=old.arrived_on,
                registered_on=old.registered_on,
                created_at=act.at,
                opener_a=old.openers[0],
                opener_b=old.openers[1],
                enclosures_listed=any(entry.strip() for entry in old.enclosures),
                purge_checked=old.purge_checked,
                assigned=act.by.person_id,
                from_paper=True,
            )
            session.add(case)
            session.flush()
            mark_changed(session, case)
            vault, block = self._premises.vault, person_block(old.person)
            put_part(session, vault, case.id, "B", "person", block, act.at)
            listed = {"listed": [entry.strip() for entry in old.enclosures if entry.strip()]}
            slot = act.command[:32]
            put_part(session, vault, case.id, "B", "enclosures", listed, act.at, slot=slot)
            self._stand(session, act, case, old)
            return {"case": case.id}

        answer = carry_out(self._premises, act, Capability.FILE, "case.old", work)
        return str(answer["case"])

    def _stand(self, session: Session, act: Act, case: CaseRow, old: OldCase) -> None:
        """Put the case where the paper stands, with what was waited for, asked and drafted."""
        stage, vault = CaseState(old.stage), self._premises.vault
        settings = self._book.settings(case)
        keep_waits(session, case, old.waits, settings, self._book.calendar(settings))
        if stage is CaseState.AWAITING_CORRECTION:
            case.waits_from = CaseState.FORM_CHECK
            asked = {"points": [old.asked.strip()]}
            put_part(session, vault, case.id, "C", "note", asked, act.at, slot="correction")
        if stage is CaseState.AWAITING_FEE:
            case.waits_from = CaseState.FEE_CHECK
            due, by = fee_state(session, case, settings).due, act.by.person_id
            if due == 0:
                raise Refused(
                    "手数料のかからない請求が「手数料待ち」になっています。",
                    "請求の種類と、紙での段階を確かめてください。",
                    field="stage",
                )
            add_fee_entry(session, case.id, ASKED, FeeMeans.NONE, due, by, act.at)
        if old.drafted:
            decided = {"decisions": [write_decision(one) for one in old.drafted]}
            put_part(session, vault, case.id, "C", "draft", decided, act.at)
        detail = {"paper": 1, "drafted": len(old.drafted)}
        if stage is CaseState.FORM_CHECK:
            self._book.advance(session, act, case, Action.ACCEPT, detail={"paper": 1})
        else:
            self._book.advance(
                session, act, case, Action.TAKE_OVER, detail=detail, paper_stage=stage.value
            )

    def _check(self, act: Act, old: OldCase, number: str) -> None:
        check_wanted(old.wanted)
        check_method(old.method)
        self._check_number(act, old, number)
        if not old.arrived_on <= old.registered_on <= act.at.date():
            raise Refused(
                "到達日、受付日、今日の順になっていません。",
                "紙の受付印の日付を確かめてください。",
                field="arrived_on",
            )
        _check_stage(old)
        check_waits(old.waits, old.stage, old.registered_on, act.at.date())
        if not (old.person.get("name", "").strip() and old.person.get("city", "").strip()):
            raise Refused(
                "請求者の氏名と住所が入っていません。",
                "紙の請求書のとおりに入れてください。",
                field="name",
            )
        for text in (*old.person.values(), *old.enclosures):
            refuse_my_number(text, field="name")

    def _check_number(self, act: Act, old: OldCase, number: str) -> None:
        last = _NUMBER.fullmatch(self.last_number(act.at.date()))
        if last is None:
            raise Refused(
                "紙で使っていた最後の受付番号が決まっていません。",
                "管理者が設定で最後の番号を申請し、責任者が署名してください。",
            )
        found = _NUMBER.fullmatch(number)
        if (
            found is None
            or number != f"{found[1]}-{int(found[2]):04d}"  # 26-00141 would be 26-0141 again
            or found[1] != f"{old.registered_on.year % 100:02d}"
        ):
            raise Refused(
                "受付番号が「26-0001」の形でないか、年が受付日と合っていません。",
                "紙の受付簿の番号を入れてください。",
                field="number",
            )
        if (found[1], int(found[2])) > (last[1], int(last[2])) or int(found[2]) < 1:
            raise Refused(
                f"紙の番号は {last[0]} までです。",
                "それより後の番号は、窓口が付けます。郵便物から登録してください。",
                field="number",
            )


def _check_stage(old: OldCase) -> None:
    if old.stage not in PAPER_STAGES or (old.stage == CaseState.AGENT_CHECK and not old.agent):
        raise Refused(
            "紙での段階が選ばれていないか、代理人でない請求の代理人確認になっています。",
            "紙で終わっていない最初の段階を選んでください。",
            field="stage",
        )
    if old.stage == CaseState.AWAITING_CORRECTION:
        require_text(old.asked, "紙で補正をお願いした内容を書いてください。", "asked")
    if old.drafted and old.stage != CaseState.INVESTIGATION:
        raise Refused(
            "紙で起案した回答は、調査まで進んだ案件にだけ入れられます。",
            "段階を「調査」にするか、起案なしで入れてください。",
            field="stage",
        )
    about = [(one.type, one.item) for one in old.drafted]
    if set(about) - set(decidable(old.wanted)) or len(set(about)) < len(about):
        raise Refused(
            "請求されていない項目か、同じ項目が二度、起案に入っています。",
            "紙の起案のとおりに、項目ごとに一つずつ入れてください。",
            field="drafted",
        )
    for one in old.drafted:
        for text in (one.text, one.before, one.after):
            refuse_my_number(text, field="drafted")
        if not one.granted and (one.reason is None or not one.text.strip()):
            raise Refused(
                "応じない理由の符号か説明が入っていません。",
                "紙の起案にある理由と説明を入れてください。",
                field="drafted",
            )
