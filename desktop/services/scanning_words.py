"""How a run stands, in the clerk's words: why, what is safe, and how to go on."""

from __future__ import annotations

from desktop.domain.reading import Forbidden
from desktop.domain.scanning import Fault
from desktop.services.scan_faults import FAULTS
from desktop.services.scanning_run import READING
from desktop.services.scanning_views import RunState, RunView
from desktop.store.scans import Run

_NUMBERS = {
    Forbidden.MY_NUMBER: "個人番号らしい番号",
    Forbidden.MY_NUMBER_LIKE: "個人番号らしい番号",
    Forbidden.INSURANCE: "保険証の番号",
    Forbidden.PENSION: "基礎年金番号",
    Forbidden.RESIDENT_CODE: "住民票コード",
}


def view_of(run: Run) -> RunView:
    fault = next((one for one in Fault if one == run.fault), None)
    blocked = Forbidden(run.blocked) if run.blocked else None
    sentence, next_step = _why(run, fault, blocked)
    return RunView(
        run.id,
        run.profile_id,
        run.profile_name,
        RunState(run.state),
        run.expected,
        run.sheets,
        run.sides,
        fault,
        blocked,
        run.envelope_id,
        run.at,
        sentence,
        _so_far(run),
        next_step,
    )


def _so_far(run: Run) -> str:
    taken = f"{run.sheets}枚を取り込み済み。"
    if run.expected is not None:
        taken = f"{run.expected}枚中{taken}"
    if run.state in (RunState.DONE, RunState.CLOSED, RunState.DIFFERS):
        return taken
    return f"{taken}{run.sheets + 1}枚目から読み直してください。"


def _why(run: Run, fault: Fault | None, blocked: Forbidden | None) -> tuple[str, str]:
    again = f"{run.sheets + 1}枚目から給紙トレイに置いて、続けてください。"
    if blocked is not None:
        return (
            f"{run.sheets + 1}枚目に{_NUMBERS[blocked]}があり、給紙を止めました。",
            "画像は保存していません。用紙を取り出し、扱いを選んでください。",
        )
    if fault is not None:
        sentence, next_step = FAULTS[fault]
        return sentence, next_step
    if run.fault == READING:
        return "ページの読み取りが途中で止まりました。", again
    match RunState(run.state):
        case RunState.RUNNING:
            return "読み取りの途中でプログラムが終わりました。", again
        case RunState.STOPPED:
            return "読み取りを中止しました。", again
        case RunState.DIFFERS:
            return _difference(run)
        case _:
            return "", ""


def _difference(run: Run) -> tuple[str, str]:
    expected = run.expected or 0
    if run.sheets < expected:
        return (
            f"{expected}枚のはずが、{run.sheets}枚しか読み取られていません。",
            "給紙トレイの残りと、重なって送られた用紙を確かめてください。",
        )
    return (
        f"{expected}枚のはずが、{run.sheets}枚を読み取りました。",
        "枚数を数え直し、同じ用紙を二度読んでいないかを確かめてください。",
    )
