from __future__ import annotations

import os
from pathlib import Path

import pytest

from desktop.store.disk import Disk, replace_file
from desktop.store.errors import DiskBroken


def test_syncing_really_asks_the_system() -> None:
    reading, writing = os.pipe()
    try:
        # A pipe cannot be synced: a call that is not made would not fail.
        with pytest.raises(DiskBroken):
            Disk().sync(writing)
    finally:
        os.close(reading)
        os.close(writing)


def test_a_file_is_replaced_wholly_or_not_at_all(tmp_path: Path) -> None:
    file = tmp_path / "keybook"
    replace_file(Disk(), file, b"first")

    class Failing(Disk):
        def sync(self, descriptor: int) -> None:
            raise DiskBroken

    with pytest.raises(DiskBroken):
        replace_file(Failing(), file, b"second")
    assert file.read_bytes() == b"first"
    replace_file(Disk(), file, b"third")
    assert file.read_bytes() == b"third"
    assert [f.name for f in tmp_path.iterdir()] == ["keybook"]


def test_an_existing_file_is_not_created_again(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"there")
    with pytest.raises(FileExistsError):
        Disk().create(tmp_path / "x")
