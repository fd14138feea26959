"""Where, when and with what somebody looked, and what they would have seen. For mission analysts only."""
