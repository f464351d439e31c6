"""The order in which pulled sides become sheets: a sheet is through with all of its sides.

Sheets are acknowledged in the order of the stack and never out of it, so that what is safe is
always the top of the stack, and one number tells the clerk where to go on.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future
from dataclasses import dataclass, field

from desktop.capture.reader import Result
from desktop.domain.reading import BlockedPage, Quality, ScreenedPage, SeparatorSheet


@dataclass(frozen=True, slots=True)
class Side:
    """One pulled side and what will be known of it: an image file may hold several pages."""

    number: int
    future: Future[list[Result]] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet whose sides are all read. `numbers` are its sides in this run."""

    numbers: tuple[int, ...]
    results: tuple[Result, ...] = field(repr=False)

    @property
    def blocked(self) -> BlockedPage | None:
        return next((one for one in self.results if isinstance(one, BlockedPage)), None)

    @property
    def separates(self) -> bool:
        return any(isinstance(one, SeparatorSheet) for one in self.results)

    @property
    def pages(self) -> tuple[ScreenedPage, ...]:
        """What is to be kept: of a separator nothing, unless somebody wrote on its back."""
        pages = tuple(one for one in self.results if isinstance(one, ScreenedPage))
        if not self.separates:
            return pages
        return tuple(one for one in pages if Quality.BLANK not in one.reading.quality)


class Waiting:
    """The sides that are pulled and not acknowledged, in their order."""

    def __init__(self, sides_a_sheet: int) -> None:
        self._a_sheet = sides_a_sheet
        self._sides: deque[Side] = deque()

    def __len__(self) -> int:
        return len(self._sides)

    def add(self, side: Side) -> None:
        self._sides.append(side)

    def drop(self) -> None:
        """Forget them: their paper is read again."""
        for side in self._sides:
            side.future.cancel()
        self._sides.clear()

    def ready(self, *, all_pulled: bool) -> Iterator[Sheet]:
        """The sheets that are read now, from the first on. Raises what reading raised."""
        while self._sides:
            of_sheet = list(self._sides)[: self._a_sheet]
            if len(of_sheet) < self._a_sheet and not all_pulled:
                return
            if not all(side.future.done() for side in of_sheet):
                return
            results = tuple(one for side in of_sheet for one in side.future.result())
            for _ in of_sheet:
                self._sides.popleft()
            yield Sheet(tuple(side.number for side in of_sheet), results)
