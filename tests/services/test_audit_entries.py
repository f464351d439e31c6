"""Each act leaves its line in the operation log: who, what, about which case, which fields.

The lines are written out by hand from DESIGN §2 and TRUST §3, not taken from the program.
"""

from __future__ import annotations

import dataclasses
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from archive import back_up, drill, write_stick
from case_path import K1, Track, write_answer_file
from desk_office import NAMES, Office, passphrase
from mail_bag import (
    ELSEWHERE,
    ICHIRO,
    form_page,
    import_register,
    lay_in,
    licence,
    page,
    register_file,
    register_line,
    residence_record,
    seal_certificate,
)
from paper_feeder import ScanDesk, scan_desk
from paper_reader import CARD_BACK
from paper_reader import FORM as FORM_SHADE
from standing_cases import ACTS, TO_LEGAL, death

from desktop.domain.errors import DeskError
from desktop.domain.incidents import Leak
from desktop.domain.occupants import Occupancy
from desktop.domain.payments import Mistake, Payment, Piece, SendBack
from desktop.domain.posting import AnotherWay
from desktop.domain.reading import BlockedPage, Forbidden, ForbiddenFound, PageKind
from desktop.domain.requests import FeeMeans, Item
from desktop.domain.roles import Role
from desktop.domain.scanning import Fault
from desktop.domain.workday import Piles
from desktop.services.assignment import HandOverReason
from desktop.services.case_views import CaseFilter
from desktop.services.day_close import PaperCount
from desktop.services.findings import NewFinding
from desktop.services.ledger import year_of
from desktop.services.mail_import import MailImport
from desktop.services.notes import NewNote
from desktop.services.paper_care import SentOriginal
from desktop.services.register import Query
from desktop.services.scanning import BlockAnswer
from desktop.store import audit, scans
from desktop.store.schema.infrastructure import PersonRow

NO_MAIL = PaperCount(0, Piles())


@pytest.fixture
def track(registered: None, office: Office, tmp_path: Path) -> Track:
    made = Track(office, tmp_path)
    for login in NAMES:
        office.by(login)
    return made


@dataclass(frozen=True)
class Told:
    """An act by its name, what must be there before, and the lines it has to leave."""

    name: str
    before: Callable[[Track], Any]
    act: Callable[[Track, Any], object]
    lines: tuple[str, ...]


def nothing(_track: Track) -> None:
    return None


def take_pages(track: Track, case_id: str) -> str:
    pages = [page(PageKind.UNKNOWN)]
    track.office.desk.answer_pages.take(track.act("c01"), case_id, Item.K1, pages)
    return case_id


def named_answer(track: Track) -> str:
    """An answer that names somebody where no column says so."""
    case_id = track.to_investigation()
    file = track.folder / "named.csv"
    known = [ICHIRO.number, ICHIRO.supply_point, "K1", "備考", "見本 花子様の紹介"]
    write_answer_file(file, [[*known, "契約管理課", "2026-11-10"]])
    track.office.desk.casework.import_answers(track.act("c01"), case_id, file)
    return case_id


def anchor_that_is_owed(track: Track) -> None:
    place = track.folder / "second"
    place.mkdir()
    track.office.put_in_force("anchor_folder", str(place))
    track.office.desk.audit.anchor(track.act("k01"))
    track.act("c01")


def found_wrong(track: Track) -> NewFinding:
    day = track.office.now.date()
    return NewFinding("AUDIT", day, day + timedelta(days=14), track.office.id_of("c01"), "施錠")


def put_right(track: Track) -> None:
    findings, day = track.office.desk.findings, track.office.now.date()
    (one,) = findings.lines(track.office.by("c01"), day)
    findings.answer(track.act("c01"), one.id, one.version, "原因", "是正", day)


def refused(act: Callable[[], object]) -> None:
    with pytest.raises(DeskError):
        act()


def cash_came(track: Track) -> str:
    case_id = track.to_fee()
    paid = Payment(FeeMeans.CASH, (Piece(220),))
    track.office.desk.fees.record(track.act("c01"), case_id, paid)
    return case_id


def stamps_came(track: Track) -> str:
    case_id = track.to_fee()
    paid = Payment(FeeMeans.STAMPS, (Piece(110, 2),))
    track.office.desk.fees.record(track.act("c01"), case_id, paid)
    return case_id


def called_wrong(track: Track) -> tuple[str, str]:
    case_id = cash_came(track)
    payment = track.get(case_id).fee.lines[0].payment
    corrections = track.office.desk.fee_corrections
    view = corrections.propose(track.act("c01"), case_id, payment, Mistake.MEANS)
    return case_id, view.fee.waiting[0].id


def hand_over_and_undo(track: Track) -> None:
    corrections, pieces = track.office.desk.fee_corrections, (Piece(110, 2),)
    lines = track.office.desk.stamp_ledger.hand_over(
        track.act("c01"), FeeMeans.STAMPS, pieces, "c02", passphrase("c02")
    )
    corrections.propose_hand_over(track.act("c01"), lines[-1].hand_over, Mistake.COUNT)
    (asked,) = corrections.waiting_hand_overs(track.office.by("c01"))
    corrections.decide_hand_over(track.act("c02"), asked.id, True)


def departments_asked(track: Track) -> str:
    case_id = track.to_investigation()
    track.office.desk.investigation.ask(track.act("c01"), case_id)
    return case_id


def letter_of(track: Track, case_id: str) -> str:
    return track.get(case_id).letters[-1].id


def _acknowledged(track: Track) -> tuple[str, str]:
    """A case and its notice that has not left."""
    case_id = track.to_identity()
    told = track.office.desk.casework.notices.acknowledge(track.act("c01"), case_id)
    return case_id, told.id


def approved_letter(track: Track) -> str:
    return letter_of(track, track.to_approved())


def printed_letter(track: Track) -> str:
    letter = approved_letter(track)
    track.office.desk.correspondence.save_copy(track.act("c01"), letter, track.folder)
    return letter


def correction_letter(track: Track) -> str:
    case_id = track.to_identity()
    desk = track.office.desk
    letter = desk.casework.ask_correction(track.act("c01"), case_id, list(points(track))[:1])
    desk.correspondence.save_copy(track.act("c01"), letter.id, track.folder)
    return letter.id


def posted_request(track: Track) -> str:
    letter = correction_letter(track)
    track.office.desk.correspondence.send(track.act("c01"), letter)
    return letter


def points(track: Track) -> list[str]:
    return list(track.office.desk.casework.correction_points(date(2026, 11, 10)))


def open_copy(track: Track) -> str:
    printed_letter(track)
    (export,) = track.office.desk.correspondence.exports(track.office.by("c01"))
    return export.id


def identity_page(track: Track, case_id: str) -> str:
    return next(
        one.id
        for document in track.get(case_id).documents
        for one in document.pages
        if one.identity
    )


def form_page_of(track: Track, case_id: str) -> str:
    pages = (one for document in track.get(case_id).documents for one in document.pages)
    return next(one.id for one in pages if one.kind is PageKind.FORM)


