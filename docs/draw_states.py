"""Draws docs/states.svg and writes docs/states.md from the one table of moves (DOMAIN §8).

Run it from the checkout after the table has changed: `python docs/draw_states.py`. A test holds
both files equal to the table.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import escape

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from desktop.domain.case_state import (  # noqa: E402
    ACTION_LABELS,
    END_STATES,
    STATE_LABELS,
    Action,
    CaseState,
)
from desktop.domain.roles import CAPABILITY_LABELS, roles_that_may  # noqa: E402
from desktop.domain.transitions import TRANSITIONS, ClockEffect, Transition  # noqa: E402

S, A = CaseState, Action
COLUMN, BOX_W, BOX_H, LEFT, TOP, ROW = 196, 124, 48, 24, 28, 116

# Column and row of each state: the main way runs right in row 1 and back in row 2.
PLACES = {
    S.CLOSED_NO_RESPONSE: (1, 0),
    S.AWAITING_CORRECTION: (2, 0),
    S.AWAITING_FEE: (5, 0),
    S.RECEIVED: (0, 1),
    S.FORM_CHECK: (1, 1),
    S.ID_CHECK: (2, 1),
    S.AGENT_CHECK: (3, 1),
    S.SCOPING: (4, 1),
    S.FEE_CHECK: (5, 1),
    S.INVESTIGATION: (6, 1),
    S.COMPLETED: (1, 2),
    S.DELIVERED: (2, 2),
    S.DISPATCHED: (3, 2),
    S.APPROVED: (4, 2),
    S.APPROVAL: (5, 2),
    S.DRAFTED: (6, 2),
    S.REROUTED: (0, 3),
    S.WITHDRAWN: (1, 3),
    S.RETURN_GIVEN_UP: (2, 3),
    S.RETURNED_MAIL: (3, 3),
    S.SENT_BACK: (5, 3),
}
WAITING = (S.AWAITING_CORRECTION, S.AWAITING_FEE)
CLOCKS = {
    ClockEffect.NONE: "",
    ClockEffect.PAUSE: "時計停止",
    ClockEffect.RESUME: "時計再開",
    ClockEffect.STOP: "時計終了",
}
_ONE_LINE = 6
BADGES = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def badged() -> dict[Action, str]:
    """The moves that begin or end in several states: a letter on each, told in the legend."""
    sources: dict[Action, set[CaseState]] = {}
    for row in TRANSITIONS:
        sources.setdefault(row.action, set()).add(row.source)
    many = [a for a in Action if (len(sources[a]) > 1 or a is A.TAKE_OVER) and a is not A.COMPLETE]
    return {action: BADGES[n] for n, action in enumerate(many)}


def corner(state: CaseState) -> tuple[int, int]:
    column, row = PLACES[state]
    return LEFT + column * COLUMN, TOP + row * ROW


def svg() -> str:
    letters = badged()
    legend_y = TOP + 4 * ROW + 10
    height = legend_y + 30 + 22 * len(letters) + 40
    width = LEFT * 2 + 6 * COLUMN + BOX_W
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        f'width="{width}" height="{height}" font-family="Noto Sans JP, sans-serif">',
        "<title>案件の状態（DOMAIN §8）</title>",
        '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" '
        'markerHeight="8" orient="auto"><path d="M0 0 L8 4 L0 8 z" fill="#44546a"/></marker>'
        "</defs>",
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
    ]
    drawn: set[tuple[CaseState, CaseState, Action]] = set()
    for row in TRANSITIONS:
        key = (row.source, row.target, row.action)
        if row.action not in letters and key not in drawn:
            drawn.add(key)
            parts += arrow(row)
    for state in PLACES:
        parts += box(state, sorted(letters[a] for a in actions_of(state) if a in letters))
    parts += legend(letters, legend_y)
    return "\n".join([*parts, "</svg>", ""])


def actions_of(state: CaseState) -> list[Action]:
    return list(dict.fromkeys(row.action for row in TRANSITIONS if row.source is state))


def box(state: CaseState, letters: list[str]) -> Iterator[str]:
    x, y = corner(state)
    fill, edge = "#e8f0fb", "#3b6ea8"
    if state in WAITING:
        fill, edge = "#fdf3dc", "#a87412"
    elif state in END_STATES:
        fill, edge = "#ececec", "#6a6a6a"
    thick = 2.4 if state in END_STATES else 1.4
    yield (
        f'<rect x="{x}" y="{y}" width="{BOX_W}" height="{BOX_H}" rx="7" fill="{fill}" '
        f'stroke="{edge}" stroke-width="{thick}"/>'
    )
    yield text(x + BOX_W / 2, y + 21, STATE_LABELS[state], 14, "middle", bold=True)
    yield text(x + BOX_W / 2, y + 38, " ".join(letters), 11, "middle", "#8a2c2c", bold=True)


def arrow(row: Transition) -> Iterator[str]:
    (x1, y1), (x2, y2) = corner(row.source), corner(row.target)
    words = ACTION_LABELS[row.action]
    if y1 == y2 and abs(x1 - x2) > COLUMN:  # over the box between them
        a, b = x1 + BOX_W / 2, x2 + BOX_W / 2
        yield line(f"M{a} {y1} C{a} {y1 - 40} {b} {y1 - 40} {b} {y1 - 1}")
        yield text((a + b) / 2, y1 - 34, words, 11, "middle")
    elif y1 == y2:
        right = x2 > x1
        a, b = (x1 + BOX_W, x2 - 1) if right else (x1, x2 + BOX_W + 1)
        middle = y1 + BOX_H / 2
        yield line(f"M{a} {middle} L{b} {middle}")
        for n, part in enumerate(broken(words)):
            yield text((a + b) / 2, middle - 6 + n * 18, part, 10.5, "middle")
    else:
        # Two moves between the same boxes stand beside one another.
        aside = -26 if y2 > y1 else 26
        a, b = x1 + BOX_W / 2 + aside, x2 + BOX_W / 2 + aside
        start, end = (y1 + BOX_H, y2 - 1) if y2 > y1 else (y1, y2 + BOX_H + 1)
        yield line(f"M{a} {start} L{b} {end}")
        anchor = "end" if aside < 0 else "start"
        yield text(
            (a + b) / 2 + (-6 if aside < 0 else 6) - abs(a - b) / 8,
            (start + end) / 2 + 4,
            words,
            10.5,
            anchor,
        )


def broken(words: str) -> list[str]:
    """Long words above and below an arrow, parted behind a particle."""
    for particle in ("を", "て", "まま"):
        before, found, behind = words.partition(particle)
        if found and len(words) > _ONE_LINE:
            return [before + found, behind]
    return [words]


def legend(letters: dict[Action, str], y: int) -> Iterator[str]:
    yield text(LEFT, y, "記号の付いた状態からは、次のこともできます", 13, "start", bold=True)
    for n, (action, letter) in enumerate(letters.items(), start=1):
        rows = [row for row in TRANSITIONS if row.action is action]
        targets = dict.fromkeys(
            "同じ状態" if row.source is row.target else STATE_LABELS[row.target] for row in rows
        )
        who = roles_that_may(rows[0].capability)
        letters_sent = "・".join(dict.fromkeys(one for row in rows for one in row.letters))
        clock = next((CLOCKS[row.clock] for row in rows if CLOCKS[row.clock]), "")
        told = "　".join(filter(None, (who, letters_sent, clock)))
        line_y = y + 22 * n
        yield text(LEFT + 6, line_y, letter, 12, "start", "#8a2c2c", bold=True)
        yield text(LEFT + 28, line_y, ACTION_LABELS[action], 12, "start")
        yield text(LEFT + 300, line_y, f"→ {'・'.join(targets)}", 12, "start")
        yield text(LEFT + 560, line_y, told, 12, "start", "#44546a")
    last = y + 22 * (len(letters) + 1)
    words = (
        "青：作業中　黄：お客様を待つ（目標の時計は止まる）　灰色・太枠：終了（保存期間が始まる）"
    )
    yield text(LEFT, last + 4, words, 11.5, "start", "#44546a")


def line(path: str) -> str:
    return (
        f'<path d="{path}" fill="none" stroke="#44546a" stroke-width="1.3" marker-end="url(#tip)"/>'
    )


def text(
    x: float,
    y: float,
    words: str,
    size: float,
    anchor: str,
    colour: str = "#1c2733",
    *,
    bold: bool = False,
) -> str:
    weight = ' font-weight="700"' if bold else ""
    return (
        f'<text x="{x:g}" y="{y:g}" font-size="{size:g}" text-anchor="{anchor}" '
        f'fill="{colour}"{weight}>{escape(words)}</text>'
    )


def markdown() -> str:
    lines = [
        "# 案件の状態",
        "",
        "`desktop/domain/transitions.py` の表から `python docs/draw_states.py` で作ったものです。",
        "手で直さないでください。",
        "",
        "![状態の図](states.svg)",
        "",
        "| いまの状態 | すること | 次の状態 | だれが（権限） | 条件 | 文書 | 目標の時計 |",
        "|---|---|---|---|---|---|---|",
    ]
    for row in TRANSITIONS:
        who = f"{roles_that_may(row.capability)}（{CAPABILITY_LABELS[row.capability]}）"
        guards = "<br>".join(f"{guard.name}: {guard.next_step}" for guard in row.guards)
        cells = (
            STATE_LABELS[row.source],
            ACTION_LABELS[row.action],
            STATE_LABELS[row.target],
            who,
            guards or "なし",
            "・".join(row.letters),
            CLOCKS[row.clock],
        )
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join([*lines, ""])


def main() -> None:
    (ROOT / "docs" / "states.svg").write_text(svg(), encoding="utf-8")
    (ROOT / "docs" / "states.md").write_text(markdown(), encoding="utf-8")


if __name__ == "__main__":
    main()
