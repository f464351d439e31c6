"""Each document's text, taken out of its PDF, is what was put in: nothing less, and nothing more.

The sentences come from the TOML files as they lie there, and which of them a case prints from the
hand-written table below; the program's own reading of either is not asked.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import tomllib
from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from functools import cache

import pytest
from printed_pages import page_count, plain, text_of

from desktop import paths
from desktop.domain.letter_samples import sample_of
from desktop.domain.letters import Addressee, Condition, Correction, LetterData
from desktop.letters.blank import blank_form
from desktop.letters.office_forms import load_office_form
from desktop.letters.office_sheet import Facts, Grid, OfficeSheet, office_sheet
from desktop.letters.render import render_letter

POPPLER = shutil.which("pdftotext")

# Each letter, and the cases that its words tell apart: what it is turned to, and what then holds.
CASES: dict[str, list[tuple[str, set[str]]]] = {
    "D-01": [("", set())],
    "D-02": [("", set())],
    "D-03": [
        ("fee_unpaid", {"fee_unpaid"}),
        ("fee_short", {"fee_short"}),
        ("fee_excess", {"fee_excess"}),
    ],
    "D-04": [("", set())],
    "D-05": [("granted_all", {"granted_all"}), ("partial", {"partial", "refused"})],
    "D-06": [("refused_all", {"refused_all", "refused"}), ("partial", {"partial", "refused"})],
    "D-07": [("refused_all", {"refused_all", "refused"})],
    "D-08": [
        ("granted_all", {"granted_all"}),
        ("partial", {"partial", "refused"}),
        ("refused_all", {"refused_all", "refused"}),
    ],
    "D-09": [
        ("granted_all", {"granted_all"}),
        ("partial", {"partial", "refused"}),
        ("refused_all", {"refused_all", "refused"}),
    ],
    "D-10": [
        ("granted_all", {"granted_all"}),
        ("partial", {"partial", "refused", "alternative"}),
        ("refused_all", {"refused_all", "refused", "alternative"}),
    ],
    "D-11": [("", set())],
    "D-12": [("", set())],
    "D-13": [("", set())],
    "D-14": [("withdrawn", {"withdrawn"}), ("no_response", {"no_response"}), ("heirs", {"heirs"})],
}
# Answers of several kinds in one letter (DOMAIN §1): the first speaks for all, D-10 comes last.
FIRST_OF_SEVERAL = ("D-05", "D-06", "D-07", "D-08", "D-09")
RUNS = [(code, turn, holds) for code, cases in CASES.items() for turn, holds in cases]


@cache
def declared(code: str) -> dict:
    (file,) = paths.forms().glob(f"*/{code}.toml")
    return tomllib.loads(file.read_text(encoding="utf-8"))


def words(pdf: bytes, page: int) -> str:
    """The page's text without blanks, by poppler where it is installed, else by pdfium."""
    if POPPLER is None:
        return plain(text_of(pdf, page))
    pages = ["-f", str(page), "-l", str(page)]
    args = [POPPLER, "-raw", "-enc", "UTF-8", *pages, "-", "-"]
    return plain(subprocess.run(args, input=pdf, capture_output=True, check=True).stdout.decode())


def era(day) -> str:
    return f"令和{day.year - 2018}年{day.month}月{day.day}日"


def filled(text: str, data: LetterData) -> str:
    """The sentence with the sample's facts, as its TOML file names them."""
    fee = data.fee
    facts = {
        "arrived_on": era(data.arrived_on),
        "case_number": data.case_number,
        "requests": "、".join(data.requests),
        "method": data.method,
        "method_asked": data.method_asked,
        "note": data.note,
    }
    if data.due_on is not None:
        facts["due_on"] = era(data.due_on)
    if fee is not None:
        facts |= {
            "fee_items": f"{fee.items}",
            "fee_unit": f"{fee.unit:,}",
            "fee_due": f"{fee.due:,}",
            "fee_received": f"{fee.received:,}",
            "fee_difference": f"{abs(fee.due - fee.received):,}",
        }
    return re.sub(r"\{(\w+)\}", lambda found: facts[found[1]], text)


