"""The help desk: tickets, comments, people, and a trigger that calls a signed webhook."""
