"""Reading noisy addresses: how many are right, how fast, and other readers on the same cases.

    madoguchi bench address [--cases N] [--seed N] [--no-postal] [--show KIND]

The cases come from `address_noise`, which imports nothing of the program. Other readers take part
where they are installed: japanese-address-parser-py, japanese-addresses, jageocoder (with its
dictionary).
"""

from __future__ import annotations

import argparse
import random
import re
import resource
import sys
import time
import unicodedata
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from address_noise import HELD_OUT, Case, cases, read_places

from desktop.address.compare import compare
from desktop.address.place_key import place_key
from desktop.address.reader import AddressReader

_PLAIN = "東京都新宿区西新宿2-8-1"
GAZETTEER = Path(__file__).parents[2] / "resources" / "gazetteer"
Answer = tuple[str, str, str]  # municipality with prefecture, town, numbers joined by hyphens
Reader = Callable[[Case], Answer]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=2800)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--no-postal", action="store_true")
    parser.add_argument("--show", default="")
    options = parser.parse_args()
    drawn = list(cases(read_places(GAZETTEER), options.cases, options.seed))
    began = time.perf_counter()
    reader = AddressReader.open(GAZETTEER)
    reader.parse("東京都新宿区西新宿2-8-1")
    print(f"ready after {time.perf_counter() - began:.3f} s")
    readers: dict[str, Reader] = {"madoguchi": _ours(reader, postal=not options.no_postal)}
    readers |= _peers()
    for name, read in readers.items():
        _score(name, read, drawn, options.show if name == "madoguchi" else "")
    _sure_and_wrong(reader, drawn, postal=not options.no_postal)
    _speed(reader, drawn)


def _ours(reader: AddressReader, *, postal: bool) -> Reader:
    def read(case: Case) -> Answer:
        found = reader.parse(case.text, case.postal if postal else "")
        numbers = "-".join(number.value for number in found.numbers)
        return found.prefecture + found.municipality, found.town, numbers

    return read


def _peers() -> dict[str, Reader]:
    """Readers that are installed; their town holds the 丁目, which the scorer moves."""
    found: dict[str, Reader] = {}
    try:
        from japanese_address_parser_py import Parser
    except ImportError:
        pass
    else:
        rust = Parser()
        if not rust.parse(_PLAIN).address["town"]:
            print("japanese-address-parser-py cannot get its data here: left out")
            return found | _more_peers()

        def read_rust(case: Case) -> Answer:
            parts = rust.parse(case.text).address
            return (
                parts["prefecture"] + parts["city"],
                parts["town"],
                parts["rest"],
            )

        found["japanese-address-parser-py"] = read_rust
    return found | _more_peers()


def _more_peers() -> dict[str, Reader]:
    found: dict[str, Reader] = {}
    try:
        from japanese_addresses import separate_address
    except ImportError:
        pass
    else:

        def read_separate(case: Case) -> Answer:
            parts = separate_address(case.text)
            town = re.match(r"[^0-9０-９]*", parts.street)
            name = town[0] if town else ""
            return parts.prefecture + parts.city, name, parts.street[len(name) :]

        found["japanese-addresses"] = read_separate
    try:
        import jageocoder

        jageocoder.init(mode="r")
    except Exception:  # noqa: BLE001 - not installed, or without its dictionary
        return found

    def read_geocoder(case: Case) -> Answer:
        hits = jageocoder.search(case.text)["candidates"]
        names = hits[0]["fullname"] if hits else []
        return "".join(names[:2]), "".join(names[2:]), ""

    found["jageocoder"] = read_geocoder
    return found


_NUMBER = re.compile(r"[0-9]+")
_COUNTED = re.compile(r"[〇一二三四五六七八九十]+(?=丁目?)")


