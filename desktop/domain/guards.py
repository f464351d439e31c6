"""The guards of the case states: one condition, one sentence, one next step (DOMAIN §8)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from desktop.domain.errors import Refused, SamePerson
from desktop.domain.facts import CaseFacts

_TWO_PEOPLE: Final = 2


@dataclass(frozen=True, slots=True)
class Guard:
    """A condition for a step. `name` is stable, for tests and reports."""

    name: str
    holds: Callable[[CaseFacts], bool]
    sentence: str
    next_step: str
    error: type[Refused] = Refused

    def refusal(self) -> Refused:
        return self.error(self.sentence, self.next_step)


def _past(facts: CaseFacts) -> bool:
    return facts.today is not None and facts.deadline is not None and facts.today > facts.deadline


def _quiet(facts: CaseFacts) -> bool:
    if facts.today is None or facts.dispatched_on is None:
        return False
    if facts.returned_on is not None and facts.returned_on >= facts.dispatched_on:
        return False
    return facts.today >= facts.dispatched_on + timedelta(days=facts.presumed_delivered_days)


def _return_expired(facts: CaseFacts) -> bool:
    if facts.today is None or facts.returned_on is None:
        return False
    return facts.today >= facts.returned_on + timedelta(days=facts.returned_days)


def _unchanged(facts: CaseFacts) -> bool:
    return facts.current_hash != "" and facts.approved_hash == facts.current_hash


ARRIVED = Guard(
    "arrived",
    lambda f: f.arrived_on is not None and (f.today is None or f.arrived_on <= f.today),
    "到達日が入っていないか、今日より後です。",
    "封筒が届いた日を入れてください。",
)
ENVELOPE = Guard(
    "envelope",
    lambda f: f.envelope_kept,
    "封筒が案件に入っていません。",
    "封筒を読み取るか、封筒なしで届いたことを記録してください。",
)
ENCLOSURES = Guard(
    "enclosures",
    lambda f: f.enclosures_listed,
    "同封物の一覧がありません。",
    "同封物をすべて書き出してください。",
)
TWO_OPENERS = Guard(
    "two_openers",
    lambda f: len({opener for opener in f.openers if opener}) >= _TWO_PEOPLE,
    "開封者が二人になっていません。",
    "別の人と二人で開封し、二人の名前を入れてください。",
    SamePerson,
)
PURGED = Guard(
    "purged",
    lambda f: f.purge_checked,
    "個人番号などの除去の確認が済んでいません。",
    "持ってはいけない番号がないことを確かめて、印を付けてください。",
)
FORM_COMPLETE = Guard(
    "form_complete",
    lambda f: f.form_complete,
    "請求書の記入が揃っていません。",
    "読みを直すか、補正を依頼してください。",
)
IDENTITY = Guard(
    "identity",
    lambda f: f.identity_ok,
    "本人確認が済んでいません。",
    "請求書・本人確認書類・登録情報を照らし合わせて確認してください。",
)
SECOND_CHECK = Guard(
    "second_check",
    lambda f: not f.second_check_needed or f.second_checker != "",
    "この一致には第二確認者の確認が要ります。",
    "第二確認者へ回してください。",
)
SECOND_IS_ANOTHER = Guard(
    "second_is_another",
    lambda f: not f.second_check_needed or f.second_checker != f.identity_checker,
    "第二確認者が、本人確認をした人と同じです。",
    "別の人に第二確認を依頼してください。",
    SamePerson,
)
AGENT = Guard(
    "agent",
    lambda f: not f.agent_needed or f.agent_ok,
    "代理人と代理権の確認が済んでいません。",
    "代理人の本人確認書類と代理権の書類を確かめてください。",
)
PRINCIPAL_ALIVE = Guard(
    "principal_alive",
    lambda f: not f.principal_died,
    "ご本人が亡くなっています。代理権も終わっています。",
    "代理人の案件は理由「ロ」で起案するか、相続人への任意対応へ回してください。",
)
PROVEN_OR_REFUSAL = Guard(
    "proven_or_refusal",
    lambda f: f.proven or f.refusal_without_identity,
    "本人確認（代理人の確認を含む）が済んでいないため、回答へ進めません。",
    "確認を済ませるか、理由イ・ロ・ハだけの不開示にしてください。",
)
ONLY_UNPROVEN_REASONS = Guard(
    "only_unproven_reasons",
    lambda f: f.refusal_without_identity,
    "本人確認なしの起案に使えるのは、理由イ・ロ・ハだけです。",
    "全項目を理由イ・ロ・ハのどれかで不開示にしてください。",
)
ASKED_FIRST = Guard(
    "asked_first",
    lambda f: f.correction_asked or f.principal_died,
    "補正を依頼しないまま不開示にはできません。",
    "先に補正を依頼してください。",
)
OWN_USAGE = Guard(
    "own_usage",
    lambda f: not f.occupant or f.only_own_usage,
    "契約者でない利用者に開示できるのは、供給場所の使用量だけです。",
    "使用量のほかの項目は、理由「ニ」で不開示にしてください。",
)
SECRECY_DECIDED = Guard(
    "secrecy_decided",
    lambda f: not f.secrecy_open,
    "秘匿の申出に、責任者の判断がありません。",
    "履歴を開き、秘匿とするかどうかを決めてください。",
)
SCOPED = Guard(
    "scoped",
    lambda f: f.scope_set,
    "対象の情報が特定されていません。",
    "対象の契約と項目を選んでください。",
)
FEE_OWED = Guard(
    "fee_owed",
    lambda f: f.fee_due > 0 and not f.fee_settled and not f.fee_waived,
    "請求する手数料がありません。",
    "手数料の確認を済ませて先へ進んでください。",
)
FEE_DONE = Guard(
    "fee_done",
    lambda f: f.fee_due == 0 or f.fee_settled or f.fee_waived,
    "手数料が納付も免除もされていません。",
    "納付を記録するか、不足を請求してください。免除は責任者が行います。",
)
FEE_FOR_GRANT = Guard(
    "fee_for_grant",
    lambda f: not f.any_granted or f.fee_due == 0 or f.fee_settled or f.fee_waived,
    "手数料が納付も免除もされていないため、開示などに応じる回答は出せません。",
    "届いた手数料を「手数料の記録」に入れるか、不開示で回答してください。",
)
"""Of a draft that began as a refusal, or whose fee went back with one, and then became a grant."""
NOT_ALL_REFUSED = Guard(
    "not_all_refused",
    lambda f: f.any_granted or not f.reasons,
    "全項目を不開示とする起案のため、手数料は請求しません。",
    "応じる項目があるときだけ、手数料を請求してください。",
)
"""What is asked for beside a draft pays for what the draft grants (DOMAIN §2)."""
MONEY_BOOKED = Guard(
    "money_booked",
    lambda f: f.money_booked,
    "同封物の一覧にある切手・為替・現金が、受払簿に記録されていません。",
    "「手数料の記録」に入れるか、入っていなかったことを二人で記録してください。",
)
MONEY_SENT_BACK = Guard(
    "money_sent_back",
    lambda f: not f.money_back,
    "お返しする切手・為替・現金が残っています。",
    "返却を二人で記録してから終えてください。",
)
NOTHING_HELD = Guard(
    "nothing_held",
    lambda f: not f.money_held,
    "お預かりしている切手・為替・現金が残っています。",
    "「手数料の記録」で、すべてお返ししたことを二人で記録してから終えてください。",
)
"""A case that ends without an answer keeps nothing (DOMAIN §2)."""
ANSWERED = Guard(
    "answered",
    lambda f: f.answers_in,
    "担当部署の回答が届いていない項目があります。",
    "回答ファイルを取り込んでください。記録がないときは、部署の「該当なし」の回答が要ります。",
)
DECIDED = Guard(
    "decided",
    lambda f: f.items_decided,
    "回答の決まっていない項目があります。",
    "すべての項目を開示・不開示のどちらかにしてください。",
)
REASONS = Guard(
    "reasons",
    lambda f: f.reasons_ok,
    "不開示の理由の符号か説明が足りません。",
    "使える理由を選び、説明を書いてください。",
)
DRAFTER = Guard(
    "drafter",
    lambda f: f.drafter != "",
    "起案者が記録されていません。",
    "起案を保存してから決裁へ出してください。",
)
APPROVER = Guard(
    "approver",
    lambda f: f.approver != "",
    "決裁者が記録されていません。",
    "責任者として入り直してください。",
)
APPROVER_IS_ANOTHER = Guard(
    "approver_is_another",
    lambda f: f.approver != f.drafter,
    "起案した本人は決裁できません。",
    "別の責任者に決裁を依頼してください。",
    SamePerson,
)
UNCHANGED = Guard(
    "unchanged",
    _unchanged,
    "決裁した文面と今の文面が違います。",
    "起案へ戻し、もう一度決裁を受けてください。",
)
ADDRESS_VERIFIED = Guard(
    "address_verified",
    lambda f: f.verified_address or f.refusal_without_identity,
    "宛先が、確認済みの住所ではありません。",
    "本人確認で確かめた住所を宛先にしてください。",
)
ENCLOSURE_CHECKED = Guard(
    "enclosure_checked",
    lambda f: f.enclosure_checker != "",
    "封入確認が済んでいません。",
    "別の人に封入の確認を依頼してください。",
)
ENCLOSURE_BY_ANOTHER = Guard(
    "enclosure_by_another",
    lambda f: f.enclosure_checker != f.encloser,
    "封入した本人は封入確認ができません。",
    "別の人に封入の確認を依頼してください。",
    SamePerson,
)
TRACKED = Guard(
    "tracked",
    lambda f: not f.registered_post or f.tracking != "",
    "書留の引受番号が入っていません。",
    "受領証の引受番号を入れてください。",
)
DELIVERED = Guard(
    "delivered",
    lambda f: f.delivered,
    "配達が確かめられていません。",
    "追跡で配達を確かめてください。",
)
QUIET = Guard(
    "quiet",
    _quiet,
    "配達とみなす日数がたっていないか、返戻があります。",
    "配達を確かめるか、返戻のないまま日数がたつのを待ってください。",
)
CLASSED = Guard(
    "classed",
    lambda f: f.all_classed,
    "保存区分の決まっていない文書があります。",
    "すべての文書に保存区分を付けてください。",
)
PAST_DEADLINE = Guard(
    "past_deadline",
    _past,
    "お客様の期限がまだ過ぎていません。",
    "期限の翌日まで待ってください。",
)
NO_SECOND_NOTICE = Guard(
    "no_second_notice",
    lambda f: not f.second_notice_sent,
    "再度の通知は送付済みです。",
    "不開示で起案するか、回答なしで終了してください。",
)
SECOND_NOTICE_SENT = Guard(
    "second_notice_sent",
    lambda f: f.second_notice_sent,
    "再度の通知を送っていません。",
    "先に再度の通知を送ってください。",
)
RETURNED = Guard(
    "returned",
    lambda f: f.returned_on is not None,
    "返戻の日が入っていません。",
    "返戻の封筒が戻った日を入れてください。",
)
FIRST_RESEND = Guard(
    "first_resend",
    lambda f: f.resends == 0,
    "再送は一度だけです。",
    "返戻の保管期間が過ぎたら終了してください。",
)
RETURN_EXPIRED = Guard(
    "return_expired",
    _return_expired,
    "返戻の保管期間が過ぎていません。",
    "封を切らずに保管し、期間が過ぎてから終了してください。",
)
WITHDRAWN = Guard(
    "withdrawn",
    lambda f: f.withdrawn_in_writing,
    "取下げの書面がありません。",
    "お客様の取下げの書面を受け取ってください。",
)
PARTS_INTACT = Guard(
    "parts_intact",
    lambda f: f.parts_intact,
    "廃棄済みか、廃棄の手続き中の部分がある案件は再開できません。",
    "新しい請求として受け付けてください。",
)

PROOF: Final = (IDENTITY, SECOND_CHECK, SECOND_IS_ANOTHER)
"""Identity in its three parts, so that the sentence names the missing one."""
