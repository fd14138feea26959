"""What the figures are held against: other people's tools, and rules of thumb, on the same rows in the same run."""
