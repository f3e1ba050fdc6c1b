"""How a trained network is asked: shared inference, receptive fields, ensembles."""
