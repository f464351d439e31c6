"""The whole main job through the window: what the tour leaves, held against what should be there.

The expectations are written from the issue and from the story of the twelve envelopes, not from
the tour's own verdict on itself.
"""

from __future__ import annotations

import ast
import csv
import json
import subprocess
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pypdfium2
import pytest
from PIL import Image
from tour_run import TourRun, own_environment, truth_of

import desktop

PACKAGE = Path(desktop.__file__).parent
CONTRACT = PACKAGE.parent / "docs" / "contract" / "tour.schema.json"

# first file: case · what the desk proposes · whether a second clerk looks · where it ends
SAME, SECOND, OTHER = "本人と一致", "第二確認者の確認（前住所で一致）", "不一致"
STORY = {
    "env01.pdf": ("26-0001", SAME, False, "COMPLETED"),
    "env02.tif": ("26-0002", SAME, False, "COMPLETED"),
    "env03.pdf": ("26-0003", SAME, False, "COMPLETED"),
    "env04-1.jpg": ("26-0004", SAME, False, "COMPLETED"),
    "env05.pdf": ("26-0005", SECOND, True, "COMPLETED"),
    "env06.pdf": ("26-0006", "不一致（部屋番号の相違）", False, "COMPLETED"),
    "env07.pdf": ("26-0007", OTHER, False, "COMPLETED"),  # by the reply in the twelfth envelope
    "env08-1.jpg": ("26-0008", SAME, False, "COMPLETED"),
    "env09.pdf": ("26-0009", SAME, False, "COMPLETED"),
    "env10.pdf": ("26-0010", "不一致（登録が見つかりません）", False, "CLOSED_NO_RESPONSE"),
    "env11.tif": ("26-0011", SAME, False, "COMPLETED"),
    "env12.pdf": ("26-0007", SECOND, True, "COMPLETED"),
}
LETTERS = {
    "D-01": ["26-0001"],
    "D-02": ["26-0006", "26-0007", "26-0010", "26-0010"],
    "D-03": ["26-0008"],
    "D-04": ["26-0001"],
    "D-05": [f"26-000{number}" for number in (1, 2, 3, 4, 5, 7, 8, 9)],
    "D-06": ["26-0006"],
    "D-07": ["26-0011"],
    "D-12": ["26-0001"],
    "D-13": ["26-0001"],
    "D-14": ["26-0010"],
}
WORDS_OF_LETTERS = {
    "D-01": "受付",
    "D-02": "補正",
    "D-03": "手数料",
    "D-04": "途中経過",
    "D-05": "開示",
    "D-06": "不開示",
    "D-07": "不存在",
    "D-12": "送付",
    "D-13": "お返し",
    "D-14": "終了",
}
# The blank forms and the office's own papers (DOMAIN §9), and words that stand on each of them.
INTERNAL = {
    "F-01.pdf": ("開示等請求書", "請求される方"),
    "F-02.pdf": ("訂正等請求書", "訂正等を求める内容"),
    "F-03.pdf": ("利用停止等請求書", "請求の理由"),
    "F-04.pdf": ("委任状", "委任される方"),
    "F-05.pdf": ("開示等のご請求のご案内", "お送りいただくもの"),
    "I-01_26-0001.pdf": ("住所三者照合票", "三者とも一致"),
    "I-02_26-0001.pdf": ("起案・決裁票", "決裁"),
    "I-03_26-0001.pdf": ("封入確認票", "封入確認"),
    "I-05.pdf": ("廃棄申請書", "2027-H001"),
    "I-06.pdf": ("廃棄承認・実施記録", "本社文書保管室"),
    "I-08.pdf": ("内部監査報告書", "受け付けた案件11件"),
    "I-09.pdf": ("切手・為替受払簿", "26-0001"),
    "I-10.pdf": ("マスキング記録", "個人番号"),
    "I-10_26-0001.pdf": ("マスキング記録", "26-0001"),
}
# Every screen of the issue, and the words by which its picture is named.
SCREENS = (
    *("setup-office", "setup-people", "setup-rights", "setup-card"),
    *("register-dry-run", "register-imported", "register"),
    *("intake", "filing", "today", "cases"),
    *("form", "check", "correction", "second", "scope", "fee", "answers", "waiting"),
    *("draft", "approvals", "print", "enclosure", "dispatch", "delivered", "completed", "history"),
    *("agent", "agent-call", "late", "again", "unanswered", "closed"),
    *("clock", "disposal-due", "disposal-proposed", "disposal-approval", "disposal-execute"),
    *("disposal-executed", "case-after-disposal", "keys-sticks", "disposal-irreversible"),
    *("audit-verified", "audit-anchored", "settings"),
    *("document-D-08", "document-D-09", "document-D-10", "document-D-11"),
)


