"""Whether a case holds papers that can show an agent's power at all (DOMAIN §5; policy 5(5)ロ)."""

from __future__ import annotations

from sqlalchemy.orm import Session

from desktop.domain.agents import AgentKind, AgentPaper, check_agent_papers
from desktop.domain.reading import PageKind
from desktop.domain.wareki import parse_wareki
from desktop.services.identity_papers import latest_arrival
from desktop.store.documents import documents_of, open_reading, pages_of
from desktop.store.errors import KeyDestroyed
from desktop.store.schema.casework import CaseRow
from desktop.store.vault.vault import Vault

_SHOWING = (PageKind.POWER, PageKind.INK, PageKind.KOS, PageKind.JUM, PageKind.TOU)


def power_fault(session: Session, vault: Vault, case: CaseRow) -> str:
    """What is wrong for every kind of agent, told for the one the papers come nearest to; "" where
    one kind's papers are there and fresh.

    What only an eye can see (original, seal, scope, relation) the clerk confirms with the page in
    view, and writes down.
    """
    papers = _papers(session, vault, case)
    if not papers:
        return "代理権を示す書類が届いていません。"
    arrived = latest_arrival(session, case)
    faults = {kind: check_agent_papers(kind, papers, arrived) for kind in AgentKind}
    kinds = {paper.kind for paper in papers}
    if PageKind.POWER not in kinds and not all(faults.values()):
        return ""
    # Where a power of attorney was given, no other paper stands in for what it lacks.
    by_mandate = kinds & {PageKind.POWER, PageKind.INK}
    near = AgentKind.MANDATE if by_mandate else min(faults, key=lambda kind: len(faults[kind]))
    return next(iter(faults[near]), "")


def _papers(session: Session, vault: Vault, case: CaseRow) -> list[AgentPaper]:
    first_page = {page.document_id: page.id for page in reversed(pages_of(session, case.id))}
    found = []
    for document in documents_of(session, case.id):
        kind = PageKind(document.kind)
        if kind not in _SHOWING or document.id not in first_page:
            continue
        try:
            issued = open_reading(session, vault, first_page[document.id]).field("issued")
        except KeyDestroyed:
            continue
        found.append(
            AgentPaper(
                kind,
                issued=parse_wareki(issued.text) if issued else None,
                relation_shown=True,
                power_shown=True,
                scope_shown=True,
            )
        )
    return found
