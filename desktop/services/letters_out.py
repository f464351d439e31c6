"""What may leave with the post: nothing that promises an answer once the case has ended, and no
answer without the cover sheet that lies in its envelope (DOMAIN §8, §9)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from desktop.domain.errors import Refused
from desktop.domain.states import END_STATES, CaseState
from desktop.services.act import Act
from desktop.services.case_change import require_seen
from desktop.services.case_facts import AFTER_THE_END, COVER_CODE, METHOD_CODE
from desktop.services.letter_making import letter_title
from desktop.store import print_jobs
from desktop.store.cases import case_row
from desktop.store.letters import WAITING, covers_of, is_laid_aside, letter_row, unposted_of
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


def require_off_printer(session: Session, row: LetterRow) -> None:
    """Refuse to post while a printer may still put out a sheet: that one would bear no 再発行, and
    nobody would look for it."""
    if print_jobs.open_job_of(session, row.id) is not None:
        raise Refused(
            f"「{letter_title(row.code)}」は、まだ印刷しているところです。",
            "印刷が終わるのを待つか、取り消してから、発送を記録してください。",
        )


def leave(session: Session, act: Act, letter: LetterRow) -> None:
    """The answer is posted, and with it what lies in its envelope."""
    for one in (letter, *covers_of(session, letter.id)):
        require_off_printer(session, one)
    for cover in covers_of(session, letter.id):
        if cover.state == "READY":
            raise Refused(
                "同封する送付状が印刷されていません。",
                "送付状を印刷して封筒に入れるか、送付状を取り消してください。",
            )
        cover.state, cover.sent_at = "SENT", act.at


def leave_beside(session: Session, act: Act, case: CaseRow, row: LetterRow) -> None:
    """A cover sheet of its own (D-12) is posted in the envelope of what it lists."""
    if row.case_id != case.id or row.code != COVER_CODE or row.state not in ("PRINTED", "CHECKED"):
        raise Refused(
            "同封できるのは、印刷して発送していない送付状だけです。",
            "案件を開き直して、送付状を確かめてください。",
            field="cover",
        )
    require_alone(case, row)
    require_off_printer(session, row)
    row.state, row.sent_at = "SENT", act.at


def again(session: Session, letter: LetterRow) -> None:
    """Another envelope goes out: its cover sheet is printed anew."""
    for cover in covers_of(session, letter.id):
        cover.state, cover.printed_by, cover.printed_at = "READY", None, None


def given_up(session: Session, letter: LetterRow) -> None:
    """The envelope came back for good; what lay in it had left all the same. A sheet made for a
    second envelope goes nowhere."""
    for cover in covers_of(session, letter.id):
        cover.state = "SENT" if cover.sent_at else "VOID"


def leaving(session: Session, act: Act, letter_id: str) -> LetterRow:
    """The letter about to leave in clear; an unapproved decision does not (DOMAIN §8)."""
    row = letter_row(session, letter_id)
    case = case_row(session, row.case_id)
    require_seen(act, case)
    if row.state == "VOID" or is_laid_aside(row):
        raise Refused(
            "新しい文書に替わったか、取り消された文書です。",
            "案件を開き直し、いまの文書を出してください。",
        )
    if row.state == "DRAFT":
        raise Refused(
            "決裁の済んでいない文書は、印刷も保存もできません。",
            "責任者の決裁を受けてください。",
        )
    require_of_use(case, row)
    return row


def came_out(row: LetterRow, by: str, at: datetime) -> None:
    """A sheet of it is out. Who takes it out last encloses it; what was checked before was another
    sheet."""
    if row.state in WAITING:
        row.state, row.printed_by, row.printed_at = "PRINTED", by, at
        row.checked_by = row.checked_at = None
