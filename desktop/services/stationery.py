"""Paper without a store: blank forms, and letters with the fictional data of their definition."""

from __future__ import annotations

from pathlib import Path

from desktop.domain.separators import SEPARATOR_CODE
from desktop.letters import blank
from desktop.letters.library import load_library
from desktop.letters.preview import preview_letter
from desktop.letters.separator import separator_sheet


def blank_form(code: str, forms: Path, resources: Path) -> bytes:
    """The newest version of the form `code` (F-01, …) as PDF bytes; FormProblem if unknown.

    SEPARATOR is the sheet between two envelopes. Where the form names a masking guide, the guide
    is the last page.
    """
    if code == SEPARATOR_CODE:
        return separator_sheet(resources / "fonts")
    library = load_library(forms)
    form = library.form(code)
    guide = library.form(form.guide) if form.guide else None
    return blank.blank_form(form, resources / "fonts", guide=guide)


def letter_preview(code: str, forms: Path, resources: Path) -> bytes:
    """The letter `code` (D-05, …) with its own sample data, as PDF bytes."""
    return preview_letter(load_library(forms), code, resources / "fonts")
