"""Ceasewatch: ceasefire monitoring and verification.

The tree reads as one sentence: observation -> record -> incident -> assessment -> case -> release.
"""

__version__ = "0.1.0"
