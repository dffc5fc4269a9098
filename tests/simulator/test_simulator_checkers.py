"""The judges of the simulator's tests see what is wrong."""

from pathlib import Path

import pytest

from tests.simulator.remittance_checker import transactions, wrong
from tests.simulator.simulated_files import BILL, answered, pyx12_says, renumbered

BREAKS = [
    ("SVC*HC:E1390:RR:N1*240*", "SVC*HC:E1390:RR:N1*241*", {"B1", "B4"}),
    ("CLP*CLAIM1*1*635*", "CLP*CLAIM1*1*636*", {"B2", "B4"}),
    ("BPR*I*113.68*", "BPR*I*113.69*", {"B3"}),
    ("*29*MB*", "*28*MB*", {"B7"}),
    ("CAS*CO*45*140**", "CAS*CO*45*140.01**", {"B1", "B2"}),
]


@pytest.fixture(scope="module")
def text(tmp_path_factory: pytest.TempPathFactory) -> str:
    return answered(tmp_path_factory.mktemp("usual"), [BILL]).texts("835")[0]


@pytest.mark.parametrize(("was", "now", "broken"), BREAKS)
def test_the_checker_sees_each_broken_identity(text: str, was: str, now: str, broken: set[str]):
    assert was in text
    (st,) = transactions(text.replace(was, now))
    assert {fault[:2] for fault in wrong(st)} == broken


def test_pyx12_sees_a_broken_file_among_others(text: str, tmp_path: Path):
    assert pyx12_says(renumbered([text, text])) == []
    assert pyx12_says(renumbered([text, text.replace("NM1*QC*", "NM1*QX*")]))
