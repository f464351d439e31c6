"""Reading scans without storing anything (`madoguchi read`); needs no store and no login."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from desktop.capture.reader import Reader
from desktop.domain.errors import DeskError
from desktop.domain.field_labels import FIELD_LABELS
from desktop.domain.form_set import FormSet
from desktop.domain.page_kinds import part_label
from desktop.domain.reading import BlockedPage, PageKind, PageReading, ScreenedPage, SeparatorSheet
from desktop.services.premises import read_request_forms
from desktop.services.scanned_files import Ended, PageRead, envelopes_in, read_all


@dataclass(frozen=True, slots=True)
class FileReading:
    """One envelope's pages; of a blocked page only its kind and what was found, no number.

    `separators` are the numbers of the pages behind which the next envelope begins.
    """

    file: str
    pages: tuple[PageReading, ...] = field(repr=False)
    problem: str = ""
    next_step: str = ""
    blocked: tuple[int, ...] = ()
    separators: tuple[int, ...] = ()


def field_words(forms: FormSet, page: PageReading) -> Mapping[str, str]:
    """What the clerk calls the page's fields: as its form does, else by the papers' own words."""
    form = forms.form(page.form, page.form_version)
    defined = {} if form is None else {field.key: field.label for field in form.fields}
    words = {**FIELD_LABELS, "previous_address": "前の住所", **defined}
    for part in page.parts:
        own = {part.prefix + key: f"{part_label(part)}の{words[key]}" for key in FIELD_LABELS}
        words.update(own)
    return words


class FileReader:
    """The reader's child process, kept for file after file."""

    def __init__(self, forms: Path) -> None:
        """`forms` is the folder of the form definitions."""
        self._reader = Reader(read_request_forms(forms).forms)

    def __enter__(self) -> FileReader:
        return self

    def __exit__(self, *_error: object) -> None:
        self._reader.close()

    def read(self, paths: Sequence[Path]) -> tuple[FileReading, ...]:
        """What each file says."""
        files = envelopes_in(paths)
        pages: dict[int, list[PageReading]] = {index: [] for index in range(len(files))}
        blocked: dict[int, list[int]] = {index: [] for index in range(len(files))}
        separators: dict[int, list[int]] = {index: [] for index in range(len(files))}
        problems: dict[int, DeskError] = {}
        for event in read_all(files, self._reader, threading.Event()):
            match event:
                case PageRead(result=ScreenedPage(reading=reading)):
                    pages[event.index].append(reading)
                case PageRead(result=BlockedPage() as page):
                    found = PageReading(page.kind, forbidden=page.forbidden, seconds=page.seconds)
                    pages[event.index].append(found)
                    blocked[event.index].append(event.seq)
                case PageRead(result=SeparatorSheet(seconds=seconds)):
                    pages[event.index].append(PageReading(PageKind.UNKNOWN, seconds=seconds))
                    separators[event.index].append(event.seq)
                case Ended(problem=DeskError() as problem):
                    problems[event.index] = problem
        return tuple(
            FileReading(
                file.name,
                tuple(pages[index]),
                problems[index].sentence if index in problems else "",
                problems[index].next_step if index in problems else "",
                tuple(blocked[index]),
                tuple(separators[index]),
            )
            for index, file in enumerate(files)
        )


def read_files(paths: Sequence[Path], forms: Path) -> tuple[FileReading, ...]:
    """What each file says, by a reader of its own."""
    with FileReader(forms) as reader:
        return reader.read(paths)
