"""Write the generated documentation: ``python -m oxyclaim.policy.handbook [DOCS]`` (``docs`` if left out)."""

import sys
from pathlib import Path

from oxyclaim.policy import load
from oxyclaim.policy.handbook.writing import write

if __name__ == "__main__":
    changed = write(Path(sys.argv[1] if len(sys.argv) > 1 else "docs"), load())
    sys.stdout.write("\n".join(changed or ["nothing has changed"]) + "\n")
