"""Each rule stands in a file of its own; a family of rules that ask the same criteria may share one."""

from collections import defaultdict

from oxyclaim.engine.standing import criteria_of
from oxyclaim.engine.words import Rule
from oxyclaim.policy import load


def test_rules_of_one_file_are_a_family_that_shares_a_criterion_of_that_file():
    strangers = {module: [rule.id for rule in rules] for module, rules in _by_module().items() if not _share(rules)}
    assert strangers == {}


def _by_module() -> dict[str, list[Rule]]:
    found: dict[str, list[Rule]] = defaultdict(list)
    for rule in load().rules:
        found[rule.folder].append(rule)
    return found


def _share(rules: list[Rule]) -> bool:
    """Whether what each requires rests on something of the file that another requires too."""
    asked = [{name for name, each in criteria_of([rule]).items() if each.folder == rule.folder} for rule in rules]
    return len(rules) == 1 or all(
        any(own & other for place, other in enumerate(asked) if place != at) for at, own in enumerate(asked)
    )
