"""A begun store on each engine."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from begun_store import Begun, begin

from desktop.store.database import Database


@pytest.fixture
def begun(database: Database, store_place: str, tmp_path: Path) -> Begun:
    return begin(store_place, tmp_path / "beside", database)


@pytest.fixture
def begun_on_sqlite(engines, tmp_path: Path) -> Iterator[Begun]:
    place = engines.sqlite(tmp_path / "store")
    database = Database.open(place, create=True)
    yield begin(place, tmp_path / "store", database)
    database.close()
