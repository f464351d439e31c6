"""The recovery card: one constant X25519 key as 24 words, printed twice, kept nowhere else."""

from __future__ import annotations

import hashlib
import os
import unicodedata

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from mnemonic import Mnemonic

from desktop.store.errors import CardWordsWrong
from desktop.store.vault.crypto import KEY_BYTES

WORDS = 24
_PLACES = 4  # digits of a word's place in its list, as the QR holds it
_LANGUAGES = ("japanese", "english")
_DIGITS = frozenset("0123456789 ")


class RecoveryCard:
    """The key on the card. The words carry a checksum, so that a misread word is noticed."""

    def __init__(self, entropy: bytes) -> None:
        self._entropy = entropy

    def __repr__(self) -> str:
        return f"RecoveryCard({self.fingerprint()})"

    @classmethod
    def make(cls) -> RecoveryCard:
        return cls(os.urandom(KEY_BYTES))

    @classmethod
    def from_words(cls, text: str) -> RecoveryCard:
        """Read back from paper: words of either language, or the digits of the QR.

        Raises CardWordsWrong.
        """
        words = " ".join(unicodedata.normalize("NFKD", text).lower().split())
        if words and set(words) <= _DIGITS:
            words = _words_of(words.replace(" ", ""))
        for language in _LANGUAGES:
            try:
                entropy = bytes(Mnemonic(language).to_entropy(words.split(" ")))
            except (ValueError, LookupError):
                continue
            if len(entropy) == KEY_BYTES:
                return cls(entropy)
        raise CardWordsWrong

    def words(self, language: str = "japanese") -> tuple[str, ...]:
        text = Mnemonic(language).to_mnemonic(self._entropy)
        return tuple(unicodedata.normalize("NFC", text).split())

    def digits(self) -> str:
        """The words as their places in the list, four digits each: any reader of codes that acts
        as a keyboard can type them, which it cannot with kana."""
        wordlist = Mnemonic(_LANGUAGES[0]).wordlist
        return "".join(
            f"{wordlist.index(unicodedata.normalize('NFKD', word)):0{_PLACES}}"
            for word in self.words()
        )

    def private(self) -> X25519PrivateKey:
        return X25519PrivateKey.from_private_bytes(self._entropy)

    def public(self) -> bytes:
        return self.private().public_key().public_bytes_raw()

    def fingerprint(self) -> str:
        """What is printed beside the words and may be known to all."""
        return fingerprint_of(self.public())


def _words_of(digits: str) -> str:
    """What stands at those places; "" where they are none, so that no list knows it."""
    places = [int(digits[at : at + _PLACES]) for at in range(0, len(digits), _PLACES)]
    wordlist = Mnemonic(_LANGUAGES[0]).wordlist
    if len(digits) != WORDS * _PLACES or max(places) >= len(wordlist):
        return ""
    return " ".join(wordlist[place] for place in places)


def fingerprint_of(public: bytes) -> str:
    """Of a card of which only the public half is at hand."""
    text = hashlib.sha256(public).hexdigest()[:16].upper()
    return " ".join(text[i : i + 4] for i in range(0, 16, 4))
