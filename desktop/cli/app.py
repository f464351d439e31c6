"""The command tree. What needs Qt comes in as a function, so that no command imports it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from desktop.cli import addresses, audit, backup, bench, casefile, paper, reading, register, slot
from desktop.cli.entrance import Given


@dataclass(frozen=True, slots=True)
class WindowWish:
    """How the window is to be opened."""

    store: str | None
    sample: bool
    exit_after_start: bool


@dataclass(frozen=True, slots=True)
class TourWish:
    """Where the tour leaves its pictures, and on which sample office it runs."""

    out: Path
    seed: int
    envelopes: Path | None
    as_json: bool


def build_app(
    open_window: Callable[[WindowWish], int], run_tour: Callable[[TourWish], int]
) -> typer.Typer:
    app = typer.Typer(
        name="madoguchi",
        help="窓口: 郵送で届く個人情報の開示等の求めを扱う。",
        add_completion=False,
        no_args_is_help=False,
        pretty_exceptions_enable=False,
    )

    @app.callback(invoke_without_command=True)
    def window(
        context: typer.Context,
        store: Annotated[
            str | None, typer.Option(help="保管庫のフォルダー、または PostgreSQL の URL")
        ] = None,
        user: Annotated[str | None, typer.Option(help="コマンドを実行する人の ID")] = None,
        sample: Annotated[bool, typer.Option("--sample", help="見本の事務所で開く")] = False,
        exit_after_start: Annotated[bool, typer.Option("--exit-after-start", hidden=True)] = False,
    ) -> None:
        """コマンドがなければ窓口を開く。"""
        context.obj = Given(store, user)
        if context.invoked_subcommand is None:
            raise typer.Exit(open_window(WindowWish(store, sample, exit_after_start)))

    @app.command()
    def tour(
        out: Annotated[Path, typer.Option(help="結果を置くフォルダー")],
        seed: Annotated[int, typer.Option(help="見本の氏名・住所・画像を作り直す種")] = 1,
        envelopes: Annotated[
            Path | None, typer.Option(help="見本のかわりに取り込む郵便のフォルダー")
        ] = None,
        as_json: Annotated[bool, typer.Option("--json", help="tour.json と同じ内容を出す")] = False,
    ) -> None:
        """主な仕事を、見本の事務所で、画面なしに最後まで通す。"""
        raise typer.Exit(run_tour(TourWish(out, seed, envelopes, as_json)))

    app.add_typer(addresses.app, name="address", help="住所を読む・比べる")
    app.add_typer(register.app, name="register", help="登録情報の取込と検索")
    app.add_typer(paper.forms_app, name="forms", help="請求書の用紙")
    app.add_typer(paper.letters_app, name="letters", help="通知書")
    app.add_typer(audit.app, name="audit", help="操作の記録の検証と書き出し")
    reading.add_to(app)
    casefile.add_to(app)
    backup.add_to(app)
    slot.add_to(app)
    bench.add_to(app)
    return app
