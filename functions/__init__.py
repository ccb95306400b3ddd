"""The doors: one folder, one Lambda. Functions never import one another."""
