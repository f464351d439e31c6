"""Each reason of DOMAIN §3 against each request it fits: the letter, its words and its article.

The table is written out by hand from DOMAIN §3 and the Act (32–35条), not taken from the program.
"""

from __future__ import annotations

import tomllib
from dataclasses import replace

import pytest
from printed_pages import plain, text_of

from desktop import paths
from desktop.domain.letters import Decision
from desktop.domain.own_texts import with_own_texts
from desktop.domain.requests import REQUEST_LABELS, Reason, RequestType
from desktop.domain.result_letters import result_letters
from desktop.letters.render import render_letter

POLICY = "当社個人情報保護方針5(5)"
ACT = "個人情報の保護に関する法律"
SAID = "お客様にお伝えする具体的な事情の説明です。"

# Request: its letter when it is refused, for ニ, and which reasons fit with which rule.
EVERY = {"R_I": f"{POLICY}イ", "R_RO": f"{POLICY}ロ", "R_HA": f"{POLICY}ハ", "R_NI": f"{POLICY}ニ"}
PURPOSE = {
    **EVERY,
    "R_HO": f"{ACT}第32条第2項第2号、{POLICY}ホ",
    "X_PURP": f"{ACT}第32条第2項ただし書",
}
DISCLOSE = {
    **EVERY,
    "R_HO": f"{ACT}第33条第2項第1号、{POLICY}ホ",
    "R_HE": f"{ACT}第33条第2項第2号、{POLICY}ヘ",
    "R_TO": f"{ACT}第33条第2項第3号、{POLICY}ト",
    "X_LAW": f"{ACT}第33条第4項",
}
BY_ANALOGY = f"{ACT}第33条第5項において準用する同条第2項"
RECORDS = {
    **EVERY,
    "R_HO": f"{BY_ANALOGY}第1号、{POLICY}ホ",
    "R_HE": f"{BY_ANALOGY}第2号、{POLICY}ヘ",
    "R_TO": f"{BY_ANALOGY}第3号、{POLICY}ト",
}
CORRECTION = {**EVERY, **dict.fromkeys(("X_LAW", "X_FACT", "X_NEED"), f"{ACT}第34条第2項")}
STOP = {
    **EVERY,
    **dict.fromkeys(("X_GRND", "X_ALT"), f"{ACT}第35条第2項および第6項"),
    "X_KEEP": f"{ACT}第35条",
}
STOP_3P = {**STOP, **dict.fromkeys(("X_GRND", "X_ALT"), f"{ACT}第35条第4項および第6項")}
TABLE = {
    "PURPOSE": ("D-08", "D-08", PURPOSE),
    "DISCLOSE": ("D-06", "D-07", DISCLOSE),
    "DISCLOSE_3P": ("D-06", "D-07", RECORDS),
    "CORRECT": ("D-09", "D-09", CORRECTION),
    "ADD": ("D-09", "D-09", CORRECTION),
    "DELETE": ("D-09", "D-09", CORRECTION),
    "STOP_USE": ("D-10", "D-10", STOP),
    "ERASE": ("D-10", "D-10", STOP),
    "STOP_3P": ("D-10", "D-10", STOP_3P),
}
TITLES = {
    "D-06": "個人情報不開示決定通知書",
    "D-07": "個人情報の不存在等に関する通知書",
    "D-08": "個人情報の利用目的を通知しない旨の決定通知書",
    "D-09": "個人情報の訂正等を行わない旨の決定通知書",
}
WORDS = tomllib.loads((paths.forms() / "letters" / "reasons.toml").read_text("utf-8"))["reasons"]
FITTING = [
    (kind, reason, without if reason == "R_NI" else refused, rule)
    for kind, (refused, without, rules) in TABLE.items()
    for reason, rule in rules.items()
]


def test_the_table_has_every_request_and_every_reason() -> None:
    assert {kind for kind, *_ in FITTING} == set(RequestType)
    assert {reason for _, reason, *_ in FITTING} == set(Reason)
    assert len(FITTING) == 63  # 6 + 8 + 7, three times 7 and three times 7


@pytest.mark.parametrize(("kind", "reason", "code", "rule"), FITTING)
def test_a_refusal_is_told_in_its_own_letter_with_its_own_article(
    library, fonts_dir, kind: str, reason: str, code: str, rule: str
) -> None:
    asked, why = RequestType(kind), Reason(reason)
    ((made, decided),) = result_letters([(asked, why)], lambda one: one)
    assert made == code
    definition = library.latest_letter(code)
    told = Decision(REQUEST_LABELS[asked], "契約者情報", False, why, SAID)
    facts = replace(
        definition.sample,
        requests=(REQUEST_LABELS[asked],),
        decisions=(told,) * len(decided),
        annex=(),
    )
    printed = plain(text_of(render_letter(definition, facts, fonts_dir)))
    words = WORDS[reason]["text"]
    assert plain(f"理由　{words}（{rule}）") in printed
    assert plain(SAID) in printed
    if why is not Reason.X_ALT and code in TITLES:
        assert printed.count(plain(TITLES[code])) == 1
    assert "別紙" not in printed


def test_the_office_s_own_rule_for_a_reason_goes_for_every_request(library) -> None:
    shipped = library.latest_letter("D-06")
    own = with_own_texts(shipped, {}, {}, {"R_HO": "当社の定める規程第5条"})
    for kind in RequestType:
        assert own.reasons[Reason.R_HO].basis_for(kind) == "当社の定める規程第5条"
