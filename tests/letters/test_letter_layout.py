"""The form of a letter of business, whatever its length: 拝啓 … 敬具, 記 … 以上 (DOMAIN §9)."""

from __future__ import annotations

from dataclasses import replace

import pytest
from printed_pages import page_count, plain, text_of

from desktop.domain.letter_samples import sample_of
from desktop.domain.letters import Condition
from desktop.letters.render import render_letter

CODES = tuple(f"D-{number:02d}" for number in range(1, 15))
WITH_SLIP = {"D-02", "D-03", "D-11"}


@pytest.fixture(scope="module")
def refusing(library, fonts_dir):
    """A refusal of so many items; the first one has so many lines more."""
    definition = library.latest_letter("D-06")
    (one,) = definition.sample.decisions

    def made(number: int, longer: int = 0) -> bytes:
        text = "記録を確認しましたが、ありませんでした。"
        decisions = tuple(
            replace(
                one,
                label=f"第{index}の記録",
                text=text + "確" * (36 * longer if index == 1 else 0),
            )
            for index in range(1, number + 1)
        )
        data = replace(definition.sample, decisions=decisions)
        return render_letter(definition, data, fonts_dir)

    return made


@pytest.mark.parametrize("code", CODES)
def test_greeting_list_and_end_stand_in_their_order(library, fonts_dir, code):
    definition = library.latest_letter(code)
    pdf = render_letter(definition, definition.sample, fonts_dir)
    printed = text_of(pdf)
    words = ("拝啓　時下", "敬具", "\n記\n", "以上", "お問い合わせ先　")
    places = [printed.index(one) for one in words]
    # The 問い合わせ先 may be spoken of in the letter; its own frame is the last thing on the page.
    assert places[:4] == sorted(places[:4])
    assert printed.rindex("お問い合わせ先　みどり野電力") > places[3]
    closing = plain(definition.closing[-1].text)[:12] if definition.closing else ""
    if closing in plain(printed):
        assert plain(printed).index(closing) < plain(printed).index("以上")
    assert page_count(pdf) == 1 + (code in WITH_SLIP) + (code == "D-05")


def test_heirs_are_condoled_with_and_not_greeted_with_joy(library, fonts_dir):
    letter = library.latest_letter("D-14")
    seen = plain(text_of(render_letter(letter, sample_of(letter, Condition.HEIRS), fonts_dir)))
    assert "お悔やみ申し上げます" in seen
    assert not {one for one in ("拝啓", "お慶び", "敬具") if one in seen}


def test_the_end_of_a_letter_never_stands_alone_on_a_page(refusing):
    seen = set()
    lengths = [(1, 0), *((1, longer) for longer in range(15, 19))]
    lengths += [*((4, longer) for longer in range(1, 5)), (9, 0), (18, 0)]
    for number, longer in lengths:
        pdf = refusing(number, longer)
        pages = [plain(text_of(pdf, page)) for page in range(1, page_count(pdf) + 1)]
        (last,) = [page for page in pages if "以上" in page]
        assert last is pages[-1]
        # With it stand the sentences before it, and the frame of the 問い合わせ先 below it.
        assert "裁判所に訴えを提起することができます。以上" in last
        assert "お問い合わせ先みどり野電力株式会社" in last
        assert all(f"第{index}の記録" in "".join(pages) for index in range(1, number + 1))
        seen.add(len(pages))
    assert seen >= {1, 2, 3}


def test_a_letter_that_would_go_a_little_beyond_its_page_is_set_closer(refusing):
    """An item has four lines. At 6.3 mm each, four items end at 287 mm, below the foot of the page
    at 276 mm; at 5.6 mm they end above it, and only the fifth wants a second page."""
    assert [page_count(refusing(number)) for number in (3, 4, 5)] == [1, 1, 2]


def test_a_list_does_not_begin_with_its_label_at_the_foot_of_a_page(refusing, library, fonts_dir):
    definition = library.latest_letter("D-05")
    granted, *_more, refused = definition.sample.decisions
    for number in range(14, 22):
        decisions = tuple(replace(granted, label=f"第{n}の情報") for n in range(number))
        data = replace(definition.sample, decisions=(*decisions, refused))
        pdf = render_letter(definition, data, fonts_dir)
        pages = [plain(text_of(pdf, page)) for page in range(1, page_count(pdf) + 1)]
        (place,) = [page for page in pages if "開示しない情報とその理由" in page]
        assert "開示しない情報とその理由(1)" in place
