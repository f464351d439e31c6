"""The office's own names of the items, and those it does not offer, on every screen of a case."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from case_path import Track
from case_screen import Screen
from desk_office import passphrase
from mail_bag import form_page, licence
from PySide6.QtWidgets import QCheckBox, QLabel

from desktop.domain.requests import FeeMeans, Item, RequestType

OWN = "ご契約に関する事項"
TICKS = ("type.DISCLOSE", "item.K1", "item.K5", "method.PAPER")


def put(track: Track, name: str, value: object) -> None:
    """Proposed by the administrator and signed by the supervisor, for today's mail."""
    office, desk = track.office, track.office.desk.administration
    office.now += timedelta(minutes=1)
    wish = desk.propose_setting(office.act("a01"), name, value, office.now.date())
    desk.sign_setting(office.act("s01"), wish.id, passphrase("s01"))


def tick(shown: Screen, name: str) -> QCheckBox:
    found = shown.find(name)
    assert isinstance(found, QCheckBox)
    return found


def titles(shown: Screen, place: str) -> list[str]:
    return [one.text() for one in shown.find(place).findChildren(QLabel)]


def test_the_office_s_own_words_stand_on_every_screen_and_what_it_does_not_offer_is_not_ticked(
    track: Track, screen: Callable[..., Screen], shots: Path
) -> None:
    put(track, "item_labels.K1", OWN)
    put(track, "items", ["K1", "K2", "K3", "K4", "K7", "K8"])
    today, desk = track.office.now.date(), track.office.desk
    track.with_register()
    case_id = track.file(form_page(ticks=TICKS), licence(), arrived_on=today).case_id
    shown = screen("c01")
    shown.open(case_id)
    assert tick(shown, "form_wanted_K1").text() == OWN
    written = tick(shown, "form_wanted_K5")  # the requester wrote it, and it is not offered
    assert (written.text(), written.isChecked()) == ("30分値（取扱いなし）", True)
    assert shown.window.findChild(QCheckBox, "form_wanted_K6") is None  # nor can it be ticked
    shown.shoot(shots, "y3-items")
    shown.go()
    assert "「30分値」は、到達日の定めでは対象の情報にありません" in "".join(
        titles(shown, "form_wanted")
    )
    written.click()
    shown.go()
    assert track.get(case_id).wanted == {RequestType.DISCLOSE: (Item.K1,)}
    desk.verification.confirm(track.act("c01"), case_id, 0, seen=track.seen(case_id))
    shown.context.data_changed.emit()
    shown.settle()
    assert tick(shown, "scope_wanted_K1").text() == OWN
    assert shown.window.findChild(QCheckBox, "scope_wanted_K5") is None
    desk.casework.scope(track.act("c01"), case_id, track.get(case_id).wanted)
    desk.casework.record_fee(track.act("c01"), case_id, FeeMeans.STAMPS, 220)
    shown.context.data_changed.emit()
    shown.settle()
    assert any(OWN in words for words in titles(shown, "investigation_panel"))
    track.answers(case_id, [Item.K1])
    desk.casework.finish_investigation(track.act("c01"), case_id)
    shown.context.data_changed.emit()
    shown.settle()
    assert OWN in titles(shown, "decision_DISCLOSE_K1")
    track.decide(case_id)
    desk.casework.submit(track.act("c01"), case_id)
    shown.context.data_changed.emit()
    shown.settle()
    assert OWN in titles(shown, "approval_panel")
