"""保全: a legal hold on the papers of a case, or on a note that no case took in (DOMAIN §10).

Set by a supervisor; released by two people.
"""

from __future__ import annotations

import uuid
from datetime import date

from sqlalchemy.orm import Session

from desktop.domain.disposal import (
    HOLD_LABELS,
    DisposalStage,
    ItemState,
    after_hold,
    list_hash,
)
from desktop.domain.errors import Refused, SamePerson
from desktop.domain.roles import Capability
from desktop.services import rights
from desktop.services.act import Act
from desktop.services.casebook import Casebook
from desktop.services.changes import Answer, carry_out
from desktop.services.disposal_lists import listed
from desktop.services.premises import Premises
from desktop.store import audit, desk_notes
from desktop.store.cases import case_row
from desktop.store.disposals import (
    batch_row,
    hold_in_force,
    hold_of_note,
    listings_of_case,
    listings_of_note,
    wait_anew,
)
from desktop.store.schema.keeping import HoldRow
from desktop.store.schema.workday import DeskNoteRow


class Holds:
    def __init__(self, premises: Premises, book: Casebook) -> None:
        self._premises = premises
        self._book = book

    # -- the papers of a case --------------------------------------------------------------

    def hold(self, act: Act, case_id: str, reason: str, review_on: date) -> None:
        """Keep everything of the case. It leaves every open disposal list, whose approval ends."""
        _check_hold(act, reason, review_on)

        def work(session: Session) -> Answer:
            case = case_row(session, case_id)
            if hold_in_force(session, case_id) is not None:
                raise Refused("この案件はすでに保全中です。", "案件を開き直してください。")
            session.add(_row(act, reason, review_on, case_id=case_id))
            session.flush()
            self._take_off_lists(session, case_id)
            self._book.note(session, act, case, "hold.set", detail={"reason": reason})
            return {"case": case_id}

        carry_out(self._premises, act, Capability.SET_HOLD, "hold.set", work)

    def propose_release(self, act: Act, case_id: str) -> None:
        """A supervisor says that the hold may end."""

        def work(session: Session) -> Answer:
            hold = self._in_force(session, case_id)
            case = case_row(session, case_id)
            rights.require_untouched(session, act, Capability.RELEASE_HOLD, case)
            hold.release_proposed_by = act.by.person_id
            self._book.note(session, act, case, "hold.release_proposed")
            return {"case": case_id}

        carry_out(self._premises, act, Capability.RELEASE_HOLD, "hold.release_proposed", work)

    def confirm_release(self, act: Act, case_id: str) -> None:
        """Any other case user agrees: the hold ends, and what was due is due at once."""

        def work(session: Session) -> Answer:
            _release(act, self._in_force(session, case_id))
            case = case_row(session, case_id)
            self._book.note(session, act, case, "hold.released")
            return {"case": case_id}

        carry_out(self._premises, act, Capability.CONFIRM_HOLD_RELEASE, "hold.released", work)

    # -- a free-standing note of a call or a visit --------------------------------------------

    def hold_note(self, act: Act, note_id: str, reason: str, review_on: date) -> None:
        """Keep the note. It leaves the list on which it stands, whose approval ends."""
        _check_hold(act, reason, review_on)

        def work(session: Session) -> Answer:
            note = desk_notes.note_row(session, note_id)
            if note.case_id is not None or note.key_id is None:
                raise Refused(
                    "この記録は、案件に入っているか、廃棄されています。",
                    "案件の記録なら、案件を保全してください。",
                )
            if hold_of_note(session, note_id) is not None:
                raise Refused("この記録はすでに保全中です。", "一覧を開き直してください。")
            session.add(_row(act, reason, review_on, note_id=note_id))
            session.flush()
            self._take_note_off_lists(session, note)
            self._tell(session, act, note, "hold.set", {"reason": reason})
            return {"note": note_id}

        carry_out(self._premises, act, Capability.SET_HOLD, "hold.set_note", work)

    def propose_note_release(self, act: Act, note_id: str) -> None:
        """A supervisor says that the hold on the note may end."""

        def work(session: Session) -> Answer:
            note, hold = self._held_note(session, note_id)
            rights.require_not_own(act, Capability.RELEASE_HOLD, note.by)
            hold.release_proposed_by = act.by.person_id
            session.flush()
            self._tell(session, act, note, "hold.release_proposed", {})
            return {"note": note_id}

        carry_out(self._premises, act, Capability.RELEASE_HOLD, "hold.propose_note_release", work)

    def confirm_note_release(self, act: Act, note_id: str) -> None:
        """Any other case user agrees: the note goes its way again."""

        def work(session: Session) -> Answer:
            note, hold = self._held_note(session, note_id)
            _release(act, hold)
            session.flush()
            self._tell(session, act, note, "hold.released", {})
            return {"note": note_id}

        carry_out(self._premises, act, Capability.CONFIRM_HOLD_RELEASE, "hold.release_note", work)

    # -- shared ------------------------------------------------------------------------------

    def _tell(
        self,
        session: Session,
        act: Act,
        note: DeskNoteRow,
        action: str,
        detail: dict[str, str | int],
    ) -> None:
        told: dict[str, str | int] = {"kind": note.kind, **detail}
        audit.append(session, act.at, act.by.person_id, action, subject=note.id, detail=told)

    def _take_off_lists(self, session: Session, case_id: str) -> None:
        touched: set[str] = set()
        for item, unit in listings_of_case(session, case_id):
            before = ItemState(unit.state)
            unit.state = after_hold(before)
            if unit.state != before:
                item.removed = True
                touched.add(item.batch_id)
        self._change_lists(session, touched)

    def _take_note_off_lists(self, session: Session, note: DeskNoteRow) -> None:
        listings = listings_of_note(session, note.id)
        for item in listings:
            item.removed = True
        note.state = after_hold(ItemState(note.state))
        self._change_lists(session, {item.batch_id for item in listings})

    def _change_lists(self, session: Session, touched: set[str]) -> None:
        session.flush()
        for batch_id in touched:
            batch = batch_row(session, batch_id)
            batch.list_hash = list_hash(listed(session, batch_id))
            if DisposalStage(batch.stage) is DisposalStage.APPROVED:
                wait_anew(session, batch)  # what was approved is no longer the list
        session.flush()

    def _in_force(self, session: Session, case_id: str) -> HoldRow:
        hold = hold_in_force(session, case_id)
        if hold is None:
            raise Refused("この案件は保全されていません。", "案件を開き直してください。")
        return hold

    def _held_note(self, session: Session, note_id: str) -> tuple[DeskNoteRow, HoldRow]:
        hold = hold_of_note(session, note_id)
        if hold is None:
            raise Refused("この記録は保全されていません。", "一覧を開き直してください。")
        return desk_notes.note_row(session, note_id), hold


def _check_hold(act: Act, reason: str, review_on: date) -> None:
    if reason not in HOLD_LABELS:
        raise Refused("保全の理由が選ばれていません。", "理由を選んでください。", field="reason")
    if review_on <= act.at.date():
        raise Refused(
            "見直しの日が今日より後になっていません。",
            "見直す日を入れてください。",
            field="review_on",
        )


def _row(
    act: Act,
    reason: str,
    review_on: date,
    *,
    case_id: str | None = None,
    note_id: str | None = None,
) -> HoldRow:
    return HoldRow(
        id=uuid.uuid4().hex,
        case_id=case_id,
        note_id=note_id,
        reason=reason,
        set_by=act.by.person_id,
        set_at=act.at,
        review_on=review_on,
    )


def _release(act: Act, hold: HoldRow) -> None:
    if hold.release_proposed_by is None:
        raise Refused(
            "保全の解除が申し出られていません。", "責任者に解除を申し出てもらってください。"
        )
    if hold.release_proposed_by == act.by.person_id:
        raise SamePerson("解除を申し出た本人は確認できません。", "別の人に確認を依頼してください。")
    hold.released_by, hold.released_at = act.by.person_id, act.at
