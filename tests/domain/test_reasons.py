"""Reason codes by request type, written out by hand from the table of DOMAIN §3."""

from __future__ import annotations

import pytest

from desktop.domain.errors import Refused
from desktop.domain.reasons import (
    REASON_LABELS,
    UNPROVEN_REASONS,
    check_decision,
    reason_from_policy_letter,
    reasons_for,
)
from desktop.domain.requests import (
    FEE_MEANS_LABELS,
    ITEM_LABELS,
    REQUEST_ARTICLES,
    REQUEST_LABELS,
    FeeMeans,
    Item,
    Reason,
    RequestType,
)

ALWAYS = "R_I R_RO R_HA R_NI"
TABLE = {
    "PURPOSE": f"{ALWAYS} R_HO X_PURP",
    "DISCLOSE": f"{ALWAYS} R_HO R_HE R_TO X_LAW",
    "DISCLOSE_3P": f"{ALWAYS} R_HO R_HE R_TO",
    "CORRECT": f"{ALWAYS} X_LAW X_FACT X_NEED",
    "ADD": f"{ALWAYS} X_LAW X_FACT X_NEED",
    "DELETE": f"{ALWAYS} X_LAW X_FACT X_NEED",
    "STOP_USE": f"{ALWAYS} X_GRND X_ALT X_KEEP",
    "ERASE": f"{ALWAYS} X_GRND X_ALT X_KEEP",
    "STOP_3P": f"{ALWAYS} X_GRND X_ALT X_KEEP",
}


@pytest.mark.parametrize("kind", RequestType)
@pytest.mark.parametrize("reason", Reason)
def test_each_reason_fits_the_types_of_the_table_and_no_other(kind: RequestType, reason: Reason):
    text = "該当する記録の調査に支障があるため"
    if reason.value in TABLE[kind.value].split():
        check_decision(kind, reason, text)
    else:
        with pytest.raises(Refused) as refusal:
            check_decision(kind, reason, text)
        assert refusal.value.field == "reason"


@pytest.mark.parametrize("kind", RequestType)
def test_the_choice_offered_is_the_table(kind: RequestType):
    assert set(reasons_for(kind)) == {Reason(code) for code in TABLE[kind.value].split()}


def test_serious_hindrance_is_no_reason_against_a_correction():
    with pytest.raises(Refused, match="訂正"):
        check_decision(RequestType.CORRECT, Reason.R_HE, "業務に支障があります")


@pytest.mark.parametrize("text", ["", "  ", "　", "。", "--"])
def test_a_reason_without_words_is_refused(text: str):
    with pytest.raises(Refused) as refusal:
        check_decision(RequestType.DISCLOSE, Reason.R_NI, text)
    assert refusal.value.field == "reason_text"


@pytest.mark.parametrize(
    "text",
    [
        "当社の業務の適正な実施に著しい支障を及ぼすおそれがあるため",
        "業務に著しい支障があるから",
        "手間がかかり迷惑であるため",
        "多忙のため",
    ],
)
def test_serious_hindrance_needs_a_concrete_obstruction_not_annoyance(text: str):
    with pytest.raises(Refused, match="どの業務にどのような支障"):
        check_decision(RequestType.DISCLOSE, Reason.R_HE, text)
    check_decision(RequestType.DISCLOSE, Reason.R_HA, text)  # of other reasons it is not asked
    check_decision(
        RequestType.DISCLOSE,
        Reason.R_HE,
        "不正使用の検知の条件が知られ、検知の業務に著しい支障が出るため",
    )


def test_a_granted_item_needs_no_reason():
    check_decision(RequestType.DISCLOSE, None, "")


def test_the_agents_reason_is_for_agents():
    with pytest.raises(Refused):
        check_decision(RequestType.DISCLOSE, Reason.R_RO, "委任状がないため", agent=False)
    assert Reason.R_RO not in reasons_for(RequestType.DISCLOSE, agent=False)


@pytest.mark.parametrize(
    ("letter", "reason"),
    [
        ("イ)", "R_I"),
        ("ロ)", "R_RO"),
        ("ハ", "R_HA"),
        ("ニ）", "R_NI"),
        ("ホ", "R_HO"),
        ("\u3078)", "R_HE"),  # hiragana, as the policy's file has it
        ("\u30d8)", "R_HE"),
        ("ﾄ", "R_TO"),
    ],
)
def test_the_policys_letters_become_codes(letter: str, reason: str):
    assert reason_from_policy_letter(letter) is Reason(reason)


@pytest.mark.parametrize("letter", ["", "チ", "い", "イロ"])
def test_other_letters_are_refused(letter: str):
    with pytest.raises(Refused):
        reason_from_policy_letter(letter)


def test_only_three_reasons_go_without_identity():
    assert {Reason.R_I, Reason.R_RO, Reason.R_HA} == UNPROVEN_REASONS


def test_every_code_has_the_clerks_word():
    assert set(REASON_LABELS) == set(Reason)
    assert set(REQUEST_LABELS) == set(RequestType) == set(REQUEST_ARTICLES)
    assert set(ITEM_LABELS) == set(Item)
    assert set(FEE_MEANS_LABELS) == set(FeeMeans)
