"""`madoguchi address`: no store, no login, no Qt."""

from __future__ import annotations

import subprocess
import sys

import pytest
from real_program import ROOT, Program

HOUSE = "埼玉県みどり野市若葉町2丁目14-6 コーポ若葉203"


def test_each_line_of_input_is_one_line_of_json(program: Program) -> None:
    said = program("address", "parse", "--json", given=f"{HOUSE}\n東京都千代田区1-2-3\n")
    assert said.code == 0
    first, second = said.lines("address-parse")
    assert (first["input"], first["city"], first["room"]) == (HOUSE, "みどり野市", "203")
    assert (second["prefecture"], second["depth"]) == ("東京都", "number")


def test_lines_of_json_are_answered_with_their_time(program: Program) -> None:
    given = '{"address": "東京都千代田区1-2-3", "postal": "100-0001"}\n"大阪府大阪市北区1-1"\n'
    said = program("address", "parse", "--jsonl", given=given)
    assert said.code == 0
    answers = said.lines("address-parse")
    assert [one["prefecture"] for one in answers] == ["東京都", "大阪府"]
    assert answers[0]["postal_code"] == "1000001"
    assert all(one["ms"] >= 0 for one in answers)


def test_two_addresses_are_compared(program: Program) -> None:
    a, b = "東京都千代田区1丁目2番3号", "東京都千代田区1-2-4"
    said = program("address", "compare", a, b, "--json")
    assert said.code == 0
    found = said.json("address-compare")
    assert (found["a"], found["b"], found["level"]) == (a, b, "PARTIAL")
    said = program("address", "compare", "--jsonl", given=f'{{"a": "{a}", "b": "{a}"}}\n')
    (found,) = said.lines("address-compare")
    assert found["level"] == "EXACT"


def test_a_comparison_for_people_shows_both_readings_of_every_component(program: Program) -> None:
    said = program("address", "compare", "東京都千代田区1丁目2番3号", "千代田区1-2-4")
    assert said.code == 0
    first, *table = said.out.splitlines()
    assert first == "PARTIAL　一部だけ一致"
    block = next(line for line in table if "番地" in line)
    assert "2番3号" in block
    assert "1-2-4" in block
    assert "相違" in block
    prefecture = next(line for line in table if "都道府県" in line)
    assert "東京都" in prefecture
    assert "—" in prefecture
    assert not any("郵便番号" in line for line in table)


@pytest.mark.parametrize(
    ("words", "given", "line"),
    [
        (("address", "parse", "--jsonl"), '"東京都"\n{"address": "東', "2行目"),
        (("address", "parse", "--jsonl"), "[1]\n", "1行目"),
        (("address", "parse", "--jsonl"), '{"adress": "東京都"}\n', "1行目"),
        (("address", "compare", "--jsonl"), '{"a": "東京都"}\n', "1行目"),
    ],
)
def test_a_line_that_is_no_json_is_wrong_use(
    program: Program, words: tuple[str, ...], given: str, line: str
) -> None:
    said = program(*words, given=given)
    assert said.code == 2
    assert said.err.startswith(line)
    assert len(said.err.splitlines()) == 1
    assert "東" not in said.err


@pytest.mark.parametrize(
    "words", [("address", "compare", "一つだけ"), ("address", "walk"), ("adress",), ("--colour",)]
)
def test_wrong_use_ends_with_2(program: Program, words: tuple[str, ...]) -> None:
    said = program(*words)
    assert said.code == 2
    assert "Traceback" not in said.err


def test_reading_an_address_loads_no_qt() -> None:
    script = (
        "import sys\n"
        "from desktop.__main__ import main\n"
        "try:\n    main(['address', 'parse', '--json'])\n"
        "except SystemExit as end:\n    assert not end.code, end.code\n"
        "loaded = {name.partition('.')[0] for name in sys.modules}\n"
        "print(sorted(loaded & {'PySide6', 'shiboken6', 'sqlalchemy', 'cv2', 'rapidocr'}))\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", script],
        input="東京都千代田区1-2-3\n".encode(),
        capture_output=True,
        cwd=ROOT,
        check=True,
        timeout=60,
    )
    assert ended.stdout.decode().splitlines()[-1] == "[]"


def test_what_the_gazetteer_tells_is_in_the_answer(program: Program) -> None:
    given = (
        '{"address": "東京都新宿区西新2-8-1", "postal": "160-0023"}\n"千葉県新宿区西新宿2-8-1"\n'
    )
    misread, wrong = program("address", "parse", "--jsonl", given=given).lines("address-parse")
    assert (misread["town"], misread["repaired"], misread["known"]) == ("西新宿", ["town"], True)
    assert (wrong["prefecture"], wrong["repaired"]) == ("東京都", ["prefecture"])
    assert wrong["confidence"] < 1


def test_every_mark_of_a_reading_fits_the_contract(program: Program) -> None:
    given = "東京都新宿区西新宿2-8-1O\n静岡県浜松市中区元城町103-2\n本町1-2\n私書箱\n"
    digit, ward, several, _ = program("address", "parse", "--json", given=given).lines(
        "address-parse"
    )
    assert (digit["block"], digit["repaired"]) == ("8-10", ["block"])
    assert (ward["ward"], ward["aliased"]) == ("中央区", ["ward"])
    assert (several["depth"], len(several["alternatives"])) == ("none", 5)
