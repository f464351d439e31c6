"""What a case's money stands at: kept for the fee, too much, or not to be kept (DOMAIN §2)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from desktop.domain.fees import settle
from desktop.domain.payments import Piece
from desktop.domain.requests import FeeMeans

IN, OUT, REVERSAL = "RECEIVED", "RETURNED", "REVERSED"


@dataclass(frozen=True, slots=True)
class Moved:
    """A line of the ledger that moved money. `accepted`: the money can pay a fee."""

    id: str
    kind: str
    means: FeeMeans
    amount: int
    piece: Piece
    accepted: bool
    reverses: str | None = None


@dataclass(frozen=True, slots=True)
class Back:
    """Money that has to go back: these pieces, or (no pieces) so many yen of the means."""

    means: FeeMeans
    amount: int
    piece: Piece | None = None


@dataclass(frozen=True, slots=True)
class Account:
    """`overdrawn`: more went back than ever came."""

    kept: int
    back: tuple[Back, ...]
    last: FeeMeans
    overdrawn: bool = False

    @property
    def to_return(self) -> int:
        return sum(one.amount for one in self.back)


def account(lines: Iterable[Moved], keep: int | None) -> Account:
    """`keep` is what may be kept: the fee, 0 where none is owed any more, None where nobody can
    say yet; then only what can pay no fee goes back."""
    moved = list(lines)
    undone = {one.reverses for one in moved if one.kind == REVERSAL}
    live = [one for one in moved if one.kind in (IN, OUT) and one.id not in undone]
    kept: Counter[FeeMeans] = Counter()
    refused: Counter[tuple[FeeMeans, Piece]] = Counter()
    for one in live:
        sign = 1 if one.kind == IN else -1
        if one.accepted:
            kept[one.means] += sign * one.amount
        else:
            unit = Piece(one.piece.face or one.amount, 1, one.piece.issued)
            refused[(one.means, unit)] += sign * max(1, one.piece.count)
    back = [
        Back(means, unit.face * count, Piece(unit.face, count, unit.issued))
        for (means, unit), count in refused.items()
        if count > 0
    ]
    received = sum(kept.values())
    if keep is not None:
        back += _excess(live, kept, received - keep)
    came = [one.means for one in live if one.kind == IN]
    overdrawn = received < 0 or any(count < 0 for count in refused.values())
    return Account(received, tuple(back), came[-1] if came else FeeMeans.NONE, overdrawn)


def sentence(due: int, found: Account, *, ended: str = "", early: bool = False) -> str:
    """What the money means, in words. `ended`: why nothing is owed any more; `early`: what is
    owed is settled only with the scope of the request."""
    cash = sum(one.amount for one in found.back if one.means is FeeMeans.CASH)
    if cash and found.last is FeeMeans.CASH:
        return settle(due, cash, FeeMeans.CASH).sentence
    late = sum(one.amount for one in found.back if _voucher(one))
    if late and found.last is FeeMeans.POSTAL_ORDER:
        return f"定額小為替{late:,}円は有効期間（発行から6か月）を過ぎています。記録して返します。"
    if early and found.kept:
        return f"{found.kept:,}円を預かっています。手数料は、対象を特定した後に決まります。"
    if early:
        return "手数料は、対象を特定した後に決まります。"
    if ended and found.to_return:
        return f"{ended}ため、手数料{found.to_return:,}円を返します。"
    if ended:
        return f"{ended}ため、手数料はいただきません。"
    # Stamps stand for whatever was kept: several means may add up to the fee.
    return settle(due, found.kept, FeeMeans.STAMPS).sentence


def _excess(live: list[Moved], kept: Counter[FeeMeans], excess: int) -> list[Back]:
    """Too much goes back by the means that came last, as far as it reaches."""
    found: dict[FeeMeans, int] = {}
    for one in reversed(live):
        if excess <= 0:
            break
        part = min(excess, kept[one.means])
        if one.kind == IN and one.accepted and one.means not in found and part > 0:
            found[one.means] = part
            excess -= part
    return [Back(means, amount) for means, amount in found.items()]


def may_go_back_as(one: Back, means: FeeMeans) -> bool:
    """A voucher cannot be cut: what is too much of it may go back in stamps."""
    voucher = one.means is FeeMeans.POSTAL_ORDER and means is FeeMeans.STAMPS
    return one.piece is None and (one.means is means or voucher)


def _voucher(one: Back) -> bool:
    return one.means is FeeMeans.POSTAL_ORDER and one.piece is not None


def stock(lines: Iterable[Moved]) -> Counter[tuple[FeeMeans, int]]:
    """Pieces in hand by means and face, over all cases; a sum without pieces counts by its yen."""
    held: Counter[tuple[FeeMeans, int]] = Counter()
    by_id = {}
    for one in lines:
        by_id[one.id] = one
        held[place(one)] += step(one, by_id.get(one.reverses or ""))
    return held


def going_back(lines: Iterable[Moved]) -> Counter[tuple[FeeMeans, int]]:
    """Of these, the pieces that can pay no fee and wait for their way back to the customer."""
    return stock(one for one in lines if not one.accepted)


def place(one: Moved) -> tuple[FeeMeans, int]:
    """Under which kind the ledger counts it."""
    counted = one.means in (FeeMeans.STAMPS, FeeMeans.POSTAL_ORDER) and one.piece.count != 0
    return one.means, one.piece.face if counted else 0


def step(one: Moved, reversed_line: Moved | None = None) -> int:
    """How a line changes what is in hand, in pieces (or yen where there are none)."""
    number = one.piece.count if place(one)[1] else one.amount
    if one.kind == REVERSAL:
        return -step(reversed_line) if reversed_line is not None else 0
    return number if one.kind in (IN, "ADJUSTED") else -number


def sign_of(one: Moved, reversed_line: Moved | None = None) -> int:
    """+1 for what came in, −1 for what went out."""
    if one.kind == REVERSAL:
        return -sign_of(reversed_line) if reversed_line is not None else 0
    return 1 if one.kind in (IN, "ADJUSTED") else -1
