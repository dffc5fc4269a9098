"""How long ``oxyclaim due`` takes over 10,000 case files, one of them broken, from the command line to the list.

The files are made up: one or two lines, 5 to 40 months billed before, up to three months not billed since. They are
written to a folder that is removed afterwards. Run with ``make bench``.
"""

import os
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

import yaml

from oxyclaim.case.days import add_months
from oxyclaim.policy.worked_cases import build

FILES = 10_000
ON = date(2026, 11, 20)


def a_case(number: int, chance: Random) -> dict[str, Any]:
    """One made-up case."""
    billed, unbilled = chance.randrange(5, 41), chance.randrange(4)
    start = add_months(ON, -(billed + unbilled)) - timedelta(days=chance.randrange(28))
    codes = ["E1390", "E1392"] if chance.random() < 0.6 else ["E1390"]
    facts = {
        "tests": [{"state": "rest", "spo2_percent": chance.choice([84, 86, 88, 89, 91])}],
        "items": [{"code": code, "service_date": add_months(start, billed)} for code in codes],
        "history": [{"code": code, "from": start, "months": billed} for code in codes],
        "checks": [{"date": ON, "asked": ["part_b", "medicare_advantage", "hospice"], "source": "payer_system"}],
    }
    return build(f"D{number:05}", start, facts)


def main() -> None:
    """Print seconds of wall clock for each form."""
    chance = Random(1)
    dumper: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
    with tempfile.TemporaryDirectory() as folder:
        for number in range(FILES):
            text = yaml.dump(a_case(number, chance), sort_keys=False, Dumper=dumper)
            Path(folder, f"D{number:05}.yaml").write_text(text)
        Path(folder, "broken.yaml").write_text("case_id: [")
        size = sum(path.stat().st_size for path in Path(folder).iterdir()) / 1e6
        print(f"{FILES:,} files of {size:,.0f} MB together and a broken one, {os.cpu_count()} processors")  # noqa: T201
        for form in ("text", "json"):
            command = [
                str(Path(sys.executable).with_name("oxyclaim")),
                "due",
                "--as-of",
                str(ON),
                "--format",
                form,
                folder,
            ]
            start = time.perf_counter()
            done = subprocess.run(command, capture_output=True, check=False)
            assert done.returncode == 2, "the broken file is told"
            print(f"due, as {form}: {time.perf_counter() - start:6.1f} s")  # noqa: T201


if __name__ == "__main__":
    main()
