"""Identity papers: which are accepted, alone or as a second one (DOMAIN §5)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Final

from desktop.domain.calendar import add_months
from desktop.domain.page_kinds import PAGE_KIND_LABELS
from desktop.domain.reading import PageKind


class ProblemCode(StrEnum):
    NO_PAPER = "NO_PAPER"
    PURGE = "PURGE"
    REJECTED = "REJECTED"
    UNREADABLE = "UNREADABLE"
    EXPIRED = "EXPIRED"
    NO_DATE = "NO_DATE"
    TOO_OLD = "TOO_OLD"
    ISSUED_LATER = "ISSUED_LATER"
    NOT_YET_ISSUED = "NOT_YET_ISSUED"
    TOO_EARLY = "TOO_EARLY"
    TOO_LONG = "TOO_LONG"
    BACK_MISSING = "BACK_MISSING"
    COPY = "COPY"
    SECOND_NEEDED = "SECOND_NEEDED"
    NO_ADDRESS = "NO_ADDRESS"


@dataclass(frozen=True, slots=True)
class Problem:
    """`kind` is the paper, None where the papers together do not suffice."""

    code: ProblemCode
    sentence: str
    kind: PageKind | None = None


@dataclass(frozen=True, slots=True)
class PaperFacts:
    """One paper as it arrived.

    `back_needed` says that the front refers to a note on the back; `original` matters for
    certificates; `address_present` for papers that show one only sometimes.
    """

    kind: PageKind
    has_back: bool = False
    back_needed: bool = False
    expires: date | None = None
    issued: date | None = None
    address_present: bool = True
    readable: bool = True
    original: bool = True


@dataclass(frozen=True, slots=True)
class PapersFinding:
    """Whether the papers prove identity, and every fault of each; `accepted` are the good ones."""

    ok: bool
    problems: tuple[Problem, ...]
    accepted: tuple[PageKind, ...] = ()


class _Validity(StrEnum):
    IN_DATE = "IN_DATE"
    RECENT = "RECENT"  # issued at most three months before the arrival
    ISSUED_SINCE = "ISSUED_SINCE"
    OWN_EXPIRY = "OWN_EXPIRY"
    UNDATED = "UNDATED"
    REJECTED = "REJECTED"


class _Back(StrEnum):
    IF_CHANGED = "IF_CHANGED"
    NEEDED = "NEEDED"
    FORBIDDEN = "FORBIDDEN"
    NONE = "NONE"


@dataclass(frozen=True, slots=True)
class _PaperRule:
    photo: bool
    address: bool
    validity: _Validity
    back: _Back = _Back.NONE
    certificate: bool = False
    second_only: bool = False
    mask: tuple[str, ...] = ()


_RULES: Final[Mapping[PageKind, _PaperRule]] = {
    PageKind.DL: _PaperRule(
        True, True, _Validity.IN_DATE, _Back.IF_CHANGED, mask=("臓器提供欄", "本籍")
    ),
    PageKind.DLH: _PaperRule(True, True, _Validity.ISSUED_SINCE, mask=("臓器提供欄",)),
    PageKind.MNC: _PaperRule(
        True,
        True,
        _Validity.IN_DATE,
        _Back.FORBIDDEN,
        mask=("裏面（個人番号・QRコード）", "臓器提供欄", "性別"),
    ),
    PageKind.RC: _PaperRule(True, True, _Validity.IN_DATE, _Back.NEEDED),
    PageKind.SPR: _PaperRule(True, True, _Validity.IN_DATE, _Back.NEEDED),
    PageKind.SRC: _PaperRule(True, True, _Validity.IN_DATE, _Back.FORBIDDEN, mask=("番号記載面",)),
    PageKind.PP_OLD: _PaperRule(
        True, False, _Validity.IN_DATE, second_only=True, mask=("旅券番号", "MRZ")
    ),
    PageKind.PP_NEW: _PaperRule(
        True, False, _Validity.IN_DATE, second_only=True, mask=("旅券番号", "MRZ")
    ),
    PageKind.SKC: _PaperRule(
        False,
        True,
        _Validity.OWN_EXPIRY,
        mask=("保険者番号", "記号", "番号", "枝番", "QRコード", "臓器提供欄"),
    ),
    PageKind.PEN: _PaperRule(
        False, False, _Validity.UNDATED, second_only=True, mask=("基礎年金番号",)
    ),
    PageKind.JUM: _PaperRule(
        False,
        True,
        _Validity.RECENT,
        certificate=True,
        mask=("個人番号", "住民票コード", "本籍", "続柄"),
    ),
    PageKind.FUH: _PaperRule(False, True, _Validity.RECENT, certificate=True, mask=("本籍",)),
    PageKind.INK: _PaperRule(False, True, _Validity.RECENT, certificate=True),
    PageKind.KOS: _PaperRule(False, False, _Validity.RECENT, certificate=True, mask=("不要部分",)),
    PageKind.TOU: _PaperRule(False, True, _Validity.RECENT, certificate=True, mask=("不要部分",)),
    PageKind.HOK: _PaperRule(
        False, False, _Validity.REJECTED, mask=("保険者番号", "記号", "番号", "枝番", "QRコード")
    ),
    PageKind.SKO: _PaperRule(
        False, False, _Validity.REJECTED, mask=("保険者番号", "記号", "番号", "枝番", "QRコード")
    ),
    PageKind.JKI: _PaperRule(False, False, _Validity.REJECTED),
}

MASKS: Final[Mapping[PageKind, tuple[str, ...]]] = {
    kind: rule.mask for kind, rule in _RULES.items()
}
"""What to black out on each paper."""

_FRESH_MONTHS: Final = 3
_HISTORY_CARD_SINCE: Final = date(2012, 4, 1)
_SPECIAL_CARD_SINCE: Final = date(2026, 6, 14)
_SKC_MONTHS: Final = 60
_ENOUGH_PAPERS: Final = 2


def check_papers(papers: Sequence[PaperFacts], arrived: date) -> PapersFinding:
    """One photo paper with an address, or two others of which one shows the address (C).

    The reference day is the 到達日. A side that carries a number forbidden to keep stops the
    check until it is purged, whatever else is there.
    """
    if not papers:
        return PapersFinding(False, (Problem(ProblemCode.NO_PAPER, "本人確認書類がありません。"),))
    problems: list[Problem] = []
    good: list[PaperFacts] = []
    for paper in _with_backs(papers):
        found = _faults(paper, arrived)
        problems.extend(found)
        if not any(p.code is not ProblemCode.PURGE for p in found):
            good.append(paper)
    lack = _lack(good)
    if lack is not None:
        problems.append(lack)
    ok = lack is None and not any(p.code is ProblemCode.PURGE for p in problems)
    return PapersFinding(ok, tuple(problems), tuple(dict.fromkeys(p.kind for p in good)))


def is_identity_paper(kind: PageKind) -> bool:
    """Whether the kind has a line in the table of DOMAIN §5, accepted or not."""
    return kind in _RULES


def _with_backs(papers: Sequence[PaperFacts]) -> tuple[PaperFacts, ...]:
    """The back of a licence on a page of its own belongs to its front."""
    has_back = any(p.kind is PageKind.DL_BACK for p in papers)
    fronts = (p for p in papers if p.kind is not PageKind.DL_BACK)
    return tuple(
        replace(p, has_back=True) if has_back and p.kind is PageKind.DL else p for p in fronts
    )


def _lack(good: Sequence[PaperFacts]) -> Problem | None:
    if any(_RULES[p.kind].photo and _shows_address(p) for p in good):
        return None
    kinds = {p.kind for p in good}
    if len(kinds) < _ENOUGH_PAPERS:
        return Problem(ProblemCode.SECOND_NEEDED, _second_words(kinds))
    if not any(_shows_address(p) for p in good):
        return Problem(ProblemCode.NO_ADDRESS, "住所を確かめられる書類がありません。")
    return None


def _second_words(kinds: Set[PageKind]) -> str:
    """Why one paper is not enough: a passport is told why it proves no address."""
    if kinds == {PageKind.PP_NEW}:
        return "旅券には住所が記載されていません。住所のある書類がもう1点必要です。"
    if kinds == {PageKind.PP_OLD}:
        return "旅券の住所は自筆のため、確認に使えません。住所のある書類がもう1点必要です。"
    return "住所のある顔写真付きの書類1点か、それ以外の書類2点が必要です。"


def back_asked_for(kind: PageKind) -> Problem:
    """The address differs from the form's, and the side where changes are noted is not there."""
    label = PAGE_KIND_LABELS[kind]
    sentence = f"{label}の裏面がありません。転居は裏面に記載されます。"
    return Problem(ProblemCode.BACK_MISSING, sentence, kind)


