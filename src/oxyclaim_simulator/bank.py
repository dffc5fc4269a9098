"""What the bank hands over: a deposit a line, with the addenda of the CCD+ entry that carries the payer's TRN."""

from collections.abc import Sequence

from oxyclaim_simulator.memory import Deposit
from oxyclaim_simulator.payers import payer_of

HEADER = "effective_date,amount,company_name,company_id,entry_class,addenda"


def lines(deposits: Sequence[Deposit]) -> str:
    """A CSV file; a remittance that pays nothing has no deposit. ``amount`` in dollars with two decimals."""
    rows = [HEADER]
    for each in sorted(deposits, key=lambda deposit: (deposit.effective, deposit.trace)):
        if each.cents:
            payer = payer_of(each.payer, "")
            amount = f"{each.cents // 100}.{each.cents % 100:02}"
            rows.append(
                f"{each.effective},{amount},{payer.name},1{payer.tax_id},CCD,TRN*1*{each.trace}*1{payer.tax_id}\\"
            )
    return "\n".join(rows) + "\n"
