"""Commands on a store: who signs in, what they answer, what they refuse."""

from __future__ import annotations

import shutil
from pathlib import Path

from desk_office import passphrase
from mail_bag import ICHIRO
from PIL import Image
from real_program import Store, begin

CSV = "customer_no,name,kana,birth,phone,postal,address,supply_point_no,supply_postal,"
CSV += "supply_address,valid_from,valid_to\n"
GOOD = "1000000001,仮川 一郎,カリカワ イチロウ,1980-05-06,090-0000-1234,350-9942,"
GOOD += "埼玉県みどり野市若葉町2丁目14-6,0300000000000000000001,350-9942,"
GOOD += "埼玉県みどり野市若葉町2丁目14-6,2020-04-01,\n"


def test_what_is_due_is_told_without_a_name(store: Store) -> None:
    said = store("c01", "due", "--json", "--on", "2026-11-13")
    assert said.code == 0, said.err
    found = said.json("due")
    numbers = [one["number"] for group in found["cases"].values() for one in group]
    assert (found["on"], numbers, found["disposals"]) == ("2026-11-13", ["26-0002"], [])
    late = store("c01", "due", "--json", "--on", "2027-08-02").json("due")
    assert [one["number"] for one in late["cases"]["overdue"]] == ["26-0002"]
    assert {one["case"] for one in late["disposals"]} == {"26-0001"}
    assert ICHIRO.name not in said.out


def test_the_register_is_searched_by_every_key(store: Store) -> None:
    said = store("c01", "register", "find", "--name", ICHIRO.name, "--json")
    assert said.code == 0, said.err
    first = said.json("register-find")["candidates"][0]
    assert first["row"]["customer_no"] == "1000000001"
    given = '{"phone": "090-0000-1234"}\n{"customer_no": "1000000002"}\n'
    said = store("c01", "register", "find", "--jsonl", given=given)
    phone, number = said.lines("register-find")
    assert "1000000001" in {one["row"]["customer_no"] for one in phone["candidates"]}
    assert [one["row"]["customer_no"] for one in number["candidates"]] == ["1000000002"]
    assert number["ms"] >= 0


def test_a_search_without_any_word_is_wrong_use(store: Store) -> None:
    assert store("c01", "register", "find", "--json").code == 2
    said = store("c01", "register", "find", "--jsonl", given='{"name": \n')
    assert said.code == 2
    assert said.err.startswith("1行目")


