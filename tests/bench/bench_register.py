"""The register: how many letters find their customer, what an impostor scores, how long it takes.

`madoguchi bench register [--rows N] [--letters N] [--impostors N] [--folder DIR]`. The register and
the letters come from `register_generator`, which knows nothing of the program. The threshold is
fixed on letters of one seed and applied to those of another.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from register_baselines import Baselines
from register_generator import Letter, as_form, customer, impostor_home, write_register
from register_noise import Rates, noisy

from desktop import paths
from desktop.domain.roles import Role
from desktop.services.act import SignedIn, new_act
from desktop.services.desk import Desk, NewPerson, OfficeSettings, Surroundings
from desktop.services.register import Query

NOW = datetime(2026, 11, 10, 9, 0, tzinfo=UTC)
SECRET = "a long secret of the benchmark"
REGISTER_SEED, FIXING_SEED, MEASURING_SEED = 1, 101, 202
IMPOSTORS = ("other room", "neighbour", "elsewhere")
CLEAR = 0.01  # above the best impostor of the other seed
MOST_FOR_BASELINES = 200_000


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came first for one letter."""

    kind: str
    right: bool
    score: float
    ms: float


def main(arguments: Sequence[str] | None = None) -> None:
    wanted = argparse.ArgumentParser(prog="madoguchi bench register")
    wanted.add_argument("--rows", type=int, default=20_000)
    wanted.add_argument("--letters", type=int, default=2_000)
    wanted.add_argument("--impostors", type=int, default=10_000)
    wanted.add_argument("--cold", type=int, default=300, help="questions with the file forgotten")
    wanted.add_argument("--folder", type=Path, help="keep the register here, or use the one kept")
    given = wanted.parse_args(arguments)
    if given.folder is not None:
        given.folder.mkdir(parents=True, exist_ok=True)
        _run(given, given.folder)
        return
    with tempfile.TemporaryDirectory(prefix="madoguchi-bench-") as place:
        _run(given, Path(place))


def _run(given: argparse.Namespace, folder: Path) -> None:
    desk = _register(folder, given.rows)
    try:
        by = desk.people.sign_in("clerk", SECRET, NOW)
        _tell_files(folder / "store", given.rows)
        _measure(desk, by, folder / "store", given)
    finally:
        desk.close()


def _register(folder: Path, rows: int) -> Desk:
    """The desk with the register imported; one that is kept in the folder is used again."""
    store, file = folder / "store", folder / f"register-{rows}.csv"
    around = Surroundings(paths.resources(), paths.forms(), kdf_light=True)
    if (store / "store.db").exists():
        return Desk.open(str(store), around, window=True)
    if not file.exists():
        write_register(file, REGISTER_SEED, rows)
    office = OfficeSettings("みどり野電力", "350-0000", "埼玉県みどり野市中央1-2-3", "0570-000-000")
    people = [
        NewPerson(login, f"試験 {number}", role, SECRET)
        for number, (login, role) in enumerate(
            (
                ("clerk", Role.CLERK),
                ("other", Role.CLERK),
                ("chief", Role.SUPERVISOR),
                ("admin", Role.ADMINISTRATOR),
            )
        )
    ]
    desk, _words = Desk.set_up(str(store), around, office, people, NOW)
    by = desk.people.sign_in("admin", SECRET, NOW)
    began = time.perf_counter()
    report = desk.register.import_csv(new_act(by, NOW), file)
    took = time.perf_counter() - began
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    rate = report.accepted / took
    spent = sum(
        used.ru_utime + used.ru_stime
        for used in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    )
    print(f"import: {report.accepted:,} lines in {took:.1f} s = {rate:,.0f} a second,", end="")
    print(f" {spent:.0f} s of processor time = {report.accepted / spent:,.0f} a second of one core")
    print(f"memory: {own:,.0f} MB here, {child:,.0f} MB in the largest worker")
    return desk


def _tell_files(store: Path, rows: int) -> None:
    size = sum(file.stat().st_size for file in store.glob("register-*.db"))
    print(f"on disk: {size / 1e6:,.1f} MB, {size / rows:,.0f} bytes a row")


