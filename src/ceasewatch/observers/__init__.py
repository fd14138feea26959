"""Observer models: what each kind of observer would report if a given event happened, and how often it is wrong."""
