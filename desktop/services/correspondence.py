"""Letters on their way out: seen, saved, checked, posted, delivered (DOMAIN §8–9)."""

from __future__ import annotations

import uuid
from datetime import date
from pathlib import Path
from typing import Final

from sqlalchemy.orm import Session

from desktop.domain.clocks import DEFAULT_TERMS
from desktop.domain.errors import Refused
from desktop.domain.numbers import tracking_ok
from desktop.domain.posting import REGISTERED_DELIVERY, check_way, read_tracking
from desktop.domain.printing import REISSUED, Again
from desktop.domain.roles import Capability
from desktop.domain.states import Action
from desktop.letters.printing import PrintingMissing, printers
from desktop.services import letters_out, rights
from desktop.services.act import Act, SignedIn
from desktop.services.case_assembly import letter_view
from desktop.services.case_change import CaseChange, require_seen
from desktop.services.case_facts import DECISION_CODES, decision_letter
from desktop.services.case_views import CaseView, LetterView
from desktop.services.casebook import Casebook
from desktop.services.cases import Cases
from desktop.services.changes import Answer, carry_out
from desktop.services.enclosure import require_as_checked
from desktop.services.exports import Exports, OpenExport
from desktop.services.lesser_way import require_decided, usual_way
from desktop.services.letter_pictures import draw_pages
from desktop.services.media_state import require_compared
from desktop.services.one_more_sheet import note_more, one_more, sheet_of
from desktop.services.premises import Premises
from desktop.services.typed_text import refuse_my_number
from desktop.services.waiting import notice_posted
from desktop.store.cases import case_row, dispatch_of
from desktop.store.letters import letter_row, open_letter
from desktop.store.schema.casework import CaseRow, DispatchRow
from desktop.store.units import units_of_case

RETURNED_DAYS: Final = DEFAULT_TERMS.returned_days
"""How long what came back is kept, sealed."""


