"""回付: mail that is no request goes to another department, as a case or as it came (DOMAIN §1)."""

from __future__ import annotations

from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from desktop.domain.errors import Refused
from desktop.domain.rerouting import RerouteKind, check_reroute
from desktop.domain.roles import Capability
from desktop.domain.states import Action
from desktop.domain.workday import Fate
from desktop.services import rights
from desktop.services.act import Act
from desktop.services.case_change import CaseChange
from desktop.services.case_views import CaseView
from desktop.services.cases import Cases
from desktop.services.changes import Answer, carry_out
from desktop.services.ending_letters import EndingLetters
from desktop.services.money_rerouted import MoneyAlong, book_along, check_along
from desktop.services.premises import Premises
from desktop.services.special_views import DEATH, special_part
from desktop.services.typed_text import refuse_my_number
from desktop.store import audit, envelopes, reading_rates, special
from desktop.store.parts import put_part
from desktop.store.schema.casework import CaseRow


@dataclass(frozen=True, slots=True)
class HandOver:
    """What the mail is, who gets it, and what they were given. `note` only for a case."""

    kind: str
    department: str
    handed: str
    sheets: int
    note: str = field(default="", repr=False)

    def detail(self) -> dict[str, str | int]:
        return {
            "kind": self.kind,
            "department": self.department,
            "handed": self.handed,
            "sheets": self.sheets,
        }


class Rerouting:
    def __init__(self, premises: Premises, cases: Cases, endings: EndingLetters) -> None:
        self._premises = premises
        self._book = cases.book
        self._change = CaseChange(cases)
        self._endings = endings

    def reroute(self, act: Act, case_id: str, over: HandOver) -> CaseView:
        """The case ends here, and retention begins. Heirs are told that their answer is outside
        the Act (D-14)."""
        check_reroute(over.kind, over.department, over.handed, over.sheets)
        refuse_my_number(over.note, field="note")

        def work(session: Session, case: CaseRow) -> None:
            died = bool(special_part(session, self._premises.vault, case.id, DEATH))
            if (over.kind == RerouteKind.HEIRS) != died:
                raise Refused(
                    "亡くなった方の案件は、相続人への任意対応として回付します。"
                    if died
                    else "ご本人の死亡が記録されていない案件です。",
                    "種類を選び直すか、先に死亡を記録してください。",
                    field="kind",
                )
            if died:
                self._endings.heirs(session, act, case)
            if over.note.strip():
                values = {"text": over.note.strip(), "by": act.by.person_id}
                vault = self._premises.vault
                put_part(session, vault, case.id, "C", "note", values, act.at, slot="reroute")
            self._book.advance(session, act, case, Action.REROUTE, detail=over.detail())
            special.add_reroute(
                session,
                over.kind,
                over.department,
                over.handed,
                over.sheets,
                act.by.person_id,
                act.at,
                case_id=case.id,
            )

        return self._change.view(
            act, case_id, Capability.CHECK_FORM, "case.reroute", work, action=Action.REROUTE
        )

    def reroute_envelope(
        self, act: Act, envelope_id: str, over: HandOver, along: MoneyAlong | None = None
    ) -> None:
        """Opened mail that never becomes a case. Its scans go; what is kept is codes and counts.
        Money that lay in it goes `along`, before a second person, and stands in I-09."""
        check_reroute(over.kind, over.department, over.handed, over.sheets)
        if over.kind == RerouteKind.HEIRS:
            raise Refused(
                "相続人への任意対応は、案件に登録してから回付します。",
                "郵便物を案件として登録してください。",
                field="kind",
            )
        rights.require(act, Capability.FILE)
        witness = check_along(self._book, act, along) if along is not None else ""
        released: list[str] = []

        def work(session: Session) -> Answer:
            opened_on = envelopes.envelope(session, envelope_id).day
            gone = envelopes.finish(session, envelope_id, special.REROUTED, act.at, Fate.REROUTED)
            reading_rates.forget_looks(session, gone)
            self._premises.spool.release(session, self._premises.vault, gone)
            special.add_reroute(
                session,
                over.kind,
                over.department,
                over.handed,
                over.sheets,
                act.by.person_id,
                act.at,
                envelope_id=envelope_id,
            )
            money: dict[str, str | int] = {}
            if along is not None:
                book_along(session, act, envelope_id, opened_on, along, witness)
                money = {"amount": along.amount, "witness": witness}
            audit.append(
                session,
                act.at,
                act.by.person_id,
                "envelope.reroute",
                subject=envelope_id,
                detail={**over.detail(), "pages": len(gone), **money},
            )
            released.extend(gone)
            return {"pages": len(gone)}

        carry_out(self._premises, act, Capability.FILE, "envelope.reroute", work)
        self._premises.spool.remove_after_filing(released)
