"""The sample office as shipped, and offices built by the committed script."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PIL import Image

from desktop import paths

SHIPPED = paths.resources() / "sample_office"
if str(SHIPPED) not in sys.path:
    sys.path.insert(0, str(SHIPPED))


@pytest.fixture(scope="session")
def shipped() -> Path:
    return SHIPPED


@pytest.fixture(scope="session")
def build_office(tmp_path_factory: pytest.TempPathFactory) -> Callable[[int], Path]:
    """Builds the office of a seed once, in a process of its own as `madoguchi tour` does."""
    built: dict[int, Path] = {}

    def build(seed: int) -> Path:
        if seed not in built:
            out = tmp_path_factory.mktemp(f"office-{seed}")
            script = [sys.executable, str(SHIPPED / "build.py")]
            subprocess.run([*script, "--seed", str(seed), "--out", str(out)], check=True)
            built[seed] = out
        return built[seed]

    return build


@pytest.fixture(scope="session")
def truth_of() -> Callable[[Path], dict[str, Any]]:
    """The envelopes of an office's truth by their id."""

    def read(office: Path) -> dict[str, Any]:
        value = json.loads((office / "truth" / "truth.json").read_text(encoding="utf-8"))
        return {envelope["id"]: envelope for envelope in value["envelopes"]}

    return read


@pytest.fixture(scope="session")
def truth(truth_of: Callable[[Path], dict[str, Any]]) -> dict[str, Any]:
    return truth_of(SHIPPED)


@pytest.fixture(scope="session")
def pages_of() -> Callable[[Path, dict[str, Any]], list[Image.Image]]:
    """The pictures of an envelope's pages, in order."""

    def pages(office: Path, envelope: dict[str, Any]) -> list[Image.Image]:
        found: list[Image.Image] = []
        for name in envelope["files"]:
            file = office / "mail" / name
            found += _pdf(file, envelope["dpi"]) if file.suffix == ".pdf" else _picture(file)
        return found

    return pages


def _pdf(file: Path, dpi: int) -> list[Image.Image]:
    document = pypdfium2.PdfDocument(file)
    try:
        return [page.render(scale=dpi / 72).to_pil() for page in document]
    finally:
        document.close()


def _picture(file: Path) -> list[Image.Image]:
    with Image.open(file) as picture:
        frames = []
        for number in range(getattr(picture, "n_frames", 1)):
            picture.seek(number)
            frames.append(picture.convert("RGB"))
        return frames
