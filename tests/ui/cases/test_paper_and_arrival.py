"""The day of arrival put right, the shelf, and an original that goes back, in the case's window."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from case_path import Track
from case_screen import Screen

from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.keys import TextField


def press(shown: Screen, name: str) -> None:
    button = shown.find(name)
    assert isinstance(button, Button)
    assert button.isVisible(), name
    button.click()
    shown.settle()


def history(shown: Screen, case_id: str) -> None:
    window = shown.open(case_id)
    if not window.history.isVisible():
        window.toggle_history()
    shown.settle()


def test_two_people_put_the_day_right_and_send_the_original_back(
    screen: Callable[..., Screen], track: Track, shots: Path
) -> None:
    case_id = track.file().case_id
    shown = screen("c01")
    history(shown, case_id)
    press(shown, "special_arrival")
    shown.type("arrival_day", "2026-11-02")
    shown.type("arrival_reason", "封筒の受領印が11月2日")
    folder = shots / "x4"
    folder.mkdir(exist_ok=True)
    shown.find("arrival").grab().save(str(folder / "arrival-dialog.png"))
    press(shown, "arrival_act")
    assert track.get(case_id).special.arrival is not None
    press(shown, "paper_shelf")
    shown.type("shelf_place", "棚3 箱12")
    press(shown, "shelf_act")
    press(shown, "paper_original")
    press(shown, "original_act")
    assert "種類が選ばれていません" in shown.text("original_kind_below")
    shown.find("original_kind").choose("JUM")  # type: ignore[attr-defined]
    press(shown, "original_act")
    assert not any(
        one.isVisible() for one in shown.window.findChildren(Button, "paper_original_send")
    )
    # The history that stands open tells each act at once.
    model = shown.case().history.model
    told = "\n".join(str(model.index(row, 1).data()) for row in range(model.rowCount()))
    assert "原本の返却の申出を記録しました" in told
    assert "紙の保管場所を記録しました" in told
    shown.shoot(folder, "arrival-asked")
    shown.sign_in_as("c02")
    history(shown, case_id)
    press(shown, "special_arrival_confirm")
    press(shown, "arrival_decision_act")  # nothing chosen yet: nothing decided
    assert shown.text("arrival_verdict_below") == "どちらかを選んでください。"
    assert track.get(case_id).special.arrival is not None
    shown.find("arrival_agree").click()  # type: ignore[attr-defined]
    press(shown, "arrival_decision_act")
    case = track.get(case_id)
    assert (case.arrived_on, case.special.arrival) == (date(2026, 11, 2), None)
    press(shown, "paper_original_check")
    (original,) = track.get(case_id).special.originals
    assert original.checked_by_id == track.office.id_of("c02")
    assert case.special.shelf == "棚3 箱12"
    # Sent by the other one with a slip of the pen, put right; a second wish was a mistake.
    shown.sign_in_as("c01")
    history(shown, case_id)
    # The cover sheet with the list of what goes back is offered, and follows the original.
    press(shown, "paper_original_cover")
    (cover,) = [one for one in track.get(case_id).letters if one.code == "D-12"]
    track.office.desk.correspondence.save_copy(track.act("c01"), cover.id, track.folder)
    shown.context.data_changed.emit()
    shown.settle()
    press(shown, "paper_original_send")
    shown.type("original_tracking", "123-45-67890-1")
    press(shown, "original_send_act")
    assert shown.text("original_cover_below") == "どちらかを選んでください。"
    shown.find("original_cover_sent").click()  # type: ignore[attr-defined]
    shown.find("original_send").grab().save(str(folder / "original-with-cover.png"))
    press(shown, "original_send_act")
    assert {one.state for one in track.get(case_id).letters if one.code == "D-12"} == {"SENT"}
    press(shown, "paper_original_correct")
    shown.find("original_correct").grab().save(str(folder / "original-correct.png"))
    tracking = shown.find("original_correct_tracking")
    assert isinstance(tracking, TextField)
    assert tracking.selectedText() == "12345678901"  # what is typed stands in its place
    shown.type("original_correct_tracking", "223-45-67890-1")
    shown.type("original_correct_reason", "受領証と違っていた")
    press(shown, "original_correct_act")
    press(shown, "paper_original")
    shown.find("original_kind").choose("JUM")  # type: ignore[attr-defined]
    press(shown, "original_act")
    press(shown, "paper_original_cancel")
    shown.type("original_cancel_reason", "別の案件の申出だった")
    press(shown, "original_cancel_act")
    (original,) = track.get(case_id).special.originals
    assert (original.tracking, original.corrected) == ("22345678901", True)


def test_a_day_that_was_asked_for_meanwhile_is_not_confirmed_unseen(
    screen: Callable[..., Screen], track: Track
) -> None:
    case_id, arrivals = track.file().case_id, track.office.desk.arrivals
    before = track.get(case_id).arrived_on
    arrivals.propose(track.act("c01"), case_id, date(2026, 11, 2), "封筒の受領印が11月2日")
    shown = screen("c02")
    history(shown, case_id)
    press(shown, "special_arrival_confirm")
    arrivals.decide(track.act("c02"), case_id, False)
    arrivals.propose(track.act("c01"), case_id, date(2026, 11, 4), "封筒の受領印が11月4日")
    shown.context.data_changed.emit()
    shown.settle()
    shown.find("arrival_agree").click()  # type: ignore[attr-defined]
    press(shown, "arrival_decision_act")
    case = track.get(case_id)
    assert case.arrived_on == before
    assert case.special.arrival is not None
    assert case.special.arrival.after == date(2026, 11, 4)
