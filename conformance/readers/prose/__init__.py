"""Reads what comments say of values, for the documented reading.

* `sentences` takes a comment apart, `places` finds a sentence in its file;
* `values` reads lists of values in a sentence;
* `rules` reads a sentence: each rule with its guards;
* `targets` finds what a schema says at a place, `effects` makes statements of sentences and changes
  of the schema.

`prose.md` beside this folder shows each rule, with figures of how often it is right.
"""
