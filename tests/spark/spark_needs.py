"""What the tests on Spark need; without it they say so and are passed over."""

import pytest

from oxyclaim.services.spark.session import what_is_missing

MISSING = what_is_missing()
needs_spark = pytest.mark.skipif(MISSING is not None, reason=f"Spark cannot be tried here: {MISSING}")
