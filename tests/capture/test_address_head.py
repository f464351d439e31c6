"""An address's beginning is chosen from what the network saw, and never from anything else."""

from __future__ import annotations

import pytest

from desktop.capture.address_head import with_known_head, with_known_units
from desktop.capture.charset import weights
from desktop.capture.engine import Char
from desktop.domain.forms import Charset


def chars(text: str, doubts: dict[int, tuple[str, float]] | None = None) -> list[Char]:
    """As read; at a place in `doubts` it may be another letter too, with its probability."""
    found = []
    for place, letter in enumerate(text):
        other = (doubts or {}).get(place)
        if other is None:
            found.append(Char(letter, 0.99, 0.0))
        else:
            sure = 0.95 - other[1]
            found.append(Char(letter, sure, 0.0, ((letter, sure), other)))
    return found


def said(found: tuple[Char, ...]) -> str:
    return "".join(char.text for char in found)


@pytest.mark.parametrize(
    ("read", "place", "other", "meant"),
    [
        ("埼玉果川越市宮下町", 2, "県", "埼玉県川越市宮下町"),
        ("西多摩郡瑞徳町", 5, "穂", "西多摩郡瑞穂町"),
        ("人間郡三芳町北永井", 0, "入", "入間郡三芳町北永井"),
        ("三芳田北永井", 2, "町", "三芳町北永井"),
        ("大版府堺市北区", 1, "阪", "大阪府堺市北区"),
    ],
)
def test_a_letter_that_was_seen_too_makes_a_municipality(
    read: str, place: int, other: str, meant: str
) -> None:
    found = with_known_head(chars(read, {place: (other, 0.2)}))
    assert said(found) == meant
    assert found[place].probability == 0.2  # so that a clerk looks


def test_what_was_not_seen_is_never_put_in() -> None:
    read = chars("埼玉果川越市")
    assert said(with_known_head(read)) == "埼玉果川越市"
    other = chars("埼玉果川越市", {2: ("巣", 0.4)})
    assert said(with_known_head(other)) == "埼玉果川越市"


def test_a_letter_read_surely_stays() -> None:
    read = [*chars("埼玉"), Char("果", 0.97, 0.0, (("果", 0.97), ("県", 0.02))), *chars("川越市")]
    assert said(with_known_head(read)) == "埼玉果川越市"


@pytest.mark.parametrize("text", ["川越市宮下町", "埼玉県川越市", "引っ越し", "大宮市北町", ""])
def test_what_begins_well_or_is_no_address_stays(text: str) -> None:
    assert said(with_known_head(chars(text))) == text


def test_a_town_that_is_no_more_is_not_made_another() -> None:
    """浦和市 is no municipality today; 浦安市 is, and 安 was hardly seen."""
    assert said(with_known_head(chars("浦和市高砂", {1: ("安", 0.001)}))) == "浦和市高砂"


def test_a_whole_field_must_be_the_municipality() -> None:
    read = chars("川越布宮", {2: ("市", 0.3)})
    assert said(with_known_head(read, whole=True)) == "川越布宮"
    assert said(with_known_head(read)) == "川越市宮"


def test_blanks_between_letters_stay_where_they_are() -> None:
    assert said(with_known_head(chars("埼玉果 川越市", {2: ("県", 0.3)}))) == "埼玉県 川越市"


def test_the_number_sign_behind_figures_is_chosen_where_it_was_seen() -> None:
    assert said(with_known_units(chars("25香地の3", {2: ("番", 0.3)}))) == "25番地の3"
    assert said(with_known_units(chars("2香22号", {1: ("番", 0.3)}))) == "2番22号"
    assert said(with_known_units(chars("25香地", {2: ("看", 0.3)}))) == "25香地"
    assert said(with_known_units(chars("高香地", {1: ("番", 0.3)}))) == "高香地"


def test_rare_kanji_are_believed_less_but_for_those_of_names_and_places() -> None:
    letters = list("川邊﨑澤櫻籠瑞") + list("閔寨鵝") + ["~", "ー", "a", "7"]
    weight = dict(zip(letters, weights(Charset.JAPANESE, letters), strict=True))
    assert {letter for letter, value in weight.items() if value == 1.0} == set("川邊﨑澤櫻籠瑞ーa7")
    assert set(weights(Charset.KANA, ["閔", "~"])) == {1.0}
