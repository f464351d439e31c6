"""返戻 of a letter that is no answer, and 普通郵便 decided before the envelope: the window."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from case_path import Track
from case_screen import Screen

from desktop.domain.states import CaseState
from desktop.ui.widgets.buttons import Button

Open = Callable[..., Screen]


def press(shown: Screen, name: str) -> None:
    button = shown.find(name)
    assert isinstance(button, Button)
    assert button.isVisible()
    assert button.isEnabled()
    button.click()
    shown.settle()


def press_aside(shown: Screen, name: str) -> None:
    """Below the history."""
    if not shown.find(name).isVisible():
        shown.case().toggle_history()
        shown.settle()
    press(shown, name)


def test_a_request_that_came_back_waits_on_its_panel_to_be_sent_once_more(
    track: Track, screen: Open, shots: Path
) -> None:
    case_id = track.with_register().to_identity()
    track.office.desk.casework.ask_correction(track.act("c01"), case_id, ("ADDRESS_MISMATCH",))
    track.post_request(case_id)
    shown = screen("c01")
    shown.open(case_id)
    press(shown, "waiting_back")
    assert "再送は一度だけ" in shown.text("notice_back_words")
    assert "期限は数えません" in shown.text("notice_back_words")
    press(shown, "notice_back_act")
    (letter,) = track.get(case_id).letters
    assert (letter.state, letter.returns) == ("READY", 1)
    shown.shoot(shots, "p2-notice-back")
    shown.find("letter_folder").setText(str(track.folder))  # type: ignore[attr-defined]
    assert "返戻" in shown.text("letter_facts")
    press(shown, "waiting_leave")
    press(shown, "reprint_act")
    press(shown, "waiting_send")
    (letter,) = track.get(case_id).letters
    assert (letter.state, letter.is_out) == ("SENT", True)
    # It comes back again: the history has the same act for every letter, and takes none as chosen.
    post, desk = track.office.desk.correspondence, track.office.desk
    other = desk.casework.notices.acknowledge(track.act("c01"), case_id).id
    post.save_copy(track.act("c01"), other, track.folder)
    post.send(track.act("c01"), other)
    shown.open(case_id)
    press_aside(shown, "notice_returned")
    press(shown, "notice_back_act")
    assert shown.find("notice_back").isVisible()
    shown.find("notice_back_letter").choose(letter.id)  # type: ignore[attr-defined]
    assert "もう送りません" in shown.text("notice_back_words")
    shown.find("notice_back").grab().save(str(shots / "p2-notice-back-again.png"))
    press(shown, "notice_back_act")
    letter = next(one for one in track.get(case_id).letters if one.id == letter.id)
    assert (letter.state, letter.returns) == ("SENT", 2)
    assert not letter.is_out


def test_plain_post_is_ticked_with_the_envelope_and_what_was_posted_is_copied_again(
    track: Track, screen: Open, shots: Path
) -> None:
    case_id = track.with_register().to_approved()
    letter = track.get(case_id).letters[-1]
    track.office.desk.correspondence.save_copy(track.act("c01"), letter.id, track.folder)
    shown = screen("c01")
    shown.open(case_id)
    assert "本人限定受取" in shown.text("way_words")
    press(shown, "way_begin")
    press(shown, "way_act")  # neither a way nor its reason is taken as chosen
    assert shown.find("way").isVisible()
    shown.find("way_delivery").choose("FUTSU")  # type: ignore[attr-defined]
    assert shown.find("way_why").key() == ""  # type: ignore[attr-defined]
    shown.find("way_why").choose("DELIVERY_ASKED")  # type: ignore[attr-defined]
    press(shown, "way_act")
    assert "お客様が希望した" in shown.text("way_words")
    track.tick(letter.id)
    shown.open(case_id)
    shown.shoot(shots, "p2-plain-post")
    assert shown.find("sending_delivery").key() == "FUTSU"  # type: ignore[attr-defined]
    press(shown, "sending_dispatch")
    assert track.get(case_id).line.state is CaseState.DISPATCHED

    # Where this machine has no printer, another sheet of what was posted is a copy with its mark.
    assert not shown.find("letter_folder").isVisible()
    press(shown, "letter_copy_again")
    shown.find("letter_folder").setText(str(track.folder))  # type: ignore[attr-defined]
    shown.shoot(shots, "p2-copy-again")
    press(shown, "letter_copy_again")
    assert "「再発行」と日付" in shown.text("reprint_words")
    press(shown, "reprint_act")
    (copy,) = track.folder.glob("D-05_*_再発行.pdf")
    assert copy.read_bytes().startswith(b"%PDF")
