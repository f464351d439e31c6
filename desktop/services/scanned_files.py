"""Scans as envelopes of pages: a file is taken whole or not at all (DESIGN §4)."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from desktop.capture import decode
from desktop.capture.pixels import Pixels
from desktop.capture.reader import Reader, Result
from desktop.capture.sources.files import FilePrint, MailFile, collect, print_of, read
from desktop.capture.unreadable import Reason, Unreadable
from desktop.domain.errors import DeskError

_HELD = 200_000_000  # bytes kept decoded; of a larger file the pages are made twice instead


@dataclass(frozen=True, slots=True)
class Begun:
    """The pages of an envelope follow; `prints` are those of its files, none where it is bad."""

    index: int
    label: str = field(repr=False)
    prints: tuple[FilePrint, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class PageRead:
    """`part` counts the files of the envelope from 0: the page stands in that one."""

    index: int
    seq: int
    result: Result = field(repr=False)
    part: int = 0


@dataclass(frozen=True, slots=True)
class Ended:
    """The envelope is through. With a `problem` found while decoding, none of its pages came.

    `cut` says that the run was cancelled before its last page.
    """

    index: int
    problem: DeskError | None = None
    cut: bool = False


Event = Begun | PageRead | Ended


@dataclass(frozen=True, slots=True)
class _Waiting:
    index: int
    seq: int
    part: int
    future: Future[Result]


_Placed = tuple[Pixels, int]  # a page, and the number of the file that it stands in


def envelopes_in(paths: Sequence[Path]) -> list[MailFile]:
    return collect(paths)


def read_all(
    files: Sequence[MailFile], reader: Reader, cancelled: threading.Event, ahead: int = 4
) -> Iterator[Event]:
    """Every envelope's pages, screened and read, in order; the next ones are read meanwhile.

    A cancelled run ends after the pages already asked for.
    """
    waiting: deque[_Waiting | Begun | Ended] = deque()
    for index, file in enumerate(files):
        if cancelled.is_set():
            break
        try:
            pages, prints = _whole(file)
        except DeskError as problem:
            waiting.extend((Begun(index, file.name), Ended(index, problem)))
            continue
        waiting.append(Begun(index, file.name, prints))
        cut, changed = False, None
        for seq in count(1):
            try:
                page = next(pages, None)
            except DeskError as problem:  # the file was sound a moment ago
                changed = problem
                break
            if page is None or (cut := cancelled.is_set()):
                break
            picture, part = page
            waiting.append(_Waiting(index, seq, part, reader.submit(picture)))
            while sum(isinstance(one, _Waiting) for one in waiting) > ahead:
                yield from _next(waiting.popleft())
        waiting.append(Ended(index, changed, cut=cut))
    while waiting:
        yield from _next(waiting.popleft())


def _next(first: _Waiting | Begun | Ended) -> Iterator[Event]:
    if not isinstance(first, _Waiting):
        yield first
        return
    try:
        result = first.future.result()
    except DeskError as problem:
        yield Ended(first.index, problem)
    else:
        yield PageRead(first.index, first.seq, result, first.part)


def _whole(file: MailFile) -> tuple[Iterator[_Placed], tuple[FilePrint, ...]]:
    """The pages of a sound file, and its prints. Raises Unreadable before the first of them."""
    held: deque[_Placed] = deque()
    prints: list[FilePrint] = []
    size = 0
    for number, part in enumerate(file.parts):
        data = read(part)
        prints.append(print_of(part, data))
        for page in decode.pages(data):
            size += page.array.nbytes
            if size <= _HELD:
                held.append((page, number))
            else:
                held.clear()
    if size <= _HELD:
        return _given_out(held), tuple(prints)
    return _once_more(file, prints), tuple(prints)


def _once_more(file: MailFile, prints: Sequence[FilePrint]) -> Iterator[_Placed]:
    """The pages of a file too large to be held; Unreadable where it has changed since."""
    for number, (part, known) in enumerate(zip(file.parts, prints, strict=True)):
        data = read(part)
        if print_of(part, data) != known:
            raise Unreadable(Reason.CHANGED)
        for page in decode.pages(data):
            yield page, number


def _given_out(held: deque[_Placed]) -> Iterator[_Placed]:
    """Page by page; what was given out is not held any longer."""
    while held:
        yield held.popleft()
