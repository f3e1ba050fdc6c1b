"""Protocols: named GIA questions, of Koo et al. 2021 and beyond. Whoever imports one has all, in their order."""

from core.gia.protocols import named as named
