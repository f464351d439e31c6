"""What the tour says of itself: tour.json, the comparison with the truth, and a summary."""

from __future__ import annotations

import unicodedata
from typing import Any

from desktop.tour.sample_files import read_truth
from desktop.tour.stage import peak_memory
from desktop.tour.traveller import Note, Traveller


def compose(tour: Traveller, seed: int, failure: str) -> dict[str, Any]:
    """The whole of tour.json. The truth is opened here, after the last step."""
    truth = read_truth(tour.files)
    envelopes = [_envelope(note, truth) for note in tour.notes]
    return {
        "complete": not failure and _all_right(envelopes),
        "failure": failure,
        "seed": seed,
        "seconds": round(tour.stage.seconds, 1),
        "peak_memory_mb": peak_memory(),
        "users": sorted(tour.users),
        "people": [
            {"login": one.login, "role": one.role, "passphrase": one.passphrase}
            for one in tour.files.workers
        ],
        "store": str(tour.out / "store"),
        "envelopes": envelopes,
        "steps": tour.stage.steps,
        "pictures": sorted(file.name for file in (tour.out / "screens").glob("*.png")),
        "letters": sorted(file.name for file in (tour.out / "letters").glob("*.pdf")),
        "internal": sorted(file.name for file in (tour.out / "internal").glob("*.pdf")),
    }


def _all_right(envelopes: list[dict[str, Any]]) -> bool:
    return all(
        one["against_truth"] is None or one["against_truth"]["as_it_should"] for one in envelopes
    )


def _envelope(note: Note, truth: list[dict[str, Any]]) -> dict[str, Any]:
    found = next((one for one in truth if one["files"] == note.files), None)
    return {
        "envelope": note.envelope,
        "files": note.files,
        "case_number": note.case_number,
        "joined": note.joined,
        "pages": note.pages,
        "read": note.read,
        "unsure": note.unsure,
        "check": note.check,
        "level": note.level,
        "proposal": note.proposal,
        "second_clerk": note.second_clerk,
        "outcome": note.state,
        "seconds": note.seconds,
        "against_truth": _compare(note, found) if found else None,
    }


_ENDS = {
    "COMPLETED": "完了",
    "CLOSED_NO_RESPONSE": "回答なし終了",
    "WITHDRAWN": "取下げ",
    "REROUTED": "他部署へ回付",
    "AWAITING_CORRECTION": "補正待ち",
    "AWAITING_FEE": "手数料待ち",
    "AGENT_CHECK": "代理人確認",
}
_LEVELS = {
    "EXACT": "完全一致",
    "NORMALIZED": "一致（書き方の違い）",
    "VARIANT": "表記ゆれ",
    "HISTORICAL": "前住所で一致",
    "ROOM_MISSING": "部屋番号の記載なし",
    "DIFFERENT_ROOM": "部屋番号の相違",
    "PARTIAL": "一部だけ一致",
    "NONE": "不一致",
    "NO_ADDRESS": "住所なし",
}


def _compare(note: Note, truth: dict[str, Any]) -> dict[str, Any]:
    """Reading, verdict and end against the truth.

    A field may be misread only where the desk itself asked for the clerk's eye. A reply shows the
    form of the case it joins, so its own slip is not compared field by field.
    """
    fields: dict[str, str] = {}
    for page in () if note.joined else truth["pages"]:
        fields.update(page.get("fields", {}))
    wrong = sorted(
        key
        for key, text in fields.items()
        if key in note.read and _plain(note.read[key]) != _plain(text)
    )
    ending = truth["ending"]
    judged = {
        "reading": not set(wrong) - set(note.unsure),
        "level": (note.level or "NO_ADDRESS") in ending["levels"],
        "state": note.state == ending["state"] or bool(truth["continued_by"]),
        "case_number": note.case_number == truth["case"],
        "second_clerk": bool(note.second_clerk) == ending["second_clerk"],
    }
    return {
        "fields": sum(key in note.read for key in fields),
        "misread": wrong,
        **judged,
        "as_it_should": all(judged.values()),
    }


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def _wide(text: str, columns: int) -> str:
    """The text with blanks up to so many columns; a Japanese character takes two."""
    taken = sum(2 if unicodedata.east_asian_width(one) in "WFA" else 1 for one in text)
    return text + " " * max(0, columns - taken)


def summary(found: dict[str, Any]) -> str:
    """A page to read at the end of the tour."""
    lines = [
        f"窓口の一巡（種 {found['seed']}）  {found['seconds']}秒  "
        f"利用者 {len(found['users'])}人  画面 {len(found['pictures'])}枚  "
        f"文書 {len(found['letters'])}通",
        "",
    ]
    for one in found["envelopes"]:
        against = one["against_truth"]
        read = ""
        if against and against["fields"]:
            read = f"読み {against['fields'] - len(against['misread'])}/{against['fields']}"
        spent = round(sum(one["seconds"].values()), 1)
        joined = "（返信）" if one["joined"] else ""
        ended = _ENDS.get(one["outcome"], one["outcome"])
        level = _LEVELS.get(one["level"], one["level"])
        lines.append(
            f"  封筒{one['envelope']:>2}  {_wide(one['case_number'] + joined, 16)} "
            f"{_wide(ended, 12)} {_wide(level, 22)} {_wide(read, 12)} {spent}秒"
        )
    lines.append("")
    if memory := found["peak_memory_mb"]:
        told = f"窓口 {memory['window']} MB  子プロセス {memory['largest_child']} MB"
        lines.append(f"最大メモリー  {told}")
    lines.append(f"結果  {found['store']} ほか")
    lines.append(
        "すべての工程が終わりました。"
        if found["complete"]
        else f"途中で止まりました: {found['failure'] or '結果が正解と違います'}"
    )
    return "\n".join(lines) + "\n"
