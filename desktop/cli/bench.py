"""`madoguchi bench NAME`: reproducible benchmarks from tests/bench, run in a checkout."""

from __future__ import annotations

import runpy
import sys
from pathlib import Path
from typing import Annotated

import typer

from desktop.cli.output import refuse
from desktop.domain.errors import DeskError

_BENCHES = Path(__file__).resolve().parents[2] / "tests" / "bench"


def bench(context: typer.Context, name: Annotated[str, typer.Argument(help="store など")]) -> None:
    """測定を一つ実行し、同じ実行の中の基準との比を出す。名前の後は測定への指定。"""
    found = {path.stem.removeprefix("bench_"): path for path in _BENCHES.glob("bench_*.py")}
    if not found:
        refuse(
            DeskError(
                "測定のプログラムがありません。",
                "プロジェクトのチェックアウトの中で実行してください。",
            ),
            as_json=False,
        )
    if name not in found:
        raise typer.BadParameter(f"測定の名前は {', '.join(sorted(found))} のどれかです")
    sys.argv[:] = [str(found[name]), *context.args]
    runpy.run_path(str(found[name]), run_name="__main__")


def add_to(app: typer.Typer) -> None:
    passing_on = {"allow_extra_args": True, "ignore_unknown_options": True}
    app.command("bench", context_settings=passing_on)(bench)
