"""How a trained network is asked: shared inference, receptive fields, ensembles, the process for Keras."""
