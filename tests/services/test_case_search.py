"""The search as people type: width, kana, variants, hyphens, several words (issue 5, item 9)."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path

import pytest
from case_path import Track
from desk_office import Office
from mail_bag import ICHIRO, form_page

from desktop.domain.errors import Refused
from desktop.services.case_index import fold, fold_address, words

HANAKO = replace(
    ICHIRO,
    name="髙﨑 はな子",
    family_kana="タカサキ",
    given_kana="ハナコ",
    birth="1975-05-06",
    phone="048-000-7788",
    postal="350-9951",
    town="緑町一丁目",
    block="5番21号",
    building="メゾン緑",
    room="102",
)


@pytest.fixture
def both(office: Office, tmp_path: Path) -> Track:
    track = Track(office, tmp_path)
    track.file(form_page())
    track.file(form_page(HANAKO))
    return track


def found(track: Track, text: str) -> list[str]:
    office = track.office
    return [line.number for line in office.desk.cases.search(office.by("c01"), text, office.now)]


def fields(track: Track, text: str) -> tuple[str, ...]:
    office = track.office
    (line,) = office.desk.cases.search(office.by("c01"), text, office.now)
    return line.found_in


@pytest.mark.parametrize(
    ("typed", "where"),
    [
        ("高崎", "氏名"),
        ("髙﨑はな子", "氏名"),
        ("ﾀｶｻｷ", "フリガナ"),
        ("たかさき", "フリガナ"),
        ("タカサキ　ハナコ", "フリガナ"),
        ("0480007788", "電話"),
        ("048(000)7788", "電話"),
        ("０４８－０００－７７８８", "電話"),
        ("〒350-9951".removeprefix("〒"), "郵便番号"),
        ("緑町1-5-21", "住所"),
        ("緑町一丁目5番21号", "住所"),
        ("緑町１丁目５の２１", "住所"),
        ("メゾン緑102", "住所"),
        ("昭和50年5月6日", "生年月日"),
        ("S50.5.6", "生年月日"),
        ("1975/05/06", "生年月日"),
        ("26-0002", "受付番号"),
        ("２６０００２", "受付番号"),
    ],
)
def test_a_case_is_found_as_people_type_it(office: Office, tmp_path: Path, typed, where):
    track = Track(office, tmp_path)
    track.file(form_page())
    track.file(form_page(HANAKO))
    assert found(track, typed) == ["26-0002"]
    assert where in fields(track, typed)


def test_every_word_must_be_there_in_whatever_field(both: Track) -> None:
    assert found(both, "緑町 髙崎 048") == ["26-0002"]
    assert fields(both, "緑町 髙崎 048") == ("氏名", "電話", "住所")
    assert found(both, "緑町 仮川") == []
    assert found(both, "埼玉県 みどり野市") == ["26-0002", "26-0001"]


def test_nothing_is_found_across_two_fields(both: Track) -> None:
    """The end of the name and the beginning of the kana are no word."""
    assert found(both, "はな子タカサキ") == []


def test_a_word_of_nothing_but_marks_is_no_word(both: Track) -> None:
    assert found(both, "- （）") == []
    assert found(both, "仮川 -") == ["26-0001"]


def test_while_the_index_is_loading_a_search_does_not_wait(both: Track) -> None:
    """What is opened so far is found; the rest when the load has ended."""
    cases, told = both.office.desk.cases, []
    by = both.office.by("c01")

    def in_the_middle(done: int, total: int) -> None:
        told.append((done, total, cases.index_progress()))
        told.append(len(cases.search(by, "みどり野市", both.office.now)))

    assert cases.load_index(in_the_middle) == 2
    assert told == [(2, 2, (2, 2)), 2]
    assert cases.index_progress() is None


def test_while_the_index_is_loading_no_text_is_said_to_name_nobody(both: Track) -> None:
    cases, refused = both.office.desk.cases, []

    def in_the_middle(_done: int, _total: int) -> None:
        try:
            cases.names_person("だれかの件")
        except Refused as error:
            refused.append(error.sentence)

    cases.load_index(in_the_middle)
    assert refused == ["検索の準備中のため、氏名などが入っていないかを確かめられません。"]
    assert not cases.names_person("だれかの件")


def test_a_load_that_is_stopped_goes_on_the_next_time(both: Track) -> None:
    stop = threading.Event()
    stop.set()
    assert both.office.desk.cases.load_index(stop=stop) == 0
    assert both.office.desk.cases.load_index() == 2


def test_a_lock_during_the_load_leaves_nothing_opened(both: Track) -> None:
    desk, by = both.office.desk, both.office.by("c01")
    desk.cases.load_index(lambda _done, _total: desk.people.lock(by, both.office.now))
    assert len(desk.cases._index) == 0


def test_the_spellings_of_a_word_are_folded_to_one() -> None:
    assert fold("ﾜﾀﾅﾍﾞ") == fold("わたなべ") == fold("ワタナベ")
    assert fold("渡邊") == fold("渡邉") == fold("渡辺")
    assert fold_address(fold("若葉町十二丁目3番地の2")) == "若葉町1232"
    assert fold_address(fold("一番町3番")) == "一番町3"
    assert words("  ") == []
