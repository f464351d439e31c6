"""Letters on the way to the answer: D-01, D-04, D-11, D-12, D-13 (DOMAIN §1, §2, §4, §9).

They print nothing of the register and move no state; each is posted like a D-02. One that is made
anew replaces that of its kind which has not left: a slip of the pen is not posted.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Final

from sqlalchemy.orm import Session

from desktop.domain.clocks import customer_deadline, service_limit
from desktop.domain.errors import Refused
from desktop.domain.posting import MOST_POSTINGS
from desktop.domain.requests import RequestType
from desktop.domain.roles import Capability
from desktop.domain.states import END_STATES, STATE_LABELS, CaseState
from desktop.services.act import Act
from desktop.services.case_assembly import letter_view
from desktop.services.case_change import CaseChange
from desktop.services.case_facts import NOTICE_CODES, decision_letter, is_out
from desktop.services.case_lines import as_pauses
from desktop.services.case_views import LetterView
from desktop.services.cases import Cases
from desktop.services.changes import Answer
from desktop.services.fee_witness import second_person
from desktop.services.letter_making import LetterMaker, letter_title
from desktop.services.office_settings import OfficeSettings
from desktop.services.typed_text import refuse_my_number, require_text
from desktop.services.wanted_codes import read_wanted
from desktop.store.cases import pauses_of
from desktop.store.letters import WAITING, lay_aside, letter_row, letters_of, unposted_of
from desktop.store.schema.casework import CaseRow, LetterRow

RECEIVED, INTERIM, METHOD, RETURNED, COVER = NOTICE_CODES

Detail = dict[str, str | int]

PAPER, CDR = "PAPER", "CDR"
"""The ways of disclosure that the office offers (DOMAIN §1, (C))."""

_POSTABLE: Final = (CaseState.APPROVED, CaseState.RETURNED_MAIL)
_ANSWER_LEFT: Final = (CaseState.DISPATCHED, CaseState.DELIVERED, CaseState.RETURNED_MAIL)
_SUBMITTED: Final = (CaseState.APPROVAL, CaseState.APPROVED, *_ANSWER_LEFT)
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

    def interim_now(self, act: Act, case_id: str) -> LetterView:
        """D-04 in the declared words of the case's state. It promises the answer by the office's
        limit; once that has passed, within another of its targets."""

        def make(session: Session, case: CaseRow, settings: OfficeSettings) -> LetterRow:
            _require_unanswered(case)
            today = act.at.date()
            why = self._letters.suggested(INTERIM, today, case.state)
            if not why:
                raise Refused(
                    f"「{STATE_LABELS[CaseState(case.state)]}」の案件の中間連絡には、決まった文がありません。",
                    "履歴の「お客様への連絡を作る」で、理由を書いて作ってください。",
                )
            calendar = self._book.calendar(settings)
            pauses = as_pauses(pauses_of(session, case.id))
            until = service_limit(case.registered_on, pauses, today, calendar, settings.limit_days)
            if until <= today:
                until = calendar.on_or_before(today + timedelta(days=settings.target_days))
            return self._letters.notice(
                session, act, case, settings, INTERIM, note=why, due_on=until
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
            if case.method == PAPER and not _standing(session, case, METHOD):
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
            # A D-11 made anew still tells what was asked for, not what the first one made of it.
            wished = CDR if case.method == PAPER else case.method
            case.method = PAPER
            return self._letters.notice(
                *(session, act, case, settings, METHOD),
                note=why.strip(),
                due_on=until,
                method_asked=wished,
            )

        return self._make(act, case_id, make)

    def give_back(
        self,
        act: Act,
        case_id: str,
        things: Sequence[str],
        why: str,
        witness_login: str = "",
        witness_passphrase: str = "",
    ) -> LetterView:
        """D-13: what came in the envelope and goes back, with the reason.

        A second list in place of one that has not left needs a second person, as the return of
        what it lists does (DOMAIN §2).
        """
        listed = _listed(things, "返すもの")
        _require_words(why, "返す理由を書いてください。")
        witness = self._witness(act, witness_login, witness_passphrase)

        def make(session: Session, case: CaseRow, settings: OfficeSettings) -> LetterRow:
            _require_running(case, "返却書")
            return self._letters.notice(
                session, act, case, settings, RETURNED, note=why.strip(), returned=listed
            )

        return self._make(act, case_id, make, witness=witness)

    def cover(self, act: Act, case_id: str, things: Sequence[str]) -> LetterView:
        """D-12: what is sent by itself, such as documents or originals, with its address."""
        listed = _listed(things, "送るもの")

        def make(session: Session, case: CaseRow, settings: OfficeSettings) -> LetterRow:
            _require_running(case, "送付状")
            return self._letters.notice(session, act, case, settings, COVER, enclosed=listed)

        return self._make(act, case_id, make)

    def cover_answer(self, act: Act, case_id: str) -> LetterView:
        """D-12 in the envelope of the approved answer: it lists what the answer consists of."""

        def make(session: Session, case: CaseRow, settings: OfficeSettings) -> LetterRow:
            answer = decision_letter(session, case.id)
            if answer is None or CaseState(case.state) not in _POSTABLE or answer.state != "READY":
                raise Refused(
                    "これから印刷する回答がありません。",
                    "送付状は、決裁の後、回答を印刷する前に作ってください。",
                )
            return self._letters.notice(
                *(session, act, case, settings, COVER),
                enclosed=_enclosed(case, answer),
                goes_with=answer.id,
            )

        return self._make(act, case_id, make)

    def take_back(
        self,
        act: Act,
        case_id: str,
        letter_id: str,
        witness_login: str = "",
        witness_passphrase: str = "",
    ) -> LetterView:
        """A notice that has not left and is not needed after all. Without its D-11 the case is
        answered in the way that was asked for, so that it stands once an answer was submitted; a
        D-13 is taken back by two people."""
        witness = self._witness(act, witness_login, witness_passphrase)

        def work(session: Session, case: CaseRow) -> Answer:
            row = letter_row(session, letter_id)
            if row.case_id != case.id or row.code not in NOTICE_CODES or row.state not in WAITING:
                raise Refused(
                    "取り消せるのは、発送していない連絡の文書だけです。",
                    "案件を開き直して、いまの状態を確かめてください。",
                )
            detail: Detail = {"code": row.code}
            if row.code == RETURNED:
                detail["witness"] = _require_witness(witness)
            lay_aside(row)
            session.flush()
            if row.code == METHOD and not _standing(session, case, METHOD):
                if CaseState(case.state) in _SUBMITTED:
                    raise Refused(
                        "決裁に出した回答は、変えた後の方法で作られています。",
                        "お知らせを発送するか、回答を起案に戻してから取り消してください。",
                    )
                case.method = CDR
            self._book.note(session, act, case, "letter.taken_back", subject=row.id, detail=detail)
            return {"letter": row.id}

        answer = self._change.run(act, case_id, Capability.CHECK_FORM, "letter.taken_back", work)
        with self._book.premises.database.reading() as session:
            return letter_view(self._book, letter_row(session, str(answer["letter"])))

    def _witness(self, act: Act, login: str, passphrase: str) -> str:
        """Who stands by where a list of what goes back is replaced; "" where nobody does."""
        if not login.strip():
            return ""
        return second_person(self._book, act, login, passphrase, "返却書の差替え")

    def _make(
        self,
        act: Act,
        case_id: str,
        make: Callable[[Session, CaseRow, OfficeSettings], LetterRow],
        *,
        witness: str = "",
    ) -> LetterView:
        def work(session: Session, case: CaseRow) -> Answer:
            letter = make(session, case, self._book.settings(case))
            earlier = [
                one
                for one in unposted_of(session, case.id, letter.code, letter.id)
                if one.goes_with == letter.goes_with
            ]
            for one in earlier:
                lay_aside(one)
            detail: Detail = {"code": letter.code, "sha256": letter.sha256}
            if earlier:
                detail["replaces"] = len(earlier)
            if earlier and letter.code == RETURNED:
                detail["witness"] = _require_witness(witness)
            if letter.code == INTERIM and letter.answer_by is not None:
                detail["answer_on"] = letter.answer_by.isoformat()
            self._book.note(session, act, case, "letter.notice", subject=letter.id, detail=detail)
            return {"letter": letter.id}

        answer = self._change.run(act, case_id, Capability.CHECK_FORM, "letter.notice", work)
        with self._book.premises.database.reading() as session:
            return letter_view(self._book, letter_row(session, str(answer["letter"])))


def _require_witness(witness: str) -> str:
    if not witness:
        raise Refused(
            "発送していない返却書は、一人では替えたり取り消したりできません。",
            "返すものを別の人と確かめ、立会者のログイン名とパスフレーズを入れてください。",
            field="witness",
        )
    return witness


def _require_words(why: str, lacking: str) -> None:
    require_text(why, lacking, "why")


def _require_unanswered(case: CaseRow) -> None:
    state = CaseState(case.state)
    if state in END_STATES or state in _ANSWER_LEFT:
        raise Refused(
            "回答を発送したか終わった案件では、途中の連絡を作れません。",
            "案件を開き直して、いまの状態を確かめてください。",
        )


def _require_running(case: CaseRow, title: str) -> None:
    if CaseState(case.state) in END_STATES:
        raise Refused(
            f"終わった案件では、{title}を作れません。", "責任者に再開を依頼してください。"
        )


def _listed(things: Sequence[str], what: str) -> tuple[str, ...]:
    """What was typed, one thing a line."""
    listed = tuple(one.strip() for one in things if one.strip())
    for one in listed:
        refuse_my_number(one, field="things")
    if not listed:
        raise Refused(
            f"{what}が書かれていません。",
            f"{what}を一行に一つずつ書いてください。",
            field="things",
        )
    return listed


def _standing(session: Session, case: CaseRow, code: str) -> bool:
    """One that came back and was laid aside has told nobody anything; after a second return
    nothing more can be done to tell it (DOMAIN §8 guard 9)."""
    return any(
        row.state in WAITING or is_out(row) or row.returns >= MOST_POSTINGS
        for row in letters_of(session, case.id)
        if row.code == code and row.state != "VOID"
    )


def _enclosed(case: CaseRow, answer: LetterRow) -> tuple[str, ...]:
    """What lies in the envelope of the answer, as its addressee reads it."""
    annexed = answer.record_unit_id is not None
    title = letter_title(answer.code)
    things = [f"{title}（別紙を含む） 1通" if annexed else f"{title} 1通"]
    if annexed and case.method == CDR:
        things.append("開示する情報を収めた CD-R 1枚")
    return tuple(things)
