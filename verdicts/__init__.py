"""A few thousand synthetic cases with recorded verdicts, so that no change of a verdict goes unseen.

See ``README.md`` beside this file. Not part of the package: tests and tools import it from the checkout.
"""
