"""Training networks, evaluating them, and what is made of trained ones: heads, ensembles, fine-tuned models."""
