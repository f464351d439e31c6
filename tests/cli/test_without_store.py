"""Commands that need neither store nor login, and what they refuse."""

from __future__ import annotations

import json
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image
from real_program import CONTRACT, ROOT, Program, validator_of


def test_every_shape_is_a_schema() -> None:
    shapes = {file.name.removesuffix(".schema.json") for file in CONTRACT.glob("*.json")}
    assert shapes == {
        *("address-parse", "address-compare", "read", "register-import", "register-find"),
        *("intake", "forms-print", "letters-preview", "due", "audit-verify", "audit-export"),
        "audit-report",
        *("doctor", "tour", "refusal", "address-names"),
        *("backup", "restore", "restore-slot", "drill"),
    }
    for shape in shapes:
        validator_of(shape)


def test_a_blank_form_is_printed(program: Program, tmp_path: Path) -> None:
    out = tmp_path / "form.pdf"
    said = program("forms", "print", "F-01", out, "--json")
    assert said.code == 0
    assert said.json("forms-print") == {"file": str(out), "bytes": out.stat().st_size}
    assert len(pypdfium2.PdfDocument(out)) >= 1


@pytest.mark.parametrize("code", ["D-02", "D-05", "D-06"])
def test_a_letter_is_shown_with_sample_data(program: Program, tmp_path: Path, code: str) -> None:
    out = tmp_path / "letter.pdf"
    said = program("letters", "preview", code, out, "--json")
    assert said.code == 0
    assert said.json("letters-preview")["file"] == str(out)
    assert "みどり野電力" in pypdfium2.PdfDocument(out)[0].get_textpage().get_text_bounded()


def test_an_unknown_form_is_refused_with_a_next_step(program: Program, tmp_path: Path) -> None:
    for words in (("forms", "print", "F-99"), ("letters", "preview", "D-99")):
        said = program(*words, tmp_path / "out.pdf", "--json")
        assert said.code == 1
        assert said.json("refusal")["next_step"]
        assert not (tmp_path / "out.pdf").exists()


def test_a_folder_that_is_not_there_is_refused(program: Program, tmp_path: Path) -> None:
    said = program("forms", "print", "F-01", tmp_path / "no" / "out.pdf", "--json")
    assert said.code == 1
    assert "書き込めません" in said.json("refusal")["sentence"]


def test_the_doctor_names_a_next_step_for_every_problem(program: Program) -> None:
    said = program("doctor", "--json")
    assert said.code == 0
    found = said.json("doctor")
    names = [check["name"] for check in found["checks"]]
    assert {"Python", "書体", "様式", "文字の読み取り", "保管庫"} <= set(names)
    assert found["ok"] == all(check["ok"] for check in found["checks"])
    isolation = next(check for check in found["checks"] if check["name"] == "ファイルの隔離")
    assert isolation["ok"]
    store = next(check for check in found["checks"] if check["name"] == "保管庫")
    assert (store["ok"], store["detail"]) == (False, "まだありません")
    assert not (program.home / "madoguchi").exists()


def test_a_scan_is_read_without_storing(program: Program, tmp_path: Path) -> None:
    scan, broken = tmp_path / "scan.png", tmp_path / "broken.pdf"
    Image.new("L", (1240, 1754), 255).save(scan, dpi=(150, 150))
    broken.write_bytes(b"%PDF-1.7 and no more")
    said = program("read", scan, broken, "--json")
    assert said.code == 0
    bad, blank = sorted(said.json("read")["files"], key=lambda one: one["file"])
    assert (blank["file"], blank["problem"], len(blank["pages"])) == ("scan.png", "", 1)
    assert blank["pages"][0]["kind"] == "BLANK"
    assert (bad["pages"], bool(bad["problem"]), bool(bad["next_step"])) == ([], True, True)
    given = json.dumps({"file": str(scan)}) + "\n" + json.dumps({"file": str(broken)}) + "\n"
    said = program("read", "--jsonl", given=given)
    assert said.code == 0
    assert [one["file"] for one in said.lines("read")] == ["scan.png", "broken.pdf"]
    assert program("read", broken, "--json").code == 1


def test_a_file_that_is_missing_is_wrong_use(program: Program, tmp_path: Path) -> None:
    gone = tmp_path / "gone.pdf"
    for words in (
        ("read", gone),
        ("intake", gone),
        ("register", "import", gone),
        ("audit", "verify", "--log", gone),
    ):
        said = program(*words, "--json")
        assert said.code == 2, words
        assert "Traceback" not in said.err


def test_a_store_that_is_missing_is_refused(program: Program, tmp_path: Path) -> None:
    for words in (("due",), ("audit", "verify"), ("register", "find", "--name", "架空")):
        said = program(*words, "--json", "--store", tmp_path / "none", "--user", "c01")
        assert said.code == 1, words
        assert said.json("refusal")["code"] == "store_missing"
    assert not (tmp_path / "none").exists()


def test_a_reading_is_told_in_the_clerks_words(program: Program) -> None:
    """A form, both sides of a card, stamps: no code of the program, and nothing of the number."""
    mail = ROOT / "resources" / "sample_office" / "mail"
    said = program("read", *sorted(mail.glob("env04*")))
    assert said.code == 0
    assert "マイナンバーカード（裏）" in said.out
    assert "個人番号が写っています" in said.out
    assert "氏名: " in said.out
    assert "☑ 開示" in said.out
    for code in ("MNC_BACK", "FORM", "type.DISCLOSE", "family_kana"):
        assert code not in said.out
