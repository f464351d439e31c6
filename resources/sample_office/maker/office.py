"""The whole sample office, made from one number."""

from __future__ import annotations

import random
from pathlib import Path

from PIL import Image

from maker import answers, mail, truth
from maker.cast import choose
from maker.desk_papers import Papers
from maker.filling import Blanks
from maker.people import Population
from maker.places import load_places
from maker.plan import EnvelopePlan
from maker.register import RegisterMaker, as_cp932, to_csv
from maker.scanner import Flaws, scan
from maker.story import Story


def build(seed: int, out: Path, folder: Path, forms: Path, fonts: Path) -> None:
    """Write register, answers, mail and truth into `out`; the same seed gives the same bytes.

    `folder` is where the script's own lists are, `forms` and `fonts` where the product's are.
    """
    register, plans = plan_office(seed, folder, forms, fonts)
    _clear(out)
    text = to_csv(register.rows())
    _write(out / "register.csv", text.encode("utf-8"))
    _write(out / "register_cp932.csv", as_cp932(text))
    for name, content in answers.answer_files(plans, _dice(seed, "answers")).items():
        _write(out / "answers" / name, content.encode("utf-8"))
    files = _scan_all(seed, plans, out / "mail")
    _write(out / "truth" / "truth.json", truth.to_json(seed, plans, files).encode("utf-8"))
    settings = (folder / "settings.toml").read_bytes()
    _write(out / "settings.toml", settings)


def _clear(out: Path) -> None:
    """Take away what an earlier build left under names this one may not use."""
    for old in (*(out / "answers").glob("*.csv"), *(out / "mail").glob("env*")):
        old.unlink()


def plan_office(
    seed: int, folder: Path, forms: Path, fonts: Path
) -> tuple[RegisterMaker, list[EnvelopePlan]]:
    """Who is in the register and what is in the envelopes, nothing drawn yet."""
    population = Population(_dice(seed, "people"))
    places = load_places(folder / "places.tsv")
    register = RegisterMaker(_dice(seed, "register"), population, places)
    cast = choose(_dice(seed, "cast"), population, register)
    register.fill()
    papers = Papers(_dice(seed, "papers"), Blanks(forms, fonts), fonts)
    return register, Story(cast, papers, _dice(seed, "story")).plans()


def _scan_all(seed: int, plans: list[EnvelopePlan], folder: Path) -> dict[int, list[str]]:
    folder.mkdir(parents=True, exist_ok=True)
    return {
        plan.number: [file.name for file in scan_envelope(seed, plan, folder)] for plan in plans
    }


def scan_envelope(seed: int, plan: EnvelopePlan, folder: Path) -> list[Path]:
    """Draw and scan the sheets of one envelope; each page has dice of its own."""
    pages: list[Image.Image] = []
    for number, page in enumerate(plan.pages, 1):
        rng = _dice(seed, f"{plan.stem} page {number}")
        sheet = page.draw(plan.dpi, rng)
        flaws = Flaws.thrown(rng)
        grain = rng.getrandbits(48)
        pages.append(scan(sheet.image, plan.dpi, flaws, grain, colour=page.colour))
    return mail.WRITERS[plan.container](pages, plan.dpi, folder, plan.stem)


def _dice(seed: int, purpose: str) -> random.Random:
    """Dice of their own for each purpose, so that one change does not shift all the others."""
    return random.Random(f"{seed} {purpose}")


def _write(file: Path, content: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    if not file.exists() or file.read_bytes() != content:
        file.write_bytes(content)
