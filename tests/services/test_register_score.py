"""Who is let near a threshold and who is not: pairs judged by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desktop import paths
from desktop.address.reader import AddressReader
from desktop.services.register_question import Query, Question
from desktop.services.register_records import record_of
from desktop.services.register_rows import RegisterRow
from desktop.services.register_score import judge, told

READER = AddressReader.open(paths.resources() / "gazetteer")
HOME = "埼玉県川越市古谷上2丁目14-6 コーポ若葉 203号室"
ROW = RegisterRow(
    customer_no="1001",
    name="架空 太郎",
    kana="カクウ タロウ",
    birth="",
    phone="09000001111",
    r1=HOME,
    r1_postal="350-0001",
    r2=HOME,
    r2_postal="350-0001",
    supply_point_no="0312345678901234567890",
)
ASKED = Query(address=HOME, name="架空 太郎", postal="350-0001")
THRESHOLD = 0.3


def score(row: RegisterRow = ROW, **changed: str) -> float:
    question = Question.of(replace(ASKED, **changed), READER)
    return judge(question, record_of(row, READER)).score


def at(address: str) -> str:
    return HOME.replace("2丁目14-6 コーポ若葉 203号室", address)


def test_a_birth_date_bears_a_name_out_and_another_one_speaks_against_it() -> None:
    held = replace(ROW, birth="1980-05-06")
    alone = {"address": "", "postal": ""}
    named = score(held, **alone)
    assert score(held, birth="昭和55年5月6日", **alone) > named
    assert score(held, birth="1980-05-07", **alone) < THRESHOLD < named
    assert score(ROW, birth="1980-05-06", **alone) == named  # not held: tells nothing
    assert score(held, birth="1980-05-06") == 1.0
    assert score(held, birth="1980-05-06", name="", **alone) < THRESHOLD


def test_the_same_name_and_address_score_one() -> None:
    assert score() == 1.0
    assert score(address="川越市古谷上２－１４－６－２０３", name="架空太郎") == 1.0


@pytest.mark.parametrize(
    "address",
    [
        at("2丁目14-6 コーポ若葉 205号室"),  # the other room
        at("2丁目14-6-205"),
        at("2丁目14-6 205"),
        at("2丁目14-6 コーポ若葉205"),
        at("2丁目14-7 コーポ若葉 203号室"),  # the neighbour
        at("2丁目15-6 コーポ若葉 203号室"),
        at("3丁目14-6 コーポ若葉 203号室"),
        at("2丁目14-7"),
        at("2丁目14-6 コーポ若葉3 203号室").replace("コーポ若葉3", "第3コーポ若葉"),
        "埼玉県川越市古谷下5丁目1-1",  # the namesake elsewhere
        "東京都世田谷区太子堂2丁目14-6 コーポ若葉 203号室",
        "大阪府堺市西区津久野町1-2-3",
    ],
)
@pytest.mark.parametrize("phone", ["", "090-0000-1111"])
def test_an_impostor_stays_below_the_threshold(address: str, phone: str) -> None:
    row = replace(ROW, r1=HOME.replace("コーポ若葉", "第2コーポ若葉")) if "第3" in address else ROW
    row = replace(row, r2=row.r1)
    assert score(row, address=address, postal="", phone=phone) < THRESHOLD


@pytest.mark.parametrize("name", ["見本 花子", "架空 花子", "例示 誠"])
def test_somebody_else_of_the_same_address_stays_below(name: str) -> None:
    assert score(name=name) < THRESHOLD


@pytest.mark.parametrize(
    "changed",
    [
        {"name": "架空 大郎"},  # a misread character
        {"name": "架空太"},  # a lost one
        {"postal": ""},
        {"postal": "999-9999"},
        {"address": at("2丁目14-6")},  # the room left out
        {"address": at("14-6 コーポ若葉 203号室")},  # the 丁目 left out
        {"address": at("2丁目14 コーポ若葉 203号室")},
        {"address": HOME.replace("埼玉県川越市", "")},
        {"address": HOME.replace("古谷上", "古谷土"), "name": "架室 太郎"},
        {"address": at("2丁目1 4-6 コーポ若葉 203号室")},  # a blank inside a number
        {"address": at("2丁目l4-6 コーポ若葉 2O3号室")},  # letters for figures
        {"name": "太郎 架空"},  # the given name first
        {"name": "架室 大郎"},  # misread in both halves
    ],
)
def test_what_readers_and_people_do_stays_above(changed: dict[str, str]) -> None:
    assert score(**changed) > THRESHOLD


def test_the_room_and_a_number_left_out_say_less_than_all() -> None:
    whole, no_room = score(), score(address=at("2丁目14-6"))
    no_number = score(address=at("14-6 コーポ若葉 203号室"))
    assert whole > no_room > no_number


def test_a_number_that_belongs_to_one_customer_is_nearly_certain() -> None:
    nothing = {"address": "", "name": "", "postal": ""}
    assert score(customer_no="1001", **nothing) > 0.9
    assert score(supply_point_no="03-1234-5678-9012-3456-7890", **nothing) > 0.9
    assert score(customer_no="1002", **nothing) < THRESHOLD


def test_a_name_alone_never_says_as_much_as_name_and_address() -> None:
    alone = score(address="", postal="")
    assert THRESHOLD < alone < score()


def test_a_chome_that_is_a_town_of_its_own_is_still_a_number() -> None:
    held = "福井県越前市国府1-6-16 サンライズ見本 208号室"
    row = replace(ROW, r1=held, r2=held, r1_postal="915-0076", r2_postal="915-0076")
    asked = {"postal": "915-0076"}
    other = "福井県越前市国府2丁目6番16号 サンライズ見本 208号室"
    assert score(row, address=other, **asked) < THRESHOLD
    assert score(row, address=other.replace("2丁目", "1丁目"), **asked) == 1.0


def test_a_former_name_in_brackets_is_no_contradiction() -> None:
    assert score(name="架空［見本］太郎") == 1.0


@pytest.mark.parametrize(
    "address", ["2丁目14-7 コーポ若葉 203号室", "2丁目14-6 コーポ若葉 204号室"]
)
def test_neighbour_and_other_room_are_told_alike_unlikely(address: str) -> None:
    question = Question.of(replace(ASKED, address=at(address)), READER)
    judged = judge(question, record_of(ROW, READER))
    assert judged.score > told(judged) == 0.1
    sure = judge(Question.of(ASKED, READER), record_of(ROW, READER))
    assert told(sure) == sure.score == 1.0


def test_a_name_alone_is_told_as_it_is() -> None:
    question = Question.of(replace(ASKED, address="", postal="", name="架空 二郎"), READER)
    judged = judge(question, record_of(ROW, READER))
    assert told(judged) == judged.score
