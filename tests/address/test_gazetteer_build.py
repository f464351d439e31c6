"""Building the gazetteer while a program reads it: the files are written aside and renamed."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop import paths
from desktop.address.reader import AddressReader

FILES = ("gazetteer.bin", "names.trie", "places.trie", "towns.trie")


@pytest.fixture
def build(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.syspath_prepend(str(paths.resources() / "gazetteer"))
    from compiling.sources import Municipality, Sources, Town
    from compiling.tables import Tables

    def write(folder: Path, *towns: str) -> None:
        place = Municipality("99999", "埼玉県", "", "みどり野市", "", current=True)
        for name in towns:
            place.add(Town(name, base=True, postal={9990001}))
        Tables(Sources([place], {})).write(folder)

    return write


def test_a_gazetteer_built_anew_leaves_the_reader_of_the_old_one_alone(build, tmp_path: Path):
    build(tmp_path, "若葉町")
    old = AddressReader.open(tmp_path)
    before = {name: (tmp_path / name).stat().st_ino for name in FILES}
    build(tmp_path, "若葉町", *(f"架空{n}町" for n in "東西南北上下"))
    assert all((tmp_path / name).stat().st_ino != before[name] for name in FILES)
    assert old.parse("みどり野市若葉町12").known
    assert not old.parse("みどり野市架空東町12").known
    assert AddressReader.open(tmp_path).parse("みどり野市架空東町12").known


def test_building_leaves_nothing_beside_the_four_files(build, tmp_path: Path):
    build(tmp_path, "若葉町")
    assert sorted(path.name for path in tmp_path.iterdir()) == list(FILES)