def _town_and_numbers(town: str, numbers: str) -> tuple[str, str]:
    """The town without a trailing 丁目, and all numbers behind the name, as plain digits."""
    text = unicodedata.normalize("NFKC", town)
    chome = re.search(r"([〇一二三四五六七八九十]+|[0-9]+)丁目?$", text)
    before = ""
    if chome is not None:
        before, text = str(_value(chome[1])), text[: chome.start()]
    rest = _COUNTED.sub(lambda m: str(_value(m[0])), unicodedata.normalize("NFKC", numbers))
    return place_key(text), "-".join(filter(None, [before, *_NUMBER.findall(rest)]))


def _value(kanji: str) -> int:
    if kanji.isdigit() and kanji.isascii():
        return int(kanji)
    total, pending = 0, 0
    for character in kanji:
        if character == "十":
            total, pending = (pending or 1) * 10, 0
        else:
            pending = pending * 10 + "〇一二三四五六七八九".index(character)
    return total + pending


def _score(name: str, read: Reader, drawn: list[Case], show: str) -> None:
    kinds: dict[str, list[int]] = {}
    began = time.perf_counter()
    answers = [read(case) for case in drawn]
    spent = time.perf_counter() - began
    for case, (municipality, town, numbers) in zip(drawn, answers, strict=True):
        right_city = place_key(municipality) == place_key(case.city)
        found_town, found_numbers = _town_and_numbers(town, numbers)
        wanted_town = _town_and_numbers(case.town, "")[0]
        right_town = right_city and found_town == wanted_town
        wanted = "-".join(case.numbers)
        right_all = right_town and (found_numbers == wanted or found_numbers.startswith(wanted))
        for kind in (case.noise, "all", "" if case.noise == HELD_OUT else "all but held out"):
            tally = kinds.setdefault(kind, [0, 0, 0, 0])
            for at, right in enumerate((True, right_city, right_town, right_all)):
                tally[at] += right
        if show in (case.noise, "all") and not right_all:
            wished = f"{case.noise}: {case.text} {case.postal} {case.city} {case.town}"
            print(wished, "→", municipality, town, numbers)
    kinds.pop("", None)
    print(f"\n{name}: {len(drawn) / spent:,.0f} addresses/s")
    print(f"{'% right':<20} {'cases':>6} {'city':>7} {'town':>7} {'+number':>8}")
    for kind, (number, city, town_, all_) in kinds.items():
        print(
            f"{kind:<20} {number:6d} {100 * city / number:7.1f} {100 * town_ / number:7.1f} "
            f"{100 * all_ / number:8.1f}"
        )


def _sure_and_wrong(reader: AddressReader, drawn: list[Case], *, postal: bool) -> None:
    """Wrong towns that nothing in the answer warns of."""
    sure = wrong = 0
    for case in drawn:
        found = reader.parse(case.text, case.postal if postal else "")
        if not found.known or found.repaired or found.notes or found.confidence < 0.9:
            continue
        sure += 1
        city = place_key(found.prefecture + found.municipality) == place_key(case.city)
        town = _town_and_numbers(found.town, "")[0] == _town_and_numbers(case.town, "")[0]
        if not (city and town):
            wrong += 1
            print(f"sure and wrong: {case.noise}: {case.text} is {case.city}{case.town}")
    print(f"\nsure: {sure} of {len(drawn)}, of these wrong: {wrong}")


def _speed(reader: AddressReader, drawn: list[Case]) -> None:
    """Warm speed on the clean cases and on all, and of comparing neighbours."""
    clean = [case for case in drawn if case.noise in ("clean", "full width", "hyphenated")]
    for name, some in (("clean", clean), ("all kinds", drawn)):
        shuffled = random.Random(1).sample(some, len(some))
        began = time.process_time()
        for case in shuffled:
            reader.parse(case.text, case.postal)
        spent = time.process_time() - began
        print(f"reading, {name}: {len(some) / spent:,.0f} addresses/s of processor time")
    parsed = [reader.parse(case.text, case.postal) for case in clean]
    began = time.process_time()
    for first, second in pairwise(parsed):
        compare(first, second)
    spent = time.process_time() - began
    print(f"comparing: {len(parsed) / spent:,.0f} pairs/s")
    print(f"memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB at most")


if __name__ == "__main__":
    main()
