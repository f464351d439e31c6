"""送付状: made beside the approved answer in its window, printed with it and posted with it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from case_path import Track
from case_screen import Screen
from PySide6.QtWidgets import QPlainTextEdit

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
    track.tick(answer.id)
    shown.context.data_changed.emit()
    shown.settle()
    shown.find("sending_tracking").setText("12345678901")  # type: ignore[attr-defined]
    press(shown, "sending_dispatch")
    assert [one.state for one in track.get(case_id).letters] == ["SENT", "SENT"]


def test_an_original_that_goes_back_has_its_cover_sheet_with_what_is_kept_for_its_owner(
    track: Track, screen: Callable[..., Screen], shots: Path
) -> None:
    case_id = track.with_register().to_scoping()
    desk, today = track.office.desk, track.office.now.date()
    desk.paper.ask_original(track.act("c01"), case_id, "JUM", 2, today)
    told = desk.casework.notices.acknowledge(track.act("c01"), case_id)
    shown = screen("c01")
    shown.open(case_id)
    shown.case().toggle_history()
    shown.settle()
    press(shown, "notices")
    shown.find("notice_kind").choose("D-12")  # type: ignore[attr-defined]
    things = shown.find("notice_things")
    assert isinstance(things, QPlainTextEdit)
    assert things.toPlainText() == "住民票の写し（原本） 2枚"
    assert not shown.find("notice_why").isVisible()
    shown.find("notice_kind").choose("D-11")  # type: ignore[attr-defined]
    assert things.toPlainText() == ""  # what lies in an envelope is not what is given back
    shown.find("notice_kind").choose("D-12")  # type: ignore[attr-defined]
    shown.find("notice").grab().save(str(shots / "y3-cover-alone.png"))
    press(shown, "notice_act")
    acknowledged, cover = track.get(case_id).letters
    assert (acknowledged.id, cover.code, cover.goes_with) == (told.id, "D-12", "")

    # What promises an answer is named before the case ends without one; the cover may go.
    press(shown, "withdraw")
    assert shown.text("lying_letters") == (
        "まだ発送していない「受付のお知らせ」は取り消され、送れなくなります。"
    )
    shown.type("withdraw_reason", "お取下げの書面")
    press(shown, "withdraw_dialog_act")
    states = {one.code: one.state for one in track.get(case_id).letters}
    assert states == {"D-01": "VOID", "D-12": "READY", "D-14": "READY"}
