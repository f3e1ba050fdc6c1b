"""ResidualBind: the network, its training, its compiled form, and the registry of trained models."""
