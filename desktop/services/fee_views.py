"""What the desk shows of the money: of one case, and of the ledger I-09."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from desktop.domain.fee_account import Back
from desktop.domain.payments import Piece
from desktop.domain.requests import FeeMeans


@dataclass(frozen=True, slots=True)
class FeeLine:
    """A line of I-09 as its case shows it; those of one `payment` were recorded at once."""

    payment: str
    no: int
    day: date
    kind: str
    means: FeeMeans
    piece: Piece
    amount: int
    accepted: bool
    reversed: bool
    how: str
    tracking: str
    by: str
    witness: str


@dataclass(frozen=True, slots=True)
class WaitingCorrection:
    """An entry that one person said is wrong; it counts until another has confirmed it."""

    id: str
    payment: str
    what: str
    why: str
    by: str
    by_id: str
    on: date


@dataclass(frozen=True, slots=True)
class FeeView:
    """`received` is what is kept towards the fee; `back` what has to be sent back."""

    due: int
    received: int
    means: FeeMeans
    settled: bool
    waived: bool
    sentence: str
    count: int = 0
    asked: bool = False
    lines: tuple[FeeLine, ...] = ()
    back: tuple[Back, ...] = ()
    held: tuple[Back, ...] = ()
    """What would go back if the case ended now without an answer."""
    early: bool = False
    """What is owed is not settled yet: the scope of the request is still to come."""
    unbooked: bool = False
    """A list of enclosures names money of which the ledger knows nothing."""
    waiting: tuple[WaitingCorrection, ...] = ()

    @property
    def to_return(self) -> int:
        return sum(one.amount for one in self.back)


@dataclass(frozen=True, slots=True)
class StampLine:
    """One line of 切手・為替受払簿: what moved, and what was in hand after it.

    `left` counts the pieces of this kind and face, `left_yen` the yen of this means.
    """

    no: int
    day: date
    number: str
    what: str
    means: FeeMeans
    face: int
    issued_on: date | None
    came: int
    went: int
    yen: int
    left: int
    left_yen: int
    by: str
    witness: str
    note: str
    hand_over: str = ""
    """Of a hand-over to 経理 that stands: what its lines share."""


@dataclass(frozen=True, slots=True)
class InHand:
    """What there should be by the book of one kind and face; face 0: a sum in yen. `back` of it
    waits for its way back to a customer; `owed` is the change, in yen of this means over all faces,
    that customers are still to get; `stays`: the pieces that are kept here for it."""

    means: FeeMeans
    face: int
    count: int
    back: int = 0
    owed: int = 0
    stays: int = 0

    @property
    def yen(self) -> int:
        return self.count * (self.face or 1)


@dataclass(frozen=True, slots=True)
class CountView:
    """A monthly count: who counted, how far it lay from the book, and why."""

    month: date
    on: date
    by: str
    witness: str
    difference: int
    explained: str
