"""調査: what the departments answer, until every item has its answer (DESIGN §4)."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy.orm import Session

from desktop.domain.errors import Refused
from desktop.domain.requests import Item
from desktop.domain.roles import Capability
from desktop.domain.states import Action, CaseState
from desktop.services import rights
from desktop.services.act import Act
from desktop.services.answers import annex_of, missing_items, read_answer_file
from desktop.services.case_change import CaseChange
from desktop.services.case_views import AnswerReport, CaseView
from desktop.services.cases import Cases
from desktop.services.changes import Answer
from desktop.services.special_views import occupancy_of
from desktop.services.wanted_codes import read_wanted
from desktop.store.cases import case_row
from desktop.store.parts import get_part, put_part
from desktop.store.schema.casework import CaseRow


class Investigation:
    def __init__(self, cases: Cases) -> None:
        self._book = cases.book
        self._change = CaseChange(cases)

    def import_answers(self, act: Act, case_id: str, file: Path) -> AnswerReport:
        """A department's 回答ファイル into the case's annex, checked against the customer number.

        Taken whole or not at all; the report names what was wrong, without values.
        """
        rights.require(act, Capability.INVESTIGATE)
        vault = self._book.premises.vault
        with self._book.premises.database.reading() as session:
            known = get_part(session, vault, case_id, "address") or {}
            occupancy = occupancy_of(session, vault, case_id)
            version = case_row(session, case_id).version
        read = read_answer_file(
            file,
            known.get("customer_no", ""),
            known.get("supply_point_no", ""),
            act.at.date(),
            occupancy,
        )

        def work(session: Session, case: CaseRow) -> Answer:
            if CaseState(case.state) not in (CaseState.INVESTIGATION, CaseState.DRAFTED):
                raise Refused(
                    "回答を取り込むのは調査の間だけです。",
                    "案件を開き直して、いまの状態を確かめてください。",
                )
            asked = {item for items in read_wanted(case.wanted).values() for item in items}
            rows = 0
            for item in [] if read.rejected else sorted(asked & read.lines.keys()):
                lines = read.lines[item]
                values = {
                    "source": read.sources[item],
                    "lines": [[line.label, line.value] for line in lines],
                }
                put_part(
                    session,
                    vault,
                    case.id,
                    "C6",
                    "annex",
                    values,
                    act.at,
                    slot=item,
                    as_of=read.as_of[item],
                    rows=len(lines),
                )
                rows += len(lines)
            detail = {"rows": rows, "rejected": len(read.rejected)}
            self._book.note(session, act, case, "case.answer_imported", detail=detail)
            first = next(iter(sorted(read.lines)), None)
            return {"rows": rows, "item": first.value if first else None}

        # The file was read for the case as it was: another occupancy since refuses it.
        answer = self._change.run(
            act,
            case_id,
            Capability.INVESTIGATE,
            "case.import_answers",
            work,
            version=version,
        )
        with self._book.premises.database.reading() as session:
            case = case_row(session, case_id)
            missing = missing_items(read_wanted(case.wanted), annex_of(session, vault, case_id))
        item = answer["item"]
        return AnswerReport(
            Item(item) if isinstance(item, str) else None,
            int(answer["rows"] or 0),
            read.rejected,
            missing,
        )

    def finish(self, act: Act, case_id: str) -> CaseView:
        """INVESTIGATION → DRAFTED, with an empty draft. Items without an answer stay visible."""

        def work(session: Session, case: CaseRow) -> None:
            self._book.advance(session, act, case, Action.DRAFT)

        return self._change.view(
            act, case_id, Capability.DRAFT, "case.draft", work, action=Action.DRAFT
        )
