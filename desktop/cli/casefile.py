"""`madoguchi due` and `madoguchi doctor`."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Annotated

import typer

from desktop.cli.entrance import (
    JST,
    JsonOption,
    StoreOption,
    UserOption,
    now,
    opened,
    store_place,
    surroundings,
)
from desktop.cli.output import plain, refuse, say_json
from desktop.domain.errors import DeskError
from desktop.domain.retention import RETENTION_LABELS


def due(
    context: typer.Context,
    on: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="基準の日")] = None,
    store: StoreOption = None,
    user: UserOption = None,
    as_json: JsonOption = False,
) -> None:
    """期限の来る案件と、廃棄の期限が来た書類。"""
    day: date = on.date() if on else now().date()
    at = datetime.combine(day, time(9), JST)
    try:
        with opened(context, store, user) as (desk, by):
            today = desk.cases.today(by, at)
            keeping = desk.disposal.keeping(by, day)
    except DeskError as error:
        refuse(error, as_json=as_json)
    groups = {
        "overdue": today.overdue,
        "due_today": today.due_today,
        "this_week": today.this_week,
        "later": today.later,
    }
    if as_json:
        say_json(
            {
                "on": day,
                "cases": {name: [_line(line) for line in lines] for name, lines in groups.items()},
                "disposals": [
                    {
                        "unit": unit.unit_id,
                        "class": unit.cls,
                        "case": unit.case_number,
                        "due_on": unit.due_on,
                    }
                    for unit in keeping.due
                ],
            }
        )
        return
    for label, lines in zip(("超過", "今日", "今週", "来週から"), groups.values(), strict=True):
        for line in lines:
            mark = line.statutory.due if line.statutory else ""
            typer.echo(f"{label}\t{line.number}\t{line.work}\t{mark}")
    for unit in keeping.due:
        typer.echo(f"廃棄\t{unit.case_number}\t{RETENTION_LABELS[unit.cls]}\t{unit.due_on}")


def _line(line: object) -> dict[str, object]:
    shape: dict[str, object] = plain(line)
    return {key: shape[key] for key in ("number", "state", "work", "statutory", "target")}


def doctor(context: typer.Context, store: StoreOption = None, as_json: JsonOption = False) -> None:
    """この機械で何が使えるか: スキャナー、プリンター、書体、読み取り、保管庫、鍵。"""
    from desktop.services.doctor import examine

    place = store_place(context, store)
    lines = examine(surroundings(place), place, now())
    if as_json:
        say_json({"checks": plain(lines), "ok": all(line.ok for line in lines)})
        return
    for line in lines:
        typer.echo(f"{'○' if line.ok else '×'} {line.name}: {line.detail} {line.next_step}")


def add_to(app: typer.Typer) -> None:
    app.command("due")(due)
    app.command("doctor")(doctor)
