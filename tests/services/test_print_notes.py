"""What the clerk is told before a letter is printed; the letter stays what was approved."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest
from case_path import Track
from desk_office import Office, everything_kept
from mail_bag import ICHIRO, form_page, licence

from desktop import paths
from desktop.domain.states import CaseState
from desktop.letters.fonts import load_fonts
from desktop.letters.writing import MissingGlyph, clean
from desktop.store.vault.roll import roll

UNHELD = "仮\U000e0105川 一郎"  # no font of the installation has this shape


@pytest.fixture
def track(registered: None, office: Office, tmp_path) -> Track:
    return Track(office, tmp_path)


def test_a_shape_that_is_not_printed_is_told_with_the_letter_and_kept_sealed(track: Track):
    person = replace(ICHIRO, name=UNHELD)
    case_id = track.file(form_page(person), licence(person)).case_id
    asked = track.office.desk.casework.ask_correction(
        track.act("c01"), case_id, ("ADDRESS_MISMATCH",)
    )
    (letter,) = [one for one in track.get(case_id).letters if one.id == asked.id]
    (note,) = letter.notes
    assert note.startswith("氏名の「仮」には異体字の指定（U+4EEE U+E0105）があります")
    assert "仮" not in repr(letter)
    track.office.reopen()
    kept = track.get(case_id)
    assert kept.letters[-1].notes == (note,)
    for place, content in everything_kept(track.office):
        assert "異体字の指定".encode() not in content, place


def test_a_name_that_cannot_be_printed_is_told_before_there_is_a_letter(track: Track):
    person = replace(ICHIRO, name="仮\U0003134a 一郎", building="邉\U000e0102荘")
    case_id = track.file(form_page(person), licence(person)).case_id
    by_name, by_address = track.get(case_id).print_notes
    assert by_name.startswith("氏名の「\U0003134a」（U+3134A）は、印刷用の書体にありません。")
    assert by_address.startswith("住所の「邉」には異体字の指定")
    with pytest.raises(MissingGlyph):
        track.office.desk.casework.ask_correction(track.act("c01"), case_id, ("ADDRESS_MISMATCH",))
    case = track.get(case_id)
    assert (case.line.state, case.letters) == (CaseState.FORM_CHECK, ())


def test_the_fonts_hold_every_character_for_which_they_are_not_asked():
    fonts = load_fonts(paths.resources() / "fonts")
    codes = [bytes((high, low)) for high in range(0x81, 0xFD) for low in range(0x40, 0xFD)]
    read = (code.decode("shift_jis", "ignore") for code in codes)
    usual = {one for one in read if len(one) == 1 and clean(one).text}
    assert len(usual) > 6_900
    for face in ("serif-700", "serif-400"):
        assert [one for one in sorted(usual) if fonts.missing(one, face)] == ["≒"]  # in no name


def test_a_letter_that_prints_as_it_is_written_tells_nothing(track: Track):
    case_id = track.to_approval()
    case = track.get(case_id)
    assert ([one.notes for one in case.letters], case.print_notes) == ([()], ())


def test_an_approved_letter_opens_byte_for_byte_after_a_restart_and_new_keys(track: Track):
    case_id = track.to_approved()
    letter = track.get(case_id).letters[-1]
    post = track.office.desk.correspondence
    approved = post.letter_pdf(track.act("c01"), letter.id)
    assert hashlib.sha256(approved).hexdigest() == track.get(case_id).approval.letter_hash
    premises = track.office.desk.premises
    roll(premises.database, premises.vault, premises.folder)
    assert track.office.desk.correspondence.letter_pdf(track.act("c01"), letter.id) == approved
    track.office.reopen()
    again = track.office.desk.correspondence.letter_pdf(track.act("c01"), letter.id)
    assert again == approved
