"""What a SANE device can do, from `scanimage -A`, and the arguments that ask it for a profile.

Every driver calls its feeder, its modes and its duplex unit something else.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from desktop.capture.sources.source import ScanStopped
from desktop.domain.scanning import PAPER_MM, Colour, Fault, Feed, ScanProfile

_OPTION = re.compile(r"^ {4}(?P<name>--?[A-Za-z][\w-]*)(?:\[=\((?P<flag>[^)]*)\)\]| (?P<rest>.*))")
_RANGE = re.compile(r"(-?[\d.]+)\.\.(-?[\d.]+)")
_USUAL = (150, 200, 300, 400, 600)
_SLACK_MM = 3.0  # a glass of 216 × 296 mm takes A4


@dataclass(frozen=True, slots=True)
class Options:
    """The options of a device that can be set, with their choices as the driver writes them.

    `asleep` are those that cannot be set now: some wake when the feeder is chosen.
    """

    choices: Mapping[str, str]
    asleep: frozenset[str] = frozenset()

    @property
    def wakes_by(self) -> str:
        """The source to be chosen before the driver tells whether its feeder takes both sides."""
        sleeps = self.asleep & {"--adf-mode", "--duplex"}
        single = self._feed(Feed.FEEDER)
        wakes = sleeps and single and self._feed(Feed.FEEDER_DUPLEX) is None
        return single[1] if wakes and single else ""

    @property
    def feeds(self) -> tuple[Feed, ...]:
        return tuple(feed for feed in Feed if self._feed(feed) is not None)

    @property
    def resolutions(self) -> tuple[int, ...]:
        return tuple(dpi for dpi in _USUAL if self._takes("--resolution", dpi))

    def arguments(self, profile: ScanProfile) -> list[str]:
        """What to call `scanimage` with; ScanStopped where the device cannot do it."""
        feed, mode = self._feed(profile.feed), self._mode(profile.colour)
        if feed is None or mode is None or not self._takes("--resolution", profile.dpi):
            raise ScanStopped(Fault.BAD_SETTING)
        given = [*feed, *mode, *self._area(profile)]
        if "--resolution" in self.choices:
            given += ["--resolution", str(profile.dpi)]
        if "8" in self.choices.get("--depth", "").split("|"):
            given += ["--depth", "8"]
        return given

    def _feed(self, feed: Feed) -> list[str] | None:
        """The arguments for a way of feeding; None where the device has no such way."""
        sources = [one for one in self.choices.get("--source", "").split("|") if one]
        feeders = [one for one in sources if re.search(r"adf|feeder|duplex", one, re.IGNORECASE)]
        both = [one for one in feeders if re.search(r"duplex|both", one, re.IGNORECASE)]
        if feed is Feed.GLASS:
            flat = [one for one in sources if re.search(r"flat|glass|platen", one, re.IGNORECASE)]
            glass = flat or [one for one in sources if one not in feeders]
            return ["--source", glass[0]] if glass else None if sources else []
        if feed is Feed.FEEDER_DUPLEX:
            if both:
                return ["--source", both[0]]
            source = ["--source", feeders[0]] if feeders else []
            if "Duplex" in self.choices.get("--adf-mode", "").split("|"):
                return [*source, "--adf-mode", "Duplex"]
            return [*source, "--duplex=yes"] if "yes" in self.choices.get("--duplex", "") else None
        single = [one for one in feeders if one not in both and "back" not in one.lower()]
        if single:
            return ["--source", single[0]]
        return None if sources else []

    def _mode(self, colour: Colour) -> list[str] | None:
        if "--mode" not in self.choices:
            return []
        word = "gray" if colour is Colour.GRAY else "color"
        modes = [one for one in self.choices["--mode"].split("|") if word in one.lower()]
        return ["--mode", modes[0]] if modes else None

    def _takes(self, name: str, value: int) -> bool:
        known = self.choices.get(name)
        if known is None:
            return name == "--resolution" and value == 300  # a device of one resolution only
        between = _RANGE.match(known)
        if between is not None:
            return float(between[1]) <= value <= float(between[2])
        return str(value) in re.sub(r"dpi.*", "", known).split("|")

    def _area(self, profile: ScanProfile) -> list[str]:
        given: list[str] = []
        # The page's own size first: some drivers cut the area, and what it may be, to it.
        for name in ("--page-width", "--page-height", "-x", "-y"):
            limit = {"-x": "--page-width", "-y": "--page-height"}.get(name, name)
            known = self.choices.get(name, "")
            between = _RANGE.match(self.choices.get(limit, known) if known else "")
            if between is None:
                continue
            width, height = PAPER_MM[profile.size]
            wanted, most = width if name in ("-x", "--page-width") else height, float(between[2])
            if wanted > most + _SLACK_MM:
                raise ScanStopped(Fault.BAD_SETTING)
            given += [name, f"{min(wanted, most):g}"]
        return given


def parse_options(text: str) -> Options:
    """The options that `scanimage -A` lists; one that is switched off now counts as absent."""
    found, asleep = {}, set()
    for line in text.splitlines():
        match = _OPTION.match(line)
        if match is None:
            continue
        choices, _, state = (match["flag"] or match["rest"] or "").partition(" [")
        if match["flag"] is not None:
            state = line
        if "inactive" in state:
            asleep.add(match["name"])
        elif "read-only" not in state:
            found[match["name"]] = choices.strip()
    return Options(found, frozenset(asleep))