def envelope(tour: TourRun, first: str) -> dict[str, Any]:
    return next(one for one in tour.envelopes if one["files"][0] == first)


def text_of(pdf: Path) -> str:
    document = pypdfium2.PdfDocument(pdf)
    try:
        pages = [page.get_textpage().get_text_bounded() for page in document]
    finally:
        document.close()
    return plain("".join(pages))


def like(text: str) -> str:
    """A small ッ is not told from a large one where they stand alone in a box."""
    return plain(text).replace("ッ", "ツ")


def plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


# -- what became of the mail ------------------------------------------------------------------


def test_it_says_that_every_step_truly_happened(tour: TourRun) -> None:
    assert tour.code == 0
    assert tour.told["complete"] is True
    assert tour.told["failure"] == ""
    assert all(one["against_truth"]["as_it_should"] for one in tour.envelopes)
    assert "すべての工程が終わりました" in tour.words.read_text("utf-8")


def test_it_answers_as_the_contract_says(tour: TourRun) -> None:
    schema = json.loads(CONTRACT.read_text("utf-8"))
    jsonschema.Draft202012Validator(schema).validate(tour.told)


@pytest.mark.parametrize("first", STORY)
def test_each_envelope_ends_where_the_story_says(tour: TourRun, first: str) -> None:
    number, proposal, second, state = STORY[first]
    one = envelope(tour, first)
    assert (one["case_number"], one["outcome"]) == (number, state)
    assert proposal in one["proposal"]
    assert bool(one["second_clerk"]) is second
    assert one["joined"] is (first == "env12.pdf")


def test_all_twelve_envelopes_reach_an_end(tour: TourRun) -> None:
    ends = Counter(one["outcome"] for one in tour.envelopes)
    assert ends == {"COMPLETED": 11, "CLOSED_NO_RESPONSE": 1}


def test_what_was_read_is_what_stands_on_the_forms(tour: TourRun) -> None:
    wrong, compared = [], 0
    for first, truth in truth_of(tour).items():
        read = envelope(tour, first)["read"]
        for page in [page for page in truth["pages"] if page["kind"] == "FORM"]:
            fields = {k: v for k, v in page["fields"].items() if k in read}
            compared += len(fields)
            wrong += [(first, k, read[k]) for k, v in fields.items() if like(read[k]) != like(v)]
    assert compared > 120
    assert wrong == []


@pytest.mark.parametrize("first", [first for first in STORY if first != "env12.pdf"])
def test_the_fields_that_decide_were_read_at_all(tour: TourRun, first: str) -> None:
    read = envelope(tour, first)["read"]
    for key in ("name", "birth", "phone", "postal", "prefecture", "city", "town", "block"):
        assert read[key], key


def word_of(row: dict[str, str]) -> str:
    """The outcome without the reason below it."""
    return row["outcome"].split()[0]


