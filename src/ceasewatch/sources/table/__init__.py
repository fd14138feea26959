"""The ``table`` feed: any CSV, JSON Lines or Parquet file, with a mapping that says what its columns mean."""