def unfiled_page(track: Track, kind: PageKind) -> str:
    lay_in(track.office, "c01", (form_page(), licence()))
    (envelope,) = track.office.desk.intake.unfiled()
    return next(one.id for one in envelope.pages if one.kind is kind)


def two_pages(track: Track) -> tuple[str, str, str]:
    """An envelope of two pages: its id and theirs."""
    envelope = lay_in(track.office, "c01", [form_page(), licence()])
    (found,) = track.office.desk.intake.unfiled()
    first, second = (one.id for one in found.pages)
    return envelope, first, second


def misfiled_page(track: Track) -> tuple[str, str]:
    """A licence in the first case, and the second case to which it belongs."""
    wrong = track.file().case_id
    return identity_page(track, wrong), track.file(form_page()).number


def page_in_the_mail(t: Track) -> str:
    """The envelope of a page that was taken back into the mail."""
    return t.office.desk.misfiled.to_intake(t.act("c01"), misfiled_page(t)[0], "MIXED_MAIL")


def taking(track: Track) -> MailImport:
    run = MailImport(
        track.office.desk.premises, track.act("c01"), lambda _step: None, threading.Event()
    )
    run._labels = ["mail.pdf"]
    return run


def blocked(track: Track) -> None:
    found = (ForbiddenFound(Forbidden.MY_NUMBER),)
    taking(track)._purge(0, 1, BlockedPage(PageKind.MNC_BACK, found))


def burnt(track: Track) -> None:
    card = page(PageKind.DL, masked=((40, 40, 90, 20), (40, 80, 90, 20)))
    taking(track)._keep(0, 1, card)


def masked(track: Track) -> None:
    card = page(PageKind.HOK, forbidden=(ForbiddenFound(Forbidden.INSURANCE),))
    taking(track)._keep(0, 1, card)


def found_number(track: Track) -> str:
    page_id = identity_page(track, track.file().case_id)
    return take_out(track, page_id)


def take_out(track: Track, page_id: str) -> str:
    return track.office.desk.found_numbers.found(track.act("c01"), page_id, Forbidden.MY_NUMBER)


def scanned(track: Track, desk: ScanDesk) -> None:
    wish = (desk.profile.id, None, None, lambda _step: None, threading.Event())
    desk.scanning.scan(track.act("c01"), *wish)


def stopped_scan(track: Track, at: int | Fault) -> ScanDesk:
    desk = scan_desk(track.office, (FORM_SHADE, at))
    scanned(track, desk)
    return desk


def run_of(desk: ScanDesk) -> str:
    (run,) = desk.scanning.unfinished_runs()
    return run.id


def half_a_sheet(track: Track) -> ScanDesk:
    """A scan that broke off between the two sides of a sheet."""
    desk = stopped_scan(track, Fault.JAM)
    ((front,),) = (one.pages for one in track.office.desk.intake.unfiled())
    with track.office.desk.premises.database.transaction() as session:
        scans.stand_half(session, run_of(desk), front.id)
    return desk


def source_to_delete(track: Track) -> str:
    blocked(track)
    (task,) = track.office.desk.sources.tasks()
    return task.id


def occupant(track: Track) -> str:
    """A case matched at the supply point, where the contract is billed elsewhere."""
    elsewhere = register_line(ICHIRO, address="埼玉県みどり野市中央3丁目1-1", postal="350-9901")
    import_register(track.office, track.folder, [elsewhere])
    return track.to_scoping()


CALL = NewNote("ENQUIRY", "PHONE", date(2026, 11, 9), text="書式の書き方")
FORMS_SENT = NewNote(
    *("FORM_SENT", "MAIL", date(2026, 11, 9), "例示 ひかり"),
    address="埼玉県みどり野市中央9-9-9",
    forms=("F-01",),
)


def another_day(track: Track, case_id: str) -> Any:
    return track.office.desk.arrivals.propose(
        track.act("c01"), case_id, date(2026, 11, 2), "受領印が11月2日"
    )


def count_day(track: Track) -> None:
    track.office.desk.days.count(track.act("c01"), track.office.now.date(), NO_MAIL)


def sign_day(track: Track, opened: int = 0) -> None:
    today, counted = track.office.now.date(), dataclasses.replace(NO_MAIL, opened=opened)
    track.office.desk.days.close(track.act("c01"), today, counted, "c02", passphrase("c02"))


def close_day(track: Track) -> None:
    count_day(track)
    sign_day(track)


def wish_for_original(track: Track, case_id: str) -> tuple[str, str]:
    today = track.office.now.date()
    view = track.office.desk.paper.ask_original(track.act("c01"), case_id, "JUM", 1, today)
    return case_id, view.special.originals[0].id


def sent_original(track: Track, case_id: str) -> tuple[str, str]:
    at, paper = wish_for_original(track, case_id), track.office.desk.paper
    paper.check_original(track.act("c02"), *at)
    paper.send_original(track.act("c01"), *at, "KAN_I_KAKITOME", "12345678901")
    return at


def misdeliver(track: Track, case_id: str) -> Any:
    return track.office.desk.incidents.record(
        track.act("c01"), case_id, track.office.now.date(), Leak(1, damage=True), "封筒の入れ違い"
    )


def mover(track: Track) -> str:
    """A case of somebody whom the register still has at the former address."""
    import_register(track.office, track.folder, [register_line(ELSEWHERE)])
    papers = (residence_record(ICHIRO, ELSEWHERE), seal_certificate(ICHIRO))
    return track.to_identity(form_page(), *papers)


def second_asked(track: Track) -> str:
    case_id = mover(track)
    ask_second(track, case_id)
    return case_id


def ask_second(track: Track, case_id: str) -> object:
    return track.office.desk.verification.ask_second(
        track.act("c01"), case_id, 0, seen=track.seen(case_id, 0), note="住民票で転居を確認"
    )


def held(track: Track) -> str:
    case_id = track.to_due()
    hold(track, case_id)
    return case_id


def hold(track: Track, case_id: str) -> None:
    review = track.office.now.date() + timedelta(days=90)
    track.office.desk.disposal.holds.hold(track.act("s01"), case_id, "LAWSUIT", review)


def release_proposed(track: Track) -> str:
    case_id = held(track)
    track.office.desk.disposal.holds.propose_release(track.act("s01"), case_id)
    return case_id


def _held_class(track: Track) -> str:
    review = track.office.now.date() + timedelta(days=90)
    return track.office.desk.disposal.holds.hold_class(track.act("s01"), "A", "PPC", review)


def _another_of_a_held_person(track: Track) -> str:
    review = track.office.now.date() + timedelta(days=90)
    first = track.file().case_id
    track.office.desk.disposal.holds.hold_person(track.act("s01"), first, "PPC", review)
    return track.file().case_id


def _shelved(track: Track) -> str:
    track.file(shelf="棚3 箱12")
    return "棚3 箱12"


def proposed_batch(track: Track) -> Any:
    track.to_due()
    return track.office.desk.disposal.propose(track.act("c01"), track.due_units())


