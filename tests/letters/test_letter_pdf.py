"""Letters on paper: every word, nothing but the address in the window, the same bytes again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache

import pypdfium2 as pdfium
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from printed_pages import (
    character_boxes,
    corner_marks,
    drawn_boxes,
    page_count,
    plain,
    qr_texts,
    text_of,
    text_within,
)

from desktop import paths
from desktop.domain.forms import Rect
from desktop.domain.letters import (
    Addressee,
    AnnexRow,
    Correction,
    Decision,
    FeeState,
    LetterProblem,
)
from desktop.domain.requests import Reason
from desktop.letters.address_window import AddressTooLong
from desktop.letters.library import load_library
from desktop.letters.preview import preview_letter
from desktop.letters.render import render_letter
from desktop.letters.writing import MissingGlyph

CODES = (
    *("D-01", "D-02", "D-03", "D-04", "D-05", "D-06", "D-07", "D-08", "D-09", "D-10", "D-11"),
    *("D-12", "D-13", "D-14"),
)
WINDOW = Rect(22, 15, 83, 35)  # DOMAIN §9: x 22–105 mm, y 15–50 mm


@pytest.fixture(scope="module")
def letter(library, fonts_dir):
    """Render a letter's sample with some of its facts changed; each sample itself only once."""
    unchanged = cache(lambda code: preview_letter(library, code, fonts_dir))

    def make(code, **changes):
        if not changes:
            return unchanged(code)
        definition = library.latest_letter(code)
        return render_letter(definition, replace(definition.sample, **changes), fonts_dir)

    return make


def outside_window(box: Rect) -> bool:
    return not box.overlaps(WINDOW)


def inside_window(box: Rect) -> bool:
    return (
        box.x >= WINDOW.x
        and box.right <= WINDOW.right
        and box.y >= WINDOW.y
        and box.bottom <= WINDOW.bottom
    )


@pytest.mark.parametrize("code", CODES)
def test_every_letter_carries_what_a_letter_must_carry(library, letter, code):
    sample = library.latest_letter(code).sample
    printed = text_of(letter(code))
    assert sample.document_number in printed
    assert "令和8年11月1" in printed
    assert "〒350-9942" in printed
    assert "架空 太郎　様" in printed
    assert "みどり野電力株式会社" in printed
    assert "個人情報保護管理責任者" in printed
    assert f"受付番号　{sample.case_number}" in printed
    assert "\n記\n" in printed
    assert "以上" in printed
    assert "お問い合わせ先" in printed
    assert "0570-000-000" in printed


@pytest.mark.parametrize("code", CODES)
def test_nothing_but_the_address_stands_in_the_window(letter, code):
    pdf = letter(code)
    assert plain(text_within(pdf, WINDOW)) == (
        "〒350-9942埼玉県みどり野市若葉町二丁目14番6号コーポ若葉203号室架空太郎様"
    )
    assert all(inside_window(box) or outside_window(box) for box in character_boxes(pdf))
    assert all(outside_window(box) for box in drawn_boxes(pdf))


# No hyphen: pdfium takes one at a line's end for a torn word and leaves it out.
NAMES = st.text(alphabet="架空太郎見本花子髙﨑𠮷一丁目 Aa1（", min_size=1, max_size=60)


@settings(max_examples=25, deadline=None)
@given(name=NAMES, lines=st.lists(NAMES, min_size=1, max_size=4))
def test_a_long_address_stays_in_the_window_or_is_refused(name, lines):
    definition = load_library(paths.forms()).latest_letter("D-06")
    fonts_dir = paths.resources() / "fonts"
    addressee = Addressee("350-9942", tuple(lines), name)
    data = replace(definition.sample, addressee=addressee)
    try:
        pdf = render_letter(definition, data, fonts_dir)
    except AddressTooLong:
        assert len(name) + sum(map(len, lines)) > 60
        return
    expected = plain("〒350-9942" + "".join(lines) + name + "様")
    assert plain(text_within(pdf, WINDOW)) == expected
    assert all(inside_window(box) or outside_window(box) for box in character_boxes(pdf))


def test_a_rather_long_name_stays_on_one_line_with_its_honorific(letter):
    name = "架空左衛門之助アレクサンドロヴィチ"
    assert f"{name}　様" in text_of(letter("D-06", addressee=Addressee("", ("若葉町1",), name)))


def test_a_name_that_cannot_fit_is_refused_and_not_cut(letter):
    endless = Addressee("350-9942", ("架" * 300,), "空" * 300)
    with pytest.raises(AddressTooLong) as caught:
        letter("D-06", addressee=endless)
    assert "架" not in str(caught.value)


