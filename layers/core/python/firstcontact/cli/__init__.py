"""The ``firstcontact`` command: one module per noun."""
