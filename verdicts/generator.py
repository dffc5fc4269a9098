"""Synthetic cases from numbers: the same number gives the same case as long as this folder is unchanged."""

from collections.abc import Iterable
from random import Random
from typing import Any

from verdicts.deviations import deviate
from verdicts.scenarios import scenario

DEVIATIONS = (0, 1, 1, 2, 2, 3)


def synthetic_case(seed: int) -> dict[str, Any]:
    """A valid case file near to billable: a usual start with none to three deviations."""
    rng = Random(seed)
    case = scenario(rng, f"G{seed}")
    for _ in range(rng.choice(DEVIATIONS)):
        case = deviate(case, rng)
    return case


def synthetic_cases(seeds: Iterable[int]) -> list[dict[str, Any]]:
    """One case for each seed."""
    return [synthetic_case(seed) for seed in seeds]
