"""Opening the mail: files become screened, sealed pages in the spool (DESIGN §4)."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from desktop.domain.reading import Forbidden, PageKind, PageReading, Quality
from desktop.services.act import Act, SignedIn
from desktop.services.premises import Premises


@dataclass(frozen=True, slots=True)
class SpoolPageView:
    """`unsure` counts the fields that need the clerk's eye; of a blocked page no image exists."""

    id: str
    envelope_id: str
    seq: int
    kind: PageKind
    form: str
    quality: tuple[Quality, ...]
    masked: int
    unsure: int
    blocked: Forbidden | None


@dataclass(frozen=True, slots=True)
class EnvelopeView:
    id: str
    number: int
    pages: tuple[SpoolPageView, ...]
    case_number: str
    blocked: tuple[Forbidden, ...]
    created_at: datetime
    version: int


@dataclass(frozen=True, slots=True)
class ImportStep:
    kind: str  # FILE | PAGE | BLOCKED | PROBLEM
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


@dataclass(frozen=True, slots=True)
class SourceDeletion:
    """A file in which a forbidden number was seen: red until its source is deleted (I-10)."""

    id: str
    kind: Forbidden
    at: datetime
    envelope_number: int


@dataclass(frozen=True, slots=True)
class FileReading:
    """One file read without storing anything (`madoguchi read`)."""

    file: str
    pages: tuple[PageReading, ...]
    problem: str = ""
    next_step: str = ""


class Intake:
    def __init__(self, premises: Premises) -> None:
        self._premises = premises

    def import_files(
        self,
        act: Act,
        paths: Sequence[Path],
        progress: Callable[[ImportStep], None],
        cancelled: threading.Event,
    ) -> ImportReport:
        raise NotImplementedError

    def unfiled(self) -> tuple[EnvelopeView, ...]:
        """The envelopes not yet filed, oldest first; what a killed program left is among them."""
        raise NotImplementedError

    def reading(self, by: SignedIn, page_id: str) -> PageReading:
        raise NotImplementedError

    def thumbnail(self, by: SignedIn, page_id: str) -> bytes:
        raise NotImplementedError

    def picture(self, act: Act, page_id: str) -> bytes:
        """The page's JPEG; looking at an identity paper is recorded."""
        raise NotImplementedError

    def correct(self, act: Act, page_id: str, key: str, text: str) -> PageReading:
        raise NotImplementedError

    def set_kind(self, act: Act, page_id: str, kind: PageKind) -> PageReading:
        raise NotImplementedError

    def discard(self, act: Act, envelope_id: str, reason: str) -> None:
        raise NotImplementedError

    def deletions(self) -> tuple[SourceDeletion, ...]:
        raise NotImplementedError

    def confirm_deleted(self, act: Act, deletion_id: str) -> None:
        raise NotImplementedError
