"""A Spark session: what it needs, and how ours is set up."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from oxyclaim.services.problems import BadInput, Problem
from oxyclaim.services.targets import NOT_WRITTEN

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

OLDEST_JAVA = 17
"""What Spark 4 runs on."""
PACKAGES_MISSING = "--engine spark needs more packages: pip install 'oxyclaim[spark]' (some 500 MB)"
JAVA_MISSING = f"--engine spark needs Java {OLDEST_JAVA} or newer, and there is {{}}; install it, or set JAVA_HOME"
SPARK_GAVE_UP = "Spark gave the run up; its own log says why (it may hold patient data)"
_SETTINGS = {
    "spark.log.level": "ERROR",
    "spark.sql.caseSensitive": "true",
    "spark.sql.session.timeZone": "UTC",
    "spark.ui.showConsoleProgress": "false",
}
_ALONE = {"spark.ui.enabled": "false"}
"""On this machine alone: nobody asked for a page that any other user of it can open."""
_BY_SPARK_SUBMIT = "PYSPARK_GATEWAY_PORT"
"""Set where Spark has started this program, and Java therefore runs."""
AT_ONCE = 4_000
"""Rows of an Arrow batch: of cases it holds some 30 MB."""


class SparkFailed(Exception):
    """Spark has given the run up. The text is Spark's own, and may be long."""


@contextmanager
def spark_session(master: str | None) -> Iterator["SparkSession"]:
    """A session, ended with the run where it began with it. ``master``: as Spark writes it (``local[4]``); None: what
    ``spark-submit`` says, else every core of this machine. Raises BadInput where something is missing."""
    if missing := what_is_missing():
        raise BadInput([missing], NOT_WRITTEN)
    from py4j.protocol import Py4JError  # noqa: PLC0415 (an extra)
    from pyspark.errors import PySparkException  # noqa: PLC0415
    from pyspark.sql import SparkSession  # noqa: PLC0415

    running = SparkSession.getActiveSession()
    session = running or _started(master)
    try:
        yield session
    except (PySparkException, Py4JError) as error:
        raise SparkFailed(str(error)) from error
    finally:
        if running is None:
            session.stop()


def _started(master: str | None) -> "SparkSession":
    from py4j.protocol import Py4JError  # noqa: PLC0415 (an extra)
    from pyspark.errors import PySparkException  # noqa: PLC0415
    from pyspark.sql import SparkSession  # noqa: PLC0415

    builder = SparkSession.builder.appName("oxyclaim")
    settings = _SETTINGS | {"spark.sql.execution.arrow.maxRecordsPerBatch": str(AT_ONCE)}
    if _BY_SPARK_SUBMIT not in os.environ:
        builder = builder.master(master or "local[*]")
        if master is None or master.startswith("local"):
            settings |= _ALONE
            os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    for name, value in settings.items():
        builder = builder.config(name, value)
    try:
        return builder.getOrCreate()
    except (PySparkException, Py4JError, OSError) as error:
        message = f"Spark does not start at {master or 'this machine'}: {str(error).splitlines()[0]}"
        raise BadInput([Problem("no_spark", message)], NOT_WRITTEN) from None


@contextmanager
def given_up_told() -> Iterator[None]:
    """Where Spark gives a run up, that is told as what is wrong with the input. Raises BadInput."""
    try:
        yield
    except SparkFailed as error:
        raise BadInput([Problem("spark_failed", SPARK_GAVE_UP)], NOT_WRITTEN) from error


def refuse_master(engine: str, master: str | None) -> None:
    """Let a master be given for Spark only. Raises BadInput."""
    if master is not None and engine != "spark":
        message = "says where Spark runs; give --engine spark too, or leave it out"
        raise BadInput([Problem("wrong_options", message, path="--master")], NOT_WRITTEN)


def what_is_missing() -> Problem | None:
    """What keeps Spark from running here."""
    try:
        import pandas  # noqa: F401, PLC0415 (an extra)
        import pyarrow  # noqa: F401, PLC0415
        import pyspark  # noqa: F401, PLC0415
    except ModuleNotFoundError:
        return Problem("no_spark_packages", PACKAGES_MISSING)
    if _BY_SPARK_SUBMIT in os.environ:
        return None
    java = _java()
    if java is None:
        return Problem("no_java", JAVA_MISSING.format("none"))
    version = _version(java)
    return None if version >= OLDEST_JAVA else Problem("no_java", JAVA_MISSING.format(f"Java {version} ({java})"))


def _java() -> str | None:
    home = os.environ.get("JAVA_HOME")
    return shutil.which(str(Path(home) / "bin" / "java")) if home else shutil.which("java")


def _version(java: str) -> int:
    """The first number of a Java's version; 0 where it does not say."""
    try:
        told = subprocess.run([java, "-version"], check=False, capture_output=True, text=True, timeout=60).stderr
    except (OSError, subprocess.TimeoutExpired):
        return 0
    match = re.search(r'version "(\d+)', told)
    return int(match[1]) if match else 0
