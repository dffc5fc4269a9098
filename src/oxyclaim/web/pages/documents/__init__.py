"""Papers: the inbox, a page, and the facts that point to it."""
