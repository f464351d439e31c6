"""Where a case's paper stands, and 原本返却: recorded, checked by one, sent by another, tracked."""

from __future__ import annotations

from datetime import date

import pypdfium2
import pytest
from case_path import Track
from desk_office import Office

from desktop.domain.errors import NotAllowed, Refused, SamePerson

TODAY = date(2026, 11, 10)


@pytest.fixture
def track(office: Office, tmp_path) -> Track:
    return Track(office, tmp_path)


def test_the_shelf_is_a_place_and_tells_of_nobody(track: Track) -> None:
    case_id = track.file().case_id
    paper = track.office.desk.paper
    assert paper.set_shelf(track.act("c01"), case_id, "棚3  箱12").special.shelf == "棚3 箱12"
    for wrong in ("仮川さんの箱", "123456789018", "棚" * 41):
        with pytest.raises(Refused) as refused:
            paper.set_shelf(track.act("c01"), case_id, wrong)
        assert refused.value.field == "shelf"
    assert track.get(case_id).special.shelf == "棚3 箱12"
    file = paper.save_label(track.act("c01"), case_id, track.folder / "label.pdf")
    with pypdfium2.PdfDocument(file) as pdf:
        text = pdf[0].get_textpage().get_text_bounded()
    assert "26-0001" in text
    assert "棚3 箱12" in text
    assert "仮川" not in text
    (copy,) = track.office.desk.correspondence.exports(track.office.by("c01"))
    assert copy.label == "保管ラベル"
    with pytest.raises(NotAllowed):
        paper.set_shelf(track.act("k01"), case_id, "棚1")


def test_an_original_goes_back_by_two_people_and_tracked_post(track: Track) -> None:
    case_id = track.file().case_id
    paper = track.office.desk.paper
    for kind, sheets, on, field in (
        ("DL", 1, TODAY, "kind"),
        ("JUM", 0, TODAY, "sheets"),
        ("JUM", 10**20, TODAY, "sheets"),  # no column holds it
        ("JUM", 1, date(2026, 11, 11), "asked_on"),
        ("JUM", 1, date(2026, 11, 8), "asked_on"),
    ):
        with pytest.raises(Refused) as refused:
            paper.ask_original(track.act("c01"), case_id, kind, sheets, on)
        assert refused.value.field == field
    view = paper.ask_original(track.act("c01"), case_id, "JUM", 2, TODAY)
    (original,) = view.special.originals

    def send(login: str, tracking: str = "123-45-67890-1", delivery: str = "KAN_I_KAKITOME"):
        return paper.send_original(track.act(login), case_id, original.id, delivery, tracking)

    with pytest.raises(Refused, match="封入の確認"):
        send("c01")
    paper.check_original(track.act("c02"), case_id, original.id)
    with pytest.raises(SamePerson):
        send("c02")
    with pytest.raises(Refused, match="引受番号"):
        send("c01", "123")
    with pytest.raises(Refused, match="書留"):
        send("c01", delivery="FUTSU")
    with pytest.raises(NotAllowed):
        send("s01")
    (sent,) = send("c01").special.originals
    assert (sent.sent_on, sent.tracking, sent.sheets) == (TODAY, "12345678901", 2)
    with pytest.raises(Refused, match="返送済み"):
        send("c01")


def test_an_original_that_stays_behind_an_ended_case_is_red(track: Track) -> None:
    case_id = track.file().case_id
    desk = track.office.desk
    desk.paper.ask_original(track.act("c01"), case_id, "INK", 1, TODAY)

    def red() -> list[str]:
        tasks = desk.cases.today(track.office.by("c01"), track.office.now).red_tasks
        return [one.sentence for one in tasks if one.code == "ORIGINAL"]

    assert red() == []
    desk.casework.withdraw(track.act("c01"), case_id, "取下書 受領")
    assert red() == ["終わった案件の原本が1件、返送されずに残っています（26-0001）。"]
