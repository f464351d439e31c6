"""The names of the tests that both engines run are true."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from both_engines import ON_BOTH


@pytest.mark.parametrize("file", sorted(ON_BOTH))
def test_the_tests_that_both_engines_run_are_there(file: str) -> None:
    tree = ast.parse((Path(__file__).with_name(file)).read_text(encoding="utf8"))
    defined = {one.name for one in tree.body if isinstance(one, ast.FunctionDef)}
    assert ON_BOTH[file] <= defined