def _shows_address(paper: PaperFacts) -> bool:
    rule = _RULES[paper.kind]
    return rule.address and not rule.second_only and paper.address_present


def _faults(paper: PaperFacts, arrived: date) -> list[Problem]:
    kind = paper.kind
    label = PAGE_KIND_LABELS[kind]
    if kind is PageKind.MNC_BACK:
        return [_purge(kind, label)]
    rule = _RULES.get(kind)
    if rule is None or rule.validity is _Validity.REJECTED:
        return [_rejected(kind, label)]
    found: list[Problem] = []
    if not paper.readable:
        found.append(Problem(ProblemCode.UNREADABLE, f"{label}が読み取れません。", kind))
    if rule.back is _Back.FORBIDDEN and paper.has_back:
        found.append(_purge(kind, label))
    back_wanted = rule.back is _Back.NEEDED or (rule.back is _Back.IF_CHANGED and paper.back_needed)
    if back_wanted and not paper.has_back:
        found.append(Problem(ProblemCode.BACK_MISSING, f"{label}の裏面がありません。", kind))
    if rule.certificate and not paper.original:
        found.append(Problem(ProblemCode.COPY, f"{label}は原本が必要です。", kind))
    dated = _date_fault(paper, rule.validity, label, arrived)
    if dated is not None:
        found.append(dated)
    return found