def test_rare_characters_print_and_can_be_read_back(letter):
    addressee = Addressee("3509942", ("埼玉県みどり野市𠮷川町1-2",), "髙﨑 𠮷子")
    printed = text_of(letter("D-06", addressee=addressee))
    assert "髙﨑 𠮷子　様" in printed
    assert "みどり野市𠮷川町1-2" in printed
    assert "〒350-9942" in printed


def test_markup_in_a_name_stays_text(letter):
    name = '<b>架空</b> <img src="x"/> &amp; <a href="http://example.jp">'
    pdf = letter("D-06", addressee=Addressee("350-9942", ("若葉町1",), name))
    assert plain(name) in plain(text_of(pdf))
    assert b"/URI" not in pdf
    assert b"/Subtype /Image" not in pdf


def test_a_placeholder_in_a_name_stays_text(letter):
    corrections = (Correction("OTHER", "{due_on} と {x} の欄"),)
    assert "{due_on} と {x} の欄" in text_of(letter("D-02", corrections=corrections))


def test_direction_marks_cannot_turn_a_name_round(letter):
    addressee = Addressee("350-9942", ("若葉町1\u202e2",), "架空\u202e 太郎\n様ではない")
    printed = text_of(letter("D-06", addressee=addressee))
    assert "\u202e" not in printed
    assert "架空 太郎 様ではない　様" in printed


def test_a_character_without_a_glyph_is_refused(letter):
    with pytest.raises(MissingGlyph) as caught:
        letter("D-06", addressee=Addressee("350-9942", ("若葉町1",), "架空\U0003134a"))
    assert caught.value.character == "\U0003134a"
    assert "架空" not in str(caught.value)


def test_a_character_without_a_glyph_is_refused_in_the_annex_too(letter):
    rows = (AnnexRow("契約者情報", "備考", "値\U0003134a", "営業部", date(2026, 11, 11)),)
    with pytest.raises(MissingGlyph):
        letter("D-05", annex=rows)


@pytest.mark.parametrize("code", CODES)
def test_the_same_letter_gives_the_same_bytes(library, fonts_dir, code):
    assert preview_letter(library, code, fonts_dir) == preview_letter(library, code, fonts_dir)


def test_one_changed_word_gives_other_bytes(letter):
    assert letter("D-06") != letter("D-06", case_number="26-0012")


@pytest.mark.parametrize("code", CODES)
def test_the_code_holds_the_case_number_only(library, letter, code):
    sample = library.latest_letter(code).sample
    assert qr_texts(letter(code)) == [sample.case_number]


@pytest.mark.parametrize("code", ["D-02", "D-03"])
def test_the_reply_slip_is_the_last_page_and_joins_the_case(library, letter, code):
    sample = library.latest_letter(code).sample
    pdf = letter(code)
    assert page_count(pdf) == 2
    assert qr_texts(pdf, 2) == [f"MDG1|SLIP|1|1|{sample.case_number}"]
    assert set(corner_marks(pdf, 2)) == {0, 1, 2, 3}
    assert "架空" not in text_of(pdf, 2)


@pytest.mark.parametrize("code", ["D-05", "D-06"])
def test_a_decision_carries_no_slip(letter, code):
    pdf = letter(code)
    for page in range(1, page_count(pdf) + 1):
        assert not any(text.startswith("MDG1|SLIP") for text in qr_texts(pdf, page))


@pytest.mark.parametrize("code", CODES)
def test_every_page_says_its_number_and_their_count(letter, code):
    pdf = letter(code)
    total = page_count(pdf)
    for page in range(1, total + 1):
        assert f"{page}／{total}" in text_of(pdf, page)


@pytest.mark.parametrize("code", CODES)
def test_the_file_names_its_title_and_language_and_no_author(letter, code):
    pdf = letter(code)
    with pdfium.PdfDocument(pdf) as document:
        facts = document.get_metadata_dict()
    assert "（窓第26-" in facts["Title"]
    assert facts["Author"] == ""
    assert facts["Subject"] == ""
    assert b"ja-JP" in pdf


def test_the_title_of_the_file_holds_no_name(letter):
    with pdfium.PdfDocument(letter("D-05")) as document:
        assert "架空" not in "".join(document.get_metadata_dict().values())


GRANTED = Decision("開示", "契約者情報", True)
REFUSED = Decision("開示", "問い合わせ履歴", False, Reason.R_HE, "応対の評価を含むためです。")


def test_granted_and_refused_items_stand_in_one_letter(letter):
    printed = plain(text_of(letter("D-05", decisions=(GRANTED, REFUSED))))
    assert "個人情報一部開示決定通知書" in printed
    granted = printed.index("開示する情報")
    refused = printed.index("開示しない情報とその理由")
    assert granted < printed.index("契約者情報（開示）") < refused
    assert refused < printed.index("問い合わせ履歴（開示）")
    assert "当社の業務の適正な実施に著しい支障を及ぼすおそれがあるため" in printed
    assert "個人情報保護方針5(5)ヘ" in printed
    assert "応対の評価を含むためです。" in printed


