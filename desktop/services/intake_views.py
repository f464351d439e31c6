"""What the opened mail looks like to the window and the commands."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from desktop.domain.reading import Forbidden, PageKind, Quality
from desktop.domain.workday import Fate


@dataclass(frozen=True, slots=True)
class SpoolPageView:
    """`unsure` counts the fields that need the clerk's eye; of a blocked page no image exists.

    `proposed` counts the places to black out that a clerk has not decided on (`desk.masking`).
    """

    id: str
    envelope_id: str
    seq: int
    kind: PageKind
    form: str
    quality: tuple[Quality, ...]
    masked: int
    unsure: int
    blocked: Forbidden | None
    proposed: int = 0


@dataclass(frozen=True, slots=True)
class EnvelopeView:
    """`number` is 封筒 n of its day; `case_number` that of a reply slip inside, else "".

    The `removed` pages are kept until the rest is filed, to be put back; they are shown nowhere.
    """

    id: str
    number: int
    pages: tuple[SpoolPageView, ...]
    case_number: str
    blocked: tuple[Forbidden, ...]
    created_at: datetime
    version: int
    removed: tuple[SpoolPageView, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportStep:
    """`kind` is FILE, PAGE, BLOCKED or PROBLEM; `done` of `total` files are finished."""

    kind: str
    label: str = field(repr=False)
    done: int
    total: int
    envelope_id: str = ""
    page_id: str = ""


@dataclass(frozen=True, slots=True)
class FileOutcome:
    """`label` is the file's name: shown in this session only, never stored or logged."""

    label: str = field(repr=False)
    pages: int
    blocked: int
    problem: str
    next_step: str
    envelope_id: str


@dataclass(frozen=True, slots=True)
class ImportReport:
    files: tuple[FileOutcome, ...]
    pages: int
    envelopes: int
    cancelled: bool = False
    sources: tuple[str, ...] = ()
    """The red tasks of the files that it came from (`desk.sources`)."""


class DiscardReason(StrEnum):
    """Why mail is taken off the desk without becoming a case. A code, so that nothing about a
    person can stand in the log."""

    RESCAN = "RESCAN"
    DUPLICATE = "DUPLICATE"
    MISDELIVERED = "MISDELIVERED"
    NOT_MAIL = "NOT_MAIL"


DISCARD_LABELS = {
    DiscardReason.RESCAN: "スキャンし直す",
    DiscardReason.DUPLICATE: "同じものを取り込んでいた",
    DiscardReason.MISDELIVERED: "宛先の違う郵便物",
    DiscardReason.NOT_MAIL: "郵便物ではない",
}

DISCARD_FATES = {
    DiscardReason.RESCAN: Fate.NOT_COUNTED,
    DiscardReason.DUPLICATE: Fate.NOT_COUNTED,
    DiscardReason.MISDELIVERED: Fate.RETURNED,
    DiscardReason.NOT_MAIL: Fate.NO_MAIL,
}
