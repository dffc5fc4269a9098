"""QF and QB stand on a stationary and a portable line of the same month."""

from oxyclaim.engine.words import criterion
from oxyclaim.policy.rules.coverage.equipment.rule import is_portable, is_stationary
from oxyclaim.policy.rules.coverage.groups.any_group.rule import in_any_group
from oxyclaim.policy.rules.coverage.papers.proof_of_delivery.criteria import has_proof_of_delivery
from oxyclaim.policy.rules.coverage.papers.written_order.criteria import has_written_order
from oxyclaim.policy.rules.coverage.portable.mobile_in_home.rule import mobile_in_home
from oxyclaim.policy.rules.coverage.portable.sleep_only_test.rule import qualified_awake
from oxyclaim.policy.rules.ledger.acquisition.criteria import not_sold


@criterion()
def stands_on_its_own():
    """The line's own coverage, order and delivery are shown, so that it can be billed beside the other one."""
    covered = (is_portable & qualified_awake & mobile_in_home) | (is_stationary & in_any_group)
    return covered & has_written_order & has_proof_of_delivery & not_sold
