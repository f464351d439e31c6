from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.store.errors import CardWordsWrong, SealBroken, WrongPassphrase
from desktop.store.vault.card import RecoveryCard
from desktop.store.vault.crypto import context, new_key, seal, seal_to, unseal, unseal_with
from desktop.store.vault.keys import (
    LIGHT,
    KeyCost,
    cost_for,
    make_keys,
    signed_by,
    unwrap,
    wrap,
)

PLACE = context("record", "case", "person")


@given(st.binary(max_size=2000))
def test_what_is_sealed_opens_again(data: bytes) -> None:
    key = new_key()
    blob = seal(key, data, PLACE)
    assert unseal(key, blob, PLACE) == data
    assert len(blob) == len(data) + 28


@given(st.lists(st.text(max_size=5), max_size=4), st.lists(st.text(max_size=5), max_size=4))
def test_two_places_never_look_alike(one: list[str], other: list[str]) -> None:
    assert (context(*one) == context(*other)) == (one == other)


def test_a_seal_does_not_open_at_another_place() -> None:
    key = new_key()
    blob = seal(key, b"data", PLACE)
    with pytest.raises(SealBroken):
        unseal(key, blob, context("other record", "case", "person"))


def test_a_changed_or_cut_seal_does_not_open() -> None:
    key = new_key()
    blob = seal(key, b"data", PLACE)
    for broken in (blob[:-1] + bytes([blob[-1] ^ 1]), blob[:5], b"", bytes([1]) + blob):
        with pytest.raises(SealBroken):
            unseal(key, broken, PLACE)


def test_a_key_sealed_to_one_person_opens_for_nobody_else() -> None:
    one, other = make_keys("one"), make_keys("other")
    blob = seal_to(one.public().agreement, b"the key", PLACE)
    assert unseal_with(one.agreement, blob, PLACE) == b"the key"
    with pytest.raises(SealBroken):
        unseal_with(other.agreement, blob, PLACE)
    with pytest.raises(SealBroken):
        unseal_with(one.agreement, blob, context("elsewhere"))


def test_the_passphrase_gives_the_same_keys_back() -> None:
    keys = make_keys("c01")
    again = unwrap("c01", wrap(keys, "正しい馬と電池", LIGHT), "正しい馬と電池")
    assert again.public() == keys.public()


def test_full_width_letters_are_the_same_passphrase() -> None:
    keys = make_keys("c01")
    wrapped = wrap(keys, "Mado-2026", LIGHT)
    assert unwrap("c01", wrapped, "Ｍａｄｏ－２０２６").public() == keys.public()


def test_a_wrong_passphrase_is_refused() -> None:
    wrapped = wrap(make_keys("c01"), "right", LIGHT)
    with pytest.raises(WrongPassphrase) as refusal:
        unwrap("c01", wrapped, "wrong")
    assert refusal.value.field == "passphrase"


def test_wrapped_keys_do_not_open_as_another_persons() -> None:
    wrapped = wrap(make_keys("c01"), "right", LIGHT)
    with pytest.raises(WrongPassphrase):
        unwrap("c02", wrapped, "right")


def test_the_cost_is_kept_with_the_keys() -> None:
    blob = json.loads(wrap(make_keys("c01"), "right", KeyCost(128, 2, 2)))
    assert (blob["kdf"], blob["memory_kib"], blob["passes"], blob["lanes"]) == (
        "argon2id",
        128,
        2,
        2,
    )


def test_the_cost_follows_the_machines_memory() -> None:
    assert cost_for(8 * 1024**3) == KeyCost(262144, 3, 4)
    assert cost_for(8 * 1024**3 - 1) == KeyCost(65536, 3, 4)


def test_a_signature_holds_for_its_words_and_its_signer_only() -> None:
    one, other = make_keys("one"), make_keys("other")
    signature = one.sign(b"approve 26-0001")
    assert signed_by(one.public().signing, signature, b"approve 26-0001")
    assert not signed_by(one.public().signing, signature, b"approve 26-0002")
    assert not signed_by(other.public().signing, signature, b"approve 26-0001")
    assert not signed_by(b"no key", signature, b"approve 26-0001")


def test_a_fingerprint_belongs_to_one_person_and_one_key() -> None:
    one, other = make_keys("one").public(), make_keys("one").public()
    assert one.fingerprint() != other.fingerprint()
    assert [len(group) for group in one.fingerprint().split(" ")] == [4] * 8


def test_private_keys_do_not_show_in_a_message() -> None:
    keys, card = make_keys("c01"), RecoveryCard.make()
    assert repr(keys) == "PersonKeys('c01')"
    assert all(word not in repr(card) for word in card.words())


@pytest.mark.parametrize("language", ["japanese", "english"])
def test_the_card_is_read_back_from_its_words(language: str) -> None:
    card = RecoveryCard.make()
    words = card.words(language)
    assert len(words) == 24
    assert RecoveryCard.from_words("　".join(words)).public() == card.public()
    assert RecoveryCard.from_words(" \n".join(words).upper()).public() == card.public()


def test_the_code_on_the_card_is_typed_as_digits() -> None:
    """Hand-counted: 32 zero bytes are the first word 23 times, then the checksum's place.

    SHA-256 of 32 zero bytes begins with 0x66: 256 bits and these 8 are 24 places of 11 bits, the
    last of which is 3 zero bits and 0110 0110 = 102.
    """
    card = RecoveryCard(bytes(32))
    assert card.digits() == "0000" * 23 + "0102"
    assert RecoveryCard.from_words("0000" * 23 + "0102").public() == card.public()
    assert RecoveryCard.from_words("００００ " * 23 + "０１０２").public() == card.public()
    for wrong in ("0000" * 24, "0000" * 22 + "0102", "9999" * 24, "0" * 95, "5"):
        with pytest.raises(CardWordsWrong):
            RecoveryCard.from_words(wrong)


def test_misread_words_are_noticed() -> None:
    words = list(RecoveryCard(bytes(range(32))).words())
    swapped = [words[1], words[0], *words[2:]]
    for wrong in (swapped, words[:-1], [*words, words[0]], ["みどり"] * 24, []):
        with pytest.raises(CardWordsWrong):
            RecoveryCard.from_words(" ".join(wrong))
