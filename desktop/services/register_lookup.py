"""From tokens to opened rows: as few as decide the question (DESIGN §4, issue: at ten million).

Rows are opened in the order of what their tokens promise, rarer tokens promising more: those that
promise alike first, then 8, 30 and up to 400, but only while nothing fits well. A token that
thousands of rows carry opens no row of its own; it only adds to rows that another token found.
"""

from __future__ import annotations

import math
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from sqlalchemy.orm import Session

from desktop.services.premises import Premises
from desktop.services.register_question import Question
from desktop.services.register_records import Record, from_bytes
from desktop.services.register_score import Judged, judge, most
from desktop.store import register_generation, registers
from desktop.store.register_generation import Generation
from desktop.store.register_postings import Rows
from desktop.store.register_tokens import Mark, token, tokens
from desktop.store.registers import GenerationInfo, InForce

_HANDFUL: Final = 8
_STEPS: Final = ((_HANDFUL, 0.35), (30, 0.4), (120, 0.5), (400, 1.0))
"""How many rows are opened, and below what share of the first row's promise an undecided question
goes no further."""

_SURE: Final = 0.8  # of the best score possible: no further row is opened
_STILL_PROMISING: Final = 0.55  # share of the promise from which on a row may fit as well
_ALIKE: Final = 0.9  # as promising as the first


JudgedRecord = tuple[Judged, Record]


@dataclass(frozen=True, slots=True)
class Found:
    """Opened rows and how well each fits; `crowded` where more would have fitted."""

    rows: tuple[JudgedRecord, ...]
    crowded: bool = False


@dataclass(frozen=True, slots=True)
class Opened:
    """A generation ready to be asked."""

    info: GenerationInfo
    generation: Generation
    secret: bytes = field(repr=False)


class Shelf:
    """The generations in use, kept open between questions; emptied at lock and before a switch."""

    def __init__(self, premises: Premises, long_list: int) -> None:
        self._premises = premises
        self._long_list = long_list
        self._opened: dict[int, Opened] = {}
        self._guard = threading.Lock()
        premises.when_locked(self.clear)

    def clear(self) -> None:
        opened, self._opened = self._opened, {}
        for one in opened.values():
            one.generation.close()

    def look_up(self, session: Session, current: InForce, question: Question) -> Found:
        """The rows worth judging, overlay first; the base's are left out where it covers them."""
        self._put_away(current)
        self._premises.vault.vouch(session, (one.data_key_id for one in current.generations))
        found: list[JudgedRecord] = []
        crowded = False
        overlay: Opened | None = None
        for info in current.generations:
            opened = self._open(session, info)
            rows, more = self._ask(session, opened, question)
            crowded |= more
            if overlay is not None:
                rows = _uncovered(overlay, rows)
            found += [row for row in rows if not row[1].removed]
            overlay = opened
        return Found(tuple(found), crowded)

    def rows_of_customers(
        self, session: Session, info: GenerationInfo, mark: Mark, values: Sequence[str]
    ) -> list[Record]:
        """Every row of these customers, by CUSTOMER in a base or COVERED in an overlay."""
        opened = self._open(session, info)
        wanted = tokens(opened.secret, ((mark, value) for value in values))
        matches = opened.generation.matches(tuple(wanted))
        numbers = sorted({int(row) for rows in matches.values() for row in rows})
        return list(self._records(session, opened, numbers))

    def every_row(self, session: Session, info: GenerationInfo) -> Iterator[Record]:
        opened = self._open(session, info)
        yield from self._records(session, opened, opened.generation.numbers())

    def _put_away(self, current: InForce) -> None:
        """Close what an import has replaced."""
        used = {info.number for info in current.generations}
        for number in [number for number in self._opened if number not in used]:
            if (old := self._opened.pop(number, None)) is not None:
                old.generation.close()

    def _open(self, session: Session, info: GenerationInfo) -> Opened:
        with self._guard:
            opened = self._opened.get(info.number)
            if opened is None:
                opened = self._opened[info.number] = self._opened_now(session, info)
        return opened

    def _opened_now(self, session: Session, info: GenerationInfo) -> Opened:
        premises, (kind, part) = self._premises, registers.TOKEN_SECRET
        secret = premises.vault.open(
            session, info.token_key_id, str(info.number), kind, part, info.token_secret
        )
        generation = register_generation.generation(
            premises.database.engine, premises.folder, info.number
        )
        return Opened(info, generation, secret)

    def _ask(
        self, session: Session, opened: Opened, question: Question
    ) -> tuple[list[JudgedRecord], bool]:
        wanted = tokens(opened.secret, question.marks())
        matches = opened.generation.matches(tuple(wanted))
        numbers, promises, crowded = _promising(matches, opened.info.rows, self._long_list)
        found: list[JudgedRecord] = []
        best, enough = 0.0, _SURE * most(question)
        start = 0
        for end, plausible in ((_first_step(promises), 0.0), *_STEPS):
            if start >= len(numbers):
                break
            if end <= start:
                continue
            for record in self._records(session, opened, numbers[start:end].tolist()):
                judged = judge(question, record)
                found.append((judged, record))
                best = max(best, judged.score)
            start = end
            left = promises[end] / promises[0] if end < len(numbers) else 0.0
            if left < (_STILL_PROMISING if best >= enough else plausible):
                break
            if best >= enough and end >= _HANDFUL:
                break
        # As promising as the best, and not opened.
        crowded |= start < len(numbers) and promises[start] >= _ALIKE * promises[0]
        return found, crowded

    def _records(
        self, session: Session, opened: Opened, numbers: Sequence[int]
    ) -> Iterator[Record]:
        vault, key = self._premises.vault, opened.info.data_key_id
        for number, blob in opened.generation.sealed(numbers).items():
            place = register_generation.context_of(opened.info.number, number)
            yield from_bytes(vault.open(session, key, *place, blob))


def _promising(
    matches: Mapping[int, Rows], rows: int, long_list: int
) -> tuple[Rows, Sequence[float], bool]:
    """Row numbers and what each promises, the most first; whether only long lists led there."""
    short = [found for found in matches.values() if len(found) <= long_list]
    long = [found for found in matches.values() if len(found) > long_list]
    sources = short or long
    if not sources:
        return np.empty(0, "<u4"), (), False
    numbers, at = np.unique(np.concatenate(sources), return_inverse=True)
    weights = np.concatenate([np.full(len(one), _rarity(len(one), rows)) for one in sources])
    promises = np.bincount(at, weights, len(numbers))
    if short:
        for one in long:
            promises = promises + np.isin(numbers, one) * _rarity(len(one), rows)
    order = np.lexsort((numbers, -promises))[: _STEPS[-1][0] + 1]
    return numbers[order], promises[order].tolist(), not short


def _first_step(promises: Sequence[float]) -> int:
    """The rows that by their tokens alone may be the one: mostly one or two."""
    alike = sum(one >= _STILL_PROMISING * promises[0] for one in promises[:_HANDFUL])
    return max(alike, 1)


def _rarity(carriers: int, rows: int) -> float:
    return math.log2(max(rows, 1) / carriers + 1.0)


def _uncovered(overlay: Opened, rows: Sequence[JudgedRecord]) -> list[JudgedRecord]:
    """Without the customers of whom the overlay tells."""
    marks = {
        number: token(overlay.secret, Mark.COVERED, number)
        for number in {record.row.customer_no for _, record in rows}
    }
    covered = overlay.generation.matches(tuple(marks.values()))
    return [row for row in rows if marks[row[1].row.customer_no] not in covered]
