"""The truth about the twelve envelopes, for those who check the product; it never reads this."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from maker.plan import EnvelopePlan, PagePlan


def to_json(seed: int, plans: list[EnvelopePlan], files: Mapping[int, list[str]]) -> str:
    """`files` are the names a number's envelope was written under."""
    value = {
        "seed": seed,
        "envelopes": [_envelope(plan, files[plan.number], plans) for plan in plans],
    }
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def _envelope(plan: EnvelopePlan, files: list[str], plans: list[EnvelopePlan]) -> dict[str, Any]:
    case = plan.joins or f"26-{plan.number:04d}"
    reply = next((p.stem for p in plans if p.joins == case and not plan.joins), "")
    return {
        "id": plan.stem,
        "files": files,
        "format": plan.container,
        "dpi": plan.dpi,
        "arrived_on": plan.arrived_on.isoformat(),
        "case": case,
        "joins": plan.joins,
        "continued_by": reply,
        "customer_no": plan.customer.number if plan.customer else "",
        "register_address": plan.customer.written if plan.customer else "",
        "agent": plan.agent,
        "wanted": {kind: list(items) for kind, items in plan.wanted.items()},
        "fee": {
            "due": plan.fee_due,
            "enclosed": plan.fee_enclosed,
            "means": "STAMPS" if plan.fee_enclosed else "NONE",
        },
        "pages": [_page(number, page) for number, page in enumerate(plan.pages, 1)],
        "ending": {
            "state": plan.ending.state,
            "outcome": plan.ending.outcome,
            "level": plan.ending.level,
            "levels": list(plan.ending.levels),
            "matched": plan.ending.matched,
            "second_clerk": plan.ending.second_clerk,
            "differing": list(plan.ending.differing),
            "letters": list(plan.ending.letters),
            "decisions": [asdict(decision) for decision in plan.ending.decisions],
        },
    }


def _page(number: int, page: PagePlan) -> dict[str, Any]:
    value: dict[str, Any] = {"number": number, "kind": page.kind}
    if page.form:
        value |= {"form": page.form, "fields": dict(page.fields)}
    if page.identity:
        paper = page.identity
        value["identity"] = {
            "name": paper.name,
            "address": paper.address,
            "previous_address": paper.previous_address,
            "birth": paper.birth.isoformat(),
            "issued": paper.issued.isoformat() if paper.issued else "",
            "expires": paper.expires.isoformat() if paper.expires else "",
        }
    value["forbidden"] = list(page.forbidden)
    value["never_kept"] = list(page.never_kept)
    return value
