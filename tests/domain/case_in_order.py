"""A case in order, from which a test takes what it wants to be lacking."""

from __future__ import annotations

from datetime import date, timedelta

from desktop.domain.facts import CaseFacts

TODAY = date(2026, 11, 10)
YESTERDAY = TODAY - timedelta(days=1)

READY = CaseFacts(
    today=TODAY,
    arrived_on=YESTERDAY,
    envelope_kept=True,
    enclosures_listed=True,
    openers=("p1", "p2"),
    purge_checked=True,
    form_complete=True,
    identity_ok=True,
    identity_checker="p1",
    scope_set=True,
    fee_due=440,
    fee_settled=True,
    money_booked=True,
    money_back=False,
    money_held=False,
    answers_in=True,
    items_decided=True,
    reasons_ok=True,
    any_granted=True,
    drafter="p1",
    approver="p3",
    approved_hash="h",
    current_hash="h",
    verified_address=True,
    encloser="p1",
    enclosure_checker="p2",
    registered_post=True,
    tracking="12345678903",
    dispatched_on=TODAY,
    delivered=True,
    all_classed=True,
)
"""Facts as far as each step on the way to completion asks."""
