"""保全: legal holds on a case, a person, a class or a note, several at once (DOMAIN §10).

Set and looked at again by a supervisor; each is released by two people.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from datetime import date

from sqlalchemy.orm import Session

from desktop.domain.disposal import HOLD_LABELS
from desktop.domain.errors import Refused, SamePerson
from desktop.domain.holding import HoldScope, check_hold
from desktop.domain.retention import RetentionClass
from desktop.domain.roles import Capability
from desktop.services import rights
from desktop.services.act import Act
from desktop.services.case_change import require_seen
from desktop.services.case_index import CaseIndex
from desktop.services.casebook import Casebook
from desktop.services.changes import Answer, carry_out
from desktop.services.person_holds import cases_of_person
from desktop.services.premises import Premises
from desktop.services.taking_off import take_cases_off, take_class_off, take_note_off
from desktop.store import audit, desk_notes
from desktop.store import holds as store
from desktop.store.cases import case_row, mark_changed
from desktop.store.schema.keeping import HoldReviewRow, HoldRow
from desktop.store.schema.workday import DeskNoteRow

_OF_NOTES = RetentionClass.B

Find = Callable[[Session], HoldRow]


class Holds:
    def __init__(self, premises: Premises, book: Casebook, index: CaseIndex) -> None:
        self._premises = premises
        self._book = book
        self._index = index

    def hold(self, act: Act, case_id: str, reason: str, review_on: date) -> str:
        """Keep everything of the case; the hold's id. It leaves every open list, whose approval
        ends."""
        return self._hold_case(act, case_id, reason, review_on, HoldScope.CASE)

    def hold_person(self, act: Act, case_id: str, reason: str, review_on: date) -> str:
        """Keep everything of every case in which this case's person asks, now or later."""
        return self._hold_case(act, case_id, reason, review_on, HoldScope.PERSON)

    def _hold_case(
        self, act: Act, case_id: str, reason: str, review_on: date, scope: HoldScope
    ) -> str:
        check_hold(reason, review_on, act.at.date())

        def work(session: Session) -> Answer:
            store.one_at_a_time(session)
            case = case_row(session, case_id)
            require_seen(act, case)
            standing = store.holds_of_case(session, case_id)
            _not_twice(
                reason,
                [one.reason for one in standing if one.scope == scope],
                "この案件はすでに保全中です。",
            )
            hold = _row(act, reason, review_on, scope, case_id=case_id)
            session.add(hold)
            session.flush()
            reached: tuple[str, ...] = (case_id,)
            if scope is HoldScope.PERSON:
                vault = self._premises.vault
                reached = cases_of_person(session, vault, self._index, case_id)
            store.reach(session, hold.id, reached, act.at)
            take_cases_off(session, reached)
            detail: dict[str, str | int] = {"reason": reason}
            if scope is HoldScope.PERSON:
                detail |= {"scope": scope.value, "cases": len(reached)}
                for other in reached[1:]:
                    mark_changed(session, case_row(session, other))
            self._book.note(session, act, case, "hold.set", detail=detail)
            return {"case": case_id, "hold": hold.id}

        kind = "hold.set" if scope is HoldScope.CASE else "hold.set_person"
        answer = carry_out(self._premises, act, Capability.SET_HOLD, kind, work)
        return str(answer["hold"])

    def hold_class(self, act: Act, cls: str, reason: str, review_on: date) -> str:
        """Keep every paper of the class, now or later."""
        if cls not in set(RetentionClass):
            raise Refused(
                "保全する保存区分が選ばれていません。", "区分を選んでください。", field="cls"
            )
        check_hold(reason, review_on, act.at.date())

        def work(session: Session) -> Answer:
            store.one_at_a_time(session)
            standing = [one.reason for one in store.holds_of_class(session, cls)]
            _not_twice(reason, standing, "この保存区分はすでに保全中です。")
            hold = _row(act, reason, review_on, HoldScope.CLASS, cls=cls)
            session.add(hold)
            session.flush()
            take_class_off(session, cls, notes=cls == _OF_NOTES)
            self._tell(session, act, hold, "hold.set", {"reason": reason})
            return {"hold": hold.id}

        answer = carry_out(self._premises, act, Capability.SET_HOLD, "hold.set_class", work)
        return str(answer["hold"])

    def hold_note(self, act: Act, note_id: str, reason: str, review_on: date) -> str:
        """Keep the note. It leaves the list on which it stands, whose approval ends."""
        check_hold(reason, review_on, act.at.date())

        def work(session: Session) -> Answer:
            store.one_at_a_time(session)
            note = desk_notes.note_row(session, note_id)
            if note.case_id is not None or note.key_id is None:
                raise Refused(
                    "この記録は、案件に入っているか、廃棄されています。",
                    "案件の記録なら、案件を保全してください。",
                )
            standing = [one.reason for one in store.holds_of_note(session, note_id)]
            _not_twice(reason, standing, "この記録はすでに保全中です。")
            hold = _row(act, reason, review_on, HoldScope.NOTE, note_id=note_id)
            session.add(hold)
            session.flush()
            take_note_off(session, note_id)
            self._tell(session, act, hold, "hold.set", {"reason": reason})
            return {"note": note_id, "hold": hold.id}

        answer = carry_out(self._premises, act, Capability.SET_HOLD, "hold.set_note", work)
        return str(answer["hold"])

    def review(self, act: Act, hold_id: str, reason: str, review_on: date) -> None:
        """見直し: it goes on, for this reason, until somebody looks at it again on that day."""
        check_hold(reason, review_on, act.at.date())

        def work(session: Session) -> Answer:
            store.one_at_a_time(session)
            hold = _in_force(session, hold_id)
            self._require_untouched(session, act, Capability.SET_HOLD, hold)
            session.add(
                HoldReviewRow(
                    id=uuid.uuid4().hex,
                    hold_id=hold.id,
                    by=act.by.person_id,
                    at=act.at,
                    reason=reason,
                    before=hold.review_on,
                    after=review_on,
                )
            )
            # Who says that it goes on takes back what was said about its end.
            hold.reason, hold.review_on, hold.release_proposed_by = reason, review_on, None
            session.flush()
            self._tell(session, act, hold, "hold.reviewed", {"reason": reason})
            return {"hold": hold_id}

        carry_out(self._premises, act, Capability.SET_HOLD, "hold.reviewed", work)

    def propose(self, act: Act, hold_id: str) -> None:
        """A supervisor says that the hold may end."""
        self._propose(act, lambda session: _in_force(session, hold_id))

    def confirm(self, act: Act, hold_id: str) -> None:
        """Any other case user agrees: the hold ends; what was due, and no other keeps, is due."""
        self._confirm(act, lambda session: _in_force(session, hold_id))

    # From where one case or one note is before one's eyes: its only hold.

    def propose_release(self, act: Act, case_id: str) -> None:
        self._propose(act, lambda session: _of_case(session, act, case_id))

    def confirm_release(self, act: Act, case_id: str) -> None:
        self._confirm(act, lambda session: _of_case(session, act, case_id))

    def propose_note_release(self, act: Act, note_id: str) -> None:
        self._propose(act, lambda session: _of_note(session, note_id))

    def confirm_note_release(self, act: Act, note_id: str) -> None:
        self._confirm(act, lambda session: _of_note(session, note_id))

    def _propose(self, act: Act, found: Find) -> None:
        def work(session: Session) -> Answer:
            store.one_at_a_time(session)
            hold = found(session)
            self._require_untouched(session, act, Capability.RELEASE_HOLD, hold)
            hold.release_proposed_by = act.by.person_id
            session.flush()
            self._tell(session, act, hold, "hold.release_proposed", {})
            return {"hold": hold.id}

        carry_out(self._premises, act, Capability.RELEASE_HOLD, "hold.release_proposed", work)

    def _confirm(self, act: Act, found: Find) -> None:
        def work(session: Session) -> Answer:
            store.one_at_a_time(session)
            hold = found(session)
            _check_second(act, hold)
            hold.released_by, hold.released_at = act.by.person_id, act.at
            session.flush()
            self._tell(session, act, hold, "hold.released", {})
            return {"hold": hold.id}

        carry_out(self._premises, act, Capability.CONFIRM_HOLD_RELEASE, "hold.released", work)

    def _require_untouched(
        self, session: Session, act: Act, capability: Capability, hold: HoldRow
    ) -> None:
        """A deputy decides about no hold on what they worked on, or wrote."""
        for case in store.reached_cases(session, hold.id):
            rights.require_untouched(session, act, capability, case)
        if hold.note_id is not None:
            note = desk_notes.note_row(session, hold.note_id)
            rights.require_not_own(act, capability, note.by)

    def _tell(
        self, session: Session, act: Act, hold: HoldRow, action: str, detail: dict[str, str | int]
    ) -> None:
        """The line of the log, with the case or the note where the hold stands at one."""
        if hold.case_id is not None:
            case = case_row(session, hold.case_id)
            for other in store.reached_cases(session, hold.id):
                if other.id != case.id:
                    mark_changed(session, other)
            self._book.note(session, act, case, action, detail=detail)
            return
        subject, told = hold.id, {**detail}
        if hold.note_id is not None:
            note: DeskNoteRow = desk_notes.note_row(session, hold.note_id)
            subject, told = note.id, {"kind": note.kind, **detail}
        else:
            told = {"class": hold.cls, **detail}
        audit.append(session, act.at, act.by.person_id, action, subject=subject, detail=told)


