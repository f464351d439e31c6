"""A misfiled page leaves the case by key, dialog and reason, and comes back by one button."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from case_pages import form, licence, stamps
from case_path import Track
from case_screen import Screen
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from desktop.domain.reading import PageKind
from desktop.ui.cases.misfiled import MisfiledDialog
from desktop.ui.widgets.buttons import Button

Open = Callable[..., Screen]
Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def two_cases(track: Track) -> tuple[str, str]:
    """The first has a licence too many; it belongs to the second."""
    return track.file(form(), stamps(), licence()).case_id, track.file(form()).case_id


def kinds(track: Track, case_id: str) -> list[PageKind]:
    return [one.kind for document in track.get(case_id).documents for one in document.pages]


def ask(shown: Screen, case_id: str, track: Track) -> MisfiledDialog:
    """Ctrl+M on the licence."""
    window = shown.open(case_id)
    pages = (one for doc in track.get(case_id).documents for one in doc.pages)
    window.pages.show_page(next(one.id for one in pages if one.kind is PageKind.DL))
    shown.settle()
    shown.key(Key.Key_M, CTRL)
    return window.findChildren(MisfiledDialog)[-1]


def test_a_page_goes_to_its_own_case_with_a_reason_and_comes_back(
    two_cases: tuple[str, str], track: Track, screen: Open, shots: Path
) -> None:
    wrong, right = two_cases
    shown = screen()
    dialog = ask(shown, wrong, track)
    assert dialog.isVisible()
    dialog.act.click()
    assert dialog.target.given() is None  # where it belongs is chosen, not found there
    assert not dialog.number.isVisible()
    dialog.target.yes.click()
    dialog.number.set_text("26-0002")
    dialog.act.click()
    shown.settle()
    assert dialog.isVisible()  # no reason, no move
    assert kinds(track, wrong) == [PageKind.FORM, PageKind.STAMPS, PageKind.DL]
    dialog.reason.choose("OTHER_PERSON")
    dialog.grab().save(str(shots / "misfiled.png"))
    dialog.act.click()
    shown.settle()
    assert not dialog.isVisible()
    assert kinds(track, wrong) == [PageKind.FORM, PageKind.STAMPS]
    assert kinds(track, right) == [PageKind.FORM, PageKind.DL]
    assert shown.text("notification_text") == "ページを 26-0002 へ移しました。"
    assert shown.case().pages.shown_page() in {
        one.id for doc in track.get(wrong).documents for one in doc.pages
    }
    shown.shoot(shots, "misfiled-moved")
    undo = shown.find("notification_undo")
    assert isinstance(undo, Button | QPushButton)
    undo.click()
    shown.settle()
    assert kinds(track, wrong) == [PageKind.FORM, PageKind.STAMPS, PageKind.DL]


def test_a_number_that_names_no_case_is_told_beside_its_field(
    two_cases: tuple[str, str], track: Track, screen: Open
) -> None:
    shown = screen()
    dialog = ask(shown, two_cases[0], track)
    dialog.target.yes.click()
    dialog.reason.choose("OTHER_PERSON")
    dialog.number.set_text("26-0099")
    dialog.act.click()
    shown.settle()
    assert "ありません" in dialog.number.error()
    assert dialog.isVisible()
    dialog.reject()


def test_a_page_goes_back_to_the_reception(
    two_cases: tuple[str, str], track: Track, screen: Open
) -> None:
    shown = screen()
    dialog = ask(shown, two_cases[0], track)
    dialog.target.no.click()
    assert not dialog.number.isVisible()
    dialog.reason.choose("MIXED_MAIL")
    dialog.act.click()
    shown.settle()
    (envelope,) = track.office.desk.intake.unfiled()
    assert [one.kind for one in envelope.pages] == [PageKind.DL]
    assert kinds(track, two_cases[0]) == [PageKind.FORM, PageKind.STAMPS]
    undo = shown.find("notification_undo")
    assert isinstance(undo, Button | QPushButton)
    undo.click()
    shown.settle()
    assert track.office.desk.intake.unfiled() == ()
    assert kinds(track, two_cases[0]) == [PageKind.FORM, PageKind.STAMPS, PageKind.DL]


def test_who_does_not_file_is_not_offered_the_move(
    two_cases: tuple[str, str], track: Track, screen: Open
) -> None:
    shown = screen("s01")
    window = shown.open(two_cases[0])
    assert not window.pages.misfiled.isVisible()
    shown.key(Key.Key_M, CTRL)
    assert not window.findChildren(MisfiledDialog)
