"""Write the generated documentation: ``python -m oxyclaim.handbook [DOCS]`` (``docs`` if left out)."""

import sys
from pathlib import Path

from oxyclaim.handbook.writing import documents, write
from oxyclaim.policy import load

if __name__ == "__main__":
    changed = write(Path(sys.argv[1] if len(sys.argv) > 1 else "docs"), documents(load()))
    sys.stdout.write("\n".join(changed or ["nothing has changed"]) + "\n")
