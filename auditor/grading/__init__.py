"""Grading: a problem, its reference solution and submissions in; marks that can be defended and feedback out."""
