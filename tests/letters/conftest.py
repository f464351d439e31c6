from __future__ import annotations

from pathlib import Path

import pytest

from desktop import paths
from desktop.letters.library import Library, load_library


@pytest.fixture(scope="session")
def fonts_dir() -> Path:
    return paths.resources() / "fonts"


@pytest.fixture(scope="session")
def library() -> Library:
    return load_library(paths.forms())
