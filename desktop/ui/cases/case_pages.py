"""Finding a page among the papers of a case."""

from __future__ import annotations

from desktop.domain.reading import PageKind
from desktop.services.case_views import CaseView


def first_page(view: CaseView, kind: PageKind) -> str:
    """The first readable page of a kind; "" where there is none."""
    pages = (page for document in view.documents for page in document.pages)
    return next((page.id for page in pages if page.kind is kind and not page.destroyed), "")
