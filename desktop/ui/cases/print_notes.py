"""What to know before a letter is printed: a character or a shape that no font of ours holds."""

from __future__ import annotations

from collections.abc import Sequence

from desktop.services.case_views import LetterView
from desktop.ui.labels import icon_label, label
from desktop.ui.widgets.layout import Item, column, row


def print_notes(letter: LetterView | None, *, name: str) -> Sequence[Item]:
    """Lines for the letter's panel; none where the letter prints as its facts are written."""
    return note_lines(letter.notes if letter is not None else (), name=name)


def note_lines(notes: Sequence[str], *, name: str) -> Sequence[Item]:
    if not notes:
        return ()
    icon = column(icon_label("triangle-alert", "warn", 16), None, margins=(0, 2, 0, 0))
    words = label("\n".join(notes), "small", tone="warn", wrap=True, name=name)
    return (row(icon, (words, 1), spacing=8),)
