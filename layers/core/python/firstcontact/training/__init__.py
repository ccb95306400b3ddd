"""Making models: the encoder's graph and the router's head. Nothing that answers a customer imports this."""
