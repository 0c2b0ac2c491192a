"""The rules as plain values, one module a subject: what the law and the service's policy say on one day.

Nothing is read from a file here; the catalogue holds them all, and a caller imports the subject that it needs.
"""
