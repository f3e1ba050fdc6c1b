"""Protocols: named GIA questions of Koo et al. 2021 and beyond; importing `named` registers them all, in order."""

from core.gia.protocols import named as named
