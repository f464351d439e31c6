"""What shows in the window of the envelope, measured on the drawn page (DOMAIN §9).

A folded letter slips in its envelope: by three millimetres to every side nothing else comes into
view, and nothing of the address goes out of it.
"""

from __future__ import annotations

from dataclasses import replace

import pytest
from printed_pages import characters, drawn_boxes, page_count, plain, text_of, text_within

from desktop import paths
from desktop.domain.forms import Rect
from desktop.domain.letters import Addressee, LetterProblem
from desktop.letters.form_cover import form_cover
from desktop.letters.office_forms import load_office_form
from desktop.letters.render import render_letter

CODES = tuple(f"D-{number:02}" for number in range(1, 15))
WINDOW = Rect(22, 15, 83, 35)  # DOMAIN §9: x 22–105 mm, y 15–50 mm
SLIP = 3.0
ADDRESS = "〒350-9942埼玉県みどり野市若葉町二丁目14番6号コーポ若葉203号室架空太郎様"
OTHER_WINDOWS = (Rect(20, 12, 90, 45), Rect(25, 20, 83, 35), Rect(15, 30, 100, 55))


def seen_alone(pdf: bytes, window: Rect, address: str) -> None:
    """The address is all that the window shows, however the sheet slips."""
    reach, always = window.grown(SLIP), window.grown(-SLIP)
    assert plain(text_within(pdf, window)) == plain(address)
    shown = [(one, box) for one, box in characters(pdf) if box.overlaps(reach)]
    assert "".join(one for one, _box in shown) == plain(address)
    for _one, box in shown:
        assert always.x <= box.x
        assert always.y <= box.y
        assert box.right <= always.right
        assert box.bottom <= always.bottom
    assert not [box for box in drawn_boxes(pdf) if box.overlaps(reach)]


@pytest.fixture(scope="module")
def of(library, fonts_dir):
    def make(code, window=WINDOW, **changes):
        definition = library.latest_letter(code)
        return render_letter(
            definition, replace(definition.sample, **changes), fonts_dir, window=window
        )

    return make


@pytest.mark.parametrize("code", CODES)
def test_only_the_address_shows_wherever_the_letter_slips(of, code):
    seen_alone(of(code), WINDOW, ADDRESS)


@pytest.mark.parametrize("window", OTHER_WINDOWS)
def test_only_the_address_shows_in_another_envelope(of, window):
    for code in ("D-02", "D-05", "D-11"):
        seen_alone(of(code, window), window, ADDRESS)


def test_a_long_name_of_the_office_keeps_out_of_the_window(of, library):
    sender = replace(library.latest_letter("D-06").sample.sender, office="見本電力" * 15)
    seen_alone(of("D-06", sender=sender), WINDOW, ADDRESS)
    seen_alone(of("D-06", OTHER_WINDOWS[2], sender=sender), OTHER_WINDOWS[2], ADDRESS)


@pytest.mark.parametrize(
    "addressee",
    [
        Addressee(
            "350-9942",
            (
                "埼玉県みどり野市大字若葉町字北原二丁目14番地6",
                "グランドメゾン・ド・ミドリノ・サウスコート",
                "第二期A棟 1203号室",
                "株式会社見本ホームサービス気付",
            ),
            "見本 花子",
        ),
        Addressee(
            "350-9942", ("若葉町1",), "マリア・デル・カルメン・アレクサンドラ・ミホンスカヤ・カクウ"
        ),
        Addressee(
            "350-9942", ("若葉町1",), "株式会社架空総合エネルギー管理サービス 埼玉北支店", "御中"
        ),
    ],
)
def test_long_addresses_and_names_stay_in_the_window(of, addressee):
    words = (addressee.postal_line, *addressee.address, addressee.name, addressee.honorific)
    seen_alone(of("D-06", addressee=addressee), WINDOW, "".join(words))


def test_the_honorific_never_stands_alone(of):
    name = (
        "架空左衛門之助見本右衛門之丞仮野小路例示大納言"
        "想定中将作例少将試山宰相型谷参議模田権守仮名蔵人所"
    )
    for length in (20, 31, 44, len(name)):
        addressee = Addressee("350-9942", ("若葉町1",), name[:length])
        lines = text_within(of("D-06", addressee=addressee), WINDOW).split("\r\n")
        last = plain(lines[-1])
        assert last.endswith(f"{name[length - 2 : length]}様"), length


def test_a_window_that_would_show_more_is_refused(of):
    for window in (Rect(100, 15, 83, 35), Rect(22, 15, 83, 90), Rect(0, 15, 83, 35)):
        with pytest.raises(LetterProblem) as caught:
            of("D-06", window)
        assert "窓の位置" in caught.value.sentence


def test_no_further_page_names_the_person_where_the_window_is(of):
    """The sheets lie behind the first one; a slip that is folded to the front tells nobody."""
    for code in CODES:
        pdf = of(code)
        for page in range(2, page_count(pdf) + 1):
            assert "架空" not in text_within(pdf, WINDOW.grown(SLIP), page)


def test_the_cover_of_blank_forms_shows_its_address_alone(library, fonts_dir):
    sample = library.latest_letter("D-12").sample
    form = load_office_form(paths.forms(), "FORM_COVER")
    pdf = form_cover(form, sample.sender, sample.addressee, ("F-01",), sample.issued_on, fonts_dir)
    seen_alone(pdf, WINDOW, ADDRESS)
    assert "架空 太郎　様" in text_of(pdf)
