"""A wheel in an empty environment, away from the checkout, does what the guide says."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PROGRAM = """
from datetime import date, datetime
from pathlib import Path
import sys
import oxyclaim

book = oxyclaim.rule_book()
cases = oxyclaim.read_cases([Path(sys.argv[1])], book).whole()
answer = oxyclaim.check(oxyclaim.CheckRequest(cases, as_of=date(2025, 12, 31)), book)
print(*(line.verdict for line in answer.lines))
request = oxyclaim.ClaimRequest(cases, Path("claim.x12"), date(2025, 12, 31), datetime(2025, 12, 31), control_number=1)
print(oxyclaim.write_claim(request, book).lines)
try:
    oxyclaim.cases_of({"case_id": "X"}, book).whole()
except oxyclaim.BadInput as error:
    print(error.problems[0].code)
"""


@pytest.mark.slow
def test_a_wheel_in_an_empty_environment_judges_and_writes(tmp_path: Path):
    run(tmp_path, sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "-w", ".", str(ROOT))
    (wheel,) = tmp_path.glob("oxyclaim-*.whl")
    run(tmp_path, sys.executable, "-m", "venv", "empty")
    python = tmp_path / "empty" / "bin" / "python"
    run(tmp_path, python, "-m", "pip", "install", "-q", "--constraint", ROOT / "constraints.txt", wheel)
    (tmp_path / "program.py").write_text(PROGRAM)
    example = ROOT / "examples" / "01-clinic-test.yaml"
    assert run(tmp_path, python, "program.py", example).split() == ["billable", "billable", "2", "missing_key"]
    assert "oxyclaim" in run(tmp_path, tmp_path / "empty" / "bin" / "oxyclaim", "version")
    assert "billable" in run(
        tmp_path, tmp_path / "empty" / "bin" / "oxyclaim", "check", "--as-of", "2025-12-31", example
    )


def run(folder: Path, *command: object) -> str:
    done = subprocess.run([str(part) for part in command], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout
