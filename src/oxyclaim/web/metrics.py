"""What is measured, for Prometheus: requests, the background, and how much waits. Counts and times, of nobody.

Only whoever wants metrics imports this: it needs one more package.
"""

from collections.abc import Callable, Iterator

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from oxyclaim.services.running.health import Pulse

BUCKETS = (0.01, 0.025, 0.05, 0.1, 0.15, 0.25, 0.5, 1, 2.5, 10, 60)
Counts = Callable[[], dict[str, dict[str, int]]]
"""What waits: by subject and state."""


class Metrics:
    """The counters of one server."""

    def __init__(self, pulse: Pulse, counts: Counts):
        self.registry: CollectorRegistry = CollectorRegistry()
        labels = ("method", "route", "status")
        self._requests = Counter("oxyclaim_requests", "Requests answered.", labels, registry=self.registry)
        self._seconds = Histogram(
            "oxyclaim_request_seconds",
            "Seconds that answers took.",
            ("route",),
            registry=self.registry,
            buckets=BUCKETS,
        )
        self.registry.register(_Waiting(pulse, counts))

    def request(self, method: str, route: str, status: int, seconds: float) -> None:
        """A request was answered."""
        self._requests.labels(method if method.isalpha() and len(method) < 8 else "?", route, str(status)).inc()
        self._seconds.labels(route).observe(seconds)

    def text(self) -> tuple[bytes, str]:
        """All of it in Prometheus's own text, and its content type."""
        return generate_latest(self.registry), CONTENT_TYPE_LATEST


class _Waiting(Collector):
    """What is looked up when somebody reads the metrics."""

    def __init__(self, pulse: Pulse, counts: Counts):
        self._pulse, self._counts = pulse, counts

    def describe(self) -> list[Metric]:
        """Nothing: the store is not asked before somebody reads."""
        return []

    def collect(self) -> Iterator[Metric]:
        """How much waits, and how the background does."""
        for subject, states in self._counts().items():
            gauge = GaugeMetricFamily(f"oxyclaim_{subject}", f"{subject.capitalize()} by state.", labels=["state"])
            for state, count in states.items():
                gauge.add_metric([state], count)
            yield gauge
        turns = CounterMetricFamily("oxyclaim_background_turns", "Turns of the background.", labels=["outcome"])
        turns.add_metric(["done"], self._pulse.turns)
        turns.add_metric(["failed"], self._pulse.failures)
        yield turns
        if self._pulse.last is not None:
            name = "oxyclaim_background_last_turn_timestamp_seconds"
            yield GaugeMetricFamily(name, "When the background ended a turn last.", value=self._pulse.last.timestamp())
