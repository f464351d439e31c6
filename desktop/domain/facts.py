"""What the guards of a case ask about: gathered by the services, judged here (DOMAIN §8)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from desktop.domain.reasons import UNPROVEN_REASONS
from desktop.domain.requests import Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFacts:
    """The state of knowledge about one case. Every default denies.

    People are given by id. `deadline` is the day by which the customer was to answer the open
    correction or fee letter. `verified_address` says that the letter goes to the address the
    identity check verified. `secrecy_open`: somebody asked for secrecy, and no supervisor has
    decided yet. `paper_stage` is the state in which a case that began on paper stood there.
    `money_booked`: what the lists of enclosures name stands in the ledger;
    `money_back`: something has to go back; `money_held`: anything of this case lies here at all.
    """

    today: date | None = None

    arrived_on: date | None = None
    envelope_kept: bool = False
    enclosures_listed: bool = False
    openers: tuple[str, ...] = ()
    purge_checked: bool = False
    paper_stage: str = ""

    form_complete: bool = False
    correction_asked: bool = False
    second_notice_sent: bool = False
    deadline: date | None = None

    identity_ok: bool = False
    second_check_needed: bool = False
    identity_checker: str = ""
    second_checker: str = ""
    agent_needed: bool = False
    agent_ok: bool = False
    principal_died: bool = False
    occupant: bool = False
    only_own_usage: bool = False
    secrecy_open: bool = False

    scope_set: bool = False
    fee_due: int = 0
    fee_settled: bool = False
    fee_waived: bool = False
    money_booked: bool = False
    money_back: bool = True
    money_held: bool = True

    answers_in: bool = False
    items_decided: bool = False
    reasons_ok: bool = False
    any_granted: bool = False
    reasons: frozenset[Reason] = frozenset()

    drafter: str = ""
    approver: str = ""
    approved_hash: str = ""
    current_hash: str = ""

    verified_address: bool = False
    encloser: str = ""
    enclosure_checker: str = ""
    registered_post: bool = False
    tracking: str = ""
    dispatched_on: date | None = None
    delivered: bool = False
    returned_on: date | None = None
    resends: int = 0
    presumed_delivered_days: int = 10
    returned_days: int = 30

    withdrawn_in_writing: bool = False
    all_classed: bool = False
    parts_intact: bool = False

    @property
    def proven(self) -> bool:
        """Identity, second check and, for agents, the power, of a person who lives (DOMAIN §1)."""
        agent_proven = not self.agent_needed or self.agent_ok
        return self.identity_proven and agent_proven and not self.principal_died

    @property
    def identity_proven(self) -> bool:
        return self.identity_ok and (
            not self.second_check_needed or self.second_checker not in ("", self.identity_checker)
        )

    @property
    def refusal_without_identity(self) -> bool:
        """A total refusal for イ, ロ or ハ only: the letter holds no register data (guard 3)."""
        return bool(self.reasons) and not self.any_granted and self.reasons <= UNPROVEN_REASONS
