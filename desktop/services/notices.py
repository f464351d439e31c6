"""Letters on the way to the answer: D-01, D-04, D-11, D-13 (DOMAIN §1, §2, §4, §9).

They print nothing of the register and move no state; each is posted like a D-02. One that is made
anew replaces that of its kind which has not left: a slip of the pen is not posted.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Final

from sqlalchemy.orm import Session

from desktop.domain.clocks import customer_deadline
from desktop.domain.errors import Refused
from desktop.domain.requests import RequestType
from desktop.domain.roles import Capability
from desktop.domain.states import END_STATES, STATE_LABELS, CaseState
from desktop.services.act import Act
from desktop.services.case_assembly import letter_view
from desktop.services.case_change import CaseChange
from desktop.services.case_facts import NOTICE_CODES
from desktop.services.case_views import LetterView
from desktop.services.cases import Cases
from desktop.services.changes import Answer
from desktop.services.letter_making import LetterMaker
from desktop.services.office_settings import OfficeSettings
from desktop.services.typed_text import refuse_my_number, require_text
from desktop.services.wanted_codes import read_wanted
from desktop.store.letters import letter_row, unposted_of
from desktop.store.schema.casework import CaseRow, LetterRow

RECEIVED, INTERIM, METHOD, RETURNED = NOTICE_CODES

Detail = dict[str, str | int]

_ANSWER_LEFT: Final = (CaseState.DISPATCHED, CaseState.DELIVERED, CaseState.RETURNED_MAIL)
_METHOD_STATES: Final = (
    CaseState.SCOPING,
    CaseState.FEE_CHECK,
    CaseState.AWAITING_FEE,
    CaseState.INVESTIGATION,
    CaseState.DRAFTED,
    CaseState.SENT_BACK,
)
"""From the proven identity on (the letter says that there is something to disclose), until the
answer that names the way stands frozen."""


class Notices:
    def __init__(self, cases: Cases, letters: LetterMaker) -> None:
        self._book = cases.book
        self._letters = letters
        self._change = CaseChange(cases)

    def acknowledge(self, act: Act, case_id: str) -> LetterView:
        """D-01: the request has arrived and has its number."""

        def make(session: Session, case: CaseRow, settings: OfficeSettings) -> LetterRow:
            _require_unanswered(case)
            return self._letters.notice(session, act, case, settings, RECEIVED)

        return self._make(act, case_id, make)

    def interim(self, act: Act, case_id: str, why: str, answer_on: date) -> LetterView:
        """D-04: the answer takes longer, why, and until when (DOMAIN §4: over fourteen days)."""
        _require_words(why, "お待たせする理由を書いてください。")

        def make(session: Session, case: CaseRow, settings: OfficeSettings) -> LetterRow:
            _require_unanswered(case)
            if answer_on < act.at.date():
                raise Refused(
                    "お答えの予定の日が、今日より前です。",
                    "これから発送できる日を入れてください。",
                    field="answer_on",
                )
            return self._letters.notice(
                session, act, case, settings, INTERIM, note=why.strip(), due_on=answer_on
            )

        return self._make(act, case_id, make)

    def change_method(self, act: Act, case_id: str, why: str) -> LetterView:
        """D-11: the way asked for is too costly or too difficult; then it is paper (33条2項)."""
        _require_words(why, "その方法が困難である理由を書いてください。")

        def make(session: Session, case: CaseRow, settings: OfficeSettings) -> LetterRow:
            state, asked = CaseState(case.state), read_wanted(case.wanted)
            if not {RequestType.DISCLOSE, RequestType.DISCLOSE_3P} & set(asked):
                raise Refused(
                    "開示の請求でないため、方法はありません。", "請求の種類を確かめてください。"
                )
            if case.method == "PAPER":
                raise Refused(
                    "開示の方法は、はじめから書面です。", "方法を変える必要はありません。"
                )
            if state not in _METHOD_STATES:
                raise Refused(
                    f"「{STATE_LABELS[state]}」の案件では、開示の方法を変えられません。",
                    "本人確認の後、決裁に出す前に変えてください。",
                )
            calendar = self._book.calendar(settings)
            until = customer_deadline(act.at.date(), settings.correction_days, calendar)
            wished, case.method = case.method, "PAPER"
            return self._letters.notice(
                *(session, act, case, settings, METHOD),
                note=why.strip(),
                due_on=until,
                method_asked=wished,
            )

        return self._make(act, case_id, make)

    def give_back(self, act: Act, case_id: str, things: Sequence[str], why: str) -> LetterView:
        """D-13: what came in the envelope and goes back, with the reason."""
        listed = tuple(one.strip() for one in things if one.strip())
        for one in listed:
            refuse_my_number(one, field="things")
        if not listed:
            raise Refused(
                "返すものが書かれていません。",
                "返すものを一行に一つずつ書いてください。",
                field="things",
            )
        _require_words(why, "返す理由を書いてください。")

        def make(session: Session, case: CaseRow, settings: OfficeSettings) -> LetterRow:
            if CaseState(case.state) in END_STATES:
                raise Refused(
                    "終わった案件では、返却書を作れません。", "責任者に再開を依頼してください。"
                )
            return self._letters.notice(
                session, act, case, settings, RETURNED, note=why.strip(), returned=listed
            )

        return self._make(act, case_id, make)

    def _make(
        self,
        act: Act,
        case_id: str,
        make: Callable[[Session, CaseRow, OfficeSettings], LetterRow],
    ) -> LetterView:
        def work(session: Session, case: CaseRow) -> Answer:
            letter = make(session, case, self._book.settings(case))
            earlier = unposted_of(session, case.id, letter.code, letter.id)
            for one in earlier:
                one.state = "VOID"
            detail: Detail = {"code": letter.code, "sha256": letter.sha256}
            if earlier:
                detail["replaces"] = len(earlier)
            self._book.note(session, act, case, "letter.notice", subject=letter.id, detail=detail)
            return {"letter": letter.id}

        answer = self._change.run(act, case_id, Capability.CHECK_FORM, "letter.notice", work)
        with self._book.premises.database.reading() as session:
            return letter_view(self._book, letter_row(session, str(answer["letter"])))


def _require_words(why: str, lacking: str) -> None:
    require_text(why, lacking, "why")


def _require_unanswered(case: CaseRow) -> None:
    state = CaseState(case.state)
    if state in END_STATES or state in _ANSWER_LEFT:
        raise Refused(
            "回答を発送したか終わった案件では、途中の連絡を作れません。",
            "案件を開き直して、いまの状態を確かめてください。",
        )
