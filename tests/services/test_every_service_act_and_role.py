"""Every act of every service by everyone whose act it is not: refused, and nothing changes.

The table is typed from DESIGN §1 and DOMAIN §8, §10, §11, also for what moves no state: money,
notes, holds, papers, people. What the services offer and the table does not name fails, so that
no act comes in without its place here. The moves of a case have their own test by state.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from case_path import K1, Track
from desk_office import MORNING, Office, passphrase
from sqlalchemy import text
from standing_cases import TO_LEGAL

from desktop import paths
from desktop.domain.errors import NotAllowed
from desktop.domain.incidents import Leak
from desktop.domain.occupants import Occupancy
from desktop.domain.payments import Payment, Piece, SendBack
from desktop.domain.requests import FeeMeans
from desktop.domain.roles import Role
from desktop.domain.scanning import ScanProfile, SourceKind
from desktop.domain.workday import Piles
from desktop.services.act import Act
from desktop.services.day_views import PaperCount
from desktop.services.desk import Desk, Surroundings
from desktop.services.notes import NewNote
from desktop.services.paper_care import SentOriginal
from desktop.services.special_cases import DeathNotice

LOGINS = {"C": "c01", "S": "s01", "K": "k01", "A": "a01"}

WHO = {
    # 受付担当: the mail, the case, the money, the letters, the way of a sheet to its end.
    "C": """
        Filing.file OldCases.enter Misfiled.move Misfiled.to_intake Misfiled.back_from_intake
        Casework.confirm_form Casework.agent_ok Casework.scope Casework.record_fee Casework.fee_done
        Casework.ask_fee Casework.ask_correction Casework.second_notice Casework.close_no_response
        Casework.resume Casework.import_answers Casework.finish_investigation Casework.save_draft
        Casework.submit Casework.withdraw
        Waiting.ask_correction Waiting.ask_fee Waiting.second_notice Waiting.close Waiting.resume
        Drafting.save Drafting.submit
        Verification.correct Verification.confirm Verification.ask_second
        Investigation.ask Investigation.remind Investigation.import_answers Investigation.mask
        Investigation.let_be Investigation.finish
        InquirySheets.save InquirySheets.print
        AnswerFolder.waiting
        AnswerPages.take AnswerPages.confirm AnswerPages.drop
        DisclosureMedia.choose DisclosureMedia.write
        Correspondence.send Correspondence.dispatch Correspondence.resend
        Correspondence.record_return ReturnedMail.take_in ReturnedNotices.record
        LesserWay.decide LesserWay.take_back
        Correspondence.give_up_return Correspondence.delivered
        Correspondence.complete HandIssue.issue HandIssue.attach
        LetterPrinting.print LetterPrinting.print_along LetterPrinting.print_here
        Notices.acknowledge Notices.interim Notices.interim_now Notices.change_method
        Notices.give_back Notices.cover Notices.cover_answer Notices.take_back
        Fees.record Fees.record_sum Fees.send_back Fees.not_enclosed Fees.done
        FeeCorrections.propose FeeCorrections.take_back FeeCorrections.propose_hand_over
        FeeCorrections.take_back_hand_over
        StampLedger.hand_over StampLedger.count
        Rerouting.reroute SpecialCases.record_death SpecialCases.take_back_death
        SpecialCases.set_occupant SpecialCases.clear_occupant SpecialCases.ask_secrecy
        Incidents.record
        Disposal.propose Disposal.execute Disposal.resume_interrupted
        PaperEnds.note Boxes.save_label
    """,
    # … and what a supervisor may do with their own hands as well.
    "CS": """
        Assignment.assign Assignment.hand_over Casework.assign Verification.second
        Correspondence.save_copy Printing.choose Printing.cancel Printing.say_out
        Enclosure.check DisclosureMedia.check Correspondence.close_export
        Exports.close Holds.confirm Holds.confirm_release Holds.confirm_note_release
        DeskNotes.add DeskNotes.join FormCovers.save KeptNotes.keep
        Intake.import_files Intake.correct Intake.set_kind Intake.discard
        Pages.rotate Pages.reorder Pages.split Pages.join Pages.move Pages.remove Pages.restore
        Masking.apply FoundNumbers.found FoundNumbers.confirm_paper
        Rerouting.reroute_envelope Sources.delete Sources.confirm
        Scanning.save_profile Scanning.remove_profile Scanning.scan Scanning.resume
        Scanning.answer_block Scanning.close_run
        Watched.take_in Watched.look_once Watched.look_around Watched.choose Watched.try_folder
        DayClosing.count DayClosing.close DayClosing.close_empty DayClosing.save_sheet
        DayClosing.print_sheet
        PaperCare.set_shelf PaperCare.save_label PaperCare.ask_original PaperCare.check_original
        PaperCare.send_original PaperCare.cancel_original PaperCare.correct_original
        ReceiptLedger.export ReceiptLedger.print StampLedger.export StampLedger.print
        CaseSheets.save_copy CaseSheets.print
        NoteLog.export FeeCorrections.decide FeeCorrections.decide_hand_over
        Arrivals.propose Arrivals.decide Incidents.reported OneField.note_opened
    """,
    # 責任者: decides, and holds what may not go.
    "S": """
        Approvals.approve Approvals.send_back Casework.waive_fee Fees.waive
        Disposal.approve Disposal.send_back Holds.hold Holds.propose_release
        Holds.hold_note Holds.hold_person Holds.hold_class Holds.review Holds.propose
        Holds.propose_note_release Extensions.extend
        SpecialCases.decide_secrecy Reopening.reopen DayClosing.reopen
        Administration.sign_setting HolidayTable.sign PlaceNames.sign Standing.sign
        Administration.confirm_clock Deputies.name Deputies.take_back FoundNumbers.roll
        KeyCare.roll KeyCare.write_stick KeyCare.lose_stick KeyCare.check_card KeyCare.lose_card
        KeyCare.renew_card Recovery.print_new_card
    """,
    # Who sees a case.
    "CSK": """
        Cases.picture Intake.picture CaseSheets.pages
        BatchSheets.pdf BatchSheets.save_copy Disposal.certificate Disposal.save_certificate
        Correspondence.letter_pdf SavedFilters.save SavedFilters.remove
        Findings.answer SecondPlace.carry OutlookService.save
    """,
    # Who audits, and who answers for the desk.
    "SK": """
        Audit.anchor Audit.check Audit.export AuditLists.save AuditReports.save AuditReports.print
        Findings.add Findings.close Findings.send_back Findings.put_off
    """,
    # 管理者: people and wishes for settings, and no case.
    "A": """
        People.add People.deactivate PassphraseResets.reset RoleChanges.wish
        Administration.propose_setting SettingBoard.propose Documents.propose Documents.tell_counsel
        HolidayTable.propose PlaceNames.import_csv Register.import_csv
        Backups.make Backups.drill
    """,
    "SA": "Administration.drop_proposal",
    # The papers that go out blank: who decides on them, and who hands them out.
    "CSA": """
        DocumentPrints.print_sample DocumentPrints.print_form DocumentPrints.save_form
        DocumentPrints.print_window
    """,
}
# Not acts of their own: what other services call inside an act whose right has been asked.
INSIDE = {
    *("CaseChange.run", "CaseChange.view", "Casebook.require_clock", "Destruction.destroy_keys"),
    *("Exports.write", "Register.asking", "AnswerFolder.place", "AnswerFolder.holds"),
}
TABLE = {name: who for who, names in WHO.items() for name in names.split()}

TODAY = date(2026, 11, 10)
DEATH = DeathNotice(TODAY, "仮川 次子", "350-9942", "埼玉県みどり野市", "戸籍の写し")
CALL = NewNote("ENQUIRY", "PHONE", TODAY, "見本 正", text="書式はどこにあるか")
GIVEN: dict[str, object] = {
    "passphrase": "wrong",
    "file": Path("nowhere.csv"),
    "folder": Path("nowhere"),
    "paths": (),
    "means": FeeMeans.STAMPS,
    "role": Role.AUDITOR,
    **dict.fromkeys(("case_ids", "unit_ids", "source_ids", "decisions", "points", "page_ids"), ()),
    **dict.fromkeys(("on", "day", "after", "effective_from", "first_on", "last_on"), TODAY),
    **dict.fromkeys(("today", "arrived_on", "review_on", "found_on"), TODAY),
}
_SAME: tuple[tuple[str, dict[str, object]], ...] = (
    ("Casework.ask_correction Waiting.ask_correction", {"points": ("ITEMS",)}),
    ("Casework.confirm_form Casework.scope", {"wanted": K1, "method": "PAPER"}),
    ("Casework.record_fee Fees.record_sum", {"amount": 220}),
    (
        "Correspondence.dispatch Correspondence.resend PaperCare.send_original",
        {"delivery": "KAN_I_KAKITOME", "tracking": "12345678901"},
    ),
    (
        "Holds.hold Holds.hold_note Holds.hold_person Holds.review",
        {"reason": "LAWSUIT", "review_on": date(2027, 1, 1)},
    ),
    ("Misfiled.move Misfiled.to_intake", {"reason": "OTHER_PERSON"}),
    ("Rerouting.reroute Rerouting.reroute_envelope", {"over": TO_LEGAL}),
    ("DayClosing.count DayClosing.close", {"paper": PaperCount(0, Piles())}),
)
PROPER: dict[str, dict[str, object]] = {
    **{name: given for names, given in _SAME for name in names.split()},
    "Administration.propose_setting": {"name": "fee_unit", "value": 330},
    "Assignment.hand_over": {"to_person": "another"},
    "DayClosing.reopen": {"reason": "MISCOUNTED"},
    "DeskNotes.add": {"note": CALL},
    "Fees.record": {"payment": Payment(FeeMeans.STAMPS, (Piece(220),))},
    "Fees.send_back": {"how": SendBack.ENCLOSED, "pieces": (Piece(220),), "tracking": ""},
    "FoundNumbers.found": {"kind": "MY_NUMBER"},
    "Holds.hold_class": {"cls": "A", "reason": "LAWSUIT", "review_on": date(2027, 1, 1)},
    "Incidents.record": {"leak": Leak(1)},
    "Intake.discard": {"reason": "RESCAN"},
    "NoteLog.export": {"since": TODAY, "until": TODAY},
    "Pages.rotate": {"quarter_turns": 1},
    "PaperCare.ask_original": {"kind": "JUM", "sheets": 1},
    "PaperCare.correct_original": {"sent": SentOriginal(TODAY, "KAN_I_KAKITOME", "12345678901", 1)},
    "People.add": {"login": "c09", "passphrase": "a long enough secret"},
    "Scanning.save_profile": {
        "profile": ScanProfile("", "2階の複合機", SourceKind.FOLDER, "/nowhere")
    },
    "Scanning.scan": {"expected_sheets": 1},
    "SettingBoard.propose": {"name": "fee_unit", "typed": "330"},
    "SpecialCases.record_death": {"notice": DEATH},
    "SpecialCases.set_occupant": {"occupancy": Occupancy(date(2026, 4, 1))},
}
"""What has to be sound before the right is looked at, so that the right alone is in the way."""


@pytest.fixture(scope="module")
def shared(office_templates, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Track]:
    """One office for the whole file: what is refused changes nothing."""
    folder = tmp_path_factory.mktemp("acts")
    place, words = office_templates.copy("sqlite", folder)
    around = Surroundings(paths.resources(), paths.forms(), folder / "workstation", kdf_light=True)
    desk = Desk.open(place, around, window=True)
    track = Track(Office(desk, place, folder / "store", around, words, MORNING), folder)
    for login in ("c02", *LOGINS.values()):
        track.office.by(login)
    yield track
    desk.close()


@pytest.fixture(scope="module")
def case_id(shared: Track) -> str:
    shared.office.desk.notes.add(shared.act("c01"), CALL)
    return shared.file().case_id


def services_of(desk: Desk) -> dict[str, object]:
    """Every service that can be come by from the desk, by the name of its class."""
    found: dict[str, object] = {}
    near: list[object] = [desk]
    while near:
        one = near.pop()
        for value in vars(one).values() if hasattr(one, "__dict__") else ():
            kind = type(value)
            if kind.__module__.startswith("desktop.services") and kind.__name__ not in found:
                found[kind.__name__] = value
                near.append(value)
    return found


def acts_of(desk: Desk) -> dict[str, Any]:
    """Each public method that takes an Act first: 「Fees.record」."""
    found = {}
    for name, service in services_of(desk).items():
        for method, function in inspect.getmembers(service, inspect.ismethod):
            parameters = list(inspect.signature(function).parameters.values())
            if not method.startswith("_") and parameters and parameters[0].name == "act":
                found[f"{name}.{method}"] = function
    return found


def kept(track: Track) -> tuple[int, int]:
    with track.office.desk.premises.database.reading() as session:
        found = session.execute(
            text(
                "SELECT (SELECT count(*) FROM audit_entry), (SELECT sum(version) FROM case_)"
                " + (SELECT count(*) FROM command) + (SELECT count(*) FROM setting)"
            )
        ).one()
    return found[0], found[1]


def given(
    name: str, function: Any, act: Act, case_id: str
) -> tuple[list[object], dict[str, object]]:
    """Arguments that leave only the right in the way of an act."""
    own = {**GIVEN, **PROPER.get(name, {}), "act": act, "case_id": case_id}
    plain, named = [], {}
    for one in inspect.signature(function).parameters.values():
        if one.default is not one.empty:
            continue
        value = own.get(one.name, "none")
        if one.kind is one.KEYWORD_ONLY:
            named[one.name] = value
        else:
            plain.append(value)
    return plain, named


def test_the_table_names_every_act_of_every_service(shared: Track) -> None:
    assert set(acts_of(shared.office.desk)) == set(TABLE) | INSIDE


@pytest.mark.parametrize("letter", LOGINS)
def test_an_act_that_is_not_theirs_is_refused_and_changes_nothing(
    letter: str, shared: Track, case_id: str
) -> None:
    login = LOGINS[letter]
    before, tried = kept(shared), 0
    for name, function in acts_of(shared.office.desk).items():
        if name in INSIDE or letter in TABLE[name]:
            continue
        plain, named = given(name, function, shared.act(login), case_id)
        with pytest.raises(NotAllowed):
            function(*plain, **named)
        assert kept(shared) == before, (name, login)
        tried += 1
    assert tried == sum(letter not in who for who in TABLE.values()) > 30


def test_who_is_no_deputy_is_not_made_one_by_a_passphrase(shared: Track, case_id: str) -> None:
    """A clerk with the right words still signs nothing of a supervisor's."""
    desk, act = shared.office.desk, shared.act("c01")
    for sign in (
        lambda: desk.approvals.approve(act, case_id, passphrase("c01"), "0" * 64),
        lambda: desk.disposal.approve(act, "none", passphrase("c01"), "0" * 64),
        lambda: desk.deputies.name(act, "none", TODAY, TODAY, passphrase("c01")),
    ):
        with pytest.raises(NotAllowed):
            sign()
