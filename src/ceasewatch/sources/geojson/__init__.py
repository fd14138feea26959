"""The ``geojson`` feed: features of RFC 7946, read one by one."""
