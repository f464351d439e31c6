"""A clean request goes from the scanner to its draft in at most twelve keys (issue 5, Numbers).

Own form, licence, all alike and surely read. Only the keyboard is touched. What is typed (an
amount) and who opened the mail beside the clerk are no keys of the count; all others are. The
departments are asked on paper and lay their answers down in their folder, each under the name that
their 調査依頼 tells.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import feeder_stack
import pytest
from escl_scanner import EsclScanner, sheet
from feeding_clerk import FeedingClerk
from keyboard import Keyboard, Witness
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QComboBox
from real_window import MORNING, RealWindow
from sample_people import SHIPPED

from desktop import paths
from desktop.domain.states import CaseState
from desktop.services.act import new_act
from desktop.services.sample_office import read_sample_office

pytestmark = pytest.mark.xdist_group("scanners")

Key = Qt.Key
OTHER_CLERK = "仮野 次郎"
MOST = 12
MODIFIERS = (Key.Key_Control, Key.Key_Shift, Key.Key_Alt, Key.Key_Meta)


class KeyCounter(QObject):
    """Counts the keys that reach the program: each offers itself first to what has the focus."""

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        self.pressed = 0
        application.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if event.type() == QEvent.Type.ShortcutOverride and watched is QApplication.focusWidget():
            assert isinstance(event, QKeyEvent)
            self.pressed += event.key() not in MODIFIERS
        return super().eventFilter(watched, event)


@pytest.fixture
def counter(qapp: QApplication) -> Iterator[KeyCounter]:
    made = KeyCounter(qapp)
    yield made
    qapp.removeEventFilter(made)


@pytest.fixture
def witness(qapp: QApplication) -> Iterator[Witness]:
    seen = Witness(qapp)
    yield seen
    seen.leave()


LPSTAT = "#!/bin/sh\necho Letters\n"
LP = """#!/bin/sh
for word in "$@"; do last=$word; done
echo "$last" >> "{folder}/titles"
/bin/cat > "{folder}/received"
echo "request id is Letters-12 (0 file(s))"
"""


@pytest.fixture
def print_shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine whose print system is two small programs."""
    shop = tmp_path / "programs"
    shop.mkdir()
    for name, script in (("lpstat", LPSTAT), ("lp", LP)):
        (shop / name).write_text(script.replace("{folder}", str(shop)), encoding="utf-8")
        (shop / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{shop}{os.pathsep}{os.environ['PATH']}")
    return shop


@pytest.fixture
def folder(desk: RealWindow, tmp_path: Path) -> Path:
    """Where the departments lay their answers down: proposed by a01, signed by s01."""
    place = tmp_path / "回答"
    place.mkdir()
    services, at = desk.office.desk, MORNING
    phrases = {one.login: one.passphrase for one in read_sample_office(paths.resources()).people}
    keeper, head = (services.people.sign_in(one, phrases[one], at) for one in ("a01", "s01"))
    wish = services.administration.propose_setting(
        new_act(keeper, at), "answer_folder", str(place), at.date()
    )
    services.administration.sign_setting(new_act(head, at), wish.id, phrases["s01"])
    for one in (keeper, head):
        services.people.sign_out(one, at)
    return place


@pytest.fixture
def clerk(desk: RealWindow, folder: Path, print_shop: Path) -> FeedingClerk:
    """c01 has signed in, at a machine that prints."""
    desk.sign_in("c01")
    return FeedingClerk(desk, Keyboard(desk.stage))


def until(clerk: FeedingClerk, panel: str) -> None:
    stage = clerk.real.stage
    stage.wait(panel, lambda: stage.sees(panel))
    stage.settle()


def first_of_the_day(clerk: FeedingClerk) -> None:
    """The day and the colleague are asked once for a stack."""
    keys = clerk.keys
    keys.primary()
    keys.enter()
    other = QApplication.focusWidget()
    assert isinstance(other, QComboBox)
    while other.currentText() != OTHER_CLERK:
        keys.press(Key.Key_Down)
    keys.enter()
    keys.press(Key.Key_Space)
    keys.primary()
    stage = clerk.real.stage
    stage.wait("the first envelope filed", lambda: stage.sees("filed_headline"))
    stage.settle()


def test_a_clean_request_needs_at_most_twelve_keys_from_scan_to_draft(
    clerk: FeedingClerk, witness: Witness, counter: KeyCounter, print_shop: Path, folder: Path
) -> None:
    keys, stage = clerk.keys, clerk.real.stage
    letter = sheet(feeder_stack.written(*feeder_stack.LETTER))
    form, licence, stamps, _envelope = feeder_stack.envelope("env01")
    clean = [sheet(one) for one in (form, licence, stamps)]
    with EsclScanner([letter]) as scanner:
        clerk.set_up(scanner.address)
        clerk.open_import()
        keys.start(Key.Key_F5)
        clerk.until_it_stands()
        first_of_the_day(clerk)
        scanner.lay(clean)
        keys.pressed = counter.pressed = 0

        keys.start(Key.Key_F5)
        clerk.until_it_stands()
    keys.primary()  # this envelope becomes a case
    keys.press(Key.Key_Space)  # nothing forbidden is left on it
    keys.press(Key.Key_F7)  # registered, and opened
    until(clerk, "form_check_panel")
    keys.primary()
    until(clerk, "id_check_panel")
    stage.wait("the proposal", lambda: "本人と一致" in clerk.text("proposal_headline"))
    stage.picture("clean-check")
    keys.press(Key.Key_Space)  # the licence bears no postal code
    keys.primary()
    until(clerk, "scoping_panel")
    keys.primary()
    until(clerk, "fee_panel")
    typed = write(keys, counter, "440")
    keys.primary()
    until(clerk, "investigation_panel")
    keys.primary()  # every department is asked, by the usual day, and the sheets are printed
    assert printed_sheets(print_shop) == ["26-0002-1", "26-0002-2"]
    departments_answer(folder)
    keys.press(Key.Key_F5)  # what they laid down for this case
    stage.wait("the answers", lambda: "すべての回答" in clerk.text("answer_missing"))
    stage.settle()
    stage.picture("clean-answers")
    keys.primary()
    until(clerk, "draft_panel")

    case = clerk.services.cases
    case_id = case.by_number("26-0002")
    assert case_id is not None
    view = case.get(clerk.act().by, case_id, clerk.act().at)
    assert view.line.state is CaseState.DRAFTED
    assert view.identity.confirmed_by == "見本 花子"
    assert witness.mouse == 0
    assert witness.fields == []
    assert counter.pressed - typed == keys.pressed  # no key was pressed past the count
    assert keys.pressed <= MOST
    print(f"keys: {keys.pressed}")


def write(keys: Keyboard, counter: KeyCounter, words: str) -> int:
    """Typed text is apart; how many keys it was."""
    counted, before = keys.pressed, counter.pressed
    keys.write(words)
    keys.pressed = counted
    return counter.pressed - before


def departments_answer(folder: Path) -> None:
    """Both departments do what the sheet asks them for."""
    for file in (SHIPPED / "answers").glob("1724132528_*.csv"):
        shutil.copy(file, folder / f"26-0002_{file.stem.partition('_')[2]}.csv")


def printed_sheets(shop: Path) -> list[str]:
    """The titles under which the sheets stand in the print queue."""
    return (shop / "titles").read_text(encoding="utf-8").split()
