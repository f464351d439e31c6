"""Every line of DOMAIN §12 through the services; the expectations are written by hand."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import date, timedelta

import pytest
from case_path import K1, K1_K3, Track, grant, refuse
from desk_office import Office, passphrase
from mail_bag import ICHIRO, form_page, lay_in, licence, page, register_line
from standing_cases import HA, death, to_agent_check

from desktop.domain.errors import Refused, SamePerson
from desktop.domain.reading import BlockedPage, Forbidden, ForbiddenFound, PageKind, ScreenedPage
from desktop.domain.reasons import reason_from_policy_letter
from desktop.domain.requests import FeeMeans, Item, Reason, RequestType
from desktop.domain.states import CaseState
from desktop.services.mail_import import MailImport

CORRECT_K1 = {RequestType.CORRECT: (Item.K1,)}
TAKAHASHI = replace(ICHIRO, name="高橋 一郎")
HASHIGO = replace(ICHIRO, name="髙橋 一郎")
OTHER_PLACE = "埼玉県みどり野市中央3丁目1-1"


@pytest.fixture
def track(registered: None, office: Office, tmp_path) -> Track:
    return Track(office, tmp_path)


def _proposal(track: Track, case_id: str):
    return track.office.desk.verification.view(track.office.by("c01"), case_id, 0)


def _seal(issued: str) -> ScreenedPage:
    fields = {"name": ICHIRO.name, "address": ICHIRO.address, "birth": ICHIRO.birth}
    return page(PageKind.INK, {**fields, "issued": issued})


def _pension() -> ScreenedPage:
    return page(PageKind.PEN, {"name": ICHIRO.name, "birth": ICHIRO.birth})


def test_stamps_of_220_yen_with_a_correction_go_back(track: Track):
    case_id = track.to_scoping(wanted=CORRECT_K1)
    desk = track.office.desk
    case = desk.casework.scope(track.act("c01"), case_id, CORRECT_K1)
    assert (case.line.state, case.fee.due) == (CaseState.INVESTIGATION, 0)
    case = desk.casework.record_fee(track.act("c01"), case_id, FeeMeans.STAMPS, 220)
    assert case.fee.sentence == "手数料のかからない請求です。同封の220円を返します。"
    assert case.line.state is CaseState.INVESTIGATION


def test_three_items_with_650_yen_are_10_short(track: Track):
    case_id = track.to_fee(wanted={RequestType.DISCLOSE: (Item.K1, Item.K3, Item.K4)})
    case = track.office.desk.casework.record_fee(track.act("c01"), case_id, FeeMeans.STAMPS, 650)
    assert (case.fee.due, case.fee.received, case.line.state) == (660, 650, CaseState.FEE_CHECK)
    assert case.fee.sentence == "手数料660円に10円足りません。"
    letter = track.office.desk.casework.ask_fee(track.act("c01"), case_id)
    assert (letter.code, letter.answer_by) == ("D-03", date(2026, 11, 24))


def test_five_items_with_1100_yen_in_postal_orders_are_exact(track: Track):
    five = {RequestType.DISCLOSE: (Item.K1, Item.K2, Item.K3, Item.K4, Item.K5)}
    case_id = track.to_fee(wanted=five)
    case = track.office.desk.casework.record_fee(
        track.act("c01"), case_id, FeeMeans.POSTAL_ORDER, 1100
    )
    assert case.fee.sentence == "手数料1,100円ちょうどです。"
    assert case.line.state is CaseState.INVESTIGATION


@pytest.mark.parametrize("card", [PageKind.MNC_BACK, PageKind.SRC])
def test_the_number_side_of_a_card_is_purged_and_the_purge_must_be_checked(
    track: Track, card: PageKind
):
    """MNC and SRC, both sides sent: the front is kept, of the number side nothing is."""
    premises = track.office.desk.premises
    run = MailImport(premises, track.act("c01"), lambda _step: None, threading.Event())
    run._labels = ["mail.pdf"]
    run._keep(0, 1, form_page())
    run._keep(0, 2, page(PageKind.MNC, {"name": ICHIRO.name, "address": ICHIRO.address}))
    run._purge(0, 3, BlockedPage(card, (ForbiddenFound(Forbidden.MY_NUMBER),)))
    (envelope,) = track.office.desk.intake.unfiled()
    assert [one.blocked for one in envelope.pages] == [None, None, Forbidden.MY_NUMBER]
    assert len(list(premises.spool.folder.glob("*.page"))) == 2
    with pytest.raises(Refused, match="除去の確認"):
        track.office.desk.filing.file(
            track.act("c01"), envelope.id, track.facts(purge_checked=False)
        )
    filed = track.office.desk.filing.file(track.act("c01"), envelope.id, track.facts())
    kinds = [document.kind for document in track.get(filed.case_id).documents]
    assert kinds == [PageKind.FORM, PageKind.MNC]
    (line,) = track.office.desk.audit.entries(
        track.office.by("k01"), 0, 5, action="forbidden.purge"
    )
    assert line.detail == {"kind": "MY_NUMBER", "paper": card.value, "page": 3}


def test_a_new_passport_alone_leads_to_a_correction(track: Track):
    passport = page(
        PageKind.PP_NEW, {"name": ICHIRO.name, "birth": ICHIRO.birth, "expires": "2030-01-01"}
    )
    case_id = track.to_identity(form_page(), passport)
    assert _proposal(track, case_id).proposal == "CORRECTION"
    letter = track.office.desk.casework.ask_correction(track.act("c01"), case_id, ("ID_SECOND",))
    assert letter.code == "D-02"
    assert track.get(case_id).line.state is CaseState.AWAITING_CORRECTION


def test_a_health_insurance_card_is_rejected(track: Track):
    card = page(PageKind.HOK, {"name": ICHIRO.name, "address": ICHIRO.address})
    case_id = track.to_identity(form_page(), card)
    view = _proposal(track, case_id)
    assert view.proposal == "CORRECTION"
    assert any("健康保険証" in sentence for sentence in track.get(case_id).identity.paper_problems)
    with pytest.raises(Refused, match="一人では確認できません"):
        track.office.desk.verification.confirm(track.act("c01"), case_id, 0, seen=view.to_see)


@pytest.mark.parametrize(
    ("arrived", "good"), [(date(2026, 11, 24), True), (date(2026, 11, 25), False)]
)
def test_a_seal_certificate_of_24_august_is_good_on_24_november_and_not_on_the_25th(
    track: Track, arrived: date, good: bool
):
    track.later(days=16)  # 2026-11-26
    filed = track.file(form_page(), _seal("2026-08-24"), _pension(), arrived_on=arrived)
    track.office.desk.casework.confirm_form(
        track.act("c01"), filed.case_id, K1, "PAPER", agent=False
    )
    assert (_proposal(track, filed.case_id).proposal == "PASS") is good


def test_taka_of_two_forms_is_a_variant_for_a_second_clerk(track: Track):
    track.with_register(register_line(TAKAHASHI))
    case_id = track.to_identity(form_page(HASHIGO), licence(HASHIGO))
    view = _proposal(track, case_id)
    assert view.proposal == "SECOND_CLERK"
    name = next(row for row in view.rows if row.component == "name")
    assert name.outcome.value == "VARIANT"
    verification = track.office.desk.verification
    with pytest.raises(Refused, match="一人では"):
        verification.confirm(track.act("c01"), case_id, 0, seen=view.to_see)
    verification.ask_second(track.act("c01"), case_id, 0, seen=view.to_see, note="髙と高の違いのみ")
    with pytest.raises(SamePerson):
        track.agree(case_id, "c01")
    assert track.agree(case_id, "c02").line.state is CaseState.SCOPING


def test_the_same_block_with_another_room_does_not_pass(track: Track):
    track.with_register(register_line(replace(ICHIRO, room="205")))
    case_id = track.to_identity()
    view = _proposal(track, case_id)
    assert view.proposal == "CORRECTION"
    assert view.verdict is not None
    assert view.verdict.level.value == "DIFFERENT_ROOM"
    with pytest.raises(Refused):
        track.office.desk.verification.ask_second(
            track.act("c01"), case_id, 0, seen=view.to_see, note="同じ建物"
        )


def test_a_match_at_the_supply_place_only_passes_and_is_noted(track: Track):
    track.with_register(register_line(ICHIRO, address=OTHER_PLACE, postal="350-9901"))
    case = track.get(track.to_scoping())
    assert (case.identity.ok, case.identity.which) == (True, "R2")


def test_he_against_a_correction_is_blocked(track: Track):
    case_id = track.to_scoping(wanted=CORRECT_K1)
    desk = track.office.desk
    desk.casework.scope(track.act("c01"), case_id, CORRECT_K1)
    desk.casework.finish_investigation(track.act("c01"), case_id)
    track.decide(case_id, refuse(Item.K1, Reason.R_HE, kind=RequestType.CORRECT))
    with pytest.raises(Refused, match="「ヘ 業務に著しい支障」は「訂正」には使えません"):
        desk.casework.submit(track.act("c01"), case_id)


@pytest.mark.parametrize("text", ["", "　", "。"])
def test_a_reason_without_text_is_blocked(track: Track, text: str):
    case_id = track.to_draft()
    track.decide(case_id, refuse(text=text))
    with pytest.raises(Refused, match="理由の説明が書かれていません"):
        track.office.desk.casework.submit(track.act("c01"), case_id)
    assert track.get(case_id).letters == ()


def test_the_own_draft_is_not_approved(track: Track):
    """Even by a clerk who stands in for the supervisor."""
    office, today = track.office, track.office.now.date()
    case_id = track.to_approval()
    drafter = office.id_of("c01")
    office.desk.deputies.name(office.act("s01"), drafter, today, today, passphrase("s01"))
    office._signed_in.clear()  # a deputy signs in anew
    shown = office.desk.approvals.view(office.by("c01"), case_id, office.now)
    with pytest.raises(SamePerson):
        office.desk.approvals.approve(
            track.act("c01"), case_id, passphrase("c01"), shown.letter_hash
        )
    assert track.get(case_id).line.state is CaseState.APPROVAL


def test_a_hold_between_approval_and_execution_takes_the_papers_off_the_list(track: Track):
    case_id, batch_id = track.to_batch_approved()
    review = track.office.now.date() + timedelta(days=90)
    track.office.desk.disposal.holds.hold(track.act("s01"), case_id, "LAWSUIT", review)
    with pytest.raises(Refused, match="有効な承認"):
        track.execute(batch_id)
    assert all(unit.held and not unit.stub for unit in track.get(case_id).units)


def test_what_arrives_on_a_sunday_is_registered_on_monday(track: Track):
    """到達 2026-11-08, opened on Tuesday: registered then, the mark counts from Sunday."""
    case = track.get(track.file(arrived_on=date(2026, 11, 8)).case_id)
    assert (case.arrived_on, case.registered_on) == (date(2026, 11, 8), date(2026, 11, 10))
    assert case.line.statutory is not None
    assert case.line.statutory.due == date(2026, 11, 20)  # 11-22 is a Sunday: ours roll back
    track.office.now = track.office.now.replace(day=15)  # a Sunday
    sunday = track.get(track.file(arrived_on=date(2026, 11, 15)).case_id)
    assert sunday.registered_on == date(2026, 11, 16)


def test_granted_and_refused_items_go_in_one_letter(track: Track):
    case_id = track.to_approval(grant(Item.K1), refuse(Item.K3), wanted=K1_K3, amount=440)
    case = track.get(case_id)
    assert [letter.code for letter in case.letters] == ["D-05"]
    assert [one.granted for one in case.decisions] == [True, False]


def test_a_death_during_an_agent_case_ends_the_power(track: Track):
    case_id = to_agent_check(track)
    desk = track.office.desk
    case = desk.special.record_death(track.act("c01"), case_id, death(track))
    assert case.line.state is CaseState.ID_CHECK
    with pytest.raises(Refused):
        track.decide(case_id, grant())
    with pytest.raises(Refused, match="亡くなって"):
        desk.verification.confirm(track.act("c01"), case_id, 0, seen=track.seen(case_id))
    ro = refuse(Item.K1, Reason.R_RO, "ご本人の死亡により代理権が終了したため")
    assert track.decide(case_id, ro).line.state is CaseState.DRAFTED


def test_returned_mail_is_sent_once_more_and_then_given_up_after_thirty_days(track: Track):
    case_id = track.to_dispatched()
    post, today = track.office.desk.correspondence, track.office.now.date()
    back = post.record_return(track.act("c01"), case_id, today)
    assert back.line.state is CaseState.RETURNED_MAIL
    track.enclose(case_id)
    post.resend(track.act("c01"), case_id, "HONNIN_GENTEI", "22345678901")
    track.later(days=1)
    post.record_return(track.act("c01"), case_id, track.office.now.date())
    with pytest.raises(Refused, match="一度だけ"):
        post.resend(track.act("c01"), case_id, "HONNIN_GENTEI", "32345678901")
    track.later(days=29)
    with pytest.raises(Refused, match="保管期間"):
        post.give_up_return(track.act("c01"), case_id)
    track.later(days=1)
    case = post.give_up_return(track.act("c01"), case_id)
    assert case.line.state is CaseState.RETURN_GIVEN_UP
    assert all(unit.due_on for unit in case.units)


def test_the_hiragana_he_of_the_policy_is_the_reason_he(track: Track):
    hiragana = reason_from_policy_letter("\u3078)")
    assert hiragana is reason_from_policy_letter("\u30d8") is Reason.R_HE
    case_id = track.to_approval(refuse(Item.K1, hiragana))
    assert track.get(case_id).decisions[0].reason is Reason.R_HE


def test_no_draft_before_identity_on_any_path(track: Track):
    """Guard 3, also for a second request of the same person and for a case taken up again."""
    first = track.to_completed()
    second = track.to_identity()
    assert track.get(second).special.linked
    track.office.desk.reopening.reopen(track.act("s01"), first, "開示漏れの申出があった")
    for case_id in (first, second):
        with pytest.raises(Refused):
            track.decide(case_id, grant())
        with pytest.raises(Refused):
            track.office.desk.casework.finish_investigation(track.act("c01"), case_id)
    with pytest.raises(Refused, match="補正を依頼しないまま"):
        track.decide(second, HA)


def test_an_envelope_with_one_opener_or_no_list_is_not_filed(track: Track):
    envelope = lay_in(track.office, "c01", (form_page(), licence()))
    clerk = track.office.id_of("c01")
    for changes in ({"openers": (clerk, clerk)}, {"enclosures": ()}, {"purge_checked": False}):
        with pytest.raises(Refused):
            track.office.desk.filing.file(track.act("c01"), envelope, track.facts(**changes))
