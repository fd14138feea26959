"""Ground: uncertain geometry on the WGS 84 ellipsoid, names of places and units, cells, tables of observations.

Distances, buffers and areas are geodesic, never planar. Nothing here does I/O except ``loaders``, the one edge.
"""
