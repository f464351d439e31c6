"""Paper out of 設定 › 文面: a test print with fictional data, the blank forms, the window's page.

None of it says anything about a person; that it was printed is logged all the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Final

from sqlalchemy.orm import Session

from desktop.domain.printing import PaperKind
from desktop.domain.roles import Capability
from desktop.letters.blank import blank_form
from desktop.letters.window_page import window_page
from desktop.services import rights
from desktop.services.act import Act
from desktop.services.changes import Answer, carry_out
from desktop.services.document_shelf import Kind
from desktop.services.document_words import form_in_force, form_values
from desktop.services.documents import Documents
from desktop.services.exports import ExportNotWritten
from desktop.services.office_settings import WrongSetting
from desktop.services.premises import Premises
from desktop.services.printing import Printing
from desktop.store import audit

_WINDOW: Final = "WINDOW"
_PAPERS: Final[Mapping[Kind, PaperKind]] = {
    Kind.LETTER: PaperKind.LETTER,
    Kind.REASONS: PaperKind.LETTER,
    Kind.FORM: PaperKind.FORM,
    Kind.OFFICE: PaperKind.INTERNAL,
}
_RIGHTS: Final = (Capability.PROPOSE_SETTING, Capability.SIGN_SETTING, Capability.OPEN_MAIL)


class DocumentPrints:
    def __init__(self, premises: Premises, documents: Documents) -> None:
        self._premises = premises
        self._documents = documents
        self._printing = Printing(premises)

    def printers(self) -> tuple[str, ...]:
        return self._printing.printers()

    def print_sample(
        self, act: Act, code: str, typed: Mapping[str, str], sample: str, printer: str
    ) -> None:
        """試し刷り: what the preview shows, on the letters' printer and tray."""
        _right(act)
        texts = self._documents.sound(code, typed, act.at.date())
        pdf = self._documents.printed(code, texts, sample, act.at.date())
        kind = _PAPERS[self._documents.shelf.kind(code)]
        self._print(act, kind, code, printer, pdf)

    def print_form(self, act: Act, code: str, printer: str) -> None:
        """The blank form as it is handed out today, its guide behind it."""
        _right(act)
        pdf = self.form(code, act.at.date())
        self._print(act, PaperKind.FORM, code, printer, pdf)

    def save_form(self, act: Act, code: str, file: Path) -> None:
        """The same as a file, for a website or a print shop."""
        right = _right(act)
        pdf = self.form(code, act.at.date())

        def work(session: Session) -> Answer:
            audit.append(session, act.at, act.by.person_id, "paper.save", fields=(code,))
            return {}

        carry_out(self._premises, act, right, "paper.save", work)
        try:
            file.write_bytes(pdf)
        except OSError as problem:
            raise ExportNotWritten(
                "指定の場所に書き込めませんでした。",
                "フォルダーがあるか、空きと権限を確かめてください。",
            ) from problem

    def print_window(self, act: Act, printer: str) -> None:
        """The page to lay into a real envelope."""
        _right(act)
        pdf = self.window_pdf(act.at.date())
        self._print(act, PaperKind.LETTER, _WINDOW, printer, pdf)

    def window_pdf(self, today: date) -> bytes:
        window = self._documents.window_tried(today)
        return window_page(window, self._premises.surroundings.fonts)

    def form(self, code: str, today: date) -> bytes:
        """The blank form in the words of today."""
        settings, library = self._documents.settings(today), self._documents.shelf.library
        form = form_in_force(library, code, settings)
        if form.carries_case_number:
            raise WrongSetting(
                "返信票は案件の文書といっしょに印刷されます。",
                "見た目を確かめるときは、試し刷りをしてください。",
            )
        guide = form_in_force(library, form.guide, settings) if form.guide else None
        both = (form, guide) if guide is not None else (form,)
        return blank_form(
            form,
            self._premises.surroundings.fonts,
            values=form_values(settings, *both),
            guide=guide,
        )

    def _print(self, act: Act, kind: PaperKind, code: str, printer: str, pdf: bytes) -> None:
        """Recorded before the first byte leaves; the queue shows the document's number."""
        fresh: list[str] = []

        def work(session: Session) -> Answer:
            fresh.append(self._printing.begin(session, act, kind, code, printer, pdf))
            audit.append(session, act.at, act.by.person_id, "paper.print", fields=(code,))
            return {}

        carry_out(self._premises, act, _right(act), "paper.print", work)
        for job_id in fresh:
            self._printing.hand(job_id, pdf, act.at)


def _right(act: Act) -> Capability:
    """Whoever decides on the papers, or hands them out, may see them printed; nobody else."""
    right = next((one for one in _RIGHTS if rights.may(act.by, one)), _RIGHTS[0])
    rights.require(act, right)
    return right
