"""Characters on paper: the shape that was asked for, the shape that is there, or no letter."""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
import tomllib
import unicodedata
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from printed_pages import character_boxes, drawn_boxes, picture, plain, text_of

from desktop import paths
from desktop.domain.forms import Rect
from desktop.domain.letters import Addressee, AnnexRow, Correction, Decision, fill
from desktop.domain.requests import Reason
from desktop.letters.blank import blank_form
from desktop.letters.card import recovery_card
from desktop.letters.fonts import load_fonts
from desktop.letters.letter_texts import letter_notes
from desktop.letters.library import load_library
from desktop.letters.render import render_letter
from desktop.letters.sheet import Sheet
from desktop.letters.shelf_label import shelf_label
from desktop.letters.writing import MissingGlyph, clean

CODES = tuple(f"D-{number:02}" for number in range(1, 15))
FACES = ("sans-400", "sans-500", "sans-700", "serif-400", "serif-700")
KUZU, TSUJI = "葛\U000e0100", "辻\U000e0100"  # shapes of their own in the shipped fonts
HEN = "邉\U000e0100"  # declared to be the plain shape
UNHELD = "邉\U000e0102"  # not in the shipped fonts


@pytest.fixture(scope="module")
def fonts(fonts_dir):
    return load_fonts(fonts_dir)


@pytest.fixture(scope="module")
def samples(library, fonts_dir):
    letters = (library.latest_letter(code) for code in CODES)
    return {one.code: render_letter(one, one.sample, fonts_dir) for one in letters}


@pytest.fixture(scope="module")
def to(library, fonts_dir):
    """A letter to this name and address, with further facts of the sample changed."""

    def make(name, *address, code="D-06", folder=fonts_dir, **changes):
        letter = library.latest_letter(code)
        addressee = Addressee("350-9942", address or ("若葉町1",), name)
        facts = replace(letter.sample, addressee=addressee, **changes)
        return render_letter(letter, facts, folder)

    return make


def one_line(fonts, text, face="serif-700"):
    sheet = Sheet(fonts, "字形")
    sheet.text(20, 60, text, face=face, size=72)
    return sheet.finish()


def poppler(pdf, *command):
    try:
        done = subprocess.run(command, input=pdf, capture_output=True, check=True)
    except FileNotFoundError:
        pytest.skip("poppler is not installed")
    return done.stdout.decode()


def test_a_variant_is_printed_in_its_own_shape_and_read_back_with_its_selector(to):
    printed = text_of(to(f"{KUZU}城 {TSUJI}子", f"みどり野市{TSUJI}堂1-2"))
    assert f"{KUZU}城 {TSUJI}子　様" in printed
    assert f"みどり野市{TSUJI}堂1-2" in printed


@pytest.mark.parametrize("face", FACES)
@pytest.mark.parametrize("sequence", [KUZU, TSUJI])
def test_the_shape_of_a_variant_is_another_one(fonts, sequence, face):
    asked = picture(one_line(fonts, sequence, face), dpi=60)
    plain_shape = picture(one_line(fonts, sequence[0], face), dpi=60)
    assert np.count_nonzero(asked < 128) > 100
    assert np.count_nonzero((asked < 128) != (plain_shape < 128)) > 10


def test_a_selector_that_names_the_plain_shape_prints_it(fonts):
    assert np.array_equal(picture(one_line(fonts, HEN)), picture(one_line(fonts, HEN[0])))
    assert text_of(one_line(fonts, HEN)).strip() == HEN
    assert fonts.lacking(HEN, "serif-700") == ()


def test_a_shape_that_the_font_lacks_is_printed_plain_and_told_by_its_place(library, fonts, to):
    printed = text_of(to(f"{UNHELD}田 花子"))
    assert "邉田 花子　様" in printed
    sample = library.latest_letter("D-06").sample
    marked = replace(sample, addressee=Addressee("350-9942", (f"{UNHELD}町1",), f"{UNHELD}田 花子"))
    by_name, by_address = letter_notes([marked], fonts)
    assert by_name.startswith("氏名の「邉」には異体字の指定（U+9089 U+E0102）")
    assert by_address.startswith("住所の「邉」には")
    assert letter_notes([sample], fonts) == ()
    held = replace(sample, addressee=Addressee("350-9942", (f"{TSUJI}堂1",), f"{KUZU}城{HEN}"))
    assert letter_notes([held], fonts) == ()