def _purge(kind: PageKind, label: str) -> Problem:
    return Problem(
        ProblemCode.PURGE,
        f"{label}に、持ってはいけない番号の面があります。読み取らずに除いてください。",
        kind,
    )


def _rejected(kind: PageKind, label: str) -> Problem:
    if kind is PageKind.HOK:
        sentence = "健康保険証は2025年12月2日から使えません。本人確認書類として受け付けられません。"
    else:
        sentence = f"{label}は本人確認書類として受け付けられません。"
    return Problem(ProblemCode.REJECTED, sentence, kind)


def _date_fault(
    paper: PaperFacts, validity: _Validity, label: str, arrived: date
) -> Problem | None:
    """The first fault of the paper's dates on the day of arrival."""
    code, words = _date_words(paper, validity, arrived)
    return None if code is None else Problem(code, f"{label}{words}", paper.kind)


def _date_words(
    paper: PaperFacts, validity: _Validity, arrived: date
) -> tuple[ProblemCode | None, str]:
    kind, issued, expires = paper.kind, paper.issued, paper.expires
    if issued is not None and issued > arrived:
        return ProblemCode.ISSUED_LATER, "の発行日が到達日より後です。"
    if kind is PageKind.SRC and arrived < _SPECIAL_CARD_SINCE:
        return ProblemCode.NOT_YET_ISSUED, "は、到達日にはまだ発行されていません。"
    if validity in (_Validity.IN_DATE, _Validity.OWN_EXPIRY):
        if expires is None:
            return ProblemCode.NO_DATE, "の有効期限が読み取れていません。"
        if expires < arrived:
            return ProblemCode.EXPIRED, "の有効期限が切れています。"
        if (
            validity is _Validity.OWN_EXPIRY
            and issued
            and expires > add_months(issued, _SKC_MONTHS)
        ):
            return ProblemCode.TOO_LONG, "の有効期限が発行から5年を超えています。"
    if validity is _Validity.RECENT:
        if issued is None:
            return ProblemCode.NO_DATE, "の発行日が読み取れていません。"
        if arrived > add_months(issued, _FRESH_MONTHS):
            return ProblemCode.TOO_OLD, "は発行から3か月を過ぎています。"
    if validity is _Validity.ISSUED_SINCE:
        if issued is None:
            return ProblemCode.NO_DATE, "の交付日が読み取れていません。"
        if issued < _HISTORY_CARD_SINCE:
            return ProblemCode.TOO_EARLY, "は2012年4月1日より前の交付です。"
    return None, ""
