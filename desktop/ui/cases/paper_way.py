"""A letter and what lies in its envelope on their way to paper: by CUPS, or by this window."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QStandardPaths

from desktop.domain.printing import Again, PaperKind
from desktop.services.act import Act
from desktop.services.desk import Desk
from desktop.services.letter_printing import PrintedHere
from desktop.ui.own_printing import device_for, paint_pages

Along = Sequence[tuple[str, Act]]
"""The cover sheets that are printed with a letter, each as an act of its own."""


def hand_over(
    desk: Desk,
    act: Act,
    letter_id: str,
    printer: str,
    along: Along,
    again: Again | None = None,
    note: str = "",
) -> tuple[PrintedHere, ...]:
    """Off the window's thread; what the window has to paint itself is in the answer."""
    prints = desk.letter_printing
    if not desk.printing.by_window:
        for cover, own in along:
            prints.print_along(replace(own, seen=act.seen), cover, printer, again, note)
        return (PrintedHere(prints.print(act, letter_id, printer, again, note)),)
    folder = Path(usual_folder())
    acts = [(cover, replace(own, seen=act.seen)) for cover, own in along]
    return tuple(
        prints.print_here(own, one, printer, folder, again, note)
        for one, own in (*acts, (letter_id, act))
    )


def paint_what_is_left(desk: Desk, handed: object, printer: str) -> None:
    """On the window's thread: the pages that no other program prints."""
    for one in handed if isinstance(handed, tuple) else ():
        if isinstance(one, PrintedHere) and one.pages:
            sides = desk.printing.target(PaperKind.LETTER, printer).sides
            paint_pages(one.pages, device_for(printer, one.job.title, sides))


def usual_folder() -> str:
    """The person's documents, or their home where there is no such folder."""
    where = QStandardPaths.StandardLocation
    documents = QStandardPaths.writableLocation(where.DocumentsLocation)
    if Path(documents).is_dir():
        return documents
    return QStandardPaths.writableLocation(where.HomeLocation)
