"""What an import puts down for a while: in order, in parts, and never in clear."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from desktop.store.errors import SealBroken
from desktop.store.register_spill import Spill, opened

KEY = bytes(range(32))


def test_parts_come_back_in_their_order(tmp_path: Path) -> None:
    with Spill(tmp_path, 3) as spill:
        for number in range(9):
            spill.add(number % 3, f"{number};".encode())
            if number == 4:
                spill.flush()
        assert b"".join(spill.pieces(0)) == b"0;3;6;"
        assert b"".join(spill.pieces(1)) == b"1;4;7;"
        assert len(spill.pieces(1)) == 2


def test_the_file_has_no_name_and_is_gone_after_a_kill(tmp_path: Path) -> None:
    with Spill(tmp_path, 2, KEY) as spill:
        spill.add(0, b"something")
        spill.flush()
        assert list(tmp_path.iterdir()) == []


def test_what_is_sealed_is_not_in_clear_and_opens_only_in_its_place(tmp_path: Path) -> None:
    name = "架空 太郎".encode()
    with Spill(tmp_path, 2, KEY) as spill:
        spill.add(0, name * 3)
        spill.flush()
        spill.add(0, name)
        pieces = spill.pieces(0)
        assert not any(name in piece for piece in pieces)
        assert opened(KEY, 0, pieces) == name * 4
        for wrong in ((1, pieces), (0, pieces[::-1])):
            with pytest.raises(SealBroken):
                opened(KEY, *wrong)
        with pytest.raises(SealBroken):
            opened(os.urandom(32), 0, pieces)
