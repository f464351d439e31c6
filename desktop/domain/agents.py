"""Agents: which papers show whose power (DOMAIN §5; policy 5(5)ロ)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from desktop.domain.calendar import add_months
from desktop.domain.page_kinds import PAGE_KIND_LABELS
from desktop.domain.reading import PageKind

_FRESH_MONTHS: Final = 3


class AgentKind(StrEnum):
    PARENT = "PARENT"
    MINOR_GUARDIAN = "MINOR_GUARDIAN"
    ADULT_GUARDIAN = "ADULT_GUARDIAN"
    MANDATE = "MANDATE"
    CURATOR = "CURATOR"


AGENT_LABELS: Final[Mapping[AgentKind, str]] = {
    AgentKind.PARENT: "親権者",
    AgentKind.MINOR_GUARDIAN: "未成年後見人",
    AgentKind.ADULT_GUARDIAN: "成年後見人",
    AgentKind.MANDATE: "任意代理人",
    AgentKind.CURATOR: "保佐人・補助人",
}

# One paper of every group must be there. Spouses and family have no group: no implied power.
_NEEDED: Final[Mapping[AgentKind, tuple[frozenset[PageKind], ...]]] = {
    AgentKind.PARENT: (frozenset({PageKind.KOS, PageKind.JUM}),),
    AgentKind.MINOR_GUARDIAN: (frozenset({PageKind.KOS, PageKind.TOU}),),
    AgentKind.ADULT_GUARDIAN: (frozenset({PageKind.TOU}),),
    AgentKind.MANDATE: (frozenset({PageKind.POWER}), frozenset({PageKind.INK})),
    AgentKind.CURATOR: (frozenset({PageKind.TOU}),),
}


@dataclass(frozen=True, slots=True)
class AgentPaper:
    """A paper that should show the power. `issued` for certificates; 委任状 need none.

    `relation_shown`: the 続柄 on a 住民票; `power_shown`: the agency entered for 保佐人・補助人;
    `scope_shown`: a 委任状 that names type and items and bears the registered seal.
    """

    kind: PageKind
    issued: date | None = None
    original: bool = True
    relation_shown: bool = False
    power_shown: bool = False
    scope_shown: bool = False


def check_agent_papers(
    agent: AgentKind, papers: Sequence[AgentPaper], arrived: date
) -> tuple[str, ...]:
    """What is lacking, a sentence each; () where the power is shown.

    The agent's own identity papers are checked by `identity.check_papers`.
    """
    return tuple(
        sentence
        for group in _NEEDED[agent]
        if (sentence := _group_fault(agent, group, papers, arrived)) is not None
    )


def _group_fault(
    agent: AgentKind,
    group: Collection[PageKind],
    papers: Sequence[AgentPaper],
    arrived: date,
) -> str | None:
    names = "か".join(sorted(PAGE_KIND_LABELS[kind] for kind in group))
    found = [paper for paper in papers if paper.kind in group]
    if not found:
        return f"{AGENT_LABELS[agent]}の代理権を示す{names}がありません。"
    faults = [_fault(agent, paper, arrived) for paper in found]
    return None if None in faults else faults[0]


def _fault(agent: AgentKind, paper: AgentPaper, arrived: date) -> str | None:
    label = PAGE_KIND_LABELS[paper.kind]
    if not paper.original:
        return f"{label}は原本が必要です。"
    if paper.kind is PageKind.POWER:
        return None if paper.scope_shown else "委任状に、請求の種類と項目、実印がそろっていません。"
    if paper.issued is None:
        return f"{label}の発行日が読み取れていません。"
    if not paper.issued <= arrived <= add_months(paper.issued, _FRESH_MONTHS):
        return f"{label}は到達日の前3か月以内の発行ではありません。"
    if paper.kind is PageKind.JUM and not paper.relation_shown:
        return "住民票の写しに続柄がありません。"
    if agent is AgentKind.CURATOR and not paper.power_shown:
        return "登記事項証明書に、代理権が示されていません。"
    return None
