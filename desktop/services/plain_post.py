"""普通郵便 for an answer that the office sends by a tracked way: decided before the envelope is
made, so that who checks it sees the way among what is ticked (DOMAIN §8)."""

from __future__ import annotations

from sqlalchemy.orm import Session

from desktop.domain.errors import Refused
from desktop.domain.posting import DELIVERY_LABELS, PLAIN, check_way
from desktop.domain.roles import Capability
from desktop.services.act import Act
from desktop.services.case_change import CaseChange
from desktop.services.case_facts import decision_letter, way_of
from desktop.services.case_views import CaseView
from desktop.services.casebook import Casebook
from desktop.services.cases import Cases
from desktop.store.letters import WAITING
from desktop.store.schema.casework import CaseRow, LetterRow


class PlainPost:
    def __init__(self, cases: Cases) -> None:
        self._book = cases.book
        self._change = CaseChange(cases)

    def decide(self, act: Act, case_id: str, why: str) -> CaseView:
        """This answer goes by 普通郵便; `why` is a code of `AnotherWay`."""

        def work(session: Session, case: CaseRow) -> None:
            letter, usual = _waiting(session, case), usual_way(session, self._book, case)
            if usual == PLAIN:
                raise Refused(
                    "この回答は、はじめから普通郵便で送ります。", "そのまま進めてください。"
                )
            check_way(PLAIN, usual, why)
            letter.way, letter.way_why = PLAIN, why
            self._note(session, act, case, letter, {"delivery": PLAIN, "another": why})

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
            letter.way, letter.way_why = "", ""
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
    """Refuse 普通郵便 that nobody has seen when the envelope was checked."""
    if delivery == PLAIN != usual and (letter.way, letter.way_why) != (PLAIN, why):
        raise Refused(
            "普通郵便で送ることが、封入確認の前に記録されていません。",
            "「普通郵便で送る」から理由を記録し、別の人に封入を確かめてもらってください。",
            field="delivery",
        )


def _waiting(session: Session, case: CaseRow) -> LetterRow:
    letter = decision_letter(session, case.id)
    if letter is None or letter.state not in WAITING:
        raise Refused(
            "これから発送する回答がありません。", "案件を開き直して、いまの状態を確かめてください。"
        )
    return letter
