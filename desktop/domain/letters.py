"""What a letter says, apart from its wording: addressee, decisions, fee, annex (DOMAIN §9).

The wording stands in `forms/letters/*.toml` (`desktop.domain.wording`). Personal data is kept out
of every `repr`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from desktop.domain.errors import DeskError
from desktop.domain.requests import Reason
from desktop.domain.wareki import wareki


class LetterProblem(DeskError):
    """A letter cannot be made: its definition is wrong or a fact it names is missing."""

    code = "letter_problem"


class Condition(StrEnum):
    """When a paragraph or title holds; worked out from the facts, never chosen."""

    GRANTED_ALL = "granted_all"
    PARTIAL = "partial"  # 一部不開示: at least one granted and one refused (DOMAIN §1)
    REFUSED_ALL = "refused_all"
    FEE_UNPAID = "fee_unpaid"
    FEE_SHORT = "fee_short"
    FEE_EXCESS = "fee_excess"
    FEE_FREE = "fee_free"
    MIXED = "mixed"  # several kinds of request answered in one letter
    REFUSED = "refused"  # at least one item is refused without a measure in its place
    ALTERNATIVE = "alternative"  # at least one measure is taken in place of what was asked
    WITHDRAWN = "withdrawn"  # D-14: why the case ends
    NO_RESPONSE = "no_response"
    HEIRS = "heirs"


@dataclass(frozen=True, slots=True)
class Sender:
    """The office's block: 差出人 and 問い合わせ先, from its settings."""

    office: str
    desk: str
    responsible: str
    postal: str
    address: str
    phone: str
    hours: str


@dataclass(frozen=True, slots=True)
class Addressee:
    """Whom the letter goes to: the verified address, in lines (DOMAIN §8 guard 7)."""

    postal: str = field(repr=False)
    address: tuple[str, ...] = field(repr=False)
    name: str = field(repr=False)
    honorific: str = "様"

    @property
    def postal_line(self) -> str:
        """〒350-9942, however the seven digits came; empty where there is no code."""
        digits = self.postal.replace("-", "").removeprefix("〒").strip()
        if len(digits) == _POSTAL_DIGITS and digits.isdecimal():
            return f"〒{digits[:3]}-{digits[3:]}"
        return f"〒{self.postal}" if self.postal else ""


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided for one item. A refusal has a code and words of its own (DOMAIN §3).

    A granted correction tells what stood there, what stands there now and the day of the change;
    `text` of a granted item is what is told with it (the purpose of use, what was stopped).
    """

    request: str
    label: str
    granted: bool
    reason: Reason | None = None
    text: str = field(default="", repr=False)
    before: str = field(default="", repr=False)
    after: str = field(default="", repr=False)
    done_on: date | None = None


@dataclass(frozen=True, slots=True)
class Correction:
    """One point to mend (D-02): the code of a declared text, and what is special to the case."""

    code: str
    note: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class FeeState:
    """手数料 of the case (DOMAIN §2), in yen."""

    items: int
    unit: int
    due: int
    received: int

    @property
    def difference(self) -> int:
        return abs(self.due - self.received)


@dataclass(frozen=True, slots=True)
class AnnexRow:
    """One line of what is disclosed: it names its source and 基準日 (DOMAIN §9)."""

    item: str
    key: str = field(repr=False)
    value: str = field(repr=False)
    source: str
    as_of: date
    code: str = ""


@dataclass(frozen=True, slots=True)
class AnnexPage:
    """One page of what is disclosed as pages: a JPEG in which everything to be hidden is black."""

    item: str
    number: int
    total: int
    image: bytes = field(repr=False)
    source: str
    as_of: date
    code: str = ""


class CsvEncoding(StrEnum):
    """文字コード of the files on a medium: what a new office program reads, or an old one."""

    UTF8 = "UTF-8"
    CP932 = "Shift_JIS"


@dataclass(frozen=True, slots=True)
class MediumFile:
    """A file on the medium of a disclosure. `code` is the item it holds, `records` how many lines
    or pages; a picture has no encoding."""

    name: str
    code: str
    what: str
    records: int
    sha256: str
    encoding: str = ""


@dataclass(frozen=True, slots=True)
class LetterData:
    """All facts one letter may need. `requests` and `items` are the clerks' words for them."""

    document_number: str
    issued_on: date
    case_number: str
    arrived_on: date
    sender: Sender
    addressee: Addressee
    requests: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()
    method: str = ""
    due_on: date | None = None
    fee: FeeState | None = None
    corrections: tuple[Correction, ...] = ()
    decisions: tuple[Decision, ...] = ()
    annex: tuple[AnnexRow, ...] = ()
    annex_pages: tuple[AnnexPage, ...] = ()
    media: tuple[MediumFile, ...] = ()
    ending: Condition | None = None
    note: str = field(default="", repr=False)  # why an answer takes longer or comes otherwise
    returned: tuple[str, ...] = field(default=(), repr=False)
    enclosed: tuple[str, ...] = field(default=(), repr=False)
    method_asked: str = ""

    @property
    def granted(self) -> tuple[Decision, ...]:
        return tuple(d for d in self.decisions if d.granted)

    @property
    def refused(self) -> tuple[Decision, ...]:
        return tuple(d for d in self.decisions if not d.granted and d.reason is not Reason.X_ALT)

    @property
    def alternatives(self) -> tuple[Decision, ...]:
        """Not done as asked, with a measure in its place (35条; DOMAIN §1)."""
        return tuple(d for d in self.decisions if not d.granted and d.reason is Reason.X_ALT)


