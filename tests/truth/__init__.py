"""Numerical truth of the identities in `corpus/identities`, one table per case file, independent of the auditor."""
