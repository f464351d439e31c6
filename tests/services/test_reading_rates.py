"""How often fields are read right is counted at filing, by field and form, without any text."""

from __future__ import annotations

from dataclasses import replace

import pytest
from case_path import Track
from desk_office import Office
from mail_bag import ICHIRO, form_page, lay_in, licence, page

from desktop.domain.reading import PageKind, ScreenedPage
from desktop.domain.requests import RequestType
from desktop.services.intake import DiscardReason, FieldRate


@pytest.fixture
def track(office: Office, tmp_path) -> Track:
    return Track(office, tmp_path)


def with_doubt(one: ScreenedPage, *keys: str) -> ScreenedPage:
    """The page with these fields not surely read."""
    fields = tuple(replace(f, sure=f.sure and f.key not in keys) for f in one.reading.fields)
    return replace(one, reading=replace(one.reading, fields=fields))


def counts(track: Track) -> dict[tuple[str, str], tuple[int, int, int, int]]:
    return {
        (rate.form, rate.key): (rate.accepted, rate.confirmed, rate.corrected, rate.left_open)
        for rate in track.office.desk.intake.reading_rates()
    }


def test_each_way_of_a_field_is_counted_once_when_the_page_is_filed(track: Track) -> None:
    desk = track.office.desk
    envelope = lay_in(
        track.office, "c01", (with_doubt(form_page(), "phone", "postal", "room"), licence())
    )
    form = next(e for e in desk.intake.unfiled() if e.id == envelope).pages[0].id
    desk.intake.correct(track.act("c01"), form, "phone", ICHIRO.fields()["phone"])
    desk.intake.correct(track.act("c01"), form, "postal", "350-9900")
    desk.intake.correct(track.act("c01"), form, "postal", "350-9901")
    assert counts(track) == {}
    desk.filing.file(track.act("c01"), envelope, track.facts())
    found = counts(track)
    assert found["F-01", "name"] == (1, 0, 0, 0)
    assert found["F-01", "phone"] == (0, 1, 0, 0)
    assert found["F-01", "postal"] == (0, 0, 1, 0)
    assert found["F-01", "room"] == (0, 0, 0, 1)
    assert found["DL", "name"] == (1, 0, 0, 0)


def test_a_wrong_reading_put_right_twice_stays_one_wrong_reading(track: Track) -> None:
    """The clerk types, then types what had been read: it was not right at once."""
    desk = track.office.desk
    read = ICHIRO.fields()["name"]
    for number in range(2):
        envelope = lay_in(track.office, "c01", (form_page(),))
        form = next(e for e in desk.intake.unfiled() if e.id == envelope).pages[0].id
        desk.intake.correct(track.act("c01"), form, "name", f"見本 {'一二'[number]}")
        desk.intake.correct(track.act("c01"), form, "name", read)
        desk.filing.file(track.act("c01"), envelope, track.facts())
    assert counts(track)["F-01", "name"] == (0, 0, 2, 0)


def test_mail_that_is_discarded_counts_nothing_and_leaves_nothing(track: Track) -> None:
    desk = track.office.desk
    envelope = lay_in(track.office, "c01", (form_page(),))
    form = next(e for e in desk.intake.unfiled() if e.id == envelope).pages[0].id
    desk.intake.correct(track.act("c01"), form, "name", "見本 花子")
    desk.intake.discard(track.act("c01"), envelope, DiscardReason.DUPLICATE)
    assert counts(track) == {}


def test_a_field_never_read_says_nothing_of_reading(track: Track) -> None:
    desk = track.office.desk
    envelope = lay_in(track.office, "c01", (form_page(),))
    form = next(e for e in desk.intake.unfiled() if e.id == envelope).pages[0].id
    desk.intake.correct(track.act("c01"), form, "evidence", "写しを同封")
    desk.filing.file(track.act("c01"), envelope, track.facts())
    assert ("F-01", "evidence") not in counts(track)


def test_a_rate_is_of_its_version_and_counts_what_was_read() -> None:
    rate = FieldRate("F-01", 2, "name", 7, 1, 2, 0)
    assert rate.read == 10


def test_a_correction_form_asks_for_the_types_ticked_on_it(track: Track) -> None:
    ticks = dict.fromkeys(("type.CORRECT", "type.DELETE", "method.PAPER"), "1")
    form = page(
        PageKind.FORM,
        {**ICHIRO.fields(), **ticks, "change1_what": "電話番号"},
        form="F-02",
        form_version=1,
        form_page=1,
    )
    case = track.get(track.file(form).case_id)
    assert case.wanted == {RequestType.CORRECT: (), RequestType.DELETE: ()}
    assert case.applicant.name == ICHIRO.name


def test_a_stop_form_asks_for_the_types_ticked_on_it(track: Track) -> None:
    ticks = dict.fromkeys(("type.STOP_USE", "type.STOP_3P", "ground.LEAK"), "1")
    form = page(
        PageKind.FORM,
        {**ICHIRO.fields(), **ticks},
        form="F-03",
        form_version=1,
        form_page=1,
    )
    case = track.get(track.file(form).case_id)
    assert case.wanted == {RequestType.STOP_USE: (), RequestType.STOP_3P: ()}


def test_a_power_of_attorney_asks_for_nothing_by_itself(track: Track) -> None:
    power = page(
        PageKind.POWER,
        {"name": "見本 花子", "type.ERASE": "1", "item.K7": "1"},
        form="F-04",
        form_version=1,
        form_page=1,
    )
    case = track.get(track.file(power, form_page()).case_id)
    assert set(case.wanted) == {RequestType.DISCLOSE}
    assert case.applicant.name == ICHIRO.name
