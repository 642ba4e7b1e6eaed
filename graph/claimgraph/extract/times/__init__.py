"""Expressions of time in prose, as EDTF with outer bounds."""
