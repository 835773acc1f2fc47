"""The tests: each file reads like the specification of a part of the product."""
