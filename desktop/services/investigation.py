"""調査: departments asked and reminded, and their answers taken, item by item (DESIGN §4)."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from sqlalchemy.orm import Session

from desktop.domain.errors import Refused
from desktop.domain.inquiries import (
    BLACK,
    Period,
    by_department,
    check_period,
    masked,
    to_ask,
    usual_period,
)
from desktop.domain.occupants import Occupancy
from desktop.domain.requests import ITEM_LABELS, Item
from desktop.domain.roles import Capability
from desktop.domain.states import Action, CaseState
from desktop.services import rights
from desktop.services.act import Act
from desktop.services.answers import (
    EARLIER,
    AnswerFile,
    Expected,
    answered_items,
    missing_items,
    read_answer_file,
)
from desktop.services.case_change import CaseChange
from desktop.services.case_views import AnswerReport, CaseView
from desktop.services.cases import Cases
from desktop.services.changes import Answer
from desktop.services.inquiry_sheets import InquirySheets
from desktop.services.inquiry_state import inquiries_of_case, items_of, items_to_ask
from desktop.services.special_views import occupancy_of
from desktop.services.wanted_codes import read_wanted
from desktop.store.cases import case_row
from desktop.store.inquiries import add_inquiry, inquiries_of, inquiry_row
from desktop.store.parts import get_part, parts_of_kind, put_part
from desktop.store.schema.casework import CaseRow

_OPEN = (CaseState.INVESTIGATION, CaseState.DRAFTED)


class Investigation:
    def __init__(self, cases: Cases) -> None:
        self._book = cases.book
        self._change = CaseChange(cases)
        self.sheets = InquirySheets(cases.book)

    def ask(self, act: Act, case_id: str, period: Period | None = None) -> CaseView:
        """One 調査依頼 for each department that has not been asked for its items yet."""

        def work(session: Session, case: CaseRow) -> None:
            self._require_open(case)
            vault = self._book.premises.vault
            looked_at = period or _period_of(session, case, self._occupancy(session, case))
            check_period(looked_at, act.at.date())
            items = items_to_ask(session, vault, case)
            settings = self._book.settings(case)
            if not items:
                raise Refused(
                    "調査を依頼する項目がありません。", "届いている回答を確かめてください。"
                )
            until = act.at.date() + timedelta(days=settings.inquiry_days)
            due = self._book.calendar(settings).on_or_before(until)
            for department, listed in by_department(items, settings.item_departments).items():
                row = add_inquiry(
                    session,
                    case.id,
                    department,
                    [item.value for item in listed],
                    looked_at.since,
                    looked_at.until,
                    act.at.date(),
                    due,
                    act.by.person_id,
                )
                self._book.note(
                    session,
                    act,
                    case,
                    "case.inquiry",
                    subject=row.id,
                    detail={"items": row.items, "answer_by": due.isoformat()},
                )

        return self._change.view(act, case_id, Capability.INVESTIGATE, "case.inquiry", work)

    def remind(self, act: Act, case_id: str, inquiry_id: str) -> CaseView:
        """催促: noted, and said on the sheet that is printed from now on."""

        def work(session: Session, case: CaseRow) -> None:
            self._require_open(case)
            row = inquiry_row(session, inquiry_id)
            have = set(answered_items(session, case.id))
            if row.case_id != case.id or all(item in have for item in items_of(row)):
                raise Refused("この依頼の回答はすべて届いています。", "案件を開き直してください。")
            row.reminders, row.reminded_on = row.reminders + 1, act.at.date()
            self._book.note(
                session,
                act,
                case,
                "case.inquiry_reminded",
                subject=row.id,
                detail={"times": row.reminders},
            )

        return self._change.view(act, case_id, Capability.INVESTIGATE, "case.remind", work)

    def import_answers(self, act: Act, case_id: str, file: Path) -> AnswerReport:
        """A department's 回答ファイル into the case's annex, checked against the customer number.

        Taken whole or not at all; the report names what was wrong, without values. An answer that
        was there before is kept as an earlier version.
        """
        rights.require(act, Capability.INVESTIGATE)
        with self._book.premises.database.reading() as session:
            case = case_row(session, case_id)
            expected, version = self._expected(session, case, act.at.date()), case.version
        read = read_answer_file(file, expected)

        def work(session: Session, case: CaseRow) -> Answer:
            self._require_open(case)
            rows = 0
            for item in [] if read.rejected else sorted(read.lines):
                rows += self._keep(session, act, case, item, read)
            detail = {"rows": rows, "rejected": len(read.rejected)}
            self._book.note(session, act, case, "case.answer_imported", detail=detail)
            first = next(iter(sorted(read.lines)), None)
            return {"rows": rows, "item": first.value if first else None}

        # The file was read for the case as it was: another occupancy since refuses it.
        answer = self._change.run(
            act, case_id, Capability.INVESTIGATE, "case.import_answers", work, version=version
        )
        with self._book.premises.database.reading() as session:
            missing = self._missing(session, case_row(session, case_id))
        item = answer["item"]
        return AnswerReport(
            Item(item) if isinstance(item, str) else None,
            int(answer["rows"] or 0),
            read.rejected,
            missing,
        )

    def mask(self, act: Act, case_id: str, item: Item, line: int, words: str) -> CaseView:
        """Make words of one line black that the rule did not know as a name; they are not kept."""

        def work(session: Session, case: CaseRow) -> None:
            self._require_open(case)
            vault = self._book.premises.vault
            values = get_part(session, vault, case.id, "annex", item)
            if values is None or not 0 <= line < len(values["lines"]):
                raise Refused("この行はありません。", "案件を開き直してください。")
            label, value = values["lines"][line]
            shown, count = masked(value, [words.strip()] if words.strip() else [])
            if not count or words.strip() == BLACK:
                raise Refused(
                    "その文字は、この行の内容にありません。",
                    "黒塗りする文字を、内容にあるとおりに入れてください。",
                    field="words",
                )
            values["lines"][line] = [label, shown]
            values["masked"] = int(values.get("masked", 0)) + count
            row = next(one for one in parts_of_kind(session, case.id, "annex") if one.slot == item)
            put_part(
                session,
                vault,
                case.id,
                "C6",
                "annex",
                values,
                act.at,
                slot=item,
                as_of=row.as_of,
                rows=row.rows,
            )
            self._book.note(
                session,
                act,
                case,
                "case.answer_masked",
                detail={"item": item.value, "line": line + 1, "boxes": count},
            )

        return self._change.view(act, case_id, Capability.INVESTIGATE, "case.mask_answer", work)

    def finish(self, act: Act, case_id: str) -> CaseView:
        """INVESTIGATION → DRAFTED, with an empty draft, once every item has its answer."""

        def work(session: Session, case: CaseRow) -> None:
            missing = self._missing(session, case)
            if missing and CaseState(case.state) is CaseState.INVESTIGATION:
                names = "、".join(ITEM_LABELS[item] for item in missing)
                raise Refused(
                    f"回答の届いていない項目があります：{names}。",
                    "回答ファイルを取り込んでください。"
                    "記録がないときは、部署の「該当なし」の回答が要ります。",
                )
            self._book.advance(session, act, case, Action.DRAFT)

        return self._change.view(
            act, case_id, Capability.DRAFT, "case.draft", work, action=Action.DRAFT
        )

    def _expected(self, session: Session, case: CaseRow, today: date) -> Expected:
        vault = self._book.premises.vault
        known = get_part(session, vault, case.id, "address") or {}
        return Expected(
            customer_no=known.get("customer_no", ""),
            supply_point_no=known.get("supply_point_no", ""),
            items=frozenset(to_ask(read_wanted(case.wanted))),
            today=today,
            occupancy=self._occupancy(session, case),
            asked={
                item: (row.department, row.since)
                for row in inquiries_of_case(session, case.id)
                for item in row.items
            },
        )

    def _keep(self, session: Session, act: Act, case: CaseRow, item: Item, read: AnswerFile) -> int:
        """Put the answer in the annex; the one before it becomes an earlier version."""
        vault, lines = self._book.premises.vault, read.lines[item]
        values = {
            "source": read.sources[item],
            "lines": [[line.label, line.value] for line in lines],
            "nothing": item in read.nothing,
            "masked": read.masked.get(item, 0),
        }
        before = next(
            (one for one in parts_of_kind(session, case.id, "annex") if one.slot == item), None
        )
        held = get_part(session, vault, case.id, "annex", item)
        if before is not None and held is not None:
            earlier = parts_of_kind(session, case.id, EARLIER)
            number = sum(one.slot.startswith(f"{item}.") for one in earlier) + 1
            put_part(
                session,
                vault,
                case.id,
                "C6",
                EARLIER,
                held,
                act.at,
                slot=f"{item}.{number}",
                as_of=before.as_of,
                rows=before.rows,
            )
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
        return len(lines)

    def _missing(self, session: Session, case: CaseRow) -> tuple[Item, ...]:
        return missing_items(
            read_wanted(case.wanted),
            answered_items(session, case.id),
            self._occupancy(session, case),
        )

    def _occupancy(self, session: Session, case: CaseRow) -> Occupancy | None:
        return occupancy_of(session, self._book.premises.vault, case.id)

    @staticmethod
    def _require_open(case: CaseRow) -> None:
        if CaseState(case.state) not in _OPEN:
            raise Refused(
                "回答を取り込むのは調査の間だけです。",
                "案件を開き直して、いまの状態を確かめてください。",
            )


def _period_of(session: Session, case: CaseRow, occupancy: Occupancy | None) -> Period:
    """As the departments were asked before; else the usual one, within an occupant's own time."""
    if asked := inquiries_of(session, case.id):
        return Period(asked[-1].since, asked[-1].until)
    usual = usual_period(case.arrived_on)
    if occupancy is None:
        return usual
    until = min(usual.until, occupancy.until or usual.until)
    return Period(max(usual.since, occupancy.since), until)
