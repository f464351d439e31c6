"""What a decoding child answers is checked before it is believed."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.capture import decode
from desktop.capture.child import Child
from desktop.capture.pixels import Pixels
from desktop.capture.unreadable import Reason, Unreadable


def answered(order: bytes, seconds: float = 15.0) -> list[Pixels]:
    child = Child("lying_decoder")
    try:
        return list(decode._receive(child, order, seconds))
    finally:
        child.end()


@pytest.fixture(autouse=True)
def _reach_the_liar(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent))


def test_an_honest_answer_is_taken() -> None:
    (page,) = answered(b"honest")
    assert page.array.tobytes() == b"1234"


@pytest.mark.parametrize(
    ("order", "reason"),
    [
        (b"endless", Reason.TOO_MANY_PAGES),
        (b"short", Reason.DAMAGED),
        (b"giant", Reason.DAMAGED),
        (b"words", Reason.DAMAGED),
        (b"no end", Reason.DAMAGED),
        (b"claim", Reason.DAMAGED),
        (b"reason", Reason.DAMAGED),
        (b"nothing", Reason.NO_PAGES),
        (b"gone", Reason.DAMAGED),
    ],
)
def test_a_lie_is_refused(order: bytes, reason: Reason) -> None:
    with pytest.raises(Unreadable) as refusal:
        answered(order)
    assert refusal.value.reason is reason
    assert "own" not in str(refusal.value)


def test_a_child_that_says_nothing_is_given_up() -> None:
    with pytest.raises(Unreadable) as refusal:
        answered(b"silent", 0.5)
    assert refusal.value.reason is Reason.TOO_SLOW


def test_a_child_sees_none_of_the_desks_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MADOGUCHI_PASSPHRASE_FILE", "geheim")
    child = Child("telling_child")
    try:
        assert b"MADOGUCHI" not in child.stdout.read()
    finally:
        child.end()
