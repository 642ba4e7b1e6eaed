"""What follows from the record: contradictions, corroboration, revisions, lineage, perspectives, silence.

Findings say which claims they join, by which rule and on which reading; none says who is right.
"""
