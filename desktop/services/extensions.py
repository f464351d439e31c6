"""延長: papers that stay longer than their class says, with the reason and the day (DOMAIN §10)."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy.orm import Session

from desktop.domain.disposal import ItemState
from desktop.domain.errors import Refused
from desktop.domain.holding import check_extension
from desktop.domain.roles import Capability
from desktop.services import rights
from desktop.services.act import Act
from desktop.services.casebook import Casebook
from desktop.services.changes import Answer, carry_out
from desktop.services.premises import Premises
from desktop.services.taking_off import take_unit_off
from desktop.store.cases import case_row
from desktop.store.holds import one_at_a_time
from desktop.store.schema.casework import UnitRow
from desktop.store.schema.keeping import ExtensionRow


class Extensions:
    def __init__(self, premises: Premises, book: Casebook) -> None:
        self._premises = premises
        self._book = book

    def extend(self, act: Act, unit_ids: Sequence[str], reason: str, until: date) -> int:
        """Keep these papers until the end of that day; how many. They leave every open list,
        whose approval ends. The day they were due, and why they stay, is kept with them."""

        def work(session: Session) -> Answer:
            one_at_a_time(session)
            if not unit_ids:
                raise Refused("延長する書類が選ばれていません。", "一覧で書類を選んでください。")
            for unit_id in dict.fromkeys(unit_ids):
                self._extend(session, act, unit_id, reason, until)
            return {"units": len(set(unit_ids))}

        answer = carry_out(self._premises, act, Capability.SET_HOLD, "retention.extend", work)
        return int(answer["units"] or 0)

    def _extend(self, session: Session, act: Act, unit_id: str, reason: str, until: date) -> None:
        unit = session.get(UnitRow, unit_id)
        if unit is None or unit.due_on is None or unit.key_id is None:
            raise Refused(
                "保存期限のある書類だけを延長できます。",
                "電話・窓口の記録は、延長する代わりに保全してください。",
            )
        case = case_row(session, unit.case_id)
        rights.require_untouched(session, act, Capability.SET_HOLD, case)
        check_extension(reason, unit.due_on, until, act.at.date())
        take_unit_off(session, unit.id)
        before, after = unit.due_on, until + timedelta(days=1)
        session.add(
            ExtensionRow(
                id=uuid.uuid4().hex,
                unit_id=unit.id,
                by=act.by.person_id,
                at=act.at,
                reason=reason,
                before=before,
                after=after,
            )
        )
        unit.due_on, unit.state = after, ItemState.RETAINED
        session.flush()
        detail: dict[str, str | int] = {
            "reason": reason,
            "class": unit.cls,
            "was_due": before.isoformat(),
            "due": after.isoformat(),
        }
        self._book.note(session, act, case, "retention.extended", subject=unit.id, detail=detail)
