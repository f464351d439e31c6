"""回答 as a PDF: decoded and screened in the children, looked at, made black, and confirmed by a
person item by item before it counts (DESIGN §4, CAPTURE §4).

Nobody can check the lines of a picture: whose it is, of which day and what of it shows other
people is the confirming person's word, recorded as such.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from sqlalchemy.orm import Session

from desktop.capture.burn import burn
from desktop.capture.decode import pages as decoded
from desktop.capture.reader import Reader
from desktop.domain.errors import Refused
from desktop.domain.name_doubts import name_places
from desktop.domain.reading import BlockedPage, Box, ScreenedPage, SeparatorSheet, TextLine
from desktop.domain.requests import Item
from desktop.domain.roles import Capability
from desktop.services import rights
from desktop.services.act import Act, SignedIn
from desktop.services.annex_keeping import (
    CLASS,
    PAGE,
    PENDING,
    PENDING_PAGE,
    digest_of,
    drop_pending,
    keep_answer,
    keep_pages,
    open_pages,
)
from desktop.services.answer_folder import AnswerFolder
from desktop.services.answer_rows import read_bytes
from desktop.services.answers import Expected, annex_of, own_name, wrong_origin
from desktop.services.case_change import CaseChange
from desktop.services.case_views import CaseView
from desktop.services.cases import Cases
from desktop.services.expected_answers import expected_answers, require_open
from desktop.services.exports import Exports
from desktop.services.typed_text import refuse_my_number
from desktop.store.cases import case_row
from desktop.store.parts import get_part, put_part
from desktop.store.schema.casework import CaseRow

_MOST_PAGES = 60
_MOST_BOXES = 200
_TEN = re.compile(r"お客(?:様|さま)番号\D{0,3}([0-9][0-9\- ]{6,14}[0-9])")


@dataclass(frozen=True, slots=True)
class PendingPage:
    """A page as it came, but for forbidden numbers, and where it may show other people."""

    image: bytes = field(repr=False)
    proposed: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class PendingAnswer:
    """A PDF that waits for a person. `numbered`: the customer's number was read on it. `mark`: by
    which it is told from another one that takes its place."""

    item: Item
    pages: tuple[PendingPage, ...] = field(repr=False)
    numbered: bool
    department: str
    mark: str


@dataclass(frozen=True, slots=True)
class ReadAnswer:
    """The pages of a PDF, and by what the file that was read is known again."""

    pages: tuple[ScreenedPage, ...] = field(repr=False)
    digest: str


class AnswerPages:
    def __init__(self, cases: Cases, reader: Callable[[], Reader]) -> None:
        self._book = cases.book
        self._change = CaseChange(cases)
        self._exports = Exports(cases.book.premises, cases.book)
        self._folder = AnswerFolder(cases.book)
        self._reader = reader

    def read(self, by: SignedIn, file: Path) -> ReadAnswer:
        """The pages of a PDF, in memory only. It may last: no session is open meanwhile.

        A page with a forbidden number refuses the file: nothing of it is kept (番号法20条).
        """
        rights.require(by, Capability.INVESTIGATE)
        data, found = read_bytes(file), []
        for number, page in enumerate(decoded(data), start=1):
            if number > _MOST_PAGES:
                raise Refused(
                    f"回答のPDFが{_MOST_PAGES}枚を超えています。",
                    "項目ごとのファイルに分けて、作り直してもらってください。",
                )
            result = self._reader().screen(page)
            if isinstance(result, BlockedPage):
                raise Refused(
                    f"{number}枚目に、取得してはならない番号が写っています。取り込みませんでした。",
                    "番号を除いた回答を、部署に作り直してもらってください。",
                )
            if not isinstance(result, SeparatorSheet):
                found.append(result)
        if not found:
            raise Refused("回答のPDFに頁がありません。", "回答を作り直してもらってください。")
        return ReadAnswer(tuple(found), digest_of(data))

    def take(
        self,
        act: Act,
        case_id: str,
        item: Item,
        pages: Sequence[ScreenedPage],
        *,
        file: Path | None = None,
        digest: str = "",
    ) -> CaseView:
        """Keep the pages sealed beside the item; they are no answer yet. `file` is where they came
        from, `digest` what it was then: a clear copy in the departments' folder is listed until it
        is deleted."""
        rights.require(act, Capability.INVESTIGATE)
        if file is not None and digest_of(read_bytes(file)) != digest:
            raise Refused(
                "回答のPDFが、読み取りの間に差し替えられました。取り込みませんでした。",
                "もう一度置いて、新しいPDFを読み直してください。",
            )

        def work(session: Session, case: CaseRow) -> None:
            require_open(case)
            vault = self._book.premises.vault
            expected = expected_answers(session, self._book, case, act.at.date())
            _require_pages_wanted(item, expected)
            numbered = [_has_number(page.reading.lines, expected.customer_no) for page in pages]
            if not expected.customer_no:
                raise Refused(
                    "この案件のお客様番号が分かっていません。",
                    "登録情報と照合してから、回答を取り込んでください。",
                )
            own = own_name(session, vault, case.id)
            drop_pending(session, case.id, item)
            values = {
                "numbered": any(numbered),
                "digest": digest,
                "proposed": [
                    [
                        *(one.box for one in page.reading.proposed),
                        *name_places(page.reading.lines, own),
                    ]
                    for page in pages
                ],
            }
            images = [page.image for page in pages]
            put_part(session, vault, case.id, CLASS, PENDING, values, act.at, slot=item)
            keep_pages(session, vault, case.id, PENDING_PAGE, item, images, act.at)
            detail: dict[str, str | int] = {"item": item.value, "pages": len(pages)}
            if file is not None and self._folder.holds(act, file):
                kind = "ANSWER_FILE"
                detail["export"] = self._exports.note(
                    session, act, kind, file, case_id=case.id, digest=digest
                )
            self._book.note(session, act, case, "case.answer_pdf", detail=detail)

        return self._change.view(act, case_id, Capability.INVESTIGATE, "case.answer_pdf", work)

    def pending(self, by: SignedIn, case_id: str, item: Item) -> PendingAnswer:
        """The pages to look at, and what is proposed to be made black."""
        rights.require(by, Capability.INVESTIGATE)
        vault = self._book.premises.vault
        with self._book.premises.database.reading() as session:
            case = case_row(session, case_id)
            values = get_part(session, vault, case_id, PENDING, item)
            if values is None:
                raise _gone()
            images = open_pages(session, vault, case_id, PENDING_PAGE, item)
            expected = expected_answers(session, self._book, case, by.at.date())
        return PendingAnswer(
            item,
            tuple(
                PendingPage(image, tuple(_box(one) for one in boxes))
                for image, boxes in zip(images, values["proposed"], strict=True)
            ),
            bool(values["numbered"]),
            expected.asked.get(item, ("", None))[0],
            _mark(values["proposed"], images),
        )

    def confirmed(self, by: SignedIn, case_id: str, item: Item) -> tuple[bytes, ...]:
        """The pages of an answer as they will be disclosed."""
        rights.require(by, Capability.VIEW_CASE)
        vault = self._book.premises.vault
        with self._book.premises.database.reading() as session:
            answers = annex_of(session, vault, case_id)
            version = next((one.version for one in answers if one.item is item), 0)
            return open_pages(session, vault, case_id, PAGE, f"{item}.{version}")

    def confirm(
        self,
        act: Act,
        case_id: str,
        item: Item,
        boxes: Sequence[Sequence[Box]],
        *,
        looked_at: str,
        source: str,
        as_of: date | None,
        is_theirs: bool,
    ) -> CaseView:
        """It is this customer's answer, of that day, and exactly these places are black: the boxes
        are burnt into the pictures, and it counts from now on.

        `boxes` has an entry for each page, empty where nothing is to be made black. `looked_at` is
        the mark of the PDF they were drawn on: on another one they would hide the wrong places.
        """
        refuse_my_number(source, field="source")
        if not is_theirs:
            raise Refused(
                "この案件のお客様の回答であることが、確かめられていません。",
                "お客様番号と供給地点を紙面で確かめ、印を付けてください。",
                field="theirs",
            )

        def work(session: Session, case: CaseRow) -> None:
            require_open(case)
            vault = self._book.premises.vault
            pending = get_part(session, vault, case.id, PENDING, item)
            if pending is None:
                raise _gone()
            expected = expected_answers(session, self._book, case, act.at.date())
            _require_pages_wanted(item, expected)
            day = as_of.isoformat() if as_of is not None else ""
            wrong = wrong_origin(item, source.strip(), day, expected)
            if wrong is not None or as_of is None:
                column, told = wrong or ("as_of", "基準日が日付ではありません")
                raise Refused(f"{told}。", "回答の紙面を確かめてください。", field=column)
            images = open_pages(session, vault, case.id, PENDING_PAGE, item)
            if looked_at != _mark(pending["proposed"], images):
                raise Refused(
                    "見ている間に、別のPDFに替わりました。",
                    "この画面を閉じ、新しい頁を見てから確定してください。",
                )
            if len(boxes) != len(images):
                raise Refused(
                    "まだ見ていない頁があります。", "すべての頁を見てから確定してください。"
                )
            burnt = [_burnt(image, places) for image, places in zip(images, boxes, strict=True)]
            count = sum(len(places) for places in boxes)
            values = {
                "source": source.strip(),
                "lines": [],
                "masked": count,
                "pages": len(images),
                "by": act.by.person_id,
                "digest": pending.get("digest", ""),
            }
            version = keep_answer(session, vault, case.id, item, values, as_of, len(images), act.at)
            keep_pages(session, vault, case.id, PAGE, f"{item}.{version}", burnt, act.at)
            drop_pending(session, case.id, item)
            detail = {"item": item.value, "pages": len(images), "boxes": count}
            self._book.note(session, act, case, "case.answer_confirmed", detail=detail)

        return self._change.view(
            act, case_id, Capability.INVESTIGATE, "case.answer_confirmed", work
        )

    def drop(self, act: Act, case_id: str, item: Item) -> CaseView:
        """The PDF is not this item's answer: nothing of it is kept."""

        def work(session: Session, case: CaseRow) -> None:
            require_open(case)
            if get_part(session, self._book.premises.vault, case.id, PENDING, item) is None:
                raise _gone()
            drop_pending(session, case.id, item)
            detail = {"item": item.value}
            self._book.note(session, act, case, "case.answer_dropped", detail=detail)

        return self._change.view(act, case_id, Capability.INVESTIGATE, "case.answer_dropped", work)


