"""The four roles and what each may do; what is not listed is denied (DESIGN §1; DOMAIN §11)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Final

from desktop.domain.errors import NotAllowed


class Role(StrEnum):
    CLERK = "CLERK"
    SUPERVISOR = "SUPERVISOR"
    AUDITOR = "AUDITOR"
    ADMINISTRATOR = "ADMINISTRATOR"


class Capability(StrEnum):
    OPEN_MAIL = "OPEN_MAIL"
    FILE = "FILE"
    CHECK_FORM = "CHECK_FORM"
    ASSIGN = "ASSIGN"
    CHECK_IDENTITY = "CHECK_IDENTITY"
    SECOND_CHECK = "SECOND_CHECK"
    FEE = "FEE"
    INVESTIGATE = "INVESTIGATE"
    DRAFT = "DRAFT"
    APPROVE = "APPROVE"
    WAIVE = "WAIVE"
    DISPATCH = "DISPATCH"
    ENCLOSE_CHECK = "ENCLOSE_CHECK"
    PROPOSE_DISPOSAL = "PROPOSE_DISPOSAL"
    APPROVE_DISPOSAL = "APPROVE_DISPOSAL"
    EXECUTE_DISPOSAL = "EXECUTE_DISPOSAL"
    WITNESS_DISPOSAL = "WITNESS_DISPOSAL"
    DECIDE_SECRECY = "DECIDE_SECRECY"
    SET_HOLD = "SET_HOLD"
    RELEASE_HOLD = "RELEASE_HOLD"  # a supervisor proposes …
    CONFIRM_HOLD_RELEASE = "CONFIRM_HOLD_RELEASE"  # … any other case user confirms
    VIEW_CASE = "VIEW_CASE"
    VIEW_IDENTITY_IMAGE = "VIEW_IDENTITY_IMAGE"
    SEARCH_REGISTER = "SEARCH_REGISTER"
    IMPORT_REGISTER = "IMPORT_REGISTER"
    MANAGE_PEOPLE = "MANAGE_PEOPLE"
    PROPOSE_SETTING = "PROPOSE_SETTING"
    SIGN_SETTING = "SIGN_SETTING"
    BACKUP = "BACKUP"
    READ_AUDIT = "READ_AUDIT"
    ANCHOR_AUDIT = "ANCHOR_AUDIT"
    ADD_FINDING = "ADD_FINDING"
    EXPORT = "EXPORT"
    CONFIRM_CLOCK = "CONFIRM_CLOCK"
    ROLL_KEYS = "ROLL_KEYS"
    REOPEN_DAY = "REOPEN_DAY"


_CASE_USER: Final = frozenset(
    {
        Capability.VIEW_CASE,
        Capability.VIEW_IDENTITY_IMAGE,
        Capability.SEARCH_REGISTER,
        Capability.OPEN_MAIL,
        Capability.SECOND_CHECK,
        Capability.ENCLOSE_CHECK,
        Capability.WITNESS_DISPOSAL,
        Capability.CONFIRM_HOLD_RELEASE,
        Capability.EXPORT,
    }
)

# A supervisor neither drafts nor proposes: what they decide on must come from somebody else.
CAPABILITIES: Final[Mapping[Role, frozenset[Capability]]] = {
    Role.CLERK: _CASE_USER
    | {
        Capability.FILE,
        Capability.CHECK_FORM,
        Capability.ASSIGN,
        Capability.CHECK_IDENTITY,
        Capability.FEE,
        Capability.INVESTIGATE,
        Capability.DRAFT,
        Capability.DISPATCH,
        Capability.PROPOSE_DISPOSAL,
        Capability.EXECUTE_DISPOSAL,
    },
    Role.SUPERVISOR: _CASE_USER
    | {
        Capability.ASSIGN,
        Capability.APPROVE,
        Capability.WAIVE,
        Capability.APPROVE_DISPOSAL,
        Capability.DECIDE_SECRECY,
        Capability.SET_HOLD,
        Capability.RELEASE_HOLD,
        Capability.SIGN_SETTING,
        Capability.READ_AUDIT,
        Capability.ANCHOR_AUDIT,
        Capability.ADD_FINDING,
        Capability.CONFIRM_CLOCK,
        Capability.ROLL_KEYS,
        Capability.REOPEN_DAY,
    },
    Role.AUDITOR: frozenset(
        {
            Capability.VIEW_CASE,
            Capability.VIEW_IDENTITY_IMAGE,
            Capability.READ_AUDIT,
            Capability.ANCHOR_AUDIT,
            Capability.ADD_FINDING,
        }
    ),
    Role.ADMINISTRATOR: frozenset(
        {
            Capability.MANAGE_PEOPLE,
            Capability.PROPOSE_SETTING,
            Capability.IMPORT_REGISTER,
            Capability.BACKUP,
        }
    ),
}

ROLE_LABELS: Final[Mapping[Role, str]] = {
    Role.CLERK: "受付担当",
    Role.SUPERVISOR: "責任者",
    Role.AUDITOR: "監査",
    Role.ADMINISTRATOR: "管理者",
}

CAPABILITY_LABELS: Final[Mapping[Capability, str]] = {
    Capability.OPEN_MAIL: "開封",
    Capability.FILE: "受付登録",
    Capability.CHECK_FORM: "形式確認",
    Capability.ASSIGN: "担当の割当て",
    Capability.CHECK_IDENTITY: "本人確認",
    Capability.SECOND_CHECK: "第二確認",
    Capability.FEE: "手数料の確認",
    Capability.INVESTIGATE: "調査",
    Capability.DRAFT: "起案",
    Capability.APPROVE: "決裁",
    Capability.WAIVE: "手数料の免除",
    Capability.DISPATCH: "発送",
    Capability.ENCLOSE_CHECK: "封入確認",
    Capability.PROPOSE_DISPOSAL: "廃棄の申請",
    Capability.APPROVE_DISPOSAL: "廃棄の承認",
    Capability.EXECUTE_DISPOSAL: "廃棄の実施",
    Capability.WITNESS_DISPOSAL: "廃棄の立会い",
    Capability.DECIDE_SECRECY: "秘匿の判断",
    Capability.SET_HOLD: "保全の設定",
    Capability.RELEASE_HOLD: "保全解除の申請",
    Capability.CONFIRM_HOLD_RELEASE: "保全解除の確認",
    Capability.VIEW_CASE: "案件の閲覧",
    Capability.VIEW_IDENTITY_IMAGE: "本人確認書類の閲覧",
    Capability.SEARCH_REGISTER: "登録情報の検索",
    Capability.IMPORT_REGISTER: "登録情報の取込み",
    Capability.MANAGE_PEOPLE: "利用者の管理",
    Capability.PROPOSE_SETTING: "設定の申請",
    Capability.SIGN_SETTING: "設定の署名",
    Capability.BACKUP: "バックアップ",
    Capability.READ_AUDIT: "記録の閲覧",
    Capability.ANCHOR_AUDIT: "記録の固定",
    Capability.ADD_FINDING: "指摘の記入",
    Capability.EXPORT: "書き出し",
    Capability.CONFIRM_CLOCK: "時計の確認",
    Capability.ROLL_KEYS: "鍵の更新",
    Capability.REOPEN_DAY: "日計の開き直し",
}

SMALLEST_OFFICE: Final[Mapping[Role, int]] = {
    Role.CLERK: 2,
    Role.SUPERVISOR: 1,
    Role.ADMINISTRATOR: 1,
}


def may(role: Role, capability: Capability) -> bool:
    """Whether the role includes the act."""
    return capability in CAPABILITIES[role]


def require(role: Role, capability: Capability) -> None:
    """Refuse an act the role does not include."""
    if not may(role, capability):
        raise NotAllowed(
            f"「{CAPABILITY_LABELS[capability]}」は{ROLE_LABELS[role]}の権限にありません。",
            f"{roles_that_may(capability)}に依頼してください。",
        )


def roles_that_may(capability: Capability) -> str:
    """The roles that include the act, in words: 「受付担当・責任者」."""
    return "・".join(ROLE_LABELS[role] for role in Role if may(role, capability))


def enough_people(roles: Iterable[Role]) -> list[str]:
    """What the smallest office still lacks; an empty list where two people can check each other."""
    have = list(roles)
    return [
        f"{ROLE_LABELS[role]}があと{wanted - have.count(role)}人必要です。"
        for role, wanted in SMALLEST_OFFICE.items()
        if have.count(role) < wanted
    ]