def test_the_check_compares_the_three_sides_component_by_component(tour: TourRun) -> None:
    check = envelope(tour, "env01.pdf")["check"]
    truth = truth_of(tour)["env01.pdf"]["pages"]
    assert plain(check["name"]["form"]) == plain(truth[0]["fields"]["name"])
    assert plain(check["name"]["identity"]) == plain(truth[1]["identity"]["name"])
    assert {"name", "postal", "prefecture", "city", "town", "block"} <= check.keys()
    for component in ("prefecture", "city", "town", "block", "room"):
        assert all(check[component][side] for side in ("form", "identity", "register")), component
        assert word_of(check[component]) in ("一致", "表記ゆれ"), component


def test_another_room_is_told_as_different(tour: TourRun) -> None:
    check = envelope(tour, "env06.pdf")["check"]
    assert "相違" in check["room"]["outcome"]
    assert check["room"]["form"] != check["room"]["register"]
    others = ("prefecture", "city", "town", "block", "building")
    assert {word_of(check[one]) for one in others} <= {"一致", "表記ゆれ"}


def test_the_page_with_a_my_number_was_not_kept(tour: TourRun) -> None:
    pages = envelope(tour, "env04-1.jpg")["pages"]
    assert [page["page"] for page in pages] == [1, 2, 3, 4]
    assert "画像は未保存" in pages[2]["shown"]
    assert "個人番号" in pages[2]["shown"]
    assert not any("未保存" in page["shown"] for page in (pages[0], pages[1], pages[3]))


# -- who worked, how long, with how much memory -------------------------------------------------


def test_at_least_five_people_worked_at_the_desk(tour: TourRun) -> None:
    users = tour.told["users"]
    roles = {one["login"]: one["role"] for one in tour.told["people"]}
    assert len(users) >= 5
    assert {roles[user] for user in users} == {"CLERK", "SUPERVISOR", "AUDITOR", "ADMINISTRATOR"}


def test_seconds_of_each_step_and_the_peak_of_memory_are_told(tour: TourRun) -> None:
    assert len(tour.told["steps"]) > 60
    assert all(step["step"] and step["seconds"] >= 0 for step in tour.told["steps"])
    for one in tour.envelopes:
        assert one["seconds"], one["files"]
        assert all(seconds >= 0 for seconds in one["seconds"].values())
    assert 0 < sum(step["seconds"] for step in tour.told["steps"]) <= tour.told["seconds"]
    memory = tour.told["peak_memory_mb"]
    assert memory["window"] > 50
    assert memory["largest_child"] > 50


# -- pictures -----------------------------------------------------------------------------------


@pytest.mark.parametrize("screen", SCREENS)
def test_there_is_a_picture_of_every_screen(tour: TourRun, screen: str) -> None:
    named = [name for name in tour.told["pictures"] if screen in name.removesuffix(".png")]
    assert named


def test_every_picture_shows_a_full_window_with_something_on_it(tour: TourRun) -> None:
    folder = tour.out / "screens"
    assert sorted(file.name for file in folder.glob("*.png")) == tour.told["pictures"]
    assert not [name for name in tour.told["pictures"] if "stuck" in name]
    for name in tour.told["pictures"]:
        with Image.open(folder / name) as picture:
            assert picture.size >= (480, 200), name
            assert len(picture.convert("RGB").resize((200, 120)).getcolors(24_000) or ()) > 12, name


# -- letters, certificate, ledger ---------------------------------------------------------------


@pytest.mark.parametrize("code", LETTERS)
def test_the_letters_are_pdfs_with_text(tour: TourRun, code: str) -> None:
    files = [name for name in tour.told["letters"] if name.startswith(code)]
    cases = [number for name in files for number in set(LETTERS[code]) if number in name]
    assert sorted(cases) == LETTERS[code]
    assert len(files) == len(LETTERS[code])
    for name in files:
        text = text_of(tour.out / "letters" / name)
        number = next(one for one in LETTERS[code] if one in name)
        assert number in text, name
        assert WORDS_OF_LETTERS[code] in text, name
        assert "みどり野電力" in text, name
        assert "様" in text, name