def _not_twice(reason: str, standing: list[str], sentence: str) -> None:
    """Another reason is another hold: each ends by itself. The same one is held already."""
    if reason in standing:
        raise Refused(
            sentence,
            f"「{HOLD_LABELS[reason]}」の保全を続けるときは、保管・廃棄の「保全」で"
            "見直してください。",
            field="reason",
        )


def _row(
    act: Act,
    reason: str,
    review_on: date,
    scope: HoldScope,
    *,
    case_id: str | None = None,
    note_id: str | None = None,
    cls: str = "",
) -> HoldRow:
    return HoldRow(
        id=uuid.uuid4().hex,
        scope=scope,
        case_id=case_id,
        note_id=note_id,
        cls=cls,
        reason=reason,
        set_by=act.by.person_id,
        set_at=act.at,
        review_on=review_on,
    )


def _in_force(session: Session, hold_id: str) -> HoldRow:
    hold = store.hold_row(session, hold_id)
    if hold.released_at is not None:
        raise Refused("この保全は解除されています。", "一覧を開き直してください。")
    return hold


def _check_second(act: Act, hold: HoldRow) -> None:
    if hold.release_proposed_by is None:
        raise Refused(
            "保全の解除が申し出られていません。", "責任者に解除を申し出てもらってください。"
        )
    if hold.release_proposed_by == act.by.person_id:
        raise SamePerson("解除を申し出た本人は確認できません。", "別の人に確認を依頼してください。")


def _of_case(session: Session, act: Act, case_id: str) -> HoldRow:
    require_seen(act, case_row(session, case_id))
    found = store.holds_of_case(session, case_id)
    if not found:
        raise Refused("この案件は保全されていません。", "案件を開き直してください。")
    return _one_of(found)


def _of_note(session: Session, note_id: str) -> HoldRow:
    found = store.holds_of_note(session, note_id)
    if not found:
        raise Refused("この記録は保全されていません。", "一覧を開き直してください。")
    return _one_of(found)


def _one_of(found: Sequence[HoldRow]) -> HoldRow:
    if len(found) > 1:
        raise Refused(
            f"保全が{len(found)}件かかっています。",
            "保管・廃棄の「保全」を開き、どの保全かを選んでください。",
        )
    return found[0]
