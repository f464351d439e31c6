"""The way an answer is posted and the number of its receipt (DOMAIN §6, §8)."""

from __future__ import annotations

from datetime import date

import pytest

from desktop.domain.errors import Refused
from desktop.domain.posting import (
    ANOTHER_WAY_LABELS,
    AnotherWay,
    check_way,
    less_sure_ways,
    may_come_back,
    own_number,
    read_tracking,
    receipt_number,
    tells_of_person,
    tracking_doubt,
)
from desktop.domain.requests import RequestType

K = RequestType


@pytest.mark.parametrize(
    ("granted", "tells"),
    [
        ([K.DISCLOSE], True),
        ([K.DISCLOSE_3P], True),
        ([K.PURPOSE], True),
        ([K.CORRECT], True),
        ([K.STOP_USE, K.ERASE, K.STOP_3P], False),
        ([K.STOP_USE, K.DISCLOSE], True),
        ([], False),
    ],
)
def test_an_answer_tells_of_the_person_what_is_disclosed_or_changed(
    granted: list[RequestType], tells: bool
) -> None:
    assert tells_of_person(granted) is tells


def test_another_way_than_the_office_has_set_wants_a_reason() -> None:
    check_way("HONNIN_GENTEI", "HONNIN_GENTEI", "")
    for delivery, proposed in (("FUTSU", "HONNIN_GENTEI"), ("HONNIN_GENTEI", "KAN_I_KAKITOME")):
        for why in ("", "because", "急ぐから"):
            with pytest.raises(Refused) as caught:
                check_way(delivery, proposed, why)
            assert caught.value.field == "why"
    for why in AnotherWay:
        check_way("HONNIN_GENTEI", "KAN_I_KAKITOME", why)
        if why is not AnotherWay.SAFER:
            check_way("KAN_I_KAKITOME", "HONNIN_GENTEI", why)
    with pytest.raises(Refused, match="より確かな方法ではありません"):
        check_way("KAN_I_KAKITOME", "HONNIN_GENTEI", AnotherWay.SAFER)
    with pytest.raises(Refused, match="発送の方法が選ばれていません"):
        check_way("PIGEON", "HONNIN_GENTEI", AnotherWay.ASKED)


def test_untracked_post_has_only_reasons_for_which_there_is_no_tracked_way() -> None:
    for why in AnotherWay:
        if why in (AnotherWay.ASKED, AnotherWay.NO_SERVICE):
            check_way("FUTSU", "HONNIN_GENTEI", why)
            continue
        with pytest.raises(Refused, match="追跡のできない") as caught:
            check_way("FUTSU", "KAN_I_KAKITOME", why)
        assert caught.value.field == "why"
    check_way("FUTSU", "FUTSU", "")  # as a supervisor signed it for the office


def test_what_is_less_sure_is_offered_with_the_reasons_that_fit_it() -> None:
    ways = less_sure_ways("HONNIN_GENTEI")
    assert list(ways) == ["IPPAN_KAKITOME", "KAN_I_KAKITOME", "FUTSU"]
    assert AnotherWay.NO_PAPERS in ways["KAN_I_KAKITOME"]
    assert all(AnotherWay.SAFER not in reasons for reasons in ways.values())
    assert less_sure_ways("KAN_I_KAKITOME") == {"FUTSU": (AnotherWay.ASKED, AnotherWay.NO_SERVICE)}
    assert less_sure_ways("FUTSU") == {}


def test_every_reason_has_its_words() -> None:
    assert set(ANOTHER_WAY_LABELS) == set(AnotherWay)


@pytest.mark.parametrize(
    ("number", "doubt"),
    [
        ("", ""),
        ("12345678903", ""),  # 1234567890 = 7 × 176366841 + 3
        ("13112383852", ""),
        ("405548424886", ""),  # twelve digits: 40554842488 = 7 × 5793548926 + 6
        ("1234567890123", ""),
        ("12345678901", "最後の桁"),
        ("405548424885", "最後の桁"),
        ("1234567890", "10桁"),
        ("12345678901234", "14桁"),
    ],
)
def test_a_doubtful_number_is_told(number: str, doubt: str) -> None:
    said = tracking_doubt(number)
    assert (doubt in said) if doubt else (said == "")


def test_a_number_is_read_without_its_hyphens_and_blanks() -> None:
    assert read_tracking(" 123-45-67890-3 ") == "12345678903"
    assert read_tracking("") == ""
    for wedge in (
        "A12345678903A",
        "a12345678903b",
        "Ｄ１２３４５６７８９０３Ｄ",
        "A 123-45-67890-3 A",
    ):
        assert read_tracking(wedge) == "12345678903"
    for typed in ("abc", "１２３", "12a"):
        with pytest.raises(Refused, match="数字"):
            read_tracking(typed)


@pytest.mark.parametrize(
    ("code", "own", "receipt"),
    [
        ("26-0001", "26-0001", ""),
        ("２６－０００１", "26-0001", ""),
        (" 26-123456 ", "26-123456", ""),
        ("MDG1|SLIP|1|1|26-0007", "26-0007", ""),
        ("MDG1|F-01|1|1", "", ""),
        ("A12345678903A", "", "12345678903"),  # as NW-7 is read, with its start and stop
        ("123-45-67890-3", "", "12345678903"),
        ("１２３４５６７８９０３", "", "12345678903"),
        ("1234567890", "", ""),
        ("https://example.invalid/", "", ""),
        ("", "", ""),
    ],
)
def test_what_a_code_in_the_hand_says(code: str, own: str, receipt: str) -> None:
    assert (own_number(code), receipt_number(code)) == (own, receipt)


@pytest.mark.parametrize(
    ("state", "sent", "returned", "returns", "may"),
    [
        ("SENT", date(2026, 11, 10), None, 0, True),
        ("SENT", date(2026, 11, 10), date(2026, 11, 12), 1, False),  # it was not sent again
        ("SENT", date(2026, 11, 13), date(2026, 11, 12), 1, True),
        ("SENT", date(2026, 11, 13), date(2026, 11, 16), 2, False),
        ("READY", date(2026, 11, 10), date(2026, 11, 12), 1, False),
        ("PRINTED", None, None, 0, False),
    ],
)
def test_what_is_away_may_come_back_and_no_third_time(
    state: str, sent: date | None, returned: date | None, returns: int, may: bool
) -> None:
    assert may_come_back(state, sent, returned, returns) is may
