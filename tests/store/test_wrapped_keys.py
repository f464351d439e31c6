"""A wrapped data key is bound to its own row: to its id and to the epoch that wrapped it."""

from __future__ import annotations

import pytest

from desktop.store.errors import SealBroken
from desktop.store.vault.crypto import new_key
from desktop.store.vault.vault import unwrap_key, wrap_key

EPOCH, SECRET = new_key(), new_key()


def test_a_wrapped_key_opens_only_under_its_own_id() -> None:
    wrapped = wrap_key(EPOCH, "one", 1, SECRET)
    assert unwrap_key(EPOCH, "one", 1, wrapped) == SECRET
    with pytest.raises(SealBroken):
        unwrap_key(EPOCH, "other", 1, wrapped)


def test_a_wrapped_key_opens_only_in_its_own_epoch() -> None:
    wrapped = wrap_key(EPOCH, "one", 1, SECRET)
    with pytest.raises(SealBroken):
        unwrap_key(EPOCH, "one", 2, wrapped)
