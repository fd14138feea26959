"""The command line: thin. It parses words, calls ``pipeline``, and prints what ``release`` lets through."""