def conditions(data: LetterData) -> frozenset[Condition]:
    """Which conditions hold for the letter's facts."""
    found: set[Condition] = {data.ending} if data.ending else set()
    if data.decisions:
        if len(data.granted) == len(data.decisions):
            found.add(Condition.GRANTED_ALL)
        elif data.granted:
            found.add(Condition.PARTIAL)
        else:
            found.add(Condition.REFUSED_ALL)
        if data.refused:
            found.add(Condition.REFUSED)
        if data.alternatives:
            found.add(Condition.ALTERNATIVE)
    if data.fee is not None:
        if data.fee.due == 0 and data.fee.received == 0:
            found.add(Condition.FEE_FREE)
        elif data.fee.received > data.fee.due:
            found.add(Condition.FEE_EXCESS)
        elif data.fee.received == 0:
            found.add(Condition.FEE_UNPAID)
        elif data.fee.received < data.fee.due:
            found.add(Condition.FEE_SHORT)
    return frozenset(found)


_POSTAL_DIGITS = 7
_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")

# Every placeholder a wording may use, with what it becomes.
PLACEHOLDERS: Mapping[str, str] = {
    "document_number": "文書番号",
    "issued_on": "発行日（和暦）",
    "case_number": "受付番号",
    "arrived_on": "到達日（和暦）",
    "due_on": "期限（和暦）",
    "office": "事業者名",
    "desk": "窓口名",
    "responsible": "責任者の役名",
    "phone": "電話番号",
    "hours": "受付時間",
    "requests": "請求の種類",
    "items": "対象とする情報",
    "articles": "根拠条文",
    "method": "回答の方法",
    "method_asked": "ご希望の方法",
    "note": "事情の説明",
    "granted_count": "開示する項目の数",
    "refused_count": "開示しない項目の数",
    "as_of": "別紙の基準日",
    "fee_items": "手数料の項目数",
    "fee_unit": "1項目の手数料",
    "fee_due": "手数料の額",
    "fee_received": "受け取った額",
    "fee_difference": "差額",
}


def fill(text: str, data: LetterData) -> str:
    """The wording with its placeholders filled in; refuses a letter that lacks one of the facts."""
    facts = _facts(data)

    def fact(match: re.Match[str]) -> str:
        value = facts[match[1]]
        if not value:
            raise LetterProblem(
                f"文書に入れる「{PLACEHOLDERS[match[1]]}」が決まっていません。",
                "案件の内容を確かめてから、もう一度作成してください。",
            )
        return value

    return _PLACEHOLDER.sub(fact, text)


def _facts(data: LetterData) -> dict[str, str]:
    fee = data.fee
    days = [row.as_of for row in data.annex] + [page.as_of for page in data.annex_pages]
    return {
        "document_number": data.document_number,
        "issued_on": wareki(data.issued_on),
        "case_number": data.case_number,
        "arrived_on": wareki(data.arrived_on),
        "due_on": wareki(data.due_on) if data.due_on else "",
        "office": data.sender.office,
        "desk": data.sender.desk,
        "responsible": data.sender.responsible,
        "phone": data.sender.phone,
        "hours": data.sender.hours,
        "requests": "、".join(data.requests),
        "items": "、".join(data.items),
        "articles": "、".join(data.articles),
        "method": data.method,
        "method_asked": data.method_asked,
        "note": data.note,
        "granted_count": str(len(data.granted)),
        "refused_count": str(len(data.refused)),
        "as_of": wareki(max(days)) if days else "",
        "fee_items": str(fee.items) if fee else "",
        "fee_unit": f"{fee.unit:,}" if fee else "",
        "fee_due": f"{fee.due:,}" if fee else "",
        "fee_received": f"{fee.received:,}" if fee else "",
        "fee_difference": f"{fee.difference:,}" if fee else "",
    }