def deputy(track: Track) -> str:
    """The id of a deputyship that begins today."""
    today = track.office.now.date()
    made = track.office.desk.deputies.name(
        track.act("s01"), track.office.id_of("c03"), today, today, passphrase("s01")
    )
    return made.id


def role_nobody_signed(track: Track) -> None:
    """Somebody with the database makes a clerk a supervisor."""
    with track.office.desk.premises.database.transaction() as session:
        session.get_one(PersonRow, track.office.id_of("c02")).role = Role.SUPERVISOR


def approved_before_leaving(track: Track) -> str:
    """A disposal waits for its execution; the supervisor who approved it may be let go."""
    track.office.desk.people.add(
        track.act("a01"), "s02", "例示 二郎", Role.SUPERVISOR, passphrase("s02")
    )
    (waiting,) = track.office.desk.administration.proposals()
    track.office.desk.administration.sign_setting(track.act("s01"), waiting.id, passphrase("s01"))
    track.to_batch_approved()
    return track.office.id_of("s01")


def proposed_setting(track: Track) -> str:
    return track.office.desk.administration.propose_setting(
        track.act("a01"), "fee_days", 10, track.office.now.date()
    ).id


def the_register_again(track: Track) -> Path:
    return register_file(track.folder, [register_line(ICHIRO)])


def ask_twice(track: Track) -> None:
    with track.office.desk.register.asking(track.act("c01")) as ask:
        ask(Query(name="仮川 一郎"), 5)
        ask(Query(phone="09000001111"), 5)


def jumped(track: Track) -> None:
    track.office.now += timedelta(days=40)


def drafted(track: Track) -> str:
    case_id = track.to_draft()
    track.decide(case_id)
    return case_id


def new_clerk(track: Track) -> str:
    return track.office.desk.people.add(
        track.act("a01"), "c09", "例 新", Role.CLERK, passphrase("c09")
    ).id