def test_a_full_disclosure_mentions_no_refusal(letter):
    printed = plain(text_of(letter("D-05", decisions=(GRANTED,))))
    assert "個人情報開示決定通知書" in printed
    assert "開示しない情報" not in printed
    assert "訴え" not in printed


def test_the_refusal_of_all_is_called_by_its_name(letter):
    printed = plain(text_of(letter("D-06", decisions=(REFUSED,))))
    assert "個人情報不開示決定通知書" in printed
    assert "裁判所に訴えを提起することができます。" in printed


@pytest.mark.parametrize(
    "refused",
    [
        Decision("開示", "問い合わせ履歴", False, None, "理由の文"),
        Decision("開示", "問い合わせ履歴", False, Reason.R_HE, ""),
    ],
)
def test_a_refusal_without_code_or_words_is_not_printed(letter, refused):
    with pytest.raises(LetterProblem):
        letter("D-06", decisions=(refused,))


def test_a_disclosure_without_its_annex_is_not_printed(letter):
    with pytest.raises(LetterProblem):
        letter("D-05", annex=())


def test_every_annex_line_shows_value_source_and_day(letter):
    printed = text_of(letter("D-05"), 2)
    for words in ("契約開始日", "令和3年4月1日", "営業部 契約管理", "令和8年11月11日"):
        assert words in printed


def test_a_long_annex_runs_on_and_repeats_its_heads(letter):
    rows = tuple(
        AnnexRow("月別使用量", f"架空{n:03}月", f"{n} kWh", "需給部", date(2026, 11, 10))
        for n in range(120)
    )
    pdf = letter("D-05", annex=rows)
    total = page_count(pdf)
    assert total >= 4
    printed = ""
    for page in range(2, total + 1):
        text = text_of(pdf, page)
        assert "基準日" in text
        printed += text
        bottom = max(box.bottom for box in drawn_boxes(pdf, page))
        assert bottom <= 280
    assert all(f"架空{n:03}月" in printed for n in range(120))


def test_a_value_longer_than_a_page_is_printed_whole(letter):
    value = "".join(f"第{n}文。" for n in range(1500))
    rows = (AnnexRow("問い合わせ履歴", "記録", value, "お客様窓口", date(2026, 11, 10)),)
    pdf = letter("D-05", annex=rows)
    printed = "".join(text_of(pdf, page) for page in range(2, page_count(pdf) + 1))
    assert all(f"第{n}文。" in plain(printed) for n in (0, 700, 1499))


def test_many_corrections_run_on_to_a_second_page_with_the_number(letter):
    corrections = tuple(Correction("OTHER", f"{n}点目の説明です。" * 6) for n in range(12))
    pdf = letter("D-02", corrections=corrections)
    assert page_count(pdf) == 3
    assert "窓第26-0006号　受付番号 26-0006" in text_of(pdf, 2)
    printed = plain(text_of(pdf, 1) + text_of(pdf, 2))
    assert all(f"{n}点目の説明です。" in printed for n in range(12))
    assert "MDG1|SLIP|1|1|26-0006" in qr_texts(pdf, 3)


def test_an_unknown_correction_is_refused(letter):
    with pytest.raises(LetterProblem):
        letter("D-02", corrections=(Correction("NOTHING"),))


def test_a_letter_that_names_a_deadline_needs_one(letter):
    with pytest.raises(LetterProblem) as caught:
        letter("D-02", due_on=None)
    assert "期限" in caught.value.sentence


def test_a_mismatch_letter_never_shows_what_is_registered(letter):
    printed = plain(text_of(letter("D-02")))
    assert "登録内容のご住所を照合できませんでした" in printed
    assert printed.count("若葉町二丁目14番6号") == 1  # the addressee alone


def test_a_short_fee_names_the_missing_sum(letter):
    # DOMAIN §12: three items with 650 yen are 10 yen short.
    printed = plain(text_of(letter("D-03", fee=FeeState(3, 220, 660, 650))))
    assert "10円不足" in printed
    assert "660円（税込。1項目220円×3項目）" in printed
    assert "650円" in printed


def test_an_excess_fee_goes_back_and_asks_for_nothing(letter):
    printed = plain(text_of(letter("D-03", fee=FeeState(1, 220, 220, 440))))
    assert "220円超過" in printed
    assert "お返しする額" in printed
    assert "納付の期限" not in printed


def test_the_window_can_be_moved(library, fonts_dir):
    definition = library.latest_letter("D-06")
    moved = Rect(25, 20, 83, 35)
    pdf = render_letter(definition, definition.sample, fonts_dir, window=moved)
    assert "架空太郎様" in plain(text_within(pdf, moved))