def _require_pages_wanted(item: Item, expected: Expected) -> None:
    if item not in expected.items:
        raise Refused(
            "この項目は、この案件で求められていません。",
            "ファイル名の項目を確かめてください。",
        )
    if expected.occupancy is not None:
        raise Refused(
            "利用者の回答は、PDFでは受け取れません。ご本人の期間だけか、行ごとに確かめられません。",
            "CSVかXLSXの回答ファイルで作り直してもらってください。",
        )


def _has_number(lines: Sequence[TextLine], customer_no: str) -> bool:
    """Whether the page names this customer. Refuses a page that names another one."""
    text = "\n".join(unicodedata.normalize("NFKC", line.text) for line in lines)
    plain = re.sub(r"(?<=[0-9])[\- ](?=[0-9])", "", text)
    named = [re.sub(r"\D", "", found) for found in _TEN.findall(plain)]
    if customer_no and any(len(one) == len(customer_no) and one != customer_no for one in named):
        raise Refused(
            "別のお客様番号の書かれた頁があります。取り込みませんでした。",
            "この案件の回答か、部署に確かめてください。",
        )
    return bool(customer_no) and customer_no in plain


def _mark(proposed: Sequence[Sequence[Sequence[int]]], images: Sequence[bytes]) -> str:
    return digest_of(json.dumps(proposed).encode() + b"".join(images))


def _burnt(image: bytes, boxes: Sequence[Box]) -> bytes:
    if not boxes:
        return image
    if len(boxes) > _MOST_BOXES:
        raise Refused(
            f"一頁に黒塗りできるのは{_MOST_BOXES}か所までです。", "大きな枠にまとめてください。"
        )
    return burn(image, boxes).image


def _box(values: Sequence[int]) -> Box:
    x, y, width, height = values
    return x, y, width, height


def _gone() -> Refused:
    return Refused("確かめる回答のPDFがありません。", "案件を開き直してください。")
