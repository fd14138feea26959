"""Tools for those who write packs: check, compare, try, simulate, cover, show. Pure functions over loaded packs."""
