"""Everything the window or a command may ask, built once (the contract of the services layer)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from desktop.domain.office_papers import DECISION, ENCLOSURE, MASK_RECORD, MATCH
from desktop.services.administration import Administration
from desktop.services.answer_pages import AnswerPages
from desktop.services.answering_mail import AnsweringMail
from desktop.services.approvals import Approvals
from desktop.services.arrivals import Arrivals
from desktop.services.assignment import Assignment
from desktop.services.audit import Audit
from desktop.services.audit_lists import AuditLists
from desktop.services.audit_reports import AuditReports
from desktop.services.audit_standing import AuditBoard
from desktop.services.backups import Backups
from desktop.services.card_entry import CardEntry
from desktop.services.case_sheets import CaseSheets
from desktop.services.cases import Cases
from desktop.services.casework import Casework
from desktop.services.correspondence import Correspondence
from desktop.services.day_close import DayClosing
from desktop.services.decision_sheets import DecisionSheets
from desktop.services.deputies import Deputies
from desktop.services.disclosure_media import DisclosureMedia
from desktop.services.disposal import Disposal
from desktop.services.document_prints import DocumentPrints
from desktop.services.documents import Documents
from desktop.services.enclosure import Enclosure
from desktop.services.enclosure_sheets import EnclosureSheets
from desktop.services.fee_corrections import FeeCorrections
from desktop.services.filing import Filing
from desktop.services.findings import Findings
from desktop.services.form_covers import FormCovers
from desktop.services.found_numbers import FoundNumbers
from desktop.services.hand_issue import HandIssue
from desktop.services.holiday_table import HolidayTable
from desktop.services.incidents import Incidents
from desktop.services.intake import Intake
from desktop.services.kept_notes import KeptNotes
from desktop.services.key_care import KeyCare
from desktop.services.ledger import ReceiptLedger
from desktop.services.lesser_way import LesserWay
from desktop.services.letter_printing import LetterPrinting
from desktop.services.mask_sheets import MaskSheets
from desktop.services.masking import Masking
from desktop.services.match_slips import MatchSlips
from desktop.services.note_log import NoteLog
from desktop.services.notes import DeskNotes
from desktop.services.office_settings import OfficeSettings
from desktop.services.old_cases import OldCases
from desktop.services.opening import StoreExists, open_store, set_up_store
from desktop.services.pages import Pages
from desktop.services.pages_misfiled import Misfiled
from desktop.services.paper_care import PaperCare
from desktop.services.passphrase_reset import PassphraseResets
from desktop.services.people import NewPerson, People
from desktop.services.place_names import PlaceNames
from desktop.services.post_desk import PostDesk
from desktop.services.premises import Premises
from desktop.services.presence import Presence
from desktop.services.printing import Printing
from desktop.services.reading_rates import ReadingRates
from desktop.services.recovery import Recovery
from desktop.services.register import Register
from desktop.services.register_one_field import OneField
from desktop.services.register_source import RegisterSource
from desktop.services.reopening import Reopening
from desktop.services.rerouting import Rerouting
from desktop.services.returned_mail import ReturnedMail
from desktop.services.returned_notices import ReturnedNotices
from desktop.services.saved_filters import SavedFilters
from desktop.services.scanning import Scanning
from desktop.services.second_place import SecondPlace
from desktop.services.setting_board import SettingBoard
from desktop.services.sources import Sources
from desktop.services.special_cases import SpecialCases
from desktop.services.stamp_ledger import StampLedger
from desktop.services.surroundings import Surroundings
from desktop.services.verification import Verification
from desktop.services.watched_folder import Watched
from desktop.store.errors import StoreError, StoreInUse, StoreMissing


class Desk:
    """One opened store and its services."""

    def __init__(self, premises: Premises) -> None:
        self.premises = premises
        self.people = People(premises)
        self.administration = Administration(premises, self.people)
        self.setting_board = SettingBoard(premises, self.people, self.administration)
        self.documents = Documents(premises, self.administration, self.setting_board)
        self.document_prints = DocumentPrints(premises, self.documents)
        self.recovery = Recovery(premises, self.administration)
        self.holidays = HolidayTable(premises, self.administration)
        self.place_names = PlaceNames(premises, self.administration)
        self.keys = KeyCare(premises, self.people)
        self.card_entry = CardEntry(premises)
        self.deputies = Deputies(premises, self.people)
        self.backups = Backups(premises, self.people, self.administration)
        self.passphrases = PassphraseResets(premises, self.people, self.administration)
        self.second_place = SecondPlace(premises, self.administration)
        self.audit = Audit(premises, self.people, self.second_place)
        self.register = Register(premises)
        self.one_field = OneField(premises, self.register)
        self.register_source = RegisterSource()
        self.intake = Intake(premises)
        self.reading_rates = ReadingRates(premises)
        self.scanning = Scanning(premises, self.intake)
        self.sources = Sources(premises)
        self.watched = Watched(premises, self.intake, self.sources.book)
        self.pages = Pages(premises)
        self.masking = Masking(premises)
        self.cases = Cases(premises, self.people, self.administration)
        self.assignment = Assignment(self.cases.book)
        self.saved_filters = SavedFilters(premises, self.cases)
        self.presence = Presence(premises, self.people)
        self.kept_notes = KeptNotes(self.cases.book)
        self.found_numbers = FoundNumbers(premises, self.cases.book)
        self.filing = Filing(premises, self.cases)
        self.old_cases = OldCases(self.cases.book)
        self.notes = DeskNotes(self.cases.book)
        self.note_log = NoteLog(self.cases.book, self.notes)
        self.form_covers = FormCovers(self.cases.book)
        self.days = DayClosing(premises, self.cases.book, self.second_place)
        self.findings = Findings(self.cases.book)
        self.audit_board = AuditBoard(self.cases.book, self.second_place)
        self.audit_lists = AuditLists(self.cases.book, self.audit)
        self.answering = AnsweringMail(premises)
        self.misfiled = Misfiled(premises, self.cases.book)
        self.verification = Verification(premises, self.register, self.cases)
        self.casework = Casework(premises, self.cases)
        self.fees = self.casework.fees
        self.investigation = self.casework.investigation
        self.answer_pages = AnswerPages(self.cases, self.intake.reader)
        self.media = DisclosureMedia(self.cases)
        self.fee_corrections = FeeCorrections(self.cases)
        self.stamp_ledger = StampLedger(self.cases)
        self.receipt_ledger = ReceiptLedger(self.cases.book)
        self.special = SpecialCases(premises, self.cases)
        self.rerouting = Rerouting(premises, self.cases, self.casework.endings)
        self.reopening = Reopening(self.cases)
        self.arrivals = Arrivals(self.cases)
        self.paper = PaperCare(self.cases)
        self.incidents = Incidents(premises, self.cases)
        self.approvals = Approvals(premises, self.people, self.cases)
        self.correspondence = Correspondence(premises, self.cases)
        self.enclosure = Enclosure(self.cases)
        self.post = PostDesk(self.cases.book)
        self.returned = ReturnedMail(self.cases)
        self.lesser_way = LesserWay(self.cases)
        self.returned_notices = ReturnedNotices(self.cases)
        self.printing = Printing(premises)
        self.letter_printing = LetterPrinting(premises, self.cases, self.printing)
        self.hand_issue = HandIssue(self.cases, self.intake.reader)
        self.audit_reports = AuditReports(self.cases.book, self.audit)
        self.sheets = CaseSheets(
            premises,
            self.cases,
            {
                MATCH: MatchSlips(premises, self.register, self.cases).pdf,
                DECISION: DecisionSheets(premises, self.cases, self.approvals).pdf,
                ENCLOSURE: EnclosureSheets(premises, self.cases).pdf,
                MASK_RECORD: MaskSheets(self.cases.book).pdf,
            },
        )
        self.disposal = Disposal(premises, self.cases.book, self.people, self.cases.index)

    @classmethod
    def open(cls, place: str, surroundings: Surroundings, *, window: bool) -> Desk:
        """Open a store that exists. `place` is a folder or a postgresql URL.

        Raises StoreMissing (→ set-up), StoreInUse, NewerStore, NetworkFileSystem, DamagedStore,
        SlotMissing, SlotForeign or SlotDamaged.
        """
        return cls(open_store(place, surroundings, window=window))

    @classmethod
    def set_up(
        cls,
        place: str,
        surroundings: Surroundings,
        office: OfficeSettings,
        people: Sequence[NewPerson],
        at: datetime,
    ) -> tuple[Desk, tuple[str, ...]]:
        """Make a store with its first people; the 24 words of the recovery card, shown once."""
        premises, words = set_up_store(place, surroundings, office, people, at)
        return cls(premises), words

    def close(self) -> None:
        """Forget every key, end the children, release the store."""
        self.premises.close()


__all__ = [
    "Desk",
    "NewPerson",
    "OfficeSettings",
    "StoreError",
    "StoreExists",
    "StoreInUse",
    "StoreMissing",
    "Surroundings",
]
