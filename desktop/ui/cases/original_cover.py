"""The cover sheet (D-12) that goes along with the originals of a case."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from desktop.domain.page_kinds import PAGE_KIND_LABELS
from desktop.services.case_facts import COVER_CODE
from desktop.services.case_views import CaseView, LetterView


def original_lines(view: CaseView) -> tuple[str, ...]:
    """What is kept for its owner, as the lines of a cover sheet."""
    words = QCoreApplication.translate("OriginalCover", "{0}（原本） {1}枚")
    kept = (one for one in view.special.originals if one.sent_on is None)
    return tuple(words.format(PAGE_KIND_LABELS[one.kind], one.sheets) for one in kept)


def own_cover(view: CaseView) -> LetterView | None:
    """The cover sheet that lies in no answer's envelope and has not been posted."""
    found = (one for one in view.letters if one.code == COVER_CODE and not one.goes_with)
    return next((one for one in found if one.state not in ("SENT", "VOID")), None)
