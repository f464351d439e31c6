"""What may leave with the post: nothing that promises an answer once the case has ended, and no
answer without the cover sheet that lies in its envelope (DOMAIN §8, §9)."""

from __future__ import annotations

from sqlalchemy.orm import Session

from desktop.domain.errors import Refused
from desktop.domain.states import END_STATES, CaseState
from desktop.services.act import Act
from desktop.services.case_facts import AFTER_THE_END, METHOD_CODE
from desktop.services.letter_making import letter_title
from desktop.store.letters import WAITING, covers_of, unposted_of
from desktop.store.schema.casework import CaseRow, LetterRow


def require_of_use(case: CaseRow, row: LetterRow) -> None:
    """Refuse to let a letter out of a case that has ended, unless it tells the end or goes along
    with what is given back."""
    ended = CaseState(case.state) in END_STATES
    if ended and row.state in WAITING and row.code not in AFTER_THE_END:
        raise Refused(
            f"案件が終わったため、「{letter_title(row.code)}」は送れません。",
            "印刷した紙があれば破棄してください。お客様には終了のお知らせだけを送ります。",
        )


def require_alone(case: CaseRow, row: LetterRow) -> None:
    """Refuse to post by itself what lies in the envelope of an answer."""
    require_of_use(case, row)
    if row.goes_with:
        raise Refused(
            "この送付状は、回答の封筒に入れるものです。",
            "回答の発送を記録すると、送付状も発送済みになります。",
        )


def require_told(session: Session, case: CaseRow) -> None:
    """Refuse to post an answer that comes in another way than was asked for while the customer has
    not been told so (33条3項; DOMAIN §1). Where all is refused, there is no way to tell of."""
    if case.outcome != "REFUSED" and unposted_of(session, case.id, METHOD_CODE):
        raise Refused(
            f"「{letter_title(METHOD_CODE)}」が発送されていません。",
            "お知らせの発送を記録してから、回答の発送を記録してください。",
        )


def leave(session: Session, act: Act, letter: LetterRow) -> None:
    """The answer is posted, and with it what lies in its envelope."""
    for cover in covers_of(session, letter.id):
        if cover.state == "READY":
            raise Refused(
                "同封する送付状が印刷されていません。",
                "送付状を印刷して封筒に入れるか、送付状を取り消してください。",
            )
        cover.state, cover.sent_at = "SENT", act.at


def again(session: Session, letter: LetterRow) -> None:
    """Another envelope goes out: its cover sheet is printed anew."""
    for cover in covers_of(session, letter.id):
        cover.state, cover.printed_by, cover.printed_at = "READY", None, None


def given_up(session: Session, letter: LetterRow) -> None:
    """The envelope came back for good; what lay in it had left all the same. A sheet made for a
    second envelope goes nowhere."""
    for cover in covers_of(session, letter.id):
        cover.state = "SENT" if cover.sent_at else "VOID"
