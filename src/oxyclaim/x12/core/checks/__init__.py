"""Checks that every transaction set shares, each against the guide that it is given: WEDI SNIP levels 1 and 2."""
