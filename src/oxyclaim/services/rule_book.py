"""The rule book as one value: a door opens it once and passes it on.

It is read again where a payer file has changed, so that a process which runs for weeks sees the change when it asks.
"""

from pathlib import Path

from oxyclaim.engine.catalogue import Catalogue
from oxyclaim.engine.parameters import CatalogueError
from oxyclaim.policy import load
from oxyclaim.policy.loading import examine, payer_paths
from oxyclaim.services.problems import BadInput, Problem, of_case_files

RuleBook = Catalogue


def rule_book(payers: Path | None = None) -> RuleBook:
    """The rule book with the payer files of a folder beside its own. Raises BadInput with all that is wrong in them."""
    if payers is not None and not payers.is_dir():
        message = f"there is no folder {payers}; make it, or start a file in it with `oxyclaim payers new`"
        raise BadInput([Problem("no_folder", message)])
    try:
        return load(payers)
    except CatalogueError as error:
        in_files = of_case_files(examine(payer_paths(payers))[1]) if payers else []
        raise BadInput(in_files or [Problem("payer_file", line) for line in str(error).splitlines()]) from None
