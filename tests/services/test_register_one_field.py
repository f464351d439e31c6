"""One field that takes anything: a line of whatever is known finds the customer."""

from __future__ import annotations

from pathlib import Path

import pytest
from desk_office import Office
from test_register import HANAKO, MOVED, NEIGHBOUR, TARO
from test_register_file import csv_of

from desktop.domain.errors import NotAllowed
from desktop.services.register import Query

REAL = {  # in a town of the gazetteer
    "customer_no": "1005",
    "name": "例示 誠",
    "kana": "レイジ マコト",
    "phone": "090-0000-5555",
    "postal": "350-0001",
    "address": "埼玉県川越市古谷上1丁目2番3号 コーポ若葉203",
    "supply_postal": "350-0001",
    "supply_address": "埼玉県川越市古谷上1丁目2番3号 コーポ若葉203",
    "supply_point_no": "0312345678901234567895",
}

WARD = REAL | {
    "customer_no": "1006",
    "name": "雛形 明",
    "kana": "ヒナガタ アキラ",
    "phone": "090-0000-6666",
    "postal": "230-0072",
    "address": "神奈川県横浜市鶴見区梶山1丁目43-2",
    "supply_postal": "",
    "supply_address": "",
    "supply_point_no": "0312345678901234567896",
}


@pytest.fixture
def carry() -> None:
    """The office as it was set up: this file takes its own register in."""


@pytest.fixture
def registered(office: Office, tmp_path: Path) -> Office:
    file = tmp_path / "register.csv"
    file.write_text(csv_of(TARO, HANAKO, NEIGHBOUR, MOVED, REAL, WARD), "utf-8")
    office.desk.register.import_csv(office.act("a01"), file)
    return office


def found(office: Office, line: str, fields: Query | None = None) -> list[str]:
    answer = office.desk.one_field.search(office.by("c01"), line, fields)
    return [one.row.customer_no for one in answer.candidates]


@pytest.mark.parametrize(
    "line",
    [
        "架空太郎",
        "架空太郎 1980-01-01",
        "カクウ タロウ",
        "090-0000-1111",
        "1001",
        "0312345678901234567890",
        "埼玉県みどり野市若葉町2-14-6-203 架空太郎",
        "架空 太郎 埼玉県みどり野市若葉町2-14-6 コーポ若葉203",
        "350-0001 架空太郎",
        "埼玉県みどり野市若菜町2-14-6-203　架空太朗",
    ],
)
def test_whatever_is_typed_the_customer_comes_first(registered: Office, line: str) -> None:
    assert found(registered, line)[0] == "1001"


def test_a_misspelt_address_alone_finds_who_lives_there(registered: Office) -> None:
    family = found(registered, "埼玉県みどり野市若菜町2丁目14-6 コーポ若葉203")[:2]
    assert set(family) == {"1001", "1002"}
    assert found(registered, "みどり野市線町3-1-1")[0] == "1004"
    for line in ("埼玉県川趙市古谷上1-2-3-203", "川越市古谷土1-2-3 コーポ若菜 203"):
        assert found(registered, line)[0] == "1005"


def test_a_municipality_that_was_misspelt_beyond_repair_is_left_aside(registered: Office) -> None:
    line = "神奈川県横浜市鶴仮区梶山1-43-2"
    assert found(registered, line) == ["1006"]
    told = registered.desk.one_field.search(registered.by("c01"), line).understood
    assert told == Query(address="梶山1-43-2")
    assert found(registered, "神奈川県横浜市鶴仮区梶山9-9-9") == []


def test_the_line_is_told_as_it_was_understood(registered: Office) -> None:
    search = registered.desk.one_field.search
    told = search(registered.by("c01"), "架空 太郎 350-0001").understood
    assert told == Query(name="架空 太郎", postal="350-0001")
    number = search(registered.by("c01"), "3500001").understood
    assert number == Query(postal="3500001")


def test_a_field_of_its_own_holds_in_every_reading(registered: Office) -> None:
    line = "埼玉県みどり野市若葉町2-14-6 コーポ若葉203"
    assert found(registered, line, Query(name="架空 花子"))[0] == "1002"
    assert found(registered, "", Query(name="架空 花子")) == ["1002"]
    assert found(registered, "") == []


def test_typing_is_not_logged_and_opening_a_customer_is(registered: Office) -> None:
    audit = registered.desk.audit
    before = audit.count(registered.by("k01"), action="register.find")
    answer = registered.desk.one_field.search(registered.by("c01"), "架空太郎 350-0001")
    assert audit.count(registered.by("k01"), action="register.find") == before
    registered.desk.one_field.note_opened(registered.act("c01"), answer.understood)
    line = audit.entries(registered.by("k01"), 0, 1, action="register.find")[0]
    assert set(line.fields) == {"name", "postal"}
    assert (line.subject, dict(line.detail)) == ("", {})


def test_only_case_users_search_and_open(registered: Office) -> None:
    for login in ("a01", "k01"):
        with pytest.raises(NotAllowed):
            registered.desk.one_field.search(registered.by(login), "架空太郎")
        with pytest.raises(NotAllowed):
            registered.desk.one_field.note_opened(registered.act(login), Query(name="架空太郎"))
