"""The kit can be painted in every look; the pictures are left for people to look at."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import gallery
import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from desktop import paths
from desktop.ui import theme
from desktop.ui.tokens import DARK, LIGHT


@pytest.fixture
def restored(look: QApplication) -> Iterator[None]:
    yield
    theme.install(look, paths.resources())


def test_the_kit_is_painted_in_every_look(restored: None, shots: Path) -> None:
    gallery.main(shots / "kit")
    light = QImage(str(shots / "kit" / "case-light.png"))
    dark = QImage(str(shots / "kit" / "case-dark.png"))
    assert (light.width(), light.height()) == (1366, 768)
    corner = 700, 700
    assert light.pixelColor(*corner).name() == LIGHT.surface.lower()
    assert dark.pixelColor(*corner).name() == DARK.surface.lower()
