"""The fictional data of a letter, turned so that a certain sentence of it is printed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from desktop.domain.letters import Condition, Decision, FeeState, LetterData, conditions
from desktop.domain.reasons import VALID_FOR
from desktop.domain.requests import REQUEST_LABELS, Reason
from desktop.domain.wording import LetterDefinition

_ENDINGS: Final = frozenset({Condition.WITHDRAWN, Condition.NO_RESPONSE, Condition.HEIRS})
_WHY: Final = "見本の説明です。"
_REASONS: Final = (Reason.R_HE, Reason.X_PURP, Reason.X_FACT, Reason.X_GRND)
"""One for each kind of request (DOMAIN §3)."""

_KINDS: Final = {words: kind for kind, words in REQUEST_LABELS.items()}


def conditions_of(letter: LetterDefinition) -> tuple[Condition, ...]:
    """The cases that the letter's words tell apart and its sample can be turned to."""
    said = set(letter.titles)
    said = said.union(*(one.only for one in letter.opening + letter.closing))
    said = said.union(*(one.only for one in letter.entries))
    return tuple(
        one for one in Condition if one in said and one in conditions(sample_of(letter, one))
    )


def sample_of(letter: LetterDefinition, condition: Condition | None) -> LetterData:
    """The sample in which the condition holds; the sample itself where none is asked for."""
    sample = letter.sample
    if condition is None or condition in conditions(sample):
        return sample
    if condition in _ENDINGS:
        return replace(sample, ending=condition)
    if sample.fee is not None and (fee := _fee(sample.fee, condition)) is not None:
        return replace(sample, fee=fee)
    if sample.decisions:
        return replace(sample, decisions=_decisions(sample.decisions, condition))
    return sample


def refusing(letter: LetterDefinition, code: Reason) -> LetterDefinition:
    """The sample refuses for this reason, so that its words are seen."""
    decisions = tuple(
        replace(one, granted=False, reason=code, text=one.text or _WHY) if one.reason else one
        for one in letter.sample.decisions
    )
    return replace(letter, sample=replace(letter.sample, decisions=decisions))


def _fee(fee: FeeState, condition: Condition) -> FeeState | None:
    unit = max(fee.unit, 1)
    due = max(fee.due, 2 * unit)
    asked = replace(fee, items=due // unit, due=due)
    turned: Mapping[Condition, FeeState] = {
        Condition.FEE_UNPAID: replace(asked, received=0),
        Condition.FEE_SHORT: replace(asked, received=due - unit),
        Condition.FEE_EXCESS: replace(asked, received=due + unit),
        Condition.FEE_FREE: replace(fee, due=0, received=0),
    }
    return turned.get(condition)


def _decisions(decisions: tuple[Decision, ...], condition: Condition) -> tuple[Decision, ...]:
    model = next((one for one in decisions if one.granted), None)
    granted = tuple(
        one
        if one.granted
        else replace(model or replace(one, granted=True, reason=None, text=""), label=one.label)
        for one in decisions
    )
    refused = tuple(one if one.reason else _refused(one) for one in decisions)
    last = refused[-1]
    match condition:
        case Condition.GRANTED_ALL:
            return granted
        case Condition.REFUSED_ALL | Condition.REFUSED:
            return refused
        case Condition.ALTERNATIVE:
            return (*decisions[:-1], replace(last, reason=Reason.X_ALT))
        case Condition.PARTIAL:
            return (granted[0], replace(last, label=f"{last.label}（二）"))
        case _:
            return decisions


def _refused(one: Decision) -> Decision:
    """The same item refused for a reason that fits its request; it tells nothing of the record."""
    kind = _KINDS.get(one.request)
    reason = next((code for code in _REASONS if kind in VALID_FOR[code]), Reason.R_NI)
    return Decision(one.request, one.label, granted=False, reason=reason, text=_WHY)