def test_marks_that_nobody_sees_are_left_out_and_told(library, fonts):
    sample = library.latest_letter("D-06").sample
    to = replace(sample.addressee, name="架空\u202e太郎\u200b")
    (note,) = letter_notes([replace(sample, addressee=to)], fonts)
    assert note.startswith("氏名：目に見えない制御文字が2字")


def test_a_variant_beside_its_plain_character_keeps_them_apart(to):
    printed = text_of(to(f"辻{TSUJI}葛{KUZU}", f"{KUZU}葛"))
    assert f"辻{TSUJI}葛{KUZU}　様" in printed
    assert f"{KUZU}葛" in printed


ALONE = """
import sys, hashlib
from dataclasses import replace
from desktop import paths
from desktop.domain.letters import Addressee
from desktop.letters.library import load_library
from desktop.letters.render import render_letter
letter = load_library(paths.forms()).latest_letter("D-06")
facts = replace(letter.sample, addressee=Addressee("350-9942", ("若葉町1",), sys.argv[1]))
pdf = render_letter(letter, facts, paths.resources() / "fonts")
sys.stdout.write(hashlib.sha256(pdf).hexdigest())
"""


def test_the_bytes_do_not_tell_which_variants_were_seen_before(to):
    """This program has seen others before; the other one has seen none."""
    name = f"{TSUJI}本 {KUZU}子"
    here = to(f"{KUZU}子 {HEN}") and to(name)
    command = [sys.executable, "-c", ALONE, name]
    there = subprocess.run(command, capture_output=True, check=True, text=True)
    assert there.stdout == hashlib.sha256(here).hexdigest()


def passes(fonts, text):
    try:
        fonts.require(text, "sans-400")
    except MissingGlyph:
        return False
    return True


@given(st.text(max_size=30))
def test_what_cannot_be_seen_never_comes_onto_paper(text):
    fonts = load_fonts(paths.resources() / "fonts")
    printable = clean(text).text.replace("\n", "")
    assert not any(unicodedata.category(one) in {"Cc", "Cf"} for one in printable)
    for given_text in (text, printable):
        if passes(fonts, given_text):
            drawn = "".join(run.text for run in fonts.runs(given_text, "sans-400"))
            assert not any(unicodedata.category(one) in {"Cc", "Cf", "Cs"} for one in drawn)


@pytest.mark.parametrize(
    "mark", ["\u202e", "\u2066", "\u200d", "\u0007", "\n", "\ue000", "\U00100000"]
)
def test_a_mark_or_a_private_character_is_refused_even_where_nobody_cleaned_the_text(fonts, mark):
    with pytest.raises(MissingGlyph):
        one_line(fonts, f"架空{mark}太郎")


GONE = "\U0003134a"


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"corrections": (Correction("OTHER", GONE),)}, "補正をお願いする事項"),
        (
            {"decisions": (Decision("開示", "契約", False, Reason.R_HE, GONE),)},
            "「契約」の説明",
        ),
        ({"note": GONE}, "事情の説明"),
        (
            {"annex": (AnnexRow("契約者情報", "備考", GONE, "営業部", date(2026, 11, 11)),)},
            "別紙「契約者情報」",
        ),
    ],
)
def test_a_missing_character_is_told_with_its_place(to, changes, where):
    with pytest.raises(MissingGlyph) as caught:
        to("架空 太郎", **changes)
    assert caught.value.sentence.startswith(f"{where}にある文字「{GONE}」（U+3134A）")


def test_a_missing_character_of_a_name_or_an_address_is_told_apart(to):
    with pytest.raises(MissingGlyph) as caught:
        to(f"架空{GONE}")
    assert caught.value.where == "氏名"
    with pytest.raises(MissingGlyph) as caught:
        to("架空 太郎", f"{GONE}町1")
    assert caught.value.where == "住所"


def test_a_missing_character_of_any_other_sheet_is_told_with_its_title(fonts):
    with pytest.raises(MissingGlyph) as caught:
        one_line(fonts, f"架空{GONE}")
    assert caught.value.sentence.startswith("「字形」にある文字")


@pytest.mark.parametrize(
    "draw",
    [
        lambda folder: shelf_label("みどり野電力", "26-0001", GONE, folder),
        lambda folder: recovery_card(
            ("語",) * 24, "0" * 96, "00", GONE, date(2026, 11, 11), folder
        ),
        lambda folder: blank_form(
            load_library(paths.forms()).form("F-01"), folder, values={"office": GONE}
        ),
    ],
    ids=["shelf label", "recovery card", "blank form"],
)
def test_no_sheet_of_any_kind_is_made_with_a_missing_character(fonts_dir, draw):
    with pytest.raises(MissingGlyph) as caught:
        draw(fonts_dir)
    assert caught.value.where.startswith("「")


