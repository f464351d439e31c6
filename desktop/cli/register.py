"""`madoguchi register import | find`."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from desktop.cli.addresses import JsonlOption
from desktop.cli.entrance import JsonOption, StoreOption, UserOption, now, opened
from desktop.cli.output import answer_lines, plain, refuse, say_json
from desktop.domain.errors import DeskError
from desktop.domain.wareki import parse_wareki

if TYPE_CHECKING:
    from desktop.services.register import Answer

app = typer.Typer(no_args_is_help=True)

_QUERY = ("address", "name", "kana", "phone", "postal", "customer_no", "supply_point_no", "birth")


@app.command("import")
def import_command(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False)],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="確かめるだけで取り込まない")] = False,
    delta: Annotated[
        bool,
        typer.Option(
            "--delta",
            help="差分を取り込む。ファイルにある顧客は置き換え、removed 列のある顧客は除く",
        ),
    ] = False,
    columns: Annotated[
        list[str] | None,
        typer.Option("--map", help="列の対応。例: --map customer_no=お客様番号（繰り返せる）"),
    ] = None,
    store: StoreOption = None,
    user: UserOption = None,
    as_json: JsonOption = False,
) -> None:
    """登録情報の CSV（CP932 または UTF-8）を取り込む。"""
    from desktop.services.act import new_act

    names = _mapped(columns or [])
    try:
        with opened(context, store, user) as (desk, by), _cancelled() as cancelled:
            report = desk.register.import_csv(
                new_act(by, now()),
                file,
                dry_run=dry_run,
                delta=delta,
                columns=names,
                progress=_tell if sys.stderr.isatty() else None,
                cancelled=cancelled,
            )
    except DeskError as error:
        refuse(error, as_json=as_json)
    if as_json:
        say_json(plain(report) | {"columns": dict(report.columns)})
        return
    typer.echo(
        f"{report.accepted}行を受け入れ、{report.repaired_count}行を直し、"
        f"{report.rejected_count}行を受け入れませんでした。（{report.encoding}）"
    )
    for problem in (*report.repaired, *report.rejected):
        typer.echo(f"  {problem.line}行目 {problem.column}: {problem.reason}")


def _mapped(pairs: list[str]) -> dict[str, str]:
    names = {}
    for pair in pairs:
        column, equals, heading = pair.partition("=")
        if not (column and equals and heading):
            raise typer.BadParameter("--map は 列=見出し の形で指定してください")
        names[column] = heading
    return names


@contextmanager
def _cancelled() -> Iterator[threading.Event]:
    """Set by Ctrl+C, so that the import ends by itself and leaves the register as it was."""
    event = threading.Event()
    before = signal.signal(signal.SIGINT, lambda _number, _frame: event.set())
    try:
        yield event
    finally:
        signal.signal(signal.SIGINT, before)


def _tell(done: int, total: int) -> None:
    sys.stderr.write(f"\r{100 * done // max(total, 1):3}%")
    sys.stderr.flush()


@app.command("find")
def find_command(
    context: typer.Context,
    address: Annotated[str, typer.Option()] = "",
    name: Annotated[str, typer.Option()] = "",
    kana: Annotated[str, typer.Option()] = "",
    phone: Annotated[str, typer.Option()] = "",
    postal: Annotated[str, typer.Option()] = "",
    customer_no: Annotated[str, typer.Option()] = "",
    supply_point_no: Annotated[str, typer.Option()] = "",
    birth: Annotated[
        str, typer.Option(help="生年月日（和暦でも）。ほかの項目の候補を見分ける")
    ] = "",
    limit: Annotated[int, typer.Option(min=1, max=400)] = 30,
    store: StoreOption = None,
    user: UserOption = None,
    as_json: JsonOption = False,
    jsonl: JsonlOption = False,
) -> None:
    """登録情報から候補を探す。複数あるときも、どれかに決めることはない。"""
    from desktop.services.act import new_act
    from desktop.services.register import Query

    asked = dict(
        zip(
            _QUERY,
            (address, name, kana, phone, postal, customer_no, supply_point_no, birth),
            strict=True,
        )
    )
    if not jsonl and not any(text for key, text in asked.items() if key != "birth"):
        raise typer.BadParameter("氏名・住所・電話などを一つ以上指定してください")
    if birth and parse_wareki(birth) is None:
        raise typer.BadParameter("生年月日を日付として読めません")
    try:
        with opened(context, store, user) as (desk, by):
            if jsonl:
                with desk.register.asking(new_act(by, now())) as ask:
                    answer_lines(
                        answer=lambda wish: ask(
                            Query(**{key: str(wish.get(key, "")) for key in _QUERY}), limit
                        )
                    )
                return
            answer = desk.register.search(new_act(by, now()), Query(**asked), limit=limit)
    except DeskError as error:
        refuse(error, as_json=as_json)
    if as_json:
        say_json(_shape(answer))
        return
    if answer.register.stale:
        typer.echo(f"登録情報は{answer.register.age_days}日前のものです。", err=True)
    for candidate in answer.candidates:
        row = candidate.row
        typer.echo(
            f"{candidate.level.value}\t{candidate.which}\t{row.customer_no}\t{row.name}\t{row.r1}"
        )
    if answer.crowded:
        typer.echo("当てはまる登録が多すぎます。もう一つの項目も指定してください。", err=True)
    if not answer.candidates:
        typer.echo("候補は見つかりませんでした。")


def _shape(answer: Answer) -> dict[str, Any]:
    """The contract's answer: candidates, and how old the register is that they come from."""
    shape: dict[str, Any] = plain(answer)
    return shape
