"""A less sure way to post an answer than the office has set for it: decided before the envelope is
made, so that who checks it sees the way among what is ticked (DOMAIN §8)."""

from __future__ import annotations

from sqlalchemy.orm import Session

from desktop.domain.errors import Refused
from desktop.domain.posting import DELIVERY_LABELS, check_way, is_less_sure
from desktop.domain.roles import Capability
from desktop.services.act import Act
from desktop.services.case_change import CaseChange
from desktop.services.case_facts import decision_letter, way_of
from desktop.services.case_views import CaseView
from desktop.services.casebook import Casebook
from desktop.services.cases import Cases
from desktop.store.letters import WAITING
from desktop.store.schema.casework import CaseRow, LetterRow


class LesserWay:
    def __init__(self, cases: Cases) -> None:
        self._book = cases.book
        self._change = CaseChange(cases)

    def decide(self, act: Act, case_id: str, delivery: str, why: str) -> CaseView:
        """This answer goes that way; `why` is a code of `AnotherWay`."""

        def work(session: Session, case: CaseRow) -> None:
            letter, usual = _waiting(session, case), usual_way(session, self._book, case)
            check_way(delivery, usual, why)
            if not is_less_sure(delivery, usual):
                raise Refused(
                    f"この回答の発送の方法は「{DELIVERY_LABELS[usual]}」です。",
                    "同じか、より確かな方法は、発送を記録するときに選んでください。",
                    field="delivery",
                )
            letter.way, letter.way_why, letter.way_by = delivery, why, act.by.person_id
            self._note(session, act, case, letter, {"delivery": delivery, "another": why})

        return self._change.view(act, case_id, Capability.DISPATCH, "letter.way", work)

    def take_back(self, act: Act, case_id: str) -> CaseView:
        """It goes as the office has set after all."""

        def work(session: Session, case: CaseRow) -> None:
            letter, usual = _waiting(session, case), usual_way(session, self._book, case)
            if not letter.way:
                raise Refused(
                    f"この回答は「{DELIVERY_LABELS[usual]}」で送ることになっています。",
                    "そのまま進めてください。",
                )
            letter.way, letter.way_why, letter.way_by = "", "", None
            self._note(session, act, case, letter, {"delivery": usual})

        return self._change.view(act, case_id, Capability.DISPATCH, "letter.way_back", work)

    def _note(
        self,
        session: Session,
        act: Act,
        case: CaseRow,
        letter: LetterRow,
        detail: dict[str, str | int],
    ) -> None:
        session.flush()
        self._book.note(session, act, case, "letter.way", subject=letter.id, detail=detail)


def usual_way(session: Session, book: Casebook, case: CaseRow) -> str:
    """How the office posts the answer of this case."""
    return way_of(book.draft(session, case).decisions, book.settings(case))


def require_decided(letter: LetterRow, delivery: str, usual: str, why: str) -> None:
    """Refuse a less sure way that nobody has seen when the envelope was checked."""
    if is_less_sure(delivery, usual) and (letter.way, letter.way_why) != (delivery, why):
        raise Refused(
            f"「{DELIVERY_LABELS[delivery]}」で送ることが、封入確認の前に記録されていません。",
            "「別の方法で送る」から理由を記録し、別の人に封入を確かめてもらってください。",
            field="delivery",
        )


def _waiting(session: Session, case: CaseRow) -> LetterRow:
    letter = decision_letter(session, case.id)
    if letter is None or letter.state not in WAITING:
        raise Refused(
            "これから発送する回答がありません。", "案件を開き直して、いまの状態を確かめてください。"
        )
    return letter
