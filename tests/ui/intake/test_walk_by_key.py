"""Through the mail by key: the keyboard stands where a person is needed next."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from mail_desk import form, lay_in, licence, page
from mail_stand import CTRL, Stand
from PySide6.QtCore import Qt

from desktop.domain.reading import MaskProposal, MaskReason, PageKind
from desktop.ui.context import Context

Key = Qt.Key
Open = Callable[..., Stand]
SignIn = Callable[[str], Context]
PLACE = MaskProposal((100, 100, 200, 40), MaskReason.DOMICILE)


def at_first(open_place: Open) -> Stand:
    stand = open_place()
    stand.place.show_unfiled()
    stand.settle()
    stand.tab.take_focus()
    return stand


def file_first(stand: Stand) -> None:
    """With all the keys that the first envelope of a sitting costs."""
    stand.press(Key.Key_Return, CTRL)
    assert stand.focus() == "filing_arrived"
    stand.press(Key.Key_Return)
    assert stand.focus() == "filing_other"
    stand.press(Key.Key_Down)
    stand.press(Key.Key_Return)
    assert stand.focus() == "filing_purge"
    stand.press(Key.Key_Space)
    stand.press(Key.Key_Return)
    assert stand.focus() == "filing_file"
    assert len(stand.context.desk.intake.unfiled()) > 0  # Enter alone files nothing
    stand.press(Key.Key_Return, CTRL)


def test_after_filing_the_keyboard_is_at_the_next_reading_in_doubt(
    sign_in: SignIn, open_place: Open
) -> None:
    context = sign_in("c01")
    lay_in(context, (form(), licence()))
    lay_in(context, (form(), licence(("address", "birth")), page(PageKind.STAMPS)))
    stand = at_first(open_place)
    file_first(stand)
    assert stand.focus() == "reading_address"
    stand.press(Key.Key_Return)
    assert stand.focus() == "reading_birth"
    stand.press(Key.Key_Return)
    assert stand.focus() == "envelope_file"


def test_an_envelope_without_doubt_costs_three_keys_once_the_stack_is_known(
    sign_in: SignIn, open_place: Open
) -> None:
    context = sign_in("c01")
    for _ in range(2):
        lay_in(context, (form(), licence()))
    stand = at_first(open_place)
    file_first(stand)
    assert stand.focus() == "envelope_2_pages"
    stand.press(Key.Key_Return, CTRL)
    assert stand.focus() == "filing_purge"
    stand.press(Key.Key_Space)
    stand.press(Key.Key_Return, CTRL)
    assert context.desk.intake.unfiled() == ()


def test_the_day_given_for_one_envelope_is_proposed_for_those_of_the_same_stack(
    sign_in: SignIn, open_place: Open
) -> None:
    context = sign_in("c01")
    for _ in range(2):
        lay_in(context, (form(), licence()))
    stand = at_first(open_place)
    stand.press(Key.Key_Return, CTRL)
    stand.type("11/9")
    stand.press(Key.Key_Return)
    stand.press(Key.Key_Down)
    stand.press(Key.Key_Return)
    stand.press(Key.Key_Space)
    stand.press(Key.Key_Return, CTRL)
    stand.press(Key.Key_Return, CTRL)
    assert stand.tab.filing.arrived.day() == date(2026, 11, 9)


def test_places_to_black_out_stop_the_walk_at_their_page(
    sign_in: SignIn, open_place: Open, shots: Path
) -> None:
    context = sign_in("c01")
    lay_in(context, (form(("block",)), page(PageKind.JUM, proposed=(PLACE,)), licence()))
    stand = at_first(open_place)
    stand.press(Key.Key_N)
    assert stand.focus() == "envelope_1_pages"
    (envelope,) = context.desk.intake.unfiled()
    assert stand.tab.board.chosen()[1] == envelope.pages[1].id
    stand.place.window().grab().save(str(shots / "walk-to-black-out.png"))


def test_a_letter_typed_in_a_field_is_no_command(sign_in: SignIn, open_place: Open) -> None:
    context = sign_in("c01")
    lay_in(context, (form(("block",)), licence()))
    stand = at_first(open_place)
    stand.press(Key.Key_Return)
    assert stand.focus() == "reading_block"
    stand.press(Key.Key_N)
    assert stand.focus() == "reading_block"
    stand.press(Key.Key_F3)  # skip: the field stays in doubt
    assert stand.focus() == "envelope_file"
    (envelope,) = context.desk.intake.unfiled()
    assert envelope.pages[0].unsure == 1
