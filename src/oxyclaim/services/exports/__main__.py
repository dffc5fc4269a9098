"""Print the page of all tables: ``python -m oxyclaim.services.exports``."""

import sys

from oxyclaim.services.exports.layout import page

sys.stdout.write(page())