def block(name: str, code: str, data: LetterData) -> list[str]:
    """The numbered lines under an entry of the 記, as DOMAIN §1 and §3 want them told."""
    if name in ("returned", "enclosed"):
        lines = [[one] for one in getattr(data, name)]
    elif name == "corrections":
        points = declared(code)["corrections"]
        lines = [
            [points[one.code]["label"], points[one.code]["text"], one.note]
            for one in data.corrections
        ]
    else:
        lines = [decided(one) for one in data.decisions if belongs(one, name)]
    return [f"({number}){''.join(line)}" for number, line in enumerate(lines, start=1)]


def belongs(one, name: str) -> bool:
    if name in ("granted", "changes"):
        return one.granted
    return not one.granted and (one.reason == "X_ALT") == (name == "alternatives")


def decided(one) -> list[str]:
    head = one.label if one.label == one.request else f"{one.label}（{one.request}）"
    if not one.granted:
        reason = declared("reasons")["reasons"][one.reason]
        kind = {"第三者提供記録の開示": "DISCLOSE_3P", "利用目的の通知": "PURPOSE"}
        kind |= {"訂正": "CORRECT", "第三者提供の停止": "STOP_3P"}
        basis = reason.get("bases", {}).get(kind.get(one.request, ""), reason["basis"])
        return [head, f"理由{reason['text']}（{basis}）", one.text]
    told = [f"訂正前{one.before}", f"訂正後{one.after}"] if one.before else []
    return [head, *told, one.text, f"実施日{era(one.done_on)}" if one.done_on else ""]


def holding(rows: list[dict], holds: set[str]) -> list[dict]:
    return [row for row in rows if not row.get("only") or set(row["only"]) & holds]


def entries(code: str, data: LetterData, holds: set[str], *, joined: bool = False) -> list[list]:
    found = []
    for row in holding(declared(code)["entries"], holds):
        if joined and row.get("once"):
            continue
        below = block(row["block"], code, data) if "block" in row else []
        found.append([filled(row["label"], data), filled(row.get("text", ""), data), *below])
    return found


def closing(code: str, data: LetterData, holds: set[str]) -> list[str]:
    return [filled(row["text"], data) for row in holding(declared(code).get("closing", []), holds)]


def title(code: str, holds: set[str]) -> str:
    table = declared(code)
    turned = (text for when, text in table.get("titles", {}).items() if when in holds)
    return next(turned, table["letter"]["title"])


def letter_pieces(
    code: str, data: LetterData, holds: set[str], total: int, text_pages: int, parts=()
) -> list[str]:
    """Everything that stands on the letter's own pages. `parts` are letters joined to it."""
    to, office = data.addressee, data.sender
    speaks = {"mixed"} if parts else holds
    opening = [filled(row["text"], data) for row in holding(declared(code)["opening"], speaks)]
    numbered = entries(code, data, holds)
    last = closing(code, data, holds)
    for other, facts, found in parts:
        numbered += entries(other, facts, found, joined=True)
        last += closing(other, facts, found)
    return [
        *(data.document_number, era(data.issued_on), f"受付番号{data.case_number}"),
        *(f"〒{to.postal}", *to.address, f"{to.name}様"),
        *(office.office, office.desk, office.responsible, f"〒{office.postal}", office.address),
        *(title(code, speaks), *opening, "敬具" * opening[0].startswith("拝啓"), "記"),
        *(piece for at, one in enumerate(numbered, 1) for piece in (f"{at}{one[0]}", *one[1:])),
        *(*dict.fromkeys(last), "以上"),
        *(f"お問い合わせ先{office.office}{office.desk}", f"〒{office.postal}{office.address}"),
        f"電話{office.phone}受付時間{office.hours}",
        *(f"{page}／{total}" for page in range(1, text_pages + 1)),
        *(f"{data.document_number}受付番号{data.case_number}" for _ in range(text_pages - 1)),
    ]