@pytest.mark.parametrize("name", INTERNAL)
def test_the_papers_of_the_office_are_there_and_say_what_they_are(tour: TourRun, name: str) -> None:
    text = text_of(tour.out / "internal" / name)
    assert all(plain(word) in text for word in INTERNAL[name])
    assert "みどり野電力" in text


def test_every_paper_of_the_office_is_told(tour: TourRun) -> None:
    assert tour.told["internal"] == sorted(INTERNAL)


def test_the_reports_of_a_period_name_no_customer(tour: TourRun) -> None:
    names = [
        plain(page["fields"]["name"])
        for told in truth_of(tour).values()
        for page in told["pages"]
        if page.get("fields", {}).get("name")
    ]
    assert len(names) >= 11
    for report in ("I-08.pdf", "I-10.pdf"):
        text = text_of(tour.out / "internal" / report)
        assert not [name for name in names if name in text]


def test_a_letter_that_asks_for_a_correction_holds_nothing_of_the_register(tour: TourRun) -> None:
    """DOMAIN §3: never print the registered address in a mismatch letter."""
    for first in ("env06.pdf", "env07.pdf"):
        told = truth_of(tour)[first]
        name = next(n for n in tour.told["letters"] if "D-02" in n and told["case"] in n)
        fields = told["pages"][0]["fields"]
        ours = plain("".join(fields.get(key, "") for key in ("town", "block", "building", "room")))
        text = text_of(tour.out / "letters" / name)
        registered = plain(told["register_address"])
        assert registered not in text
        assert told["customer_no"] not in text
        assert ours.split("丁目")[0] in text  # it goes to the address on the form


def test_a_refusal_for_want_of_an_answer_holds_nothing_of_the_register(tour: TourRun) -> None:
    """DOMAIN §8 guard 3: identity stays unproven, so the letter knows only the form."""
    told = truth_of(tour)["env06.pdf"]
    (name,) = [name for name in tour.told["letters"] if name.startswith("D-06")]
    text = text_of(tour.out / "letters" / name)
    assert plain(told["register_address"]) not in text
    assert told["customer_no"] not in text
    assert "補正のご返事がなく" in text


def test_the_answer_to_an_agent_goes_to_the_principal(tour: TourRun) -> None:
    """DOMAIN §5: the verified address of the principal, nothing of the agent."""
    told = truth_of(tour)["env09.pdf"]
    fields, agent = told["pages"][0]["fields"], told["pages"][3]["identity"]
    (name,) = [one for one in tour.told["letters"] if "D-05" in one and told["case"] in one]
    text = text_of(tour.out / "letters" / name)
    assert plain(fields["name"]) + "様" in text
    assert plain(fields["city"] + fields["town"]) in text
    assert plain(agent["name"]) not in text
    assert plain(agent["address"]) not in text


def test_the_certificate_says_how_far_the_disposal_came_and_no_further(tour: TourRun) -> None:
    text = text_of(tour.out / "certificate.pdf")
    assert "廃棄証明書" in text
    assert "段階:稼働中の鍵の破棄" in text
    assert "稼働中の保管庫から鍵を破棄しました" in text
    assert "復元不可能とは述べません" in text
    assert "復元不可能です" not in text
    assert "段階:復元不可能" not in text
    assert "2027-H001" in text


def test_after_both_sticks_the_last_certificate_says_irreversible(tour: TourRun) -> None:
    text = text_of(tour.out / "certificate-irreversible.pdf")
    assert "段階:復元不可能" in text
    assert "この一覧の内容は復元不可能です" in text
    assert "復元不可能とは述べません" not in text
    assert "2027-H001" in text


