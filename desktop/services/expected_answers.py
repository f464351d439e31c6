"""Whose answers a case takes, and while when: what every 回答 is checked against (DESIGN §4)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import Session

from desktop.domain.errors import Refused
from desktop.domain.inquiries import to_ask
from desktop.domain.states import CaseState
from desktop.services.annex_keeping import pending_items
from desktop.services.answers import Expected
from desktop.services.case_views import AnswerView
from desktop.services.casebook import Casebook
from desktop.services.inquiry_state import inquiries_of_case
from desktop.services.special_views import occupancy_of
from desktop.services.wanted_codes import ItemNames, read_wanted
from desktop.store.parts import get_part
from desktop.store.schema.casework import CaseRow

_OPEN = (CaseState.INVESTIGATION, CaseState.DRAFTED)


def require_open(case: CaseRow) -> None:
    if CaseState(case.state) not in _OPEN:
        raise Refused(
            "回答を取り込むのは調査の間だけです。",
            "案件を開き直して、いまの状態を確かめてください。",
        )


def expected_answers(session: Session, book: Casebook, case: CaseRow, today: date) -> Expected:
    vault = book.premises.vault
    known = get_part(session, vault, case.id, "address") or {}
    asked = [(item, row) for row in inquiries_of_case(session, case.id) for item in row.items]
    return Expected(
        customer_no=known.get("customer_no", ""),
        supply_point_no=known.get("supply_point_no", ""),
        items=frozenset(to_ask(read_wanted(case.wanted))),
        today=today,
        occupancy=occupancy_of(session, vault, case.id),
        asked={item: (row.department, row.since) for item, row in asked},
        until={item: row.until for item, row in asked},
    )


def refuse_doubts(
    session: Session, case: CaseRow, answers: Sequence[AnswerView], items: ItemNames
) -> None:
    """Nothing goes on while a place may name somebody else, or a PDF waits for its confirmation
    (DOMAIN §9, DESIGN §4)."""
    doubtful = [items.word(one.item) for one in answers if one.doubts]
    if doubtful:
        raise Refused(
            f"人の氏名かもしれない言葉が残っています：{'、'.join(doubtful)}。",
            "回答を開き、その行を黒塗りするか、氏名でないことを確かめてください。",
        )
    if waiting := pending_items(session, case.id):
        names = "、".join(items.word(item) for item in waiting)
        raise Refused(
            f"確かめていないPDFの回答があります：{names}。",
            "頁を見て黒塗りを決め、回答として確定するか、取り下げてください。",
        )
