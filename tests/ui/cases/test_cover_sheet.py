"""送付状: made beside the approved answer in its window, printed with it and posted with it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from case_path import Track
from case_screen import Screen

from desktop.ui.widgets.buttons import Button


def press(shown: Screen, name: str) -> None:
    button = shown.find(name)
    assert isinstance(button, Button)
    assert button.isVisible()
    button.click()
    shown.settle()


def test_a_cover_sheet_is_printed_with_the_answer_and_posted_with_it(
    track: Track, screen: Callable[..., Screen], shots: Path
) -> None:
    case_id = track.with_register().to_approved()
    shown = screen("c01")
    shown.open(case_id)
    press(shown, "cover_make")
    assert shown.text("cover_words").startswith("送付状（窓第26-0001号-2）を回答と一緒に印刷し")
    press(shown, "cover_look")
    assert shown.case().pages.title.text() == "送付状"
    shown.shoot(shots, "y3-cover")
    shown.find("letter_folder").setText(str(track.folder))  # type: ignore[attr-defined]
    press(shown, "sending_leave")
    assert sorted(one.name for one in track.folder.glob("*.pdf")) == [
        "D-05_26-0001-1.pdf",
        "D-12_26-0001-2.pdf",
    ]
    answer, cover = track.get(case_id).letters
    assert (answer.state, cover.state) == ("PRINTED", "PRINTED")
    desk = track.office.desk
    desk.correspondence.check_enclosure(track.act("c02"), answer.id)
    shown.context.data_changed.emit()
    shown.settle()
    shown.find("sending_tracking").setText("12345678901")  # type: ignore[attr-defined]
    press(shown, "sending_dispatch")
    assert [one.state for one in track.get(case_id).letters] == ["SENT", "SENT"]
