"""Running numbers: the first of a series and every other one is given once, on both engines."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager

import pytest

from desktop.store.database import Database
from desktop.store.numbers import next_number, raise_to


class GivenUp(Exception):
    pass


@contextmanager
def two_begin(database: Database) -> Iterator[Future[int]]:
    """One connection has taken the first number and not committed; another one asks for it."""

    def second() -> int:
        with database.transaction() as session:
            return next_number(session, "case-26")

    with ThreadPoolExecutor(1) as pool, database.transaction() as session:
        assert next_number(session, "case-26") == 1
        waiting = pool.submit(second)
        with pytest.raises(TimeoutError):
            waiting.result(timeout=0.3)
        yield waiting


def test_the_second_of_two_who_begin_a_series_waits_and_gets_the_next_number(
    database: Database,
) -> None:
    with two_begin(database) as waiting:
        pass
    assert waiting.result(timeout=10) == 2


def test_what_the_first_gives_up_is_the_number_of_the_second(database: Database) -> None:
    with pytest.raises(GivenUp), two_begin(database) as waiting:
        raise GivenUp
    assert waiting.result(timeout=10) == 1


def test_a_series_goes_on_behind_the_numbers_given_on_paper(database: Database) -> None:
    with database.transaction() as session:
        raise_to(session, "case-26", 143)
        raise_to(session, "case-26", 20)
        assert next_number(session, "case-26") == 144
