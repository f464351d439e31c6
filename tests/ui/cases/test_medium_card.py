"""開示の媒体 through the window: chosen while drafting, written by one, compared by another."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from case_path import K1, Track
from case_screen import Screen

from desktop.domain.letters import CsvEncoding
from desktop.domain.requests import FeeMeans, Item
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.select import Select


def press(shown: Screen, name: str) -> None:
    button = shown.find(name)
    assert isinstance(button, Button)
    assert button.isVisible()
    assert button.isEnabled()
    button.click()
    shown.settle()


def to_draft(track: Track) -> str:
    case_id, desk = track.with_register().file().case_id, track.office.desk
    desk.casework.confirm_form(track.act("c01"), case_id, K1, "CDR", agent=False)
    desk.verification.confirm(track.act("c01"), case_id, 0, seen=track.seen(case_id))
    desk.casework.scope(track.act("c01"), case_id, K1)
    desk.casework.record_fee(track.act("c01"), case_id, FeeMeans.STAMPS, 220)
    track.answers(case_id, [Item.K1])
    desk.casework.finish_investigation(track.act("c01"), case_id)
    return case_id


def test_a_disc_is_chosen_written_and_compared_by_two_people(
    track: Track, screen: Callable[..., Screen], shots: Path
) -> None:
    case_id = to_draft(track)
    shown = screen("c01")
    shown.open(case_id)
    box = shown.find("medium_encoding")
    assert isinstance(box, Select)
    assert box.isVisible()
    press(shown, "draft_propose")
    assert shown.find("draft_submit").isEnabled()  # decided, and not saved yet
    box.choose(CsvEncoding.CP932.value)
    shown.settle()
    assert track.get(case_id).encoding is CsvEncoding.CP932
    shown.shoot(shots, "z5-medium-choice")
    press(shown, "draft_submit")
    track.approve(case_id)
    shown.context.data_changed.emit()
    shown.settle()

    assert shown.find("sending_medium").isVisible()
    assert shown.find("medium_facts_0").accessibleName().startswith("26-0001_K1.csv 契約者情報")
    assert not shown.find("medium_check").isVisible()  # nothing has been written
    press(shown, "medium_write")
    assert "このフォルダーはありません" in shown.text("medium_folder_below")
    disc = track.folder / "disc"
    disc.mkdir()
    shown.find("medium_folder").setText(str(disc))  # type: ignore[attr-defined]
    press(shown, "medium_write")
    assert [one.name for one in disc.iterdir()] == ["26-0001_K1.csv"]
    assert not shown.find("medium_check").isEnabled()  # by another person
    shown.shoot(shots, "z5-medium-written")

    shown.sign_in_as("c02")
    shown.open(case_id)
    shown.find("medium_folder").setText(str(disc))  # type: ignore[attr-defined]
    press(shown, "medium_check")
    assert shown.text("medium_words").startswith("媒体は、決裁を受けた内容と同じです")
    assert not shown.find("medium_write").isVisible()
    assert shown.unnamed() == []
    shown.shoot(shots, "z5-medium-checked")