TOLD = (
    # People and settings
    Told(
        "sign in",
        nothing,
        lambda t, _: t.office.desk.people.sign_in("c02", passphrase("c02"), t.office.now),
        ("c02 sign.in",),
    ),
    Told(
        "wrong passphrase",
        nothing,
        lambda t, _: refused(lambda: t.office.desk.people.sign_in("c02", "wrong", t.office.now)),
        ("c02 sign.failed",),
    ),
    Told(
        "unknown login",
        nothing,
        lambda t, _: refused(lambda: t.office.desk.people.sign_in("zz9", "wrong", t.office.now)),
        ("unknown sign.failed",),
    ),
    Told(
        "unsigned role",
        role_nobody_signed,
        lambda t, _: refused(
            lambda: t.office.desk.people.sign_in("c02", passphrase("c02"), t.office.now)
        ),
        ("c02 sign.failed",),
    ),
    Told(
        "locked out",
        lambda t: [
            refused(lambda: t.office.desk.people.sign_in("c02", "wrong", t.office.now))
            for _ in range(5)
        ],
        lambda t, _: refused(
            lambda: t.office.desk.people.sign_in("c02", passphrase("c02"), t.office.now)
        ),
        ("c02 sign.failed",),
    ),
    Told(
        "sign out",
        nothing,
        lambda t, _: t.office.desk.people.sign_out(t.office.by("c01"), t.office.now),
        ("c01 sign.out",),
    ),
    Told(
        "lock",
        nothing,
        lambda t, _: t.office.desk.people.lock(t.office.by("c01"), t.office.now),
        ("c01 desk.lock",),
    ),
    Told(
        "wish for another role",
        nothing,
        lambda t, _: t.office.desk.administration.roles.wish(
            t.act("a01"), t.office.id_of("c03"), Role.AUDITOR
        ),
        ("a01 person.role_proposed",),
    ),
    Told("add a person", nothing, lambda t, _: new_clerk(t), ("a01 person.add",)),
    Told(
        "end a person",
        new_clerk,
        lambda t, person: t.office.desk.people.deactivate(t.act("a01"), person),
        ("a01 person.end",),
    ),
    Told(
        "void what a leaver approved",
        approved_before_leaving,
        lambda t, person: t.office.desk.people.deactivate(t.act("a01"), person),
        ("a01 disposal.approval_void", "a01 person.end"),
    ),
    Told(
        "reset a passphrase",
        nothing,
        lambda t, _: t.office.desk.passphrases.reset(
            t.act("a01"), t.office.id_of("c03"), "a new and long secret", "c01", passphrase("c01")
        ),
        ("a01 person.reset",),
    ),
    Told("name a deputy", nothing, lambda t, _: deputy(t), ("s01 deputy.name",)),
    Told(
        "take a deputy back",
        deputy,
        lambda t, one: t.office.desk.deputies.take_back(t.act("s01"), one, passphrase("s01")),
        ("s01 deputy.end",),
    ),
    Told(
        "drop a setting",
        proposed_setting,
        lambda t, setting: t.office.desk.administration.drop_proposal(t.act("s01"), setting),
        ("s01 setting.drop [fee_days]",),
    ),
    Told(
        "propose a setting",
        nothing,
        lambda t, _: proposed_setting(t),
        ("a01 setting.propose [fee_days]",),
    ),
    Told(
        "sign a setting",
        proposed_setting,
        lambda t, setting: t.office.desk.administration.sign_setting(
            t.act("s01"), setting, passphrase("s01")
        ),
        ("s01 setting.sign [fee_days]",),
    ),
    Told(
        "confirm the clock",
        jumped,
        lambda t, _: t.office.desk.administration.confirm_clock(t.act("s01")),
        ("s01 clock.confirm",),
    ),
    # Masks, and numbers found late
    Told(
        "mask a page",
        lambda t: unfiled_page(t, PageKind.DL),
        lambda t, page_id: t.office.desk.masking.apply(t.act("c01"), page_id, [(9, 9, 50, 50)]),
        ("c01 page.mask",),
    ),
    Told(
        "take out a page with a number",
        lambda t: identity_page(t, t.file().case_id),
        take_out,
        ("c01 forbidden.found 26-0001",),
    ),
    Told(
        "settle the sheet of a found number",
        found_number,
        lambda t, find: t.office.desk.found_numbers.confirm_paper(t.act("c02"), find),
        ("c02 forbidden.paper_done 26-0001",),
    ),
    Told(
        "roll the keys",
        found_number,
        lambda t, _: t.office.desk.found_numbers.roll(t.act("s01")),
        ("s01 keys.roll",),
    ),
    # The log itself
    Told(
        "anchor",
        nothing,
        lambda t, _: t.office.desk.audit.anchor(t.act("k01")),
        ("k01 audit.anchor",),
    ),
    Told(
        "export the log",
        nothing,
        lambda t, _: t.office.desk.audit.export(t.act("k01"), t.folder / "log.jsonl"),
        ("k01 audit.export", "k01 audit.anchor"),
    ),
    Told(
        "verify the log",
        nothing,
        lambda t, _: t.office.desk.audit.check(t.act("k01")),
        ("k01 audit.verify",),
    ),
    Told(
        "save a list of the log",
        nothing,
        lambda t, _: t.office.desk.audit_lists.save(
            t.act("k01"), t.folder / "list.xlsx", lambda _line: ""
        ),
        ("k01 audit.list",),
    ),
    Told(
        "carry the anchors to the second place",
        anchor_that_is_owed,
        lambda t, _: t.office.desk.second_place.carry(t.act("c01")),
        ("c01 audit.carried",),
    ),
    Told(
        "add a finding",
        nothing,
        lambda t, _: t.office.desk.findings.add(t.act("k01"), found_wrong(t)),
        ("k01 finding.add",),
    ),
    Told(
        "answer a finding",
        lambda t: t.office.desk.findings.add(t.act("k01"), found_wrong(t)),
        lambda t, _: put_right(t),
        ("c01 finding.answer",),
    ),
    Told(
        "save an audit report",
        nothing,
        lambda t, _: t.office.desk.audit_reports.save(
            t.act("k01"), "I-08", CALL.on, CALL.on, t.folder / "report.pdf"
        ),
        ("k01 audit.report", "k01 audit.anchor"),
    ),
    # The register
    Told(
        "import the register",
        the_register_again,
        lambda t, file: t.office.desk.register.import_csv(t.act("a01"), file),
        ("a01 register.import",),
    ),
    Told(
        "import a delta of the register",
        the_register_again,
        lambda t, file: t.office.desk.register.import_csv(t.act("a01"), file, delta=True),
        ("a01 register.delta",),
    ),
    Told(
        "search the register",
        nothing,
        lambda t, _: t.office.desk.register.find(t.act("c01"), name="仮川 一郎"),
        ("c01 register.find [name]",),
    ),
    Told(
        "ask the register many questions",
        nothing,
        lambda t, _: ask_twice(t),
        ("c01 register.find", "c01 register.find [name phone]"),
    ),
    Told(
        "open a customer",
        nothing,
        lambda t, _: t.office.desk.one_field.note_opened(t.act("c01"), Query(name="仮川 一郎")),
        ("c01 register.find [name]",),
    ),
    # Mail
    Told(
        "take in a page",
        nothing,
        lambda t, _: lay_in(t.office, "c01", (form_page(),)),
        ("c01 envelope.open", "c01 page.take_in"),
    ),
    Told(
        "purge a page",
        nothing,
        lambda t, _: blocked(t),
        ("c01 envelope.open", "c01 forbidden.purge"),
    ),
    Told(
        "black out what no paper keeps",
        nothing,
        lambda t, _: burnt(t),
        ("c01 envelope.open", "c01 page.burnt", "c01 page.take_in"),
    ),
    Told(
        "mask a number",
        nothing,
        lambda t, _: masked(t),
        ("c01 envelope.open", "c01 forbidden.mask", "c01 page.take_in"),
    ),
    Told(
        "confirm a deletion",
        source_to_delete,
        lambda t, task: t.office.desk.sources.confirm(t.act("c01"), [task]),
        ("c01 source.deleted",),
    ),
    Told(
        "look at an unfiled identity paper",
        lambda t: unfiled_page(t, PageKind.DL),
        lambda t, one: t.office.desk.intake.picture(t.act("c01"), one),
        ("c01 identity.view",),
    ),
    Told(
        "correct an unfiled page",
        lambda t: unfiled_page(t, PageKind.FORM),
        lambda t, one: t.office.desk.intake.correct(t.act("c01"), one, "block", "14-7"),
        ("c01 page.correct [block]",),
    ),
    Told(
        "say what a page is",
        lambda t: unfiled_page(t, PageKind.DL),
        lambda t, one: t.office.desk.intake.set_kind(t.act("c01"), one, PageKind.JUM),
        ("c01 page.kind [kind]",),
    ),
    Told(
        "turn a page",
        two_pages,
        lambda t, made: t.office.desk.pages.rotate(t.act("c01"), made[1], 1),
        ("c01 page.turn",),
    ),
    Told(
        "split an envelope",
        two_pages,
        lambda t, made: t.office.desk.pages.split(t.act("c01"), made[0], made[2]),
        ("c01 envelope.split",),
    ),
    Told(
        "take a page out of an envelope",
        two_pages,
        lambda t, made: t.office.desk.pages.remove(t.act("c01"), made[2]),
        ("c01 page.remove",),
    ),
    Told(
        "move a misfiled page",
        misfiled_page,
        lambda t, made: t.office.desk.misfiled.move(t.act("c01"), *made, "OTHER_PERSON"),
        ("c01 page.moved_out 26-0001", "c01 page.moved_in 26-0002"),
    ),
    Told(
        "take a misfiled page back",
        misfiled_page,
        lambda t, made: t.office.desk.misfiled.to_intake(t.act("c01"), made[0], "MIXED_MAIL"),
        ("c01 envelope.open", "c01 page.take_in", "c01 page.to_intake 26-0001"),
    ),
    Told(
        "return a page from the mail to its case",
        page_in_the_mail,
        lambda t, envelope: t.office.desk.misfiled.back_from_intake(t.act("c01"), envelope),
        ("c01 page.from_intake 26-0001",),
    ),
    Told(
        "save a scan profile",
        nothing,
        lambda t, _: scan_desk(t.office, ()),
        ("c01 scan.profile",),
    ),
    Told(
        "remove a scan profile",
        lambda t: scan_desk(t.office, ()),
        lambda t, desk: desk.scanning.remove_profile(t.act("c01"), desk.profile.id),
        ("c01 scan.profile_removed",),
    ),
    Told(
        "scan a stack",
        lambda t: scan_desk(t.office, (FORM_SHADE,)),
        lambda t, desk: scanned(t, desk),
        ("c01 scan.begin", "c01 envelope.open", "c01 page.take_in", "c01 scan.end"),
    ),
    Told(
        "go on with a scan",
        lambda t: stopped_scan(t, Fault.JAM),
        lambda t, desk: desk.scanning.resume(
            t.act("c01"), run_of(desk), lambda _step: None, threading.Event()
        ),
        ("c01 scan.begin", "c01 scan.end"),
    ),
    Told(
        "read a half sheet again",
        half_a_sheet,
        lambda t, desk: desk.scanning.resume(
            t.act("c01"), run_of(desk), lambda _step: None, threading.Event()
        ),
        ("c01 page.remove", "c01 scan.begin", "c01 scan.end"),
    ),
    Told(
        "answer a blocked sheet",
        lambda t: stopped_scan(t, CARD_BACK),
        lambda t, desk: desk.scanning.answer_block(
            t.act("c01"), run_of(desk), BlockAnswer.RETURNED
        ),
        ("c01 forbidden.answer",),
    ),
    Told(
        "close a scan",
        lambda t: stopped_scan(t, Fault.JAM),
        lambda t, desk: desk.scanning.close_run(t.act("c01"), run_of(desk)),
        ("c01 scan.close",),
    ),
    Told(
        "discard mail",
        lambda t: lay_in(t.office, "c01", (form_page(),)),
        lambda t, envelope: t.office.desk.intake.discard(t.act("c01"), envelope, "NOT_MAIL"),
        ("c01 envelope.discard",),
    ),
    Told(
        "file mail",
        nothing,
        lambda t, _: t.file(),
        (
            "c01 envelope.open",
            "c01 page.take_in",
            "c01 page.take_in",
            "c01 case.accept 26-0001",
        ),
    ),
    Told(
        "join a case",
        lambda t: t.file().case_id,
        lambda t, case: t.file(licence(), join_case=case),
        ("c01 envelope.open", "c01 page.take_in", "c01 case.join 26-0001"),
    ),
    # A case
    Told(
        "look at an identity paper",
        lambda t: identity_page(t, t.file().case_id),
        lambda t, one: t.office.desk.cases.picture(t.act("c01"), one),
        ("c01 identity.view 26-0001",),
    ),
    Told(
        "correct a reading",
        lambda t: (case := t.to_identity(), form_page_of(t, case)),
        lambda t, at: t.office.desk.verification.correct(
            t.act("c01"), at[0], at[1], "block", "14-7"
        ),
        ("c01 page.correct 26-0001 [block]",),
    ),
    Told(
        "ask for a second check",
        mover,
        ask_second,
        ("c01 case.second_asked 26-0001",),
    ),
    Told(
        "disagree as the second",
        second_asked,
        lambda t, case: t.office.desk.verification.second(t.act("c02"), case, False, "別人"),
        ("c02 case.second_checked 26-0001",),
    ),
    Told(
        "record a fee",
        lambda t: t.to_fee(),
        lambda t, case: t.office.desk.casework.record_fee(t.act("c01"), case, FeeMeans.STAMPS, 110),
        ("c01 case.fee_recorded 26-0001",),
    ),
    Told(
        "send money back",
        cash_came,
        lambda t, case: t.office.desk.fees.send_back(
            *(t.act("c01"), case, FeeMeans.CASH, (Piece(220),), SendBack.GENKIN_KAKITOME),
            *("12345678901", "c02", passphrase("c02")),
        ),
        ("c01 case.fee_returned 26-0001",),
    ),
    Told(
        "say that a fee was entered wrongly",
        cash_came,
        lambda t, case: t.office.desk.fee_corrections.propose(
            t.act("c01"), case, t.get(case).fee.lines[0].payment, Mistake.MEANS
        ),
        ("c01 case.fee_reversal_proposed 26-0001",),
    ),
    Told(
        "reverse a fee",
        called_wrong,
        lambda t, at: t.office.desk.fee_corrections.decide(t.act("c02"), *at, True),
        ("c02 case.fee_reversed 26-0001",),
    ),
    Told(
        "take back that a fee is wrong",
        called_wrong,
        lambda t, at: t.office.desk.fee_corrections.take_back(t.act("c01"), *at),
        ("c01 case.fee_reversal_taken_back 26-0001",),
    ),
    Told(
        "undo a hand-over",
        stamps_came,
        lambda t, _: hand_over_and_undo(t),
        (
            "c01 fees.handed",
            "c01 fees.hand_reversal_proposed",
            "c02 fees.hand_reversed",
        ),
    ),
    Told(
        "print a blank form without a printer",
        nothing,
        lambda t, _: refused(
            lambda: t.office.desk.document_prints.print_form(t.act("c01"), "F-01", "no-such")
        ),
        ("c01 paper.print [F-01]", "c01 print.end"),
    ),
    Told(
        "save a blank form",
        nothing,
        lambda t, _: t.office.desk.document_prints.save_form(
            t.act("c01"), "F-04", t.folder / "F-04.pdf"
        ),
        ("c01 paper.save [F-04]",),
    ),
    Told(
        "print the stamp ledger without a printer",
        nothing,
        lambda t, _: refused(lambda: t.office.desk.stamp_ledger.print(t.act("c01"), "no-such")),
        ("c01 fees.printed", "c01 print.end"),
    ),
    Told(
        "hand stamps over",
        stamps_came,
        lambda t, _case: t.office.desk.stamp_ledger.hand_over(
            *(t.act("c01"), FeeMeans.STAMPS, (Piece(110, 2),), "c02", passphrase("c02"))
        ),
        ("c01 fees.handed",),
    ),
    Told(
        "count the stamps",
        nothing,
        lambda t, _: t.office.desk.stamp_ledger.count(
            *(t.act("c01"), {}, "", "c02", passphrase("c02"))
        ),
        ("c01 fees.counted",),
    ),
    Told(
        "export the stamp ledger",
        nothing,
        lambda t, _: t.office.desk.stamp_ledger.export(t.act("c01"), t.folder / "I-09.csv"),
        ("c01 export.open",),
    ),
    Told(
        "ask the departments",
        lambda t: t.to_investigation(),
        lambda t, case: t.office.desk.investigation.ask(t.act("c01"), case),
        ("c01 case.inquiry 26-0001",),
    ),
    Told(
        "remind a department",
        departments_asked,
        lambda t, case: t.office.desk.investigation.remind(
            t.act("c01"), case, t.get(case).inquiries[0].id
        ),
        ("c01 case.inquiry_reminded 26-0001",),
    ),
    Told(
        "save an inquiry",
        departments_asked,
        lambda t, case: t.office.desk.investigation.sheets.save(t.act("c01"), case, t.folder),
        ("c01 case.inquiry_saved 26-0001",),
    ),
    Told(
        "print an inquiry without a printer",
        departments_asked,
        lambda t, case: refused(
            lambda: t.office.desk.investigation.sheets.print(t.act("c01"), case, "no-such")
        ),
        (
            "c01 case.inquiry_printed 26-0001",
            "c01 print.end 26-0001",
            "c01 case.inquiry_not_printed 26-0001",
        ),
    ),
    Told(
        "take an answer as pages",
        lambda t: t.to_investigation(),
        lambda t, case: take_pages(t, case),
        ("c01 case.answer_pdf 26-0001",),
    ),
    Told(
        "confirm an answer in pages",
        lambda t: take_pages(t, t.to_investigation()),
        lambda t, case: t.office.desk.answer_pages.confirm(
            *(t.act("c01"), case, Item.K1, [[]]),
            looked_at=t.office.desk.answer_pages.pending(t.office.by("c01"), case, Item.K1).mark,
            source="契約管理課",
            as_of=t.office.now.date(),
            is_theirs=True,
        ),
        ("c01 case.answer_confirmed 26-0001",),
    ),
    Told(
        "drop an answer in pages",
        lambda t: take_pages(t, t.to_investigation()),
        lambda t, case: t.office.desk.answer_pages.drop(t.act("c01"), case, Item.K1),
        ("c01 case.answer_dropped 26-0001",),
    ),
    Told(
        "let words of an answer be",
        named_answer,
        lambda t, case: t.office.desk.investigation.let_be(
            *(t.act("c01"), case, Item.K1, 0, "見本 花子")
        ),
        ("c01 case.answer_no_name 26-0001",),
    ),
    Told(
        "mask an answer",
        lambda t: (case := t.to_investigation(), t.answers(case, [Item.K1]))[0],
        lambda t, case: t.office.desk.investigation.mask(t.act("c01"), case, Item.K1, 0, "一郎"),
        ("c01 case.answer_masked 26-0001",),
    ),
    Told(
        "find that no money was enclosed",
        lambda t: t.file(enclosures=("請求書", "切手・為替")).case_id,
        lambda t, case: t.office.desk.fees.not_enclosed(
            t.act("c01"), case, "c02", passphrase("c02")
        ),
        ("c01 case.fee_not_enclosed 26-0001",),
    ),
    Told(
        "waive a fee",
        lambda t: t.to_fee(),
        lambda t, case: t.office.desk.casework.waive_fee(t.act("s01"), case, "公益のため"),
        ("s01 case.fee_waived 26-0001",),
    ),
    Told(
        "import answers",
        lambda t: t.to_investigation(),
        lambda t, case: t.answers(case, [Item.K1]),
        ("c01 case.answer_imported 26-0001",),
    ),
    Told(
        "assign a case",
        lambda t: t.file().case_id,
        lambda t, case: t.office.desk.casework.assign(t.act("c01"), case, t.office.id_of("c02")),
        ("c01 case.assign 26-0001",),
    ),
    Told(
        "say that a case came on another day",
        lambda t: t.file().case_id,
        another_day,
        ("c01 case.arrival_proposed 26-0001",),
    ),
    Told(
        "decide on the day of arrival",
        lambda t: another_day(t, t.file().case_id).id,
        lambda t, case: t.office.desk.arrivals.decide(t.act("c02"), case, True),
        ("c02 case.arrival_changed 26-0001",),
    ),
    Told("count a day", nothing, lambda t, _: count_day(t), ("c01 day.count",)),
    Told(
        "count a day differently",
        lambda t: count_day(t),
        lambda t, _: refused(lambda: sign_day(t, 1)),
        ("c01 day.unlike",),
    ),
    Told(
        "close a day",
        lambda t: count_day(t),
        lambda t, _: sign_day(t),
        ("c01 day.close", "c01 audit.anchor"),
    ),
    Told(
        "open a closed day again",
        lambda t: close_day(t),
        lambda t, _: t.office.desk.days.reopen(t.act("s01"), t.office.now.date(), "MISCOUNTED"),
        ("s01 day.reopen",),
    ),
    Told(
        "save the sheet of a day",
        lambda t: close_day(t),
        lambda t, _: t.office.desk.days.save_sheet(
            t.act("c01"), t.office.now.date(), t.folder / "day.pdf"
        ),
        ("c01 export.open",),
    ),
    Told(
        "print the sheet of a day without a printer",
        lambda t: close_day(t),
        lambda t, _: refused(
            lambda: t.office.desk.days.print_sheet(t.act("c01"), t.office.now.date(), "no-such")
        ),
        ("c01 day.printed", "c01 print.end"),
    ),
    Told(
        "say where the paper stands",
        lambda t: t.file().case_id,
        lambda t, case: t.office.desk.paper.set_shelf(t.act("c01"), case, "棚3 箱12"),
        ("c01 case.shelf 26-0001 [shelf]",),
    ),
    Told(
        "save a shelf s label",
        lambda t: t.file().case_id,
        lambda t, case: t.office.desk.paper.save_label(t.act("c01"), case, t.folder / "label.pdf"),
        ("c01 export.open",),
    ),
    Told(
        "take in the wish for an original",
        lambda t: t.file().case_id,
        lambda t, case: t.office.desk.paper.ask_original(
            t.act("c01"), case, "JUM", 1, t.office.now.date()
        ),
        ("c01 case.original_asked 26-0001",),
    ),
    Told(
        "cancel the wish for an original",
        lambda t: wish_for_original(t, t.file().case_id),
        lambda t, at: t.office.desk.paper.cancel_original(t.act("c01"), *at, "別の案件"),
        ("c01 case.original_cancelled 26-0001",),
    ),
    Told(
        "put right how an original left",
        lambda t: sent_original(t, t.file().case_id),
        lambda t, at: t.office.desk.paper.correct_original(
            t.act("c01"),
            *at,
            SentOriginal(t.office.now.date(), "KAN_I_KAKITOME", "22345678901", 1),
            "写し間違い",
        ),
        ("c01 case.original_corrected 26-0001",),
    ),
    Told(
        "write a call down",
        nothing,
        lambda t, _: t.office.desk.notes.add(t.act("c01"), CALL),
        ("c01 note.add",),
    ),
    Told(
        "save a cover for forms",
        lambda t: t.office.desk.notes.add(t.act("c01"), FORMS_SENT),
        lambda t, note: t.office.desk.form_covers.save(t.act("c01"), note, t.folder / "cover.pdf"),
        ("c01 export.open",),
    ),
    Told(
        "export the log of notes",
        lambda t: t.office.desk.notes.add(t.act("c01"), CALL),
        lambda t, _: t.office.desk.note_log.export(
            t.act("c01"), CALL.on, CALL.on, t.folder / "notes.csv"
        ),
        ("c01 export.open",),
    ),
    Told(
        "write a call down with its case",
        lambda t: t.file().number,
        lambda t, number: t.office.desk.notes.add(t.act("c01"), replace(CALL, number=number)),
        ("c01 case.desk_note 26-0001",),
    ),
    Told(
        "save a filter",
        nothing,
        lambda t, _: t.office.desk.saved_filters.save(
            t.act("c01"), "遅れ", CaseFilter(), mine=False, sort="", office=False
        ),
        ("c01 filter.save",),
    ),
    Told(
        "keep what was typed",
        lambda t: t.file().case_id,
        lambda t, case: t.office.desk.kept_notes.keep(t.act("c01"), case, "説明：途中の文"),
        ("c01 case.note_kept 26-0001",),
    ),
    Told(
        "assign several cases",
        lambda t: t.file().case_id,
        lambda t, case: t.office.desk.assignment.assign(
            t.act("c01"), [case], t.office.id_of("c02")
        ),
        ("c01 case.assign 26-0001",),
    ),
    Told(
        "hand cases over",
        lambda t: t.file().case_id,
        lambda t, _case: t.office.desk.assignment.hand_over(
            t.act("s01"), t.office.id_of("c01"), t.office.id_of("c02"), HandOverReason.LEAVING
        ),
        ("s01 case.assign 26-0001", "s01 case.handed_over"),
    ),
    Told(
        "link cases of one person",
        lambda t: (t.file(), t.file().case_id)[1],
        lambda t, case: t.office.desk.casework.confirm_form(
            t.act("c01"), case, K1, "PAPER", agent=False
        ),
        ("c01 case.confirm_form 26-0002 [wanted method agent]", "c01 case.linked 26-0002"),
    ),
    Told(
        "record a death",
        lambda t: t.to_identity(),
        lambda t, case: t.office.desk.special.record_death(t.act("c01"), case, death(t)),
        ("c01 case.principal_died 26-0001",),
    ),
    Told(
        "take a death back",
        lambda t: ACTS["RECORD_DEATH"](t, t.act("c01"), case := t.to_identity()) and case,
        lambda t, case: t.office.desk.special.take_back_death(t.act("c01"), case, "別の方の知らせ"),
        ("c01 case.death_taken_back 26-0001",),
    ),
    Told(
        "treat as an occupant",
        occupant,
        lambda t, case: t.office.desk.special.set_occupant(
            t.act("c01"), case, Occupancy(date(2026, 4, 1)), "契約書の写し"
        ),
        ("c01 case.occupant 26-0001",),
    ),
    Told(
        "treat as an occupant no more",
        lambda t: (
            t.office.desk.special.set_occupant(
                t.act("c01"), occupant(t), Occupancy(date(2026, 4, 1)), "契約書の写し"
            ).id
        ),
        lambda t, case: t.office.desk.special.clear_occupant(t.act("c01"), case, "契約者と判明"),
        ("c01 case.occupant_cleared 26-0001",),
    ),
    Told(
        "ask for a special handling",
        lambda t: t.file().case_id,
        lambda t, case: t.office.desk.special.ask_secrecy(t.act("c01"), case, "申出があった"),
        ("c01 case.handling 26-0001",),
    ),
    Told(
        "decide on a special handling",
        lambda t: t.file().case_id,
        lambda t, case: t.office.desk.special.decide_secrecy(t.act("s01"), case, True, "確認した"),
        ("s01 case.handling 26-0001",),
    ),
    Told(
        "hand a case over",
        lambda t: t.file().case_id,
        lambda t, case: t.office.desk.rerouting.reroute(t.act("c01"), case, TO_LEGAL),
        ("c01 case.reroute 26-0001",),
    ),
    Told(
        "hand an envelope over",
        lambda t: lay_in(t.office, "c01", (form_page(),)),
        lambda t, one: t.office.desk.rerouting.reroute_envelope(t.act("c01"), one, TO_LEGAL),
        ("c01 envelope.reroute",),
    ),
    Told(
        "take a case up again",
        lambda t: t.to_completed(),
        lambda t, case: t.office.desk.reopening.reopen(t.act("s01"), case, "申出があった"),
        ("s01 case.reopen 26-0001",),
    ),
    Told(
        "record a misdelivery",
        lambda t: t.to_dispatched(),
        misdeliver,
        ("c01 case.misdelivery 26-0001",),
    ),
    Told(
        "report a misdelivery",
        lambda t: misdeliver(t, t.to_dispatched()),
        lambda t, view: t.office.desk.incidents.reported(
            t.act("s01"), view.id, view.special.incidents[0].id, "QUICK", t.office.now.date()
        ),
        ("s01 case.misdelivery_reported 26-0001",),
    ),
    Told(
        "withdraw a case",
        lambda t: t.file().case_id,
        lambda t, case: t.office.desk.casework.withdraw(t.act("c01"), case, "取下書 受領"),
        ("c01 case.withdraw 26-0001",),
    ),
    Told(
        "save a draft",
        lambda t: t.to_draft(),
        lambda t, case: t.decide(case),
        ("c01 case.draft_saved 26-0001",),
    ),
    Told(
        "submit a draft",
        drafted,
        lambda t, case: t.office.desk.casework.submit(t.act("c01"), case),
        ("c01 case.submit 26-0001", "c01 letter.frozen 26-0001"),
    ),
    Told(
        "approve",
        lambda t: t.to_approval(),
        lambda t, case: t.approve(case),
        ("s01 case.approve 26-0001",),
    ),
    # Letters
    Told(
        "open a letter",
        approved_letter,
        lambda t, letter: t.office.desk.correspondence.letter_pdf(t.act("c01"), letter),
        ("c01 letter.open 26-0001",),
    ),
    Told(
        "save a copy",
        approved_letter,
        lambda t, letter: t.office.desk.correspondence.save_copy(t.act("c01"), letter, t.folder),
        ("c01 letter.copy 26-0001",),
    ),
    Told(
        "print without a printer",
        approved_letter,
        lambda t, letter: refused(
            lambda: t.office.desk.letter_printing.print(t.act("c01"), letter, "no-such")
        ),
        ("c01 letter.print 26-0001", "c01 print.end 26-0001"),
    ),
    Told(
        "save a match slip",
        lambda t: t.to_scoping(),
        lambda t, case: t.office.desk.sheets.save_copy(t.act("c01"), case, "I-01", t.folder),
        ("c01 slip.copy 26-0001",),
    ),
    Told(
        "print a match slip without a printer",
        lambda t: t.to_scoping(),
        lambda t, case: refused(
            lambda: t.office.desk.sheets.print(t.act("c01"), case, "I-01", "no-such")
        ),
        ("c01 slip.print 26-0001", "c01 print.end 26-0001"),
    ),
    Told(
        "check an enclosure",
        printed_letter,
        lambda t, letter: t.tick(letter),
        ("c02 letter.check 26-0001",),
    ),
    Told(
        "post a request",
        correction_letter,
        lambda t, letter: t.office.desk.correspondence.send(t.act("c01"), letter),
        ("c01 letter.send 26-0001",),
    ),
    Told(
        "record that a request came back",
        posted_request,
        lambda t, letter: t.office.desk.returned_notices.record(
            t.act("c01"), letter, t.office.now.date()
        ),
        ("c01 letter.returned 26-0001",),
    ),
    Told(
        "decide for a less sure way",
        lambda t: t.to_approved(),
        lambda t, case_id: t.office.desk.lesser_way.decide(
            t.act("c01"), case_id, "FUTSU", AnotherWay.ASKED
        ),
        ("c01 letter.way 26-0001",),
    ),
    Told(
        "make a notice",
        lambda t: t.file().case_id,
        lambda t, case: t.office.desk.casework.notices.acknowledge(t.act("c01"), case),
        ("c01 letter.notice 26-0001",),
    ),
    Told(
        "take a notice back",
        lambda t: _acknowledged(t),
        lambda t, told: t.office.desk.casework.notices.take_back(t.act("c01"), *told),
        ("c01 letter.taken_back 26-0001",),
    ),
    Told(
        "export the ledger",
        nothing,
        lambda t, _: t.office.desk.receipt_ledger.export(
            t.act("c01"), t.folder / "ledger.csv", year_of(2026)
        ),
        ("c01 export.open",),
    ),
    Told(
        "print the ledger without a printer",
        nothing,
        lambda t, _: refused(
            lambda: t.office.desk.receipt_ledger.print(t.act("c01"), "no-such", year_of(2026))
        ),
        ("c01 ledger.printed", "c01 print.end"),
    ),
    Told(
        "close an export",
        open_copy,
        lambda t, export: t.office.desk.correspondence.close_export(t.act("c01"), export),
        ("c01 export.close 26-0001",),
    ),
    # Keeping and destroying
    Told("set a hold", lambda t: t.to_due(), hold, ("s01 hold.set 26-0001",)),
    Told(
        "hold a note",
        lambda t: t.office.desk.notes.add(t.act("c01"), CALL),
        lambda t, note: t.office.desk.disposal.holds.hold_note(
            t.act("s01"), note, "LAWSUIT", t.office.now.date() + timedelta(days=90)
        ),
        ("s01 hold.set",),
    ),
    Told(
        "hold a class",
        nothing,
        lambda t, _: t.office.desk.disposal.holds.hold_class(
            t.act("s01"), "A", "PPC", t.office.now.date() + timedelta(days=90)
        ),
        ("s01 hold.set",),
    ),
    Told(
        "hold a person",
        lambda t: t.file().case_id,
        lambda t, case: t.office.desk.disposal.holds.hold_person(
            t.act("s01"), case, "PPC", t.office.now.date() + timedelta(days=90)
        ),
        ("s01 hold.set 26-0001",),
    ),
    Told(
        "end a case of a held person",
        _another_of_a_held_person,
        lambda t, case: t.office.desk.casework.withdraw(t.act("c01"), case, "取下書 受領"),
        ("c01 hold.joined 26-0002", "c01 case.withdraw 26-0002"),
    ),
    Told(
        "look at a hold again",
        _held_class,
        lambda t, hold: t.office.desk.disposal.holds.review(
            t.act("s01"), hold, "LAWSUIT", t.office.now.date() + timedelta(days=90)
        ),
        ("s01 hold.reviewed",),
    ),
    Told(
        "make a period longer",
        lambda t: t.to_due() and t.due_units()[:1],
        lambda t, units: t.office.desk.disposal.extensions.extend(
            t.act("s01"), units, "LAW", t.office.now.date() + timedelta(days=30)
        ),
        ("s01 retention.extended 26-0001",),
    ),
    Told(
        "save the outlook",
        nothing,
        lambda t, _: t.office.desk.disposal.outlook.save(t.act("c01"), t.folder / "I-11.pdf"),
        ("c01 keeping.outlook",),
    ),
    Told(
        "save the label of a box",
        _shelved,
        lambda t, place: t.office.desk.disposal.boxes.save_label(
            t.act("c01"), place, t.folder / "box.pdf"
        ),
        ("c01 box.label",),
    ),
    Told(
        "propose to release a hold",
        held,
        lambda t, case: t.office.desk.disposal.holds.propose_release(t.act("s01"), case),
        ("s01 hold.release_proposed 26-0001",),
    ),
    Told(
        "release a hold",
        release_proposed,
        lambda t, case: t.office.desk.disposal.holds.confirm_release(t.act("c01"), case),
        ("c01 hold.released 26-0001",),
    ),
    Told(
        "propose a disposal",
        lambda t: t.to_due() and t.due_units(),
        lambda t, units: t.office.desk.disposal.propose(t.act("c01"), units),
        ("c01 disposal.propose",),
    ),
    Told(
        "approve a disposal",
        proposed_batch,
        lambda t, batch: t.office.desk.disposal.approve(
            t.act("s01"), batch.id, passphrase("s01"), batch.list_hash
        ),
        ("s01 disposal.approve",),
    ),
    Told(
        "send a disposal back",
        proposed_batch,
        lambda t, batch: t.office.desk.disposal.send_back(t.act("s01"), batch.id, "一部を除く"),
        ("s01 disposal.send_back",),
    ),
    Told(
        "execute a disposal",
        lambda t: t.to_batch_approved()[1],
        lambda t, batch: t.execute(batch),
        ("c01 disposal.execute", "c01 disposal.keys_destroyed", "c01 audit.anchor"),
    ),
    Told(
        "certify a disposal",
        lambda t: (batch := t.to_batch_approved()[1], t.execute(batch))[0],
        lambda t, batch: t.office.desk.disposal.certificate(t.act("c01"), batch),
        ("c01 disposal.certificate",),
    ),
    Told(
        "save a sheet of a disposal",
        lambda t: t.to_batch_approved()[1],
        lambda t, batch: t.office.desk.disposal.sheets.save_copy(
            t.act("c01"), batch, "I-05", t.folder / "I-05.pdf"
        ),
        ("c01 disposal.sheet",),
    ),
    Told(
        "save a certificate",
        lambda t: (batch := t.to_batch_approved()[1], t.execute(batch))[0],
        lambda t, batch: t.office.desk.disposal.save_certificate(
            t.act("c01"), batch, t.folder / "certificate.pdf"
        ),
        ("c01 disposal.certificate", "c01 export.open"),
    ),
    # Backups
    Told(
        "make a backup",
        nothing,
        lambda t, _: back_up(t.office, t.folder / "sets"),
        ("a01 backup.begin", "a01 backup.made"),
    ),
    Told(
        "fail to make a backup",
        nothing,
        lambda t, _: refused(lambda: back_up(t.office, t.office.folder)),
        ("a01 backup.begin", "a01 backup.not_made"),
    ),
    Told(
        "drill a restore",
        lambda t: (back_up(t.office, t.folder / "sets"), write_stick(t.office, t.folder / "stick")),
        lambda t, made: drill(t.office, made[0].folder, made[1]),
        ("a01 drill.done",),
    ),
    Told(
        "print the recovery card",
        nothing,
        lambda t, _: refused(
            lambda: t.office.desk.recovery.print_card(t.office.words, "no-such", t.office.now)
        ),
        ("a01 card.print",),
    ),
)


@pytest.mark.parametrize("told", TOLD, ids=lambda told: told.name.replace(" ", "-"))
def test_an_act_leaves_its_line(told: Told, track: Track) -> None:
    before = told.before(track)
    earlier = size(track)
    told.act(track, before)
    assert lines_after(track, earlier) == told.lines


def test_the_set_up_leaves_its_lines(office: Office) -> None:
    named = {person.id: person.login for person in _people(office)}
    with office.desk.premises.database.reading() as session:
        lines = [(named[one.actor], one.action) for one in reversed(audit.entries(session))]
    assert lines == [
        ("a01", "store.set_up"),
        *[("a01", "person.add")] * len(NAMES),
        ("s01", "setting.sign"),
        # Whoever asks for the names has signed in.
        ("k01", "sign.in"),
    ]


def _people(office: Office) -> Any:
    office.by("k01")
    return office.desk.people.roster()


def size(track: Track) -> int:
    with track.office.desk.premises.database.reading() as session:
        return audit.count(session)


def lines_after(track: Track, earlier: int) -> tuple[str, ...]:
    """As `who action case [fields]`, oldest first."""
    ids = {track.office.id_of(login): login for login in NAMES}
    desk = track.office.desk
    with desk.premises.database.reading() as session:
        new = audit.entries(session, limit=audit.count(session) - earlier)
    numbers = {desk.cases.by_number(number): number for number in ("26-0001", "26-0002")}
    return tuple(
        " ".join(
            part
            for part in (
                ids.get(one.actor, one.actor),
                one.action,
                numbers.get(one.case_id, "?") if one.case_id else "",
                f"[{' '.join(one.fields)}]" if one.fields else "",
            )
            if part
        )
        for one in reversed(new)
    )