def test_every_text_of_the_shipped_forms_can_be_printed_in_every_face(fonts):
    files = sorted(paths.forms().rglob("*.toml"))
    assert len(files) >= 30
    for file in files:
        for text in texts_of(tomllib.loads(file.read_text("utf-8"))):
            for face in FACES:
                fonts.require(clean(text).text.replace("\n", ""), face, file.name)


def texts_of(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from texts_of(one)
    elif isinstance(value, list):
        for one in value:
            yield from texts_of(one)


@pytest.mark.parametrize("face", FACES)
def test_a_character_stands_in_the_middle_of_its_box(fonts, face):
    """国 fills its square evenly: its middle is the middle of what was written."""
    sheet = Sheet(fonts, "字形")
    box = Rect(40, 40, 60, 20)
    sheet.frame(box, 0.2)
    sheet.text_in(box, "国", face=face, size=24, align="center")
    (shown,) = character_boxes(sheet.finish())
    across, down = shown.x + shown.width / 2, shown.y + shown.height / 2
    assert abs(across - 70) < 0.3  # of 8.5 mm
    assert abs(down - 50) < 0.3


def test_the_text_of_a_table_stands_in_the_middle_of_its_cell(samples):
    """The cells of the annex of a disclosure: as much paper above the text as below."""
    pdf = samples["D-05"]
    cells = [box for box in drawn_boxes(pdf, 2) if 4 < box.height < 9 and box.width > 20]
    assert len(cells) > 8
    letters = character_boxes(pdf, 2)
    seen = 0
    for cell in cells:
        within = [one for one in letters if cell.overlaps(one)]
        if within:
            above = min(one.y for one in within) - cell.y
            below = cell.bottom - max(one.bottom for one in within)
            assert abs(above - below) < 0.8
            seen += 1
    assert seen > 8


def test_a_letter_embeds_subsets_of_its_own_fonts_and_nothing_else(samples):
    for pdf in samples.values():
        names = re.findall(rb"/BaseFont /(\S+)", pdf)
        assert names
        assert all(re.fullmatch(rb"[A-Z]{6}\+NotoS(ans|erif)JP-\w+", name) for name in names)
        assert pdf.count(b"/Type /FontDescriptor") == len(re.findall(rb"/FontFile2 \d+ 0 R", pdf))
        assert b"/Subtype /Type1" not in pdf


def test_every_letter_is_smaller_than_120_kilobytes(samples):
    assert max(map(len, samples.values())) < 120_000


def test_a_file_is_made_by_the_program_and_by_nobody(samples):
    for pdf in samples.values():
        assert re.findall(rb"/(Creator|Producer) \((.*?)\)", pdf) == [
            (b"Creator", b"Madoguchi"),
            (b"Producer", b"Madoguchi"),
        ]
        assert b"/Author ()" in pdf


@pytest.mark.system
@pytest.mark.parametrize("code", CODES)
def test_poppler_reads_every_sentence_as_it_was_put_in(library, samples, code):
    letter = library.latest_letter(code)
    facts = letter.sample
    read = plain(poppler(samples[code], "pdftotext", "-raw", "-", "-"))
    put_in = [
        *(one.text for one in (*letter.opening, *letter.closing) if not one.only),
        *(one.text for one in letter.entries if not one.only and one.block is None),
    ]
    for text in put_in:
        assert plain(fill(text, facts)) in read
    to, office = facts.addressee, facts.sender
    for text in (to.postal_line, *to.address, to.name, office.office, office.desk, office.hours):
        assert plain(text) in read
    for row in facts.annex:
        assert plain(row.value) in read
    assert "\ufffd" not in read


@pytest.mark.system
def test_poppler_reads_rare_characters_and_variants_as_they_were_written(to):
    pdf = to(f"𠮷田 髙子{TSUJI}", f"𠮷川町1-2 髙﨑荘{KUZU}号室")
    printed = poppler(pdf, "pdftotext", "-layout", "-", "-")
    assert f"𠮷川町1-2 髙﨑荘{KUZU}号室" in printed
    assert f"𠮷田 髙子{TSUJI}" in printed
