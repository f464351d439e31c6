"""Change that is owed to customers, in pieces: a stamp of 110円 pays nobody 10円 (DOMAIN §2).

What goes back of a payment goes back exactly. So it is not enough that the sum of what lies here
covers the sum of what is owed: the faces must make up each customer's own amount, one beside the
other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from desktop.domain.requests import FeeMeans

Kind = tuple[FeeMeans, int]
"""A means and a face; face 0 is a sum whose pieces are unknown, counted by its yen."""

_TRIES: Final = 4000
"""How many ways are tried before it counts as not to be paid: the book of a day has a few dozen."""


@dataclass(frozen=True, slots=True)
class Debt:
    """So many yen that one customer gets back, of what they sent by this means."""

    means: FeeMeans
    amount: int


def pays_debt(kind: Kind, debt: Debt) -> bool:
    """A voucher cannot be cut: what is too much of it may go back in stamps."""
    voucher = debt.means is FeeMeans.POSTAL_ORDER and kind[0] is FeeMeans.STAMPS
    return kind[0] is debt.means or voucher


def pay_all(debts: Sequence[Debt], held: Counter[Kind]) -> Counter[Kind] | None:
    """Pieces that pay every debt exactly; None where these pieces do not."""
    left, wanted = Counter(held), sorted(debts, key=lambda one: (-one.amount, one.means))
    ways: list[Iterator[Counter[Kind]]] = []
    paid: list[Counter[Kind]] = []
    for _ in range(_TRIES):
        if len(paid) == len(wanted):
            return sum(paid, Counter())
        if len(ways) == len(paid):
            ways.append(_ways(wanted[len(paid)], left))
        way = next(ways[-1], None)
        if way is not None:
            left.subtract(way)
            paid.append(way)
            continue
        ways.pop()
        if not paid:
            return None
        left.update(paid.pop())
    return None


def payable(debts: Sequence[Debt], held: Counter[Kind]) -> tuple[Debt, ...]:
    """Those that the pieces pay, one beside the other: all of them, or what comes out taking the
    largest first."""
    if pay_all(debts, held) is not None:
        return tuple(debts)
    left, found = Counter(held), []
    for debt in sorted(debts, key=lambda one: (-one.amount, one.means)):
        way = next(_ways(debt, left), None)
        if way is not None:
            left.subtract(way)
            found.append(debt)
    return tuple(found)


def set_aside(debts: Sequence[Debt], held: Counter[Kind]) -> Counter[Kind]:
    """What stays here for the change: the pieces that pay it and, for what no piece pays yet, the
    smallest that make up its sum."""
    can = payable(debts, held)
    kept = pay_all(can, held)
    if kept is None:  # found one by one, and not together within the tries
        kept = Counter()
        for debt in can:
            kept.update(next(_ways(debt, held - kept), Counter()))
    rest = list((Counter(debts) - Counter(can)).elements())
    for means in dict.fromkeys(debt.means for debt in rest):
        short = sum(debt.amount for debt in rest if debt.means is means)
        some = Debt(means, short)
        for kind in sorted(held, key=lambda one: (one[0] is not means, one[1])):
            free = held[kind] - kept[kind]
            if short > 0 and free > 0 and pays_debt(kind, some):
                stays = min(free, -(-short // (kind[1] or 1)))
                kept[kind] += stays
                short -= stays * (kind[1] or 1)
    return kept


def _ways(debt: Debt, held: Counter[Kind]) -> Iterator[Counter[Kind]]:
    """Every way to make up the sum, with few and large pieces first; of its own means before
    stamps for a voucher."""
    kinds = [
        kind
        for kind in sorted(held, key=lambda one: (one[0] is not debt.means, -(one[1] or 1)))
        if held[kind] > 0 and pays_debt(kind, debt)
    ]
    # For each place in the list, which sums the pieces from there on can make up, bit by bit.
    mask, reach = (1 << debt.amount + 1) - 1, [1]
    for kind in reversed(kinds):
        sums, many, face = reach[-1], held[kind], kind[1] or 1
        many, step = min(many, debt.amount // face), 1
        while many > 0:
            take = min(step, many)
            sums |= sums << face * take & mask
            many, step = many - take, step * 2
        reach.append(sums & mask)
    reach.reverse()

    def from_here(place: int, rest: int) -> Iterator[Counter[Kind]]:
        if rest == 0:
            yield Counter()
            return
        if place == len(kinds) or not reach[place] >> rest & 1:
            return
        kind = kinds[place]
        face = kind[1] or 1
        for count in range(min(held[kind], rest // face), -1, -1):
            for others in from_here(place + 1, rest - count * face):
                yield others + Counter({kind: count})

    return from_here(0, debt.amount)
