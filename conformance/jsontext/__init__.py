"""JSON as text: read strictly, written canonically, pointed into and compared."""
