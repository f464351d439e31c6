"""保全: a legal hold on the papers of a case, set and released by two people (DOMAIN §10)."""

from __future__ import annotations

import uuid
from datetime import date

from sqlalchemy.orm import Session

from desktop.domain.disposal import DisposalStage, ItemState, after_hold, list_hash
from desktop.domain.errors import Refused, SamePerson
from desktop.domain.roles import Capability
from desktop.services import rights
from desktop.services.act import Act
from desktop.services.casebook import Casebook
from desktop.services.changes import Answer, carry_out
from desktop.services.disposal_lists import HOLD_LABELS, listed
from desktop.services.premises import Premises
from desktop.store.cases import case_row
from desktop.store.disposals import batch_row, hold_in_force, listings_of_case, wait_anew
from desktop.store.schema.keeping import HoldRow


class Holds:
    def __init__(self, premises: Premises, book: Casebook) -> None:
        self._premises = premises
        self._book = book

    def hold(self, act: Act, case_id: str, reason: str, review_on: date) -> None:
        """Keep everything of the case. It leaves every open disposal list, whose approval ends."""
        if reason not in HOLD_LABELS:
            raise Refused(
                "保全の理由が選ばれていません。", "理由を選んでください。", field="reason"
            )
        if review_on <= act.at.date():
            raise Refused(
                "見直しの日が今日より後になっていません。",
                "見直す日を入れてください。",
                field="review_on",
            )

        def work(session: Session) -> Answer:
            case = case_row(session, case_id)
            if hold_in_force(session, case_id) is not None:
                raise Refused("この案件はすでに保全中です。", "案件を開き直してください。")
            session.add(
                HoldRow(
                    id=uuid.uuid4().hex,
                    case_id=case_id,
                    reason=reason,
                    set_by=act.by.person_id,
                    set_at=act.at,
                    review_on=review_on,
                )
            )
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
            hold = self._in_force(session, case_id)
            if hold.release_proposed_by is None:
                raise Refused(
                    "保全の解除が申し出られていません。", "責任者に解除を申し出てもらってください。"
                )
            if hold.release_proposed_by == act.by.person_id:
                raise SamePerson(
                    "解除を申し出た本人は確認できません。", "別の人に確認を依頼してください。"
                )
            hold.released_by, hold.released_at = act.by.person_id, act.at
            case = case_row(session, case_id)
            self._book.note(session, act, case, "hold.released")
            return {"case": case_id}

        carry_out(self._premises, act, Capability.CONFIRM_HOLD_RELEASE, "hold.released", work)

    def _take_off_lists(self, session: Session, case_id: str) -> None:
        touched: set[str] = set()
        for item, unit in listings_of_case(session, case_id):
            before = ItemState(unit.state)
            unit.state = after_hold(before)
            if unit.state != before:
                item.removed = True
                touched.add(item.batch_id)
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
