"""調査: departments asked and reminded, and their answers taken, item by item (DESIGN §4)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from desktop.domain.errors import Refused
from desktop.domain.inquiries import (
    BLACK,
    Period,
    by_department,
    check_period,
    masked,
    usual_period,
)
from desktop.domain.occupants import Occupancy
from desktop.domain.requests import Item
from desktop.domain.roles import Capability
from desktop.domain.states import Action, CaseState
from desktop.services import rights
from desktop.services.act import Act
from desktop.services.annex_keeping import CLASS, digest_of, keep_answer
from desktop.services.answer_folder import AnswerFolder
from desktop.services.answer_reports import AnswerReport
from desktop.services.answer_rows import read_bytes
from desktop.services.answers import (
    AnswerFile,
    annex_of,
    answered_items,
    missing_items,
    read_answer,
)
from desktop.services.case_change import CaseChange
from desktop.services.case_views import CaseView
from desktop.services.cases import Cases
from desktop.services.changes import Answer
from desktop.services.expected_answers import expected_answers, refuse_doubts, require_open
from desktop.services.exports import Exports
from desktop.services.inquiry_sheets import InquirySheets
from desktop.services.inquiry_state import items_of, items_to_ask
from desktop.services.special_views import occupancy_of
from desktop.services.wanted_codes import read_wanted
from desktop.store.cases import case_row
from desktop.store.inquiries import add_inquiry, inquiries_of, inquiry_row
from desktop.store.parts import get_part, parts_of_kind, put_part
from desktop.store.schema.casework import CaseRow


@dataclass(frozen=True, slots=True)
class Settled:
    """What a person decided on the lines outside the asked period of the file with this digest:
    the numbers of those that go in."""

    digest: str
    kept: frozenset[int]


class Investigation:
    def __init__(self, cases: Cases) -> None:
        self._book = cases.book
        self._change = CaseChange(cases)
        self._exports = Exports(cases.book.premises, cases.book)
        self.sheets = InquirySheets(cases.book)
        self.folder = AnswerFolder(cases.book)

    def ask(self, act: Act, case_id: str, period: Period | None = None) -> CaseView:
        """One 調査依頼 for each department that has not been asked for its items yet."""

        def work(session: Session, case: CaseRow) -> None:
            require_open(case)
            vault = self._book.premises.vault
            lived = self._occupancy(session, case)
            looked_at = period or _period_of(session, case, lived)
            check_period(looked_at, act.at.date())
            if lived is not None and not lived.holds(looked_at.since, looked_at.until):
                raise Refused(
                    "調べる期間が、利用者ご本人の利用期間の外にかかっています。",
                    "ご本人が利用していた間の日を入れてください。",
                    field="since",
                )
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
            require_open(case)
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

    def import_answers(
        self, act: Act, case_id: str, file: Path, settled: Settled | None = None
    ) -> AnswerReport:
        """A department's 回答ファイル into the case's annex, checked against the customer number.

        Taken whole or not at all; the report names what was wrong, without values, and the lines
        outside the asked period, which have to be settled first. An answer that was there before
        is kept as an earlier version.
        """
        rights.require(act, Capability.INVESTIGATE)
        data = read_bytes(file)
        digest = digest_of(data)
        if settled is not None and settled.digest != digest:
            raise Refused(
                "回答ファイルが、期間の外の行を確かめた後に変わりました。",
                "もう一度取り込んで、行を確かめてください。",
            )
        with self._book.premises.database.reading() as session:
            case = case_row(session, case_id)
            expected = expected_answers(session, self._book, case, act.at.date())
            version = case.version
        read = read_answer(data, expected, settled.kept if settled is not None else None)
        taken = {} if read.rejected or read.outside else read.lines

        def work(session: Session, case: CaseRow) -> Answer:
            require_open(case)
            rows = sum(self._keep(session, act, case, item, read, digest) for item in sorted(taken))
            detail: dict[str, str | int] = {
                "rows": rows,
                "rejected": len(read.rejected),
                "left_out": read.left_out,
            }
            if taken and self.folder.holds(act, file):
                kind = "ANSWER_FILE"
                detail["export"] = self._exports.note(
                    session, act, kind, file, case_id=case.id, digest=digest
                )
            self._book.note(session, act, case, "case.answer_imported", detail=detail)
            first = next(iter(sorted(taken)), None)
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
            read.outside,
            digest,
            _lacking(read, Item.K5) if answer["rows"] else 0,
        )

    def mask(self, act: Act, case_id: str, item: Item, line: int, words: str) -> CaseView:
        """Make words of one line black that the rule did not know as a name; they are not kept."""

        def work(session: Session, case: CaseRow) -> None:
            require_open(case)
            vault = self._book.premises.vault
            values = get_part(session, vault, case.id, "annex", item)
            if values is None or not 0 <= line < len(values["lines"]):
                raise Refused("この行はありません。", "案件を開き直してください。")
            label, value = values["lines"][line]
            names = [words.strip()] if words.strip() else []
            (head, in_head), (shown, in_value) = masked(label, names), masked(value, names)
            count = in_head + in_value
            if not count or words.strip() == BLACK:
                raise Refused(
                    "その文字は、この行の内容にありません。",
                    "黒塗りする文字を、内容にあるとおりに入れてください。",
                    field="words",
                )
            values["lines"][line] = [head, shown]
            values["masked"] = int(values.get("masked", 0)) + count
            self._put(session, act, case, item, values)
            self._book.note(
                session,
                act,
                case,
                "case.answer_masked",
                detail={"item": item.value, "line": line + 1, "boxes": count},
            )

        return self._change.view(act, case_id, Capability.INVESTIGATE, "case.mask_answer", work)

    def let_be(self, act: Act, case_id: str, item: Item, line: int, words: str) -> CaseView:
        """Words of one line that looked like another person's name are none, or are the asker's
        own: they stay as they are, and nobody is asked about them again."""

        def work(session: Session, case: CaseRow) -> None:
            require_open(case)
            vault = self._book.premises.vault
            values = get_part(session, vault, case.id, "annex", item)
            answer = next(
                (one for one in annex_of(session, vault, case.id) if one.item is item), None
            )
            doubts = answer.doubts if answer is not None else ()
            if values is None or not any((one.line, one.words) == (line, words) for one in doubts):
                raise Refused("この行に、確かめる言葉はありません。", "案件を開き直してください。")
            settled = [*values.get("no_names", ()), [line, words]]
            self._put(session, act, case, item, {**values, "no_names": settled})
            detail = {"item": item.value, "line": line + 1}
            self._book.note(session, act, case, "case.answer_no_name", detail=detail)

        return self._change.view(act, case_id, Capability.INVESTIGATE, "case.let_be", work)

    def finish(self, act: Act, case_id: str) -> CaseView:
        """INVESTIGATION → DRAFTED, with an empty draft, once every item has its answer and nothing
        in the answers is in doubt."""

        def work(session: Session, case: CaseRow) -> None:
            missing = self._missing(session, case)
            if missing and CaseState(case.state) is CaseState.INVESTIGATION:
                items = self._book.item_names(case)
                names = "、".join(items.word(item) for item in missing)
                raise Refused(
                    f"回答の届いていない項目があります：{names}。",
                    "回答ファイルを取り込んでください。"
                    "記録がないときは、部署の「該当なし」の回答が要ります。",
                )
            if CaseState(case.state) is CaseState.INVESTIGATION:
                vault = self._book.premises.vault
                items, answers = self._book.item_names(case), annex_of(session, vault, case.id)
                refuse_doubts(session, case, answers, items)
            self._book.advance(session, act, case, Action.DRAFT)

        return self._change.view(
            act, case_id, Capability.DRAFT, "case.draft", work, action=Action.DRAFT
        )

    def _keep(
        self, session: Session, act: Act, case: CaseRow, item: Item, read: AnswerFile, digest: str
    ) -> int:
        """The answer as lines; how many."""
        lines = read.lines[item]
        values = {
            "source": read.sources[item],
            "lines": [[line.label, line.value] for line in lines],
            "nothing": item in read.nothing,
            "masked": read.masked.get(item, 0),
            "lacking": _lacking(read, item),
            "digest": digest,
        }
        vault, day = self._book.premises.vault, read.as_of[item]
        keep_answer(session, vault, case.id, item, values, day, len(lines), act.at)
        return len(lines)

    def _put(
        self, session: Session, act: Act, case: CaseRow, item: Item, values: Mapping[str, Any]
    ) -> None:
        """The same version of the answer, changed."""
        row = next(one for one in parts_of_kind(session, case.id, "annex") if one.slot == item)
        put_part(
            session,
            self._book.premises.vault,
            case.id,
            CLASS,
            "annex",
            values,
            act.at,
            slot=item,
            as_of=row.as_of,
            rows=row.rows,
        )

    def _missing(self, session: Session, case: CaseRow) -> tuple[Item, ...]:
        return missing_items(
            read_wanted(case.wanted),
            answered_items(session, case.id),
            self._occupancy(session, case),
        )

    def _occupancy(self, session: Session, case: CaseRow) -> Occupancy | None:
        return occupancy_of(session, self._book.premises.vault, case.id)


def _lacking(read: AnswerFile, item: Item) -> int:
    """Half-hour values nobody told, between the first and the last day."""
    told = read.half_hours
    return told.missing if told is not None and item is Item.K5 else 0


def _period_of(session: Session, case: CaseRow, occupancy: Occupancy | None) -> Period:
    """As the departments were asked before; else the usual one, within an occupant's own time."""
    if asked := inquiries_of(session, case.id):
        return Period(asked[-1].since, asked[-1].until)
    usual = usual_period(case.arrived_on)
    if occupancy is None:
        return usual
    until = min(usual.until, occupancy.until or usual.until)
    return Period(max(usual.since, occupancy.since), until)
