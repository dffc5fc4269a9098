"""Print the page of all tables: ``python -m oxyclaim.services.exports``."""

import sys

from oxyclaim.services.exports.layout import page

if __name__ == "__main__":
    sys.stdout.write(page())
