"""Whole sources compared: every type of one with the type of the same name in the others.

`pairing` finds which types belong together, `linking` lets two schemas share the parts that have
an entry of their own, `comparing` compares what is left, `settling` says from that how the whole
types relate, and `ranking` puts the result in order. `survey` runs these stages.
"""