def test_the_ledger_has_a_line_for_every_case(tour: TourRun) -> None:
    with (tour.out / "ledger.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["受付番号"] for row in rows] == [f"26-{number:04d}" for number in range(1, 12)]
    # Six lay in the box with yesterday's stamp; the reply of the 18th joined its case.
    assert [row["到達日"] for row in rows] == ["2026-11-09"] * 6 + ["2026-11-10"] * 5
    fees = {row["受付番号"]: (row["手数料"], row["受領額"]) for row in rows}
    assert fees["26-0001"] == ("440", "440")
    assert fees["26-0008"] == ("220", "220")  # by transfer, after its day
    results = {row["受付番号"]: row["結果"] for row in rows if row["完了日"]}
    granted = dict.fromkeys(LETTERS["D-05"], "開示")
    refused = dict.fromkeys(("26-0006", "26-0011"), "不開示")
    unanswered = {"26-0010": ""}
    assert results == {**granted, "26-0003": "一部開示", **refused, **unanswered}


# -- the proof ----------------------------------------------------------------------------------


def command(tour: TourRun, folder: Path, *words: str, login: str = "") -> dict[str, Any]:
    environment = own_environment(folder)
    if login:
        secret = folder / "passphrase"
        secret.write_text(tour.passphrase(login), encoding="utf-8")
        environment["MADOGUCHI_PASSPHRASE_FILE"] = str(secret)
    done = subprocess.run(
        [sys.executable, "-m", "desktop", *words, "--json"],
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def test_the_exported_log_verifies_without_the_store(tour: TourRun, tmp_path: Path) -> None:
    answer = command(tour, tmp_path, "audit", "verify", "--log", str(tour.out / "audit-log.jsonl"))
    assert answer["ok"] is True
    assert answer["size"] > 200
    assert answer["problems"] == []


def test_a_changed_line_of_the_log_is_noticed(tour: TourRun, tmp_path: Path) -> None:
    lines = (tour.out / "audit-log.jsonl").read_text("utf-8").splitlines()
    place = next(n for n, line in enumerate(lines) if "case.approve" in line)
    changed = tmp_path / "changed.jsonl"
    lines[place] = lines[place].replace("case.approve", "case.submit")
    changed.write_text("\n".join(lines) + "\n", encoding="utf-8")
    words = [sys.executable, "-m", "desktop", "audit", "verify", "--log", str(changed)]
    done = subprocess.run(words, capture_output=True, timeout=60, check=False)
    assert done.returncode == 1


def test_the_store_can_be_tried_with_the_people_of_the_tour(tour: TourRun, tmp_path: Path) -> None:
    store = ("--store", str(tour.out / "store"), "--user", "k01")
    answer = command(tour, tmp_path, "audit", "verify", *store, login="k01")
    assert answer["ok"] is True
    assert answer["size"] > 200


# -- how it was done ------------------------------------------------------------------------------


def walk(file: Path) -> Iterator[ast.AST]:
    return ast.walk(ast.parse(file.read_text("utf-8")))


def imported_by(file: Path) -> set[str]:
    """Every module a file imports, at its head or inside a function."""
    found: set[str] = set()
    for node in walk(file):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "relative imports could hide a layer"
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def test_the_tour_touches_nothing_but_the_window() -> None:
    files = sorted((PACKAGE / "tour").rglob("*.py"))
    assert len(files) > 5
    for file in files:
        imported = imported_by(file)
        own = {name for name in imported if name.split(".")[0] == "desktop"}
        elsewhere = own - {"desktop.paths"}
        assert all(name.startswith(("desktop.tour.", "desktop.ui.")) for name in elsewhere), file
        named = {node.id for node in walk(file) if isinstance(node, ast.Name)}
        assert not named & {"__import__", "eval", "exec"}, file.name
        assert "importlib" not in {name.split(".")[0] for name in imported}, file.name


def test_the_tour_asks_no_desk_behind_the_window() -> None:
    """No attribute of the context or of a service is reached from the tour's files."""
    forbidden = {"desk", "_context", "context", "premises", "services", "intake", "casework"}
    for file in sorted((PACKAGE / "tour").rglob("*.py")):
        reached = {node.attr for node in walk(file) if isinstance(node, ast.Attribute)}
        assert not reached & forbidden, file.name
