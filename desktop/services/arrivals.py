"""A wrong 到達日 put right by two people: the statutory clock goes by it (個人情報保護法39条)."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from desktop.domain.errors import Refused, SamePerson
from desktop.domain.roles import Capability
from desktop.domain.states import CaseState
from desktop.services.act import Act
from desktop.services.case_change import CaseChange
from desktop.services.case_lines import ANSWERED
from desktop.services.case_views import CaseView
from desktop.services.cases import Cases
from desktop.services.recheck import recheck_identity
from desktop.services.special_views import ARRIVAL, SPECIAL
from desktop.services.typed_text import require_text
from desktop.store import arrivals
from desktop.store.parts import drop_part, put_part
from desktop.store.schema.casework import CaseRow


class Arrivals:
    def __init__(self, cases: Cases) -> None:
        self._book = cases.book
        self._change = CaseChange(cases)

    def propose(self, act: Act, case_id: str, after: date, reason: str) -> CaseView:
        """Say that the case arrived on another day, and why. Nothing is counted anew yet."""
        require_text(reason, "正しい到達日を何で確かめたかを書いてください。", "reason")

        def work(session: Session, case: CaseRow) -> None:
            _require_unanswered(case)
            if arrivals.waiting(session, case.id) is not None:
                raise Refused(
                    "この案件の到達日は、訂正の確認を待っています。",
                    "先に、別の人がその訂正を確認してください。",
                )
            # A case that began on paper was registered long before it was entered here.
            latest = min(case.created_at.date(), case.registered_on)
            if after == case.arrived_on or after > latest:
                raise Refused(
                    "訂正後の到達日が、いまの到達日と同じか、登録した日より後です。",
                    "消印や受領印を見て、正しい到達日を入れてください。",
                    field="arrived_on",
                )
            by = act.by.person_id
            row = arrivals.propose(session, case.id, case.arrived_on, after, by, act.at)
            values = {"reason": reason.strip()}
            vault = self._book.premises.vault
            put_part(session, vault, case.id, "C", SPECIAL, values, act.at, slot=ARRIVAL)
            detail = {"before": row.before.isoformat(), "after": after.isoformat()}
            self._book.note(session, act, case, "case.arrival_proposed", detail=detail)

        return self._change.view(act, case_id, Capability.FILE, "case.arrival_proposed", work)

    def decide(self, act: Act, case_id: str, agree: bool) -> CaseView:
        """Another person confirms the day, or leaves it as it was.

        With the new day the clocks, the fee and the settings are those of that day; an identity
        that was confirmed is checked again, since papers are valid on the 到達日 (DOMAIN §5).
        """

        def work(session: Session, case: CaseRow) -> None:
            row = arrivals.waiting(session, case.id)
            if row is None:
                raise Refused(
                    "確認を待っている到達日の訂正はありません。", "案件を開き直してください。"
                )
            if row.proposed_by == act.by.person_id:
                raise SamePerson(
                    "自分が申し出た到達日の訂正は、自分で確認できません。",
                    "別の受付担当に確認を依頼してください。",
                )
            row.agreed, row.decided_by, row.decided_at = agree, act.by.person_id, act.at
            detail = {"before": row.before.isoformat(), "after": row.after.isoformat()}
            if agree:
                _require_unanswered(case)
                recheck_identity(session, self._book, act, case)
                case.arrived_on = row.after
                arrivals.move_documents(session, case.id, row.before, row.after)
            else:
                drop_part(session, case.id, SPECIAL, ARRIVAL)
            session.flush()
            action = "case.arrival_changed" if agree else "case.arrival_kept"
            self._book.note(session, act, case, action, detail=detail)

        return self._change.view(act, case_id, Capability.FILE, "case.arrival_decided", work)


def _require_unanswered(case: CaseRow) -> None:
    if CaseState(case.state) in ANSWERED:
        raise Refused(
            "回答を発送したか終わった案件の到達日は直せません。",
            "案件を再開する必要があるかを責任者に相談してください。",
        )