class Correspondence:
    def __init__(self, premises: Premises, cases: Cases) -> None:
        self._premises = premises
        self._cases = cases
        self._change = CaseChange(cases)
        self._exports = Exports(premises, cases.book)

    def letter_pdf(self, act: Act, letter_id: str) -> bytes:
        """The letter's bytes; who took them is recorded."""
        opened: list[bytes] = []

        def work(session: Session) -> Answer:
            row = letter_row(session, letter_id)
            self._cases.book.look(session, act, row.case_id, "letter.open", letter_id)
            return {"letter": letter_id}

        rights.require(act, Capability.VIEW_CASE)
        with self._premises.database.reading() as session:
            opened.append(open_letter(session, self._premises.vault, letter_id))
        carry_out(self._premises, act, Capability.VIEW_CASE, "letter.open", work)
        return opened[0]

    def letter_pages(self, by: SignedIn, letter_id: str, dpi: int = 96) -> tuple[bytes, ...]:
        """PNG pictures of the letter's pages, drawn in the sandboxed child."""
        rights.require(by, Capability.VIEW_CASE)
        with self._premises.database.reading() as session:
            pdf = open_letter(session, self._premises.vault, letter_id)
        return draw_pages(pdf, dpi)

    def printers(self) -> tuple[str, ...]:
        """The printers of this machine by name; none where it cannot print."""
        try:
            return printers()
        except PrintingMissing:
            return ()

    def save_copy(
        self,
        act: Act,
        letter_id: str,
        folder: Path,
        again: Again | None = None,
        note: str = "",
    ) -> Path:
        """A clear copy for printing elsewhere: an open export until it is destroyed. Once a sheet
        may be out, another copy is a reprint: `again` and `note` as in `LetterPrinting.print`."""
        refuse_my_number(note, field="note")
        made: list[bytes] = []

        def work(session: Session) -> Answer:
            row = letters_out.leaving(session, act, letter_id)
            more = one_more(session, row, again, note)
            marked = more is not None and more.marked
            letters_out.came_out(row, act.by.person_id, act.at)
            mark = f"_{REISSUED}" if marked else ""
            name = f"{row.code}_{row.number.translate(_PLAIN)}{mark}.pdf"
            export = self._exports.note(
                session, act, "LETTER", folder / name, case_id=row.case_id, letter_id=row.id
            )
            self._cases.book.look(session, act, row.case_id, "letter.copy", letter_id)
            if more is not None:
                made.append(self._sheet(session, act, letter_id, marked=marked))
                left_as = {"export": export}
                note_more(session, self._premises, act, row, more, made[0], left_as)
            return {"export": export, "name": name, "marked": int(marked)}

        answer = carry_out(self._premises, act, Capability.EXPORT, "letter.copy", work)
        place = folder / str(answer["name"])
        if not made:
            with self._premises.database.reading() as session:
                marked = bool(answer.get("marked"))
                case_id = letter_row(session, letter_id).case_id
                if marked and place.is_file() and self._exports.is_known(session, place, case_id):
                    return place  # the command was carried out before: the log has this hash
                made.append(self._sheet(session, act, letter_id, marked=marked))
        return self._exports.write(act, str(answer["export"]), place, made[0])

    def _sheet(self, session: Session, act: Act, letter_id: str, *, marked: bool) -> bytes:
        pdf = open_letter(session, self._premises.vault, letter_id)
        return sheet_of(self._premises, act, pdf, marked=marked)

    def send(self, act: Act, letter_id: str) -> LetterView:
        """A letter that is no decision (D-02, D-03) is posted."""
        self._cases.book.require_clock(act)

        def work(session: Session) -> Answer:
            row = letter_row(session, letter_id)
            case = case_row(session, row.case_id)
            require_seen(act, case)
            if row.code in DECISION_CODES:
                raise Refused(
                    "決定の通知は、発送として記録します。", "案件の発送から記録してください。"
                )
            if row.state not in ("PRINTED", "CHECKED"):
                raise Refused(
                    "印刷していない文書は発送できません。", "先に文書を印刷してください。"
                )
            letters_out.require_alone(case, row)
            letters_out.require_off_printer(session, row)
            row.state, row.sent_at = "SENT", act.at
            until = notice_posted(session, self._cases.book, case, row, act.at.date())
            detail: dict[str, str | int] = {}
            if until is not None:
                detail["answer_by"] = until.isoformat()
                if row.answer_by is not None and row.answer_by != until:
                    detail["printed"] = row.answer_by.isoformat()
            self._cases.book.note(session, act, case, "letter.send", subject=row.id, detail=detail)
            return {"letter": letter_id}

        carry_out(self._premises, act, Capability.DISPATCH, "letter.send", work)
        return self._view(letter_id)

    def dispatch(
        self, act: Act, case_id: str, delivery: str, tracking: str, why: str = ""
    ) -> CaseView:
        """The approved answer is posted to the verified address: APPROVED → DISPATCHED."""
        return self._post(act, case_id, Action.DISPATCH, delivery, tracking, why)

    def resend(
        self, act: Act, case_id: str, delivery: str, tracking: str, why: str = ""
    ) -> CaseView:
        """The one posting again of what came back, its address looked at anew (guard 9)."""
        return self._post(act, case_id, Action.RESEND, delivery, tracking, why)

    def record_return(self, act: Act, case_id: str, on: date) -> CaseView:
        """返戻: the envelope came back and stays sealed (DOMAIN §8 guard 9)."""

        def work(session: Session, case: CaseRow) -> None:
            came_back(session, self._cases.book, act, case, on)

        return self._change.view(
            act,
            case_id,
            Capability.DISPATCH,
            "case.record_return",
            work,
            action=Action.RECORD_RETURN,
        )

    def give_up_return(self, act: Act, case_id: str) -> CaseView:
        """Thirty days after the return: an end state, retention begins."""

        def work(session: Session, case: CaseRow) -> None:
            self._cases.book.advance(session, act, case, Action.GIVE_UP_RETURN)
            if letter := decision_letter(session, case.id):
                letter.state = "SENT"  # it went out, and came back
                letters_out.given_up(session, letter)

        return self._change.view(
            act,
            case_id,
            Capability.DISPATCH,
            "case.give_up_return",
            work,
            action=Action.GIVE_UP_RETURN,
        )

    def _post(
        self, act: Act, case_id: str, action: Action, delivery: str, tracking: str, why: str
    ) -> CaseView:
        self._cases.book.require_clock(act)
        number = read_tracking(tracking)
        refuse_my_number("" if tracking_ok(number) else number, field="tracking")

        def work(session: Session, case: CaseRow) -> None:
            book = self._cases.book
            proposed = usual_way(session, book, case)
            another = why if delivery != proposed else ""
            letters_out.require_told(session, case)
            self._cases.book.advance(
                session,
                act,
                case,
                action,
                registered_post=delivery in REGISTERED_DELIVERY,
                tracking=number,
                detail={"delivery": delivery, **({"another": another} if another else {})},
            )
            check_way(delivery, proposed, why)
            letter = decision_letter(session, case.id)
            if letter is None:
                raise Refused("発送する文書がありません。", "起案から作り直してください。")
            require_decided(letter, delivery, proposed, why)
            require_as_checked(session, self._premises.vault, letter)
            require_compared(session, self._premises.vault, letter)
            letter.state, letter.sent_at = "SENT", act.at
            letters_out.leave(session, act, letter)
            self._exports.posted(session, act, letter.id)
            earlier = dispatch_of(session, case.id)
            session.add(
                DispatchRow(
                    id=uuid.uuid4().hex,
                    case_id=case.id,
                    letter_id=letter.id,
                    seq=earlier.seq + 1 if earlier else 1,
                    delivery=delivery,
                    tracking=number,
                    by=act.by.person_id,
                    dispatched_on=act.at.date(),
                    why=another,
                )
            )

        kind = f"case.{action.value.lower()}"
        return self._change.view(act, case_id, Capability.DISPATCH, kind, work, action=action)

    def delivered(self, act: Act, case_id: str, on: date) -> CaseView:
        def work(session: Session, case: CaseRow) -> None:
            posted = dispatch_of(session, case.id)
            if posted is None or not posted.dispatched_on <= on <= act.at.date():
                raise Refused(
                    "配達の日が、発送より前か今日より後です。",
                    "追跡で配達の日を確かめてください。",
                    field="on",
                )
            posted.delivered_on = on
            session.flush()
            detail = {"on": on.isoformat()}
            self._cases.book.advance(session, act, case, Action.CONFIRM_DELIVERY, detail=detail)

        return self._change.view(
            act,
            case_id,
            Capability.DISPATCH,
            "case.delivered",
            work,
            action=Action.CONFIRM_DELIVERY,
        )

    def complete(self, act: Act, case_id: str, today: date) -> CaseView:
        """→ COMPLETED; every unit of the case gets its due date (DOMAIN §10)."""
        if today != act.at.date():
            raise Refused("完了日は今日の日付になります。", "日付を確かめてください。")
        self._cases.book.require_clock(act)

        def work(session: Session, case: CaseRow) -> None:
            self._cases.book.advance(session, act, case, Action.COMPLETE)

        return self._change.view(
            act, case_id, Capability.DISPATCH, "case.complete", work, action=Action.COMPLETE
        )

    def exports(self, by: SignedIn) -> tuple[OpenExport, ...]:
        """Clear copies that have not been destroyed yet, the most urgent first."""
        return self._exports.open(by)

    def close_export(self, act: Act, export_id: str, *, changed_too: bool = False) -> None:
        """Delete the copy if it is still there, or note that it was destroyed elsewhere."""
        self._exports.close(act, export_id, changed_too=changed_too)

    def _view(self, letter_id: str) -> LetterView:
        with self._premises.database.reading() as session:
            row = letter_row(session, letter_id)
            return letter_view(self._cases.book, row, units_of_case(session, row.case_id))


def came_back(
    session: Session, book: Casebook, act: Act, case: CaseRow, on: date, pages: int = 0
) -> None:
    """The envelope of the answer is here again, sealed; another one is made anew. `pages` are those
    of its picture."""
    posted = dispatch_of(session, case.id)
    if posted is None or not posted.dispatched_on <= on <= act.at.date():
        raise Refused(
            "返戻の日が、発送より前か今日より後です。",
            "封筒が戻った日を入れてください。",
            field="on",
        )
    posted.returned_on = on
    if letter := decision_letter(session, case.id):
        # Another envelope goes out: it is printed, enclosed and checked anew.
        letter.state, letter.printed_by, letter.checked_by = "READY", None, None
        letter.printed_at = letter.checked_at = None
        letter.way, letter.way_why, letter.way_by = "", "", None
        letters_out.again(session, letter)
    session.flush()
    detail: dict[str, str | int] = {"on": on.isoformat(), **({"pages": pages} if pages else {})}
    book.advance(session, act, case, Action.RECORD_RETURN, detail=detail)


_PLAIN = str.maketrans({"窓": None, "第": None, "号": None})
