"""One measurement of another Python reader, printed as JSON. Runs by itself, also where Oxyclaim is not installed.

python bench/peers.py "x12sdk segments" FILE
"""

import io
import json
import resource
import sys
import time
from collections.abc import Callable
from importlib import metadata
from pathlib import Path


def pyx12(path: str) -> int:
    """Validate against the whole guide."""
    from pyx12.params import ParamsBase  # noqa: PLC0415 (a reader is loaded only where it is measured)
    from pyx12.x12n_document import x12n_document  # noqa: PLC0415

    claims = 0

    def count(segment: object, *_: object) -> None:
        nonlocal claims
        claims += segment.get_seg_id() == "CLM"  # type: ignore[attr-defined]

    with open(path, encoding="ascii", newline="") as file:
        x12n_document(ParamsBase(), file, None, None, fd_json=io.StringIO(), callback=count)
    return claims


def x12sdk_segments(path: str) -> int:
    """Split into segments and elements."""
    from x12sdk.io import X12SegmentReader  # noqa: PLC0415

    with X12SegmentReader(path) as reader:
        return sum(name == "CLM" for name, _ in reader.segments())


def x12sdk_models(path: str) -> int:
    """Typed models of whole transactions, checked."""
    from x12sdk.io import X12ModelReader  # noqa: PLC0415

    with X12ModelReader(path) as reader:
        return sum(
            len(level.loop_2300 or []) + sum(len(patient.loop_2300 or []) for patient in level.loop_2000c or [])
            for model in reader.models()
            for provider in model.loop_2000a
            for level in provider.loop_2000b or []
        )


def openx12(path: str) -> int:
    """Claims as dictionaries, unchecked."""
    from openx12 import x837p  # noqa: PLC0415

    return len(x837p.parse(Path(path).read_text(encoding="ascii")).claims)


PEERS: dict[str, tuple[str, Callable[[str], int]]] = {
    "pyx12": ("pyx12", pyx12),
    "x12sdk segments": ("x12sdk", x12sdk_segments),
    "x12sdk models": ("x12sdk", x12sdk_models),
    "openx12": ("openx12", openx12),
}
"""Name, the package, and the work."""


def peak_mb() -> int:
    """The most memory that this process has held."""
    status = Path("/proc/self/status")
    if status.exists():  # what getrusage says counts in the process that started this one
        kilobytes = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM")).split()[1]
        return round(int(kilobytes) / 1024)
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform != "darwin" else 1 << 20))


def main() -> None:
    """Do the work named first on the file named second."""
    package, work = PEERS[sys.argv[1]]
    __import__(package)
    start = time.perf_counter()
    claims = work(sys.argv[2])
    seconds = time.perf_counter() - start
    found = {"seconds": seconds, "claims": claims, "peak_mb": peak_mb(), "version": metadata.version(package)}
    print(json.dumps(found))  # noqa: T201


if __name__ == "__main__":
    main()
