"""I-10 マスキング記録 of one case, beside its other sheets (DOMAIN §9)."""

from __future__ import annotations

from desktop.domain.office_papers import MASK_RECORD
from desktop.letters.office_sheet import OfficeSheet, by_at, office_sheet
from desktop.services.act import Act
from desktop.services.casebook import Casebook
from desktop.services.mask_record import mask_sections_of_case
from desktop.store.cases import case_row


class MaskSheets:
    def __init__(self, book: Casebook) -> None:
        self._book = book

    def pdf(self, act: Act, case_id: str) -> bytes:
        """The sheet as the log stands; a case without any mask has one that says so."""
        surroundings = self._book.premises.surroundings
        form = self._book.paper(MASK_RECORD, act.at.date())
        with self._book.premises.database.reading() as session:
            number = case_row(session, case_id).number
            made = by_at(act.by.name, act.at)
            sections = mask_sections_of_case(session, self._book, form, case_id, made)
        data = OfficeSheet(
            office=self._book.administration.settings(act.at.date()).office_name,
            printed_at=act.at,
            subject=number,
            sections=sections,
        )
        return office_sheet(form, data, surroundings.fonts)