def same_words(pdf: bytes, first: int, last: int, pieces: list[str]) -> None:
    printed = "".join(words(pdf, page) for page in range(first, last + 1))
    wanted = [plain(piece) for piece in pieces if piece]
    told = Counter("".join(wanted))
    assert Counter(printed) - told == Counter(), "more than was put in"
    assert told - Counter(printed) == Counter(), "less than was put in"
    if first == last:  # a sentence broken over two pages is whole all the same
        assert [piece for piece in wanted if piece not in printed] == []


def text_pages(pdf: bytes, code: str) -> int:
    """The pages before the 別紙 and the reply slip."""
    total = page_count(pdf)
    annex = declared(code)["letter"].get("annex_title")
    if annex:
        pages = range(1, total + 1)
        return next((one - 1 for one in pages if plain(annex) in words(pdf, one)), total)
    return total - bool(declared(code)["letter"].get("slip"))


@pytest.mark.parametrize(("code", "turn", "holds"), RUNS)
def test_a_letter_says_what_its_file_and_its_facts_say(library, fonts_dir, code, turn, holds):
    letter = library.latest_letter(code)
    data = sample_of(letter, Condition(turn) if turn else None)
    pdf = render_letter(letter, data, fonts_dir)
    own = text_pages(pdf, code)
    same_words(pdf, 1, own, letter_pieces(code, data, holds, page_count(pdf), own))
    behind = "".join(words(pdf, page) for page in range(own + 1, page_count(pdf) + 1))
    for row in data.annex if declared(code)["letter"].get("annex_title") else ():
        for piece in (row.item, row.source, row.value, era(row.as_of)):
            assert plain(piece) in behind


@pytest.mark.parametrize("code", FIRST_OF_SEVERAL)
def test_an_answer_of_several_kinds_says_each_letter_s_words_once(library, fonts_dir, code):
    first, second = library.latest_letter(code), library.latest_letter("D-10")
    other = replace(second.sample, decisions=second.sample.decisions[:2])
    pdf = render_letter(first, first.sample, fonts_dir, joined=[(second, other)])
    ((_, holds),) = [one for one in CASES[code] if one[0] == own_case(first.sample)]
    own, parts = text_pages(pdf, code), [("D-10", other, {"partial", "refused"})]
    pieces = letter_pieces(code, first.sample, holds, page_count(pdf), own, parts)
    same_words(pdf, 1, own, pieces)


def test_every_point_that_a_request_may_lack_is_told_in_full(library, fonts_dir):
    letter = library.latest_letter("D-02")
    points = tuple(Correction(code, "") for code in declared("D-02")["corrections"])
    data = replace(letter.sample, corrections=points)
    pdf = render_letter(letter, data, fonts_dir)
    own = text_pages(pdf, "D-02")
    same_words(pdf, 1, own, letter_pieces("D-02", data, set(), page_count(pdf), own))


def test_every_suggested_reason_for_a_delay_prints_as_it_is_suggested(library, fonts_dir):
    letter = library.latest_letter("D-04")
    for text in sorted(set(declared("D-04")["suggested"].values())):
        data = replace(letter.sample, note=text)
        pdf = render_letter(letter, data, fonts_dir)
        same_words(pdf, 1, 1, letter_pieces("D-04", data, set(), 1, 1))


def own_case(data: LetterData) -> str:
    granted = [one.granted for one in data.decisions]
    return "granted_all" if all(granted) else "partial" if any(granted) else "refused_all"


