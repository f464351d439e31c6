"""One line typed by a clerk: which words are a name, an address, a number."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop import paths
from desktop.address.reader import AddressReader
from desktop.services.register_question import Query
from desktop.services.register_reading import readings

ADDRESSES = AddressReader.open(paths.resources() / "gazetteer")
SUPPLY_POINT = "0300000000000000000001"


def first(line: str) -> dict[str, str]:
    """The likeliest reading, as the fields that are asked about."""
    query = readings(line, ADDRESSES)[0]
    return {name: getattr(query, name) for name in query.asked()}


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("350-0001 架空太郎", {"postal": "350-0001", "name": "架空太郎"}),
        ("架空太郎　３５０－０００１", {"postal": "350-0001", "name": "架空太郎"}),
        (
            "〒350-0001埼玉県川越市古谷上1-2",
            {"postal": "350-0001", "address": "埼玉県川越市古谷上1-2"},
        ),
        ("架空 太郎", {"name": "架空 太郎"}),
        ("架空太郎 1980-05-06", {"name": "架空太郎", "birth": "1980-05-06"}),
        ("昭和55年5月6日生 架空 太郎", {"name": "架空 太郎", "birth": "昭和55年5月6日生"}),
        ("S55.5.6 カクウタロウ", {"kana": "カクウタロウ", "birth": "S55.5.6"}),
        ("昭和 55年 5月 6日 架空太郎", {"name": "架空太郎", "birth": "昭和 55年 5月 6日"}),
        ("1980-05-06", {"birth": "1980-05-06"}),
        ("川越市古谷上1980-5-6", {"address": "川越市古谷上1980-5-6"}),
        ("架空 太郎 様", {"name": "架空 太郎"}),
        ("カクウ タロウ", {"kana": "カクウ タロウ"}),
        ("かくう たろう", {"kana": "かくう たろう"}),
        ("架空 太郎 カクウ タロウ", {"name": "架空 太郎", "kana": "カクウ タロウ"}),
        ("080-0000-0001", {"phone": "080-0000-0001"}),
        ("080 0000 0001", {"phone": "080-0000-0001"}),
        ("9000000001", {"customer_no": "9000000001"}),
        ("AB-90000001", {"customer_no": "AB-90000001"}),
        (SUPPLY_POINT, {"supply_point_no": SUPPLY_POINT}),
        ("埼玉県川越市古谷上1-2-3", {"address": "埼玉県川越市古谷上1-2-3"}),
        ("埼玉県 川越市 古谷上 1-2-3", {"address": "埼玉県 川越市 古谷上 1-2-3"}),
        ("川越市古谷上1-2-3 架空太郎様", {"address": "川越市古谷上1-2-3", "name": "架空太郎"}),
        ("架空 太郎 川越市古谷上1-2-3", {"address": "川越市古谷上1-2-3", "name": "架空 太郎"}),
        (
            "架空太郎埼玉県川越市古谷上1-2-3",
            {"address": "埼玉県川越市古谷上1-2-3", "name": "架空太郎"},
        ),
        ("町田市", {"address": "町田市"}),
        ("町田 花子", {"name": "町田 花子"}),
        ("山口 一郎 川越市", {"address": "川越市", "name": "山口 一郎"}),
        (
            "080-0000-0001 350-0001 架空太郎 9000000001",
            {
                "phone": "080-0000-0001",
                "postal": "350-0001",
                "name": "架空太郎",
                "customer_no": "9000000001",
            },
        ),
    ],
)
def test_a_line_is_read_as_a_person_would(line: str, expected: dict[str, str]) -> None:
    assert first(line) == expected


def test_what_cannot_be_told_apart_is_given_both_ways() -> None:
    assert readings("3500001", ADDRESSES) == (Query(postal="3500001"), Query(customer_no="3500001"))
    assert Query(address="架空太郎") in readings("架空太郎", ADDRESSES)
    building = readings("川越市古谷上1-2-3 コーポ若葉", ADDRESSES)
    assert Query(address="川越市古谷上1-2-3 コーポ若葉") in building
    assert Query(address="川越市古谷上1-2-3", name="コーポ若葉") in building


def test_a_misspelt_address_is_still_an_address() -> None:
    assert first("埼玉県川起市古谷土1-2-3") == {"address": "埼玉県川起市古谷土1-2-3"}


def test_nothing_typed_is_no_question() -> None:
    assert readings(" 　", ADDRESSES) == ()


@given(st.text(max_size=400))
def test_any_line_is_read_and_never_in_more_than_six_ways(line: str) -> None:
    found = readings(line, ADDRESSES)
    assert len(found) <= 6
    assert all(query.asked() for query in found)
    assert readings(line, ADDRESSES) == found
