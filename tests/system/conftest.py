"""Every test here is marked `system` and says which part of the machine it lacks."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.system)


@pytest.fixture
def need():
    """Skip, with the reason, where a program is not installed."""

    def skip(*programs: str) -> None:
        lacking = [name for name in programs if shutil.which(name) is None]
        if lacking:
            pytest.skip(f"not installed: {', '.join(lacking)}")

    return skip