def test_an_import_names_the_lines_and_never_a_value(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "register.csv"
    file.write_text(CSV + GOOD + GOOD.replace("1000000001", ""), encoding="cp932")
    said = store("a01", "register", "import", file, "--dry-run", "--json")
    assert said.code == 0, said.err
    found = said.json("register-import")
    assert (found["accepted"], found["generation"]) == (1, None)
    assert [one["line"] for one in found["rejected"]] == [3]
    assert "仮川" not in said.out
    refused = store("c01", "register", "import", file, "--json")
    assert refused.code == 1
    assert refused.json("refusal")["code"] == "not_allowed"


def test_a_file_of_another_system_is_mapped_and_a_delta_laid_over(tmp_path: Path, program) -> None:
    track = begin(tmp_path / "own", tmp_path)
    track.office.desk.close()
    own = Store(program, tmp_path / "own", tmp_path)
    file = tmp_path / "other.csv"
    head = CSV.replace("customer_no", "番号").replace("name", "名", 1)
    file.write_text(head + GOOD, encoding="utf8")
    assert own("a01", "register", "import", file, "--map", "customer_no").code == 2
    mapped = ("--map", "customer_no=番号", "--map", "name=名")
    said = own("a01", "register", "import", file, "--json", *mapped)
    assert said.code == 0, said.err
    found = said.json("register-import")
    assert (found["accepted"], found["encoding"], found["columns"]["name"]) == (1, "UTF-8", "名")

    delta = tmp_path / "delta.csv"
    delta.write_text(CSV.strip() + ",removed\n1000000001" + "," * 12 + "1\n", encoding="utf8")
    said = own("a01", "register", "import", delta, "--delta", "--json")
    assert said.code == 0, said.err
    assert said.json("register-import")["removed"] == 1
    gone = own("c01", "register", "find", "--customer-no", "1000000001", "--json")
    answer = gone.json("register-find")
    assert (answer["candidates"], answer["crowded"]) == ([], False)
    register = answer["register"]
    assert (register["customers"], register["age_days"], register["stale"]) == (0, 0, False)


def test_mail_is_taken_in_and_bad_files_are_named(tmp_path: Path, program) -> None:
    track = begin(tmp_path / "own", tmp_path)
    track.office.desk.close()
    own = Store(program, tmp_path / "own", tmp_path)
    bad = tmp_path / "note.pdf"
    bad.write_text("これはPDFではありません", encoding="utf8")
    good = tmp_path / "scan.png"
    Image.new("L", (1654, 2339), 250).save(good, dpi=(200, 200))
    said = own("c01", "intake", bad, good, "--delete-sources", "--json")
    assert said.code == 1
    answer = said.json("intake")
    outcome, taken = answer["files"]
    assert (outcome["label"], outcome["pages"]) == ("note.pdf", 0)
    assert outcome["problem"]
    assert outcome["next_step"]
    assert (taken["label"], taken["pages"], taken["problem"]) == ("scan.png", 1, "")
    assert (answer["sources_deleted"], answer["sources_left"]) == (1, 0)
    assert (bad.exists(), good.exists()) == (True, False)


def test_the_log_is_verified_in_the_store_and_outside_it(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "log.jsonl"
    said = store("k01", "audit", "export", file, "--json")
    assert said.code == 0, said.err
    entries = said.json("audit-export")["entries"]
    found = store("k01", "audit", "verify", "--json").json("audit-verify")
    assert found["ok"]
    assert found["size"] > entries
    again = store("k01", "audit", "export", file, "--json")
    assert again.code == 1
    assert again.json("refusal")["sentence"]

    outside = store.program("audit", "verify", "--log", file, "--json")
    assert outside.code == 0
    told = outside.json("audit-verify")
    assert (told["ok"], told["size"]) == (True, entries)
    # As it is typed from paper: in fours, in capitals, the number with its comma.
    fours = [told["root"][at : at + 4].upper() for at in range(0, 64, 4)]
    anchor = ("--anchor", f"{told['size']:,}", *fours)
    anchored = store.program("audit", "verify", "--log", file, *anchor, "--json")
    assert anchored.json("audit-verify")["anchors"] == entries

    file.write_text(file.read_text("utf-8").replace("case.accept", "case.approve"), "utf-8")
    changed = store.program("audit", "verify", "--log", file, "--json")
    assert changed.code == 1
    assert changed.json("audit-verify")["problems"]


def test_the_audit_report_and_the_masking_record_are_written_as_pdf(
    store: Store, tmp_path: Path
) -> None:
    days = ("--from", "2026-11-01", "--to", "2026-11-30")
    for code, more in (("I-08", ()), ("I-10", ("--masks",))):
        file = tmp_path / f"{code}.pdf"
        said = store("k01", "audit", "report", *days, *more, file, "--json")
        assert said.code == 0, said.err
        assert said.json("audit-report") == {"file": str(file), "report": code}
        assert file.read_bytes().startswith(b"%PDF")
    assert store("k01", "audit", "report", file, "--from", "2026-11-01", "--json").code == 2


def test_user_and_store_may_stand_before_the_command(store: Store, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text(passphrase("c01"), encoding="utf8")
    words = (
        "--store",
        store.folder,
        "--user",
        "c01",
        "register",
        "find",
        "--phone",
        "090-0000-1234",
    )
    said = store.program(*words, "--json", MADOGUCHI_PASSPHRASE_FILE=str(secret))
    assert said.code == 0, said.err
    assert said.json("register-find")["candidates"]


def test_a_wrong_or_unreadable_passphrase_is_refused(store: Store, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("not the passphrase", encoding="utf8")
    words = ("due", "--json", "--store", store.folder, "--user", "c02")
    said = store.program(*words, MADOGUCHI_PASSPHRASE_FILE=str(secret))
    assert (said.code, said.json("refusal")["code"]) == (1, "wrong_passphrase")
    said = store.program(*words, MADOGUCHI_PASSPHRASE_FILE=str(tmp_path / "none"))
    assert said.code == 1
    assert "MADOGUCHI_PASSPHRASE_FILE" in said.json("refusal")["next_step"]
    said = store.program(*words)
    assert said.code == 1
    assert "端末" in said.json("refusal")["sentence"]
    assert store.program("due", "--store", store.folder).code == 2


def test_the_administrator_sees_no_case(store: Store) -> None:
    said = store("a01", "due", "--json")
    assert (said.code, said.json("refusal")["code"]) == (1, "not_allowed")


def test_the_doctor_looks_at_the_store_and_its_keys(store: Store, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(store.folder, copy)
    found = _checks(store, copy)
    assert (found["保管庫"]["detail"], found["窓口の画面"]["ok"]) == ("SQLite", True)
    assert found["鍵ファイル"]["ok"]
    (copy / "slot.bin").unlink()
    assert not _checks(store, copy)["鍵ファイル"]["ok"]


def _checks(store: Store, folder: Path) -> dict[str, dict[str, object]]:
    said = store.program("doctor", "--json", "--store", folder)
    assert said.code == 0, said.err
    return {one["name"]: one for one in said.json("doctor")["checks"]}


def test_a_table_of_renamed_places_is_proposed(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "names.csv"
    file.write_text("篠山市,丹波篠山市,2019-05-01\n", encoding="utf-8")
    said = store("a01", "address", "names", "import", file, "--json", "--dry-run")
    assert said.code == 0, said.err
    assert said.json("address-names") | {"effective_from": ""} == {
        "accepted": 1, "rejected": [], "effective_from": "", "setting": None,
        "lines": [{"old": "篠山市", "new": "丹波篠山市", "since": "2019-05-01"}],
    }  # fmt: skip
    waiting = store("a01", "address", "names", "import", file, "--json").json("address-names")
    said = store("s01", "address", "names", "sign", waiting["setting"])
    assert said.code == 0, said.err
    assert "篠山市 → 丹波篠山市（2019-05-01）" in said.out
    file.write_text("篠山市,架空市,2019-05-01\n", encoding="utf-8")
    said = store("a01", "address", "names", "import", file, "--json")
    assert said.code == 1
    assert [one["column"] for one in said.json("address-names")["rejected"]] == ["new"]
    assert store("c01", "address", "names", "import", file, "--json").code == 1
