"""調査依頼 on paper and as files: what leaves is listed until it is destroyed (DESIGN §4)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sqlalchemy.orm import Session

from desktop.domain.errors import DeskError, Refused
from desktop.domain.printing import PaperKind
from desktop.domain.roles import Capability
from desktop.letters.inquiry import (
    InquiryData,
    answer_file_name,
    answer_template,
    inquiry_pdf,
)
from desktop.letters.office_forms import load_office_form
from desktop.services import rights
from desktop.services.act import Act, SignedIn
from desktop.services.casebook import Casebook
from desktop.services.changes import Answer, carry_out
from desktop.services.exports import Exports
from desktop.services.inquiry_state import inquiries_of_case, items_of
from desktop.services.letter_pictures import draw_pages
from desktop.services.printing import Printing
from desktop.store.cases import case_row
from desktop.store.inquiries import inquiries_of, inquiry_row
from desktop.store.parts import get_part
from desktop.store.schema.casework import InquiryRow


class InquirySheets:
    def __init__(self, book: Casebook) -> None:
        self._book = book
        self._premises = book.premises
        self._exports = Exports(book.premises, book)
        self._printing = Printing(book.premises)

    def pdf(self, by: SignedIn, inquiry_id: str) -> bytes:
        """The sheet as it would be printed now; in memory only."""
        rights.require(by, Capability.INVESTIGATE)
        with self._premises.database.reading() as session:
            return self._pdf(session, inquiry_row(session, inquiry_id))

    def pages(self, by: SignedIn, inquiry_id: str, dpi: int = 96) -> tuple[bytes, ...]:
        """PNG pictures of it, drawn in the sandboxed child."""
        return draw_pages(self.pdf(by, inquiry_id), dpi)

    def save(self, act: Act, case_id: str, folder: Path) -> tuple[Path, ...]:
        """Every sheet still owed and its blank 回答ファイル, for the departments: open exports."""

        def work(session: Session) -> Answer:
            owing = self._owing(session, case_id)
            if not owing:
                raise Refused(
                    "回答を待っている調査依頼がありません。", "先に調査を依頼してください。"
                )
            answer: dict[str, str | int | None] = {}
            for row in owing:
                for name, kind in self._names(session, row):
                    if kind == "ANSWER_FORM":
                        self._exports.refuse_overwriting(session, folder / name, case_id)
                    answer[name] = self._exports.note(
                        session, act, kind, folder / name, case_id=case_id
                    )
                self._book.look(session, act, case_id, "case.inquiry_saved", row.id)
            return answer

        rights.require(act, Capability.INVESTIGATE)
        answer = carry_out(self._premises, act, Capability.EXPORT, "case.save_inquiry", work)
        with self._premises.database.reading() as session:
            files = {
                name: data
                for row in inquiries_of(session, case_id)
                for name, data in self._files(session, row)
                if name in answer
            }
        return tuple(
            self._exports.write(act, str(answer[name]), folder / name, data)
            for name, data in files.items()
        )

    def print(self, act: Act, case_id: str, printer: str, inquiry_id: str = "") -> int:
        """Hand the sheets still owed, or one of them, to a printer; how many. Recorded first, and
        a refused job is recorded as well. The queue shows their numbers and no name."""
        rights.require(act, Capability.INVESTIGATE)
        with self._premises.database.reading() as session:
            sheets = [
                (row.id, f"{case_row(session, case_id).number}-{row.seq}", self._pdf(session, row))
                for row in self._owing(session, case_id)
                if inquiry_id in ("", row.id)
            ]
        if not sheets:
            raise Refused("回答を待っている調査依頼がありません。", "先に調査を依頼してください。")
        fresh: list[tuple[str, str, bytes]] = []

        def work(session: Session) -> Answer:
            for one, number, pdf in sheets:
                job = self._printing.begin(
                    session, act, PaperKind.FORM, number, printer, pdf, case_id=case_id
                )
                fresh.append((one, job, pdf))
                self._book.look(session, act, case_id, "case.inquiry_printed", one)
            return {}

        carry_out(self._premises, act, Capability.EXPORT, "case.print_inquiry", work)
        for number, (one, job, pdf) in enumerate(fresh):
            try:
                self._printing.hand(job, pdf, act.at)
            except DeskError:
                self._print_refused(act, case_id, one)
                for _one, rest, _pdf in fresh[number + 1 :]:
                    self._printing.drop(rest, act.at)
                raise
        return len(sheets)

    def _print_refused(self, act: Act, case_id: str, inquiry_id: str) -> None:
        with self._premises.database.transaction() as session:
            self._book.look(session, act, case_id, "case.inquiry_not_printed", inquiry_id)

    def _owing(self, session: Session, case_id: str) -> Sequence[InquiryRow]:
        owing = {one.id for one in inquiries_of_case(session, case_id) if one.owed}
        return [row for row in inquiries_of(session, case_id) if row.id in owing]

    def _names(self, session: Session, row: InquiryRow) -> list[tuple[str, str]]:
        number = case_row(session, row.case_id).number
        return [
            (_sheet_name(number, row), "INQUIRY"),
            *((answer_file_name(number, item), "ANSWER_FORM") for item in items_of(row)),
        ]

    def _files(self, session: Session, row: InquiryRow) -> list[tuple[str, bytes]]:
        data = self._data(session, row)
        form = load_office_form(self._premises.surroundings.forms, "ANSWER")
        return [
            (_sheet_name(data.case_number, row), self._pdf(session, row)),
            *(
                (answer_file_name(data.case_number, item), answer_template(form, data, item))
                for item in data.items
            ),
        ]

    def _pdf(self, session: Session, row: InquiryRow) -> bytes:
        form = self._book.paper("INQUIRY", case_row(session, row.case_id).arrived_on)
        return inquiry_pdf(form, self._data(session, row), self._premises.surroundings.fonts)

    def _data(self, session: Session, row: InquiryRow) -> InquiryData:
        case = case_row(session, row.case_id)
        settings = self._book.settings(case)
        known = get_part(session, self._premises.vault, case.id, "address") or {}
        return InquiryData(
            number=f"{case.number}-{row.seq}",
            case_number=case.number,
            office=settings.office_name,
            desk=settings.department,
            phone=settings.phone,
            department=row.department,
            customer_no=known.get("customer_no", ""),
            supply_point_no=known.get("supply_point_no", ""),
            items=items_of(row),
            since=row.since,
            until=row.until,
            asked_on=row.asked_on,
            due_on=row.due_on,
            reminders=row.reminders,
            labels=settings.item_labels,
        )


def _sheet_name(number: str, row: InquiryRow) -> str:
    return f"{number}-{row.seq}_inquiry.pdf"