def _measure(desk: Desk, by: SignedIn, store: Path, given: argparse.Namespace) -> None:
    def ask(letter: Letter) -> Outcome:
        query = Query(letter.address, letter.name, letter.kana, letter.phone, letter.postal)
        began = time.perf_counter()
        found = desk.register.search(by, query).candidates
        ms = (time.perf_counter() - began) * 1000
        if not found:
            return Outcome(letter.kind, right=False, score=0.0, ms=ms)
        right = bool(letter.customer_no) and found[0].row.customer_no == letter.customer_no
        return Outcome(letter.kind, right, found[0].score, ms)

    fixing = [ask(one) for one in letters(FIXING_SEED, given)]
    threshold = _threshold(fixing)
    print(f"threshold {threshold:.3f} fixed on seed {FIXING_SEED}")
    measured = [ask(one) for one in letters(MEASURING_SEED, given)]
    _tell("madoguchi", measured, threshold)
    for kind in IMPOSTORS:
        scores = sorted((one.score for one in measured if one.kind == kind), reverse=True)
        print(f"  {kind}: best {scores[0]:.3f}, of a hundred {scores[len(scores) // 100]:.3f}")
    _tell_times("warm", [one.ms for one in measured if one.kind == "own"])
    _tell_times("cold", list(_cold(ask, store, given)))
    if given.rows <= MOST_FOR_BASELINES:
        _tell_baselines(given)


def letters(seed: int, given: argparse.Namespace) -> Iterator[Letter]:
    """Noisy letters of customers, then of impostors: nobody of that name lives at that address."""
    chance = random.Random(seed)
    true, false = Rates(), replace(Rates(), number_left_out=0.0, room_left_out=0.0)
    for _ in range(given.letters):
        one = customer(REGISTER_SEED, chance.randrange(given.rows))
        yield noisy(as_form(one, one.home, "own", chance), one.home, chance, true)
    made = 0
    while made < given.impostors:
        one = customer(REGISTER_SEED, chance.randrange(given.rows))
        kind = IMPOSTORS[made % len(IMPOSTORS)]
        home = impostor_home(one.home, kind, chance)
        if home is not None:
            made += 1
            yield noisy(as_form(one, home, kind, chance), home, chance, false)


def _threshold(outcomes: Sequence[Outcome]) -> float:
    """Halfway between the best impostor and what 97 of 100 own letters reach.

    Just above the best impostor would be no rule: the next ten thousand hold a better one.
    """
    own = sorted(one.score if one.right else 0.0 for one in outcomes if one.kind == "own")
    false = max(one.score for one in outcomes if one.kind != "own")
    reached = own[len(own) * 3 // 100]
    return (false + reached) / 2 if reached > false else false + CLEAR


def _tell(name: str, outcomes: Sequence[Outcome], threshold: float) -> None:
    own = [one for one in outcomes if one.kind == "own"]
    false = [one for one in outcomes if one.kind != "own"]
    first = sum(one.right for one in own) / len(own)
    accepted = sum(one.right and one.score >= threshold for one in own) / len(own)
    wrong = sum(one.score >= threshold for one in false)
    strict = max(one.score for one in false)
    best = sum(one.right and one.score > strict for one in own) / len(own)
    print(
        f"{name}: recall@1 {first:.4f}, at the threshold {accepted:.4f} with {wrong} of"
        f" {len(false):,} impostors, at zero impostors of this seed {best:.4f}"
    )


def _cold(
    ask: Callable[[Letter], Outcome], store: Path, given: argparse.Namespace
) -> Iterator[float]:
    """Each question with the register's pages forgotten by the system, and by SQLite."""
    for _, letter in zip(range(given.cold), letters(MEASURING_SEED + 1, given), strict=False):
        for file in store.glob("register-*.db"):
            descriptor = os.open(file, os.O_RDONLY)
            os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
            os.close(descriptor)
        yield ask(letter).ms


def _tell_times(name: str, times: Sequence[float]) -> None:
    if times:
        ordered = sorted(times)
        print(
            f"{name}: p50 {statistics.median(ordered):.2f} ms,"
            f" p99 {ordered[len(ordered) * 99 // 100]:.2f} ms, of {len(ordered):,} questions"
        )


def _tell_baselines(given: argparse.Namespace) -> None:
    baselines = Baselines(customer(REGISTER_SEED, number) for number in range(given.rows))
    for name, ask in baselines.methods():
        found: dict[int, list[Outcome]] = {FIXING_SEED: [], MEASURING_SEED: []}
        times = []
        for seed, outcomes in found.items():
            for letter in letters(seed, given):
                began = time.perf_counter()
                number, score = ask(letter)
                times.append((time.perf_counter() - began) * 1000)
                right = bool(letter.customer_no) and number == letter.customer_no
                outcomes.append(Outcome(letter.kind, right, score, times[-1]))
        _tell(name, found[MEASURING_SEED], _threshold(found[FIXING_SEED]))
        _tell_times(f"  {name}", times)


if __name__ == "__main__":
    main(sys.argv[1:])