def test_the_cases_above_print_every_sentence_that_depends_on_one():
    """Every `only` of every file, and every title, stands in one of them."""
    for code, cases in CASES.items():
        held = set().union(*(holds for _, holds in cases))
        held |= {"mixed"} if code in FIRST_OF_SEVERAL else set()
        table = declared(code)
        rows = (*table["opening"], *table["entries"], *table.get("closing", []))
        for row in rows:
            assert not row.get("only") or set(row["only"]) & held, (code, row)
        assert set(table.get("titles", {})) <= held, code


def form_pieces(code: str, number: str, values: dict[str, str]) -> list[str]:
    """Captions with what the office's settings put in, and the label of every field."""
    table = declared(code)
    facts = {**table["form"].get("defaults", {}), **table.get("defaults", {}), **values}
    facts |= {"version": str(table["form"]["version"]), "case_number": number}
    said = (one["text"] for one in table["captions"])
    captions = [re.sub(r"\{(\w+)\}", lambda found: facts[found[1]], text) for text in said]
    told = [one for one in table["fields"] if one["kind"] == "tick" or "label_box" in one]
    return [*captions, *(one.get("print") or one["label"] for one in told)]


@pytest.mark.parametrize("code", ["F-01", "F-02", "F-03", "F-04", "F-05", "GUIDE"])
def test_a_blank_form_says_what_its_file_says(library, fonts_dir, code):
    pdf = blank_form(library.form(code), fonts_dir)
    pages = page_count(pdf)
    same_words(pdf, 1, pages, form_pieces(code, "", {}))


def test_a_reply_slip_says_what_its_file_and_its_case_say(library, fonts_dir):
    letter = library.latest_letter("D-11")
    office = {"office": letter.sample.sender.office, "desk": letter.sample.sender.desk}
    pdf = render_letter(letter, letter.sample, fonts_dir)
    pieces = form_pieces("SLIP", letter.sample.case_number, office)
    same_words(pdf, 2, 2, [*pieces, "2／2"])


def test_rare_characters_come_out_as_they_were_put_in(library, fonts_dir):
    """A letter of the first plane, compatibility shapes, and a shape chosen by a selector."""
    name, street = "髙﨑 𠮷子", "埼玉県みどり野市葛\U000e0100町塚\ufa10一丁目1番1号"
    letter = library.latest_letter("D-01")
    data = replace(letter.sample, addressee=Addressee("350-9942", (street,), name))
    printed = words(render_letter(letter, data, fonts_dir), 1)
    assert plain(f"{name}様") in printed
    assert plain(street) in printed


@pytest.mark.parametrize("code", ["I-01", "I-02", "I-03", "I-05", "I-06", "I-08", "I-10"])
def test_an_office_paper_says_what_its_file_and_its_cells_say(fonts_dir, code):
    table, form = declared(code), load_office_form(paths.forms(), code)
    grids = [("表", table["columns"]), *sorted(table.get("tables", {}).items())]
    facts = Facts("事項", [(f"項{at}", text) for at, text in enumerate(table["texts"].values())])
    cells = {name: [f"{name}{at}欄" for at in range(len(rows))] for name, rows in grids}
    columns = {"表": form.columns, **form.tables}
    made = datetime(2026, 11, 10, 9, 30, tzinfo=timezone(timedelta(hours=9)))
    sheet = OfficeSheet(
        "みどり野電力株式会社",
        made,
        "26-0001",
        [facts, *(Grid(name, columns[name], [cells[name]]) for name, _rows in grids)],
    )
    pdf = office_sheet(form, sheet, fonts_dir)
    total = page_count(pdf)
    pieces = [
        *("令和8年11月10日", "みどり野電力株式会社", table["title"], table["opening"], "事項"),
        *(piece for label, text in facts.rows for piece in (label, text)),
        *(head for name, rows in grids for head in (name, *(one["head"] for one in rows))),
        *(cell for row in cells.values() for cell in row),
        *(f"{code}{table['title']}26-0001{page}／{total}" for page in range(1, total + 1)),
        table["closing"],
    ]
    same_words(pdf, 1, total, pieces)
