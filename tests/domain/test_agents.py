from __future__ import annotations

from datetime import date

import pytest

from desktop.domain.agents import AgentKind, AgentPaper, check_agent_papers
from desktop.domain.reading import PageKind

P, A = PageKind, AgentKind
ARRIVED = date(2026, 11, 10)
RECENT = date(2026, 10, 1)
POWER = AgentPaper(P.POWER, scope_shown=True)
SEAL = AgentPaper(P.INK, issued=RECENT)


@pytest.mark.parametrize(
    ("agent", "papers"),
    [
        (A.PARENT, [AgentPaper(P.KOS, issued=RECENT)]),
        (A.PARENT, [AgentPaper(P.JUM, issued=RECENT, relation_shown=True)]),
        (A.MINOR_GUARDIAN, [AgentPaper(P.TOU, issued=RECENT)]),
        (A.ADULT_GUARDIAN, [AgentPaper(P.TOU, issued=RECENT)]),
        (A.MANDATE, [POWER, SEAL]),
        (A.CURATOR, [AgentPaper(P.TOU, issued=RECENT, power_shown=True)]),
    ],
)
def test_the_right_papers_show_the_power(agent, papers):
    assert check_agent_papers(agent, papers, ARRIVED) == ()


@pytest.mark.parametrize(
    ("agent", "papers", "word"),
    [
        (A.PARENT, [], "ありません"),
        (A.PARENT, [AgentPaper(P.JUM, issued=RECENT)], "続柄"),
        (A.ADULT_GUARDIAN, [AgentPaper(P.KOS, issued=RECENT)], "登記事項証明書"),
        (A.MANDATE, [POWER], "印鑑登録証明書"),
        (A.MANDATE, [SEAL], "委任状"),
        (A.MANDATE, [AgentPaper(P.POWER), SEAL], "実印"),
        (A.MANDATE, [AgentPaper(P.POWER, scope_shown=True, original=False), SEAL], "原本"),
        (A.MANDATE, [POWER, AgentPaper(P.INK, issued=date(2026, 8, 9))], "3か月"),
        (A.MANDATE, [POWER, AgentPaper(P.INK, issued=date(2026, 11, 11))], "3か月"),
        (A.MANDATE, [POWER, AgentPaper(P.INK)], "発行日"),
        (A.CURATOR, [AgentPaper(P.TOU, issued=RECENT)], "代理権"),
    ],
)
def test_a_lacking_paper_is_named(agent, papers, word):
    lacking = check_agent_papers(agent, papers, ARRIVED)
    assert len(lacking) == 1
    assert word in lacking[0]


def test_one_good_paper_outweighs_a_faulty_one_of_its_kind():
    old = AgentPaper(P.INK, issued=date(2020, 1, 1))
    assert check_agent_papers(A.MANDATE, [POWER, old, SEAL], ARRIVED) == ()
