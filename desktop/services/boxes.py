"""棚・箱: which papers stand where, and the label by which a box is found again (DOMAIN §10).

A label bears a number and the place; nobody's name. The number is what a scanner reads.
"""

from __future__ import annotations

import heapq
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy.orm import Session

from desktop.domain.errors import NotFound, Refused
from desktop.domain.retention import RetentionClass
from desktop.domain.roles import Capability
from desktop.letters.shelf_label import box_label
from desktop.services import rights
from desktop.services.act import Act, SignedIn
from desktop.services.casebook import Casebook
from desktop.services.changes import Answer, carry_out
from desktop.services.exports import Exports
from desktop.services.keeping_views import reason_words
from desktop.store import audit, shelves
from desktop.store.cases import case_id_of
from desktop.store.holds import held_now

_TRIAL = "B-0000"


@dataclass(frozen=True, slots=True)
class ShelvedPaper:
    """The sheets of one class of one case. `due_on` is None while the case lives."""

    unit_id: str
    case_number: str
    cls: RetentionClass
    sheets: int
    due_on: date | None
    held_why: str


@dataclass(frozen=True, slots=True)
class Box:
    """One place with what stands in it; `place` "" are the papers of which nobody has said where
    they are. `number` is "" until a label was made."""

    place: str
    number: str
    papers: tuple[ShelvedPaper, ...]

    @property
    def cases(self) -> int:
        return len({one.case_number for one in self.papers})

    @property
    def sheets(self) -> int:
        return sum(one.sheets for one in self.papers)

    @property
    def next_due(self) -> date | None:
        return min((one.due_on for one in self.papers if one.due_on is not None), default=None)

    def due_sheets(self, today: date) -> int:
        """Sheets whose day has come and that no hold keeps: what may be taken out."""
        return sum(
            one.sheets
            for one in self.papers
            if one.due_on is not None and one.due_on <= today and not one.held_why
        )


@dataclass(frozen=True, slots=True)
class Found:
    """What a scanned label stands for: a place, and the case where it is a case's own label."""

    place: str
    case_number: str = ""


class Boxes:
    def __init__(self, book: Casebook) -> None:
        self._book = book
        self._premises = book.premises
        self._exports = Exports(book.premises, book)

    def listed(self, by: SignedIn) -> tuple[Box, ...]:
        """Every place by name; papers without a place last, since somebody has to look for them."""
        rights.require(by, Capability.VIEW_CASE)
        with self._premises.database.reading() as session:
            held = held_now(session)
            numbers = {one.place: one.number for one in shelves.boxes(session)}
            papers: dict[str, list[ShelvedPaper]] = {place: [] for place in numbers}
            for one in shelves.kept_papers(session):
                why = reason_words(held.unit(one.case_id, one.cls))
                papers.setdefault(one.shelf, []).append(_paper(one, why))
        order = sorted(papers, key=lambda place: (not place, place))
        return tuple(Box(one, numbers.get(one, ""), tuple(papers[one])) for one in order)

    def find(self, by: SignedIn, code: str) -> Found:
        """Whatever the scanner read: a box's number, or the 受付番号 on a case's own label."""
        rights.require(by, Capability.VIEW_CASE)
        plain = unicodedata.normalize("NFKC", code).strip().upper()
        with self._premises.database.reading() as session:
            box = shelves.box_numbered(session, plain)
            if box is not None:
                return Found(box.place)
            case_id = case_id_of(session, plain)
            for one in shelves.kept_papers(session, case_id) if case_id else ():
                return Found(one.shelf, one.case_number)
        raise NotFound(
            "この番号の棚・箱も、紙の残っている案件もありません。",
            "ラベルの番号（B-0001 など）か受付番号を確かめて、読み取り直してください。",
            field="code",
        )

    def save_label(self, act: Act, place: str, file: Path) -> Path:
        """The label of the place as a PDF; its number is given with the first one."""
        rights.require(act, Capability.FILE)
        office = self._book.administration.settings(act.at.date()).office_name
        fonts = self._premises.surroundings.fonts
        box_label(office, _TRIAL, place, fonts)  # what cannot be drawn is not listed as a copy

        def work(session: Session) -> Answer:
            if not place or not (
                shelves.is_known(session, place) or shelves.box_of(session, place)
            ):
                raise Refused(
                    "この棚・箱に置いた案件がありません。",
                    "案件で紙の保管場所を記録してから、ラベルを作ってください。",
                )
            box = shelves.number_box(session, place, act.by.person_id, act.at)
            export = self._exports.note(session, act, "SHELF_LABEL", file)
            detail: dict[str, str | int] = {"number": box.number}
            audit.append(
                session, act.at, act.by.person_id, "box.label", subject=box.id, detail=detail
            )
            return {"export": export, "number": box.number}

        answer = carry_out(self._premises, act, Capability.EXPORT, "box.label", work)
        pdf = box_label(office, str(answer["number"]), place, fonts)
        return self._exports.write(act, str(answer["export"]), file, pdf)


def _paper(one: shelves.KeptPaper, why: str) -> ShelvedPaper:
    cls = RetentionClass(one.cls)
    return ShelvedPaper(one.unit_id, one.case_number, cls, one.sheets, one.due_on, why)


def due_first(papers: Sequence[ShelvedPaper], most: int) -> list[ShelvedPaper]:
    """What goes first stands first, what has no day yet last; so many of them at most."""
    return heapq.nsmallest(
        most, papers, key=lambda one: (one.due_on or date.max, one.case_number, one.cls)
    )
