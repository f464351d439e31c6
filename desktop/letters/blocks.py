"""The lists that the facts fill in under an entry of the 記 section: head and lines of each."""

from __future__ import annotations

from desktop.domain.letters import Decision, LetterData, LetterProblem, fill
from desktop.domain.requests import REQUEST_LABELS
from desktop.domain.wareki import wareki
from desktop.domain.wording import Block, LetterDefinition

Rows = list[tuple[str, list[str]]]
_KINDS = {words: kind for kind, words in REQUEST_LABELS.items()}


def block_rows(block: Block, definition: LetterDefinition, data: LetterData) -> Rows:
    """What stands in the block; refuses a decision that says too little."""
    if block is Block.GRANTED:
        return [(_decided(one), _told(one)) for one in data.granted]
    if block is Block.CHANGES:
        return [(_decided(one), _change(one)) for one in data.granted]
    if block is Block.REFUSED:
        return [(_decided(one), _reason(definition, one)) for one in data.refused]
    if block is Block.ALTERNATIVES:
        return [(_decided(one), _reason(definition, one)) for one in data.alternatives]
    if block is Block.RETURNED:
        return [(one, []) for one in data.returned]
    if block is Block.ENCLOSED:
        return [(one, []) for one in data.enclosed]
    return _corrections(definition, data)


def _decided(decision: Decision) -> str:
    if decision.label == decision.request:
        return decision.label
    return f"{decision.label}（{decision.request}）"


def _told(decision: Decision) -> list[str]:
    done = f"実施日　{wareki(decision.done_on)}" if decision.done_on else ""
    return [text for text in (decision.text, done) if text]


def _change(decision: Decision) -> list[str]:
    """Old and new as one reads them: what stood there, what stands there now."""
    before, after = decision.before, decision.after
    if not (before or after) or decision.done_on is None:
        raise LetterProblem(
            "訂正等を行った項目に、訂正等の内容または実施日がありません。",
            "起案に戻り、項目ごとに内容と実施日を入力してください。",
        )
    if before and after:
        lines = [f"訂正前　{before}", f"訂正後　{after}"]
    else:
        lines = [f"追加した内容　{after}"] if after else [f"削除した内容　{before}"]
    return [*lines, *_told(decision)]


def _reason(definition: LetterDefinition, decision: Decision) -> list[str]:
    if decision.reason is None or not decision.text:
        raise LetterProblem(
            "お応えできない項目に、理由の符号または理由の文がありません。",
            "起案に戻り、項目ごとに理由を入力してください。",
        )
    wording = definition.reasons[decision.reason]
    basis = wording.basis_for(_KINDS.get(decision.request))
    return [f"理由　{wording.text}（{basis}）", decision.text]


def _corrections(definition: LetterDefinition, data: LetterData) -> Rows:
    rows: Rows = []
    for correction in data.corrections:
        wording = definition.corrections.get(correction.code)
        if wording is None:
            raise LetterProblem(
                f"補正をお願いする事項 {correction.code} の文面がありません。",
                "事項を選び直してください。",
            )
        texts = [fill(wording.text, data), correction.note]
        rows.append((wording.label, [text for text in texts if text]))
    return rows
