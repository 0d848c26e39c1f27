"""An optional language model as a further reader: it may only point at spans of the text."""
