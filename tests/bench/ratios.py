"""How a benchmark tells: medians of one run, each as a ratio to the baseline of the same run."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Mapping


def measure(subjects: Mapping[str, Callable[[], object]], *, rounds: int) -> None:
    """Print each subject's median time and its ratio to the first one, which is the baseline.

    The rounds go round all subjects, so that a busy machine slows all of them alike.
    """
    times: dict[str, list[float]] = {name: [] for name in subjects}
    for _ in range(rounds):
        for name, subject in subjects.items():
            began = time.perf_counter()
            subject()
            times[name].append(time.perf_counter() - began)
    baseline = statistics.median(next(iter(times.values())))
    for name, spent in times.items():
        median = statistics.median(spent)
        print(f"{name:<44} {median * 1000:10.3f} ms {median / baseline:8.2f} x")
