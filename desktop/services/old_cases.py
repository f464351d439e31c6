"""紙で始まった案件: a request that came before the desk was there, entered with its own dates.

It begins at the form check: whatever was decided on paper, nobody gets round the identity check.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from sqlalchemy.orm import Session

from desktop.domain.errors import Refused
from desktop.domain.requests import Item, RequestType
from desktop.domain.roles import Capability
from desktop.domain.states import Action
from desktop.services.act import Act
from desktop.services.case_facts import CORRECTION
from desktop.services.casebook import Casebook
from desktop.services.changes import Answer, carry_out
from desktop.services.form_facts import person_block
from desktop.services.typed_text import refuse_my_number
from desktop.services.wanted_codes import check_wanted, write_wanted
from desktop.store import people
from desktop.store.cases import case_id_of, end_pause, mark_changed, start_pause
from desktop.store.parts import put_part
from desktop.store.schema.casework import CaseRow

_NUMBER: Final = re.compile(r"([0-9]{2})-([0-9]{4,6})")


@dataclass(frozen=True, slots=True)
class OldCase:
    """What stands on the paper. `person` has the keys of a form; `stood` are waits that are over:
    from the day the letter left to the day the answer came."""

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
    stood: tuple[tuple[date, date], ...] = ()


class OldCases:
    def __init__(self, book: Casebook) -> None:
        self._book = book
        self._premises = book.premises

    def last_number(self, today: date) -> str:
        """The office's last 受付番号 on paper, as two people signed it; "" while none is set."""
        return self._book.administration.settings(today).paper_last_number

    def enter(self, act: Act, old: OldCase) -> str:
        """The case with its number and dates, at the form check; its id."""
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
            for start, end in old.stood:
                start_pause(session, case.id, start, CORRECTION, end)
                end_pause(session, case.id, end)
            self._book.advance(session, act, case, Action.ACCEPT, detail={"paper": 1})
            return {"case": case.id}

        answer = carry_out(self._premises, act, Capability.FILE, "case.old", work)
        return str(answer["case"])

    def _check(self, act: Act, old: OldCase, number: str) -> None:
        check_wanted(old.wanted)
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
        if not old.arrived_on <= old.registered_on <= act.at.date():
            raise Refused(
                "到達日、受付日、今日の順になっていません。",
                "紙の受付印の日付を確かめてください。",
                field="arrived_on",
            )
        for start, end in old.stood:
            if not old.registered_on <= start <= end <= act.at.date():
                raise Refused(
                    "お客様を待った期間が、受付日から今日までの間にありません。",
                    "お願いの発送日と返事の届いた日を入れてください。",
                    field="stood",
                )
        if not (old.person.get("name", "").strip() and old.person.get("city", "").strip()):
            raise Refused(
                "請求者の氏名と住所が入っていません。",
                "紙の請求書のとおりに入れてください。",
                field="name",
            )
        for text in (*old.person.values(), *old.enclosures):
            refuse_my_number(text, field="name")
