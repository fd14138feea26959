"""Exercise worlds: data that ships with the package. Everything made from one says EXERCISE on its face."""
