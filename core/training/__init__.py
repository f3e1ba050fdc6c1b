"""Training of networks, their evaluation, and models made from trained ones: heads, ensembles, fine-tuned models."""
