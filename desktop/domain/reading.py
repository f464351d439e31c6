"""What a page was read as: plain values that capture makes and services, window and store share.

Boxes are (x, y, width, height) in pixels of the kept image, upright.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

Box = tuple[int, int, int, int]


class PageKind(StrEnum):
    """What paper a page is. The identity papers carry the codes of DOMAIN §5."""

    FORM = "FORM"  # an own form; PageReading.form says which
    SLIP = "SLIP"  # 返信票; PageReading.case_number says of which case
    DL = "DL"
    DL_BACK = "DL_BACK"
    DLH = "DLH"
    MNC = "MNC"
    MNC_BACK = "MNC_BACK"
    RC = "RC"
    SPR = "SPR"
    SRC = "SRC"
    PP_OLD = "PP_OLD"
    PP_NEW = "PP_NEW"
    SKC = "SKC"
    PEN = "PEN"
    JUM = "JUM"
    FUH = "FUH"
    INK = "INK"
    KOS = "KOS"
    TOU = "TOU"
    HOK = "HOK"  # 健康保険証: always rejected
    SKO = "SKO"  # 資格情報のお知らせ: always rejected
    JKI = "JKI"  # 住基カード: always rejected
    POWER = "POWER"  # 委任状
    STAMPS = "STAMPS"  # 切手・為替の台紙
    ENVELOPE = "ENVELOPE"
    BLANK = "BLANK"
    UNKNOWN = "UNKNOWN"


class Forbidden(StrEnum):
    """Numbers the law forbids to keep (DOMAIN §5)."""

    MY_NUMBER = "MY_NUMBER"
    MY_NUMBER_LIKE = "MY_NUMBER_LIKE"  # twelve digits that may be one: a clerk looks (DOMAIN §6)
    INSURANCE = "INSURANCE"
    PENSION = "PENSION"
    RESIDENT_CODE = "RESIDENT_CODE"  # 住民票コード (住民基本台帳法30条の38)


class MaskReason(StrEnum):
    """Why a place is proposed to be blacked out: DOMAIN §5 wants it, no law demands it."""

    DOMICILE = "DOMICILE"  # 本籍
    RELATION = "RELATION"  # 続柄
    SEX = "SEX"
    ORGAN = "ORGAN"  # 臓器提供
    NUMBER = "NUMBER"  # a number that may be the paper's own
    HEALTH = "HEALTH"  # illness and grade of a 手帳
    NOT_NEEDED = "NOT_NEEDED"  # 不要部分


class Quality(StrEnum):
    """What is wrong with a page's picture; nothing is dropped for it."""

    BLANK = "BLANK"
    FAINT = "FAINT"
    DARK = "DARK"
    BLURRED = "BLURRED"
    CUT_CORNER = "CUT_CORNER"


@dataclass(frozen=True, slots=True)
class FieldReading:
    """One field: `key` as in the form definition, or name, address, birth, expires, issued, …

    `confidence` is the lowest character's probability, 0–1. `sure` is the reader's own verdict
    that no clerk's eye is needed. A tick box reads "1" or "". `box` is None where the text has
    no place on the page.
    """

    key: str
    text: str
    confidence: float
    sure: bool
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class TextLine:
    text: str
    confidence: float
    box: Box


@dataclass(frozen=True, slots=True)
class ForbiddenFound:
    """A forbidden number was seen. The number itself is nowhere in this object."""

    kind: Forbidden
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class MaskProposal:
    """A place to black out once a clerk has looked; until then the picture still shows it."""

    box: Box
    reason: MaskReason


@dataclass(frozen=True, slots=True)
class PagePart:
    """One of several papers, or sides of one, copied on the same page.

    Its fields stand among the page's, their keys after `prefix`: "" for the first part, "2.", …
    `back` is the side without the holder's name.
    """

    kind: PageKind
    box: Box
    back: bool = False
    prefix: str = ""


@dataclass(frozen=True, slots=True)
class PageReading:
    """All that was read from one page. `form` is e.g. "F-01" with `form_version` and `form_page`.

    `masked` is burnt in; `proposed` waits for a clerk, and the page for it before it is filed.
    `rotation` (0, 90, 180, 270) is the clockwise turn that made the kept image upright.
    Without a `form`, `case_number` is that of a letter of ours; `posted` is a label's 引受番号.
    `parts` are given where the page shows more than one paper or side; `kind` is then the first's.
    `back` says that the one paper lies with its back up.
    """

    kind: PageKind
    fields: tuple[FieldReading, ...] = ()
    lines: tuple[TextLine, ...] = ()
    form: str = ""
    form_version: int = 0
    form_page: int = 0
    case_number: str = ""
    forbidden: tuple[ForbiddenFound, ...] = ()
    masked: tuple[Box, ...] = ()
    proposed: tuple[MaskProposal, ...] = ()
    quality: tuple[Quality, ...] = ()
    rotation: int = 0
    seconds: float = 0.0
    parts: tuple[PagePart, ...] = ()
    back: bool = False
    posted: str = ""

    def field(self, key: str) -> FieldReading | None:
        return next((f for f in self.fields if f.key == key), None)

    def sides(self) -> tuple[tuple[PagePart, tuple[FieldReading, ...]], ...]:
        """The papers or sides on the page, each with its own fields."""
        parts = self.parts or (PagePart(self.kind, (0, 0, 0, 0), self.back),)
        return tuple(
            (part, tuple(one for one in self.fields if prefix_of(one.key) == part.prefix))
            for part in parts
        )


def bare_key(key: str) -> str:
    """The field's key without the prefix of its part."""
    return key.removeprefix(prefix_of(key))


def prefix_of(key: str) -> str:
    """What tells the part that a field belongs to: "" for the first one, "2.", …"""
    number, point, _ = key.partition(".")
    return number + point if number.isdigit() else ""


@dataclass(frozen=True, slots=True)
class ScreenedPage:
    """A page that passed the screen for forbidden numbers: the picture to keep and its reading.

    `image` and `thumbnail` are JPEG, upright, masks burnt in; `image` is at most 400 KB.
    """

    image: bytes
    thumbnail: bytes
    width: int
    height: int
    reading: PageReading = field(default_factory=lambda: PageReading(PageKind.UNKNOWN))


@dataclass(frozen=True, slots=True)
class SeparatorSheet:
    """A clerk's own sheet between two envelopes: the next one begins, and nothing is kept of it."""

    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class BlockedPage:
    """A page that shows a forbidden number: nothing of it was kept (DOMAIN §5, 番号法20条).

    `kind` is the paper as far as it was recognised, so that the clerk can say what to return.
    """

    kind: PageKind
    forbidden: tuple[ForbiddenFound, ...]
    seconds: float = 0.0
