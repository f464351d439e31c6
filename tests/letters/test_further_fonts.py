"""A font that the office adds serves for the characters and variants that the shipped ones lack."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._c_m_a_p import CmapSubtable
from printed_pages import character_boxes, text_of

from desktop.domain.letters import Addressee
from desktop.letters.fonts import FontMissing, Fonts, load_fonts
from desktop.letters.letter_texts import letter_notes
from desktop.letters.render import render_letter
from desktop.letters.sheet import Sheet
from desktop.letters.writing import MissingGlyph

RARE = "\U0003134a"  # in none of the shipped fonts
VARIANT = "邉\U000e0102"


@pytest.fixture(scope="module")
def folder(fonts_dir, tmp_path_factory):
    """The shipped fonts, and beside them one of two characters."""
    place = tmp_path_factory.mktemp("fonts")
    for file in fonts_dir.glob("Noto*.ttf"):
        (place / file.name).symlink_to(file)
    (place / "further").mkdir()
    _drawn_by_the_office(fonts_dir / "NotoSansJP_400Regular.ttf", place / "further" / "rare.ttf")
    return place


def _drawn_by_the_office(source, target):
    font = TTFont(source)
    shape = font.getBestCmap()[ord("亜")]
    cut = subset.Subsetter(subset.Options(glyph_names=False, layout_features=[]))
    cut.populate(unicodes=[ord("亜")])
    cut.subset(font)
    plain = CmapSubtable.newSubtable(12)
    plain.platformID, plain.platEncID, plain.language = 3, 10, 0
    plain.cmap = {ord(RARE): shape, ord(VARIANT[0]): shape}
    variants = CmapSubtable.newSubtable(14)
    variants.platformID, variants.platEncID, variants.language = 0, 5, 0
    variants.cmap, variants.uvsDict = {}, {ord(VARIANT[1]): [(ord(VARIANT[0]), shape)]}
    font["cmap"].tables = [plain, variants]
    for record in font["name"].names:
        if record.nameID == 6:
            record.string = "OfficeRare-Regular"
    font.save(target)


@pytest.fixture(scope="module")
def letter(library):
    definition = library.latest_letter("D-06")
    addressee = Addressee("350-9942", (f"みどり野市{RARE}町1-2",), f"架空{RARE}{VARIANT} 太郎")
    return definition, replace(definition.sample, addressee=addressee)


def test_what_the_shipped_fonts_lack_is_printed_with_the_added_one(letter, folder, fonts_dir):
    definition, facts = letter
    with pytest.raises(MissingGlyph):
        render_letter(definition, facts, fonts_dir)
    pdf = render_letter(definition, facts, folder)
    printed = text_of(pdf)
    assert f"架空{RARE}{VARIANT} 太郎　様" in printed
    assert f"みどり野市{RARE}町1-2" in printed
    assert b"+OfficeRare-Regular" in pdf
    assert letter_notes([facts], load_fonts(folder)) == ()


def test_a_line_of_two_fonts_runs_on_without_gap_or_overlap(folder):
    sheet = Sheet(load_fonts(folder), "字形")
    sheet.text(20, 60, f"国{RARE}国{RARE}国", size=24)
    boxes = character_boxes(sheet.finish())  # a rare character has two, of one place
    middles = sorted({round(box.x + box.width / 2, 3) for box in boxes})
    assert len(middles) == 5
    # 24 points are 8.47 mm; no shape stands more than a little beside the middle of its square.
    assert all(abs(right - left - 8.47) < 0.3 for left, right in pairwise(middles))


def test_an_added_file_that_is_no_font_is_named_with_what_to_do(fonts_dir, tmp_path):
    (tmp_path / "further").mkdir()
    (tmp_path / "further" / "broken.ttf").write_bytes(b"no font")
    fonts = Fonts(load_fonts(fonts_dir).faces, tmp_path)
    fonts.require("架空", "serif-400")  # a broken addition stops nobody who does not need it
    with pytest.raises(FontMissing) as caught:
        fonts.require(RARE, "serif-400")
    assert "broken.ttf" in caught.value.sentence
    assert "追加した書体" in caught.value.next_step
