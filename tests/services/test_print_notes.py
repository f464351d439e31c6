"""What the clerk is told before a letter is printed; the letter stays what was approved."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest
from case_path import Track
from desk_office import Office, everything_kept
from mail_bag import ICHIRO, form_page, licence

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


def test_a_letter_that_prints_as_it_is_written_tells_nothing(track: Track):
    case_id = track.to_approval()
    assert [one.notes for one in track.get(case_id).letters] == [()]


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
