"""The pages start with what the extra ``web`` brings, and nothing else that a developer happens to have."""

import subprocess
import sys
import tomllib
from pathlib import Path

PROJECT = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text())["project"]
IMPORTED = {"argon2-cffi": "argon2", "fpdf2": "fpdf", "pillow": "PIL", "prometheus-client": "prometheus_client"}
"""Packages that are imported under another name."""


def names(extra: str) -> set[str]:
    packages = (each.partition(">")[0].partition("[")[0] for each in PROJECT["optional-dependencies"][extra])
    return {IMPORTED.get(each, each.replace("-", "_")) for each in packages}


def test_the_application_is_made_without_the_packages_of_other_extras():
    others = {
        name for extra in PROJECT["optional-dependencies"] if extra not in ("web", "dev") for name in names(extra)
    }
    hidden = sorted(others - names("web"))
    assert "fsspec" in hidden
    code = f"import sys\nsys.modules.update(dict.fromkeys({hidden!r}))\nimport oxyclaim.web.app, oxyclaim.cli.serve\n"
    subprocess.run([sys.executable, "-c", code], check=True)
