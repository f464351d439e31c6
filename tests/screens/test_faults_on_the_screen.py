"""Every fault of a scanner, seen in the window, and the same envelope brought to its right end.

A network scanner on this machine gives three sheets; something happens at the second. What the
clerk reads is asked of the window's labels, and only keys are pressed.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import feeder_stack
import pytest
from escl_scanner import EsclScanner, Sheet, Trouble, sheet
from feeding_clerk import FeedingClerk
from keyboard import Keyboard
from killing import said_until_killed
from PySide6.QtCore import Qt
from real_window import RealWindow, opened_window

from desktop import paths
from desktop.capture.sources.source_child_link import SourceChild, Watch
from desktop.domain.reading import PageKind
from desktop.services import sample_office
from desktop.services.desk import Surroundings
from desktop.services.intake_views import DiscardReason
from desktop.services.scanning import Scanning
from desktop.store import audit

pytestmark = pytest.mark.xdist_group("scanners")

Key = Qt.Key
# What takes minutes at a real scanner takes seconds here.
WATCH = Watch(first=60.0, silence=4.0, page=30.0, grace=1.0)
TIMES = {"busy": 1.0, "doubt": 3.0, "pause": 0.2}
KINDS = [PageKind.FORM, PageKind.BLANK, PageKind.FORM]
NUMBER = "個人番号　4209 1777 3130"
NAMES = ["試野陽子", "見本次郎"]


def stack() -> list[Sheet]:
    first, last = feeder_stack.envelope("env08")[0], feeder_stack.envelope("env04")[0]
    return [sheet(first), sheet(feeder_stack.blank()), sheet(last)]


@dataclass(frozen=True)
class Case:
    """`laid` sheets lie there at first; the trouble; what is read; the sheets laid in then."""

    name: str
    headline: str
    body: str
    so_far: str = "3枚中1枚を取り込み済み。2枚目から読み直してください。"
    trouble: Trouble = field(default_factory=Trouble)
    laid: int = 3
    again_from: int = 1
    asked: int = 3


NONE_IN = "3枚中0枚を取り込み済み。1枚目から読み直してください。"
CASES = (
    Case(
        "jam",
        "用紙が詰まりました。",
        "カバーを開けて用紙を取り除き、閉めて続けてください。",
        trouble=Trouble(jam_at=2),
    ),
    Case(
        "cover",
        "スキャナーのカバーが開いています。",
        "カバーを閉めてから続けてください。",
        trouble=Trouble(cover_at=2),
    ),
    Case(
        "empty",
        "給紙トレイに用紙がありません。",
        "用紙をそろえて置き、もう一度読み取ってください。",
        NONE_IN,
        laid=0,
        again_from=0,
    ),
    Case(
        "busy",
        "スキャナーはほかの作業で使われています。",
        "複合機の画面で確かめ、終わるのを待ってから続けてください。",
        NONE_IN,
        Trouble(busy=1000),
        again_from=0,
    ),
    Case(
        "lost",
        "画像が途中で切れて届きました。",
        "その用紙は未取込です。置き直して続けてください。",
        trouble=Trouble(drop_at=2),
    ),
    Case(
        "hung",
        "スキャナーが何も返さないので、止めました。",
        "電源を入れ直し、残った用紙を除いて続けてください。",
        trouble=Trouble(hang_at=2),
    ),
)


@pytest.fixture(scope="module")
def at_scanner(shared_desk: RealWindow) -> FeedingClerk:
    """c01 stands at 取込; a scanner that hangs is given up after seconds."""
    shared_desk.sign_in("c01")
    clerk = FeedingClerk(shared_desk, Keyboard(shared_desk.stage))
    desk = shared_desk.office.desk
    assert desk is not None
    desk.scanning = Scanning(
        desk.premises, desk.intake, lambda kind: SourceChild(kind, WATCH, times=TIMES)
    )
    clerk.set_up("http://127.0.0.1:9/eSCL")
    clerk.open_import()
    return clerk


@pytest.fixture
def clerk(at_scanner: FeedingClerk) -> Iterator[FeedingClerk]:
    """An empty desk."""
    yield at_scanner
    for envelope in at_scanner.unfiled():
        at_scanner.services.intake.discard(at_scanner.act(), envelope.id, DiscardReason.RESCAN)
    at_scanner.real.window._context.data_changed.emit()
    at_scanner.real.stage.settle()


def use(clerk: FeedingClerk, address: str) -> None:
    (profile,) = clerk.services.scanning.profiles()
    clerk.set_up(address, profile.id)


def assert_told(clerk: FeedingClerk, headline: str, body: str, so_far: str) -> None:
    assert clerk.text("scan_stop_headline") == headline
    assert clerk.text("scan_stop_body") == body
    assert clerk.text("scan_progress_rest") == so_far
    # The keyboard stands on the way on; nobody has to look for it.
    assert clerk.keys.place == "scan_go_on"


def go_on(clerk: FeedingClerk) -> None:
    clerk.keys.start(Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    clerk.until_it_stands()


def assert_all_is_in(clerk: FeedingClerk) -> None:
    """Each of the three sheets once, in their order, in one envelope; nothing is waited for."""
    (envelope,) = clerk.unfiled()
    assert [page.kind for page in envelope.pages] == KINDS
    assert [page.seq for page in envelope.pages] == [1, 2, 3]
    by = clerk.act().by
    names = [
        clerk.services.intake.reading(by, page.id).field("name").text.replace(" ", "")
        for page in envelope.pages
        if page.kind is PageKind.FORM
    ]
    assert names == NAMES
    assert clerk.services.scanning.unfinished_runs() == ()
    assert clerk.text("scan_stop_headline") == ""
    assert clerk.real.stage.sees("intake_strip")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_fault_is_told_and_the_envelope_goes_on(clerk: FeedingClerk, case: Case) -> None:
    sheets = stack()
    with EsclScanner() as scanner:
        use(clerk, scanner.address)
        scanner.lay(sheets[: case.laid], case.trouble)
        clerk.scan(case.asked)
        clerk.until_it_stands()
        assert_told(clerk, case.headline, case.body, case.so_far)
        clerk.real.stage.picture(case.name)
        scanner.lay(sheets[case.again_from :])
        go_on(clerk)
    assert_all_is_in(clerk)


def test_a_scanner_that_is_off_is_told_and_scans_once_it_is_on(clerk: FeedingClerk) -> None:
    with EsclScanner() as scanner:
        port, address = scanner.port, scanner.address
    use(clerk, address)
    clerk.scan(3)
    clerk.until_it_stands()
    assert_told(
        clerk,
        "スキャナーから応答がありません。",
        "電源と線を確かめ、スリープから起こして続けてください。",
        NONE_IN,
    )
    clerk.real.stage.picture("offline")
    with EsclScanner(stack(), port=port):
        go_on(clerk)
    assert_all_is_in(clerk)


def test_a_scanner_unplugged_in_the_middle_goes_on_when_it_is_plugged_in(
    clerk: FeedingClerk,
) -> None:
    sheets = stack()
    with EsclScanner(sheets, Trouble(off_at=2)) as scanner:
        use(clerk, scanner.address)
        clerk.scan(3)
        clerk.until_it_stands()
        port = scanner.port
    assert_told(
        clerk,
        "読み取りの途中でスキャナーとの接続が切れました。",
        "線と電源を確かめ、つなぎ直してから続けてください。",
        "3枚中1枚を取り込み済み。2枚目から読み直してください。",
    )
    clerk.real.stage.picture("unplugged")
    with EsclScanner(sheets[1:], port=port):
        go_on(clerk)
    assert_all_is_in(clerk)


def test_no_more_pages_said_too_early_is_not_believed(clerk: FeedingClerk) -> None:
    with EsclScanner(stack(), Trouble(early_404=(2,))) as scanner:
        use(clerk, scanner.address)
        clerk.scan(3)
        clerk.until_it_stands()
    assert_all_is_in(clerk)


def test_too_few_sheets_are_told_and_the_missing_one_is_laid_in(clerk: FeedingClerk) -> None:
    sheets = stack()
    with EsclScanner(sheets[:2]) as scanner:
        use(clerk, scanner.address)
        clerk.scan(3)
        clerk.until_it_stands()
        assert clerk.text("scan_stop_headline") == "3枚のはずが、2枚しか読み取られていません。"
        assert "重なって送られた用紙" in clerk.text("scan_stop_body")
        assert clerk.keys.place == "scan_go_on"
        clerk.real.stage.picture("too-few")
        scanner.lay(sheets[2:])
        go_on(clerk)
    assert_all_is_in(clerk)


def test_too_many_sheets_are_told_and_the_clerk_ends_it_at_that(clerk: FeedingClerk) -> None:
    with EsclScanner(stack()) as scanner:
        use(clerk, scanner.address)
        clerk.scan(2)
        clerk.until_it_stands()
    assert clerk.text("scan_stop_headline") == "2枚のはずが、3枚を読み取りました。"
    assert "二度読んでいないか" in clerk.text("scan_stop_body")
    assert clerk.keys.place == "scan_close"
    clerk.real.stage.picture("too-many")
    clerk.keys.primary()
    assert_all_is_in(clerk)


@pytest.mark.parametrize("blacked_out", [True, False], ids=["blacked-out", "returned"])
def test_a_sheet_with_a_forbidden_number_is_answered_by_key(
    clerk: FeedingClerk, blacked_out: bool
) -> None:
    """Blacked out, the covered sheet takes its place; returned, the stack goes on behind it."""
    first, _, last = stack()
    lines = (*feeder_stack.LETTER, NUMBER)
    numbered = sheet(feeder_stack.written(*lines))
    covered = sheet(feeder_stack.written(*lines, covered=len(lines) - 1))
    with EsclScanner([first, numbered, last]) as scanner:
        use(clerk, scanner.address)
        clerk.scan(3)
        clerk.until_it_stands()
        assert clerk.text("scan_stop_headline") == (
            "2枚目に個人番号らしい番号があり、給紙を止めました。"
        )
        assert clerk.text("scan_stop_body") == (
            "画像は保存していません。用紙を取り出し、扱いを選んでください。"
        )
        assert clerk.keys.place == "scan_black"
        assert clerk.text("deletion_headline") == ""  # the same paper is not asked about twice
        clerk.real.stage.picture("forbidden")
        (envelope,) = clerk.unfiled()
        assert [page.blocked is None for page in envelope.pages] == [True, False]
        if blacked_out:
            scanner.lay([covered, last])
            go_on(clerk)
        else:
            scanner.lay([last])
            clerk.keys.start(Key.Key_B)
            clerk.until_it_stands()
    (envelope,) = clerk.unfiled()
    kept = [page.kind for page in envelope.pages if page.blocked is None]
    between = [PageKind.UNKNOWN] if blacked_out else []
    assert kept == [PageKind.FORM, *between, PageKind.FORM]
    assert clerk.services.scanning.unfinished_runs() == ()
    assert clerk.services.sources.tasks() == ()  # paper was the only source, and it is dealt with
    with clerk.services.premises.database.reading() as session:
        lines = audit.entries(session, audit.Filter(None, None, "forbidden.answer"))
    answers = [line.detail["answer"] for line in lines]  # the newest first
    assert answers[0] == ("BLACKED_OUT" if blacked_out else "RETURNED")


def test_after_a_kill_the_window_says_where_to_go_on(
    furnished: Path, surroundings: Surroundings, tmp_path: Path
) -> None:
    """37 sheets, killed (-9) when 35 were in; the window is opened, and the last two laid in."""
    shutil.copytree(furnished, tmp_path / "store")
    clerk_of = sample_office.read_sample_office(paths.resources()).people
    person = next(one for one in clerk_of if one.login == "c01")
    sheets = [sheet(feeder_stack.blank())] * 37
    with EsclScanner(sheets, Trouble(hang_at=36)) as scanner:
        said = said_until_killed(
            Path(__file__).with_name("killed_at_the_feeder.py"),
            *(str(tmp_path / "store"), person.login, person.passphrase, scanner.address),
            lines=35,
        )
        assert len(said) == 35
        scanner.over.set()  # the hanging answer ends with the program that asked for it
        scanner.lay(sheets[:2])
        with opened_window(tmp_path, surroundings) as real:
            real.sign_in("c01")
            clerk = FeedingClerk(real, Keyboard(real.stage))
            clerk.open_import()
            real.stage.wait("the unfinished run", lambda: real.stage.sees("scan_stop"))
            assert clerk.text("scan_stop_headline") == "読み取りの途中でプログラムが終わりました。"
            assert clerk.text("scan_progress_rest") == (
                "37枚中35枚を取り込み済み。36枚目から読み直してください。"
            )
            real.stage.picture("killed")
            go_on(clerk)
            (envelope,) = clerk.unfiled()
            assert {page.id for page in envelope.pages} > set(said)
            assert [page.seq for page in envelope.pages] == list(range(1, 38))
            assert clerk.services.scanning.unfinished_runs() == ()
