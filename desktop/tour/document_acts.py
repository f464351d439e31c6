"""設定 › 文面: the documents that no envelope of the story asks for, looked at and left as PDFs."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView

from desktop.tour.traveller import Traveller

# Answers to requests of the other types, and the letter about another way of disclosure.
LETTERS = ("D-08", "D-09", "D-10", "D-11")
FORMS = ("F-01", "F-02", "F-03", "F-04", "F-05")


def look_at_documents(tour: Traveller) -> None:
    """Each letter as its page beside its words; each blank form as the PDF that is handed out."""
    stage = tour.stage
    for code in LETTERS:
        _choose(tour, code)
        stage.picture(f"document-{code}")
    for code in FORMS:
        _choose(tour, code)
        file = tour.out / "internal" / f"{code}.pdf"
        stage.click("document_save_form")
        stage.answer_file_dialog(file)
        stage.wait(f"{code} ができること", file.exists)
        stage.settle()


def _choose(tour: Traveller, code: str) -> None:
    """Down the list with the arrow key until the document is the chosen one."""
    stage = tour.stage
    table = stage.find(QAbstractItemView, "documents_table")
    table.setFocus(Qt.FocusReason.TabFocusReason)
    for _ in range(table.model().rowCount()):
        if str(table.currentIndex().siblingAtColumn(0).data()).startswith(code):
            break
        stage.key(Qt.Key.Key_Down, to=table)
    stage.wait(f"{code} が開くこと", lambda: stage.glimpse("document_title").startswith(code))
    stage.settle()
