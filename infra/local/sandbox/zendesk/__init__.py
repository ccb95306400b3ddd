"""The help desk: tickets, comments, users, and a trigger that calls a signed webhook."""
