"""A letter with the fictional data of its own definition (`letters preview`)."""

from __future__ import annotations

from pathlib import Path

from desktop.letters.library import Library
from desktop.letters.render import render_letter


def preview_letter(library: Library, code: str, fonts_dir: Path) -> bytes:
    """The newest wording of the letter, filled with its sample."""
    definition = library.latest_letter(code)
    return render_letter(definition, definition.sample, fonts_dir)
